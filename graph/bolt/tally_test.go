package bolt_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/graphtest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// What Neo4j counts is what a scan gives, and what somebody else writes changes the counts.
func TestTallyIsThatOfAScan(t *testing.T) {
	db := bolttest.Open(t)
	rng := rand.New(rand.NewPCG(1, 2))
	all := graphtest.Data{}
	for i := range 5 {
		prefix := fmt.Sprintf("g%d", i)
		d := graphtest.RandomData(rng, prefix)
		all.Entities, all.Relationships = append(all.Entities, d.Entities...), append(all.Relationships, d.Relationships...)
		all.Sources = append(all.Sources, d.Sources...)
	}
	all.Relationships = append(all.Relationships, graph.NewRelationship(
		graph.RelationshipKey{Type: graph.Owns, From: all.Entities[0].ID, To: all.Entities[1].ID}, []graph.Claim{
			{Dataset: "first", Source: "g0-s1", Text: "said", Confidence: graph.Reported},
			{Dataset: "second", Source: "g0-s2", Text: "no", Confidence: graph.Reported, Withdraws: "first"}}))
	if err := graphtest.Store(t.Context(), db, all); err != nil {
		t.Fatal(err)
	}
	var scanned graph.Tally
	at, err := db.Scan(t.Context(), scanned.Counting(graph.Visitor{}))
	if err != nil {
		t.Fatal(err)
	}
	marker, told, err := db.Tally(t.Context())
	if err != nil || marker != at || !told.Equal(scanned) {
		t.Errorf("Neo4j says %+v, %+v, %v; a scan gives %+v, %+v", marker, told, err, at, scanned)
	}
	if scanned.Sources == 0 || len(scanned.Entities) < 3 || len(scanned.Relationships) < 3 || scanned.Withdrawn == 0 || scanned.Squares == 0 {
		t.Errorf("the graph has too little to prove anything: %+v", scanned)
	}
	marker, counts, err := db.Counts(t.Context())
	if err != nil || marker != at || counts["Entity"] != len(all.Entities) || counts["Withdrawn"] != scanned.Withdrawn ||
		counts["BORDERS"] != scanned.Relationships[graph.Borders] || counts["Country"] != scanned.Entities[graph.Country] {
		t.Errorf("counts %v, %+v, %v", counts, marker, err)
	}
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (n:Country) WITH n LIMIT 1 DETACH DELETE n", nil)
	later, fewer, err := db.Counts(t.Context())
	if err != nil || later != at || fewer["Country"] != counts["Country"]-1 {
		t.Errorf("after somebody deleted a country: %v, %+v, %v", fewer, later, err)
	}
	if _, told, err := db.Tally(t.Context()); err != nil || told.Equal(scanned) {
		t.Errorf("after somebody deleted a country the tally is still %+v, %v", told, err)
	}
}

// The counts are asked for every second, so they must not look at the graph.
func TestCountsAreReadFromTheCountStore(t *testing.T) {
	db := bolttest.Open(t)
	plan, err := db.Explain(t.Context(), bolt.CountStatement)
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range plan.Operators {
		if strings.Contains(op, "Scan") || strings.Contains(op, "Aggregation") || strings.Contains(op, "Expand") {
			t.Errorf("the plan has %s: %v", op, plan.Operators)
		}
	}
}
