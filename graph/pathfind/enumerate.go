package pathfind

import (
	"cmp"
	"container/heap"
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
)

// maxPartials bounds the partial paths that one enumeration takes up.
const maxPartials = 1_000_000

// checkEvery is how many partial paths are taken up between two looks at the context.
const checkEvery = 1024

// order is what paths are ranked by: two sums, the first before the second.
type order struct{ first, second int64 }

func (o order) plus(p order) order { return order{o.first + p.first, o.second + p.second} }

func (o order) compare(p order) int {
	return cmp.Or(cmp.Compare(o.first, p.first), cmp.Compare(o.second, p.second))
}

// step is what one step to n adds to a path's order.
func (k *known) step(rank graph.Rank, n int32) order {
	cost := k.nodes[n].cost
	if n == k.b {
		cost = 0
	}
	if rank == graph.ByHops {
		return order{1, cost}
	}
	return order{cost, 1}
}

// estimates gives for every number of hops left, and every node, the least order of a walk from the node to b; first
// is far where there is none.
func (k *known) estimates(rank graph.Rank, maxHops int) [][]order {
	layers := make([][]order, maxHops+1)
	for left := range layers {
		layer := make([]order, len(k.nodes))
		for i := range layer {
			layer[i] = order{far, far}
		}
		layer[k.b] = order{}
		if left > 0 {
			k.relax(rank, layers[left-1], layer)
		}
		layers[left] = layer
	}
	return layers
}

func (k *known) relax(rank graph.Rank, before, layer []order) {
	for i := range before {
		n := int32(i)
		if before[i].first >= far || n != k.b && (n == k.a || !k.nodes[i].via) {
			continue
		}
		through := k.step(rank, n).plus(before[i])
		for _, l := range k.nodes[i].prev {
			if l.to != k.b && through.compare(layer[l.to]) < 0 {
				layer[l.to] = through
			}
		}
	}
}

// partial is the beginning of a path.
type partial struct {
	nodes []int32
	order order
	least order // order plus the estimate of the rest
	days  graph.Days
}

// partials is a heap: least estimate first, then by the sequence of ids, so that complete paths come out in the
// documented order.
type partials struct {
	items []partial
	names []node
}

func (p *partials) Len() int      { return len(p.items) }
func (p *partials) Swap(i, j int) { p.items[i], p.items[j] = p.items[j], p.items[i] }
func (p *partials) Push(x any)    { p.items = append(p.items, x.(partial)) }
func (p *partials) Pop() any {
	last := p.items[len(p.items)-1]
	p.items = p.items[:len(p.items)-1]
	return last
}

func (p *partials) Less(i, j int) bool {
	a, b := &p.items[i], &p.items[j]
	if c := a.least.compare(b.least); c != 0 {
		return c < 0
	}
	return slices.CompareFunc(a.nodes, b.nodes, func(m, n int32) int {
		return strings.Compare(p.names[m].id, p.names[n].id)
	}) < 0
}

// found is a path of the known part.
type found struct {
	nodes []int32
	order order
}

// best enumerates the count best paths of the known part, in order; only those of least hops where shortest is true.
// It is false where the enumeration was cut short.
func (k *known) best(ctx context.Context, q *graph.PathQuery, count int, shortest bool) ([]found, bool, error) {
	estimates := k.estimates(q.Rank, q.MaxHops)
	open := &partials{names: k.nodes}
	first := partial{nodes: []int32{k.a}, least: estimates[q.MaxHops][k.a]}
	if q.Concurrent {
		first.days = graph.Days{k.filter.Window()}
	}
	if first.least.first < far {
		open.items = append(open.items, first)
	}
	var out []found
	for taken := 1; open.Len() > 0 && len(out) < count; taken++ {
		if taken%checkEvery == 0 && ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		if taken > maxPartials {
			return out, false, nil
		}
		p := heap.Pop(open).(partial)
		last := p.nodes[len(p.nodes)-1]
		if last == k.b {
			if shortest && len(out) > 0 && len(p.nodes) > len(out[0].nodes) {
				break
			}
			out = append(out, found{p.nodes, p.order})
			continue
		}
		k.extend(open, p, q, estimates[q.MaxHops-len(p.nodes)])
	}
	return out, true, nil
}

// extend pushes every continuation of p by one step; estimates is the layer for the hops that are then left.
func (k *known) extend(open *partials, p partial, q *graph.PathQuery, estimates []order) {
	for _, l := range k.nodes[p.nodes[len(p.nodes)-1]].next {
		if estimates[l.to].first >= far || slices.Contains(p.nodes, l.to) || l.to != k.b && !k.nodes[l.to].via {
			continue
		}
		next := partial{order: p.order.plus(k.step(q.Rank, l.to))}
		if q.Concurrent {
			if next.days = p.days.Intersect(l.days); len(next.days) == 0 {
				continue
			}
		}
		next.nodes = append(slices.Clone(p.nodes), l.to)
		next.least = next.order.plus(estimates[l.to])
		heap.Push(open, next)
	}
}
