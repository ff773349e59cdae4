package csr

import (
	"context"
	"runtime"
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
	s := m.search(&q.Filter, q.Budget)
	defer m.giveBack(s.scratch)
	if a == b {
		s.assemble(q.Memory, [][]uint32{{a}}, &answer)
		return answer, nil
	}
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
	s.assemble(q.Memory, paths, &answer)
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
			s.found = append(s.found[:0], path)
			paths = s.found
		}
	}
	if how == strayed {
		return s.carefully(ctx, a, b, w, false, paths)
	}
	return paths, how, err
}

// assembly puts an answer together. What an answer consists of is taken from few pieces of memory, and what else is written
// on belongs to the scratch space.
type assembly struct {
	m       *Model
	filter  *filter
	answer  graph.PathAnswer
	nodes   []uint32 // of all paths, sorted
	steps   []stepArc
	arcs    []uint32             // of the same
	rels    []uint32             // numbers of the relationships of all paths, sorted
	digests []graph.KeyDigest    // of the same
	ids     []string             // of the same
	several []graph.Relationship // those of a step that has more than one
	text    []byte               // sentences, one after the other
	ends    []int                // where each of them ends
	telling graph.Telling
}

// stepArc is an arc of a step, which leads from one node to the next.
type stepArc struct{ arc, rel, from, to uint32 }

// assemble makes the answer of the sequences of nodes: relationships step by step, costs, shared periods, sentences. It
// lies in the memory that the question brought.
func (s *search) assemble(lent *graph.Memory, paths [][]uint32, answer *graph.PathAnswer) {
	m, c, a := s.m, s.filter, &s.assembly
	a.m, a.filter, a.answer = m, c, *answer
	a.nodes, a.steps, a.arcs, a.rels = a.nodes[:0], a.steps[:0], a.arcs[:0], a.rels[:0]
	if a.telling.Name == nil {
		a.telling.Name = a.name
	}
	hops := 0
	for _, nodes := range paths {
		a.nodes = append(a.nodes, nodes...)
		for i := 1; i < len(nodes); i++ {
			a.steps = c.appendStep(a.steps, nodes[i-1], nodes[i])
			hops++
		}
	}
	slices.Sort(a.nodes)
	a.nodes = slices.Compact(a.nodes)
	for _, s := range a.steps {
		a.arcs = append(a.arcs, s.arc)
	}
	m.touch(a.nodes, a.arcs)
	d := m.decoder(lent, len(a.nodes), len(a.steps))
	d.room.Strings.Expect(4*len(a.nodes) + 2*hops + len(paths) + len(a.steps))
	a.answer.Graph.Nodes = d.room.Nodes.Take(len(a.nodes))
	for i, n := range a.nodes {
		node := &a.answer.Graph.Nodes[i]
		m.entityInto(n, &node.Entity, &d)
		node.Distance, node.Hidden = -1, -1
	}
	a.relationships(&d)
	a.answer.Paths = d.room.Paths.Take(len(paths))
	steps := a.steps
	for i, nodes := range paths {
		steps = a.path(d.room, nodes, steps, &a.answer.Paths[i])
	}
	a.tell()
	*answer = a.answer
}

// touch looks at all that is shown of nodes and of the arcs' relationships before it is read one after the other, so that
// the waiting for memory, which lies far apart, overlaps.
func (m *Model) touch(nodes, arcs []uint32) {
	var seen byte
	for _, n := range nodes {
		seen |= m.blob.at(m.records[n])[0] | m.kinds[n] | byte(m.degrees[n])
		if id := m.ids.at(n); id != "" {
			seen |= id[0]
		}
	}
	for _, at := range arcs {
		seen |= m.blob.at(m.payloads[m.arcs.rel[at]&^incoming])[0] | m.arcs.tag[at]
	}
	runtime.KeepAlive(seen) // or nothing would be looked at
}

// appendStep appends the arcs of a step that pass.
func (c *filter) appendStep(steps []stepArc, from, to uint32) []stepArc {
	lo, hi := c.model.arcsBetween(from, to)
	for i := lo; i < hi; i++ {
		if c.passArc(i, 0) {
			steps = append(steps, stepArc{i, c.model.arcs.rel[i] &^ incoming, from, to})
		}
	}
	return steps
}

// relationships reads each relationship once.
func (a *assembly) relationships(d *decoder) {
	for _, s := range a.steps {
		a.rels = append(a.rels, s.rel)
	}
	slices.Sort(a.rels)
	a.rels = slices.Compact(a.rels)
	read := d.room.Relationships.Take(len(a.rels))
	a.digests = slices.Grow(a.digests[:0], len(a.rels))[:len(a.rels)]
	for _, s := range a.steps {
		at, _ := slices.BinarySearch(a.rels, s.rel)
		if read[at].Type == "" {
			from, _ := slices.BinarySearch(a.nodes, s.from)
			to, _ := slices.BinarySearch(a.nodes, s.to)
			nodes := a.answer.Graph.Nodes
			a.digests[at] = a.filter.shownInto(&read[at], s.arc, nodes[from].ID, nodes[to].ID, d)
		}
	}
	a.answer.Graph.Relationships = read
	for i := range read {
		a.text = a.digests[i].AppendID(a.text, read[i].Type)
		a.ends = append(a.ends, len(a.text))
	}
	a.ids = a.cut(a.ids)
}

