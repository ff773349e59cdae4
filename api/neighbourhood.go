package api

import (
	"context"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// neighbourhoodParams are the parameters of both neighbourhood routes. Starts are references until they are resolved;
// they stand in the address or in ids.
type neighbourhoodParams struct {
	graph.NeighbourhoodQuery
	param string
}

func parseNeighbourhood(p *params) neighbourhoodParams {
	q := neighbourhoodParams{param: "ids"}
	if id := p.id(); id != "" {
		q.param, q.Starts = "id", []string{id}
	} else {
		q.Starts = p.list("ids")
	}
	q.Depth = p.number("depth", graph.DefaultDepth, graph.MaxDepth)
	q.Limit = p.number("limit", graph.DefaultLimit, graph.MaxLimit)
	q.Cursor = p.text("cursor")
	q.Filter = parseFilter(p)
	p.check(q.Complete())
	_, err := graph.ParseCursor(q.Cursor)
	p.check(err)
	return q
}

func (s *server) neighbourhood(ctx context.Context, q neighbourhoodParams) (reply, graph.Marker, error) {
	answer, refs := &neighbourhoodReply{memory: takeMemory()}, q.Starts
	q.Memory = answer.Memory
	var err error
	answer.NeighbourhoodAnswer, err = aboutEntities(ctx, s, q.param, q.Starts, &q.Filter,
		func(ids []string) (graph.NeighbourhoodAnswer, error) {
			if q.param == "id" {
				if err := movedTo(refs[0], ids[0]); err != nil {
					return graph.NeighbourhoodAnswer{}, err
				}
			}
			answer.starts, q.Starts = ids, ids
			return s.Reader.Neighbourhood(ctx, q.NeighbourhoodQuery)
		})
	return answer, answer.Marker, err
}

// neighbourhoodReply writes a NeighbourhoodAnswer.
type neighbourhoodReply struct {
	starts []string
	memory
	graph.NeighbourhoodAnswer
}

func (a *neighbourhoodReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, a.Marker)
	w.Bool(`,"complete":`, a.Complete)
	w.Bool(`,"cut":{"budget":`, a.Cut.Budget)
	w.StringOrNull(`,"next":`, a.Cut.Next)
	w.Int(`,"nodes":`, int64(a.Cut.Nodes))
	w.Int(`,"relationships":`, int64(a.Cut.Relationships))
	w.IntOrNull(`,"unopened":`, a.Cut.Unopened)
	w.Int(`},"examined":`, int64(a.Examined))
	writeGraph(w, &a.Graph)
	w.Strings(`,"starts":`, a.starts)
	w.Raw(`}`)
}
