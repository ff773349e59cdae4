package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// tiesParams are the parameters of /v1/entities/{id}/ties.
type tiesParams struct{ graph.TiesQuery }

func parseTies(p *params) tiesParams {
	q := tiesParams{graph.TiesQuery{ID: p.id(), Filter: parseFilter(p)}}
	p.check(q.Complete())
	return q
}

func (s *server) ties(ctx context.Context, q tiesParams) (reply, graph.Marker, error) {
	var a graph.TiesAnswer
	err := s.asked(ctx, []named{{"id", q.ID}}, &q.Filter, func(ids []string) (err error) {
		if err := movedTo(q.ID, ids[0]); err != nil {
			return err
		}
		q.ID = ids[0]
		a, err = s.Reader.Ties(ctx, q.TiesQuery)
		return err
	})
	return &tiesReply{a}, a.Marker, err
}

// tiesReply writes a TiesAnswer.
type tiesReply struct{ graph.TiesAnswer }

func (a *tiesReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Int(`,"degree":`, int64(a.Degree))
	w.String(`,"id":`, a.ID)
	w.Raw(`,"ties":[`)
	for i, t := range a.Ties {
		w.Next(i)
		w.String(`{"direction":`, string(t.Direction))
		w.String(`,"kind":`, string(t.Kind))
		w.Int(`,"neighbours":`, int64(t.Neighbours))
		w.Int(`,"relationships":`, int64(t.Relationships))
		w.String(`,"type":`, string(t.Type))
		w.Raw(`}`)
	}
	w.Raw(`]}`)
}
