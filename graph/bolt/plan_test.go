package bolt_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// TestPlansAreWhole compares what Explain gives with the table that Neo4j itself makes of the plan: every operator has to
// be there, those below all inputs of an operator and not only below the last.
func TestPlansAreWhole(t *testing.T) {
	db := bolttest.Open(t)
	for _, cypher := range []string{
		"MATCH (a:Country), (b:Event) RETURN a.id AS a, count(b) AS b",
		"UNWIND [1, 2] AS i CALL (i) { MATCH (n:Source) RETURN n.id AS id ORDER BY id LIMIT 1 } RETURN i, id",
		"MATCH (n:Entity {id: 'x'}) RETURN n.id AS id UNION MATCH (m:Dataset) WITH DISTINCT m SKIP 2 RETURN m.name AS id",
		"MATCH (n:Event) WHERE EXISTS { (n)-->(:Country) } OPTIONAL MATCH (n)-->(m) RETURN n.id AS id, [m.id] AS ids",
	} {
		plan, err := db.Explain(t.Context(), cypher)
		if err != nil {
			t.Fatal(err)
		}
		var flat []string
		var walk func(o *graph.Operator)
		walk = func(o *graph.Operator) {
			flat = append(flat, o.Name)
			if o.Rows < 0 {
				t.Errorf("%s: no number of rows for %s", cypher, o.Name)
			}
			for _, child := range o.Children {
				walk(child)
			}
		}
		walk(plan.Root)
		table := operatorsOfTable(t, cypher)
		slices.Sort(flat)
		slices.Sort(table)
		if !slices.Equal(flat, table) || !slices.Equal(plan.Operators, slices.Compact(table)) || !plan.ReadOnly {
			t.Errorf("%s: the tree has %v, the list %v; Neo4j's own table has %v", cypher, flat, plan.Operators, table)
		}
	}
	plan, err := db.Explain(t.Context(), "MATCH (c:Country {id: 'x'}) RETURN c.name AS name, 1 AS one")
	if err != nil || !slices.Equal(plan.Columns, []string{"name", "one"}) {
		t.Errorf("columns %v, %v", plan.Columns, err)
	}
}

var operatorInTable = regexp.MustCompile(`(?m)^[| ]*\+([A-Za-z]+(?:\([A-Za-z]+\))?)[@ ]`)

// operatorsOfTable reads the table that EXPLAIN gives with a plan for people.
func operatorsOfTable(t *testing.T, cypher string) []string {
	t.Helper()
	s := neo4jtest.Server(t)
	driver, err := neo4j.NewDriverWithContext(s.URI, neo4j.BasicAuth(s.Username, s.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = driver.Close(t.Context()) }()
	result, err := neo4j.ExecuteQuery(t.Context(), driver, "EXPLAIN "+cypher, nil, neo4j.EagerResultTransformer,
		neo4j.ExecuteQueryWithDatabase(s.Database))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := result.Summary.Plan().Arguments()["string-representation"].(string)
	var names []string
	for _, m := range operatorInTable.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	if len(names) == 0 {
		t.Fatalf("%s: no operators in\n%s", cypher, text)
	}
	return names
}
