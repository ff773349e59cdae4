package csr

import (
	"context"
	"errors"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names/index"
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

// candidates is how many entities are suggested for an id that is not there.
const candidates = 3

// notFound is the error for an id that is not there, with the nearest: by name, and where those are few by id.
func (m *Model) notFound(ctx context.Context, param, id string) error {
	e := graph.NotFound(param, "no entity has the id %q", id)
	e.Value = id
	text := strings.TrimSpace(graph.TextOfID(id))
	if text == "" {
		return e
	}
	hits, err := m.Search(ctx, graph.SearchQuery{Text: text, Limit: candidates})
	if err != nil {
		return err
	}
	suggest := func(c graph.Candidate) {
		if len(e.Candidates) < candidates && !slices.Contains(e.Candidates, c) {
			e.Candidates = append(e.Candidates, c)
		}
	}
	for _, h := range hits {
		suggest(graph.Candidate{ID: h.ID, Name: h.Name})
	}
	if len(e.Candidates) < candidates {
		at := func(i int) string { return m.ids.at(uint32(i)) }
		for _, n := range index.NearestIDs(m.nodes(), at, id, candidates) {
			suggest(graph.Candidate{ID: at(n), Name: m.entityAt(uint32(n)).Name})
		}
	}
	return e
}

// sizeOf is how many bytes the index over names takes.
func sizeOf(x *index.Index) int {
	p := &x.Parts
	return len(p.Ordinals) + len(p.Text) + len(p.WordText) + 4*(len(p.Nodes)+len(p.Owners)+len(p.Lengths)+len(p.Sorted)+
		len(p.WordStarts)+len(p.Backward)+len(p.Postings)+len(p.PostingStarts))
}
