package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// connectParams are the parameters of /v1/connect.
type connectParams struct{ graph.ConnectQuery }

func parseConnect(p *params) connectParams {
	q := connectParams{graph.ConnectQuery{IDs: p.list("ids"), Filter: parseFilter(p)}}
	p.check(q.Complete())
	return q
}

func (s *server) connect(ctx context.Context, q connectParams) (reply, graph.Marker, error) {
	var ids []string
	a, err := aboutEntities(ctx, s, "ids", q.IDs, &q.Filter, func(resolved []string) (graph.ConnectAnswer, error) {
		ids, q.IDs = resolved, resolved
		return s.Reader.Connect(ctx, q.ConnectQuery)
	})
	return &connectReply{ids, a}, a.Marker, err
}

// connectReply writes a ConnectAnswer.
type connectReply struct {
	ids []string
	graph.ConnectAnswer
}

func (a *connectReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Float(`,"bound":`, a.Bound)
	w.Bool(`,"complete":`, a.Complete)
	writeNats(w, `,"cost":`, a.Cost)
	w.Int(`,"examined":`, int64(a.Examined))
	writeGraph(w, &a.Graph)
	w.Raw(`,"groups":[`)
	for i, group := range a.Groups {
		w.Next(i)
		w.Strings("", group)
	}
	w.Int(`],"hops":`, int64(a.Hops()))
	w.Strings(`,"ids":`, a.ids)
	w.Bool(`,"joined":`, a.Joined)
	w.StringOrNull(`,"method":`, string(a.Method))
	w.Raw(`,"steps":[`)
	for i, step := range a.Steps {
		w.Next(i)
		w.String(`{"from":`, step.From)
		w.Strings(`,"relationships":`, step.Relationships)
		w.String(`,"text":`, step.Text)
		w.String(`,"to":`, step.To)
		w.Raw(`}`)
	}
	w.Raw(`]}`)
}
