package csr

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"

	"coopgraph/graph"
)

// Neighbourhood implements graph.Reader. A node with many neighbours costs one scan of its arcs with a look at each
// neighbour's degree.
func (m *Model) Neighbourhood(ctx context.Context, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	answer := graph.NeighbourhoodAnswer{Marker: m.marker}
	if err := q.Complete(); err != nil {
		return graph.NeighbourhoodAnswer{}, err
	}
	after, err := graph.ParseCursor(q.Cursor)
	if err != nil {
		return graph.NeighbourhoodAnswer{}, err
	}
	var starts []uint32
	for _, id := range q.Starts {
		n, err := m.node(ctx, "ids", id)
		if err != nil {
			return graph.NeighbourhoodAnswer{}, err
		}
		starts = append(starts, n)
	}
	slices.Sort(starts)
	s := m.search(&q.Filter, q.Budget)
	defer m.giveBack(s.scratch)
	w := around{search: s, q: &q, after: after, cut: &answer.Cut}
	if err := w.run(ctx, slices.Compact(starts)); err != nil {
		return graph.NeighbourhoodAnswer{}, err
	}
	answer.Examined = s.budget.spent
	arcs, err := s.among(ctx, w.kept)
	if err != nil {
		return graph.NeighbourhoodAnswer{}, err
	}
	if beyond := len(arcs) - graph.MaxRelationships; beyond > 0 {
		answer.Cut.Relationships, arcs = beyond, arcs[:graph.MaxRelationships]
	}
	w.finish(arcs, &answer)
	answer.Complete = answer.Cut.Nodes == 0 && answer.Cut.Unopened == 0 && answer.Cut.Relationships == 0
	return answer, nil
}

// around is a breadth-first walk, layer by layer, that keeps at most so many nodes.
type around struct {
	*search
	q     *graph.NeighbourhoodQuery
	after graph.Place
	cut   *graph.Cut
	kept  []uint32
	far   []uint8 // distance of each node kept

	unmarked []uint32 // nodes of the last layer that were not marked as seen
}

func (w *around) run(ctx context.Context, starts []uint32) error {
	w.begin(w.m.nodes())
	for _, n := range starts {
		w.marks[n].epoch = w.epoch
		w.keep(n, 0)
	}
	room := w.q.Limit
	frontier := starts
	c := w.filter
	over := c.via == everyKind && c.maxDegree == 0 && len(c.avoid) == 0 // all nodes may be walked over
	for depth := 1; depth <= w.q.Depth && len(frontier) > 0; depth++ {
		spent := w.budget.spent+len(frontier) > w.q.Budget
		if room == 0 || w.cut.Nodes > 0 || spent {
			w.cut.Unopened, w.cut.Budget = depth, spent
			break
		}
		w.budget.spent += len(frontier)
		found := &w.lanes[depth%2].found // the other one has the frontier
		*found = (*found)[:0]
		before := len(w.kept)
		if err := w.layer(ctx, frontier, found, depth, room, over && depth == 1 && len(starts) == 1); err != nil {
			return err
		}
		room -= len(w.kept) - before
		if frontier = *found; !over {
			frontier = slices.DeleteFunc(frontier, func(n uint32) bool { return !c.passVia(n) })
		}
	}
	if w.cut.Nodes == 0 && w.cut.Unopened == 0 {
		w.cut.Next = ""
	}
	return nil
}

// layer finds the layer beyond the frontier and chooses of it; single says that all are neighbours of one start that may
// all be walked over.
func (w *around) layer(ctx context.Context, frontier []uint32, found *[]uint32, depth, room int, single bool) error {
	if single && w.chooseOfHub(frontier[0], found, room) {
		if ctx.Err() != nil {
			return ended(ctx, w.budget.spent)
		}
		return nil
	}
	if err := w.open(ctx, frontier, found, single); err != nil {
		return err
	}
	w.choose(*found, depth, room)
	return nil
}

func (w *around) keep(n uint32, depth int) {
	w.kept, w.far = append(w.kept, n), append(w.far, uint8(depth))
}

// open gives the nodes one step beyond the frontier. The neighbours of a single start are each given once by the order
// of its arcs, and marks are only needed if there is another layer.
func (w *around) open(ctx context.Context, frontier []uint32, found *[]uint32, single bool) error {
	marks, epoch := w.marks, w.epoch
	for _, n := range w.unmarked {
		marks[n].epoch = epoch
	}
	w.unmarked = nil
	for _, n := range frontier {
		list := w.step(n, 0)
		if single {
			w.unmarked = appendOthers(*found, list, n)
			*found = w.unmarked
			list = nil
		}
		for len(list) > 0 {
			part := list[:min(len(list), patience)]
			list = list[len(part):]
			for _, v := range part {
				if marks[v].epoch != epoch {
					marks[v].epoch = epoch
					*found = append(*found, v)
				}
			}
			if w.tired(len(part)) && ctx.Err() != nil {
				return ended(ctx, w.budget.spent)
			}
		}
	}
	if ctx.Err() != nil {
		return ended(ctx, w.budget.spent)
	}
	return nil
}

