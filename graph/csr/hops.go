package csr

import (
	"context"
	"math"
	"slices"
)

// side is one of the two halves of a breadth-first search.
type side struct {
	nodes []uint32 // in the order in which they were found
	last  int      // where the outermost layer begins
	layer uint32   // its distance from the end
	work  int      // arcs of the outermost layer; -1 where they were not counted
	least uint32   // least cost within it
}

// Layers of a mark. A node that may not be passed through is marked so, that it is not looked at again.
const (
	layerBits = 127
	sideBit   = 1 << 7
	blocked   = 127
	lastLayer = blocked - 1
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

// start puts the two ends into the two sides.
func (s *search) start(a, b uint32) {
	s.begin(s.m.nodes())
	for i, n := range [2]uint32{a, b} {
		sd := &s.sides[i]
		sd.nodes = append(sd.nodes[:0], n)
		sd.last, sd.layer, sd.work, sd.least = 0, 0, -1, 0
		s.marks[n] = mark{s.epoch<<8 | uint32(i)<<7, 0}
	}
}

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
	for _, n := range sd.frontier() {
		sd.work += int(s.m.first[n+1] - s.m.first[n])
	}
}

// distance is the number of hops of the shortest path, however long; noHops where there is none. It stops at the
// first meeting of the two sides.
func (s *search) distance(ctx context.Context, a, b uint32) (int, error) {
	if a == b {
		return 0, nil
	}
	s.start(a, b)
	return s.meet(ctx, 0)
}

// distanceOn is how many hops a path to b has at least beyond its beginning, whose nodes it meets no more, where it
// does not go on to one of the excluded ones.
func (s *search) distanceOn(ctx context.Context, beginning, excluded []uint32, b uint32) (int, error) {
	last := beginning[len(beginning)-1]
	s.start(last, b)
	for _, n := range beginning {
		s.marks[n].tag = s.epoch<<8 | blocked
	}
	near := &s.sides[0]
	near.nodes = near.nodes[:0]
	list := s.step(last, 0)
	for _, v := range list {
		switch {
		case slices.Contains(excluded, v):
		case v == b:
			return 1, nil
		case s.marks[v].tag>>8 != s.epoch && s.filter.inner(v):
			s.marks[v].tag = s.epoch << 8
			near.nodes = append(near.nodes, v)
		}
	}
	return s.meet(ctx, 1)
}

// meet widens the two sides until they meet, and gives the number of hops where the path has so many already.
func (s *search) meet(ctx context.Context, hops int) (int, error) {
	for {
		hops++
		i := s.cheaper()
		sd := &s.sides[i]
		if sd.last == len(sd.nodes) {
			return noHops, nil
		}
		met, err := s.widen(ctx, sd, uint32(i))
		if err != nil || met {
			return hops, err
		}
	}
}

// widen opens the outermost layer of a side and reports whether it met the other. Layers need no number here.
func (s *search) widen(ctx context.Context, sd *side, i uint32) (bool, error) {
	own, other := s.epoch<<8|i<<7, s.epoch<<8|(1-i)<<7
	from, to := sd.last, len(sd.nodes)
	free := s.filter.everyNode
	for at := from; at < to; at++ {
		n := sd.nodes[at]
		if !s.budget.spend() {
			return false, errSpent
		}
		list := s.step(n, i)
		for k, v := range list {
			if k%patience == patience-1 && ctx.Err() != nil {
				return false, ended(ctx, s.budget.spent)
			}
			mk := &s.marks[v]
			switch {
			case mk.tag>>8 != s.epoch:
				if !free && !s.filter.inner(v) {
					mk.tag = own | blocked
					continue
				}
				mk.tag = own
				sd.nodes = append(sd.nodes, v)
			case mk.tag == other:
				return true, nil
			}
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
	if sorted {
		marks := s.marks
		slices.SortFunc(sd.nodes[from:to], func(x, y uint32) int { return int(int64(marks[x].cost) - int64(marks[y].cost)) })
	}
	w := widening{search: s, sd: sd, own: s.epoch<<8 | uint32(i)<<7 | (sd.layer + 1), other: s.epoch<<8 | uint32(1-i)<<7,
		best: math.MaxUint64, least: math.MaxUint32}
	s.pairs = s.pairs[:0]
	for at := from; at < to; at++ {
		n := sd.nodes[at]
		cost := s.marks[n].cost
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
	own, other uint32 // tags of the layer that is being found, and of the other side without its layer
	best       uint64 // least cost of a path that was found
	least      uint32 // least cost of a node that was found
}

func (w *widening) open(n, cost uint32, list []uint32) {
	marks, costs, epoch, free := w.marks, w.m.costs, w.epoch, w.filter.everyNode
	for _, v := range list {
		mk := &marks[v]
		switch {
		case mk.tag>>8 != epoch:
			if w.best != math.MaxUint64 {
				continue
			}
			if !free && !w.filter.inner(v) {
				mk.tag = w.own&^layerBits | blocked
				continue
			}
			*mk = mark{w.own, cost + costs[v]}
			w.least = min(w.least, mk.cost)
			w.sd.nodes = append(w.sd.nodes, v)
		case mk.tag == w.own:
			if c := cost + costs[v]; c < mk.cost {
				mk.cost = c
				w.least = min(w.least, c)
			}
		case mk.tag&^layerBits == w.other && mk.tag&layerBits != blocked:
			total := uint64(cost) + uint64(mk.cost)
			if total < w.best {
				w.best = total
				w.pairs = w.pairs[:0]
			}
			if total == w.best {
				w.pairs = append(w.pairs, pair{n, v})
			}
		}
	}
}

// trace follows the pairs to both ends and gives the path that comes first in the order of the nodes' ids.
func (s *search) trace(a, b uint32) []uint32 {
	depth := s.marks[s.pairs[0].a].tag & layerBits
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
		layer := s.marks[at].tag & layerBits
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
		tag := s.epoch<<8 | i<<7 | (layer - 1)
		cost := s.marks[n].cost - s.m.costs[n]
		before := n
		list := s.step(n, 1-i)
		for _, v := range list {
			if v != before && s.marks[v] == (mark{tag, cost}) && !yield(v) {
				return
			}
			before = v
		}
	}
}
