package bolt

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// Search implements graph.Reader: the full-text index over folded names gives candidates, which are then ranked by the
// one measure that every engine shares.
func (db *DB) Search(ctx context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	lucene := names.LuceneQuery(q.Text)
	if lucene == "" {
		return nil, nil
	}
	kinds := make([]string, len(q.Kinds))
	for i, k := range q.Kinds {
		kinds[i] = string(k)
	}
	var hits []graph.Hit
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		hits = nil
		return each(ctx, tx, "CALL db.index.fulltext.queryNodes('"+namesIndex+"', $lucene, {limit: $most}) YIELD node AS n "+
			"WHERE size($kinds) = 0 OR n.kind IN $kinds RETURN n.id, n.kind, n.names, n.degree",
			map[string]any{"lucene": lucene, "most": maxCandidates, "kinds": kinds}, func(v []any) error {
				if hit, ok := rate(q.Text, v); ok {
					hits = append(hits, hit)
				}
				return nil
			})
	})
	if noSuchIndex(err) {
		return nil, nil // a graph that was never loaded has nothing to find
	}
	slices.SortFunc(hits, func(a, b graph.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Degree, a.Degree), strings.Compare(a.ID, b.ID))
	})
	return hits[:min(len(hits), q.Limit)], err
}

func rate(text string, v []any) (graph.Hit, bool) {
	all := asStrings(v[2])
	match, ok := names.Best(text, all)
	if !ok {
		return graph.Hit{}, false
	}
	return graph.Hit{ID: asString(v[0]), Kind: graph.Kind(asString(v[1])), Name: all[0], Matched: match.Name,
		Score: match.Score, Degree: asInt(v[3])}, true
}

// noSuchIndex reports whether the database said that there is no full-text index yet.
func noSuchIndex(err error) bool {
	cause, ok := serverError(err)
	return ok && cause.Code == "Neo.ClientError.Procedure.ProcedureCallFailed" &&
		strings.Contains(cause.Msg, namesIndex)
}
