package csr

import (
	"context"
	"errors"
	"slices"

	"coopgraph/graph"
)

// maxPartials bounds the beginnings of paths that one enumeration takes up.
const maxPartials = 1_000_000

// partial is the beginning of a path, as the node at its end and the partial before it.
type partial struct {
	least  uint64 // order of the best path that begins so
	order  uint64 // of the beginning itself
	node   uint32
	before int32 // -1 for the first
	hops   int32
}

// enumeration goes through the paths of a search in their order: a best-first search over beginnings of paths, which
// knows exactly what is left to the end (A* with a perfect estimate), so that it only strays where a path would meet
// itself.
type enumeration struct {
	*bestFirst
	limit   uint64
	maxHops int
	tooLong bool // some beginning was left out because it has too many hops
}

// paths gives the best paths, count at most, of order limit at most, in their order. It is false where too many
// beginnings had to be looked at.
func (e *enumeration) paths(ctx context.Context, count int) ([][]uint32, bool, error) {
	if err := e.prepare(ctx, e.limit); err != nil {
		return nil, false, err
	}
	e.parts, e.queue = e.parts[:0], e.queue[:0]
	if left := e.left(e.a); left <= e.limit {
		e.add(partial{least: left, node: e.a, before: -1})
	}
	var out [][]uint32
	for taken := 1; len(e.queue) > 0 && len(out) < count; taken++ {
		if taken%1024 == 0 && ctx.Err() != nil {
			return nil, false, ended(ctx, e.budget.spent)
		}
		if taken > maxPartials {
			return out, false, nil
		}
		at := e.take()
		if e.parts[at].node == e.b {
			out = append(out, e.nodesOf(at))
			continue
		}
		e.extend(at)
	}
	return out, true, nil
}

// extend adds every continuation by one step that stays within the limit.
func (e *enumeration) extend(at int32) {
	p := e.parts[at]
	if int(p.hops) >= e.maxHops {
		e.tooLong = true
		return
	}
	list := e.filter.neighbours(p.node, 0, e.buffer)
	if !e.filter.everyArc {
		e.buffer = list
	}
	before := p.node
	for _, v := range list {
		if v == before {
			continue
		}
		before = v
		left := e.left(v)
		if left == unknown {
			continue
		}
		order := p.order + e.hop
		least := order + left
		if least > e.limit || e.passes(at, v) {
			continue
		}
		e.add(partial{least: least, order: order + uint64(e.cost(v))<<e.costAt, node: v, before: at, hops: p.hops + 1})
	}
}

// passes reports whether the beginning passes through the node.
func (e *enumeration) passes(at int32, n uint32) bool {
	for ; at >= 0; at = e.parts[at].before {
		if e.parts[at].node == n {
			return true
		}
	}
	return false
}

// nodesOf is the sequence of nodes of a beginning.
func (e *enumeration) nodesOf(at int32) []uint32 {
	out := make([]uint32, e.parts[at].hops+1)
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = e.parts[at].node
		at = e.parts[at].before
	}
	return out
}

// add puts a beginning into the queue, a binary heap.
func (e *enumeration) add(p partial) {
	e.parts = append(e.parts, p)
	e.queue = append(e.queue, int32(len(e.parts)-1))
	for at := len(e.queue) - 1; at > 0; {
		up := (at - 1) / 2
		if !e.less(e.queue[at], e.queue[up]) {
			return
		}
		e.queue[at], e.queue[up] = e.queue[up], e.queue[at]
		at = up
	}
}

// take takes the first beginning out of the queue.
func (e *enumeration) take() int32 {
	q := e.queue
	first, last := q[0], len(q)-1
	q[0] = q[last]
	q = q[:last]
	e.queue = q
	for at := 0; ; {
		child := 2*at + 1
		if child >= last {
			return first
		}
		if child+1 < last && e.less(q[child+1], q[child]) {
			child++
		}
		if !e.less(q[child], q[at]) {
			return first
		}
		q[at], q[child] = q[child], q[at]
		at = child
	}
}

// less orders beginnings by the best path that they may become, then by the sequence of nodes.
func (e *enumeration) less(x, y int32) bool {
	a, b := &e.parts[x], &e.parts[y]
	if a.least != b.least {
		return a.least < b.least
	}
	if a.before == b.before {
		return a.node < b.node
	}
	return slices.Compare(e.nodesOf(x), e.nodesOf(y)) < 0
}

