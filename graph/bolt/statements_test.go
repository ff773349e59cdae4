package bolt_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// Values that are not of our making come as values that JSON has.
func TestValuesOfStatements(t *testing.T) {
	db := bolttest.Open(t)
	for statement, want := range map[string]any{
		"RETURN 0.0 / 0.0 AS x":          "NaN",
		"RETURN 1.0 / 0.0 AS x":          "Infinity",
		"RETURN [-1.0 / 0.0, 1.5] AS x":  []any{"-Infinity", 1.5},
		"RETURN {a: 0.0 / 0.0} AS x":     map[string]any{"a": "NaN"},
		"RETURN date('2024-06-27') AS x": graph.Date{Year: 2024, Month: 6, Day: 27},
	} {
		if got := valueOf(t, db, statement); !reflect.DeepEqual(got, want) {
			t.Errorf("%s gives %#v, want %#v", statement, got, want)
		}
	}
	s := neo4jtest.Server(t)
	bolttest.Run(t, s, "CREATE (:Foreign {share: 0.0 / 0.0, seen: date('2024-06-27'), at: point({x: 1, y: 2}), took: duration('P1D')})", nil)
	defer bolttest.Run(t, s, "MATCH (n:Foreign) DELETE n", nil)
	got := valueOf(t, db, "MATCH (n:Foreign) RETURN n AS x")
	properties, isMap := got.(map[string]any)
	if _, err := json.Marshal(got); err != nil || !isMap || properties["share"] != "NaN" || properties["seen"] != (graph.Date{Year: 2024, Month: 6, Day: 27}) {
		t.Errorf("a node of somebody else gives %#v, %v", got, err)
	}
}

func valueOf(t *testing.T, db graph.Statements, statement string) (value any) {
	t.Helper()
	_, _, err := db.Query(t.Context(), statement, nil, func(values []any) bool {
		value = values[0]
		return true
	})
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return value
}

// A statement that Neo4j refuses is a fault of whoever wrote it, whatever it is that is not there.
func TestStatementsAtFault(t *testing.T) {
	db := bolttest.Open(t)
	for _, statement := range []string{"RETUR 1 AS x", "RETURN nosuch(1) AS x", "CALL nosuch.procedure() YIELD x RETURN x"} {
		_, err := db.Explain(t.Context(), statement)
		e, ok := errors.AsType[*graph.Error](err)
		if !ok || e.Code != graph.CodeInvalid || e.Param != "statement" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}
