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
	hops, err := s.distance(ctx, a, b)
	switch {
	case err != nil:
		return ifBudget(spent, err)
	case hops != noHops:
		return &graph.NoPath{Reason: graph.BeyondMaxHops, Hops: hops}, nil
	}
	parts := q.Filter.Parts()
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
		hops, err := s.under(q.Filter.Without(part)).distance(ctx, a, b)
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
