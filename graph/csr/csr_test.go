package csr

import (
	"math/rand/v2"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
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
	graphtest.Run(t, graphtest.Size{Graphs: 500, Paths: 4, Neighbourhoods: 2}, func(t *testing.T, d graphtest.Data) graph.Reader {
		return build(t, d)
	})
}

// TestAgainstReference asks thousands of random questions of both, on graphs of their own, and demands the same answers.
func TestAgainstReference(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 2026))
	var seen graphtest.Variety
	for range 2000 {
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
			if err != nil {
				t.Fatalf("%v\n%s", err, graphtest.Describe(d, q))
			}
			if diff := graphtest.Difference(got, want); diff != "" {
				t.Fatalf("%s\n%s", diff, graphtest.Describe(d, q))
			}
			seen.Paths(q, want)
		}
		for range 3 {
			q := graphtest.RandomNeighbourhoodQuery(rng, d, "g")
			graphtest.ComparePages(t, m, reference, d, q, &seen)
		}
	}
	if missing := seen.Missing(); len(missing) > 0 {
		t.Errorf("the random input was not varied: no case of %v", missing)
	}
	t.Logf("%d questions", seen.Questions())
}
