package bolt_test

import (
	"errors"
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

// A scan that yields gives what any scan does, and yields every few dozen rows, of all parts.
func TestAScanYields(t *testing.T) {
	db := bolttest.Open(t)
	d := graphtest.Data{}
	for i := range 500 {
		id := fmt.Sprintf("country:c%03d", i)
		d.Entities = append(d.Entities, graph.NewEntity(id, []graph.Record{{Dataset: "d", Name: id}}))
		if i > 0 {
			d.Relationships = append(d.Relationships, graph.NewRelationship(
				graph.RelationshipKey{Type: graph.Borders, From: d.Entities[i-1].ID, To: id}, []graph.Claim{
					{Dataset: "d", Source: "s", Text: "said", Confidence: graph.Reported}}))
		}
	}
	d.Sources = append(d.Sources, graph.NewSource("s", []graph.SourceRecord{{Dataset: "d", Title: "S"}}))
	if err := graphtest.Store(t.Context(), db, d); err != nil {
		t.Fatal(err)
	}
	var usual, yielding graph.Tally
	yields := 0
	_, err := db.Scan(t.Context(), usual.Counting(graph.Visitor{}))
	_, also := db.Scan(t.Context(), yielding.Counting(graph.Visitor{Yield: func() { yields++ }}))
	if err := errors.Join(err, also); err != nil || !yielding.Equal(usual) || usual.Relationships[graph.Borders] != 499 {
		t.Errorf("%+v, not %+v: %v", yielding, usual, err)
	}
	if yields < 999/100 || yields > 999/10 {
		t.Errorf("it yielded %d times in 999 rows", yields)
	}
}

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
