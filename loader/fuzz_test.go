package loader

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	"coopgraph/graph"
)

// FuzzCheck holds Check against any contents of the four sorts of file: it ends, says the same twice, gives every
// problem a place and a remedy, in order, and lets nothing through that the domain does not allow.
func FuzzCheck(f *testing.F) {
	seed := func(files map[string]string) {
		f.Add(files["dataset.yaml"], files["sources.csv"], files["country.csv"], files["relationships.csv"])
	}
	seed(good())
	for _, c := range bad {
		if len(c.files["country.csv"])+len(c.files["dataset.yaml"]) < 5000 {
			seed(c.files)
		}
	}
	f.Fuzz(func(t *testing.T, info, sources, countries, relationships string) {
		files := with("dataset.yaml", info, "sources.csv", sources, "country.csv", countries, "relationships.csv", relationships)
		first, d := checked(t, files)
		second, _ := checked(t, files)
		if !slices.Equal(first, second) {
			t.Errorf("first\n%v\nthen\n%v", first, second)
		}
		for _, p := range first {
			if p.Message == "" || p.Fix == "" {
				t.Errorf("no remedy: %+v", p)
			}
		}
		if !slices.IsSortedFunc(first, byPlace) {
			t.Errorf("not in order:\n%v", first)
		}
		if len(first) == 0 {
			allowed(t, d)
		}
	})
}

// byPlace compares within one CSV file; a header's missing columns come after what stands in it.
func byPlace(a, b Problem) int {
	if a.File != b.File || a.File == infoFile || a.Line == 1 {
		return 0
	}
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func checked(t *testing.T, files map[string]string) (Problems, *Dataset) {
	d, err := Open(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	err = d.Check(t.Context())
	problems, ok := errors.AsType[Problems](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	return problems, d
}

func allowed(t *testing.T, d *Dataset) {
	entities, relations := all(t, d)
	known := map[string]graph.Kind{}
	for _, e := range entities {
		kind, ok := graph.KindOfID(e.ID)
		known[e.ID] = kind
		if !ok || e.Record.Name == "" || len(e.Record.Sources) == 0 || e.Record.Until.Last() < e.Record.Since.First() {
			t.Errorf("entity %+v", e)
		}
		graph.Digest(e.Record)
	}
	for _, r := range relations {
		info := r.Key.Type.Info()
		if !info.Joins(known[r.Key.From], known[r.Key.To]) || len(r.Claims) == 0 || r.Key != r.Key.Canonical() {
			t.Errorf("relationship %+v", r)
		}
		for _, claim := range r.Claims {
			if claim.Source == "" || claim.Text == "" || claim.Confidence.Rank() == 0 || claim.Until.Last() < claim.Since.First() {
				t.Errorf("claim %+v", claim)
			}
		}
		graph.Digest(r.Claims)
	}
}
