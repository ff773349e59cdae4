package pathfind

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// Ties counts the neighbours of an entity by type, direction and kind. An id that is not there is CodeNotFound without
// candidates. The answer's marker is left to the engine. It costs one scan of the entity's own list.
func Ties(ctx context.Context, g Graph, q graph.TiesQuery) (graph.TiesAnswer, error) {
	answer := graph.TiesAnswer{ID: q.ID}
	if err := q.Complete(); err != nil {
		return answer, err
	}
	found, err := g.Entities(ctx, []string{q.ID})
	if err != nil {
		return answer, err
	}
	if len(found) == 0 {
		return answer, unknown("id", q.ID)
	}
	answer.Degree = found[0].Degree
	f := &q.Filter
	arcs, err := g.Expand(ctx, []string{q.ID}, f)
	if err != nil {
		return answer, err
	}
	place := map[graph.TieCount]int{} // of a count without its numbers
	neighbours := map[neighbour]bool{}
	for _, a := range arcs {
		if a.Other == q.ID || !f.PassDirection(a.Type, a.Outgoing) || !f.PassShown(a.Other, a.OtherKind) {
			continue
		}
		sort := graph.TieCount{Type: a.Type, Direction: graph.TieDirection(a.Type, a.Outgoing), Kind: a.OtherKind}
		at, ok := place[sort]
		if !ok {
			at = len(answer.Ties)
			place[sort], answer.Ties = at, append(answer.Ties, sort)
		}
		answer.Ties[at].Relationships++
		if n := (neighbour{at, a.Other}); !neighbours[n] {
			neighbours[n] = true
			answer.Ties[at].Neighbours++
		}
	}
	slices.SortFunc(answer.Ties, graph.TieCount.Compare)
	return answer, nil
}

// neighbour is a neighbour of one sort of ties.
type neighbour struct {
	sort int
	id   string
}
