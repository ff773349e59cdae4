package offline_test

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/graph/csr"
	"coopgraph/graph/graphtest"
	"coopgraph/internal/offline"
	"coopgraph/loader"
	"coopgraph/loader/export"
)

func opened(t *testing.T, dirs ...string) []*loader.Dataset {
	t.Helper()
	var out []*loader.Dataset
	for _, dir := range dirs {
		d, err := loader.OpenDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

func read(t *testing.T, datasets []*loader.Dataset) *csr.Model {
	t.Helper()
	m, err := offline.Read(t.Context(), datasets, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// whole is everything that a reader's scan gives.
func whole(t *testing.T, r graph.Reader) graphtest.Data {
	t.Helper()
	var d graphtest.Data
	_, err := r.Scan(t.Context(), graph.Visitor{
		Source:       func(s graph.Source) error { d.Sources = append(d.Sources, s); return nil },
		Entity:       func(e graph.Entity) error { d.Entities = append(d.Entities, e); return nil },
		Relationship: func(r graph.Relationship) error { d.Relationships = append(d.Relationships, r); return nil },
		Withdrawn:    func(r graph.Relationship) error { d.Relationships = append(d.Relationships, r); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is exported from a model and read again is the same graph.
func TestFoldersAreTheGraphThatTheyWereExportedFrom(t *testing.T) {
	fix := write(t, map[string]string{
		"dataset.yaml": "name: test-fix\ntitle: Fix\nlicence: CC0-1.0\n",
		"sources.csv":  "id,title,published\nfix,Fix,2025\n",
		"country.csv":  "id,name,sources\ncountry:afg,Afghanistan,fix\ncountry:chn,China,fix\n",
		"relationships.csv": "type,from,to,role,source,claim,confidence,withdraws\n" +
			"ALLIED_WITH,country:afg,country:chn,non-aggression,fix,There is no such pact.,documented,atop\n",
	})
	m := read(t, append(bundled(t), opened(t, fix)...))
	dir := filepath.Join(t.TempDir(), "exported")
	if _, err := export.Write(t.Context(), m, dir, export.Options{}); err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, name := range append(data.Names(), "test-fix") {
		folders = append(folders, filepath.Join(dir, name))
	}
	again := read(t, opened(t, folders...))
	got, want := whole(t, again), whole(t, m)
	if diff := graphtest.Difference(got, want); diff != "" {
		t.Error(diff[:min(len(diff), 2000)])
	}
	withdrawn := 0
	for _, r := range got.Relationships {
		if r.Withdrawn() {
			withdrawn++
		}
	}
	if withdrawn == 0 || len(got.Entities) < 200 || len(got.Relationships) < 2000 || len(got.Sources) < 50 {
		t.Errorf("%d entities, %d relationships, %d of them withdrawn, %d sources: too little to prove anything",
			len(got.Entities), len(got.Relationships), withdrawn, len(got.Sources))
	}
}

// bundled opens the bundled datasets.
func bundled(t *testing.T) []*loader.Dataset {
	t.Helper()
	var out []*loader.Dataset
	for _, name := range data.Names() {
		folder, err := fs.Sub(data.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := loader.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	return out
}

// The bundled datasets, several of which speak of the same countries, with a correction among them.
func TestBundledDatasetsTogether(t *testing.T) {
	m := read(t, bundled(t))
	stats, err := m.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Revision != 1 || len(stats.Epoch) != 32 || stats.Datasets != len(data.Names()) || stats.Entities[graph.Country] < 150 {
		t.Errorf("got %+v", stats)
	}
	all := bundled(t)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if again := read(t, all); graphtest.Difference(whole(t, again), whole(t, m)) != "" {
		t.Error("in another order it is another graph")
	} else if a, _ := again.Marker(t.Context()); a != stats.Marker {
		t.Errorf("in another order the marker is %+v and not %+v", a, stats.Marker)
	}
	if one := read(t, bundled(t)[:1]); whole(t, one).Entities == nil {
		t.Error("the first dataset alone has nothing")
	} else if a, _ := one.Marker(t.Context()); a.Epoch == stats.Epoch {
		t.Error("other datasets have the same epoch")
	}
	found, err := m.Paths(t.Context(), graph.PathQuery{From: "country:aze", To: "country:geo"})
	if err != nil || len(found.Paths) == 0 {
		t.Errorf("no path: %+v, %v", found.None, err)
	}
}

// write makes a folder with these files.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestProblemsAreThoseOfALoad(t *testing.T) {
	dir := write(t, map[string]string{
		"dataset.yaml":      "name: bad\ntitle: Bad\nlicence: CC0-1.0\n",
		"sources.csv":       "id,title\ns,S\n",
		"country.csv":       "id,name,sources\ncountry:a,A,s\n",
		"relationships.csv": "type,from,to,source,claim,confidence\nBORDERS,country:a,country:b,s,They border.,documented\n",
	})
	_, err := offline.Read(t.Context(), opened(t, dir), loader.Options{})
	if _, ok := errors.AsType[loader.Problems](err); !ok || !strings.Contains(err.Error(), "country:b") {
		t.Errorf("got %v", err)
	}
}
