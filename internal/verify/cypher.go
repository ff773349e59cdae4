package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/internal/hostile"
	"coopgraph/neo4jlocal"
)

// database is an empty Neo4j of our own, in which scripts are run.
type database struct {
	server *neo4jlocal.Server
	driver neo4j.DriverWithContext
}

// judgeCypher runs the scripts of the folders, each in an empty Neo4j, and compares what is there then.
func judgeCypher(ctx context.Context, folders []string, stdout, stderr io.Writer) (err error) {
	home, err := os.MkdirTemp("", "coopgraph-verify-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }() // it lies in the system's folder for such
	db, err := startNeo4j(ctx, home, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop(ctx)) }()
	var found error
	for _, folder := range folders {
		faults, total, err := db.judge(ctx, folder)
		if err != nil {
			return fmt.Errorf("the script in %s: %w", folder, err)
		}
		fmt.Fprintf(stdout, "%-58s%10d%8d\n", "Neo4j: cypher, of "+filepath.Base(folder), total, len(faults))
		for _, fault := range faults[:min(len(faults), 3)] {
			fmt.Fprintf(stdout, "    %s\n", fault)
		}
		if len(faults) > 0 {
			found = errDiffer
		}
	}
	return found
}

func startNeo4j(ctx context.Context, home string, log io.Writer) (*database, error) {
	server, err := neo4jlocal.Start(ctx, neo4jlocal.Options{Way: neo4jlocal.WayJava, Home: home, Heap: "1g", PageCache: "128m",
		TransactionTimeout: 10 * time.Minute, Log: log})
	if err != nil {
		return nil, err
	}
	driver, err := neo4j.NewDriverWithContext(server.URI, neo4j.BasicAuth(server.Username, server.Password, ""))
	if err != nil {
		return nil, errors.Join(err, server.Stop(context.WithoutCancel(ctx)))
	}
	return &database{server, driver}, nil
}

func (d *database) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return errors.Join(d.driver.Close(ctx), d.server.Stop(ctx))
}

func (d *database) run(ctx context.Context, session neo4j.SessionWithContext, statement string) ([]*neo4j.Record, error) {
	result, err := session.Run(ctx, statement, nil)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

func (d *database) judge(ctx context.Context, folder string) (faults []string, total int, err error) {
	expected, err := readExpectation(folder)
	if err != nil {
		return nil, 0, err
	}
	script, err := os.ReadFile(filepath.Join(folder, "cypher"))
	if err != nil {
		return nil, 0, err
	}
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: d.server.Database})
	defer func() { _ = session.Close(ctx) }()
	statements := append([]string{"MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"},
		strings.Split(strings.TrimSpace(string(script)), ";\n")...)
	for _, statement := range statements {
		if statement = strings.TrimSuffix(statement, ";"); onlyRemarks(statement) {
			continue
		}
		if _, err := d.run(ctx, session, statement); err != nil {
			return nil, 0, fmt.Errorf("%w\nin %.500s", err, statement)
		}
	}
	nodes, err := d.items(ctx, session, "MATCH (n) RETURN {} AS ends, properties(n) AS p, labels(n) AS labels")
	if err != nil {
		return nil, 0, err
	}
	relationships, err := d.items(ctx, session,
		"MATCH (a)-[r]->(b) RETURN {from: a.id, to: b.id, type: type(r)} AS ends, properties(r) AS p, ['Entity'] AS labels")
	if err != nil {
		return nil, 0, err
	}
	faults = append(differing("node", nodes, expected.Nodes), differing("relationship", relationships, expected.Relationships)...)
	return faults, len(nodes) + len(relationships), nil
}

// onlyRemarks reports whether nothing is to be run.
func onlyRemarks(statement string) bool {
	for line := range strings.Lines(statement) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			return false
		}
	}
	return true
}

// items reads what is in the database, by id.
func (d *database) items(ctx context.Context, session neo4j.SessionWithContext, statement string) (map[string]hostile.Item, error) {
	rows, err := d.run(ctx, session, statement)
	if err != nil {
		return nil, err
	}
	out := map[string]hostile.Item{}
	for _, row := range rows {
		m := row.AsMap()
		item, _ := m["p"].(map[string]any)
		ends, _ := m["ends"].(map[string]any)
		maps.Copy(item, ends)
		for _, notOfTheAPI := range []string{"names", "aliases", "capital", "url", "first_day", "last_day"} {
			delete(item, notOfTheAPI)
		}
		if _, isNode := ends["from"]; !isNode {
			delete(item, "sources") // the API's JSON has those of nodes elsewhere
		}
		id, _ := item["id"].(string)
		labels, _ := m["labels"].([]any)
		if kind, ok := item["kind"]; ok && (len(labels) != 2 || labels[0] != "Entity" || labels[1] != kind) {
			item["labels"] = labels
		}
		out[id] = item
	}
	return out, nil
}

func differing(what string, got map[string]hostile.Item, wanted []hostile.Item) []string {
	var faults []string
	if len(got) != len(wanted) {
		faults = append(faults, fmt.Sprintf("%d of a %s; expected %d", len(got), what, len(wanted)))
	}
	for _, want := range wanted {
		id, _ := want["id"].(string)
		if have, expected := plain(got[id]), plain(inNeo4j(want)); !reflect.DeepEqual(have, expected) {
			faults = append(faults, fmt.Sprintf("%s %s is %v; expected %v", what, id, have, expected))
		}
	}
	return faults
}

// inNeo4j is an expected item with every code a property, and without what is of an answer alone.
func inNeo4j(it hostile.Item) hostile.Item {
	out := maps.Clone(it)
	codes, _ := out["codes"].(map[string]any)
	for _, scheme := range graph.SchemeNames() {
		if code, ok := codes[scheme]; ok {
			out[scheme] = code
		}
	}
	for _, name := range []string{"codes", "distance", "hidden"} {
		delete(out, name)
	}
	return out
}

// plain is an item as JSON gives it back, so that numbers and lists are of one type each.
func plain(it hostile.Item) (out map[string]any) {
	text, err := json.Marshal(it)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	return out
}

func readExpectation(folder string) (e expectation, err error) {
	text, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	return e, err
}
