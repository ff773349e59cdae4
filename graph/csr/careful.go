package csr

import (
	"cmp"
	"context"
	"math"
	"slices"

	"coopgraph/graph"
)

// careful finds paths where a search with one label for each node cannot: where a bound on hops hides the cheapest
// ones, where paths would meet themselves again and again, and where all steps have to hold on one day.
//
// What is left to the end is known for every number of hops (ways). One best path is found by labels of cost, hops and
// days, of which dominated ones are dropped. Several are found by parting what is left of the paths each time that one was
// found (Yen, "Finding the K shortest loopless paths in a network", 1971, with Lawler's parting of 1972), so that no
// path is looked for twice and none is missed.
type careful struct {
	*ways
	wanted
	concurrent bool
	pool       []part
}

// part is those of the paths that begin with these nodes and do not go on to one of the excluded ones, and the best
// of them.
type part struct {
	begin    int // how many nodes of the path all paths of the part have in common
	excluded []uint32
	path     []uint32
	order    uint64
}

// carefully gives the best paths in their order. The first of them may be known. It looks among the paths of few hops,
// or of low cost, by what comes first in the rank, and among more of them as long as that gives too few.
func (s *search) carefully(ctx context.Context, a, b uint32, w wanted, concurrent bool, known [][]uint32) ([][]uint32, status, error) {
	first, err := s.fewestHops(ctx, a, b, w.maxHops)
	if err != nil || first == nil {
		return nil, statusOf(err), unlessBudget(err)
	}
	c := careful{wanted: w, concurrent: concurrent}
	c.ways = &ways{search: s, a: a, b: b, upTo: w.maxHops, limit: maxCost}
	if w.hop == 1 {
		c.limit = 1e6 // and what the best path costs at most
		for _, n := range first[1 : len(first)-1] {
			c.limit += s.m.costs[n]
		}
	} else {
		c.ways = &ways{search: s, a: a, b: b, upTo: len(first) - 1, limit: maxCost}
	}
	for {
		c.maxHops = c.upTo
		paths, err := c.paths(ctx, known)
		switch {
		case err != nil || len(paths) == w.count:
			return paths, statusOf(err), unlessBudget(err)
		case w.hop == 1 && c.cut && c.limit < maxCost/2:
			c.ways = &ways{search: s, a: a, b: b, upTo: w.maxHops, limit: 2 * c.limit}
		case w.hop != 1 && c.maxHops < w.maxHops && (!w.shortest || len(paths) == 0):
			c.ways = &ways{search: s, a: a, b: b, upTo: c.maxHops + 1, limit: maxCost}
		default:
			return paths, finished, nil
		}
	}
}

// more reports whether there is any path beside the known ones, which must be the first in their order.
func (s *search) more(ctx context.Context, a, b uint32, w wanted, known [][]uint32) (bool, error) {
	c := careful{ways: &ways{search: s, a: a, b: b}, wanted: w}
	for _, p := range c.parted(known) {
		if there, err := c.reaches(ctx, &p); err != nil || there {
			return there, err
		}
	}
	return false, nil
}

// parted parts all paths by those that are known.
func (c *careful) parted(known [][]uint32) []part {
	parts := []part{{begin: 1, path: []uint32{c.a}}}
	for _, path := range known {
		at := slices.IndexFunc(parts, func(p part) bool {
			return len(path) > p.begin && slices.Equal(p.path, path[:p.begin]) && !slices.Contains(p.excluded, path[p.begin])
		})
		p := parts[at]
		p.path = path
		parts = append(slices.Delete(parts, at, at+1), p.split()...)
	}
	return parts
}

// split parts what a part has beside its best path.
func (p *part) split() []part {
	var out []part
	for i := p.begin; i < len(p.path); i++ {
		rest := part{begin: i, path: p.path[:i:i], excluded: []uint32{p.path[i]}}
		if i == p.begin {
			rest.excluded = append(slices.Clone(p.excluded), p.path[i])
		}
		out = append(out, rest)
	}
	return out
}

// reaches reports whether the part has any path, days not looked at.
func (c *careful) reaches(ctx context.Context, p *part) (bool, error) {
	hops, err := c.distanceOn(ctx, p.path, p.excluded, c.b)
	return hops != noHops && hops+len(p.path)-1 <= c.maxHops, err
}

