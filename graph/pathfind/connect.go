package pathfind

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Connect answers which small subgraph joins all of the entities. An id that is not there is CodeNotFound without
// candidates. The answer's marker is left to the engine.
func Connect(ctx context.Context, g Graph, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.ConnectAnswer{}, err
	}
	slices.Sort(q.IDs)
	ids, err := all(ctx, g, q.IDs)
	if err != nil {
		return graph.ConnectAnswer{}, err
	}
	c := newConnection(g, &q, ids)
	answer := graph.ConnectAnswer{}
	within, err := c.grow(ctx, func() bool { return c.walking() > 1 })
	if err != nil {
		return answer, err
	}
	answer.Groups = c.groups()
	answer.Complete = within
	chosen := q.IDs
	if answer.Joined = len(answer.Groups) == 1; answer.Joined {
		if chosen, err = c.choose(ctx, &answer); err != nil {
			return answer, err
		}
	}
	answer.Examined = c.budget.spent
	return c.assemble(ctx, chosen, answer)
}

// connection is a search for a subgraph that joins the entities of a question.
type connection struct {
	*balls
	q        *graph.ConnectQuery
	entities []int32 // nodes, in the order of their ids
	pairs    []pair  // pairs of entities whose balls have met, nearest first, that were not looked at yet
	joined   []int   // for every entity the least one that it is joined with
	apart    [][]int // hops between entities; 0 where it is not known yet
	chains   [][]int32
}

// pair is two entities, in the order of their ids, and how far they are apart.
type pair struct{ a, b, hops int }

func newConnection(g Graph, q *graph.ConnectQuery, ids []graph.Entity) *connection {
	k := unseen(g, q.Filter, &budget{left: q.Budget})
	c := &connection{balls: newBalls(k, ids), q: q}
	for i, e := range ids {
		n := k.index[e.ID]
		// The entities are the question's ends: shown, and joined through, in any case and at no cost.
		k.nodes[n].via, k.nodes[n].cost = true, 0
		c.entities, c.joined = append(c.entities, n), append(c.joined, i)
	}
	c.left = func() (from, to group) {
		for i := range ids {
			from.has(i)
		}
		return from, from
	}
	for range ids {
		c.apart = append(c.apart, make([]int, len(ids)))
	}
	c.met = func(from, to, hops int) {
		c.apart[from][to] = hops
		if from < to {
			c.pairs = append(c.pairs, pair{from, to, hops})
		}
	}
	return c
}

// grow grows the balls while more is true and something is left to be seen, and joins entities by the best chains of
// nodes that appear. It is false where the budget was spent.
func (c *connection) grow(ctx context.Context, more func() bool) (bool, error) {
	for more() && len(c.forth.touched) > 0 {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if within, err := c.round(ctx); err != nil || !within {
			return within, err
		}
		c.link()
	}
	return true, nil
}

// link joins groups of entities by the pairs that have met, the nearest first (Kruskal). Of pairs equally near the one
// with the better chain comes first: of least cost, then by the sequence of ids.
func (c *connection) link() {
	type candidate struct {
		pair
		chain []int32
		cost  int64
	}
	for len(c.pairs) > 0 {
		var level []candidate
		hops := c.pairs[0].hops
		for len(c.pairs) > 0 && c.pairs[0].hops == hops {
			p := c.pairs[0]
			c.pairs = c.pairs[1:]
			if c.joined[p.a] != c.joined[p.b] {
				if chain, cost := c.chain(c.entities[p.a], c.entities[p.b]); chain != nil {
					level = append(level, candidate{p, chain, cost})
				}
			}
		}
		slices.SortFunc(level, func(p, r candidate) int {
			return cmp.Or(cmp.Compare(p.cost, r.cost), slices.CompareFunc(p.chain, r.chain, c.byID))
		})
		for _, p := range level {
			if one, other := c.joined[p.a], c.joined[p.b]; one != other {
				for i := range c.joined {
					if c.joined[i] == max(one, other) {
						c.joined[i] = min(one, other)
					}
				}
				c.chains = append(c.chains, p.chain)
			}
		}
	}
}

