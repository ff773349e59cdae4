package csr

import (
	"context"
	"math"
)

// An order is what paths are ranked by, two sums in one number of 40 bits: cost, then hops for the rank specific; hops,
// then cost for the rank hops. It is the sum of what each step adds, so that orders are added like numbers.
type rank struct {
	costAt, hop uint64 // where the cost begins, and what one hop adds
}

const (
	orderBits = 40
	unknown   = 1<<orderBits - 1 // greater than every order that is looked at
	hopsBits  = 8
	maxCost   = math.MaxUint32
	maxHops   = 1<<hopsBits - 1
)

var (
	bySpecific = rank{costAt: hopsBits, hop: 1}
	byHops     = rank{costAt: 0, hop: 1 << 32}
)

// hops is the number of hops in an order.
func (r rank) hops(order uint64) uint64 {
	if r.hop == 1 {
		return order & maxHops
	}
	return order >> 32
}

// fits reports whether a further step of that cost can be added without one sum running into the other. What does not
// fit has more hops than any question allows.
func (r rank) fits(order uint64, cost uint32) bool {
	if r.hop == 1 {
		return order&maxHops < maxHops && order>>hopsBits+uint64(cost) < maxCost
	}
	return order>>32 < maxHops && order&maxCost+uint64(cost) < maxCost
}

// lane is one of the directions of a best-first search: a heap of nodes that were found and not opened, least order
// first. Since the costs are the nodes' own, a node is found at its final order at once: it is pushed once and never
// decreased.
type lane struct {
	heap  []uint64 // order, then the place in found
	found []uint32
}

const placeBits = 64 - orderBits

func (l *lane) reset() { l.heap, l.found = l.heap[:0], l.found[:0] }

// top is the least order of a node that was not opened.
func (l *lane) top() uint64 {
	if len(l.heap) == 0 {
		return unknown
	}
	return l.heap[0] >> placeBits
}

// push adds a node. It is false where there are too many to number.
func (l *lane) push(n uint32, order uint64) bool {
	place := uint64(len(l.found))
	if place >= 1<<placeBits {
		return false
	}
	l.found = append(l.found, n)
	l.heap = append(l.heap, order<<placeBits|place)
	h := l.heap
	at := len(h) - 1
	item := h[at]
	for at > 0 {
		up := (at - 1) / 4
		if h[up] <= item {
			break
		}
		h[at] = h[up]
		at = up
	}
	h[at] = item
	return true
}

// pop takes the node of least order.
func (l *lane) pop() (n uint32, order uint64) {
	h := l.heap
	item := h[0]
	last := len(h) - 1
	moved := h[last]
	h = h[:last]
	l.heap = h
	at := 0
	for {
		child := 4*at + 1
		if child >= last {
			break
		}
		least := child
		for c := child + 1; c < min(child+4, last); c++ {
			if h[c] < h[least] {
				least = c
			}
		}
		if h[least] >= moved {
			break
		}
		h[at] = h[least]
		at = least
	}
	if last > 0 {
		h[at] = moved
	}
	return l.found[item&(1<<placeBits-1)], item >> placeBits
}

// bestFirst is a search for the best paths from both ends. An order that a label or the search itself carries counts
// every node but the two ends.
type bestFirst struct {
	search
	rank
	a, b   uint32
	best   uint64 // least order of a path that was found
	opened int
}

// bestFirst makes ready for a search from a to b. It is in the search's scratch space.
func (s *search) bestFirst(r rank, a, b uint32) *bestFirst {
	f := &s.nearest
	*f = bestFirst{search: *s, rank: r, a: a, b: b, best: unknown}
	s.beginBest(s.m.nodes())
	s.meets = s.meets[:0]
	for i, n := range [2]uint32{a, b} {
		s.lanes[i].reset()
		s.labels[2*n+uint32(i)] = s.stage << orderBits
		s.lanes[i].push(n, 0)
	}
	return f
}

// label is the order at which a direction found the node; unknown where it did not, or may not pass through it.
func (f *bestFirst) label(n, i uint32) uint64 {
	if l := f.labels[2*n+i]; l>>orderBits == f.stage {
		return l & unknown
	}
	return unknown
}

// cost is what a node adds as an inner node of a path.
func (f *bestFirst) cost(n uint32) uint32 {
	if n == f.a || n == f.b {
		return 0
	}
	return f.m.costs[n]
}

// whole is the order of the path through a node that both directions found. More hops than fit are as many as fit, which
// is more than any question allows.
func (f *bestFirst) whole(n uint32, a, b uint64) uint64 {
	order := a + b - uint64(f.cost(n))<<f.costAt
	if f.hop == 1 && a&maxHops+b&maxHops > maxHops {
		return order - (a&maxHops + b&maxHops) + maxHops
	}
	return order
}

