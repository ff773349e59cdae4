// Package bolttest gives tests a graph in a real Neo4j. [Open] is all there is.
//
// Caveats: one Neo4j serves all tests of a process and Community has one database, so tests that use it must not run
// in parallel. The test's package needs a TestMain that calls neo4jtest.Main. No production code may import this.
package bolttest

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph/bolt"
	"coopgraph/neo4jlocal"
	"coopgraph/neo4jlocal/neo4jtest"
)

// Open gives an empty graph. Everything that was in the test's database before is deleted, the marker included.
func Open(tb testing.TB) *bolt.DB {
	tb.Helper()
	s := neo4jtest.Server(tb)
	Wipe(tb, s)
	return Connect(tb, Config(s))
}

// Config is how to reach a server.
func Config(s neo4jlocal.Server) bolt.Config {
	return bolt.Config{URI: s.URI, Username: s.Username, Password: s.Password, Database: s.Database}
}

// Connect opens a graph and closes it with the test.
func Connect(tb testing.TB, c bolt.Config) *bolt.DB {
	tb.Helper()
	db, err := bolt.Open(context.Background(), c)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(context.Background()); err != nil {
			tb.Error(err)
		}
	})
	return db
}

// Wipe deletes all nodes and relationships. Constraints and indexes stay: they are the same for every graph.
func Wipe(tb testing.TB, s neo4jlocal.Server) {
	tb.Helper()
	Run(tb, s, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", nil)
}

// Run runs one statement, in a transaction of its own, and gives its rows.
func Run(tb testing.TB, s neo4jlocal.Server, cypher string, params map[string]any) []*neo4j.Record {
	tb.Helper()
	ctx := context.Background()
	driver, err := neo4j.NewDriverWithContext(s.URI, neo4j.BasicAuth(s.Username, s.Password, ""))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = driver.Close(ctx) }()
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: s.Database})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, cypher, params)
	if err != nil {
		tb.Fatal(err)
	}
	rows, err := result.Collect(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}