func (c *connection) byID(m, n int32) int { return strings.Compare(c.nodes[m].id, c.nodes[n].id) }

// chain is the best chain of fewest hops between two nodes in the known part: of least cost, then first by the
// sequence of ids. Once the balls have met, all of that length are known. It is nil where there is none.
func (c *connection) chain(a, b int32) ([]int32, int64) {
	layers, hops := c.layersTo(b, a)
	if _, there := hops[a]; !there {
		return nil, far
	}
	// rest is the least cost from a node to b, the node itself included.
	rest := map[int32]int64{b: 0}
	nearer := func(n int32, fn func(to int32)) {
		for _, l := range c.nodes[n].next {
			if h, ok := hops[l.to]; ok && h == hops[n]-1 {
				fn(l.to)
			}
		}
	}
	for _, layer := range layers[1:] {
		for _, n := range layer {
			rest[n] = far
			nearer(n, func(to int32) { rest[n] = min(rest[n], rest[to]+c.nodes[n].cost) })
		}
	}
	chain := []int32{a}
	for at := a; at != b; {
		best := int32(-1)
		nearer(at, func(to int32) {
			if rest[to]+c.nodes[at].cost == rest[at] && (best < 0 || c.byID(to, best) < 0) {
				best = to
			}
		})
		chain, at = append(chain, best), best
	}
	return chain, rest[a]
}

// layersTo walks back from b until it comes to a, and gives the nodes by their hops to b.
func (c *connection) layersTo(b, a int32) ([][]int32, map[int32]int) {
	hops := map[int32]int{b: 0}
	layers := [][]int32{{b}}
	for last := layers[0]; len(last) > 0; last = layers[len(layers)-1] {
		if _, there := hops[a]; there {
			break
		}
		var layer []int32
		for _, n := range last {
			for _, l := range c.nodes[n].prev {
				if _, seen := hops[l.to]; !seen && c.nodes[l.to].via {
					hops[l.to] = len(layers)
					layer = append(layer, l.to)
				}
			}
		}
		layers = append(layers, layer)
	}
	return layers, hops
}

// walking is how many groups can still grow. One alone can join nothing more: around the others everything was seen.
func (c *connection) walking() int {
	seen := map[int]bool{}
	c.forth.walking().each(func(i int) { seen[c.joined[i]] = true })
	return len(seen)
}

// groups lists the entities by which are joined.
func (c *connection) groups() [][]string {
	var out [][]string
	at := map[int]int{}
	for i, least := range c.joined {
		if i == least {
			at[i] = len(out)
			out = append(out, nil)
		}
		out[at[least]] = append(out[at[least]], c.q.IDs[i])
	}
	return out
}

// choose gives the ids of the nodes of the subgraph and says how they were found.
func (c *connection) choose(ctx context.Context, answer *graph.ConnectAnswer) ([]string, error) {
	n := len(c.entities)
	answer.Method, answer.Bound = graph.DistanceNetwork, 2*(1-1/float64(n))
	chosen, err := c.fewest(ctx)
	if err != nil || n > graph.MaxExactIDs {
		return chosen, err
	}
	capped := c.budget.left > graph.MaxExactNodes
	c.budget.left = min(c.budget.left, graph.MaxExactNodes)
	return c.improve(ctx, chosen, capped, answer)
}

