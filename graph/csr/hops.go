package csr

import (
	"context"
	"math"
	"slices"
)

// What a breadth-first search notes of a node it has seen, in one byte, so that the notes of many nodes stay near the
// processor: the search's own number, and one of these.
const (
	nearSide = iota // found from the beginning of the path
	farSide         // found from its end
	blocked         // not to be found
	states
	lastTurn = 255/states - 1
)

// side is one of the two halves of a breadth-first search.
type side struct {
	nodes []uint32 // in the order in which they were found
	last  int      // where the outermost layer begins
	layer uint32   // its distance from the end
	work  int      // arcs of the outermost layer; -1 where they were not counted
	least uint32   // least cost within it
}

// What a search for a path knows of a node: the least cost of a shortest way from the side's end to it, the node's own
// included, and its layer.
const (
	layerBits = 4
	lastLayer = 1<<layerBits - 1
)

// noHops says that there is no path.
const noHops = -1

// pair is a step between the two sides.
type pair struct{ a, b uint32 }

// link is a step on a best way within one side.
type link struct{ from, to uint32 }

// search is one question's way through the model.
type search struct {
	*scratch
	m      *Model
	filter *filter
	budget *budget
}

// step gives where one step leads from n, or backward from where one leads to it; see filter.neighbours. The list is good
// until the next call.
func (s *search) step(n, backward uint32) []uint32 {
	list := s.filter.neighbours(n, backward, s.buffer)
	if !s.filter.everyArc {
		s.buffer = list
	}
	return list
}

// look looks at the context if it is time to, after n more arcs.
func (s *search) look(ctx context.Context, n int) error {
	if s.tired(n) && ctx.Err() != nil {
		return ended(ctx, s.budget.spent)
	}
	return nil
}

// start puts the two ends into the two sides.
func (s *search) start(a, b uint32) {
	s.beginSides(s.m.nodes())
	for i, n := range [2]uint32{a, b} {
		sd := &s.sides[i]
		sd.nodes = append(sd.nodes[:0], n)
		sd.last, sd.layer, sd.work, sd.least = 0, 0, -1, 0
		s.seen[n] = s.note(uint8(i))
	}
}

// note is what is noted of a node in this search.
func (s *search) note(state uint8) uint8 { return s.turn*states + state }

// cheaper chooses the side whose outermost layer is opened next: the one with fewer arcs. The arcs of a long layer are
// not counted where the other's are fewer than its nodes.
func (s *search) cheaper() int {
	short, long := 0, 1
	if len(s.sides[1].frontier()) < len(s.sides[0].frontier()) {
		short, long = 1, 0
	}
	s.countWork(short)
	if s.sides[long].work < 0 && s.sides[short].work <= len(s.sides[long].frontier()) {
		return short
	}
	s.countWork(long)
	if s.sides[long].work < s.sides[short].work {
		return long
	}
	return short
}

func (sd *side) frontier() []uint32 { return sd.nodes[sd.last:] }

func (s *search) countWork(i int) {
	sd := &s.sides[i]
	if sd.work >= 0 {
		return
	}
	sd.work = 0
	first := s.m.first
	for _, n := range sd.frontier() {
		sd.work += int(first[n+1] - first[n])
	}
}

// approach looks at the first and the last arc of nodes that are about to be opened, so that the waiting for memory, which
// lies far apart, overlaps. What lies between is mostly near one of them.
func (s *search) approach(nodes []uint32) {
	a, first, seen := &s.m.arcs, s.m.first, uint32(0)
	types, dated := !s.filter.everyArc, s.filter.dated
	for _, n := range nodes {
		lo, hi := first[n], first[n+1]
		if lo == hi {
			continue
		}
		hi--
		seen |= a.to[lo] | a.to[hi]
		if types {
			seen |= uint32(a.tag[lo])
		}
		if dated {
			seen |= uint32(a.from[lo] | a.from[hi] | a.until[lo] | a.until[hi])
		}
	}
	s.approached |= seen
}

// ahead is how many nodes are approached at a time.
const ahead = 32

// distance is the number of hops of the shortest path, however long; noHops where there is none. It stops at the
// first meeting of the two sides.
func (s *search) distance(ctx context.Context, a, b uint32) (int, error) {
	if a == b {
		return 0, nil
	}
	s.start(a, b)
	return s.untilMet(ctx, 0)
}

