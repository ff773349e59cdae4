package csr

import (
	"slices"
	"sort"

	"coopgraph/graph"
)

// filter is a graph.Filter made ready for one question over one model: what it asks of arcs and nodes are comparisons
// of numbers.
type filter struct {
	*graph.Filter
	model *Model

	everyArc bool // all arcs pass
	// types has a bit for every type that may be walked: [0] from a relationship's start to its end, [1] the other way.
	types       [2]uint32
	rank        uint8 // least confidence
	dated       bool
	keepUndated bool
	from, until int32 // the window
	onClaims    bool
	datasets    []uint32 // words, sorted
	sources     []uint32

	everyNode bool   // all nodes may be passed through
	shown     uint32 // bits of the kinds that may be shown
	via       uint32 // and of those that may be passed through
	maxDegree uint32
	avoid     []uint32 // nodes, sorted
}

// ready makes the filter ready.
func (m *Model) ready(f *graph.Filter) *filter {
	c := &filter{}
	m.makeReady(c, f)
	return c
}

// makeReady is ready in memory that is there.
func (m *Model) makeReady(c *filter, f *graph.Filter) {
	w := f.Window()
	*c = filter{Filter: f, model: m, rank: uint8(f.MinConfidence.Rank()), dated: f.Dated(), keepUndated: f.KeepUndated,
		from: int32(w.From), onClaims: f.OnClaims(), datasets: m.lookup(f.Datasets), sources: m.lookup(f.Sources),
		maxDegree: uint32(f.MaxDegree)}
	// A relationship with neither beginning nor observation begins on MaxDay, which must be in no window.
	c.until = min(int32(w.To), int32(graph.MaxDay)-1)
	c.types = typeBitsOf(f)
	c.everyArc = c.types == [2]uint32{everyType, everyType} && !c.dated && !c.onClaims
	c.shown, c.via = kindBits(f.Kinds), kindBits(f.ViaKinds)
	for _, id := range f.Avoid {
		if n, ok := m.slots.find(&m.ids, id); ok {
			c.avoid = append(c.avoid, n)
		}
	}
	slices.Sort(c.avoid)
	c.everyNode = c.shown == everyKind && c.via == everyKind && f.MaxDegree == 0 && len(c.avoid) == 0
}

// Bits of all types, of those that are undirected in meaning, and of all kinds.
var (
	everyType  = uint32(1)<<len(typeNames) - 1
	undirected = func() (bits uint32) {
		for i, name := range typeNames {
			if graph.Type(name).Undirected() {
				bits |= 1 << i
			}
		}
		return bits
	}()
	everyKind = uint32(1)<<len(kindInfos) - 1
)

// typeBitsOf has a bit for each type that may be walked from a relationship's start to its end, and the other way.
func typeBitsOf(f *graph.Filter) [2]uint32 {
	of := func(list []graph.Type) (bits uint32) {
		for i, name := range typeNames {
			if slices.Contains(list, graph.Type(name)) {
				bits |= 1 << i
			}
		}
		return bits
	}
	seen := everyType
	if len(f.Types) > 0 {
		seen = of(f.Types)
	}
	if len(f.NotTypes) > 0 {
		seen &^= of(f.NotTypes)
	}
	switch f.Direction {
	case graph.Outgoing:
		return [2]uint32{seen, seen & undirected}
	case graph.Incoming:
		return [2]uint32{seen & undirected, seen}
	case graph.AnyDirection:
	}
	return [2]uint32{seen, seen}
}

// kindBits has a bit for each of the kinds, for all where there are none.
func kindBits(list []graph.Kind) uint32 {
	if len(list) == 0 {
		return everyKind
	}
	bits := uint32(0)
	for i, k := range kindInfos {
		if slices.Contains(list, k.Kind) {
			bits |= 1 << i
		}
	}
	return bits
}

// inner reports whether a path may pass through the node.
func (c *filter) inner(n uint32) bool {
	return c.everyNode || c.passShown(n) && c.passVia(n)
}

// passShown reports whether a node that is no end of the question may be shown.
func (c *filter) passShown(n uint32) bool {
	return c.shown>>c.model.kinds[n]&1 != 0 && !c.avoids(n)
}

// passVia reports whether a node that is no end of the question may be walked over.
func (c *filter) passVia(n uint32) bool {
	return c.via>>c.model.kinds[n]&1 != 0 && (c.maxDegree == 0 || c.model.degrees[n] <= c.maxDegree) && !c.avoids(n)
}

func (c *filter) avoids(n uint32) bool {
	if len(c.avoid) == 0 {
		return false
	}
	_, found := slices.BinarySearch(c.avoid, n)
	return found
}

// passArc reports whether the arc may be walked from the node whose it is; backward, whether it may be walked to it.
func (c *filter) passArc(i uint32, backward uint32) bool {
	if c.everyArc {
		return true
	}
	a := &c.model.arcs
	tag := a.tag[i]
	if c.types[a.rel[i]>>31^backward]>>(tag&typeBits)&1 == 0 || tag>>rankAt&3 < c.rank {
		return false
	}
	return c.passFacts(i, tag)
}

// passFacts is the rest of passArc, on claims and days.
func (c *filter) passFacts(i uint32, tag uint8) bool {
	if !c.onClaims {
		return !c.dated || c.passDays(i, tag)
	}
	some, all := c.passProofs(c.model.arcs.rel[i] &^ incoming)
	switch {
	case !some:
		return false
	case !c.dated:
		return true
	case all:
		return c.passDays(i, tag)
	}
	// What some of the claims say by themselves has to be derived from them.
	r := c.model.relationshipAt(i)
	_, ok := c.Pass(r)
	return ok
}

