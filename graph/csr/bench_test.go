package csr

import (
	"cmp"
	"context"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/internal/generate"
)

// generated is a model of 100,000 nodes, or as many as COOPGRAPH_BENCH_NODES says, with ten times as many relationships,
// and pairs of its nodes.
var generated = sync.OnceValues(func() (*Model, [][2]uint32) {
	nodes, err := strconv.Atoi(cmp.Or(os.Getenv("COOPGRAPH_BENCH_NODES"), "100000"))
	if err != nil {
		panic(err)
	}
	g := generate.New(1, nodes, 10*nodes)
	m, err := Build(context.Background(), g)
	if err != nil {
		panic(err)
	}
	var pairs [][2]uint32
	for _, p := range g.Pairs(2, 4096) {
		a, _ := m.slots.find(&m.ids, g.ID(p[0]))
		b, _ := m.slots.find(&m.ids, g.ID(p[1]))
		pairs = append(pairs, [2]uint32{a, b})
	}
	return m, pairs
})

// BenchmarkSearch measures searches without answers; what whole answers take is measured by `make bench`.
func BenchmarkSearch(b *testing.B) {
	m, pairs := generated()
	filter := new(generate.Graph).Half()
	c, half := m.ready(&graph.Filter{}), m.ready(&filter)
	ctx := b.Context()
	for _, search := range []struct {
		name string
		run  func(s *search, a, b uint32) error
	}{
		{"distance", func(s *search, x, y uint32) error { _, err := s.distance(ctx, x, y); return err }},
		{"hops", func(s *search, x, y uint32) error { _, err := s.fewestHops(ctx, x, y, 6); return err }},
		{"specific", func(s *search, x, y uint32) error { _, _, err := s.bestPath(ctx, x, y, 12); return err }},
	} {
		b.Run(search.name, func(b *testing.B) { benchSearch(b, m, c, pairs, search.run) })
		b.Run(search.name+"/filtered", func(b *testing.B) { benchSearch(b, m, half, connected(b, m, half, pairs), search.run) })
	}
}

// connected gives the pairs that the filter leaves connected: to be certain of none takes as long as all that can be reached.
func connected(b *testing.B, m *Model, c *filter, pairs [][2]uint32) (out [][2]uint32) {
	s := search{scratch: m.scratch(), m: m, filter: c}
	defer m.giveBack(s.scratch)
	for _, p := range pairs {
		s.budget = &budget{left: graph.DefaultBudget}
		if hops, err := s.distance(b.Context(), p[0], p[1]); err != nil {
			b.Fatal(err)
		} else if hops > 0 {
			out = append(out, p)
		}
	}
	return out
}

func benchSearch(b *testing.B, m *Model, c *filter, pairs [][2]uint32, run func(s *search, a, b uint32) error) {
	s := search{scratch: m.scratch(), m: m, filter: c}
	defer m.giveBack(s.scratch)
	var bud budget
	benchPairs(b, pairs, func(p [2]uint32) error {
		bud = budget{left: graph.DefaultBudget}
		s.budget = &bud
		return run(&s, p[0], p[1])
	})
}

// benchPairs asks a question of all pairs as one operation. What it reports as least is the mean time of a pair where each
// few of them are measured in their quickest pass, which takes little notice of what else the machine does.
func benchPairs(b *testing.B, pairs [][2]uint32, ask func([2]uint32) error) {
	const few = 16
	least := make([]time.Duration, len(pairs)/few)
	b.ReportAllocs()
	for b.Loop() {
		for i := range least {
			began := time.Now()
			for _, p := range pairs[few*i : few*(i+1)] {
				if err := ask(p); err != nil {
					b.Fatal(err)
				}
			}
			if took := time.Since(began); least[i] == 0 || took < least[i] {
				least[i] = took
			}
		}
	}
	sum := time.Duration(0)
	for _, l := range least {
		sum += l
	}
	b.ReportMetric(float64(sum.Nanoseconds())/float64(few*len(least)), "least-ns/pair")
}

// BenchmarkAnswer measures whole answers of one path.
func BenchmarkAnswer(b *testing.B) {
	m, pairs := generated()
	for _, rank := range []graph.Rank{graph.ByHops, graph.Specific} {
		b.Run(string(rank), func(b *testing.B) {
			benchPairs(b, pairs, func(p [2]uint32) error {
				_, err := m.Paths(b.Context(), graph.PathQuery{From: m.ids.at(p[0]), To: m.ids.at(p[1]), Rank: rank, K: 1})
				return err
			})
		})
		b.Run(string(rank)+"/again", func(b *testing.B) { // in memory that is used again
			var memory graph.Memory
			benchPairs(b, pairs, func(p [2]uint32) error {
				memory.Reset()
				_, err := m.Paths(b.Context(), graph.PathQuery{From: m.ids.at(p[0]), To: m.ids.at(p[1]), Rank: rank, K: 1, Memory: &memory})
				return err
			})
		})
	}
}

// BenchmarkHub measures the neighbourhood of the node with the greatest degree, and BenchmarkDistances whole answers.
func BenchmarkHub(b *testing.B) {
	m, _ := generated()
	hub := slices.Index(m.degrees, slices.Max(m.degrees))
	var memory graph.Memory
	b.ReportAllocs()
	for b.Loop() {
		memory.Reset()
		q := graph.NeighbourhoodQuery{Starts: []string{m.ids.at(uint32(hub))}, Depth: 2, Limit: 200, Memory: &memory}
		if _, err := m.Neighbourhood(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDistances(b *testing.B) {
	m, pairs := generated()
	benchPairs(b, pairs, func(p [2]uint32) error {
		_, err := m.Distances(b.Context(), graph.DistancesQuery{IDs: []string{m.ids.at(p[0]), m.ids.at(p[1])}})
		return err
	})
}