// distanceOn is how many hops a path to b has at least beyond its beginning, whose nodes it meets no more, where it
// does not go on to one of the excluded ones.
func (s *search) distanceOn(ctx context.Context, beginning, excluded []uint32, b uint32) (int, error) {
	last := beginning[len(beginning)-1]
	s.start(last, b)
	for _, n := range beginning {
		s.seen[n] = s.note(blocked)
	}
	near := &s.sides[0]
	near.nodes = near.nodes[:0]
	list := s.step(last, 0)
	for _, v := range list {
		switch {
		case slices.Contains(excluded, v):
		case v == b:
			return 1, nil
		case s.seen[v]/states != s.turn && s.filter.inner(v):
			s.seen[v] = s.note(nearSide)
			near.nodes = append(near.nodes, v)
		}
	}
	return s.untilMet(ctx, 1)
}

// untilMet widens the two sides until they meet, and gives the number of hops where the path has so many already.
func (s *search) untilMet(ctx context.Context, hops int) (int, error) {
	for {
		hops++
		i := s.cheaper()
		sd := &s.sides[i]
		if sd.last == len(sd.nodes) {
			return noHops, nil
		}
		met, err := s.widen(ctx, i)
		if err != nil || met {
			return hops, err
		}
	}
}

// widen opens the outermost layer of a side and reports whether it met the other.
func (s *search) widen(ctx context.Context, i int) (bool, error) {
	sd := &s.sides[i]
	own, other, none := s.note(uint8(i)), s.note(uint8(1-i)), s.note(blocked)
	from, to := sd.last, len(sd.nodes)
	seen, free := s.seen, s.filter.everyNode
	for at := from; at < to; at++ {
		if !s.budget.spend() {
			return false, errSpent
		}
		if (at-from)%ahead == 0 {
			s.approach(sd.nodes[at:min(at+ahead, to)])
		}
		list := s.step(sd.nodes[at], uint32(i))
		for k, v := range list {
			if k%patience == patience-1 && ctx.Err() != nil {
				return false, ended(ctx, s.budget.spent)
			}
			switch x := seen[v]; {
			case x == own || x == none:
				continue
			case x == other:
				return true, nil
			case !free && !s.filter.inner(v):
				seen[v] = none
				continue
			}
			seen[v] = own
			sd.nodes = append(sd.nodes, v)
		}
		if s.tired(len(list)) && ctx.Err() != nil {
			return false, ended(ctx, s.budget.spent)
		}
	}
	sd.last, sd.work = to, -1
	return false, nil
}

// fewestHops finds the best path of at most so many hops in the order of the rank hops: fewest hops, then least cost,
// then the sequence of nodes. It gives nil where there is none. Layers are opened from both ends, those with fewer arcs first; once they
// meet, what is left of the layer is only looked at where it may give a path of no higher cost. The path lies in the
// search's scratch space.
func (s *search) fewestHops(ctx context.Context, a, b uint32, maxHops int) ([]uint32, error) {
	s.start(a, b)
	s.ways[a], s.ways[b] = 0, 0
	for hops := 1; hops <= min(maxHops, lastLayer); hops++ {
		i := s.cheaper()
		sd := &s.sides[i]
		if sd.last == len(sd.nodes) {
			return nil, nil
		}
		met, err := s.widenInOrder(ctx, i)
		if err != nil {
			return nil, err
		}
		if met {
			return s.trace(a, b), nil
		}
	}
	return nil, nil
}

// sortable is up to how many nodes of a layer are opened in the order of their costs, so that the costly ones, which
// have many neighbours, come last and may not have to be opened at all.
const sortable = 512

// widenInOrder opens the outermost layer of a side, cost included. Where it meets the other side, the steps of least
// cost between the two are the pairs.
func (s *search) widenInOrder(ctx context.Context, i int) (bool, error) {
	sd, far := &s.sides[i], &s.sides[1-i]
	from, to := sd.last, len(sd.nodes)
	sorted := to-from <= sortable
	if ways := s.ways; sorted {
		slices.SortFunc(sd.nodes[from:to], func(x, y uint32) int { return int(int64(ways[x]) - int64(ways[y])) })
	}
	w := widening{search: s, sd: sd, own: s.note(uint8(i)), other: s.note(uint8(1 - i)), none: s.note(blocked),
		layer: sd.layer + 1, best: math.MaxUint64, least: math.MaxUint32}
	s.pairs = s.pairs[:0]
	for at := from; at < to; at++ {
		n := sd.nodes[at]
		if (at-from)%ahead == 0 {
			s.approach(sd.nodes[at:min(at+ahead, to)])
		}
		cost := s.ways[n] >> layerBits
		if w.best != math.MaxUint64 && uint64(cost)+uint64(far.least) > w.best {
			if sorted {
				break
			}
			continue
		}
		if !s.budget.spend() {
			return false, errSpent
		}
		list := s.step(n, uint32(i))
		for len(list) > 0 {
			part := list[:min(len(list), patience)]
			list = list[len(part):]
			w.open(n, cost, part)
			if s.tired(len(part)) && ctx.Err() != nil {
				return false, ended(ctx, s.budget.spent)
			}
		}
	}
	if w.best != math.MaxUint64 {
		if i == 1 {
			for k, p := range s.pairs {
				s.pairs[k] = pair{p.b, p.a}
			}
		}
		return true, nil
	}
	sd.last, sd.work, sd.layer, sd.least = to, -1, sd.layer+1, w.least
	return false, nil
}