func (c *careful) paths(ctx context.Context, known [][]uint32) ([][]uint32, error) {
	out := slices.Clone(known)
	c.pool = c.pool[:0]
	if err := c.solveAll(ctx, c.parted(known)); err != nil {
		return out, err
	}
	best := uint64(unknown)
	if len(known) > 0 {
		best = c.orderOf(known[0])
	}
	for len(out) < c.count && len(c.pool) > 0 {
		at := c.nearest()
		p := c.pool[at]
		c.pool = slices.Delete(c.pool, at, at+1)
		best = min(best, p.order)
		if c.beyond(p.order, best) {
			break
		}
		if out = append(out, p.path); len(out) == c.count {
			break
		}
		if err := c.solveAll(ctx, p.split()); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (c *careful) solveAll(ctx context.Context, parts []part) error {
	for i := range parts {
		if err := c.solve(ctx, parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// orderOf is the order of a path, or of the beginning of one.
func (c *careful) orderOf(path []uint32) uint64 {
	order := uint64(0)
	for _, n := range path[1:] {
		order += c.hop + uint64(c.cost(n))<<c.costAt
	}
	return order
}

// nearest is the part with the best path.
func (c *careful) nearest() int {
	best := 0
	for i := range c.pool {
		p, q := &c.pool[i], &c.pool[best]
		if cmp.Or(cmp.Compare(p.order, q.order), slices.Compare(p.path, q.path)) < 0 {
			best = i
		}
	}
	return best
}

// solve finds the best path of a part, and keeps the part if it has one.
func (c *careful) solve(ctx context.Context, p part) error {
	if there, err := c.reaches(ctx, &p); err != nil || !there {
		return err
	}
	if err := c.fill(ctx); err != nil {
		return err
	}
	if last := p.path[len(p.path)-1]; !c.has(last) {
		return nil // the limit cuts it off
	}
	q := &c.beginnings
	q.reset()
	clear(c.reached)
	start := partial{node: p.path[len(p.path)-1], before: -1, hops: int32(len(p.path) - 1), order: c.orderOf(p.path)}
	if c.concurrent {
		start.days = graph.Days{c.filter.Window()}
		for i, n := range p.path[1:] {
			start.days = start.days.Intersect(c.filter.daysBetween(p.path[i], n))
		}
	}
	start.least = start.order
	q.add(start)
	for len(q.queue) > 0 {
		at := q.take()
		if q.parts[at].node == c.b {
			p.order = q.parts[at].order
			p.path = q.nodesOf(at, slices.Clone(p.path[:len(p.path)-1]))
			c.pool = append(c.pool, p)
			return nil
		}
		if c.dominated(at) {
			continue
		}
		if !c.budget.spend() {
			return errSpent
		}
		if err := c.look(ctx, c.extend(at, &p)); err != nil {
			return err
		}
	}
	return nil
}

// dominated reports whether the node was reached before by a beginning that is in nothing worse: whatever continues
// this one continues that one as well, or would meet it on the way and be better still. Else it is noted.
func (c *careful) dominated(at int32) bool {
	parts := c.beginnings.parts
	p := &parts[at]
	slot := c.slot(p.node)
	for i := c.reached[slot] - 1; i >= 0; i = parts[i].next {
		if o := &parts[i]; o.hops <= p.hops && c.costOf(o.order) <= c.costOf(p.order) &&
			(!c.concurrent || slices.Equal(o.days.Intersect(p.days), p.days)) {
			return true
		}
	}
	p.next = c.reached[slot] - 1
	c.reached[slot] = at + 1
	return false
}

// costOf is the cost in an order.
func (r rank) costOf(order uint64) uint64 {
	if r.hop == 1 {
		return order >> hopsBits
	}
	return order & maxCost
}

// extend adds every continuation of a beginning by one step, and gives how many arcs it looked at.
func (c *careful) extend(at int32, p *part) int {
	from := c.beginnings.parts[at]
	list := c.step(from.node, 0)
	before := from.node
	for _, v := range list {
		if v == before {
			continue
		}
		before = v
		left := c.left(c.rank, v, c.maxHops-int(from.hops)-1)
		if left == unknown || slices.Contains(p.path, v) || from.before < 0 && slices.Contains(p.excluded, v) {
			continue
		}
		next := partial{order: from.order + c.hop, node: v, before: at, hops: from.hops + 1}
		if next.least = next.order + left; c.costOf(next.least) > uint64(c.limit) {
			c.cut = true
			continue
		}
		next.order += uint64(c.cost(v)) << c.costAt
		if c.concurrent {
			if next.days = from.days.Intersect(c.filter.daysBetween(from.node, v)); len(next.days) == 0 {
				continue
			}
		}
		c.beginnings.add(next)
	}
	return len(list)
}

// daysBetween is the days of the window on which some relationship joins n to other.
func (c *filter) daysBetween(n, other uint32) graph.Days {
	var spans []graph.Interval
	lo, hi := c.model.arcsBetween(n, other)
	for i := lo; i < hi; i++ {
		if c.passArc(i, 0) {
			spans = append(spans, c.days(i))
		}
	}
	return graph.Union(spans...).Clip(c.Window())
}

// ways knows for every node, and every number of hops, the least cost from the node to the end, the node's own
// included. What costs more than a limit is left out.
type ways struct {
	*search
	a, b  uint32
	upTo  int // hops
	limit uint32
	cut   bool // the limit left something out

	costs   []uint32 // hops+1 for each node that has a place
	reached []int32  // of careful: for each place the last beginning that reached the node, and one more
}

// cost is what a node adds as an inner node of a path.
func (w *ways) cost(n uint32) uint32 {
	if n == w.a || n == w.b {
		return 0
	}
	return w.m.costs[n]
}

// slot is the place of a node that has one.
func (w *ways) slot(n uint32) uint32 { return uint32(w.rest[n] & unknown) }

func (w *ways) has(n uint32) bool { return w.rest[n]>>orderBits == w.round }

// left is the order of the best way from the node to the end in at most so many hops; unknown where there is none.
func (w *ways) left(r rank, n uint32, hops int) uint64 {
	if hops < 0 || !w.has(n) {
		return unknown
	}
	at := int(w.slot(n)) * (w.upTo + 1)
	costs := w.costs[at : at+hops+1]
	cost := costs[hops]
	if cost == math.MaxUint32 {
		return unknown
	}
	if r.hop == 1 {
		least := hops
		for least > 0 && costs[least-1] == cost {
			least--
		}
		return uint64(cost)<<hopsBits | uint64(least)
	}
	least := 0
	for costs[least] == math.MaxUint32 {
		least++
	}
	return uint64(least)<<32 | uint64(costs[least])
}

// fill finds the costs, layer by layer from the end, where that was not done.
func (w *ways) fill(ctx context.Context) error {
	if w.reached != nil {
		return nil
	}
	w.beginRest(w.m.nodes())
	w.place(w.b)
	clear(w.costs)
	layer := []uint32{w.b}
	for hops := 0; hops < w.upTo && len(layer) > 0; hops++ {
		var next []uint32
		for _, n := range layer {
			if !w.budget.spend() {
				return errSpent
			}
			list := w.step(n, 1)
			base := w.costs[int(w.slot(n))*(w.upTo+1)+hops]
			for _, p := range list {
				if w.improve(p, base, hops+1) && p != w.a {
					next = append(next, p)
				}
			}
			if w.tired(len(list)) && ctx.Err() != nil {
				return ended(ctx, w.budget.spent)
			}
		}
		slices.Sort(next)
		layer = slices.Compact(next)
	}
	w.reached = make([]int32, len(w.costs)/(w.upTo+1))
	return nil
}

// place gives a node its place.
func (w *ways) place(n uint32) {
	w.rest[n] = w.round<<orderBits | uint64(len(w.costs)/(w.upTo+1))
	for range w.upTo + 1 {
		w.costs = append(w.costs, math.MaxUint32)
	}
}

// improve notes that the end can be reached from p over a node at this cost in so many hops, and reports whether that
// is better than what was known.
func (w *ways) improve(p, base uint32, hops int) bool {
	if p == w.b || p != w.a && !w.filter.inner(p) {
		return false
	}
	cost := uint64(base) + uint64(w.cost(p))
	if cost > uint64(w.limit) {
		w.cut = true
		return false
	}
	if !w.has(p) {
		w.place(p)
	}
	at := int(w.slot(p)) * (w.upTo + 1)
	if uint32(cost) >= w.costs[at+hops] {
		return false
	}
	for i := hops; i <= w.upTo; i++ {
		w.costs[at+i] = min(w.costs[at+i], uint32(cost))
	}
	return true
}