// appendOthers appends each node of a sorted list once, without n.
func appendOthers(out, list []uint32, n uint32) []uint32 {
	out = slices.Grow(out, len(list))
	before := n
	for _, v := range list {
		if v != before && v != n {
			out = append(out, v)
		}
		before = v
	}
	return out
}

// choose keeps the first of the nodes by least degree, then by id, of those after the cursor, as many as there is room
// for, and counts the others. A bounded heap of places saves sorting them all.
func (w *around) choose(found []uint32, depth, room int) {
	after := w.placeAfter(depth)
	free := w.filter.shown == everyKind && len(w.filter.avoid) == 0
	classes, most := w.m.classes, uint8(lastClass)
	if free && after < 0 {
		most = w.ceiling(found, room)
	}
	heap := make([]uint64, 0, min(room, len(found)))
	for _, n := range found {
		if classes[n] > most {
			w.cut.Nodes++
			continue
		}
		place := w.m.place(n)
		switch {
		case int64(place) <= after || !free && !w.filter.passShown(n):
		case len(heap) < room:
			heap = append(heap, place)
			if len(heap) == room {
				slices.SortFunc(heap, func(a, b uint64) int { return cmp.Compare(b, a) }) // a heap, greatest first
			}
		default:
			w.cut.Nodes++
			if place < heap[0] {
				heap[0] = place
				siftDown(heap)
			}
		}
	}
	slices.Sort(heap)
	for _, place := range heap {
		w.keep(uint32(place), depth)
	}
	if k := len(heap); k > 0 {
		w.cut.Next = w.m.cursor(depth, uint32(heap[k-1]))
	}
}

// chooseOfHub is open and choose for a single start whose neighbours are known in the order in which they are chosen, if
// there are more of them than there is room for. It is false, and does nothing, where they have to be looked for.
func (w *around) chooseOfHub(n uint32, found *[]uint32, room int) bool {
	c := w.filter
	if !c.everyArc || c.shown != everyKind || int(w.m.degrees[n]) <= room {
		return false
	}
	order := w.m.byDegree.of(w.m, n)
	if after := w.placeAfter(1); after >= 0 {
		order = order[sort.Search(len(order), func(i int) bool { return int64(w.m.place(order[i])) > after }):]
	}
	if len(order) <= room {
		return false
	}
	*found = append(*found, order[:room]...)
	for _, v := range *found {
		w.keep(v, 1)
	}
	w.cut.Nodes = len(order) - room
	w.cut.Next = w.m.cursor(1, order[room-1])
	return true
}

// place orders the nodes of a layer: by least degree, then by id.
func (m *Model) place(n uint32) uint64 { return uint64(m.degrees[n])<<32 | uint64(n) }

// cursor is where the page ends of which n is the last node.
func (m *Model) cursor(distance int, n uint32) string {
	return graph.Place{Distance: distance, Degree: int(m.degrees[n]), ID: m.ids.at(n)}.Cursor()
}

// ceiling is the class of degrees that no node that is kept is above. It takes one look at each class, and saves the heap
// from most of many nodes.
func (w *around) ceiling(found []uint32, room int) uint8 {
	if len(found) < 4*room {
		return lastClass
	}
	var counts [lastClass + 1]uint32
	classes := w.m.classes
	for _, n := range found {
		counts[classes[n]]++
	}
	kept := uint32(0)
	for class := range uint8(lastClass) {
		if kept += counts[class]; int(kept) >= room {
			return class
		}
	}
	return lastClass
}

// placeAfter is the place within the layer that the page begins after; -1 where it is before the layer.
func (w *around) placeAfter(depth int) int64 {
	switch {
	case w.after.Distance < depth:
		return -1
	case w.after.Distance > depth:
		return math.MaxInt64
	}
	// The cursor's node may be gone; what matters is which ids come after it.
	next := sort.Search(w.m.nodes(), func(i int) bool { return w.m.ids.at(uint32(i)) > w.after.ID })
	return int64(w.after.Degree)<<32 + int64(next) - 1
}

func siftDown(heap []uint64) {
	for at := 0; ; {
		child := 2*at + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && heap[child+1] > heap[child] {
			child++
		}
		if heap[child] <= heap[at] {
			return
		}
		heap[at], heap[child] = heap[child], heap[at]
		at = child
	}
}

