package pathfind

import (
	"context"
	"math/bits"
	"slices"

	"coopgraph/graph"
)

// group is a set of the entities that a question is about, by their numbers.
type group [(graph.MaxDistanceIDs + 63) / 64]uint64

func (g *group) has(i int)    { g[i/64] |= 1 << (i % 64) }
func (g group) in(i int) bool { return g[i/64]&(1<<(i%64)) != 0 }

func (g group) empty() bool { return g == group{} }

func (g group) and(o group) group {
	for i := range g {
		g[i] &= o[i]
	}
	return g
}

func (g group) or(o group) group {
	for i := range g {
		g[i] |= o[i]
	}
	return g
}

func (g group) without(o group) group {
	for i := range g {
		g[i] &^= o[i]
	}
	return g
}

// each calls back with every number of the set, in order.
func (g group) each(fn func(i int)) {
	for w, word := range g {
		for ; word != 0; word &= word - 1 {
			fn(64*w + bits.TrailingZeros64(word))
		}
	}
}

// ball is, for every known node, the entities from which it was reached (or which are reached from it).
type ball struct {
	backward bool
	reached  []group
	fresh    []group // reached in the last round, and walked on from in the next
	met      []group // for every entity those whose other balls its ball has met
	touched  []int32 // the nodes with something fresh
}

// balls grow around entities, one hop a round, all at once.
type balls struct {
	*known
	forth, back ball
	entity      map[int32]int // number of the entity that a node is
	radius      int           // rounds grown
	// met is called once for every pair, when the ball from the one first meets the ball towards the other: it is then
	// known how many hops apart they are. Nearer pairs come first.
	met func(from, to, hops int)
	// left gives the entities that still look for some other from themselves, and those that are still looked for.
	left func() (from, to group)
}

func newBalls(k *known, ids []graph.Entity) *balls {
	b := &balls{known: k, entity: map[int32]int{}, back: ball{backward: true}}
	b.forth.met, b.back.met = make([]group, len(ids)), make([]group, len(ids))
	for i, e := range ids {
		n := k.add(e.ID, e.Kind, e.Degree)
		b.entity[n] = i
		for _, around := range []*ball{&b.forth, &b.back} {
			around.grow(len(k.nodes))
			around.reached[n].has(i)
			around.fresh[n].has(i)
			around.touched = append(around.touched, n)
		}
	}
	return b
}

func (s *ball) grow(nodes int) {
	s.reached = append(s.reached, make([]group, nodes-len(s.reached))...)
	s.fresh = append(s.fresh, make([]group, nodes-len(s.fresh))...)
}

// round grows all balls by one hop. It is false where the budget was spent.
func (b *balls) round(ctx context.Context) (bool, error) {
	from, to := b.left()
	if within, err := b.openFresh(ctx, from, to); err != nil || !within {
		return within, err
	}
	b.forth.grow(len(b.nodes))
	b.back.grow(len(b.nodes))
	b.radius++
	b.advance(&b.forth, from)
	b.meet(&b.forth, &b.back, 2*b.radius-1)
	b.advance(&b.back, to)
	b.meet(&b.back, &b.forth, 2*b.radius)
	return true, nil
}

// openFresh opens every node that is about to be walked on from.
func (b *balls) openFresh(ctx context.Context, from, to group) (bool, error) {
	var batch []int32
	for _, side := range []struct {
		around *ball
		active group
	}{{&b.forth, from}, {&b.back, to}} {
		for _, n := range side.around.touched {
			if !b.nodes[n].opened && !side.around.fresh[n].and(side.active).empty() {
				batch = append(batch, n)
			}
		}
	}
	slices.Sort(batch)
	if batch = slices.Compact(batch); len(batch) > b.budget.left {
		b.budget.left = -1 // a part of a round would be of no use
		return false, nil
	}
	for part := range slices.Chunk(batch, maxBatch) {
		if within, err := b.open(ctx, part, false); err != nil || !within {
			return within, err
		}
	}
	return true, nil
}

// advance walks one hop on from what is fresh.
func (b *balls) advance(around *ball, active group) {
	walkers := around.touched
	fresh := make([]group, len(walkers))
	for i, n := range walkers {
		fresh[i] = around.fresh[n].and(active)
		around.fresh[n] = group{}
	}
	around.touched = nil
	for i, n := range walkers {
		links := b.nodes[n].next
		if around.backward {
			links = b.nodes[n].prev
		}
		if fresh[i].empty() {
			continue
		}
		for _, l := range links {
			arrived := fresh[i].without(around.reached[l.to])
			if arrived.empty() {
				continue
			}
			if around.fresh[l.to].empty() {
				around.touched = append(around.touched, l.to)
			}
			around.reached[l.to] = around.reached[l.to].or(arrived)
			around.fresh[l.to] = around.fresh[l.to].or(arrived)
		}
	}
}

// meet tells of the pairs whose balls meet at a node that was just reached, and drops the nodes that are not passed
// through from what is walked on from.
func (b *balls) meet(around, other *ball, hops int) {
	tell := func(here, there group) {
		here.each(func(i int) {
			there.without(around.met[i]).each(func(j int) {
				around.met[i].has(j)
				other.met[j].has(i)
				if around.backward {
					b.met(j, i, hops)
				} else {
					b.met(i, j, hops)
				}
			})
		})
	}
	kept := around.touched[:0]
	for _, n := range around.touched {
		here, there := around.fresh[n], other.reached[n]
		if b.nodes[n].via {
			tell(here, there)
			kept = append(kept, n)
			continue
		}
		if i, ok := b.entity[n]; ok { // a path may end here
			var own group
			own.has(i)
			tell(here, there.and(own))
		}
		around.fresh[n] = group{}
	}
	around.touched = kept
}

// walking gives the entities whose balls can still grow.
func (s *ball) walking() group {
	var g group
	for _, n := range s.touched {
		g = g.or(s.fresh[n])
	}
	return g
}
