package api

import (
	"context"

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
	if id := p.inPath("id"); id != "" {
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

func (s *server) neighbourhood(ctx context.Context, q neighbourhoodParams) (any, graph.Marker, error) {
	var err error
	if q.Starts, err = s.resolveAll(ctx, q.param, q.Starts); err != nil {
		return nil, graph.Marker{}, err
	}
	if err := s.resolveFilter(ctx, &q.Filter); err != nil {
		return nil, graph.Marker{}, err
	}
	a, err := s.Reader.Neighbourhood(ctx, q.NeighbourhoodQuery)
	if err != nil {
		return nil, graph.Marker{}, err
	}
	answer := NeighbourhoodAnswer{
		Revision: a.Revision, Epoch: orNull(a.Epoch), Loading: a.Loading,
		Starts:   q.Starts,
		Graph:    encodeSubgraph(a.Graph),
		Complete: a.Complete,
		Cut: NeighbourhoodCut{Nodes: a.Cut.Nodes, Relationships: a.Cut.Relationships,
			Unopened: orNull(a.Cut.Unopened), Next: orNull(a.Cut.Next), Budget: a.Cut.Budget},
		Examined: a.Examined,
	}
	return answer, a.Marker, nil
}
