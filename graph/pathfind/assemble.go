package pathfind

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
)

// assemble makes the answer of the sequences of nodes: relationships step by step, costs, shared periods, sentences.
func assemble(ctx context.Context, g Graph, q *graph.PathQuery, paths [][]string, answer graph.PathAnswer) (graph.PathAnswer, error) {
	between, err := stepsOf(ctx, g, q, paths)
	if err != nil {
		return answer, err
	}
	var ids []string
	for _, nodes := range paths {
		ids = append(ids, nodes...)
	}
	ids = sortedSet(ids)
	var speakers []string
	for _, rels := range between {
		speakers = append(speakers, saidBy(rels)...)
	}
	entities, err := g.Entities(ctx, sortedSet(append(speakers, ids...)))
	if err != nil {
		return answer, err
	}
	byID := map[string]graph.Entity{}
	for _, e := range entities {
		byID[e.ID] = e
	}
	for _, id := range ids {
		answer.Graph.Nodes = append(answer.Graph.Nodes, graph.Node{Entity: byID[id], Distance: -1, Hidden: -1})
	}
	used := map[string]graph.Relationship{}
	for _, nodes := range paths {
		answer.Paths = append(answer.Paths, newPath(q, nodes, byID, between, used))
	}
	for _, r := range used {
		answer.Graph.Relationships = append(answer.Graph.Relationships, r)
	}
	graph.SortRelationships(answer.Graph.Relationships)
	return answer, nil
}

// stepsOf fetches the relationships of every step that occurs in the paths, sorted by id.
func stepsOf(ctx context.Context, g Graph, q *graph.PathQuery, paths [][]string) (map[[2]string][]graph.Relationship, error) {
	between := map[[2]string][]graph.Relationship{}
	var pairs [][2]string
	for _, nodes := range paths {
		for i := 1; i < len(nodes); i++ {
			step := [2]string{nodes[i-1], nodes[i]}
			if _, seen := between[step]; !seen {
				between[step] = nil
				pairs = append(pairs, step)
			}
		}
	}
	if len(pairs) == 0 {
		return between, nil
	}
	rels, err := g.Between(ctx, pairs, &q.Filter)
	if err != nil {
		return nil, err
	}
	graph.SortRelationships(rels)
	for _, r := range rels {
		for _, step := range [][2]string{{r.From, r.To}, {r.To, r.From}} {
			if _, asked := between[step]; asked && q.Filter.PassDirection(r.Type, r.From == step[0]) {
				between[step] = appendOnce(between[step], r)
			}
		}
	}
	return between, nil
}

func appendOnce(rels []graph.Relationship, r graph.Relationship) []graph.Relationship {
	if n := len(rels); n > 0 && rels[n-1].RelationshipKey == r.RelationshipKey {
		return rels
	}
	return append(rels, r)
}

func newPath(q *graph.PathQuery, nodes []string, byID map[string]graph.Entity,
	between map[[2]string][]graph.Relationship, used map[string]graph.Relationship) graph.Path {
	p := graph.Path{Nodes: nodes, Steps: [][]string{}, SharedPeriod: graph.Days{q.Filter.Window()}}
	name := func(id string) string { return cmp.Or(byID[id].Name, id) }
	for i := 1; i < len(nodes); i++ {
		if i < len(nodes)-1 {
			degree := byID[nodes[i]].Degree
			p.Parts = append(p.Parts, graph.CostPart{ID: nodes[i], Degree: degree, Cost: graph.Cost(degree)})
			p.Cost += graph.Cost(degree)
		}
		rels := between[[2]string{nodes[i-1], nodes[i]}]
		var ids []string
		var spans []graph.Interval
		for _, r := range rels {
			id := r.ID()
			used[id] = r
			ids = append(ids, id)
			spans = append(spans, r.Holds(q.Filter.KeepUndated))
		}
		p.Steps = append(p.Steps, ids)
		p.SharedPeriod = p.SharedPeriod.Intersect(graph.Union(spans...))
		p.Text = append(p.Text, graph.Sentence(rels, name))
	}
	return p
}

// saidBy lists who the claims of the relationships are said by, with repetitions.
func saidBy(rels []graph.Relationship) []string {
	var out []string
	for _, r := range rels {
		for _, c := range r.Claims {
			if c.SaidBy != "" {
				out = append(out, c.SaidBy)
			}
		}
	}
	return out
}

// nameOf gives the names of the entities by id; an id where there is none.
func nameOf(entities []graph.Entity) func(id string) string {
	names := map[string]string{}
	for _, e := range entities {
		names[e.ID] = e.Name
	}
	return func(id string) string { return cmp.Or(names[id], id) }
}

func sortedSet(ids []string) []string {
	slices.SortFunc(ids, strings.Compare)
	return slices.Compact(ids)
}
