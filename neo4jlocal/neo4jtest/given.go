package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/neo4jlocal"
)

// given uses the database that COOPGRAPH_TEST_NEO4J_URI names, if it is empty: the tests delete whatever they find. At
// the end it is emptied again, so that the next package of the same run is not refused. Packages that run at the same
// time would meet in it: use go test -p 1.
func given(ctx context.Context) (*neo4jlocal.Server, func(), error) {
	s := &neo4jlocal.Server{
		Way:      neo4jlocal.WayURI,
		URI:      os.Getenv("COOPGRAPH_TEST_NEO4J_URI"),
		Username: envOr("COOPGRAPH_TEST_NEO4J_USERNAME", "neo4j"),
		Password: os.Getenv("COOPGRAPH_TEST_NEO4J_PASSWORD"),
		Database: envOr("COOPGRAPH_TEST_NEO4J_DATABASE", "neo4j"),
	}
	nodes, err := ask(ctx, s, "MATCH (n) RETURN count(n) AS answer")
	if err != nil {
		return nil, nil, fmt.Errorf("the server of COOPGRAPH_TEST_NEO4J_URI (%s): %w; start it, or correct the variable", s, err)
	}
	if nodes != 0 {
		return nil, nil, fmt.Errorf("database %s of COOPGRAPH_TEST_NEO4J_URI (%s) is not empty: it holds %d nodes, "+
			"which the tests would delete; name an empty one", s.Database, s.URI, nodes)
	}
	empty := func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := ask(ctx, s, "MATCH (n) DETACH DELETE n RETURN count(*) AS answer"); err != nil {
			fmt.Fprintf(os.Stderr, "neo4jtest: emptying %s: %v\n", s, err)
		}
	}
	return s, empty, nil
}

// ask runs a statement that answers with one number.
func ask(ctx context.Context, s *neo4jlocal.Server, statement string) (int64, error) {
	driver, err := neo4j.NewDriverWithContext(s.URI, neo4j.BasicAuth(s.Username, s.Password, ""))
	if err != nil {
		return 0, err
	}
	defer driver.Close(ctx)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	result, err := neo4j.ExecuteQuery(ctx, driver, statement, nil, neo4j.EagerResultTransformer,
		neo4j.ExecuteQueryWithDatabase(s.Database))
	if err != nil {
		return 0, err
	}
	if len(result.Records) != 1 {
		return 0, errors.New("the answer is not one row")
	}
	n, _, err := neo4j.GetRecordValue[int64](result.Records[0], "answer")
	return n, err
}

func envOr(name, value string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return value
}
