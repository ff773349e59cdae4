package csr

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// The neighbours of nodes that have so many arcs are kept in order. With more, sorting them would take too long for a
// question that may be given up meanwhile.
const (
	leastHub    = 1 << 10
	greatestHub = 1 << 17
)

// byDegree keeps the neighbours of hubs in the order in which neighbourhoods choose them, once somebody asked: whoever
// looks at a hub looks at it page by page. All together take no more than two bytes a relationship.
type byDegree struct {
	lists sync.Map // by node: []uint32
	kept  atomic.Int64
}

// of gives the distinct other neighbours of a node by least degree, then by id; nil where they are not kept. The first
// time costs the sorting of them.
func (k *byDegree) of(m *Model, n uint32) []uint32 {
	if list, ok := k.lists.Load(n); ok {
		return list.([]uint32)
	}
	arcs := m.arcs.to[m.first[n]:m.first[n+1]]
	size := int64(len(arcs))
	if len(arcs) < leastHub || len(arcs) > greatestHub || !k.take(size, len(m.arcs.to)/4) {
		return nil
	}
	list := appendOthers(nil, arcs, n)
	slices.SortFunc(list, func(a, b uint32) int { return cmp.Compare(m.place(a), m.place(b)) })
	if _, twice := k.lists.LoadOrStore(n, list); twice {
		k.kept.Add(-size)
	}
	return list
}

// take counts so many more places as kept, if that is not more than there may be.
func (k *byDegree) take(size int64, most int) bool {
	if k.kept.Add(size) > int64(most) {
		k.kept.Add(-size)
		return false
	}
	return true
}