// among gives one arc of every relationship that joins two of the nodes, each given once, in the order of the
// relationships. A pair is looked for among the arcs of one that has few, and only of two hubs by a binary search.
func (s *search) among(ctx context.Context, nodes []uint32) ([]uint32, error) {
	m := s.m
	s.begin(m.nodes())
	order, hubs := make([]uint32, 0, len(nodes)), []uint32(nil)
	for _, n := range nodes {
		if int(m.first[n+1]-m.first[n]) > hub*len(nodes) {
			hubs = append(hubs, n)
		} else {
			order = append(order, n)
		}
	}
	few := len(order)
	order = append(order, hubs...)
	for i, n := range order {
		s.marks[n] = mark{s.epoch, uint32(i)}
	}
	keys := make([]uint64, 0, 2*len(nodes)) // relationship, then arc
	take := func(at uint32) {
		if s.filter.everyArc || s.filter.passAnyWay(at) {
			keys = append(keys, uint64(m.arcs.rel[at]&^incoming)<<32|uint64(at))
		}
	}
	for i, n := range order[:few] {
		for at := m.first[n]; at < m.first[n+1]; at++ {
			if mk := s.marks[m.arcs.to[at]]; mk.epoch == s.epoch && int(mk.place) >= i {
				take(at)
			}
		}
		if s.tired(int(m.first[n+1]-m.first[n])) && ctx.Err() != nil {
			return nil, ended(ctx, s.budget.spent)
		}
	}
	for i, n := range hubs {
		for _, other := range hubs[i:] {
			lo, hi := m.arcsBetween(n, other)
			for at := lo; at < hi; at++ {
				take(at)
			}
		}
	}
	slices.Sort(keys)
	out := make([]uint32, len(keys))
	for i, k := range keys {
		out[i] = uint32(k)
	}
	return out, nil
}

// shownAll reads the relationships of the arcs as the filter shows them.
func (c *filter) shownAll(arcs []uint32) []graph.Relationship {
	if len(arcs) == 0 {
		return nil
	}
	m := c.model
	out := make([]graph.Relationship, len(arcs))
	d := m.decoder(nil, 0, len(arcs))
	for i, at := range arcs {
		c.shownInto(&out[i], at, m.ids.at(m.owner(at)), m.ids.at(m.arcs.to[at]), &d)
	}
	return out
}

// shownAmong is shownAll where the arcs' ends are at these places among the ids.
func (c *filter) shownAmong(arcs []uint32, ends []pair, ids []string, d *decoder) []graph.Relationship {
	if len(arcs) == 0 {
		return nil
	}
	out := d.room.Relationships.Take(len(arcs))
	for i, at := range arcs {
		c.shownInto(&out[i], at, ids[ends[i].a], ids[ends[i].b], d)
	}
	return out
}

// endsAmong gives the places of the arcs' ends, their own node's first, among some sorted nodes, of which all are.
func (m *Model) endsAmong(arcs, nodes []uint32) []pair {
	ends := make([]pair, len(arcs))
	for i, at := range arcs {
		own := sort.Search(len(nodes), func(i int) bool { return m.first[nodes[i]+1] > at })
		other, _ := slices.BinarySearch(nodes, m.arcs.to[at])
		ends[i] = pair{uint32(own), uint32(other)}
	}
	return ends
}

// idsOf gives the ids of nodes.
func (m *Model) idsOf(nodes []uint32) []string {
	ids := make([]string, len(nodes))
	for i, n := range nodes {
		ids[i] = m.ids.at(n)
	}
	return ids
}

// finish reads what was kept.
func (w *around) finish(arcs []uint32, answer *graph.NeighbourhoodAnswer) {
	m := w.m
	order := make([]uint64, len(w.kept)) // nodes, then distances
	nodes := make([]uint32, len(w.kept))
	for i, n := range w.kept {
		order[i] = uint64(n)<<8 | uint64(w.far[i])
	}
	slices.Sort(order)
	for i, k := range order {
		nodes[i] = uint32(k >> 8)
	}
	m.touch(nodes, arcs)
	ids := m.idsOf(nodes)
	d := m.decoder(w.q.Memory, len(nodes), len(arcs))
	ends := m.endsAmong(arcs, nodes)
	answer.Graph.Relationships = w.filter.shownAmong(arcs, ends, ids, &d)
	shown := neighboursShown(len(nodes), ends)
	answer.Graph.Nodes = d.room.Nodes.Take(len(order))
	for i, n := range nodes {
		node := &answer.Graph.Nodes[i]
		m.entityInto(n, &node.Entity, &d)
		node.Distance, node.Hidden = int(order[i]&math.MaxUint8), int(m.degrees[n])-shown[i]
	}
}

// neighboursShown counts for each of so many nodes how many of its neighbours are joined to it by arcs with these ends.
// Parallel relationships are one neighbour.
func neighboursShown(nodes int, ends []pair) []int {
	pairs := make([]uint64, 0, len(ends)) // places, the lesser first
	for _, e := range ends {
		if e.a != e.b {
			pairs = append(pairs, uint64(min(e.a, e.b))<<32|uint64(max(e.a, e.b)))
		}
	}
	slices.Sort(pairs)
	shown := make([]int, nodes)
	for _, p := range slices.Compact(pairs) {
		shown[p>>32]++
		shown[p&math.MaxUint32]++
	}
	return shown
}
