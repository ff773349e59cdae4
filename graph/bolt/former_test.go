package bolt_test

import (
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// TestFormerIDsComeAndGo writes, rewrites and removes what two datasets say of an entity that was renamed.
func TestFormerIDsComeAndGo(t *testing.T) {
	db := bolttest.Open(t)
	say := func(dataset string, formerly ...string) graph.Batch {
		return graph.Batch{Dataset: dataset, Entities: []graph.EntityWrite{
			{ID: "country:new", Record: graph.Record{Name: "New", Formerly: formerly}}}}
	}
	for _, step := range []struct {
		what    string
		batch   graph.Batch
		old     string // what country:old leads to; "" nowhere
		renamed int    // nodes with the label
	}{
		{"another", graph.Batch{Dataset: "other", Entities: []graph.EntityWrite{
			{ID: "country:other", Record: graph.Record{Name: "Other"}}}}, "", 0},
		{"renamed", say("first", "country:old", "country:older"), "country:new", 1},
		{"the second knows nothing of it", say("second"), "country:new", 1},
		{"the second does", say("second", "country:old"), "country:new", 1},
		{"the first no more", say("first"), "country:new", 1},
		{"one of its old id", graph.Batch{Dataset: "other", Entities: []graph.EntityWrite{
			{ID: "country:old", Record: graph.Record{Name: "Old"}}}}, "country:old", 1},
		{"gone again", graph.Batch{Dataset: "other", RemoveEntities: []string{"country:old"}}, "country:new", 1},
		{"the second is taken out", graph.Batch{Dataset: "second", RemoveEntities: []string{"country:new"}}, "", 0},
		{"renamed again", say("first", "country:old"), "country:new", 1},
		{"all is taken out", graph.Batch{Dataset: "first", RemoveEntities: []string{"country:new"}}, "", 0},
	} {
		load := begin(t, db, "test")
		apply(t, load, step.batch)
		commit(t, load, nil)
		id, err := db.Resolve(t.Context(), "country:old")
		if id != step.old || (step.old == "") != (graph.CodeOf(err) == graph.CodeNotFound) {
			t.Errorf("%s: country:old is %q, %v; want %q", step.what, id, err, step.old)
		}
		rows := bolttest.Run(t, neo4jtest.Server(t), "MATCH (n:Renamed) RETURN n.id", nil)
		if len(rows) != step.renamed {
			t.Errorf("%s: %d nodes are labelled as renamed, want %d", step.what, len(rows), step.renamed)
		}
	}
}
