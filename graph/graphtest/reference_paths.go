package graphtest

import (
	"cmp"
	"context"
	"slices"

	"coopgraph/graph"
)

// Paths implements graph.Reader: it enumerates every path and sorts.
func (r *Reference) Paths(ctx context.Context, q graph.PathQuery) (graph.PathAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.PathAnswer{}, err
	}
	for _, id := range []string{q.From, q.To} {
		if _, err := r.Entity(ctx, id); err != nil {
			return graph.PathAnswer{}, err
		}
	}
	all := r.allPaths(&q, q.MaxHops)
	slices.SortFunc(all, func(a, b graph.Path) int { return comparePaths(q.Rank, a, b) })
	answer := graph.PathAnswer{Marker: r.marker, Complete: true}
	switch {
	case q.Mode == graph.AllShortest && len(all) > 0:
		least := slices.MinFunc(all, func(a, b graph.Path) int { return a.Hops() - b.Hops() }).Hops()
		all = slices.DeleteFunc(all, func(p graph.Path) bool { return p.Hops() > least })
		if len(all) > graph.MaxAllShortest {
			all, answer.More, answer.Complete = all[:graph.MaxAllShortest], true, false
		}
	default:
		all = all[:min(len(all), q.K)]
	}
	answer.Paths = all
	if len(all) == 0 {
		answer.None = r.why(&q)
	}
	answer.Graph = r.graphOf(&q, all)
	return answer, nil
}

func comparePaths(rank graph.Rank, a, b graph.Path) int {
	byCost, byHops := cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Hops(), b.Hops())
	if rank == graph.ByHops {
		return cmp.Or(byHops, byCost, slices.Compare(a.Nodes, b.Nodes))
	}
	return cmp.Or(byCost, byHops, slices.Compare(a.Nodes, b.Nodes))
}

// allPaths is every path of at most maxHops steps that the question allows, by depth-first search.
func (r *Reference) allPaths(q *graph.PathQuery, maxHops int) []graph.Path {
	var out []graph.Path
	var walk func(nodes []string)
	walk = func(nodes []string) {
		last := nodes[len(nodes)-1]
		if last == q.To {
			if p := r.path(q, slices.Clone(nodes)); !q.Concurrent || len(p.SharedPeriod) > 0 {
				out = append(out, p)
			}
			return
		}
		if len(nodes) > maxHops {
			return
		}
		for _, next := range r.neighbours(last, &q.Filter) {
			if !slices.Contains(nodes, next) && (next == q.To || r.inner(next, &q.Filter)) {
				walk(append(nodes, next))
			}
		}
	}
	walk([]string{q.From})
	return out
}

// neighbours is where one may walk from id, in order.
func (r *Reference) neighbours(id string, f *graph.Filter) []string {
	var out []string
	for other := range r.entities {
		if other != id && len(r.step(id, other, f)) > 0 {
			out = append(out, other)
		}
	}
	slices.Sort(out)
	return out
}

// step is every relationship that may be walked from a to b, as the filter shows it, sorted by id.
func (r *Reference) step(a, b string, f *graph.Filter) []graph.Relationship {
	var out []graph.Relationship
	for _, id := range sortedKeys(r.rels) {
		rel := r.rels[id]
		along, against := rel.From == a && rel.To == b, rel.From == b && rel.To == a
		if !along && !against {
			continue
		}
		anyWay := rel.Type.Info().Undirected || f.Direction == "" || f.Direction == graph.AnyDirection
		if !anyWay && (f.Direction == graph.Outgoing) != along {
			continue
		}
		if shown, ok := sees(f, rel); ok {
			out = append(out, shown)
		}
	}
	return out
}

// sees is the reference's own reading of a filter, word by word from its definition.
func sees(f *graph.Filter, rel graph.Relationship) (graph.Relationship, bool) {
	if len(f.Types) > 0 && !slices.Contains(f.Types, rel.Type) || slices.Contains(f.NotTypes, rel.Type) {
		return rel, false
	}
	claims := seen(f, rel.Claims)
	if len(claims) == 0 {
		return rel, false
	}
	shown := graph.NewRelationship(rel.RelationshipKey, slices.Clone(claims))
	if f.AsOf.IsZero() && f.FromDate.IsZero() && f.ToDate.IsZero() {
		return shown, true
	}
	return shown, len(holds(f, shown)) > 0
}

// seen gives the claims that a filter lets pass. One that looks at claims sees no withdrawn ones.
func seen(f *graph.Filter, claims []graph.Claim) []graph.Claim {
	if len(f.Sources) == 0 && len(f.Datasets) == 0 && f.MinConfidence == "" {
		return claims
	}
	var out []graph.Claim
	for _, c := range claims {
		sourceFits := len(f.Sources) == 0 || slices.Contains(f.Sources, c.Source)
		datasetFits := len(f.Datasets) == 0 || slices.Contains(f.Datasets, c.Dataset)
		stands := c.Withdraws == "" && !withdrawn(c, claims)
		if stands && sourceFits && datasetFits && c.Confidence.Rank() >= f.MinConfidence.Rank() {
			out = append(out, c)
		}
	}
	return out
}

