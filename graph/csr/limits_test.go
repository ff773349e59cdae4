package csr

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/graph/pathfind"
	"coopgraph/internal/generate"
)

// star is two hubs that share most of so many neighbours, and a pendant node at either.
func star(neighbours int) graphtest.Data {
	var d graphtest.Data
	entity := func(id string) string {
		d.Entities = append(d.Entities, graph.NewEntity(id, []graph.Record{{Dataset: "d", Name: id}}))
		return id
	}
	join := func(a, b string) {
		d.Relationships = append(d.Relationships, graph.NewRelationship(graph.RelationshipKey{Type: graph.MemberOf, From: a, To: b},
			[]graph.Claim{{Dataset: "d", Source: "s", Text: "said", Confidence: graph.Documented}}))
	}
	d.Sources = []graph.Source{graph.NewSource("s", []graph.SourceRecord{{Dataset: "d", Title: "S"}})}
	one, two := entity("organisation:hub-one"), entity("organisation:hub-two")
	join(entity("country:pendant-one"), one)
	join(entity("country:pendant-two"), two)
	for i := range neighbours {
		n := entity(fmt.Sprintf("country:c%06d", i))
		join(n, one)
		join(n, two)
	}
	return d
}

// TestHubs asks about nodes with many neighbours, where other ways of looking are taken than elsewhere: for arcs from
// the other end, in the order of costs, and not at all.
func TestHubs(t *testing.T) {
	m := build(t, star(3000))
	for _, rank := range []graph.Rank{graph.ByHops, graph.Specific} {
		for _, k := range []int{1, 3} {
			a, err := m.Paths(t.Context(), graph.PathQuery{From: "country:pendant-one", To: "country:pendant-two", Rank: rank, K: k})
			if err != nil || len(a.Paths) != k || !a.Complete {
				t.Fatalf("%s, %d: %d paths, complete %v, error %v", rank, k, len(a.Paths), a.Complete, err)
			}
			for i, p := range a.Paths {
				want := []string{"country:pendant-one", "organisation:hub-one", fmt.Sprintf("country:c%06d", i),
					"organisation:hub-two", "country:pendant-two"}
				if fmt.Sprint(p.Nodes) != fmt.Sprint(want) {
					t.Errorf("%s, path %d of %d: %v, want %v", rank, i, k, p.Nodes, want)
				}
			}
		}
	}
	// Both hang on one hub, so that there is one path and no other, however many nodes lie behind the hub.
	a, err := m.Paths(t.Context(), graph.PathQuery{From: "country:pendant-one", To: "organisation:hub-one"})
	if err != nil || len(a.Paths) != 1 || !a.Complete {
		t.Errorf("%d paths, complete %v, error %v", len(a.Paths), a.Complete, err)
	}
	if a.Examined > 300 {
		t.Errorf("%d nodes were examined to find that there is one path alone", a.Examined)
	}
}

// TestPagesOfAHub goes through the neighbours of a hub page by page, where the model keeps them in order and where it may
// not, and holds every page to package pathfind, which looks at all of them each time.
func TestPagesOfAHub(t *testing.T) {
	m, err := Build(t.Context(), generate.New(3, 20_000, 200_000))
	if err != nil {
		t.Fatal(err)
	}
	hub := uint32(slices.Index(m.degrees, slices.Max(m.degrees)))
	if n := m.first[hub+1] - m.first[hub]; n < 2*leastHub {
		t.Fatalf("the hub has %d arcs", n)
	}
	for _, kept := range []bool{true, false} {
		if m.byDegree = (&byDegree{}); !kept {
			m.byDegree.kept.Store(int64(len(m.arcs.to)))
		}
		for _, q := range []graph.NeighbourhoodQuery{{Limit: 300}, {Limit: 700, Depth: 2}, {Limit: graph.MaxLimit, Depth: 2},
			{Limit: 400, Filter: graph.Filter{Kinds: []graph.Kind{graph.Organisation}}},
			{Limit: 400, Filter: graph.Filter{Types: []graph.Type{graph.MemberOf}}}} {
			pages := 0
			for q.Starts = []string{m.ids.at(hub)}; pages == 0 || q.Cursor != ""; pages++ {
				want, err := pathfind.Neighbourhood(t.Context(), pieces{m}, q)
				if err != nil {
					t.Fatal(err)
				}
				got, err := m.Neighbourhood(t.Context(), q)
				if diff := graphtest.Difference(got, want); err != nil || diff != "" {
					t.Fatalf("kept %v, limit %d, page %d: %v %.2000s", kept, q.Limit, pages, err, diff)
				}
				if q.Cursor = want.Cut.Next; pages == 20 {
					break
				}
			}
			if pages < 3 && q.Limit < graph.MaxLimit {
				t.Errorf("limit %d: %d pages", q.Limit, pages)
			}
		}
		if _, found := m.byDegree.lists.Load(hub); found != kept {
			t.Errorf("its neighbours are kept: %v", found)
		}
	}
}

