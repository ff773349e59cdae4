package csr

import (
	"math/rand/v2"
	"slices"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/graph/pathfind"
)

// build makes a model of the data by way of the reference's scan.
func build(t testing.TB, d graphtest.Data) *Model {
	t.Helper()
	m, err := Build(t.Context(), graphtest.NewReference(d))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestConformance holds the model to the meaning of every question, like every engine.
func TestConformance(t *testing.T) {
	graphtest.Run(t, graphtest.Size{Graphs: 500, Paths: 4, Neighbourhoods: 2, TieGraphs: 300}, func(t *testing.T, d graphtest.Data) graph.Reader {
		return build(t, d)
	})
}

// TestAgainstReference asks thousands of random questions of both, on graphs of their own, and demands the same answers.
func TestAgainstReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 2026))
	var seen graphtest.Variety
	for range 2000 * graphtest.Times() {
		d := graphtest.RandomData(rng, "g")
		reference, m := graphtest.NewReference(d), build(t, d)
		seen.Graph(d)
		for range 10 {
			q := graphtest.RandomPathQuery(rng, d, "g")
			want, err := reference.Paths(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Paths(t.Context(), q)
			if diff := graphtest.Difference(got, want); err != nil || diff != "" {
				t.Fatalf("%v %s\n%s", err, diff, minimal(t, d, q))
			}
			seen.Paths(q, want)
		}
		for range 3 {
			q := graphtest.RandomNeighbourhoodQuery(rng, d, "g")
			graphtest.ComparePages(t, m, reference, d, q, &seen)
		}
		graphtest.CompareTies(t, rng, m, reference, reference, d, "g", &seen)
	}
	if missing := append(seen.Missing(), seen.MissingPairs()...); len(missing) > 0 {
		t.Errorf("the random input was not varied: no case of %v", missing)
	}
	t.Logf("%d questions", seen.Questions())
}

// minimal describes the smallest graph on which the two still differ, to be pasted as a fixture.
func minimal(t *testing.T, d graphtest.Data, q graph.PathQuery) string {
	d = graphtest.Shrink(d, []string{q.From, q.To}, func(d graphtest.Data) bool {
		want, err := graphtest.NewReference(d).Paths(t.Context(), q)
		if err != nil {
			return false
		}
		got, err := build(t, d).Paths(t.Context(), q)
		return err != nil || graphtest.Difference(got, want) != ""
	})
	return graphtest.Describe(d, q)
}

// TestAgainstPathfind asks on graphs that are too large for the reference. Package pathfind, itself held to the
// reference, goes another way: it knows no numbers and fetches the graph piece by piece. Where a question can be
// answered by both of the model's searches, both are asked.
func TestAgainstPathfind(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 2026))
	var seen graphtest.Variety
	for round := range 60 * graphtest.Times() {
		n := 30 << (round % 4)
		d := graphtest.RandomNetwork(rng, "n", n, n*(1+rng.IntN(4)))
		m := build(t, d)
		for range 20 {
			q := graphtest.RandomPathQuery(rng, d, "n")
			want, err := pathfind.Paths(t.Context(), pieces{m}, q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Paths(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if !want.Complete && !want.More || !got.Complete && !got.More {
				continue // a budget was spent
			}
			if diff := graphtest.Difference(got, want); diff != "" {
				t.Fatalf("%s\n%s", diff, graphtest.Describe(d, q))
			}
			seen.Paths(q, want)
			if !q.Concurrent && q.From != q.To {
				sameCarefully(t, m, d, q)
			}
		}
	}
	if n := seen.Questions(); n < 1000*graphtest.Times() {
		t.Errorf("only %d questions had an answer to compare", n)
	}
}

// sameCarefully holds the careful search to the quick one.
func sameCarefully(t *testing.T, m *Model, d graphtest.Data, q graph.PathQuery) {
	t.Helper()
	if err := q.Complete(); err != nil {
		t.Fatal(err)
	}
	a, _ := m.slots.find(&m.ids, q.From)
	b, _ := m.slots.find(&m.ids, q.To)
	s := search{scratch: m.scratch(), m: m, filter: m.ready(&q.Filter), budget: &budget{left: 10 * q.Budget}}
	defer m.giveBack(s.scratch)
	got, how, err := s.carefully(t.Context(), a, b, want(&q), false, nil)
	if err != nil || how != finished {
		t.Fatalf("status %v, error %v\n%s", how, err, graphtest.Describe(d, q))
	}
	got = slices.Clone(got)
	wanted, how, err := s.paths(t.Context(), &q, a, b)
	if err != nil || how != finished {
		t.Fatalf("status %v, error %v\n%s", how, err, graphtest.Describe(d, q))
	}
	if len(got) != len(wanted) || !slices.EqualFunc(got, wanted, slices.Equal[[]uint32]) {
		t.Fatalf("carefully %v, else %v\n%s", got, wanted, graphtest.Describe(d, q))
	}
}

// TestTagsHaveRoom fails when there are more types or kinds than a tag or a mask can name.
func TestTagsHaveRoom(t *testing.T) {
	if n := len(graph.TypeNames()); n > typeBits+1 {
		t.Errorf("there are %d relationship types; a tag has room for %d", n, typeBits+1)
	}
	if n := len(graph.Kinds()); n > 32 {
		t.Errorf("there are %d kinds; a mask has room for 32", n)
	}
}
