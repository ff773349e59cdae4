package bolttest

import (
	"encoding/json"
	"slices"
	"testing"

	"coopgraph/neo4jlocal/neo4jtest"
)

// Dump is everything that Neo4j has, node by node and property by property, sorted, but for the marker and for when and
// by what program a dataset was loaded.
func Dump(tb testing.TB) []string {
	tb.Helper()
	var out []string
	for _, statement := range []string{
		"MATCH (n) WHERE NOT n:CoopgraphMeta AND NOT n:Dataset RETURN COLLECT { UNWIND labels(n) AS l RETURN l ORDER BY l } AS head, properties(n) AS props",
		"MATCH (a)-[r]->(b) RETURN [type(r), a.id, b.id] AS head, properties(r) AS props",
		"MATCH (n:CoopgraphMeta) RETURN 'held' AS head, [n.holder, n.token, n.unfinished] AS props",
	} {
		for _, row := range Run(tb, neo4jtest.Server(tb), statement, nil) {
			out = append(out, marshalled(tb, row.AsMap()))
		}
	}
	for _, row := range Run(tb, neo4jtest.Server(tb), "MATCH (n:Dataset) RETURN properties(n) AS props", nil) {
		props, _ := row.AsMap()["props"].(map[string]any)
		var info map[string]any
		text, _ := props["info"].(string)
		if err := json.Unmarshal([]byte(text), &info); err != nil {
			tb.Fatal(err)
		}
		for _, of := range []map[string]any{props, info} {
			delete(of, "loaded_at")
			delete(of, "program")
		}
		props["info"] = info
		out = append(out, marshalled(tb, props))
	}
	slices.Sort(out)
	return out
}

func marshalled(tb testing.TB, v any) string {
	tb.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}
