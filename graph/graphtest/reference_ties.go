package graphtest

import (
	"cmp"
	"context"
	"slices"

	"coopgraph/graph"
)

// Ties implements graph.Reader: for every sort of ties it looks at everything anew.
func (r *Reference) Ties(ctx context.Context, q graph.TiesQuery) (graph.TiesAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.TiesAnswer{}, err
	}
	e, err := r.Entity(ctx, q.ID)
	if err != nil {
		return graph.TiesAnswer{}, err
	}
	answer := graph.TiesAnswer{Marker: r.marker, ID: q.ID, Degree: e.Degree}
	for _, t := range graph.Types() {
		directions := []graph.Direction{graph.Incoming, graph.Outgoing}
		if t.Undirected {
			directions = []graph.Direction{graph.AnyDirection}
		}
		for _, direction := range directions {
			for _, kind := range graph.Kinds() {
				c := graph.TieCount{Type: t.Type, Direction: direction, Kind: kind.Kind}
				if r.countTies(&c, &q); c.Relationships > 0 {
					answer.Ties = append(answer.Ties, c)
				}
			}
		}
	}
	slices.SortFunc(answer.Ties, func(a, b graph.TieCount) int {
		return cmp.Or(a.Neighbours-b.Neighbours, cmp.Compare(a.Type, b.Type), cmp.Compare(a.Direction, b.Direction),
			cmp.Compare(a.Kind, b.Kind))
	})
	return answer, nil
}

// countTies counts the relationships of one sort and whom they lead to.
func (r *Reference) countTies(c *graph.TieCount, q *graph.TiesQuery) {
	neighbours := map[string]bool{}
	for _, rel := range r.rels {
		other := rel.Other(q.ID)
		direction := graph.Incoming
		switch {
		case rel.Type.Info().Undirected:
			direction = graph.AnyDirection
		case rel.From == q.ID:
			direction = graph.Outgoing
		}
		allowed := direction == graph.AnyDirection || q.Filter.Direction == "" ||
			q.Filter.Direction == graph.AnyDirection || q.Filter.Direction == direction
		_, ok := sees(&q.Filter, rel)
		if (rel.From == q.ID || rel.To == q.ID) && other != q.ID && rel.Type == c.Type && direction == c.Direction &&
			r.entities[other].Kind == c.Kind && allowed && ok && r.shown(other, &q.Filter) {
			c.Relationships++
			neighbours[other] = true
		}
	}
	c.Neighbours = len(neighbours)
}
