package pathfind

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// Distances answers how many hops there are between each two entities. An id that is not there is CodeNotFound without
// candidates. The answer's marker is left to the engine. All pairs together open no more nodes than lie within half of
// the greatest distance.
func Distances(ctx context.Context, g Graph, q graph.DistancesQuery) (graph.DistancesAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.DistancesAnswer{}, err
	}
	ids, err := all(ctx, g, q.IDs)
	if err != nil {
		return graph.DistancesAnswer{}, err
	}
	answer := graph.DistancesAnswer{IDs: q.IDs, Complete: true, Hops: make([][]int, len(ids))}
	var everyone group
	for i := range ids {
		everyone.has(i)
		answer.Hops[i] = make([]int, len(ids))
		for j := range ids {
			if i != j {
				answer.Hops[i][j] = graph.NotSearched
			}
		}
	}
	spent := &budget{left: q.Budget}
	b := newBalls(unseen(g, q.Filter, spent), ids)
	b.met = func(from, to, hops int) {
		if from != to {
			answer.Hops[from][to] = hops
		}
	}
	b.left = func() (from, to group) { return missing(answer.Hops) }
	for from, _ := b.left(); !from.empty(); from, _ = b.left() {
		if err := ctx.Err(); err != nil {
			return answer, err
		}
		within, err := b.round(ctx)
		if err != nil {
			return answer, err
		}
		if !within {
			answer.Complete = false
			break
		}
		giveUp(answer.Hops, everyone.without(b.forth.walking()), everyone.without(b.back.walking()))
	}
	answer.Examined = spent.spent
	return answer, nil
}

// missing gives the entities from which, and to which, some distance is not known.
func missing(hops [][]int) (from, to group) {
	for i, row := range hops {
		for j, h := range row {
			if h == graph.NotSearched {
				from.has(i)
				to.has(j)
			}
		}
	}
	return from, to
}

// giveUp settles what is not known yet of entities around which everything was seen.
func giveUp(hops [][]int, from, to group) {
	for i, row := range hops {
		for j, h := range row {
			if h == graph.NotSearched && (from.in(i) || to.in(j)) {
				row[j] = graph.Unreachable
			}
		}
	}
}

// all gives the entities with these ids, in their order.
func all(ctx context.Context, g Graph, ids []string) ([]graph.Entity, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := g.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]graph.Entity, len(ids))
	for i, id := range ids {
		at := slices.IndexFunc(found, func(e graph.Entity) bool { return e.ID == id })
		if at < 0 {
			return nil, unknown("ids", id)
		}
		out[i] = found[at]
	}
	return out, nil
}