// cut gives the texts that were appended since the last time, in the list's memory.
func (a *assembly) cut(into []string) []string {
	all, begin := string(a.text), 0
	into = into[:0]
	for _, end := range a.ends {
		into = append(into, all[begin:end])
		begin = end
	}
	a.text, a.ends = a.text[:0], a.ends[:0]
	return into
}

// name is what a sentence calls an entity.
func (a *assembly) name(id string) string {
	for i := range a.answer.Graph.Nodes {
		if n := &a.answer.Graph.Nodes[i]; n.ID == id && n.Name != "" {
			return n.Name
		}
	}
	if n, ok := a.m.slots.find(&a.m.ids, id); ok {
		if e := a.m.entityAt(n); e.Name != "" {
			return e.Name
		}
	}
	return id
}

// path makes one path of the first of the steps, and gives the others. Its sentences are not cut yet.
func (a *assembly) path(room *graph.Memory, nodes []uint32, steps []stepArc, p *graph.Path) []stepArc {
	m, hops := a.m, len(nodes)-1
	p.Nodes = room.Strings.Take(len(nodes))
	for i, n := range nodes {
		at, _ := slices.BinarySearch(a.nodes, n)
		p.Nodes[i] = a.answer.Graph.Nodes[at].ID
	}
	p.Steps = room.Lists.Take(hops)
	if hops > 0 {
		p.Text = room.Strings.Take(hops)
	}
	if hops > 1 {
		p.Parts = room.Parts.Take(hops - 1)
	}
	shared := common{window: a.filter.Window()}
	for i := range hops {
		if n := nodes[i]; i > 0 {
			cost := int64(m.costs[n])
			p.Parts[i-1] = graph.CostPart{ID: p.Nodes[i], Degree: int(m.degrees[n]), Cost: cost}
			p.Cost += cost
		}
		count := 0
		for count < len(steps) && steps[count].from == nodes[i] && steps[count].to == nodes[i+1] {
			count++
		}
		p.Steps[i] = room.Strings.Take(count)
		rels := a.step(steps[:count], p.Steps[i])
		steps = steps[count:]
		a.text = a.telling.AppendSentence(a.text, rels)
		a.ends = append(a.ends, len(a.text))
		shared.add(rels, a.filter.keepUndated)
	}
	p.SharedPeriod = shared.days(room)
	return steps
}

// step is the relationships of one step, good until the next call, and sets their ids, in their order.
func (a *assembly) step(steps []stepArc, ids []string) []graph.Relationship {
	all := a.answer.Graph.Relationships
	if len(steps) == 1 {
		at, _ := slices.BinarySearch(a.rels, steps[0].rel)
		ids[0] = a.ids[at]
		return all[at : at+1]
	}
	a.several = a.several[:0]
	for i, s := range steps {
		at, _ := slices.BinarySearch(a.rels, s.rel)
		ids[i] = a.ids[at]
		a.several = append(a.several, all[at])
	}
	return a.several
}

// tell puts the sentences into the paths.
func (a *assembly) tell() {
	a.ids = a.cut(a.ids)
	told := a.ids
	for i := range a.answer.Paths {
		p := &a.answer.Paths[i]
		told = told[copy(p.Text, told):]
	}
}

// common is the days that all steps have in common. Most steps have one relationship, so that most of the time it is
// one interval.
type common struct {
	window graph.Interval
	rest   graph.Days // where some step had several relationships, the days of those
	parted bool
}

func (c *common) add(rels []graph.Relationship, keepUndated bool) {
	if len(rels) == 1 {
		c.window = c.window.Intersect(rels[0].Holds(keepUndated))
		return
	}
	spans := make([]graph.Interval, len(rels))
	for i := range rels {
		spans[i] = rels[i].Holds(keepUndated)
	}
	days := graph.Union(spans...)
	if c.parted {
		days = days.Intersect(c.rest)
	}
	c.rest, c.parted = days, true
}

func (c *common) days(room *graph.Memory) graph.Days {
	switch {
	case c.window.Empty():
		return nil
	case c.parted:
		return c.rest.Clip(c.window)
	}
	days := room.Days.Take(1)
	days[0] = c.window
	return days
}

// shownInto reads the relationship of an arc between the nodes of these ids as the filter shows it, and gives the digest of
// its key.
func (c *filter) shownInto(r *graph.Relationship, i uint32, n, other string, d *decoder) graph.KeyDigest {
	digest := c.model.relationshipInto(r, i, n, other, d)
	if c.onClaims {
		*r, _ = c.Pass(*r)
	}
	return digest
}

// node finds a node by its id; the error for an unknown one suggests the nearest.
func (m *Model) node(ctx context.Context, param, id string) (uint32, error) {
	if n, ok := m.slots.find(&m.ids, id); ok {
		return n, nil
	}
	return 0, m.notFound(ctx, param, id)
}