// widening is the opening of one layer.
type widening struct {
	*search
	sd         *side
	own, other uint8  // what is noted of nodes that this side or the other found
	none       uint8  // and of those that are not to be found
	layer      uint32 // the one that is being found
	best       uint64 // least cost of a path that was found
	least      uint32 // least cost of a node that was found
}

func (w *widening) open(n, cost uint32, list []uint32) {
	seen, ways, costs, own, other, none := w.seen, w.ways, w.m.costs, w.own, w.other, w.none
	free, met := w.filter.everyNode, w.best != math.MaxUint64
	for _, v := range list {
		switch x := seen[v]; {
		case x == own:
			if way := (cost+costs[v])<<layerBits | w.layer; !met && way < ways[v] && ways[v]&lastLayer == w.layer {
				ways[v] = way
				w.least = min(w.least, way>>layerBits)
			}
		case x == other:
			met = true
			w.meet(n, v, uint64(cost)+uint64(ways[v]>>layerBits))
		case met || x == none:
		case !free && !w.filter.inner(v):
			seen[v] = none
		default:
			seen[v] = own
			reached := cost + costs[v]
			ways[v] = reached<<layerBits | w.layer
			w.least = min(w.least, reached)
			w.sd.nodes = append(w.sd.nodes, v)
		}
	}
}

// meet notes a step between the two sides, on a path of this cost, where there is none that costs less.
func (w *widening) meet(n, v uint32, total uint64) {
	if total < w.best {
		w.best = total
		w.pairs = w.pairs[:0]
	}
	if total == w.best {
		w.pairs = append(w.pairs, pair{n, v})
	}
}

// trace follows the pairs to both ends and gives the path that comes first in the order of the nodes' ids.
func (s *search) trace(a, b uint32) []uint32 {
	depth := s.ways[s.pairs[0].a] & lastLayer
	s.on = s.on[:0]
	for _, p := range s.pairs {
		s.on = append(s.on, p.a)
	}
	// links are the steps of all best ways from a to the pairs, the outermost layer first.
	s.links = s.links[:0]
	bounds := [lastLayer + 2]int{}
	for layer := depth; layer > 0; layer-- {
		slices.Sort(s.on)
		s.on = slices.Compact(s.on)
		begin := len(s.links)
		bounds[layer] = begin
		for _, n := range s.on {
			for from := range s.tight(n, a, 0, layer) {
				s.links = append(s.links, link{from, n})
			}
		}
		s.on = s.on[:0]
		for _, l := range s.links[begin:] {
			s.on = append(s.on, l.from)
		}
	}
	bounds[0] = len(s.links)
	s.path = append(s.path[:0], a)
	at := a
	for layer := uint32(1); layer <= depth; layer++ {
		next := uint32(math.MaxUint32)
		for _, l := range s.links[bounds[layer]:bounds[layer-1]] {
			if l.from == at {
				next = min(next, l.to)
			}
		}
		at = next
		s.path = append(s.path, at)
	}
	next := uint32(math.MaxUint32)
	for _, p := range s.pairs {
		if p.a == at {
			next = min(next, p.b)
		}
	}
	for at = next; ; at = next {
		s.path = append(s.path, at)
		layer := s.ways[at] & lastLayer
		if layer == 0 {
			return s.path
		}
		next = math.MaxUint32
		for n := range s.tight(at, b, 1, layer) {
			next = min(next, n)
		}
	}
}

// tight gives the nodes one layer nearer to the side's end, from which n was reached at its least cost.
func (s *search) tight(n, end, i, layer uint32) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		if layer == 1 {
			yield(end)
			return
		}
		way := (s.ways[n]>>layerBits-s.m.costs[n])<<layerBits | (layer - 1)
		own, before := s.note(uint8(i)), n
		for _, v := range s.step(n, 1-i) {
			if v != before && s.ways[v] == way && s.seen[v] == own && !yield(v) {
				return
			}
			before = v
		}
	}
}
