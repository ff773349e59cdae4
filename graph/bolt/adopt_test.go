package bolt_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestAdoptGoesOnFromTheRevisionOfAnEmptiedGraph(t *testing.T) {
	db := bolttest.Open(t)
	if vacant, marker, err := db.Vacant(t.Context()); err != nil || !vacant || marker != (graph.Marker{}) {
		t.Errorf("a database that was never loaded: %v, %+v, %v", vacant, marker, err)
	}
	sets := []graph.Dataset{{Name: "a", Title: "A", Entities: 1}, {Name: "b", Title: "B", Entities: 1}}
	before := graph.Marker{Epoch: "kept", Revision: 7}
	m, err := db.Adopt(t.Context(), bolt.NewBulk(t.TempDir()), sets, "test", before)
	if err != nil || m != (graph.Marker{Epoch: "kept", Revision: 9}) {
		t.Errorf("got %+v, %v; want revision 9 of the same epoch", m, err)
	}
	if all, err := db.Datasets(t.Context()); err != nil || len(all) != 2 || all[0].LoadedAt == "" {
		t.Errorf("the datasets are %+v, %v", all, err)
	}
	if vacant, marker, err := db.Vacant(t.Context()); err != nil || vacant || marker != m {
		t.Errorf("with datasets: %v, %+v, %v", vacant, marker, err)
	}
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (d:Dataset) DELETE d", nil)
	if vacant, marker, err := db.Vacant(t.Context()); err != nil || !vacant || marker != m {
		t.Errorf("with the marker alone: %v, %+v, %v", vacant, marker, err)
	}
}

func TestAdoptRefusesWhatWasNotWritten(t *testing.T) {
	db := bolttest.Open(t)
	bolttest.Run(t, neo4jtest.Server(t), "CREATE (:Source {id: 'a'})", nil)
	b := bolt.NewBulk(t.TempDir())
	_, err := db.Adopt(t.Context(), b, nil, "test", graph.Marker{})
	if err == nil || !strings.Contains(err.Error(), "was given 0 nodes, and the database has 1") {
		t.Errorf("one node too many gave %v", err)
	}
	form, err := b.Encode(&graph.BulkPart{Sources: []graph.Source{graph.NewSource("a", nil), graph.NewSource("b", nil)}})
	if err == nil {
		err = b.Append(form)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Adopt(t.Context(), b, nil, "test", graph.Marker{})
	if err == nil || !strings.Contains(err.Error(), "was given 2 nodes Source, and the database has 1") {
		t.Errorf("one node too few gave %v", err)
	}
	if m, err := db.Marker(t.Context()); err != nil || m != (graph.Marker{}) {
		t.Errorf("what was refused is a graph nevertheless: %+v, %v", m, err)
	}
}

func TestBulkWritesRowsThatTheImporterReads(t *testing.T) {
	dir := t.TempDir()
	b := bolt.NewBulk(dir)
	record := graph.Record{Dataset: "a", Name: "Azerbaijan", Aliases: []string{"AZ"}, Sources: []string{"s"}}
	renamed := graph.Record{Dataset: "a", Name: "Eswatini", Formerly: []string{"country:swz"}}
	lines := graph.Record{Dataset: "a", Name: "B", Description: "two\n\x01 lines"}
	key := graph.RelationshipKey{Type: graph.Borders, From: "country:aze", To: "country:geo"}
	claims := []graph.Claim{{Dataset: "a", Source: "s", Text: "t", Confidence: graph.Reported}}
	form, err := b.Encode(&graph.BulkPart{
		Entities: []graph.Entity{graph.NewEntity("country:aze", []graph.Record{record}),
			graph.NewEntity("country:geo", []graph.Record{lines}),
			graph.NewEntity("country:esw", []graph.Record{renamed})},
		Relationships: []graph.BulkRelationship{{ID: key.ID(), Relationship: graph.NewRelationship(key, claims)}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Append(form); err != nil {
		t.Fatal(err)
	}
	args, err := b.Arguments()
	if err != nil {
		t.Fatal(err)
	}
	if nodes, relationships := b.Len(); nodes != 3 || relationships != 1 {
		t.Errorf("%d nodes, %d relationships", nodes, relationships)
	}
	all := strings.Join(args, " ")
	for _, want := range []string{"--nodes=Entity:Country=entity-country.txt.head,entity-country.txt ",
		"--nodes=Entity:Country:Renamed=entity-country-renamed.txt.head,entity-country-renamed.txt ",
		"--relationships=BORDERS=borders.txt.head,borders.txt", "--multiline-fields=entity-country-lines.txt"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s in %s", want, all)
		}
	}
	for name, want := range map[string]string{
		"entity-country.txt":       "country:aze|[{",
		"entity-country-lines.txt": "\x01two\n\x01\x01 lines\x01",
		"borders.txt":              "country:aze|country:geo|" + key.ID() + "|[{",
		"borders.txt.head": ":START_ID|:END_ID|id:string|claims:string|datasets:string[]|digests:string[]|" +
			"conflict:boolean|confidence:string|sources:string[]\n",
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if got := strings.ReplaceAll(string(text), "\x1f", "|"); err != nil || !strings.Contains(got, want) {
			t.Errorf("%s is %q, %v; want %q in it", name, got, err, want)
		}
	}
	for _, wrong := range []graph.BulkPart{
		{Entities: []graph.Entity{{ID: "nothing"}}},
		{Relationships: []graph.BulkRelationship{{ID: "x", Relationship: graph.Relationship{}}}},
		{Relationships: []graph.BulkRelationship{{ID: "x", Relationship: graph.Relationship{RelationshipKey: key}}}},
		{Sources: []graph.Source{{ID: "s", Records: []graph.SourceRecord{{Dataset: "a\x1e"}}}}},
	} {
		if _, err := b.Encode(&wrong); graph.CodeOf(err) != graph.CodeInvalid {
			t.Errorf("%+v gave %v", wrong, err)
		}
	}
}
