package csr

import (
	"context"
	"math"
	"slices"
)

// cheapest is a search for the one best path by the rank specific, from both ends. A node belongs to the direction that
// found it first, and is not found by the other any more: where the other comes upon it, there is a step of a path between
// the two, and all that lies beyond is known better from the other end. So a byte a node says all that most arcs are asked
// for, and memory of a node's own is looked at where the directions meet.
//
// Orders are those of [bySpecific]: cost, then hops, where one hop adds 1.
type cheapest struct {
	search
	a, b   uint32
	best   uint64 // least order of a path that was found; the pairs are its steps between the directions
	opened int
}

// What is noted of a node in a search for the cheapest path, beside the search's number.
const (
	foundNear  = iota // by the direction from the path's beginning
	foundFar          // by the one from its end
	foundBest         // near, and on a best path
	foundNever        // not to be found
	foundBits  = 2
	lastTry    = 1<<(8-foundBits) - 1
)

// front is one of the directions: the nodes that were found, in buckets by their order. Each bucket is sorted when its turn
// comes, so that the many nodes that are found and never opened cost next to nothing.
type front struct {
	found   []finding
	buckets []uint32 // the latest finding of each, and one more; 0 where there is none
	at      int      // the bucket that is being opened
	sorted  []uint64 // findings of this and the earlier buckets: order, then place in found
	next    int      // the first of those that was not opened
	waiting int      // how many are in later buckets
}

// finding is a node that was found.
type finding struct {
	order  uint64
	node   uint32
	before uint32 // the next one in the bucket, and one more
}

// bucketAt is the bit of an order from which on it names the bucket. A bucket is 0.13 nats wide: at its turn there are some
// dozens of nodes in it.
const bucketAt = hopsBits + 17

func (l *front) reset() {
	clear(l.buckets)
	l.found, l.buckets, l.sorted = l.found[:0], l.buckets[:0], l.sorted[:0]
	l.at, l.next, l.waiting = 0, 0, 0
}

// add notes a node that was found. Its order is not below that of the node that is being opened.
func (l *front) add(n uint32, order uint64) {
	place := len(l.found)
	bucket := int(order >> bucketAt)
	if bucket <= l.at {
		l.found = append(l.found, finding{order: order, node: n})
		l.insert(order<<placeBits | uint64(place))
		return
	}
	for bucket >= len(l.buckets) {
		l.buckets = append(l.buckets, 0)
	}
	l.found = append(l.found, finding{order, n, l.buckets[bucket]})
	l.buckets[bucket] = uint32(place) + 1
	l.waiting++
}

// insert puts a finding into the bucket that is being opened.
func (l *front) insert(key uint64) {
	l.sorted = append(l.sorted, key)
	s := l.sorted[l.next:]
	at := len(s) - 1
	for at > 0 && s[at-1] > key {
		s[at] = s[at-1]
		at--
	}
	s[at] = key
}

// top is the least order of a node that was found and not opened.
func (f *cheapest) top(i int) uint64 {
	l := &f.fronts[i]
	if l.next == len(l.sorted) {
		if !l.turn() {
			return unknown
		}
		f.on = f.on[:0]
		for _, key := range l.sorted[l.next:] {
			f.on = append(f.on, l.found[key&(1<<placeBits-1)].node)
		}
		f.approach(f.on)
	}
	return l.sorted[l.next] >> placeBits
}

// turn goes on to the next bucket that has something.
func (l *front) turn() bool {
	if l.waiting == 0 {
		return false
	}
	for l.at++; l.buckets[l.at] == 0; l.at++ {
	}
	from := len(l.sorted)
	for place := l.buckets[l.at]; place > 0; place = l.found[place-1].before {
		l.sorted = append(l.sorted, l.found[place-1].order<<placeBits|uint64(place-1))
	}
	l.waiting -= len(l.sorted) - from
	slices.Sort(l.sorted[from:])
	return true
}

