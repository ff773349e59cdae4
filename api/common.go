package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// commonParams are the parameters of /v1/common.
type commonParams struct{ graph.CommonQuery }

func parseCommon(p *params) commonParams {
	q := commonParams{graph.CommonQuery{
		IDs:    p.list("ids"),
		Min:    p.number("min", 0, graph.MaxCommonIDs),
		Limit:  p.number("limit", graph.DefaultLimit, graph.MaxCommon),
		Cursor: p.text("cursor"),
		Filter: parseFilter(p),
	}}
	// The default of min is the number of ids, which is known once they are resolved: two codes may mean one entity.
	checked := q.CommonQuery
	p.check(checked.Complete())
	return q
}

func (s *server) common(ctx context.Context, q commonParams) (reply, graph.Marker, error) {
	var ids []string
	a, err := aboutEntities(ctx, s, "ids", q.IDs, &q.Filter, func(resolved []string) (graph.CommonAnswer, error) {
		ids, q.IDs = resolved, resolved
		return s.Reader.Common(ctx, q.CommonQuery)
	})
	return &commonReply{ids, a}, a.Marker, err
}

// commonReply writes a CommonAnswer.
type commonReply struct {
	ids []string
	graph.CommonAnswer
}

func (a *commonReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Bool(`,"complete":`, a.Complete)
	w.Int(`,"count":`, int64(a.Count))
	writeNextPage(w, a.Complete, a.Next)
	w.Int(`,"examined":`, int64(a.Examined))
	writeGraph(w, &a.Graph)
	w.Strings(`,"ids":`, a.ids)
	w.Raw(`,"shared":[`)
	for i, shared := range a.Shared {
		w.Next(i)
		w.Int(`{"degree":`, int64(shared.Degree))
		w.String(`,"id":`, shared.ID)
		w.Raw(`,"ties":[`)
		for j, tied := range shared.Ties {
			w.Next(j)
			w.String(`{"id":`, tied.ID)
			w.Strings(`,"relationships":`, tied.Relationships)
			w.Raw(`}`)
		}
		w.Raw(`]}`)
	}
	w.Raw(`]}`)
}

// writeNextPage writes how to get what an answer that comes in pages left out; null where nothing is left.
func writeNextPage(w *jsontext.Buffer, complete bool, next string) {
	if complete {
		w.Null(`,"cut":`)
		return
	}
	w.StringOrNull(`,"cut":{"next":`, next)
	w.Raw(`}`)
}
