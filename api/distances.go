package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// distancesParams are the parameters of /v1/distances. Its ids are references until they are resolved, as in all that
// follow.
type distancesParams struct{ graph.DistancesQuery }

func parseDistances(p *params) distancesParams {
	q := distancesParams{graph.DistancesQuery{IDs: p.list("ids"), Filter: parseFilter(p)}}
	p.check(q.Complete())
	return q
}

func (s *server) distances(ctx context.Context, q distancesParams) (reply, graph.Marker, error) {
	a, err := aboutEntities(ctx, s, "ids", q.IDs, &q.Filter, func(ids []string) (graph.DistancesAnswer, error) {
		q.IDs = ids
		return s.Reader.Distances(ctx, q.DistancesQuery)
	})
	return &distancesReply{a}, a.Marker, err
}

// distancesReply writes a DistancesAnswer.
type distancesReply struct{ graph.DistancesAnswer }

func (a *distancesReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Bool(`,"complete":`, a.Complete)
	w.Int(`,"examined":`, int64(a.Examined))
	w.Raw(`,"hops":[`)
	for i, row := range a.Hops {
		w.Next(i)
		w.Raw(`[`)
		for j, hops := range row {
			w.Next(j)
			w.Int("", int64(hops))
		}
		w.Raw(`]`)
	}
	w.Strings(`],"ids":`, a.IDs)
	w.Raw(`}`)
}
