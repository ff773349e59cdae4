package graphtest

import (
	"testing"

	"coopgraph/graph"
)

// runLookups compares everything that is no path and no neighbourhood.
func runLookups(t *testing.T, reader, reference graph.Reader) {
	everything := func(r graph.Reader) (dump []any) {
		_, err := r.Scan(t.Context(), graph.Visitor{
			Source:       func(s graph.Source) error { dump = append(dump, s); return nil },
			Entity:       func(e graph.Entity) error { dump = append(dump, e); return nil },
			Relationship: func(r graph.Relationship) error { dump = append(dump, r); return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		return dump
	}
	got, want := everything(reader), everything(reference)
	if len(got) != len(want) {
		t.Fatalf("a scan gives %d elements, want %d", len(got), len(want))
	}
	for i := range got {
		if diff := Difference(got[i], want[i]); diff != "" {
			t.Fatalf("scan, element %d: %s", i, diff)
		}
	}
	for i := 0; i < len(want); i += 1 + len(want)/100 {
		compareLookup(t, reader, want[i])
	}
	comparePagesOfEntities(t, reader, reference)
	compareFormerIDs(t, reader, reference)
	for _, text := range []string{"f0 a", "F0", "g1 A", "g1", "g2 a", "nothing at all"} {
		q := graph.SearchQuery{Text: text, Limit: 7}
		g, err := reader.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		w, err := reference.Search(t.Context(), q)
		if diff := Difference(g, w); err != nil || diff != "" && len(g)+len(w) > 0 {
			t.Errorf("search %q: %v %s", text, err, diff)
		}
	}
}

func compareLookup(t *testing.T, reader graph.Reader, want any) {
	t.Helper()
	var got any
	var err error
	switch want := want.(type) {
	case graph.Entity:
		got, err = reader.Entity(t.Context(), want.ID)
	case graph.Relationship:
		got, err = reader.Relationship(t.Context(), want.ID())
	case graph.Source:
		got, err = reader.Source(t.Context(), want.ID)
	}
	if diff := Difference(got, want); err != nil || diff != "" {
		t.Errorf("lookup: %v %s", err, diff)
	}
}

// compareFormerIDs resolves ids that entities had before, some of which are another's own.
func compareFormerIDs(t *testing.T, reader, reference graph.Reader) {
	t.Helper()
	claimants, there := map[string]int{}, map[string]bool{}
	_, err := reference.Scan(t.Context(), graph.Visitor{Entity: func(e graph.Entity) error {
		there[e.ID] = true
		for _, id := range e.Formerly {
			claimants[id]++
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	var seen Variety
	const most = 300
	for _, id := range sortedKeys(claimants)[:min(len(claimants), most)] {
		g, err := reader.Resolve(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if w, err := reference.Resolve(t.Context(), id); err != nil || g != w {
			t.Errorf("%s, which %d entities had, gives %s, want %s, %v", id, claimants[id], g, w, err)
		}
		seen.note("one had it", claimants[id] == 1 && !there[id])
		seen.note("several had it", claimants[id] > 1 && !there[id])
		seen.note("another has it", there[id])
	}
	if len(seen.seen) < 3 {
		t.Errorf("the former ids were not varied: %v", seen.seen)
	}
}

func comparePagesOfEntities(t *testing.T, reader, reference graph.Reader) {
	t.Helper()
	some, err := reference.Entities(t.Context(), graph.EntitiesQuery{Limit: 9})
	if err != nil {
		t.Fatal(err)
	}
	named := []string{"country:nowhere"}
	for i := range some {
		named = append(named, some[len(some)-1-i].ID, some[0].ID) // in no order, and more than once
	}
	for _, q := range []graph.EntitiesQuery{{Limit: 5}, {Kind: graph.Official, Limit: 3}, {After: "official:", Limit: 4},
		{After: "zzz"}, {IDs: named}, {IDs: named, Limit: 2, After: some[0].ID}, {IDs: named[:1]}, {IDs: named, Kind: graph.Event}} {
		g, err := reader.Entities(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		w, err := reference.Entities(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(g) != len(w) {
			t.Fatalf("entities %+v: got %d, want %d", q, len(g), len(w))
		}
		for i := range g {
			if diff := Difference(g[i], w[i]); diff != "" {
				t.Errorf("entities %+v: %s", q, diff)
			}
		}
	}
}

// runErrors asks what cannot be answered.
func runErrors(t *testing.T, reader graph.Reader) {
	ask := func(q graph.PathQuery) error { _, err := reader.Paths(t.Context(), q); return err }
	around := func(q graph.NeighbourhoodQuery) error { _, err := reader.Neighbourhood(t.Context(), q); return err }
	there, away := node("f0", "a"), "country:f0-nowhere"
	resolve := func(ref string) error { _, err := reader.Resolve(t.Context(), ref); return err }
	dated := func(q graph.DiffQuery) error {
		q.From, q.To = graph.MustDate("2004"), graph.MustDate("2014")
		_, err := reader.Diff(t.Context(), q)
		return err
	}
	distances := func(ids ...string) error {
		_, err := reader.Distances(t.Context(), graph.DistancesQuery{IDs: ids})
		return err
	}
	connect := func(q graph.ConnectQuery) error { _, err := reader.Connect(t.Context(), q); return err }
	common := func(q graph.CommonQuery) error { _, err := reader.Common(t.Context(), q); return err }
	timeline := func(q graph.TimelineQuery) error { _, err := reader.Timeline(t.Context(), q); return err }
	diff := func(from, to string) error {
		_, err := reader.Diff(t.Context(), graph.DiffQuery{From: graph.MustDate(from), To: graph.MustDate(to)})
		return err
	}
	ties := func(q graph.TiesQuery) error { _, err := reader.Ties(t.Context(), q); return err }
	supports := func(q graph.SupportsQuery) error { _, err := reader.Supports(t.Context(), q); return err }
	three := []string{there, node("f0", "b"), node("f2", "a")}
	foreign, onDay := graph.Place{Distance: 1, ID: there}.Cursor(), graph.Filter{AsOf: graph.MustDate("2010")}
	outward := graph.Filter{Direction: graph.Outgoing}
	cases := []struct {
		name string
		err  error
		code graph.Code
	}{
		{"unknown from", ask(graph.PathQuery{From: away, To: there}), graph.CodeNotFound},
		{"unknown to", ask(graph.PathQuery{From: there, To: away}), graph.CodeNotFound},
		{"k too large", ask(graph.PathQuery{From: there, To: there, K: graph.MaxK + 1}), graph.CodeInvalid},
		{"max_hops below 1", ask(graph.PathQuery{From: there, To: there, MaxHops: -1}), graph.CodeInvalid},
		{"window turned round", ask(graph.PathQuery{From: there, To: there, Filter: graph.Filter{
			FromDate: graph.MustDate("2024"), ToDate: graph.MustDate("2023")}}), graph.CodeInvalid},
		{"unknown start", around(graph.NeighbourhoodQuery{Starts: []string{away}}), graph.CodeNotFound},
		{"depth too large", around(graph.NeighbourhoodQuery{Starts: []string{there}, Depth: 5}), graph.CodeInvalid},
		{"foreign cursor", around(graph.NeighbourhoodQuery{Starts: []string{there}, Cursor: "x"}), graph.CodeInvalid},
		{"distances of one, twice", distances(there, there), graph.CodeInvalid},
		{"distance to an unknown one", distances(there, away), graph.CodeNotFound},
		{"connect two", connect(graph.ConnectQuery{IDs: three[:2]}), graph.CodeInvalid},
		{"connect in a direction", connect(graph.ConnectQuery{IDs: three, Filter: outward}), graph.CodeInvalid},
		{"connect an unknown one", connect(graph.ConnectQuery{IDs: append(three[:2:2], away)}), graph.CodeNotFound},
		{"common to more than asked about", common(graph.CommonQuery{IDs: three, Min: 4}), graph.CodeInvalid},
		{"common to an unknown one", common(graph.CommonQuery{IDs: []string{there, away}}), graph.CodeNotFound},
		{"common, foreign cursor", common(graph.CommonQuery{IDs: three, Cursor: "x"}), graph.CodeInvalid},
		{"timeline of none", timeline(graph.TimelineQuery{}), graph.CodeInvalid},
		{"timeline of an unknown one", timeline(graph.TimelineQuery{IDs: []string{away}}), graph.CodeNotFound},
		{"timeline among several in a direction", timeline(graph.TimelineQuery{IDs: three, Filter: outward}),
			graph.CodeInvalid},
		{"timeline, foreign cursor", timeline(graph.TimelineQuery{IDs: three, Cursor: foreign}), graph.CodeInvalid},
		{"diff without a date", diff("", "2014"), graph.CodeInvalid},
		{"diff of dates that overlap", diff("2014", "2014-06"), graph.CodeInvalid},
		{"diff of an unknown one", dated(graph.DiffQuery{IDs: []string{away}}), graph.CodeNotFound},
		{"diff with a third date", dated(graph.DiffQuery{Filter: onDay}), graph.CodeInvalid},
		{"diff of the whole in a direction", dated(graph.DiffQuery{Filter: outward}), graph.CodeInvalid},
		{"ties of an unknown one", ties(graph.TiesQuery{ID: away}), graph.CodeNotFound},
		{"ties under an unknown direction", ties(graph.TiesQuery{ID: there, Filter: graph.Filter{Direction: "up"}}),
			graph.CodeInvalid},
		{"supports of an unknown source", supports(graph.SupportsQuery{Source: "f0-nowhere"}), graph.CodeNotFound},
		{"supports, limit too large", supports(graph.SupportsQuery{Source: "f0-s", Limit: graph.MaxLimit + 1}), graph.CodeInvalid},
		{"supports, foreign cursor", supports(graph.SupportsQuery{Source: "f0-s", Cursor: foreign}), graph.CodeInvalid},
		{"malformed id", resolve("Georgia"), graph.CodeInvalid},
		{"unknown id", resolve(away), graph.CodeNotFound},
		{"unknown code", resolve("iso3:XXX"), graph.CodeNotFound},
	}
	for _, c := range cases {
		if graph.CodeOf(c.err) != c.code {
			t.Errorf("%s: got %v (code %q), want code %q", c.name, c.err, graph.CodeOf(c.err), c.code)
		}
	}
}
