package api

import (
	"context"

	"coopgraph/graph"
)

// searchParams are the parameters of /v1/search.
type searchParams struct{ graph.SearchQuery }

func parseSearch(p *params) searchParams {
	q := searchParams{graph.SearchQuery{
		Text:  p.required("q", "Azerbaijan"),
		Kinds: p.kinds("kinds"),
		Limit: p.number("limit", graph.DefaultSearchLimit, graph.MaxSearch),
	}}
	p.check(q.Complete())
	return q
}

func (s *server) search(ctx context.Context, q searchParams) (any, graph.Marker, error) {
	var hits []graph.Hit
	m, err := s.bracket(ctx, func() (err error) {
		hits, err = s.Reader.Search(ctx, q.SearchQuery)
		return err
	})
	if err != nil {
		return nil, m, err
	}
	return SearchAnswer{Revision: m.Revision, Epoch: orNull(m.Epoch), Loading: m.Loading,
		Results: each(hits, func(h graph.Hit) Hit {
			return Hit{Id: h.ID, Kind: string(h.Kind), Name: h.Name, Matched: h.Matched, Score: h.Score, Degree: h.Degree}
		})}, m, nil
}
