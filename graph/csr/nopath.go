package csr

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// why finds the reason for an answer without paths, by search and not by guess.
func (s *search) why(ctx context.Context, q *graph.PathQuery, a, b uint32, how status) (*graph.NoPath, error) {
	spent := &graph.NoPath{Reason: graph.OverBudget}
	if how == exhausted {
		return spent, nil
	}
	hops, err := s.howFar(ctx, a, b, q.Concurrent)
	switch {
	case err != nil:
		return ifBudget(spent, err)
	case hops != noHops:
		return &graph.NoPath{Reason: graph.BeyondMaxHops, Hops: hops}, nil
	}
	parts := q.Filter.Parts()
	if q.Concurrent {
		parts = append(parts, graph.PartConcurrent)
	}
	if len(parts) == 0 {
		return &graph.NoPath{Reason: graph.Unconnected}, nil
	}
	if hops, err = s.under(graph.Filter{}).distance(ctx, a, b); err != nil {
		return ifBudget(spent, err)
	}
	if hops == noHops {
		return &graph.NoPath{Reason: graph.Unconnected}, nil
	}
	none := &graph.NoPath{Reason: graph.FilteredOut}
	for _, part := range parts {
		hops, err := s.under(q.Filter.Without(part)).howFar(ctx, a, b, q.Concurrent && part != graph.PartConcurrent)
		if err != nil {
			return ifBudget(spent, err)
		}
		if hops != noHops {
			none.Relax = append(none.Relax, graph.Relaxation{Part: part, Hops: hops})
		}
	}
	slices.SortStableFunc(none.Relax, func(x, y graph.Relaxation) int { return x.Hops - y.Hops })
	return none, nil
}

// under is the same search under another filter.
func (s *search) under(f graph.Filter) *search {
	other := *s
	other.filter = s.m.ready(&f)
	return &other
}

// ifBudget turns a spent budget into the answer that says so.
func ifBudget(spent *graph.NoPath, err error) (*graph.NoPath, error) {
	if unlessBudget(err) != nil {
		return nil, err
	}
	return spent, nil
}

// howFar is the number of hops of the shortest path, however long; where concurrent is true, of those whose steps may
// all hold on one day.
func (s *search) howFar(ctx context.Context, a, b uint32, concurrent bool) (int, error) {
	if !concurrent {
		return s.distance(ctx, a, b)
	}
	// A node is left again only on days on which it was not reached before: on the others some path that is no longer
	// does as well.
	reached := map[uint32]graph.Days{a: {s.filter.Window()}}
	layer := map[uint32]graph.Days{a: {s.filter.Window()}}
	for hops := 1; len(layer) > 0; hops++ {
		next := map[uint32]graph.Days{}
		for n, days := range layer {
			if !s.budget.spend() {
				return 0, errSpent
			}
			if ctx.Err() != nil {
				return 0, ended(ctx, s.budget.spent)
			}
			before := n
			for _, v := range s.step(n, 0) {
				if v == before || v != b && !s.filter.inner(v) || v == a {
					continue
				}
				before = v
				on := days.Intersect(s.filter.daysBetween(n, v))
				switch {
				case len(on) == 0:
				case v == b:
					return hops, nil
				case !slices.Equal(reached[v].Intersect(on), on):
					next[v] = graph.Union(append(slices.Clone(next[v]), on...)...)
				}
			}
		}
		for n, days := range next {
			reached[n] = graph.Union(append(slices.Clone(reached[n]), days...)...)
		}
		layer = next
	}
	return noHops, nil
}
