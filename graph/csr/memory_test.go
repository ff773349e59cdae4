package csr

import (
	"math/rand/v2"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
)

// TestMemoryUsedAgain makes answers one after the other in the same memory. Each is like one in memory of its own, whatever
// lay there before, and what is kept of its texts stays as it is.
func TestMemoryUsedAgain(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 2026))
	var memory graph.Memory
	var seen graphtest.Variety
	var kept, texts []string
	for range 150 {
		d := rich(rng)
		m := build(t, d)
		for range 10 {
			q := graphtest.RandomPathQuery(rng, d, "a")
			want, err := m.Paths(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			seen.Paths(q, want)
			memory.Reset()
			q.Memory = &memory
			got, err := m.Paths(t.Context(), q)
			if diff := graphtest.Difference(got, want); err != nil || diff != "" {
				t.Fatalf("%v %s\n%s", err, diff, graphtest.Describe(d, q))
			}
			for i := range got.Paths {
				kept, texts = append(kept, got.Paths[i].Text...), append(texts, want.Paths[i].Text...)
			}
		}
		for range 5 {
			q := graphtest.RandomNeighbourhoodQuery(rng, d, "a")
			want, err := m.Neighbourhood(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			memory.Reset()
			q.Memory = &memory
			got, err := m.Neighbourhood(t.Context(), q)
			if diff := graphtest.Difference(got, want); err != nil || diff != "" {
				t.Fatalf("%v %s", err, diff)
			}
		}
	}
	for i := range kept {
		if kept[i] != texts[i] {
			t.Fatalf("a sentence became %q, was %q", kept[i], texts[i])
		}
	}
	if len(kept) < 500 {
		t.Errorf("only %d sentences", len(kept))
	}
	if allocated := testing.AllocsPerRun(10, func() { memory.Reset() }); allocated > 0 {
		t.Errorf("a reset allocates %v times", allocated)
	}
}

// TestAnswersInMemory counts what an answer asks of the heap where it has a memory: its sentences, the ids of its
// relationships, and next to nothing else.
func TestAnswersInMemory(t *testing.T) {
	m := build(t, star(3000))
	var memory graph.Memory
	q := graph.PathQuery{From: "country:pendant-one", To: "country:pendant-two", K: 1, Memory: &memory}
	if allocated := testing.AllocsPerRun(100, func() {
		memory.Reset()
		if _, err := m.Paths(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}); allocated > 4 {
		t.Errorf("an answer in memory that is used again allocates %v times", allocated)
	}
}
