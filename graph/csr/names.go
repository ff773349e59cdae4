package csr

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
	fold "coopgraph/graph/names"
)

// names is the index over names.
type names struct{}

func newNames() names { return names{} }

func (x *names) add(uint32, []string) {}

func (x *names) finish() {}

func (x *names) size() int { return 0 }

// Search implements graph.Reader.
func (m *Model) Search(_ context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	var hits []graph.Hit
	for n := range uint32(m.nodes()) {
		e := m.entityAt(n)
		match, ok := fold.Best(q.Text, e.AllNames())
		if ok && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, e.Kind)) {
			hits = append(hits, graph.Hit{ID: e.ID, Kind: e.Kind, Name: e.Name, Matched: match.Name, Score: match.Score, Degree: e.Degree})
		}
	}
	slices.SortFunc(hits, func(a, b graph.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Degree, a.Degree), strings.Compare(a.ID, b.ID))
	})
	return hits[:min(len(hits), q.Limit)], nil
}
