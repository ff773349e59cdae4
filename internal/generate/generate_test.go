package generate_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/internal/generate"
	"coopgraph/loader"
)

const nodes, relationships = 2000, 20_000

// everything scans a graph and holds what every scan must hold.
func everything(t *testing.T, g *generate.Graph) graphtest.Data {
	t.Helper()
	var d graphtest.Data
	last := ""
	ascending := func(id string) {
		if id <= last {
			t.Fatalf("%s comes after %s", id, last)
		}
		last = id
	}
	_, err := g.Scan(t.Context(), graph.Visitor{
		Source: func(s graph.Source) error { d.Sources = append(d.Sources, s); return nil },
		Entity: func(e graph.Entity) error {
			ascending(e.ID)
			d.Entities = append(d.Entities, e)
			return graph.CheckEntityID(e.ID)
		},
		Relationship: func(r graph.Relationship) error {
			if len(d.Relationships) == 0 {
				last = ""
			}
			ascending(r.ID())
			from, _ := graph.KindOfID(r.From)
			to, _ := graph.KindOfID(r.To)
			if !r.Type.Info().Joins(from, to) {
				t.Fatalf("%s joins %s and %s", r.Type, from, to)
			}
			d.Relationships = append(d.Relationships, r)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestScanIsWholeOrderedAndTheSameForASeed(t *testing.T) {
	g := generate.New(7, nodes, relationships)
	d := everything(t, g)
	if len(d.Entities) != nodes || len(d.Relationships) != relationships {
		t.Errorf("%d nodes, %d relationships", len(d.Entities), len(d.Relationships))
	}
	written := func(d graphtest.Data) []byte {
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	if !bytes.Equal(written(d), written(everything(t, generate.New(7, nodes, relationships)))) {
		t.Error("the same seed gives two graphs")
	}
	if bytes.Equal(written(d), written(everything(t, generate.New(8, nodes, relationships)))) {
		t.Error("another seed gives the same graph")
	}
}

func TestCountsAreThoseOfTheScan(t *testing.T) {
	g := generate.New(7, nodes, relationships)
	for _, g := range []*generate.Graph{g, g.Left(g.Half())} {
		reference := graphtest.NewReference(everything(t, g))
		hub := 0
		for node := range nodes {
			e, err := reference.Entity(t.Context(), g.ID(node))
			if err != nil || e.Degree != g.Degree(node) {
				t.Fatalf("%s has degree %d, counted %d (%v)", g.ID(node), g.Degree(node), e.Degree, err)
			}
			hub = max(hub, e.Degree)
		}
		if g.Degree(g.Hub()) != hub {
			t.Errorf("the hub has degree %d, the greatest is %d", g.Degree(g.Hub()), hub)
		}
		want, err := reference.Stats(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got, err := g.Stats(t.Context())
		if err != nil || got.Claims != want.Claims || !maps.Equal(got.Relationships, want.Relationships) ||
			!maps.Equal(got.Entities, want.Entities) || got.Sources != want.Sources {
			t.Errorf("got %+v (%v), want %+v", got, err, want)
		}
	}
}

func TestHalfKeepsHalf(t *testing.T) {
	g := generate.New(7, nodes, relationships)
	f := g.Half()
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	_, left := g.Left(f).Len()
	if share := float64(left) / relationships; share < 0.48 || share > 0.52 {
		t.Errorf("%.3f of the relationships are left", share)
	}
}

// What measuring stands on: hubs, parallel and opposite relationships, undirected types, missing dates, several claims.
func TestGraphIsVaried(t *testing.T) {
	g := generate.New(7, nodes, relationships)
	if hub := g.Degree(g.Hub()); hub < nodes/5 {
		t.Errorf("the greatest degree is %d", hub)
	}
	degrees := make([]int, nodes)
	for i := range degrees {
		degrees[i] = g.Degree(i)
	}
	slices.Sort(degrees)
	if middle := degrees[nodes/2]; middle < 5 || middle > 20 {
		t.Errorf("the median degree is %d", middle)
	}
	seen := map[string]int{}
	joined := map[[2]string]bool{}
	for _, r := range everything(t, g).Relationships {
		seen["parallel"] += has(joined[[2]string{r.From, r.To}])
		seen["opposite"] += has(joined[[2]string{r.To, r.From}])
		joined[[2]string{r.From, r.To}] = true
		seen["undirected"] += has(r.Type.Undirected())
		seen["undated"] += has(r.Since.IsZero())
		seen["ended"] += has(!r.Until.IsZero())
		seen["two claims"] += has(len(r.Claims) == 2)
		seen["day"] += has(r.Since.Day > 0)
		seen["year alone"] += has(!r.Since.IsZero() && r.Since.Month == 0)
		seen[string(r.Confidence)]++
		seen[string(r.Type)]++
		if r.Conflict {
			t.Errorf("%s has a conflict", r.ID())
		}
	}
	for _, what := range []string{"parallel", "opposite", "undirected", "undated", "ended", "two claims", "day",
		"year alone", "documented", "reported", "inferred", "MEMBER_OF", "OWNS", "PART_OF", "CONCERNS", "COOPERATES_WITH",
		"RELATIONS_WITH"} {
		if seen[what] < relationships/500 {
			t.Errorf("%d of %d relationships: %s", seen[what], relationships, what)
		}
	}
}

func has(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestEdgesAreTheJoinedPairs(t *testing.T) {
	g := generate.New(7, nodes, relationships)
	want := map[[2]string]bool{}
	for _, r := range everything(t, g).Relationships {
		want[[2]string{min(r.From, r.To), max(r.From, r.To)}] = true
	}
	edges := g.Edges()
	for _, e := range edges {
		if !want[[2]string{g.ID(int(e[0])), g.ID(int(e[1]))}] {
			t.Fatalf("%v is no pair", e)
		}
	}
	if len(edges) != len(want) {
		t.Errorf("%d edges, %d pairs", len(edges), len(want))
	}
}

func TestFolderIsADatasetOfTheSameGraph(t *testing.T) {
	g := generate.New(7, 200, 2000)
	dir := filepath.Join(t.TempDir(), "generated")
	if err := g.WriteFolder(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	d, err := loader.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	stats, err := g.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if i := d.Info; i.Entities != 200 || i.Relationships != 2000 || i.Claims != stats.Claims {
		t.Errorf("the loader counts %d entities, %d relationships, %d claims (want %d)", i.Entities, i.Relationships, i.Claims,
			stats.Claims)
	}
	if _, err := os.Stat(filepath.Join(dir, "relationships.csv")); err != nil {
		t.Error(err)
	}
}