// level gives those of the sorted findings that have this order.
func (l *front) level(order uint64) []uint64 {
	lo, _ := slices.BinarySearch(l.sorted, order<<placeBits)
	hi := lo
	for hi < len(l.sorted) && l.sorted[hi]>>placeBits == order {
		hi++
	}
	return l.sorted[lo:hi]
}

// cheapest makes ready for a search from a to b, in the search's scratch space.
func (s *search) cheapest(a, b uint32) *cheapest {
	f := &s.onePath
	*f = cheapest{search: *s, a: a, b: b, best: unknown}
	f.beginCheapest(s.m.nodes())
	f.pairs = f.pairs[:0]
	for i, n := range [2]uint32{a, b} {
		l := &f.fronts[i]
		l.reset()
		f.states[n] = f.state(uint8(i))
		f.ways[n] = 0
		l.add(n, 0)
	}
	return f
}

// state is what is noted of a node in this search.
func (s *scratch) state(found uint8) uint8 { return s.try<<foundBits | found }

// run opens nodes, the nearest first of either direction, until no path that is unknown can be as good as the best one
// that is known. Where the directions do not meet for long it finds out whether there is a path of so many hops at all,
// and gives false if not: a search by cost would go through all that is connected to find that out.
func (f *cheapest) run(ctx context.Context, maxHops int) (bool, error) {
	asked := false
	for {
		near, far := f.top(0), f.top(1)
		over := near == unknown || far == unknown
		if f.best == unknown && !asked && (over || f.opened >= unmet) {
			hops, err := f.distance(ctx, f.a, f.b)
			if err != nil || hops == noHops || hops > maxHops {
				return false, err
			}
			asked = true
		}
		// On an unknown path lie two nodes, one after the other, that were not opened from their side.
		if over || near+far+bySpecific.hop > f.best {
			return true, nil
		}
		if !f.budget.spend() {
			return false, errSpent
		}
		i, other := uint32(0), far
		if far < near {
			i, other = 1, near
		}
		if err := f.open(ctx, i, other); err != nil {
			return false, err
		}
	}
}

// open opens the nearest node of a direction; other is the order up to which the other one has come.
func (f *cheapest) open(ctx context.Context, i uint32, other uint64) error {
	l := &f.fronts[i]
	key := l.sorted[l.next]
	l.next++
	f.opened++
	order := key >> placeBits
	if order&maxHops == maxHops {
		return nil // one more would not be counted, and is more than any question allows
	}
	n := l.found[key&(1<<placeBits-1)].node
	list := f.step(n, i)
	for len(list) > 0 {
		part := list[:min(len(list), patience)]
		list = list[len(part):]
		if f.find(n, i, order+bySpecific.hop, other, part); len(l.found) > 1<<placeBits-patience {
			return errSpent // there are too many to number
		}
		if f.tired(len(part)) && ctx.Err() != nil {
			return ended(ctx, f.budget.spent)
		}
	}
	return nil
}

// find goes through the nodes that one step leads to from n. What is of this order before its own cost, and of more than
// the best path with what the other direction still has to go, is left alone: nothing has to be known of it, since that
// direction will leave it alone as well, or has found it before. Where that is so even of the cheapest node, as for half of
// all arcs, steps to what the other direction found are all that is looked for.
func (f *cheapest) find(n, i uint32, order, other uint64, list []uint32) {
	l, states, classes := &f.fronts[i], f.states, f.m.classes
	own, far := f.state(uint8(i)), f.state(uint8(1-i))
	free, rest, best := f.filter.everyNode, order+other+bySpecific.hop, f.best
	if rest+uint64(f.m.leastCost)<<hopsBits > best {
		for _, v := range list {
			if states[v] == far {
				f.meet(n, v, i, order)
			}
		}
		return
	}
	for _, v := range list {
		x := states[v]
		if x>>foundBits == own>>foundBits {
			if x == far {
				f.meet(n, v, i, order)
				best = f.best
			}
			continue
		}
		class := classes[v]
		cost := classCosts[class]
		if class == lastClass {
			cost = uint64(f.m.costs[v]) << hopsBits
		}
		switch {
		case rest+cost > best, class < 2: // from a node with one neighbour no path goes on
		case !free && !f.filter.inner(v), class == lastClass && !bySpecific.fits(order, f.m.costs[v]):
			states[v] = f.state(foundNever)
		default:
			states[v] = own
			f.ways[v] = uint32(len(l.found))
			l.add(v, order+cost)
		}
	}
}

