package csr

import (
	"context"
	"errors"

	"coopgraph/graph"
	"coopgraph/graph/names/index"
	"coopgraph/graph/pathfind"
)

// Search implements graph.Reader.
func (m *Model) Search(ctx context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	var pass func(n uint32) bool
	if len(q.Kinds) > 0 {
		kinds := kindBits(q.Kinds)
		pass = func(n uint32) bool { return kinds>>m.kinds[n]&1 != 0 }
	}
	found, err := m.names.Search(ctx, q.Text, q.Limit, pass)
	if err != nil {
		if errors.Is(err, ctx.Err()) {
			err = ended(ctx, 0)
		}
		return nil, err
	}
	var hits []graph.Hit
	for _, f := range found {
		e := m.entityAt(f.Node)
		hits = append(hits, graph.Hit{ID: e.ID, Kind: e.Kind, Name: e.Name, Matched: e.AllNames()[f.Name], Score: f.Score,
			Degree: e.Degree})
	}
	return hits, nil
}

// notFound is the error for an id that is not there, with the nearest.
func (m *Model) notFound(ctx context.Context, param, id string) error {
	return pathfind.Unknown(ctx, param, id, m.Search, m.nearestIDs)
}

// nearestIDs finds ids that differ from id by few typing errors.
func (m *Model) nearestIDs(_ context.Context, id string) ([]graph.Hit, error) {
	at := func(i int) string { return m.ids.at(uint32(i)) }
	var hits []graph.Hit
	for _, n := range index.NearestIDs(m.nodes(), at, id, pathfind.MaxCandidates) {
		hits = append(hits, graph.Hit{ID: at(n), Name: m.entityAt(uint32(n)).Name})
	}
	return hits, nil
}

// sizeOf is how many bytes the index over names takes.
func sizeOf(x *index.Index) int {
	p := &x.Parts
	return len(p.Ordinals) + len(p.Text) + len(p.WordText) + 4*(len(p.Nodes)+len(p.Owners)+len(p.Lengths)+len(p.Sorted)+
		len(p.WordStarts)+len(p.Backward)+len(p.Postings)+len(p.PostingStarts))
}
