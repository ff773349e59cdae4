package csr

import (
	"context"
	"errors"
	"slices"

	"coopgraph/graph"
	"coopgraph/graph/pathfind"
)

// Distances implements graph.Reader. Each pair is a search of its own, and has the whole budget.
func (m *Model) Distances(ctx context.Context, q graph.DistancesQuery) (graph.DistancesAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.DistancesAnswer{}, err
	}
	var few [16]uint32
	nodes := few[:0]
	for _, id := range q.IDs {
		n, err := m.node(ctx, "ids", id)
		if err != nil {
			return graph.DistancesAnswer{}, err
		}
		nodes = append(nodes, n)
	}
	answer := graph.DistancesAnswer{Marker: m.marker, IDs: q.IDs, Complete: true, Hops: make([][]int, len(nodes))}
	rows := make([]int, len(nodes)*len(nodes))
	for i := range nodes {
		answer.Hops[i], rows = rows[:len(nodes):len(nodes)], rows[len(nodes):]
	}
	s := m.search(&q.Filter, q.Budget)
	defer m.giveBack(s.scratch)
	bothWays := s.filter.types[0] == s.filter.types[1]
	for i, a := range nodes {
		for j, b := range nodes {
			if i == j || bothWays && j < i {
				answer.Hops[i][j] = answer.Hops[j][i]
				continue
			}
			*s.budget = budget{left: q.Budget}
			hops, err := s.distance(ctx, a, b)
			switch {
			case unlessBudget(err) != nil:
				return graph.DistancesAnswer{}, err
			case err != nil:
				hops, answer.Complete = graph.NotSearched, false
			case hops == noHops:
				hops = graph.Unreachable
			}
			answer.Hops[i][j] = hops
			answer.Examined += s.budget.spent
		}
	}
	return answer, nil
}

// Connect implements graph.Reader.
func (m *Model) Connect(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	answer, err := asked(ctx, m, q, pathfind.Connect)
	answer.Marker = m.marker
	return answer, err
}

// Common implements graph.Reader.
func (m *Model) Common(ctx context.Context, q graph.CommonQuery) (graph.CommonAnswer, error) {
	answer, err := asked(ctx, m, q, pathfind.Common)
	answer.Marker = m.marker
	return answer, err
}

// Timeline implements graph.Reader.
func (m *Model) Timeline(ctx context.Context, q graph.TimelineQuery) (graph.TimelineAnswer, error) {
	answer, err := asked(ctx, m, q, pathfind.Timeline)
	answer.Marker = m.marker
	return answer, err
}

// Diff implements graph.Reader. Of the whole graph it looks at the days of every relationship, and reads those that
// changed.
func (m *Model) Diff(ctx context.Context, q graph.DiffQuery) (graph.DiffAnswer, error) {
	answer, err := asked(ctx, m, q, pathfind.Diff)
	answer.Marker = m.marker
	return answer, err
}

// asked answers a question over the pieces of the model.
func asked[Q, A any](ctx context.Context, m *Model, q Q, ask func(context.Context, pathfind.Graph, Q) (A, error)) (A, error) {
	answer, err := ask(ctx, pieces{m}, q)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return answer, ended(ctx, 0)
	case graph.CodeOf(err) == graph.CodeNotFound:
		if unknown, ok := errors.AsType[*graph.Error](err); ok {
			return answer, m.notFound(ctx, unknown.Param, unknown.Value)
		}
	}
	return answer, err
}

// Relationships implements pathfind.Graph. Each costs a binary search among the arcs of its start.
func (p pieces) Relationships(_ context.Context, keys []graph.RelationshipKey, f *graph.Filter) (
	[]graph.Relationship, error) {
	m, c := p.m, p.m.ready(f)
	d := decoder{words: &m.words}
	var out []graph.Relationship
	for _, key := range keys {
		from, ok := m.slots.find(&m.ids, key.From)
		to, also := m.slots.find(&m.ids, key.To)
		if !ok || !also {
			continue
		}
		lo, hi := m.arcsBetween(from, to)
		for i := lo; i < hi; i++ {
			if m.arcs.rel[i]&incoming != 0 || typeOf(m.arcs.tag[i]) != key.Type || !c.passAnyWay(i) {
				continue
			}
			var r graph.Relationship
			if c.shownInto(&r, i, key.From, key.To, &d); r.RelationshipKey == key {
				out = append(out, r)
				break
			}
		}
	}
	return out, nil
}

