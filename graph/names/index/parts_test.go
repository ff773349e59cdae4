package index_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"coopgraph/graph/names/index"
)

// copied is a deep copy of the parts.
func copied(p index.Parts) index.Parts {
	v := reflect.ValueOf(&p).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		f.Set(reflect.AppendSlice(reflect.MakeSlice(f.Type(), 0, f.Len()), f))
	}
	return p
}

// An index of parts that were written and read gives the same answers.
func TestPartsMakeTheSameIndex(t *testing.T) {
	for _, nodes := range []int{0, 1, 300} {
		w := newWriter(3, 100, "abcd")
		p := w.people(nodes)
		x, err := index.FromParts(copied(p.build(t).Parts), nodes)
		if err != nil {
			t.Fatal(err)
		}
		hits := 0
		for range 200 * min(nodes, 1) {
			hits += len(p.compare(t, x, w.query(p), 10, nil))
		}
		if nodes > 1 && hits < 500 {
			t.Errorf("only %d hits", hits)
		}
	}
}

// Whatever is changed in the parts, they are refused or a search gives some answer with nodes that exist.
func TestDamagedPartsNeverPanic(t *testing.T) {
	const nodes = 60
	w := newWriter(4, 40, "abc")
	p := w.people(nodes)
	good := p.build(t).Parts
	r := rand.New(rand.NewPCG(8, 9))
	refused, taken := map[string]int{}, 0
	for range 6000 {
		parts := copied(good)
		v := reflect.ValueOf(&parts).Elem()
		i := r.IntN(v.NumField())
		name, f := v.Type().Field(i).Name, v.Field(i)
		switch r.IntN(6) {
		case 0:
			f.Set(f.Slice(0, r.IntN(f.Len()+1)))
		case 1:
			f.Set(reflect.Append(f, reflect.ValueOf(r.Uint32()).Convert(f.Type().Elem())))
		case 2:
			f.Index(r.IntN(f.Len())).SetUint(r.Uint64() >> 33 & 0xff)
		default:
			at, bit := f.Index(r.IntN(f.Len())), uint64(1)<<r.IntN(f.Type().Elem().Bits())
			at.SetUint(at.Uint() ^ bit)
		}
		x, err := index.FromParts(parts, nodes)
		if err != nil {
			refused[name]++
			continue
		}
		taken++
		for range 5 {
			got, err := x.Search(t.Context(), w.query(p), 10, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range got {
				if m.Node >= nodes {
					t.Fatalf("node %d of %d", m.Node, nodes)
				}
			}
		}
	}
	if taken < 500 {
		t.Errorf("only %d damaged indexes were taken: the test says little", taken)
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[index.Parts]()) {
		if refused[f.Name] < 20 {
			t.Errorf("damage to %s was refused only %d times", f.Name, refused[f.Name])
		}
	}
	if _, err := index.FromParts(good, nodes+1); err == nil {
		t.Error("an index of another graph was taken")
	}
	if _, err := index.FromParts(index.Parts{}, 0); err == nil {
		t.Error("no parts at all were taken")
	}
}

// NearestIDs is held against a look at every id.
func TestNearestIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	var ids []string
	for range 3000 {
		slug := make([]byte, 1+r.IntN(9))
		for i := range slug {
			slug[i] = "ab-1"[r.IntN(4)]
		}
		ids = append(ids, []string{"country:", "official:", "area:"}[r.IntN(3)]+string(slug))
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	at := func(i int) string { return ids[i] }
	seen := map[int]int{}
	for range 2000 {
		id := "country:" + mistypedText(r, ids[r.IntN(len(ids))])
		limit := r.IntN(6)
		got, want := index.NearestIDs(len(ids), at, id, limit), slowNearest(ids, id, limit)
		seen[len(want)]++
		if !slices.Equal(got, want) {
			t.Fatalf("%q: got %v, want %v", id, got, want)
		}
	}
	for n := range 6 {
		if seen[n] < 50 {
			t.Errorf("only %d answers had %d ids", seen[n], n)
		}
	}
	for _, id := range []string{"", ":", "country", "country:", "x:a"} {
		if got := index.NearestIDs(len(ids), at, id, 3); len(got) != 0 {
			t.Errorf("%q: %v", id, got)
		}
	}
}