// status says how a search for paths ended.
type status int

const (
	finished  status = iota // the answer is exact
	exhausted               // the budget was spent: what was found may not be the best, or not all
	hopsBind                // the bound on hops may hide paths among those that were found
)

// firstRound is how many nodes are opened for each path asked for before paths are enumerated.
const firstRound = 32

// bestPaths gives the count best paths of at most maxHops hops in their order; only those of least hops where shortest is
// true.
func (s *search) bestPaths(ctx context.Context, a, b uint32, r rank, count, maxHops int, shortest bool) ([][]uint32, status, error) {
	f := s.bestFirst(r, a, b)
	f.prune = count == 1
	if r.hop == 1 {
		if away, err := f.outOfReach(ctx, maxHops); err != nil || away {
			return nil, statusOf(err), unlessBudget(err)
		}
	}
	if count == 1 {
		return f.only(ctx, maxHops)
	}
	for want := firstRound * min(count, 16); ; want *= 2 {
		last := func(bound uint64) bool {
			most := uint64(maxHops)
			if shortest {
				most = min(most, r.hops(f.best))
			}
			return r.hop != 1 && r.hops(bound) > most
		}
		err := f.run(ctx, func(bound uint64) bool { return last(bound) || f.opened >= want && bound > f.best })
		if unlessBudget(err) != nil {
			return nil, 0, err
		}
		bound := f.bound()
		e := enumeration{bestFirst: f, limit: bound - 1, maxHops: maxHops}
		if shortest && f.best != unknown {
			e.limit = min(e.limit, r.hops(f.best)<<32|maxCost)
		} else if r.hop != 1 {
			e.limit = min(e.limit, uint64(maxHops)<<32|maxCost)
		}
		paths, whole, failed := e.paths(ctx, count)
		switch {
		case failed != nil:
			return paths, statusOf(failed), unlessBudget(failed)
		case len(paths) == count:
			return paths, finished, nil
		case !whole || statusOf(err) == exhausted:
			return paths, exhausted, nil
		case e.tooLong:
			return paths, hopsBind, nil
		case bound == unknown || last(bound):
			return paths, finished, nil
		}
	}
}

// only gives the one best path.
func (f *bestFirst) only(ctx context.Context, maxHops int) ([][]uint32, status, error) {
	if err := f.run(ctx, func(bound uint64) bool { return bound > f.best }); err != nil {
		return nil, statusOf(err), unlessBudget(err)
	}
	switch {
	case f.best == unknown:
		return nil, finished, nil
	case f.hops(f.best) > uint64(maxHops):
		return nil, hopsBind, nil
	}
	if err := f.prepare(ctx, f.best); err != nil {
		return nil, statusOf(err), unlessBudget(err)
	}
	return [][]uint32{f.walk()}, finished, nil
}

// unmet is how many nodes are opened without a meeting before it is found out whether there is a path at all.
const unmet = 1024

// outOfReach runs until the directions meet, and reports whether there is no path of so many hops. A search by cost
// would go through all that is connected to find that out; one by hops finds it soon.
func (f *bestFirst) outOfReach(ctx context.Context, maxHops int) (bool, error) {
	err := f.run(ctx, func(uint64) bool { return f.best != unknown || f.opened >= unmet })
	if err != nil || f.best != unknown {
		return false, err
	}
	hops, err := f.distance(ctx, f.a, f.b)
	return hops == noHops || hops > maxHops, err
}

func statusOf(err error) status {
	if errors.Is(err, errSpent) {
		return exhausted
	}
	return finished
}

// unlessBudget is the error that a caller has to see.
func unlessBudget(err error) error {
	if errors.Is(err, errSpent) {
		return nil
	}
	return err
}

// rankFor is the rank by which paths are looked for: all shortest ones have the same number of hops, so that both ranks
// order them alike, and by hops the search ends sooner.
func rankFor(q *graph.PathQuery) (r rank, count int, shortest bool) {
	if q.Mode == graph.AllShortest {
		return byHops, graph.MaxAllShortest + 1, true
	}
	return rankOf(q.Rank), q.K, false
}
