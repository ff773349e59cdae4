package pathfind

import (
	"cmp"
	"context"
	"slices"

	"coopgraph/graph"
)

// Sizes of the batches in which nodes are opened.
const (
	firstBatch = 16
	maxBatch   = 2000
)

// Paths answers a question about paths. Its From and To must be ids of entities that are there; one that is not is
// CodeNotFound without candidates. The answer's marker is left to the engine.
func Paths(ctx context.Context, g Graph, q graph.PathQuery) (graph.PathAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.PathAnswer{}, err
	}
	from, to, err := ends(ctx, g, q.From, q.To)
	if err != nil {
		return graph.PathAnswer{}, err
	}
	spent := &budget{left: q.Budget}
	if q.From == q.To {
		return assemble(ctx, g, &q, [][]string{{q.From}}, graph.PathAnswer{Complete: true})
	}
	k := newKnown(g, q.Filter, from, to, spent)
	paths, status, err := k.search(ctx, &q)
	if err != nil {
		return graph.PathAnswer{}, err
	}
	answer := graph.PathAnswer{Complete: status == finished}
	if len(paths) > graph.MaxAllShortest {
		paths, answer.More, answer.Complete = paths[:graph.MaxAllShortest], true, false
	}
	if len(paths) == 0 {
		if answer.None, err = k.why(ctx, &q, status); err != nil {
			return graph.PathAnswer{}, err
		}
	}
	answer.Examined = spent.spent
	return assemble(ctx, g, &q, k.ids(paths), answer)
}

func ends(ctx context.Context, g Graph, from, to string) (a, b graph.Entity, err error) {
	entities, err := g.Entities(ctx, []string{from, to})
	if err != nil {
		return a, b, err
	}
	for _, want := range []struct {
		param, id string
		into      *graph.Entity
	}{{"from", from, &a}, {"to", to, &b}} {
		i := slices.IndexFunc(entities, func(e graph.Entity) bool { return e.ID == want.id })
		if i < 0 {
			return a, b, unknown(want.param, want.id)
		}
		*want.into = entities[i]
	}
	return a, b, nil
}

func unknown(param, id string) *graph.Error {
	e := graph.NotFound(param, "no entity has the id %q", id)
	e.Value = id
	return e
}

func (k *known) ids(paths []found) [][]string {
	out := make([][]string, len(paths))
	for i, p := range paths {
		for _, n := range p.nodes {
			out[i] = append(out[i], k.nodes[n].id)
		}
	}
	return out
}

// status says how a search ended.
type status int

const (
	finished  status = iota // the answer is exact
	exhausted               // the budget was spent; what was found may not be the best, or not all
)

// search opens nodes until the answer is certain.
func (k *known) search(ctx context.Context, q *graph.PathQuery) ([]found, status, error) {
	count, shortest, rank := q.K, q.Mode == graph.AllShortest, q.Rank
	if shortest {
		// All have the same number of steps, so both ranks order them alike; by hops the search ends sooner.
		count, rank = graph.MaxAllShortest+1, graph.ByHops
	}
	ranked := *q
	ranked.Rank = rank
	batch := []int32{k.a, k.b}
	for size := firstBatch; ; size = min(2*size, maxBatch) {
		within, err := k.open(ctx, batch, q.Concurrent)
		if err != nil {
			return nil, 0, err
		}
		paths, whole, err := k.best(ctx, &ranked, count, shortest)
		if err != nil {
			return nil, 0, err
		}
		if !within || !whole {
			return paths, exhausted, nil
		}
		a, b := k.fringes()
		if certain(paths, count, shortest, rank, a, b) || a.hops+1+b.hops > int64(q.MaxHops) {
			return paths, finished, nil
		}
		batch = k.choose(rank, size, int64(q.MaxHops), a, b)
	}
}

func (k *known) fringes() (fringe, fringe) {
	return k.fringeOf(k.reachFrom(k.a, false)), k.fringeOf(k.reachFrom(k.b, true))
}

// certain reports whether no path that is still unknown can be among the answer. An unknown path has a step between
// two unopened nodes, so it is at least as long and as costly as the two fringes' nearest nodes together.
func certain(paths []found, count int, shortest bool, rank graph.Rank, a, b fringe) bool {
	if shortest {
		return len(paths) > 0 && int64(len(paths[0].nodes)-1) < a.hops+1+b.hops
	}
	if len(paths) < count {
		return false
	}
	worst := paths[count-1].order.first
	if rank == graph.ByHops {
		return worst < a.hops+1+b.hops
	}
	return worst < a.cost+b.cost
}

// choose gives the next nodes to open: by hops the whole nearest layer of the smaller fringe, else the cheapest few of
// both. Nodes that no path within the hops can need are left closed.
func (k *known) choose(rank graph.Rank, size int, maxHops int64, a, b fringe) []int32 {
	a.keep(maxHops - 1 - b.hops)
	b.keep(maxHops - 1 - a.hops)
	if rank == graph.ByHops {
		layer := a.layer()
		if other := b.layer(); len(other) < len(layer) {
			layer = other
		}
		return layer[:min(len(layer), maxBatch)]
	}
	batch := append(k.cheapest(a, size), k.cheapest(b, size)...)
	slices.Sort(batch)
	return slices.Compact(batch)
}

func (k *known) cheapest(f fringe, size int) []int32 {
	slices.SortFunc(f.nodes, func(m, n int32) int {
		return cmp.Or(cmp.Compare(f.reach.cost[m], f.reach.cost[n]), cmp.Compare(m, n))
	})
	return f.nodes[:min(len(f.nodes), size)]
}