// meet notes a step from n, of the direction i and of this order with the step, to v, which the other direction found.
func (f *cheapest) meet(n, v, i uint32, order uint64) {
	beyond := f.fronts[1-i].found[f.ways[v]].order
	total := order + beyond
	if hops := order&maxHops + beyond&maxHops; hops > maxHops {
		total -= hops - maxHops
	}
	if total > f.best {
		return
	}
	if total < f.best {
		f.best = total
		f.pairs = f.pairs[:0]
	}
	p := pair{n, v}
	if i == 1 {
		p = pair{v, n}
	}
	f.pairs = append(f.pairs, p)
}

// Classes of nodes by their degree, of a byte: what most nodes cost is looked up in a small table by it. Nodes of the last
// class have that degree or a greater one.
const lastClass = math.MaxUint8

// trace follows the pairs to both ends and gives the path that comes first in the order of the nodes' ids. All that is on
// a best path was found by then, from the side that it lies on. The path lies in the search's scratch space.
func (f *cheapest) trace() []uint32 {
	f.links, f.on = f.links[:0], f.on[:0]
	for _, p := range f.pairs {
		f.onBest(p.a)
	}
	for len(f.on) > 0 {
		last := len(f.on) - 1
		n := f.on[last]
		f.on = f.on[:last]
		if n == f.a {
			continue
		}
		for _, from := range f.tight(n, 0) {
			f.links = append(f.links, link{from, n})
			f.onBest(from)
		}
	}
	f.path = append(f.path[:0], f.a)
	at := f.a
	for far := false; !far; {
		next := uint32(math.MaxUint32)
		for _, l := range f.links {
			if l.from == at {
				next = min(next, l.to)
			}
		}
		for _, p := range f.pairs {
			if p.a == at && p.b < next {
				next, far = p.b, true
			}
		}
		at = next
		f.path = append(f.path, at)
	}
	for at != f.b {
		at = slices.Min(f.tight(at, 1))
		f.path = append(f.path, at)
	}
	return f.path
}

// onBest notes that a node of the near side lies on a best path.
func (f *cheapest) onBest(n uint32) {
	if f.states[n] != f.state(foundBest) {
		f.states[n] = f.state(foundBest)
		f.on = append(f.on, n)
	}
}

// tight gives the nodes from which n was reached at its order by its own direction: those of the order that is left
// without n and the step. They are looked for among the nodes of that order, or among the arcs of n, whichever are fewer. The
// list is good until the next call.
func (f *cheapest) tight(n, i uint32) []uint32 {
	l := &f.fronts[i]
	order := l.found[f.ways[n]].order - uint64(f.m.costs[n])<<hopsBits - bySpecific.hop
	level := l.level(order)
	out := f.tights[:0]
	if first := f.m.first; len(level) <= int(first[n+1]-first[n])/hub+1 {
		for _, key := range level {
			other := l.found[key&(1<<placeBits-1)].node
			if i == 0 && f.filter.joined(other, n) || i == 1 && f.filter.joined(n, other) {
				out = append(out, other)
			}
		}
		f.tights = out
		return out
	}
	for _, other := range f.step(n, 1-i) {
		x := f.states[other]
		if (x == f.state(uint8(i)) || i == 0 && x == f.state(foundBest)) && l.found[f.ways[other]].order == order {
			out = append(out, other)
		}
	}
	f.tights = out
	return out
}
