package csr

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// Paths implements graph.Reader. A best path among a million nodes costs tens of microseconds; several cost as much
// more as it takes to be certain of the last. Milliseconds and more are taken by questions that want all steps to hold
// on one day, and by those where the best paths have too many hops, so that others have to be found.
func (m *Model) Paths(ctx context.Context, q graph.PathQuery) (graph.PathAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.PathAnswer{}, err
	}
	a, err := m.node(ctx, "from", q.From)
	if err != nil {
		return graph.PathAnswer{}, err
	}
	b, err := m.node(ctx, "to", q.To)
	if err != nil {
		return graph.PathAnswer{}, err
	}
	answer := graph.PathAnswer{Marker: m.marker, Complete: true}
	c := m.ready(&q.Filter)
	if a == b {
		m.assemble(&q, c, [][]uint32{{a}}, &answer)
		return answer, nil
	}
	s := search{scratch: m.scratch(), m: m, filter: c, budget: &budget{left: q.Budget}}
	defer m.giveBack(s.scratch)
	paths, how, err := s.paths(ctx, &q, a, b)
	if err != nil {
		return graph.PathAnswer{}, err
	}
	answer.Complete = how == finished
	if len(paths) > graph.MaxAllShortest {
		paths, answer.More, answer.Complete = paths[:graph.MaxAllShortest], true, false
	}
	if len(paths) == 0 {
		if answer.None, err = s.why(ctx, &q, a, b, how); err != nil {
			return graph.PathAnswer{}, err
		}
	}
	answer.Examined = s.budget.spent
	m.assemble(&q, c, paths, &answer)
	return answer, nil
}

// paths finds the sequences of nodes of an answer.
func (s *search) paths(ctx context.Context, q *graph.PathQuery, a, b uint32) ([][]uint32, status, error) {
	w := want(q)
	if q.Concurrent {
		return s.carefully(ctx, a, b, w, true, nil)
	}
	var paths [][]uint32
	var how status
	var err error
	if w.count > 1 {
		paths, how, err = s.bestPaths(ctx, a, b, w)
	} else {
		var path []uint32
		if w.hop == 1 {
			path, how, err = s.bestPath(ctx, a, b, w.maxHops)
		} else {
			path, err = s.fewestHops(ctx, a, b, w.maxHops)
			how, err = statusOf(err), unlessBudget(err)
		}
		if path != nil {
			paths = [][]uint32{path}
		}
	}
	if how == strayed {
		return s.carefully(ctx, a, b, w, false, paths)
	}
	return paths, how, err
}

// shown is a relationship of an answer.
type shown struct {
	number uint32
	id     string
	graph.Relationship
}

// assembly puts an answer together.
type assembly struct {
	m      *Model
	q      *graph.PathQuery
	filter *filter
	rels   []shown // in the order of the numbers
	nodes  []uint32
	names  map[uint32]string
}

// assemble makes the answer of the sequences of nodes: relationships step by step, costs, shared periods, sentences.
func (m *Model) assemble(q *graph.PathQuery, c *filter, paths [][]uint32, answer *graph.PathAnswer) {
	a := assembly{m: m, q: q, filter: c, names: map[uint32]string{}}
	for _, nodes := range paths {
		a.nodes = append(a.nodes, nodes...)
	}
	slices.Sort(a.nodes)
	a.nodes = slices.Compact(a.nodes)
	answer.Graph.Nodes = make([]graph.Node, len(a.nodes))
	for i, n := range a.nodes {
		m.entityInto(n, &answer.Graph.Nodes[i].Entity)
		answer.Graph.Nodes[i].Distance, answer.Graph.Nodes[i].Hidden = -1, -1
		a.names[n] = answer.Graph.Nodes[i].Name
	}
	answer.Paths = make([]graph.Path, len(paths))
	for i, nodes := range paths {
		a.path(nodes, &answer.Paths[i])
	}
	answer.Graph.Relationships = make([]graph.Relationship, len(a.rels))
	for i := range a.rels {
		answer.Graph.Relationships[i] = a.rels[i].Relationship
	}
}

// name is what a sentence calls an entity.
func (a *assembly) name(id string) string {
	n, ok := a.m.slots.find(&a.m.ids, id)
	if !ok {
		return id
	}
	name, known := a.names[n]
	if !known {
		var e graph.Entity
		a.m.entityInto(n, &e)
		name = e.Name
		a.names[n] = name
	}
	if name == "" {
		return id
	}
	return name
}

func (a *assembly) path(nodes []uint32, p *graph.Path) {
	m := a.m
	p.Nodes = make([]string, len(nodes))
	for i, n := range nodes {
		p.Nodes[i] = m.ids.at(n)
	}
	p.Steps = make([][]string, 0, len(nodes)-1)
	p.SharedPeriod = graph.Days{a.filter.Window()}
	for i := 1; i < len(nodes); i++ {
		if n := nodes[i]; i < len(nodes)-1 {
			cost := int64(m.costs[n])
			p.Parts = append(p.Parts, graph.CostPart{ID: p.Nodes[i], Degree: int(m.degrees[n]), Cost: cost})
			p.Cost += cost
		}
		rels, ids := a.step(nodes[i-1], nodes[i])
		var room [4]graph.Interval
		spans := room[:0]
		for k := range rels {
			spans = append(spans, rels[k].Holds(a.q.Filter.KeepUndated))
		}
		p.Steps = append(p.Steps, ids)
		p.SharedPeriod = p.SharedPeriod.Intersect(graph.Union(spans...))
		p.Text = append(p.Text, graph.Sentence(rels, a.name))
	}
}

// step is the relationships of one step as the filter shows them, and their ids.
func (a *assembly) step(from, to uint32) ([]graph.Relationship, []string) {
	var rels []graph.Relationship
	var ids []string
	lo, hi := a.m.arcsBetween(from, to)
	for i := lo; i < hi; i++ {
		if !a.filter.passArc(i, 0) {
			continue
		}
		r := a.relationship(i, from, to)
		rels, ids = append(rels, r.Relationship), append(ids, r.id)
	}
	return rels, ids
}

// relationship is that of an arc, which is read once.
func (a *assembly) relationship(i, n, other uint32) shown {
	number := a.m.arcs.rel[i] &^ incoming
	at, known := slices.BinarySearchFunc(a.rels, number, func(r shown, number uint32) int {
		return int(int64(r.number) - int64(number))
	})
	if !known {
		r := a.filter.shownRelationship(i, n, other)
		a.rels = slices.Insert(a.rels, at, shown{number, r.ID(), r})
	}
	return a.rels[at]
}

// shownRelationship is the relationship of an arc as the filter shows it.
func (c *filter) shownRelationship(i, n, other uint32) graph.Relationship {
	r := c.model.relationshipOf(i, n, other)
	if c.onClaims {
		r, _ = c.Pass(r)
	}
	return r
}

// node finds a node by its id; the error for an unknown one suggests the nearest.
func (m *Model) node(ctx context.Context, param, id string) (uint32, error) {
	if n, ok := m.slots.find(&m.ids, id); ok {
		return n, nil
	}
	return 0, m.notFound(ctx, param, id)
}