// TestStopsInTheMiddleOfAHub gives a context that has ended already to searches that have one long list to go through.
func TestStopsInTheMiddleOfAHub(t *testing.T) {
	m := build(t, star(2*patience))
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	gone, leave := context.WithCancel(t.Context())
	leave()
	for name, ask := range map[string]func(context.Context) error{
		"hops": func(ctx context.Context) error {
			_, err := m.Paths(ctx, graph.PathQuery{From: "country:pendant-one", To: "country:pendant-two", Rank: graph.ByHops, K: 1})
			return err
		},
		"specific": func(ctx context.Context) error {
			_, err := m.Paths(ctx, graph.PathQuery{From: "country:pendant-one", To: "country:pendant-two", K: 1})
			return err
		},
		"concurrent": func(ctx context.Context) error {
			_, err := m.Paths(ctx, graph.PathQuery{From: "country:pendant-one", To: "country:pendant-two", Concurrent: true,
				Filter: graph.Filter{KeepUndated: true}})
			return err
		},
		"neighbourhood": func(ctx context.Context) error {
			_, err := m.Neighbourhood(ctx, graph.NeighbourhoodQuery{Starts: []string{"organisation:hub-one"}})
			return err
		},
		"ties": func(ctx context.Context) error {
			_, err := m.Ties(ctx, graph.TiesQuery{ID: "organisation:hub-one"})
			return err
		},
		"supports": func(ctx context.Context) error {
			_, err := m.Supports(ctx, graph.SupportsQuery{Source: "s"})
			return err
		},
		"scan": func(ctx context.Context) error {
			_, err := m.Scan(ctx, graph.Visitor{Entity: func(graph.Entity) error { return nil }})
			return err
		},
	} {
		if err := ask(late); graph.CodeOf(err) != graph.CodeDeadline || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s, after the deadline: %v", name, err)
		}
		if err := ask(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, after the client went: %v", name, err)
		}
	}
}

// TestBudget spends less than an answer takes.
func TestBudget(t *testing.T) {
	m := build(t, star(1000))
	for _, q := range []graph.PathQuery{{Rank: graph.ByHops, K: 1}, {K: 1}, {K: 3}, {Mode: graph.AllShortest},
		{Concurrent: true, Filter: graph.Filter{KeepUndated: true}}} {
		q.From, q.To, q.Budget = "country:pendant-one", "country:pendant-two", 1
		a, err := m.Paths(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Complete || len(a.Paths) > 0 || a.None == nil || a.None.Reason != graph.OverBudget {
			t.Errorf("%+v: complete %v, %d paths, none %+v", q, a.Complete, len(a.Paths), a.None)
		}
	}
	n, err := m.Neighbourhood(t.Context(), graph.NeighbourhoodQuery{Starts: []string{"country:pendant-one"}, Depth: 3, Budget: 1})
	if err != nil || !n.Cut.Budget || n.Cut.Unopened != 2 || len(n.Graph.Nodes) != 2 {
		t.Errorf("%+v, %d nodes, error %v", n.Cut, len(n.Graph.Nodes), err)
	}
}

// TestSearchesAllocateNothing looks at the searches without their answers, once their scratch space is there.
func TestSearchesAllocateNothing(t *testing.T) {
	d := graphtest.RandomNetwork(rand.New(rand.NewPCG(8, 2026)), "n", 300, 1200)
	m := build(t, d)
	half := graph.Filter{Types: []graph.Type{graph.MemberOf, graph.HoldsOffice, graph.TakesPartIn}, AsOf: graph.MustDate("2004")}
	for _, f := range []*graph.Filter{{}, &half} {
		c := m.ready(f)
		bud := budget{left: 1 << 40}
		s := search{scratch: m.scratch(), m: m, filter: c, budget: &bud}
		ctx := t.Context()
		for name, run := range map[string]func(a, b uint32){
			"distance":    func(a, b uint32) { _, _ = s.distance(ctx, a, b) },
			"fewest hops": func(a, b uint32) { _, _ = s.fewestHops(ctx, a, b, 6) },
			"specific":    func(a, b uint32) { _, _, _ = s.bestPath(ctx, a, b, 6) },
		} {
			all := func() {
				for n := range uint32(20) {
					run(n, 299-n)
				}
			}
			all()
			if n := testing.AllocsPerRun(5, all); n > 0 {
				t.Errorf("%s, filter %+v: %v allocations in 20 searches", name, f, n)
			}
		}
	}
}

// TestLongChains asks for paths of more hops than the searches count: none is to be found within any bound, and how far
// it is has to be told right.
func TestLongChains(t *testing.T) {
	for _, hops := range []int{12, 13, 254, 255, 256, 257, 262, 268, 269, 600} {
		var d graphtest.Data
		id := func(i int) string { return fmt.Sprintf("country:c%04d", i) }
		for i := range hops + 1 {
			d.Entities = append(d.Entities, graph.NewEntity(id(i), []graph.Record{{Dataset: "d", Name: id(i)}}))
			if i > 0 {
				d.Relationships = append(d.Relationships, graph.NewRelationship(
					graph.RelationshipKey{Type: graph.Borders, From: id(i - 1), To: id(i)},
					[]graph.Claim{{Dataset: "d", Source: "s", Text: "said", Confidence: graph.Documented}}))
			}
		}
		m := build(t, d)
		for _, q := range []graph.PathQuery{{K: 1}, {K: 3}, {K: 1, Rank: graph.ByHops}, {Mode: graph.AllShortest}, {K: 1, MaxHops: 12},
			{Concurrent: true, Filter: graph.Filter{KeepUndated: true}}} {
			q.From, q.To = id(0), id(hops)
			a, err := m.Paths(t.Context(), q)
			switch {
			case err != nil:
				t.Fatalf("%d hops, %+v: %v", hops, q, err)
			case hops == 12 && q.MaxHops == 12:
				if len(a.Paths) != 1 || a.Paths[0].Hops() != 12 {
					t.Errorf("%d hops, %+v: %d paths", hops, q, len(a.Paths))
				}
			case len(a.Paths) > 0 || a.None == nil || a.None.Reason != graph.BeyondMaxHops || a.None.Hops != hops:
				t.Errorf("%d hops, %+v: %d paths, none %+v", hops, q, len(a.Paths), a.None)
			}
		}
	}
}
