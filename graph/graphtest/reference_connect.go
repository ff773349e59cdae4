package graphtest

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"coopgraph/graph"
)

// ways is where one may walk to from every node.
type ways map[string]map[string]bool

// ways is every step that the filter allows.
func (r *Reference) ways(f *graph.Filter) ways {
	w := ways{}
	for id := range r.entities {
		w[id] = map[string]bool{}
	}
	for _, rel := range r.rels {
		if _, ok := sees(f, rel); !ok || rel.From == rel.To {
			continue
		}
		undirected := rel.Type.Info().Undirected
		if undirected || f.Direction != graph.Incoming {
			w[rel.From][rel.To] = true
		}
		if undirected || f.Direction != graph.Outgoing {
			w[rel.To][rel.From] = true
		}
	}
	return w
}

// known fails on the first id that is not there.
func (r *Reference) known(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if _, err := r.Entity(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// Distances implements graph.Reader: it walks layer by layer from every entity, for every other one anew.
func (r *Reference) Distances(ctx context.Context, q graph.DistancesQuery) (graph.DistancesAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.DistancesAnswer{}, err
	}
	if err := r.known(ctx, q.IDs); err != nil {
		return graph.DistancesAnswer{}, err
	}
	w := r.ways(&q.Filter)
	answer := graph.DistancesAnswer{Marker: r.marker, IDs: q.IDs, Complete: true}
	for _, from := range q.IDs {
		var row []int
		for _, to := range q.IDs {
			row = append(row, w.hops(from, to, func(id string) bool { return r.inner(id, &q.Filter) }))
		}
		answer.Hops = append(answer.Hops, row)
	}
	return answer, nil
}

// hops is how many steps it takes from one node to another through nodes that may be passed; -1 for never.
func (w ways) hops(from, to string, pass func(id string) bool) int {
	layer := map[string]bool{from: true}
	seen := map[string]bool{from: true}
	for hops := 0; len(layer) > 0; hops++ {
		if layer[to] {
			return hops
		}
		next := map[string]bool{}
		for id := range layer {
			for other := range w[id] {
				if (id == from || pass(id)) && !seen[other] {
					seen[other], next[other] = true, true
				}
			}
		}
		layer = next
	}
	return graph.Unreachable
}

// Connect implements graph.Reader: it tries every set of nodes.
func (r *Reference) Connect(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	return r.connect(ctx, q, graph.MaxExactIDs)
}

// Approximate answers as Connect does for more entities than it searches exactly.
func (r *Reference) Approximate(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	return r.connect(ctx, q, 0)
}

func (r *Reference) connect(ctx context.Context, q graph.ConnectQuery, exact int) (graph.ConnectAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.ConnectAnswer{}, err
	}
	if err := r.known(ctx, q.IDs); err != nil {
		return graph.ConnectAnswer{}, err
	}
	slices.Sort(q.IDs)
	answer := graph.ConnectAnswer{Marker: r.marker, Complete: true}
	w := r.ways(&q.Filter)
	pass := func(id string) bool { return slices.Contains(q.IDs, id) || r.inner(id, &q.Filter) }
	answer.Groups = w.groups(q.IDs, pass)
	if len(answer.Groups) > 1 {
		answer.Graph = r.subgraph(q.IDs, nil, &q.Filter)
		return answer, nil
	}
	answer.Joined, answer.Method, answer.Bound = true, graph.Exact, 1
	chosen := r.smallest(w, q.IDs, r.chains(w, q.IDs, pass))
	if len(q.IDs) > exact {
		answer.Method, answer.Bound = graph.DistanceNetwork, 2*(1-1/float64(len(q.IDs)))
	} else {
		everything := slices.DeleteFunc(sortedKeys(r.entities), func(id string) bool { return !pass(id) })
		if fewer := r.smallest(w, q.IDs, everything); len(fewer) < len(chosen) {
			chosen = fewer
		}
	}
	var rels []string
	for _, s := range r.tree(chosen, &q.Filter) {
		answer.Steps = append(answer.Steps, s)
		rels = append(rels, s.Relationships...)
	}
	for _, id := range chosen {
		if !slices.Contains(q.IDs, id) {
			answer.Cost += graph.Cost(r.entities[id].Degree)
		}
	}
	answer.Graph = r.subgraph(chosen, rels, &q.Filter)
	return answer, nil
}

// groups puts together what can be reached from each other.
func (w ways) groups(ids []string, pass func(id string) bool) [][]string {
	var out [][]string
	for _, id := range ids {
		i := slices.IndexFunc(out, func(g []string) bool { return w.hops(g[0], id, pass) >= 0 })
		if i < 0 {
			out = append(out, []string{id})
		} else {
			out[i] = append(out[i], id)
		}
	}
	return out
}

