package pathfind

import (
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Common answers which neighbours the entities share. An id that is not there is CodeNotFound without candidates. The
// answer's marker is left to the engine. It costs one scan of every entity's own list.
func Common(ctx context.Context, g Graph, q graph.CommonQuery) (graph.CommonAnswer, error) {
	var answer graph.CommonAnswer
	if err := q.Complete(); err != nil {
		return answer, err
	}
	after, err := graph.ParseCursor(q.Cursor)
	if err != nil {
		return answer, err
	}
	slices.Sort(q.IDs)
	if _, err := all(ctx, g, q.IDs); err != nil {
		return answer, err
	}
	places, tied, err := shared(ctx, g, &q)
	if err != nil {
		return answer, err
	}
	answer.Count, answer.Examined = len(places), len(q.IDs)
	page := slices.DeleteFunc(slices.Clone(places), func(p graph.Place) bool { return p.Compare(after) <= 0 })
	if len(page) > q.Limit {
		page = page[:q.Limit]
		answer.Next = page[q.Limit-1].Cursor()
	}
	answer.Complete = answer.Next == ""
	return tie(ctx, g, &q, page, tied, answer)
}

// shared finds the neighbours of enough entities, in order, and of each the entities that it is tied to, sorted. Their
// distance is one more than the number of entities that they are not tied to.
func shared(ctx context.Context, g Graph, q *graph.CommonQuery) ([]graph.Place, map[string][]string, error) {
	f := &q.Filter
	arcs, err := g.Expand(ctx, q.IDs, f)
	if err != nil {
		return nil, nil, err
	}
	tied, degree := map[string][]string{}, map[string]int{}
	for _, a := range arcs {
		if !f.PassDirection(a.Type, a.Outgoing) || !f.PassShown(a.Other, a.OtherKind) ||
			!f.PassVia(a.Other, a.OtherKind, a.OtherDegree) || slices.Contains(q.IDs, a.Other) {
			continue
		}
		degree[a.Other] = a.OtherDegree
		if !slices.Contains(tied[a.Other], a.Node) {
			tied[a.Other] = append(tied[a.Other], a.Node)
		}
	}
	var places []graph.Place
	for id, to := range tied {
		if len(to) >= q.Min {
			slices.Sort(to)
			places = append(places, graph.Place{Distance: len(q.IDs) - len(to) + 1, Degree: degree[id], ID: id})
		}
	}
	slices.SortFunc(places, graph.Place.Compare)
	return places, tied, nil
}

// tie fetches what the neighbours of a page are tied by.
func tie(ctx context.Context, g Graph, q *graph.CommonQuery, page []graph.Place, tied map[string][]string,
	answer graph.CommonAnswer) (graph.CommonAnswer, error) {
	ids := slices.Clone(q.IDs)
	var pairs [][2]string
	for _, p := range page {
		ids = append(ids, p.ID)
		for _, to := range tied[p.ID] {
			pairs = append(pairs, [2]string{to, p.ID})
		}
	}
	entities, err := g.Entities(ctx, ids)
	if err != nil {
		return answer, err
	}
	answer.Graph.Nodes = plainNodes(entities)
	if len(page) == 0 {
		return answer, nil
	}
	rels, err := g.Between(ctx, pairs, &q.Filter)
	if err != nil {
		return answer, err
	}
	graph.SortRelationships(rels)
	between := map[[2]string][]string{}
	for _, r := range rels {
		step, outgoing := [2]string{r.From, r.To}, true
		if !slices.Contains(q.IDs, r.From) {
			step, outgoing = [2]string{r.To, r.From}, false
		}
		if q.Filter.PassDirection(r.Type, outgoing) {
			between[step] = append(between[step], r.ID())
			answer.Graph.Relationships = append(answer.Graph.Relationships, r)
		}
	}
	for _, p := range page {
		s := graph.Shared{ID: p.ID, Degree: p.Degree}
		for _, to := range tied[p.ID] {
			s.Ties = append(s.Ties, graph.Tied{ID: to, Relationships: between[[2]string{to, p.ID}]})
		}
		answer.Shared = append(answer.Shared, s)
	}
	return answer, nil
}

// plainNodes makes nodes that are not of a neighbourhood, sorted by id.
func plainNodes(entities []graph.Entity) []graph.Node {
	var nodes []graph.Node
	for _, e := range entities {
		nodes = append(nodes, graph.Node{Entity: e, Distance: -1, Hidden: -1})
	}
	slices.SortFunc(nodes, func(a, b graph.Node) int { return strings.Compare(a.ID, b.ID) })
	return nodes
}
