package graphtest

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// Neighbourhood implements graph.Reader: it opens layer by layer and looks at every pair of nodes.
func (r *Reference) Neighbourhood(ctx context.Context, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	answer := graph.NeighbourhoodAnswer{Marker: r.marker}
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	reached := map[string]int{}
	kept := map[string]int{}
	for _, id := range q.Starts {
		if _, err := r.Entity(ctx, id); err != nil {
			return answer, err
		}
		reached[id], kept[id] = 0, 0
	}
	starts := len(kept)
	for depth := 1; depth <= q.Depth; depth++ {
		walkers := r.walkers(&q, reached, depth-1)
		if len(walkers) == 0 {
			break
		}
		if answer.Cut.Nodes > 0 || len(kept)-starts == q.Limit {
			answer.Cut.Unopened = depth
			break
		}
		for _, place := range r.openLayer(&q, reached, walkers, depth) {
			switch {
			case place.Compare(after) <= 0:
			case len(kept)-starts == q.Limit:
				answer.Cut.Nodes++
			default:
				kept[place.ID] = depth
				answer.Cut.Next = place.Cursor()
			}
		}
	}
	if answer.Cut.Nodes == 0 && answer.Cut.Unopened == 0 {
		answer.Cut.Next = ""
	}
	answer.Graph = r.induced(&q, kept)
	answer.Complete = answer.Cut.Nodes == 0 && answer.Cut.Unopened == 0
	return answer, nil
}

// walkers are the nodes at the distance that may be walked on from.
func (r *Reference) walkers(q *graph.NeighbourhoodQuery, reached map[string]int, distance int) []string {
	var out []string
	for _, id := range sortedKeys(reached) {
		if reached[id] == distance && (distance == 0 || r.via(id, &q.Filter)) {
			out = append(out, id)
		}
	}
	return out
}

// openLayer marks what the walkers reach and gives the places of what may be shown of it, in order.
func (r *Reference) openLayer(q *graph.NeighbourhoodQuery, reached map[string]int, walkers []string, depth int) []graph.Place {
	var places []graph.Place
	for _, id := range walkers {
		for _, next := range r.neighbours(id, &q.Filter) {
			if _, seen := reached[next]; seen {
				continue
			}
			reached[next] = depth
			if r.shown(next, &q.Filter) {
				places = append(places, graph.Place{Distance: depth, Degree: r.entities[next].Degree, ID: next})
			}
		}
	}
	slices.SortFunc(places, func(a, b graph.Place) int { return a.Compare(b) })
	return places
}

// induced is the nodes kept and the relationships among them that the filter sees, whatever their direction.
func (r *Reference) induced(q *graph.NeighbourhoodQuery, kept map[string]int) graph.Subgraph {
	var g graph.Subgraph
	joined := map[[2]string]bool{}
	for _, id := range sortedKeys(r.rels) {
		rel := r.rels[id]
		_, from := kept[rel.From]
		_, to := kept[rel.To]
		if shown, ok := sees(&q.Filter, rel); ok && from && to {
			g.Relationships = append(g.Relationships, shown)
			joined[[2]string{rel.From, rel.To}], joined[[2]string{rel.To, rel.From}] = true, true
		}
	}
	for _, id := range sortedKeys(kept) {
		hidden := r.entities[id].Degree
		for other := range kept {
			if other != id && joined[[2]string{id, other}] {
				hidden--
			}
		}
		g.Nodes = append(g.Nodes, graph.Node{Entity: r.entities[id], Distance: kept[id], Hidden: hidden})
	}
	return g
}