// Ties implements pathfind.Graph.
func (p pieces) Ties(ctx context.Context, s pathfind.Scope, f *graph.Filter, visit func(pathfind.Tie) error) error {
	c := p.m.ready(f)
	return p.covered(ctx, s, c, func(i, n uint32) error { return visit(c.tie(i, n)) })
}

// tie reads the relationship of n's arc.
func (c *filter) tie(i, n uint32) pathfind.Tie {
	var r graph.Relationship
	d := decoder{words: &c.model.words}
	c.shownInto(&r, i, c.model.ids.at(n), c.model.ids.at(c.model.arcs.to[i]), &d)
	return pathfind.Tie{RelationshipKey: r.RelationshipKey, Since: r.Since, Until: r.Until, Observed: r.Observed}
}

// Changes implements pathfind.Graph.
func (p pieces) Changes(ctx context.Context, s pathfind.Scope, f *graph.Filter, from, to graph.Date,
	visit func(pathfind.Tie, graph.Change) error) (pathfind.Changes, error) {
	kept := *f
	kept.KeepUndated = true
	dropped := *f
	dropped.KeepUndated = false
	ck, cd := p.m.ready(&kept), p.m.ready(&dropped)
	before, after := graph.Interval{From: from.First(), To: from.Last()}, graph.Interval{From: to.First(), To: to.Last()}
	var counts pathfind.Changes
	err := p.covered(ctx, s, ck, func(i, n uint32) error {
		with := ck.days(i)
		without := with
		if !f.KeepUndated {
			without = cd.days(i)
		}
		switch change := graph.ChangeOf(with, without, before, after); change {
		case graph.HeldNever:
		case graph.HasLasted:
			counts.Unchanged++
		case graph.ChangeUnknown:
			counts.Undated++
		case graph.HasBegun, graph.HasEnded:
			return visit(ck.tie(i, n), change)
		}
		return nil
	})
	return counts, err
}

// covered calls back with one arc, and the node whose it is, of every relationship that the scope covers and the
// filter sees.
func (p pieces) covered(ctx context.Context, s pathfind.Scope, c *filter, fn func(i, n uint32) error) error {
	switch nodes := p.nodes(s); len(s) {
	case 0:
		for n := range uint32(p.m.nodes()) {
			if err := p.outgoing(ctx, n, c, func(to uint32) bool { return c.passShown(n) && c.passShown(to) }, fn); err != nil {
				return err
			}
		}
	case 1:
		for _, n := range nodes {
			if err := p.incident(ctx, n, c, fn); err != nil {
				return err
			}
		}
	default:
		for _, n := range nodes {
			among := func(to uint32) bool { _, in := slices.BinarySearch(nodes, to); return in }
			if err := p.outgoing(ctx, n, c, among, fn); err != nil {
				return err
			}
		}
	}
	return nil
}

// nodes gives the numbers of the entities that are there, sorted.
func (p pieces) nodes(ids []string) []uint32 {
	var out []uint32
	for _, id := range ids {
		if n, ok := p.m.slots.find(&p.m.ids, id); ok {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// outgoing calls back with the arcs of the relationships that start at n and end where pass says.
func (p pieces) outgoing(ctx context.Context, n uint32, c *filter, pass func(to uint32) bool, fn func(i, n uint32) error) error {
	m := p.m
	for i := m.first[n]; i < m.first[n+1]; i++ {
		if i%patience == patience-1 && ctx.Err() != nil {
			return ended(ctx, 0)
		}
		if m.arcs.rel[i]&incoming == 0 && pass(m.arcs.to[i]) && c.passAnyWay(i) {
			if err := fn(i, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// incident calls back with the arcs of n that may be walked and lead to what may be shown, and with its loops.
func (p pieces) incident(ctx context.Context, n uint32, c *filter, fn func(i, n uint32) error) error {
	m := p.m
	for i := m.first[n]; i < m.first[n+1]; i++ {
		if i%patience == patience-1 && ctx.Err() != nil {
			return ended(ctx, 0)
		}
		to := m.arcs.to[i]
		if to == n && c.passAnyWay(i) || to != n && c.passShown(to) && c.passArc(i, 0) {
			if err := fn(i, n); err != nil {
				return err
			}
		}
	}
	return nil
}
