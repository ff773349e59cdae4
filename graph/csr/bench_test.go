package csr

import (
	"cmp"
	"context"
	"os"
	"strconv"
	"sync"
	"testing"

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
	c := m.ready(&graph.Filter{})
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
	}
}

func benchSearch(b *testing.B, m *Model, c *filter, pairs [][2]uint32, run func(s *search, a, b uint32) error) {
	s := search{scratch: m.scratch(), m: m, filter: c}
	defer m.giveBack(s.scratch)
	b.ReportAllocs()
	var bud budget
	for i := 0; b.Loop(); i++ {
		bud = budget{left: graph.DefaultBudget}
		s.budget = &bud
		if err := run(&s, pairs[i%len(pairs)][0], pairs[i%len(pairs)][1]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAnswer measures whole answers of one path.
func BenchmarkAnswer(b *testing.B) {
	m, pairs := generated()
	for _, rank := range []graph.Rank{graph.ByHops, graph.Specific} {
		b.Run(string(rank), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				p := pairs[i%len(pairs)]
				_, err := m.Paths(b.Context(), graph.PathQuery{From: m.ids.at(p[0]), To: m.ids.at(p[1]), Rank: rank, K: 1})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