// passDays reports whether the relationship holds on some day of the window.
func (c *filter) passDays(i uint32, tag uint8) bool {
	a := &c.model.arcs
	from := a.from[i]
	if tag&undated != 0 && c.keepUndated {
		from = int32(graph.MinDay)
	}
	return max(from, c.from) <= min(a.until[i], c.until)
}

// passProofs reports whether some of the relationship's standing claims pass, and whether all do.
func (c *filter) passProofs(rel uint32) (some, all bool) {
	m := c.model
	p := m.proofs[rel]
	if p&multiple == 0 {
		ok := c.passProof(p)
		return ok, ok
	}
	at := p &^ multiple
	all = true
	for _, number := range m.several[at+1 : at+1+m.several[at]] {
		if c.passProof(number) {
			some = true
		} else {
			all = false
		}
	}
	return some, all
}

func (c *filter) passProof(number uint32) bool {
	p := &c.model.proof
	if p.rank[number] < c.rank {
		return false
	}
	return (len(c.Datasets) == 0 || contains(c.datasets, p.dataset[number])) &&
		(len(c.Sources) == 0 || contains(c.sources, p.source[number]))
}

func contains(sorted []uint32, v uint32) bool {
	if len(sorted) == 1 {
		return sorted[0] == v
	}
	_, found := slices.BinarySearch(sorted, v)
	return found
}

// days is the interval on which the arc's relationship holds, as the filter shows it.
func (c *filter) days(i uint32) graph.Interval {
	m := c.model
	if c.onClaims {
		if _, all := c.passProofs(m.arcs.rel[i] &^ incoming); !all {
			r := m.relationshipAt(i)
			shown, _ := c.Pass(r)
			return shown.Holds(c.keepUndated)
		}
	}
	days := graph.Interval{From: graph.Day(m.arcs.from[i]), To: graph.Day(m.arcs.until[i])}
	switch {
	case m.arcs.tag[i]&undated != 0 && c.keepUndated:
		days.From = graph.MinDay
	case days.From == graph.MaxDay:
		return graph.Never
	}
	if days.Empty() {
		return graph.Never
	}
	return days
}

// neighbours gives where one may walk to from n in one step, or backward from where one may walk to n, in the order of
// the nodes. It may name a node several times, where everything passes, and n itself, which every search has seen
// already. The buffer is used where it has to be made.
func (c *filter) neighbours(n, backward uint32, buffer []uint32) []uint32 {
	m := c.model
	lo, hi := m.first[n], m.first[n+1]
	if c.everyArc {
		return m.arcs.to[lo:hi]
	}
	a := &m.arcs
	to, rel, tags := a.to[lo:hi], a.rel[lo:hi], a.tag[lo:hi]
	buffer = buffer[:0]
	if !c.onClaims && c.types[0] == c.types[1] {
		return c.plainNeighbours(to, tags, a.from[lo:hi], a.until[lo:hi], buffer)
	}
	for i, other := range to {
		if k := len(buffer); k > 0 && buffer[k-1] == other {
			continue
		}
		tag := tags[i]
		if c.types[rel[i]>>31^backward]>>(tag&typeBits)&1 != 0 && tag>>rankAt&3 >= c.rank && c.passFacts(lo+uint32(i), tag) {
			buffer = append(buffer, other)
		}
	}
	return buffer
}

// plainNeighbours is neighbours under a filter of types and days alone, whatever the direction. Whether an arc passes is
// as good as random, so there is no branch on it: each is written, and the next over it where it does not pass.
func (c *filter) plainNeighbours(to []uint32, tags []uint8, from, until []int32, buffer []uint32) []uint32 {
	buffer = slices.Grow(buffer, len(to))[:len(to)]
	types, first, last := c.types[0], c.from, c.until
	tags, from, until = tags[:len(to)], from[:len(to)], until[:len(to)]
	kept := 0
	if !c.dated {
		for i, other := range to {
			buffer[kept] = other
			kept += int(types >> (tags[i] & typeBits) & 1)
		}
		return buffer[:kept]
	}
	unknown := uint8(0) // what of a tag says that an arc began before all days
	if c.keepUndated {
		unknown = undated
	}
	for i, other := range to {
		tag, begin := tags[i], from[i]
		if tag&unknown != 0 {
			begin = int32(graph.MinDay)
		}
		holds := uint32(0)
		if max(begin, first) <= min(until[i], last) {
			holds = 1
		}
		buffer[kept] = other
		kept += int(types >> (tag & typeBits) & holds)
	}
	return buffer[:kept]
}

// arcsBetween is the range of the arcs from n to other.
func (m *Model) arcsBetween(n, other uint32) (lo, hi uint32) {
	base := m.first[n]
	to := m.arcs.to[base:m.first[n+1]]
	at := sort.Search(len(to), func(i int) bool { return to[i] >= other })
	end := at
	for end < len(to) && to[end] == other {
		end++
	}
	return base + uint32(at), base + uint32(end)
}

// joined reports whether one may walk from n to other in one step. It costs a binary search in the shorter of the two
// nodes' arcs.
func (c *filter) joined(n, other uint32) bool {
	m, backward := c.model, uint32(0)
	if m.first[n+1]-m.first[n] > m.first[other+1]-m.first[other] {
		n, other, backward = other, n, 1
	}
	lo, hi := m.arcsBetween(n, other)
	for i := lo; i < hi; i++ {
		if c.passArc(i, backward) {
			return true
		}
	}
	return false
}
