package pathfind

import (
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
)

// MaxCandidates is how many entities are suggested for an id that is not there.
const MaxCandidates = 3

// Unknown is the error for an id that is not there, with the nearest entities as candidates: those that search finds by
// the words of the id, and where they are few those that near gives, whose ids look like it.
func Unknown(ctx context.Context, param, id string, search func(context.Context, graph.SearchQuery) ([]graph.Hit, error),
	near func(ctx context.Context, id string) ([]graph.Hit, error)) error {
	e := unknown(param, id)
	text := strings.TrimSpace(graph.TextOfID(id))
	if text == "" {
		return e
	}
	hits, err := search(ctx, graph.SearchQuery{Text: text, Limit: MaxCandidates})
	if err != nil {
		return err
	}
	if len(hits) < MaxCandidates {
		others, err := near(ctx, id)
		if err != nil {
			return err
		}
		hits = append(hits, others...)
	}
	for _, h := range hits {
		c := graph.Candidate{ID: h.ID, Name: h.Name}
		if len(e.Candidates) < MaxCandidates && !slices.Contains(e.Candidates, c) {
			e.Candidates = append(e.Candidates, c)
		}
	}
	return e
}