// withdrawn reports whether one of the claims takes c back.
func withdrawn(c graph.Claim, claims []graph.Claim) bool {
	for _, other := range claims {
		if other.Withdraws == c.Dataset || other.Withdraws == c.Dataset+"/"+c.Source {
			return true
		}
	}
	return false
}

// holds is the days of the filter's window on which the relationship holds.
func holds(f *graph.Filter, rel graph.Relationship) graph.Days {
	first, last := graph.MinDay, graph.MaxDay
	switch {
	case !rel.Since.IsZero():
		first = rel.Since.First()
	case f.KeepUndated:
	case rel.Observed.IsZero():
		return nil
	default:
		first = rel.Observed.First()
	}
	if !rel.Until.IsZero() {
		last = rel.Until.Last()
	}
	if !f.AsOf.IsZero() {
		first, last = max(first, f.AsOf.First()), min(last, f.AsOf.Last())
	}
	if !f.FromDate.IsZero() {
		first = max(first, f.FromDate.First())
	}
	if !f.ToDate.IsZero() {
		last = min(last, f.ToDate.Last())
	}
	if first > last {
		return nil
	}
	return graph.Days{{From: first, To: last}}
}

// inner reports whether a path may pass through the node.
func (r *Reference) inner(id string, f *graph.Filter) bool { return r.shown(id, f) && r.via(id, f) }

func (r *Reference) shown(id string, f *graph.Filter) bool {
	return !slices.Contains(f.Avoid, id) && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, r.entities[id].Kind))
}

func (r *Reference) via(id string, f *graph.Filter) bool {
	e := r.entities[id]
	return !slices.Contains(f.Avoid, id) && (len(f.ViaKinds) == 0 || slices.Contains(f.ViaKinds, e.Kind)) &&
		(f.MaxDegree == 0 || e.Degree <= f.MaxDegree)
}

// path describes one sequence of nodes.
func (r *Reference) path(q *graph.PathQuery, nodes []string) graph.Path {
	window := q.Filter.Window()
	p := graph.Path{Nodes: nodes, Steps: [][]string{}, SharedPeriod: graph.Days{window}}
	name := func(id string) string { return cmp.Or(r.entities[id].Name, id) }
	for i := 1; i < len(nodes); i++ {
		rels := r.step(nodes[i-1], nodes[i], &q.Filter)
		var ids []string
		var days []graph.Interval
		for _, rel := range rels {
			ids = append(ids, rel.ID())
			days = append(days, holds(&q.Filter, rel)...)
		}
		p.Steps = append(p.Steps, ids)
		p.SharedPeriod = p.SharedPeriod.Intersect(graph.Union(days...))
		p.Text = append(p.Text, graph.Sentence(rels, name))
	}
	for _, id := range nodes[1:max(1, len(nodes)-1)] {
		degree := r.entities[id].Degree
		p.Parts = append(p.Parts, graph.CostPart{ID: id, Degree: degree, Cost: graph.Cost(degree)})
		p.Cost += graph.Cost(degree)
	}
	return p
}

func (r *Reference) graphOf(q *graph.PathQuery, paths []graph.Path) graph.Subgraph {
	var g graph.Subgraph
	nodes, rels := map[string]bool{}, map[string]graph.Relationship{}
	for _, p := range paths {
		for i, id := range p.Nodes {
			nodes[id] = true
			if i > 0 {
				for _, rel := range r.step(p.Nodes[i-1], id, &q.Filter) {
					rels[rel.ID()] = rel
				}
			}
		}
	}
	for _, id := range sortedKeys(nodes) {
		g.Nodes = append(g.Nodes, graph.Node{Entity: r.entities[id], Distance: -1, Hidden: -1})
	}
	for _, id := range sortedKeys(rels) {
		g.Relationships = append(g.Relationships, rels[id])
	}
	return g
}

// why says why there is no path, by trying.
func (r *Reference) why(q *graph.PathQuery) *graph.NoPath {
	if hops := r.distance(q); hops > 0 {
		return &graph.NoPath{Reason: graph.BeyondMaxHops, Hops: hops}
	}
	if r.distance(&graph.PathQuery{From: q.From, To: q.To}) == 0 {
		return &graph.NoPath{Reason: graph.Unconnected}
	}
	none := &graph.NoPath{Reason: graph.FilteredOut}
	try := func(part graph.Part, relaxed graph.PathQuery) {
		if hops := r.distance(&relaxed); hops > 0 {
			none.Relax = append(none.Relax, graph.Relaxation{Part: part, Hops: hops})
		}
	}
	for _, part := range q.Filter.Parts() {
		relaxed := *q
		relaxed.Filter = q.Filter.Without(part)
		try(part, relaxed)
	}
	if q.Concurrent {
		relaxed := *q
		relaxed.Concurrent = false
		try(graph.PartConcurrent, relaxed)
	}
	slices.SortStableFunc(none.Relax, func(a, b graph.Relaxation) int { return a.Hops - b.Hops })
	return none
}

// distance is the number of hops of the shortest path of any length that the question allows; 0 for none.
func (r *Reference) distance(q *graph.PathQuery) int {
	least := 0
	for _, p := range r.allPaths(q, len(r.entities)) {
		if least == 0 || p.Hops() < least {
			least = p.Hops()
		}
	}
	return least
}