// smallest is the set of nodes that holds the ids and hangs together, of fewest nodes, then of least cost, then the
// first in the order of the text.
func (r *Reference) smallest(w ways, ids, among []string) []string {
	others := slices.DeleteFunc(slices.Clone(among), func(id string) bool { return slices.Contains(ids, id) })
	var best []string
	bestCost := int64(0)
	for set := range 1 << len(others) {
		if best != nil && len(ids)+bits.OnesCount(uint(set)) > len(best) {
			continue
		}
		chosen, cost := slices.Clone(ids), int64(0)
		for i, id := range others {
			if set&(1<<i) != 0 {
				chosen, cost = append(chosen, id), cost+graph.Cost(r.entities[id].Degree)
			}
		}
		slices.Sort(chosen)
		in := func(id string) bool { return slices.Contains(chosen, id) }
		if len(w.groups(chosen, in)) > 1 {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(len(chosen), len(best)), cmp.Compare(cost, bestCost),
			slices.Compare(chosen, best)) < 0 {
			best, bestCost = chosen, cost
		}
	}
	return best
}

// chains is the nodes of the best chains that join all ids.
func (r *Reference) chains(w ways, ids []string, pass func(id string) bool) []string {
	type chain struct {
		nodes []string
		cost  int64
	}
	better := func(a, b chain) int {
		return cmp.Or(cmp.Compare(len(a.nodes), len(b.nodes)), cmp.Compare(a.cost, b.cost), slices.Compare(a.nodes, b.nodes))
	}
	var found []chain
	var walk func(c chain)
	walk = func(c chain) {
		last := c.nodes[len(c.nodes)-1]
		if slices.Contains(ids, last) && last > c.nodes[0] {
			found = append(found, c)
		}
		for next := range w[last] {
			if pass(next) && !slices.Contains(c.nodes, next) {
				cost := c.cost
				if !slices.Contains(ids, next) {
					cost += graph.Cost(r.entities[next].Degree)
				}
				walk(chain{append(slices.Clone(c.nodes), next), cost})
			}
		}
	}
	for _, id := range ids {
		walk(chain{nodes: []string{id}})
	}
	slices.SortFunc(found, better)
	joined := ways{}
	for _, id := range ids {
		joined[id] = map[string]bool{}
	}
	everyone := func(string) bool { return true }
	used := map[string]bool{}
	for _, c := range found {
		from, to := c.nodes[0], c.nodes[len(c.nodes)-1]
		if joined.hops(from, to, everyone) >= 0 {
			continue
		}
		joined[from][to], joined[to][from] = true, true
		for _, id := range c.nodes {
			used[id] = true
		}
	}
	return sortedKeys(used)
}

// tree is the first steps, in the order of the text, that join the nodes without a circle.
func (r *Reference) tree(nodes []string, f *graph.Filter) []graph.Step {
	joined := ways{}
	for _, id := range nodes {
		joined[id] = map[string]bool{}
	}
	var out []graph.Step
	for _, from := range nodes {
		for _, to := range nodes {
			rels := r.step(from, to, f)
			if from >= to || len(rels) == 0 || joined.hops(from, to, func(string) bool { return true }) >= 0 {
				continue
			}
			joined[from][to], joined[to][from] = true, true
			s := graph.Step{From: from, To: to, Text: graph.Sentence(rels, func(id string) string {
				return cmp.Or(r.entities[id].Name, id)
			})}
			for _, rel := range rels {
				s.Relationships = append(s.Relationships, rel.ID())
			}
			out = append(out, s)
		}
	}
	return out
}

// subgraph is these nodes and relationships, and the ends of the latter.
func (r *Reference) subgraph(ids, rels []string, f *graph.Filter) graph.Subgraph {
	var g graph.Subgraph
	nodes, used := map[string]bool{}, map[string]bool{}
	for _, id := range ids {
		nodes[id] = true
	}
	for _, id := range rels {
		used[id], nodes[r.rels[id].From], nodes[r.rels[id].To] = true, true, true
	}
	for _, id := range sortedKeys(used) {
		shown, _ := sees(f, r.rels[id])
		g.Relationships = append(g.Relationships, shown)
	}
	for _, id := range sortedKeys(nodes) {
		g.Nodes = append(g.Nodes, graph.Node{Entity: r.entities[id], Distance: -1, Hidden: -1})
	}
	return g
}
