package pathfind

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// why finds the reason for an answer without paths, by search and not by guess.
func (k *known) why(ctx context.Context, q *graph.PathQuery, s status) (*graph.NoPath, error) {
	none := &graph.NoPath{Reason: graph.OverBudget}
	if s == exhausted {
		return none, nil
	}
	if hops, within, err := k.distance(ctx, q.Concurrent); err != nil || !within {
		return none, err
	} else if hops > 0 {
		return &graph.NoPath{Reason: graph.BeyondMaxHops, Hops: hops}, nil
	}
	parts := q.Filter.Parts()
	if q.Concurrent {
		parts = append(parts, graph.PartConcurrent)
	}
	if len(parts) == 0 {
		return &graph.NoPath{Reason: graph.Unconnected}, nil
	}
	hops, within, err := k.again(graph.Filter{}).distance(ctx, false)
	switch {
	case err != nil || !within:
		return none, err
	case hops == 0:
		return &graph.NoPath{Reason: graph.Unconnected}, nil
	}
	return k.relaxations(ctx, q, parts)
}

func (k *known) relaxations(ctx context.Context, q *graph.PathQuery, parts []graph.Part) (*graph.NoPath, error) {
	none := &graph.NoPath{Reason: graph.FilteredOut}
	for _, part := range parts {
		concurrent := q.Concurrent && part != graph.PartConcurrent
		hops, within, err := k.again(q.Filter.Without(part)).distance(ctx, concurrent)
		if err != nil {
			return nil, err
		}
		if !within {
			return &graph.NoPath{Reason: graph.OverBudget}, nil
		}
		if hops > 0 {
			none.Relax = append(none.Relax, graph.Relaxation{Part: part, Hops: hops})
		}
	}
	slices.SortStableFunc(none.Relax, func(a, b graph.Relaxation) int { return a.Hops - b.Hops })
	return none, nil
}

// again begins anew with the same ends and another filter.
func (k *known) again(f graph.Filter) *known {
	fresh := unseen(k.source, f, k.budget)
	for _, end := range []int32{k.a, k.b} {
		fresh.index[k.nodes[end].id] = int32(len(fresh.nodes))
		fresh.nodes = append(fresh.nodes, node{id: k.nodes[end].id})
	}
	fresh.a, fresh.b = 0, 1
	return fresh
}

// distance is the number of hops of the shortest path, however long; 0 if there is none. It is false where the budget
// was spent first.
func (k *known) distance(ctx context.Context, concurrent bool) (int, bool, error) {
	for {
		var batch []int32
		if !k.nodes[k.a].opened {
			batch = []int32{k.a, k.b}
		} else {
			hops, err := k.shortest(ctx, concurrent)
			if err != nil {
				return 0, false, err
			}
			a, b := k.fringes()
			if hops > 0 && int64(hops) < a.hops+1+b.hops || len(a.nodes) == 0 || len(b.nodes) == 0 {
				return hops, true, nil
			}
			batch = k.choose(graph.ByHops, 0, far, a, b)
		}
		if within, err := k.open(ctx, batch, concurrent); err != nil || !within {
			return 0, within, err
		}
	}
}

// shortest is the number of hops of the shortest path in the known part; 0 if there is none. Where all steps have to
// hold on one day, it is enough to try the days on which a relationship begins to hold.
func (k *known) shortest(ctx context.Context, concurrent bool) (int, error) {
	if !concurrent {
		return k.breadthFirst(func(link) bool { return true }), nil
	}
	var days []graph.Day
	for i := range k.nodes {
		for _, l := range k.nodes[i].next {
			for _, d := range l.days {
				days = append(days, d.From)
			}
		}
	}
	slices.Sort(days)
	best := 0
	for _, day := range slices.Compact(days) {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		hops := k.breadthFirst(func(l link) bool {
			return slices.ContainsFunc(l.days, func(i graph.Interval) bool { return i.From <= day && day <= i.To })
		})
		if hops > 0 && (best == 0 || hops < best) {
			best = hops
		}
	}
	return best, nil
}

func (k *known) breadthFirst(pass func(link) bool) int {
	seen := make([]bool, len(k.nodes))
	seen[k.a] = true
	layer := []int32{k.a}
	for hops := 1; len(layer) > 0; hops++ {
		var next []int32
		for _, n := range layer {
			for _, l := range k.nodes[n].next {
				if seen[l.to] || !pass(l) {
					continue
				}
				if l.to == k.b {
					return hops
				}
				seen[l.to] = true
				if k.nodes[l.to].via {
					next = append(next, l.to)
				}
			}
		}
		layer = next
	}
	return 0
}
