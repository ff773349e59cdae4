package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
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

func (s *server) search(ctx context.Context, q searchParams) (reply, graph.Marker, error) {
	var hits []graph.Hit
	m, err := s.bracket(ctx, func() (err error) {
		hits, err = s.Reader.Search(ctx, q.SearchQuery)
		return err
	})
	if err != nil {
		return nil, m, err
	}
	return &searchReply{m, hits}, m, nil
}

// searchReply writes a SearchAnswer.
type searchReply struct {
	marker graph.Marker
	hits   []graph.Hit
}

func (a *searchReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.marker)
	w.Raw(`,"results":[`)
	for i, h := range a.hits {
		w.Next(i)
		w.String(`{"id":`, h.ID)
		w.String(`,"kind":`, string(h.Kind))
		w.Int(`,"degree":`, int64(h.Degree))
		w.String(`,"matched":`, h.Matched)
		w.String(`,"name":`, h.Name)
		w.Float(`,"score":`, h.Score)
		w.Raw(`}`)
	}
	w.Raw(`]}`)
}
