package pathfind

import (
	"context"
	"math"
	"slices"

	"coopgraph/graph"
)

// far is greater than every cost and number of hops.
const far = math.MaxInt64 / 4

// known is the part of the graph that has been fetched so far, under one filter.
type known struct {
	source Graph
	filter graph.Filter
	budget *budget

	index map[string]int32
	pairs map[[2]int32]position
	nodes []node
	a, b  int32
}

type node struct {
	id     string
	cost   int64
	via    bool // may be an inner node
	opened bool
	next   []link // where one may walk to from here
	prev   []link // from where one may walk here
}

// position is where the link of a pair stands in the one's next and in the other's prev.
type position struct{ next, prev int }

type link struct {
	to   int32
	days graph.Days // days on which some relationship joins the two; kept only where the question is concurrent
}

// budget counts what is examined over all the searches of one question.
type budget struct{ left, spent int }

func (b *budget) spend(n int) bool {
	b.left -= n
	b.spent += n
	return b.left >= 0
}

// unseen is a graph of which nothing is known.
func unseen(g Graph, f graph.Filter, b *budget) *known {
	return &known{source: g, filter: f, budget: b, index: map[string]int32{}, pairs: map[[2]int32]position{}}
}

func newKnown(g Graph, f graph.Filter, from, to graph.Entity, b *budget) *known {
	k := unseen(g, f, b)
	k.a = k.add(from.ID, from.Kind, from.Degree)
	k.b = k.add(to.ID, to.Kind, to.Degree)
	return k
}

func (k *known) add(id string, kind graph.Kind, degree int) int32 {
	if i, ok := k.index[id]; ok {
		return i
	}
	i := int32(len(k.nodes))
	k.index[id] = i
	k.nodes = append(k.nodes, node{id: id, cost: graph.Cost(degree),
		via: k.filter.PassVia(id, kind, degree) && k.filter.PassShown(id, kind)})
	return i
}

// open fetches the relationships of these nodes. It is false where the budget is spent.
func (k *known) open(ctx context.Context, batch []int32, concurrent bool) (bool, error) {
	ids := make([]string, len(batch))
	for i, n := range batch {
		ids[i] = k.nodes[n].id
	}
	if !k.budget.spend(len(batch)) {
		return false, nil
	}
	slices.Sort(ids)
	arcs, err := k.source.Expand(ctx, ids, &k.filter)
	if err != nil {
		return false, err
	}
	wasOpen := make([]bool, len(k.nodes))
	for i := range k.nodes {
		wasOpen[i] = k.nodes[i].opened
	}
	for _, n := range batch {
		k.nodes[n].opened = true
	}
	for _, arc := range arcs {
		n, o := k.index[arc.Node], k.add(arc.Other, arc.OtherKind, arc.OtherDegree)
		// What joins this node to one that was opened before is known from there.
		if n == o || int(o) < len(wasOpen) && wasOpen[o] {
			continue
		}
		days := graph.Days(nil)
		if concurrent {
			days = graph.Union(arc.Holds).Clip(k.filter.Window())
		}
		if k.filter.PassDirection(arc.Type, arc.Outgoing) {
			k.join(n, o, days)
		}
		if k.filter.PassDirection(arc.Type, !arc.Outgoing) {
			k.join(o, n, days)
		}
	}
	return true, nil
}

// join records that one may walk from n to o on these days.
func (k *known) join(n, o int32, days graph.Days) {
	from, to := &k.nodes[n], &k.nodes[o]
	if at, ok := k.pairs[[2]int32{n, o}]; ok {
		days = graph.Union(append(slices.Clone(from.next[at.next].days), days...)...)
		from.next[at.next].days, to.prev[at.prev].days = days, days
		return
	}
	k.pairs[[2]int32{n, o}] = position{len(from.next), len(to.prev)}
	from.next = append(from.next, link{o, days})
	to.prev = append(to.prev, link{n, days})
}

// isEnd reports whether n is one of the question's two ends, which no path passes through.
func (k *known) isEnd(n int32) bool { return n == k.a || n == k.b }

// reach is what a walk from one end over opened nodes has found: the least cost and the fewest hops to every node, the
// node itself included in the cost. far where it was not reached.
type reach struct{ cost, hops []int64 }

// reachFrom walks from the end a, or from the end b against the direction.
func (k *known) reachFrom(start int32, backward bool) reach {
	r := reach{make([]int64, len(k.nodes)), make([]int64, len(k.nodes))}
	for i := range r.cost {
		r.cost[i], r.hops[i] = far, far
	}
	r.cost[start], r.hops[start] = 0, 0
	// Label-correcting search: costs change little between rounds and the known part is small, so a queue does.
	queue := []int32{start}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if n != start && (k.isEnd(n) || !k.nodes[n].opened || !k.nodes[n].via) {
			continue
		}
		links := k.nodes[n].next
		if backward {
			links = k.nodes[n].prev
		}
		for _, l := range links {
			cost, hops := r.cost[n]+k.nodes[l.to].cost, r.hops[n]+1
			if cost < r.cost[l.to] || hops < r.hops[l.to] {
				r.cost[l.to], r.hops[l.to] = min(cost, r.cost[l.to]), min(hops, r.hops[l.to])
				queue = append(queue, l.to)
			}
		}
	}
	return r
}

// fringe is the unopened nodes that a reach has found, and the least cost and fewest hops among them.
type fringe struct {
	reach      reach
	nodes      []int32
	cost, hops int64
}

func (k *known) fringeOf(r reach) fringe {
	f := fringe{reach: r, cost: far, hops: far}
	for i := range k.nodes {
		n := int32(i)
		if k.isEnd(n) || k.nodes[i].opened || !k.nodes[i].via || r.hops[i] >= far {
			continue
		}
		f.nodes = append(f.nodes, n)
		f.cost, f.hops = min(f.cost, r.cost[i]), min(f.hops, r.hops[i])
	}
	return f
}

// keep drops the nodes that are more than hops away.
func (f *fringe) keep(hops int64) {
	f.nodes = slices.DeleteFunc(f.nodes, func(n int32) bool { return f.reach.hops[n] > hops })
}

// layer is the nearest nodes.
func (f *fringe) layer() []int32 {
	var layer []int32
	for _, n := range f.nodes {
		if f.reach.hops[n] == f.hops {
			layer = append(layer, n)
		}
	}
	return layer
}
