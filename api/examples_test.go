package api

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"

	"coopgraph/graph/bolt"
	"coopgraph/graph/names"
	"coopgraph/queries"
)

// testExamples runs the example of every built-in query on all the bundled data: each has an answer of the types that its
// header tells, and docs/queries.md shows it.
func testExamples(t *testing.T, db *bolt.DB) {
	catalogue, err := queries.Open(t.Context(), db, names.Finding(db), queries.Options{PutOff: true})
	if err != nil {
		t.Fatal(err)
	}
	answered, err := catalogue.Examples(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(answered) != len(queries.BuiltIn()) || len(answered) < 30 {
		t.Errorf("%d answers to %d queries", len(answered), len(queries.BuiltIn()))
	}
	for _, a := range answered {
		if a.Query.Group == "" || len(a.Result.Rows) == 0 || len(a.Query.Params) > 0 && len(a.Query.Example) == 0 {
			t.Errorf("%s: group %q, example %v, %d rows", a.Query.Name, a.Query.Group, a.Query.Example, len(a.Result.Rows))
		}
		checkColumns(t, a)
	}
	var docs bytes.Buffer
	if err := queries.WriteDocs(&docs, answered); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile("../docs/queries.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, docs.Bytes()) {
		was, is := bytes.Split(written, []byte("\n")), bytes.Split(docs.Bytes(), []byte("\n"))
		for i := range min(len(was), len(is)) {
			if !bytes.Equal(was[i], is[i]) {
				t.Fatalf("docs/queries.md is stale: run make docs beside a running make up. Line %d is\n%s\nand has to be\n%s", i+1, was[i], is[i])
			}
		}
		t.Errorf("docs/queries.md is stale, at its end: run make docs beside a running make up")
	}
}

// sparse are columns that may be empty throughout an example.
var sparse = []string{"status", "until", "observed", "back", "ended", "signed_only", "left", "role", "as", "since", "began", "seen", "via", "name",
	"kind", "first", "last", "missing", "absent", "alliance", "directly", "only_a", "place", "about"}

// checkColumns holds the values of an answer against the types of the columns, and wants each column filled somewhere.
func checkColumns(t *testing.T, a queries.Answered) {
	t.Helper()
	types := map[string]queries.Type{"string": queries.String, "int64": queries.Integer, "float64": queries.Number, "bool": queries.Boolean,
		"graph.Date": queries.Date, "[]interface {}": queries.List, "graph.Entity": queries.Entity, "graph.Relationship": queries.Relationship}
	for i, c := range a.Query.Columns {
		filled := false
		for _, row := range a.Result.Rows {
			if row[i] == nil {
				continue
			}
			if got := types[fmt.Sprintf("%T", row[i])]; got != c.Type {
				t.Fatalf("%s: the column %s, of the type %s, has a %T", a.Query.Name, c.Name, c.Type, row[i])
			}
			list, isList := row[i].([]any)
			filled = filled || !isList || len(list) > 0
		}
		if !filled && !slices.Contains(sparse, c.Name) {
			t.Errorf("%s: the column %s is empty throughout: is the property of another name?", a.Query.Name, c.Name)
		}
	}
	if (a.Result.Graph != nil) != a.Query.Graph {
		t.Errorf("%s: graph %v", a.Query.Name, a.Result.Graph)
	}
}
