package queries

import (
	"reflect"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// hidden are the tricks that the plan does not show: a subquery within an expression. For them there is the first lock.
var hidden = map[string]bool{"load in a comprehension": true, "procedure in a case": true}

// harmless are what the first lock refuses although the plan finds no fault with it: it is no query as such, or it
// does not do here what it does on other servers.
var harmless = map[string]bool{"explain": true, "arrow": true, "semicolon": true, "options": true, "profile": true}

// TestTricksOnNeo4j holds the plan's two locks by themselves against every trick, without the first before them.
func TestTricksOnNeo4j(t *testing.T) {
	db := openBundled(t)
	for _, tc := range tricks {
		t.Run(tc.name, func(t *testing.T) {
			plan, err := db.Explain(t.Context(), tc.statement)
			if err != nil {
				if graph.CodeOf(err) != graph.CodeInvalid {
					t.Errorf("the database refuses it otherwise than as a wrong statement: %v", err)
				}
				if tc.reason == "" {
					t.Errorf("it is no statement, so it tests nothing: %v", err)
				}
				return
			}
			reason := checkPlan(plan)
			t.Logf("%v: %q", plan.Operators, reason)
			if reason == "" && !hidden[tc.name] && !harmless[tc.name] {
				t.Errorf("the plan is accepted: %v", plan.Operators)
			}
			if reason == "" && tc.reason == "" {
				t.Error("neither lock refuses it")
			}
		})
	}
}

// TestBrokenFilesOnNeo4j has a folder of all tricks and a right query: each of them is refused with its file, line and
// reason, and the right one serves.
func TestBrokenFilesOnNeo4j(t *testing.T) {
	db := openBundled(t)
	files := map[string]string{"good": head("good") + right,
		"syntax":    head("syntax") + "MATCH (n)\nWHER n.x = 1 RETURN 1 AS x",
		"columns":   head("columns") + "RETURN 1 AS y",
		"semantics": head("semantics") + "RETURN z AS x",
	}
	for _, tc := range tricks {
		name := "trick-" + strings.NewReplacer(" ", "-", ",", "").Replace(tc.name)
		files[name] = head(name) + tc.statement
	}
	c, err := Open(t.Context(), db, names.Finding(db), Options{Folders: []string{folder(t, files)}})
	if err != nil {
		t.Fatal(err)
	}
	for name, reason := range map[string]string{
		"syntax":                 "syntax.cypher:8: Neo4j refuses it: Invalid input 'WHER'",
		"semantics":              "semantics.cypher:7: Neo4j refuses it: Variable `z` not defined",
		"columns":                "columns.cypher:1: the statement returns the columns y and the header lists x",
		"trick-create":           "trick-create.cypher:7: the statement begins with",
		"trick-match-and-create": "trick-match-and-create.cypher:7: the operator Create",
		"trick-batches":          "trick-batches.cypher:7: the operator TransactionApply",
		"trick-escaped-load":     "trick-escaped-load.cypher:7: \\u escapes",
		"trick-procedure":        "trick-procedure.cypher:7: CALL of a procedure",
	} {
		if got := broken(c, name); !strings.Contains(got, reason) {
			t.Errorf("%s: %q, want %q", name, got, reason)
		}
	}
	for name := range files {
		got := broken(c, name)
		if name == "good" && got != "" || name != "good" && !strings.Contains(got, "/"+name+".cypher:") {
			t.Errorf("%s: %q", name, got)
		}
		if _, err := c.Run(t.Context(), name, nil); (err == nil) != (name == "good") {
			t.Errorf("%s: run with %v", name, err)
		}
	}
	for name := range asked {
		if q, ok := c.Get(name); !ok || q.Broken != "" {
			t.Errorf("the built-in %s is broken beside them: %s", name, q.Broken)
		}
	}
}

// TestEachLockByItself gives to every lock statements that only it, or it above all, is there for, without the others.
func TestEachLockByItself(t *testing.T) {
	db := openBundled(t)
	explain := func(statement string) graph.Plan {
		t.Helper()
		plan, err := db.Explain(t.Context(), statement)
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
		return plan
	}
	t.Run("type", func(t *testing.T) {
		for _, statement := range []string{"MATCH (n) SET n.x = 1 RETURN 1 AS x", "MATCH (n) DETACH DELETE n", "CREATE (:X)",
			"MATCH (n) FOREACH (i IN [1] | SET n.name = i)"} {
			plan := explain(statement)
			plan.Operators = []string{"ProduceResults"} // as if the list of operators had a hole
			if reason := checkPlan(plan); !strings.Contains(reason, "does not take it for a read") {
				t.Errorf("%s: %q", statement, reason)
			}
		}
	})
	t.Run("operators", func(t *testing.T) {
		for statement, operator := range map[string]string{
			"LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l":                                        "LoadCSV",
			"CALL db.labels() YIELD label RETURN label":                                               "ProcedureCall",
			"SHOW TRANSACTIONS YIELD username RETURN username":                                        "ShowTransactions",
			"MATCH (n) CALL (n) { RETURN 1 AS y } IN TRANSACTIONS RETURN y":                           "TransactionApply",
			"MATCH (a:Country) CALL (a) { LOAD CSV FROM 'f' AS l RETURN l } MATCH (b:Event) RETURN b": "LoadCSV",
			// Below the first of two inputs, where the driver does not look.
			"CALL { LOAD CSV FROM 'f' AS l RETURN l } CALL { MATCH (b:Event) RETURN b } RETURN l, b": "LoadCSV",
		} {
			plan := explain(statement)
			plan.ReadOnly = true // as Neo4j says of LOAD CSV by itself
			if reason := checkPlan(plan); !strings.Contains(reason, "the operator "+operator) {
				t.Errorf("%s: %q of %v", statement, reason, plan.Operators)
			}
		}
	})
	t.Run("session", func(t *testing.T) {
		before, err := db.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{"CREATE (:X) RETURN 1 AS x", "MATCH (n) DETACH DELETE n", "MATCH (n:Entity) SET n.name = 'x' RETURN 1 AS x",
			"CREATE INDEX FOR (n:X) ON (n.y)"} {
			_, _, err := db.Query(t.Context(), statement, nil, func([]any) bool { return true })
			if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "read access mode") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		after, err := db.Stats(t.Context())
		if err != nil || !reflect.DeepEqual(after, before) {
			t.Errorf("there is now %v, %v; before there was %v", after, err, before)
		}
	})
}