// bound is what no path that is still unknown comes below: on it lie two nodes, one after the other, neither of
// which was opened by the direction that it belongs to.
func (f *bestFirst) bound() uint64 {
	a, b := f.lanes[0].top(), f.lanes[1].top()
	if a == unknown || b == unknown {
		return unknown
	}
	return a + b + f.hop
}

// run opens nodes until done says that it is enough, or nothing is left to open.
func (f *bestFirst) run(ctx context.Context, done func(f *bestFirst, bound uint64) bool) error {
	for {
		bound := f.bound()
		if bound == unknown || done(f, bound) {
			return nil
		}
		i := uint32(0)
		if f.lanes[1].top() < f.lanes[0].top() {
			i = 1
		}
		if !f.budget.spend() {
			return errSpent
		}
		if err := f.open(ctx, i); err != nil {
			return err
		}
	}
}

// open opens the nearest node of a direction.
func (f *bestFirst) open(ctx context.Context, i uint32) error {
	l := &f.lanes[i]
	n, order := l.pop()
	f.opened++
	list := f.step(n, i)
	for len(list) > 0 {
		part := list[:min(len(list), patience)]
		list = list[len(part):]
		if !f.find(l, i, order+f.hop, part) {
			return errSpent
		}
		if f.tired(len(part)) && ctx.Err() != nil {
			return ended(ctx, f.budget.spent)
		}
	}
	return nil
}

// find labels the nodes that one step leads to. It is false where there are too many.
func (f *bestFirst) find(l *lane, i uint32, order uint64, list []uint32) bool {
	labels, stage, free, costs := f.labels, f.stage, f.filter.everyNode, f.m.costs
	for _, v := range list {
		own := &labels[2*v+i]
		if *own>>orderBits == stage {
			continue
		}
		end := v == f.a || v == f.b
		reached := order
		if !end {
			if !free && !f.filter.inner(v) || !f.fits(order, costs[v]) {
				*own = stage<<orderBits | unknown
				continue
			}
			reached += uint64(costs[v]) << f.costAt
		}
		*own = stage<<orderBits | reached
		if far := labels[2*v+1-i]; far>>orderBits == stage && far&unknown != unknown {
			f.meets = append(f.meets, v)
			f.best = min(f.best, f.whole(v, reached, far&unknown))
		}
		if !end && !l.push(v, reached) {
			return false
		}
	}
	return true
}

// left is the order from the node to the path's end, the node itself included, as far as it is known.
func (f *bestFirst) left(n uint32) uint64 {
	if l := f.label(n, 1); l != unknown {
		return l
	}
	if l := f.rest[n]; l>>orderBits == f.round {
		return l & unknown
	}
	return unknown
}

// through is the order of the best path over a node with these labels.
func (f *bestFirst) through(n uint32) uint64 {
	a, b := f.label(n, 0), f.left(n)
	if a == unknown || b == unknown {
		return unknown
	}
	return f.whole(n, a, b)
}

// prepare finds out what is left to the end from every node of the near side that lies on a path of at most this order,
// going back from where the directions met. The limit must be below the bound.
func (f *bestFirst) prepare(ctx context.Context, limit uint64) error {
	f.beginRest(f.m.nodes())
	w := &f.sweep
	w.reset()
	for _, n := range f.meets {
		if f.through(n) <= limit && !w.push(n, f.label(n, 1)) {
			return errSpent
		}
	}
	for len(w.heap) > 0 {
		n, order := w.pop()
		if n == f.a {
			continue
		}
		if err := f.goBack(ctx, n, order, limit); err != nil {
			return err
		}
	}
	return nil
}

// goBack labels the nodes of the near side from which one step leads to n, which has this order to the end.
func (f *bestFirst) goBack(ctx context.Context, n uint32, order, limit uint64) error {
	if near := f.lanes[0].found; f.degree(n) > hub*len(near) {
		for _, u := range near {
			if f.left(u) == unknown && f.filter.joined(u, n) && !f.goBackTo(u, order, limit) {
				return errSpent
			}
		}
		return f.look(ctx, len(near))
	}
	list := f.step(n, 1)
	for _, u := range list {
		if !f.goBackTo(u, order, limit) {
			return errSpent
		}
	}
	return f.look(ctx, len(list))
}

// goBackTo labels a node one step before one of this order to the end, where a path of the limit may lie on it. It is
// false where there are too many nodes.
func (f *bestFirst) goBackTo(u uint32, order, limit uint64) bool {
	near := f.label(u, 0)
	if near == unknown || near+order+f.hop > limit || f.left(u) != unknown {
		return true
	}
	cost := f.cost(u)
	if !f.fits(order, cost) {
		return true
	}
	left := order + f.hop + uint64(cost)<<f.costAt
	f.rest[u] = f.round<<orderBits | left
	return f.sweep.push(u, left)
}

// hub is how many times as many arcs as nodes found a node has to have before the nodes are asked for an arc to it.
const hub = 16

func (f *bestFirst) degree(n uint32) int { return int(f.m.first[n+1] - f.m.first[n]) }