// improve looks for fewer nodes, in what is known already, and then further and further from the entities, until none
// can be left. If there are fewer it gives the first in order of as few. Where the budget ends before, it gives the
// fewest found; that is an end as good as another where the budget was capped for this.
func (c *connection) improve(ctx context.Context, chosen []string, capped bool,
	answer *graph.ConnectAnswer) ([]string, error) {
	known := func(steps int) bool { return len(c.forth.touched) == 0 || c.radius > c.reach(steps) }
	for first := len(chosen); ; {
		steps := len(chosen) - 1
		least := steps == c.least()
		if !least {
			fewer, err := c.search(ctx, steps-1)
			if err != nil {
				return nil, err
			}
			if fewer != nil {
				chosen = fewer
				continue
			}
		}
		if least || known(steps-1) {
			answer.Method, answer.Bound = graph.Exact, 1
			switch {
			case len(chosen) == first:
				return chosen, nil
			case known(steps):
				return c.search(ctx, steps)
			}
		}
		radius := c.radius
		within, err := c.grow(ctx, func() bool { return c.radius == radius })
		if err != nil {
			return nil, err
		}
		if !within {
			answer.Complete = capped || answer.Method == graph.Exact
			return chosen, nil
		}
	}
}

// search gives the first in order of the smallest sets of nodes in the known part that join all entities with at most
// so many steps; nil where there is none.
func (c *connection) search(ctx context.Context, steps int) ([]string, error) {
	everything := make([]int32, len(c.nodes))
	for i := range everything {
		everything[i] = int32(i)
	}
	all, names := c.network(everything, func(i int32) []int32 {
		to := make([]int32, len(c.nodes[i].next))
		for j, l := range c.nodes[i].next {
			to[j] = l.to
		}
		return to
	})
	return all.chosen(ctx, names, steps)
}

// least is a bound from below on the steps that it takes to join all entities: half of the shortest round trip, since
// who walks round a tree goes twice along every step. Entities whose balls have not met are further apart than these
// are wide.
func (c *connection) least() int {
	hops := func(i, j int) int { return cmp.Or(c.apart[i][j], 2*c.radius+1) }
	n := len(c.entities)
	shortest := math.MaxInt
	var walk func(at, length int, left []int)
	walk = func(at, length int, left []int) {
		if len(left) == 0 {
			shortest = min(shortest, length+hops(at, 0))
		}
		for i, next := range left {
			walk(next, length+hops(at, next), slices.Delete(slices.Clone(left), i, i+1))
		}
	}
	var others []int
	for i := 1; i < n; i++ {
		others = append(others, i)
	}
	walk(0, 0, others)
	return max(n-1, (shortest+1)/2)
}

// reach is how far from an entity a step of a smallest tree can lie, if that has no more than so many steps. Let a
// step be r hops from the nearest entity on both of its sides. Then these hops, the step and one more for every
// further entity are in the tree: 2r+1 and n-2. And the stretch on which it lies, from one entity or fork to the
// next, is no longer than the longest chain, which could take its place; beyond a fork at its end there are two more
// ways to entities.
func (c *connection) reach(steps int) int {
	longest := min(steps, len(c.chains[len(c.chains)-1])-1)
	return min((steps+1-len(c.entities))/2, (longest-1+(steps-longest)/2)/2)
}

