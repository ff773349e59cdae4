package graph

// Memory is where an answer is made. A question that brings one, see [PathQuery] and [NeighbourhoodQuery], lets an engine
// that finds answers in microseconds make one after the other in the same pieces of memory, which costs a good part of
// what asking for new ones does. The zero Memory is ready. Engines that have no use for it leave it alone.
//
// An answer that lies in a Memory is only to be read, and is good until [Memory.Reset]. Its texts are not in the Memory, and
// may be kept. A Memory serves one question at a time.
type Memory struct {
	Nodes         Slab[Node]
	Relationships Slab[Relationship]
	Records       Slab[Record]
	Claims        Slab[Claim]
	Paths         Slab[Path]
	Parts         Slab[CostPart]
	Days          Slab[Interval]
	Lists         Slab[[]string]
	Strings       Slab[string]
	Numbers       Slab[float64]

	maps []map[string]string
	next int // the first of the maps that was not given away
}

// Map gives an empty map for about n entries.
func (m *Memory) Map(n int) map[string]string {
	if m.next == len(m.maps) {
		m.maps = append(m.maps, make(map[string]string, n))
	}
	m.next++
	return m.maps[m.next-1]
}

// Reset takes everything back. What one great answer took is not kept for the next.
func (m *Memory) Reset() {
	m.Nodes.reset()
	m.Relationships.reset()
	m.Records.reset()
	m.Claims.reset()
	m.Paths.reset()
	m.Parts.reset()
	m.Days.reset()
	m.Lists.reset()
	m.Strings.reset()
	m.Numbers.reset()
	for i := range m.next {
		clear(m.maps[i])
	}
	if m.next = 0; len(m.maps) > maxSlab {
		m.maps = nil
	}
}

// Slab is a piece of memory that is given away bit by bit: many small lists for the price of one.
type Slab[T any] struct {
	whole, free []T
	taken       int // since the last reset
	expected    int // how long the next piece is at least
}

// maxSlab is the length above which a slab is not kept for the next answer.
const maxSlab = 1 << 12

// Expect says that about n items will be taken.
func (s *Slab[T]) Expect(n int) { s.expected = max(s.expected, n) }

// Take gives a list of n zero items, which is not nil.
func (s *Slab[T]) Take(n int) []T {
	if n == 0 {
		return []T{}
	}
	if s.taken += n; n > len(s.free) {
		s.whole = make([]T, max(n, s.expected))
		s.free = s.whole
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// reset makes the items zero again. Where several pieces were needed, the next is as long as all of them.
func (s *Slab[T]) reset() {
	switch {
	case s.taken > maxSlab:
		s.whole, s.expected = nil, 0
	case s.taken > len(s.whole):
		s.whole, s.expected = nil, s.taken
	default:
		clear(s.whole[:len(s.whole)-len(s.free)])
	}
	s.free, s.taken = s.whole, 0
}
