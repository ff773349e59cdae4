package csr

import (
	"context"
	"errors"

	"coopgraph/graph"
)

// An enumeration takes up so many beginnings of paths, and more for each path that it is to find.
const (
	maxPartials = 2000
	forEachPath = 64
)

// enumeration goes through the paths of a search in their order: a best-first search over beginnings of paths, which
// knows exactly what is left to the end (A* with a perfect estimate), so that it only strays where a path would meet
// itself.
type enumeration struct {
	*bestFirst
	limit   uint64
	maxHops int
	strayed bool // it gave up: a path with too many hops comes next, or too many beginnings had to be looked at
}

// paths gives the best paths, count at most, of order limit at most, in their order.
func (e *enumeration) paths(ctx context.Context, count int) ([][]uint32, error) {
	if err := e.prepare(ctx, e.limit); err != nil {
		return nil, err
	}
	q := &e.beginnings
	q.reset()
	if left := e.left(e.a); left <= e.limit {
		q.add(partial{least: left, node: e.a, before: -1})
	}
	var out [][]uint32
	for taken := 1; len(q.queue) > 0 && len(out) < count; taken++ {
		at := q.take()
		switch p := &q.parts[at]; {
		case p.node == e.b:
			out = append(out, q.nodesOf(at, make([]uint32, 0, p.hops+1)))
		case int(p.hops) >= e.maxHops || taken > maxPartials+forEachPath*count:
			e.strayed = true
			return out, nil
		default:
			if err := e.look(ctx, e.extend(at)); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// extend adds every continuation by one step that stays within the limit, and gives how many arcs it looked at.
func (e *enumeration) extend(at int32) int {
	p := e.beginnings.parts[at]
	list := e.step(p.node, 0)
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
		if least > e.limit || e.beginnings.passes(at, v) {
			continue
		}
		e.beginnings.add(partial{least: least, order: order + uint64(e.cost(v))<<e.costAt, node: v, before: at, hops: p.hops + 1})
	}
	return len(list)
}

// status says how a search for paths ended.
type status int

const (
	finished  status = iota // the answer is exact
	exhausted               // the budget was spent: what was found may not be the best, or not all
	strayed                 // only a careful search is certain
	goOn                    // what was found is exact, and more may be found
)

// wanted is what a question wants of paths.
type wanted struct {
	rank
	count    int
	maxHops  int
	shortest bool // only those of least hops
}

// want reads the question. All shortest paths have the same number of hops, so that both ranks order them alike, and by
// hops the search ends sooner.
func want(q *graph.PathQuery) wanted {
	if q.Mode == graph.AllShortest {
		return wanted{byHops, graph.MaxAllShortest + 1, q.MaxHops, true}
	}
	if q.Rank == graph.ByHops {
		return wanted{byHops, q.K, q.MaxHops, false}
	}
	return wanted{bySpecific, q.K, q.MaxHops, false}
}

// mostHops is the greatest number of hops of a path of the answer, as far as it is known.
func (w *wanted) mostHops(best uint64) uint64 {
	if w.shortest && best != unknown {
		return min(uint64(w.maxHops), w.hops(best))
	}
	return uint64(w.maxHops)
}

// beyond reports whether no path of that order or a greater one belongs to the answer.
func (w *wanted) beyond(order, best uint64) bool {
	return w.hop != 1 && w.hops(order) > w.mostHops(best)
}

// wide is how many nodes are opened before a careful search takes over, for which it matters less how far apart the best
// paths are in cost.
const wide = 20_000

// firstRound is how many nodes are opened for each path asked for before paths are enumerated.
const firstRound = 32

// bestPaths gives the best paths in their order; of one alone bestPath is quicker.
func (s *search) bestPaths(ctx context.Context, a, b uint32, w wanted) ([][]uint32, status, error) {
	f := s.bestFirst(w.rank, a, b)
	if w.hop == 1 {
		if away, err := f.outOfReach(ctx, w.maxHops); err != nil || away {
			return nil, statusOf(err), unlessBudget(err)
		}
	}
	for opened := firstRound * min(w.count, 16); ; opened *= 2 {
		paths, how, err := f.enumerate(ctx, w, opened)
		if err != nil || how != goOn {
			return paths, how, err
		}
		// To find out that there are no more, a search by cost would go through all that is connected.
		if more, err := s.more(ctx, a, b, w, paths); err != nil || !more {
			return paths, statusOf(err), unlessBudget(err)
		}
		if opened > wide {
			return paths, strayed, nil
		}
	}
}

// enumerate opens so many nodes in all and enumerates the paths that are certain then.
func (f *bestFirst) enumerate(ctx context.Context, w wanted, opened int) ([][]uint32, status, error) {
	err := f.run(ctx, func(_ *bestFirst, bound uint64) bool {
		return w.beyond(bound, f.best) || f.opened >= opened && bound > f.best
	})
	if unlessBudget(err) != nil {
		return nil, 0, err
	}
	bound := f.bound()
	e := enumeration{bestFirst: f, limit: bound - 1, maxHops: w.maxHops}
	if w.hop != 1 {
		e.limit = min(e.limit, w.mostHops(f.best)<<32|maxCost)
	}
	paths, failed := e.paths(ctx, w.count)
	switch {
	case failed != nil:
		return paths, statusOf(failed), unlessBudget(failed)
	case len(paths) == w.count:
		return paths, finished, nil
	case e.strayed:
		return paths, strayed, nil
	case bound == unknown || w.beyond(bound, f.best):
		return paths, finished, nil
	case err != nil:
		return paths, statusOf(err), nil
	}
	return paths, goOn, nil
}

// bestPath gives the best path by specific; nil where there is none. The path lies in the search's scratch space.
func (s *search) bestPath(ctx context.Context, a, b uint32, maxHops int) ([]uint32, status, error) {
	f := s.cheapest(a, b)
	there, err := f.run(ctx, maxHops)
	switch {
	case err != nil || !there || f.best == unknown:
		return nil, statusOf(err), unlessBudget(err)
	case bySpecific.hops(f.best) > uint64(maxHops):
		return nil, strayed, nil
	}
	return f.trace(), finished, nil
}

// unmet is how many nodes are opened without a meeting before it is found out whether there is a path at all.
const unmet = 1024

// outOfReach runs until the directions meet, and reports whether there is no path of so many hops. A search by cost
// would go through all that is connected to find that out; one by hops finds it soon.
func (f *bestFirst) outOfReach(ctx context.Context, maxHops int) (bool, error) {
	err := f.run(ctx, func(f *bestFirst, _ uint64) bool { return f.best != unknown || f.opened >= unmet })
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