// fewest gives the fewest nodes of the chains that join all entities.
func (c *connection) fewest(ctx context.Context) ([]string, error) {
	var nodes []int32
	for _, chain := range c.chains {
		nodes = append(nodes, chain...)
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	ids := make([]string, len(nodes))
	for i, n := range nodes {
		ids[i] = c.nodes[n].id
	}
	slices.Sort(ids)
	// Two nodes at the rim of the balls may be joined without our knowing.
	rels, _, err := c.source.Among(ctx, ids, &c.q.Filter, math.MaxInt)
	if err != nil {
		return nil, err
	}
	beside := map[int32][]int32{}
	for _, r := range rels {
		from, to := c.index[r.From], c.index[r.To]
		beside[from], beside[to] = append(beside[from], to), append(beside[to], from)
	}
	union, names := c.network(nodes, func(n int32) []int32 { return beside[n] })
	chosen, err := union.chosen(ctx, names, len(ids))
	if err == nil && chosen == nil {
		return nil, graph.Unavailable(nil, "the graph changed while it was read; ask again")
	}
	return chosen, err
}

// network makes a network of some of the nodes, and gives their ids in its order.
func (c *connection) network(nodes []int32, beside func(n int32) []int32) (*network, []string) {
	nodes = slices.DeleteFunc(slices.Clone(nodes), func(n int32) bool { return !c.nodes[n].via })
	slices.SortFunc(nodes, c.byID)
	place := make(map[int32]int32, len(nodes))
	for i, n := range nodes {
		place[n] = int32(i)
	}
	out := &network{next: make([][]int32, len(nodes)), cost: make([]int64, len(nodes)), isJoined: make([]bool, len(nodes))}
	names := make([]string, len(nodes))
	for i, n := range nodes {
		names[i], out.cost[i] = c.nodes[n].id, c.nodes[n].cost
		for _, to := range beside(n) {
			if p, ok := place[to]; ok && to != n {
				out.next[i] = append(out.next[i], p)
			}
		}
		slices.Sort(out.next[i])
		out.next[i] = slices.Compact(out.next[i])
	}
	for _, n := range c.entities {
		out.joined = append(out.joined, place[n])
		out.isJoined[place[n]] = true
	}
	return out, names
}

// chosen gives the ids of the nodes joined and of the least joiners, sorted; nil where more than most steps are
// needed.
func (n *network) chosen(ctx context.Context, names []string, most int) ([]string, error) {
	inner, ok, err := n.join(ctx, most)
	if err != nil || !ok {
		return nil, err
	}
	var out []string
	for _, i := range append(inner, n.joined...) {
		out = append(out, names[i])
	}
	return sortedSet(out), nil
}

// assemble fills in the subgraph of the chosen nodes: the tree of which the steps come first in the order of the text.
func (c *connection) assemble(ctx context.Context, chosen []string,
	answer graph.ConnectAnswer) (graph.ConnectAnswer, error) {
	var rels []graph.Relationship
	var err error
	if answer.Joined {
		if rels, _, err = c.source.Among(ctx, chosen, &c.q.Filter, math.MaxInt); err != nil {
			return answer, err
		}
	}
	steps := spanning(chosen, rels)
	speakers := slices.Clone(chosen)
	for _, s := range steps {
		speakers = append(speakers, saidBy(s.rels)...)
	}
	entities, err := c.source.Entities(ctx, sortedSet(speakers))
	if err != nil {
		return answer, err
	}
	name := nameOf(entities)
	for _, s := range steps {
		step := graph.Step{From: s.from, To: s.to, Text: graph.Sentence(s.rels, name)}
		for _, r := range s.rels {
			step.Relationships = append(step.Relationships, r.ID())
		}
		answer.Steps = append(answer.Steps, step)
		answer.Graph.Relationships = append(answer.Graph.Relationships, s.rels...)
	}
	isSpeaker := func(e graph.Entity) bool { return !slices.Contains(chosen, e.ID) }
	entities = slices.DeleteFunc(entities, isSpeaker)
	answer.Graph.Nodes = plainNodes(entities)
	for _, e := range entities {
		if !slices.Contains(c.q.IDs, e.ID) {
			answer.Cost += graph.Cost(e.Degree)
		}
	}
	graph.SortRelationships(answer.Graph.Relationships)
	return answer, nil
}

// branch is a step of a tree.
type branch struct {
	from, to string
	rels     []graph.Relationship
}

// spanning gives the tree over the nodes whose steps come first in the order of the text, sorted. The relationships
// are sorted by id.
func spanning(nodes []string, rels []graph.Relationship) []branch {
	between := map[[2]string][]graph.Relationship{}
	for _, r := range rels {
		if r.From != r.To {
			ends := [2]string{min(r.From, r.To), max(r.From, r.To)}
			between[ends] = append(between[ends], r)
		}
	}
	root := map[string]string{}
	for _, id := range nodes {
		root[id] = id
	}
	var out []branch
	for i, from := range nodes {
		for _, to := range nodes[i+1:] {
			joined := between[[2]string{from, to}]
			if one, other := root[from], root[to]; len(joined) > 0 && one != other {
				for id, r := range root {
					if r == other {
						root[id] = one
					}
				}
				out = append(out, branch{from, to, joined})
			}
		}
	}
	return out
}
