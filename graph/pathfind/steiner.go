package pathfind

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"
)

// joiners is what it takes to join several nodes: how many steps, how many other nodes, their costs, and which they
// are, by their places in the order of ids. It is compared in this order. A node may stand in it more than once while
// a search is under way; what is least never has one twice.
type joiners struct {
	hops  int
	cost  int64
	nodes []int32 // ascending
}

func (j joiners) compare(o joiners) int {
	return cmp.Or(cmp.Compare(j.hops, o.hops), cmp.Compare(len(j.nodes), len(o.nodes)), cmp.Compare(j.cost, o.cost),
		slices.Compare(j.nodes, o.nodes))
}

func (j joiners) plus(o joiners) joiners {
	nodes := make([]int32, 0, len(j.nodes)+len(o.nodes))
	a, b := j.nodes, o.nodes
	for len(a) > 0 && len(b) > 0 {
		if a[0] <= b[0] {
			nodes, a = append(nodes, a[0]), a[1:]
		} else {
			nodes, b = append(nodes, b[0]), b[1:]
		}
	}
	return joiners{j.hops + o.hops, j.cost + o.cost, append(append(nodes, a...), b...)}
}

// network is a small undirected graph. Its nodes are numbered in the order of their ids; those that are to be joined
// come into no joiners.
type network struct {
	next     [][]int32
	cost     []int64
	joined   []int32 // the nodes to be joined
	isJoined []bool
}

// tree is a state of the search: a tree that holds some of the nodes to be joined, and at.
type tree struct {
	at   int32
	of   uint32  // the nodes to be joined that are in it, but for the last of all, where the search ends
	with joiners // its other nodes but for at
}

// trees is a heap, least joiners first.
type trees []tree

func (t trees) Len() int           { return len(t) }
func (t trees) Less(i, j int) bool { return t[i].with.compare(t[j].with) < 0 }
func (t trees) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *trees) Push(x any)        { *t = append(*t, x.(tree)) }
func (t *trees) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}

// steiner searches the least joiners of a network. It takes up trees from the least on, grows each by a step and
// joins it with every tree of other nodes that ends where it ends, which is the recurrence of Dreyfus and Wagner; so
// the first that has all is the least. Trees that cannot be completed with most steps are left out.
type steiner struct {
	*network
	open  trees
	best  []map[uint32]tree // by node, then by what is in it
	done  []map[uint32]bool
	apart [][]int32 // hops from every node to be joined to every node
	most  int
}

// join gives the nodes of the least joiners; it is false where more than most steps are needed.
func (n *network) join(ctx context.Context, most int) ([]int32, bool, error) {
	s := steiner{network: n, most: most, best: make([]map[uint32]tree, len(n.next)),
		done: make([]map[uint32]bool, len(n.next))}
	for _, node := range n.joined {
		s.apart = append(s.apart, n.hopsFrom(node))
	}
	last := n.joined[len(n.joined)-1]
	whole := uint32(1)<<(len(n.joined)-1) - 1
	for i, node := range n.joined[:len(n.joined)-1] {
		s.offer(tree{at: node, of: 1 << i})
	}
	for taken := 1; len(s.open) > 0; taken++ {
		if taken%checkEvery == 0 && ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		t := heap.Pop(&s.open).(tree)
		if t.at == last && t.of == whole {
			return t.with.nodes, true, nil
		}
		if s.done[t.at][t.of] {
			continue
		}
		if s.done[t.at] == nil {
			s.done[t.at] = map[uint32]bool{}
		}
		s.done[t.at][t.of] = true
		s.extend(t, whole)
	}
	return nil, false, nil
}

// extend offers every tree that t grows into.
func (s *steiner) extend(t tree, whole uint32) {
	with := t.with
	if !s.isJoined[t.at] {
		with = with.plus(joiners{0, s.cost[t.at], []int32{t.at}})
	}
	with.hops++
	for _, to := range s.next[t.at] {
		s.offer(tree{at: to, of: t.of, with: with})
	}
	if t.of == whole {
		return
	}
	for of := range s.done[t.at] {
		if of&t.of == 0 {
			s.offer(tree{at: t.at, of: of | t.of, with: t.with.plus(s.best[t.at][of].with)})
		}
	}
}

func (s *steiner) offer(t tree) {
	if s.done[t.at][t.of] || t.with.hops+s.missing(t) > s.most {
		return
	}
	if known, ok := s.best[t.at][t.of]; ok && known.with.compare(t.with) <= 0 {
		return
	}
	if s.best[t.at] == nil {
		s.best[t.at] = map[uint32]tree{}
	}
	s.best[t.at][t.of] = t
	heap.Push(&s.open, t)
}

// missing is how many steps it takes at least to join the rest: as many as to the farthest; and for every two, half of
// the way round by both.
func (s *steiner) missing(t tree) int {
	least := int32(0)
	for i, hops := range s.apart {
		if t.of&(1<<i) != 0 {
			continue
		}
		least = max(least, hops[t.at])
		for j := range i {
			if t.of&(1<<j) == 0 {
				least = max(least, (hops[t.at]+s.apart[j][t.at]+hops[s.joined[j]]+1)/2)
			}
		}
	}
	return int(least)
}

// hopsFrom gives how many hops every node is away; more than any tree has where it is out of reach.
func (n *network) hopsFrom(start int32) []int32 {
	hops := make([]int32, len(n.next))
	for i := range hops {
		hops[i] = math.MaxInt32 / 4
	}
	hops[start] = 0
	for queue := []int32{start}; len(queue) > 0; queue = queue[1:] {
		for _, to := range n.next[queue[0]] {
			if hops[to] > hops[queue[0]]+1 {
				hops[to] = hops[queue[0]] + 1
				queue = append(queue, to)
			}
		}
	}
	return hops
}
