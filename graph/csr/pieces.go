package csr

import (
	"context"
	"slices"

	"coopgraph/graph"
	"coopgraph/graph/pathfind"
)

// pieces offers a model piece by piece, for the questions that package pathfind answers.
type pieces struct{ m *Model }

var _ pathfind.Graph = pieces{}

// Entities implements pathfind.Graph.
func (p pieces) Entities(_ context.Context, ids []string) ([]graph.Entity, error) {
	var out []graph.Entity
	for _, id := range ids {
		if n, ok := p.m.slots.find(&p.m.ids, id); ok {
			out = append(out, p.m.entityAt(n))
		}
	}
	return out, nil
}

// Expand implements pathfind.Graph.
func (p pieces) Expand(ctx context.Context, ids []string, f *graph.Filter) ([]pathfind.Arc, error) {
	m, c := p.m, p.m.ready(f)
	var out []pathfind.Arc
	for _, id := range ids {
		n, ok := m.slots.find(&m.ids, id)
		if !ok {
			continue
		}
		for i := m.first[n]; i < m.first[n+1]; i++ {
			if i%patience == patience-1 && ctx.Err() != nil {
				return nil, ended(ctx, 0)
			}
			other := m.arcs.to[i]
			if other != n && c.passAnyWay(i) {
				out = append(out, pathfind.Arc{Node: id, Other: m.ids.at(other), OtherKind: m.kind(other),
					OtherDegree: int(m.degrees[other]), Type: typeOf(m.arcs.tag[i]), Outgoing: m.arcs.rel[i]&incoming == 0,
					Holds: c.days(i)})
			}
		}
	}
	return out, nil
}

// passAnyWay reports whether the filter sees the relationship, whatever its direction.
func (c *filter) passAnyWay(i uint32) bool { return c.passArc(i, 0) || c.passArc(i, 1) }

// Between implements pathfind.Graph.
func (p pieces) Between(_ context.Context, pairs [][2]string, f *graph.Filter) ([]graph.Relationship, error) {
	m, c := p.m, p.m.ready(f)
	seen := map[uint32]bool{}
	d := decoder{words: &m.words}
	var out []graph.Relationship
	for _, pair := range pairs {
		a, ok := m.slots.find(&m.ids, pair[0])
		b, also := m.slots.find(&m.ids, pair[1])
		if !ok || !also {
			continue
		}
		lo, hi := m.arcsBetween(a, b)
		for i := lo; i < hi; i++ {
			if number := m.arcs.rel[i] &^ incoming; !seen[number] && c.passAnyWay(i) {
				seen[number] = true
				out = append(out, graph.Relationship{})
				c.shownInto(&out[len(out)-1], i, pair[0], pair[1], &d)
			}
		}
	}
	return out, nil
}

// Among implements pathfind.Graph.
func (p pieces) Among(ctx context.Context, ids []string, f *graph.Filter, limit int) ([]graph.Relationship, int, error) {
	m, c := p.m, p.m.ready(f)
	var nodes []uint32
	for _, id := range ids {
		if n, ok := m.slots.find(&m.ids, id); ok {
			nodes = append(nodes, n)
		}
	}
	slices.Sort(nodes)
	s := search{scratch: m.scratch(), m: m, filter: c, budget: &budget{}}
	defer m.giveBack(s.scratch)
	nodes = slices.Compact(nodes)
	arcs, err := s.among(ctx, nodes)
	if err != nil {
		return nil, 0, err
	}
	shown := arcs[:min(len(arcs), limit)]
	d := m.decoder(nil, 0, len(shown))
	return c.shownAmong(shown, m.endsAmong(shown, nodes), m.idsOf(nodes), &d), len(arcs), nil
}
