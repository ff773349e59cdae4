package graphtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"coopgraph/graph"
)

// Size says how much of the random part [Run] asks.
type Size struct {
	Graphs         int
	Paths          int // questions about paths a graph
	Neighbourhoods int // questions about neighbourhoods a graph, each followed to its last page
	// TieGraphs is of how many graphs a question is asked of each of distances, connect, common, timeline, diff and
	// counts of ties, to their last pages.
	TieGraphs int
}

// Run holds an engine to the meaning of every question. open makes a reader of the data; it is called once, with many
// small graphs under prefixes of their own.
func Run(t *testing.T, size Size, open func(t *testing.T, d Data) graph.Reader) {
	t.Helper()
	rng := rand.New(rand.NewPCG(27, 6))
	var all Data
	add := func(d Data) {
		all.Entities = append(all.Entities, d.Entities...)
		all.Relationships = append(all.Relationships, d.Relationships...)
		all.Sources = append(all.Sources, d.Sources...)
	}
	for i := range fixtures {
		add(fixtures[i].data(fixturePrefix(i)))
	}
	random := make([]Data, size.Graphs)
	for i := range random {
		random[i] = RandomData(rng, fmt.Sprintf("g%d", i))
		add(random[i])
	}
	reader := open(t, all)
	t.Run("fixtures", func(t *testing.T) { runFixtures(t, reader) })
	t.Run("random", func(t *testing.T) { runRandom(t, rng, size, reader, NewReference(all), random) })
	t.Run("lookups", func(t *testing.T) { runLookups(t, reader, NewReference(all)) })
	t.Run("supports", func(t *testing.T) { runSupports(t, rng, reader, random) })
	t.Run("errors", func(t *testing.T) { runErrors(t, reader) })
}

func fixturePrefix(i int) string { return fmt.Sprintf("f%d", i) }

func runFixtures(t *testing.T, reader graph.Reader) {
	for i := range fixtures {
		f, prefix := &fixtures[i], fixturePrefix(i)
		t.Run(f.name, func(t *testing.T) {
			for name, r := range map[string]graph.Reader{"engine": reader, "reference": NewReference(f.data(prefix))} {
				answer, err := r.Paths(t.Context(), f.question(prefix))
				if err != nil {
					t.Fatal(err)
				}
				paths, none := answered(prefix, answer)
				if !slices.Equal(paths, f.want) || none != f.none {
					t.Errorf("%s: got %q %q, want %q %q", name, paths, none, f.want, f.none)
				}
			}
		})
	}
}

func runRandom(t *testing.T, rng *rand.Rand, size Size, reader graph.Reader, everything *Reference, random []Data) {
	var seen Variety
	for i, d := range random {
		prefix, reference := fmt.Sprintf("g%d", i), NewReference(d)
		seen.Graph(d)
		for range size.Paths {
			q := RandomPathQuery(rng, d, prefix)
			want, err := reference.Paths(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			got, err := reader.Paths(t.Context(), q)
			if diff := Difference(got, want); err != nil || diff != "" {
				t.Fatalf("%v %s\n%s", err, diff, Describe(d, q))
			}
			seen.Paths(q, want)
		}
		for range size.Neighbourhoods {
			ComparePages(t, reader, reference, d, RandomNeighbourhoodQuery(rng, d, prefix), &seen)
		}
		if i < size.TieGraphs {
			CompareTies(t, rng, reader, reference, everything, d, prefix, &seen)
		}
	}
	if missing := seen.Missing(); len(missing) > 0 {
		t.Errorf("the random input was not varied: no case of %v", missing)
	}
	t.Logf("%d questions on %d graphs", seen.Questions(), len(random))
}

// neighbourhooder is the part of a Reader that ComparePages asks.
type neighbourhooder interface {
	Neighbourhood(ctx context.Context, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error)
}

// ComparePages asks both, follows the cursor to the end, and fails where a page differs.
func ComparePages(t *testing.T, got, want neighbourhooder, d Data, q graph.NeighbourhoodQuery, seen *Variety) {
	t.Helper()
	for range 50 {
		w, err := want.Neighbourhood(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		g, err := got.Neighbourhood(t.Context(), q)
		if diff := Difference(g, w); err != nil || diff != "" {
			t.Fatalf("%v %s\n%s", err, diff, Describe(d, q))
		}
		seen.Neighbourhood(q, w)
		if q.Cursor = w.Cut.Next; q.Cursor == "" {
			return
		}
	}
	t.Fatalf("more than 50 pages\n%s", Describe(d, q))
}
