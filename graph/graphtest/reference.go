package graphtest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// Data is a whole graph. Degrees need not be filled in.
type Data struct {
	Entities      []graph.Entity
	Relationships []graph.Relationship
	Sources       []graph.Source
}

// Reference answers questions by looking at everything. It implements [graph.Reader].
type Reference struct {
	entities map[string]graph.Entity
	rels     map[string]graph.Relationship
	aside    map[string]graph.Relationship // of which every claim is withdrawn
	sources  map[string]graph.Source
	marker   graph.Marker
}

var _ graph.Reader = (*Reference)(nil)

// NewReference makes a reference engine of the data and counts the degrees.
func NewReference(d Data) *Reference {
	r := &Reference{map[string]graph.Entity{}, map[string]graph.Relationship{}, map[string]graph.Relationship{},
		map[string]graph.Source{}, graph.Marker{Epoch: "reference", Revision: 1}}
	for _, e := range d.Entities {
		r.entities[e.ID] = e
	}
	neighbours := map[string]map[string]bool{}
	note := func(a, b string) {
		if neighbours[a] == nil {
			neighbours[a] = map[string]bool{}
		}
		if a != b {
			neighbours[a][b] = true
		}
	}
	for _, rel := range d.Relationships {
		if rel.Withdrawn() {
			r.aside[rel.ID()] = rel
			continue
		}
		r.rels[rel.ID()] = rel
		note(rel.From, rel.To)
		note(rel.To, rel.From)
	}
	for id, e := range r.entities {
		e.Degree = len(neighbours[id])
		r.entities[id] = e
	}
	for _, s := range d.Sources {
		r.sources[s.ID] = s
	}
	return r
}

// Marker implements graph.Reader.
func (r *Reference) Marker(context.Context) (graph.Marker, error) { return r.marker, nil }

// Resolve implements graph.Reader.
func (r *Reference) Resolve(ctx context.Context, ref string) (string, error) {
	if scheme, code, ok := graph.SplitScheme(ref); ok {
		for _, id := range sortedKeys(r.entities) {
			if r.entities[id].Codes[scheme] == code {
				return id, nil
			}
		}
		return "", graph.NotFound("id", "no entity has the code %q", ref)
	}
	if err := graph.CheckEntityID(ref); err != nil {
		return "", err
	}
	if _, there := r.entities[ref]; !there {
		for _, id := range sortedKeys(r.entities) {
			if slices.Contains(r.entities[id].Formerly, ref) {
				return id, nil
			}
		}
	}
	_, err := r.Entity(ctx, ref)
	return ref, err
}

// Entity implements graph.Reader.
func (r *Reference) Entity(ctx context.Context, id string) (graph.Entity, error) {
	if e, ok := r.entities[id]; ok {
		return e, nil
	}
	err := graph.NotFound("id", "no entity has the id %q", id)
	hits, _ := r.Search(ctx, graph.SearchQuery{Text: graph.TextOfID(id), Limit: 3})
	for _, h := range hits {
		err.Candidates = append(err.Candidates, graph.Candidate{ID: h.ID, Name: h.Name})
	}
	return graph.Entity{}, err
}

// Entities implements graph.Reader.
func (r *Reference) Entities(_ context.Context, q graph.EntitiesQuery) ([]graph.Entity, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	var out []graph.Entity
	for _, id := range sortedKeys(r.entities) {
		if e := r.entities[id]; id > q.After && (q.Kind == "" || e.Kind == q.Kind) && len(out) < q.Limit &&
			(len(q.IDs) == 0 || slices.Contains(q.IDs, id)) {
			out = append(out, e)
		}
	}
	return out, nil
}

// Relationship implements graph.Reader.
func (r *Reference) Relationship(_ context.Context, id string) (graph.Relationship, error) {
	for _, known := range []map[string]graph.Relationship{r.rels, r.aside} {
		if rel, ok := known[id]; ok {
			return rel, nil
		}
	}
	return graph.Relationship{}, graph.NotFound("id", "no relationship has the id %q", id)
}

// Source implements graph.Reader.
func (r *Reference) Source(_ context.Context, id string) (graph.Source, error) {
	if s, ok := r.sources[id]; ok {
		return s, nil
	}
	return graph.Source{}, graph.NotFound("id", "no source has the id %q", id)
}

// Search implements graph.Reader.
func (r *Reference) Search(_ context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	var hits []graph.Hit
	for _, e := range r.entities {
		m, ok := names.Best(q.Text, e.AllNames())
		if ok && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, e.Kind)) {
			hits = append(hits, graph.Hit{ID: e.ID, Kind: e.Kind, Name: e.Name, Matched: m.Name, Score: m.Score,
				Degree: e.Degree})
		}
	}
	slices.SortFunc(hits, func(a, b graph.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Degree, a.Degree), strings.Compare(a.ID, b.ID))
	})
	return hits[:min(len(hits), q.Limit)], nil
}

// Scan implements graph.Reader.
func (r *Reference) Scan(_ context.Context, v graph.Visitor) (graph.Marker, error) {
	if err := visit(r.sources, v.Source); err != nil {
		return r.marker, err
	}
	if err := visit(r.entities, v.Entity); err != nil {
		return r.marker, err
	}
	if err := visit(r.rels, v.Relationship); err != nil {
		return r.marker, err
	}
	return r.marker, visit(r.aside, v.Withdrawn)
}

func visit[T any](items map[string]T, fn func(T) error) error {
	if fn == nil {
		return nil
	}
	for _, id := range sortedKeys(items) {
		if err := fn(items[id]); err != nil {
			return err
		}
	}
	return nil
}

// Stats implements graph.Reader.
func (r *Reference) Stats(context.Context) (graph.Stats, error) {
	s := graph.Stats{Marker: r.marker, Entities: map[graph.Kind]int{}, Relationships: map[graph.Type]int{},
		Sources: len(r.sources)}
	for _, e := range r.entities {
		s.Entities[e.Kind]++
	}
	for _, rel := range r.rels {
		s.Relationships[rel.Type]++
		s.Claims += len(rel.Claims)
	}
	for _, rel := range r.aside {
		s.Claims += len(rel.Claims)
	}
	datasets, err := r.Datasets(context.Background())
	s.Datasets = len(datasets)
	return s, err
}

// Datasets implements graph.Reader: it names the datasets that occur.
func (r *Reference) Datasets(context.Context) ([]graph.Dataset, error) {
	seen := map[string]bool{}
	for _, e := range r.entities {
		for _, d := range e.Datasets() {
			seen[d] = true
		}
	}
	var out []graph.Dataset
	for _, name := range sortedKeys(seen) {
		out = append(out, graph.Dataset{Name: name, Title: name})
	}
	return out, nil
}

func sortedKeys[T any](m map[string]T) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
