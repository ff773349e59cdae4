package bolt

import (
	"context"
	"errors"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/pathfind"
)

// Paths implements graph.Reader.
func (db *DB) Paths(ctx context.Context, q graph.PathQuery) (graph.PathAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Paths)
	answer.Marker = marker
	return answer, err
}

// Neighbourhood implements graph.Reader.
func (db *DB) Neighbourhood(ctx context.Context, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Neighbourhood)
	answer.Marker = marker
	return answer, err
}

// suggest adds the nearest names to an error about an unknown id.
func (db *DB) suggest(ctx context.Context, err error) error {
	if unknown, ok := errors.AsType[*graph.Error](err); ok && unknown.Code == graph.CodeNotFound {
		return db.unknown(ctx, unknown.Param, unknown.Value)
	}
	return err
}

// transaction is a pathfind.Graph within one transaction.
type transaction struct{ tx neo4j.ManagedTransaction }

// Entities implements pathfind.Graph.
func (t transaction) Entities(ctx context.Context, ids []string) ([]graph.Entity, error) {
	return entities(ctx, t.tx, ids)
}

// Expand implements pathfind.Graph.
func (t transaction) Expand(ctx context.Context, ids []string, f *graph.Filter) ([]pathfind.Arc, error) {
	claims := "null"
	if f.OnClaims() {
		claims = "r.claims"
	}
	where, params := pushDown(f)
	params["ids"] = ids
	var arcs []pathfind.Arc
	err := each(ctx, t.tx, "UNWIND $ids AS id MATCH (n:Entity {id: id})-[r"+pattern(f)+"]-(o:Entity)"+where+
		" RETURN id, o.id, o.kind, o.degree, type(r), startNode(r) = n, r.first_day, r.last_day, r.since IS NULL, "+claims,
		params, func(v []any) error {
			arc := pathfind.Arc{Node: asString(v[0]), Other: asString(v[1]), OtherKind: graph.Kind(asString(v[2])),
				OtherDegree: asInt(v[3]), Type: graph.Type(asString(v[4]))}
			arc.Outgoing, _ = v[5].(bool)
			undated, _ := v[8].(bool)
			if f.OnClaims() {
				facts, ok, err := passing(f, arc.Type, v[9])
				if err != nil || !ok {
					return err
				}
				arc.Holds = facts.Holds(f.KeepUndated)
			} else {
				arc.Holds = held(v[6], v[7], undated, f.KeepUndated)
			}
			if !f.Dated() || arc.Holds.Overlaps(f.Window()) {
				arcs = append(arcs, arc)
			}
			return nil
		})
	return arcs, err
}

// passing derives the facts of the claims that pass, and is false where none does.
func passing(f *graph.Filter, t graph.Type, text any) (graph.Facts, bool, error) {
	claims, err := decodeClaims(graph.RelationshipKey{Type: t}, text)
	if err != nil {
		return graph.Facts{}, false, err
	}
	claims = f.PassClaims(claims)
	return graph.Derive(claims), len(claims) > 0, nil
}

// held is graph.Facts.Holds, from the two days that are stored.
func held(first, last any, undated, keepUndated bool) graph.Interval {
	i := graph.Interval{From: asDay(first, graph.MaxDay), To: asDay(last, graph.MaxDay)}
	switch {
	case undated && keepUndated:
		i.From = graph.MinDay
	case first == nil:
		return graph.Never
	}
	if i.Empty() {
		return graph.Never
	}
	return i
}

// pattern restricts a relationship to the types that pass. The names are declared ones, so they are safe.
func pattern(f *graph.Filter) string {
	if len(f.Types) == 0 && len(f.NotTypes) == 0 {
		return ""
	}
	var pass []string
	for _, t := range graph.TypeNames() {
		if f.PassType(graph.Type(t)) {
			pass = append(pass, t)
		}
	}
	if len(pass) == 0 {
		return ":NOTHING_PASSES"
	}
	return ":" + strings.Join(pass, "|")
}

// pushDown lets the database drop what cannot pass. What it leaves is still looked at exactly.
func pushDown(f *graph.Filter) (string, map[string]any) {
	var where []string
	params := map[string]any{}
	if len(f.Datasets) > 0 {
		where = append(where, "any(x IN r.datasets WHERE x IN $datasets)")
		params["datasets"] = f.Datasets
	}
	if len(f.Sources) > 0 {
		where = append(where, "any(x IN r.sources WHERE x IN $sources)")
		params["sources"] = f.Sources
	}
	// Claims decide on the dates where the filter is about claims: the stored days are those of all claims.
	if window := f.Window(); f.Dated() && !f.OnClaims() {
		if window.From != graph.MinDay {
			where = append(where, "(r.last_day IS NULL OR r.last_day >= $first)")
			params["first"] = boltDate(window.From)
		}
		if window.To != graph.MaxDay {
			where = append(where, "(r.first_day <= $last OR $keep AND r.since IS NULL)")
			params["last"], params["keep"] = boltDate(window.To), f.KeepUndated
		}
	}
	if len(where) == 0 {
		return "", params
	}
	return " WHERE " + strings.Join(where, " AND "), params
}

// Between implements pathfind.Graph.
func (t transaction) Between(ctx context.Context, pairs [][2]string, f *graph.Filter) ([]graph.Relationship, error) {
	where, params := pushDown(f)
	list := make([]any, len(pairs))
	for i, p := range pairs {
		list[i] = []string{p[0], p[1]}
	}
	params["pairs"] = list
	return t.relationships(ctx, f, "UNWIND $pairs AS p MATCH (:Entity {id: p[0]})-[r"+pattern(f)+"]-(:Entity {id: p[1]})"+
		where, params)
}

// Among implements pathfind.Graph.
func (t transaction) Among(ctx context.Context, ids []string, f *graph.Filter, limit int) ([]graph.Relationship, int, error) {
	where, params := pushDown(f)
	params["ids"] = ids
	if where == "" {
		where = " WHERE o.id IN $ids"
	} else {
		where += " AND o.id IN $ids"
	}
	rels, err := t.relationships(ctx, f, "UNWIND $ids AS id MATCH (:Entity {id: id})-[r"+pattern(f)+"]->(o:Entity)"+where, params)
	graph.SortRelationships(rels)
	return rels[:min(len(rels), limit)], len(rels), err
}

// relationships gives those that a MATCH binds to r and those that pass, as the filter shows them.
func (t transaction) relationships(ctx context.Context, f *graph.Filter, match string, params map[string]any) ([]graph.Relationship, error) {
	var out []graph.Relationship
	err := each(ctx, t.tx, match+" WITH DISTINCT r RETURN "+relationshipColumns, params, func(v []any) error {
		r, err := decodeRelationship(v)
		if shown, ok := f.Pass(r); ok && err == nil {
			out = append(out, shown)
		}
		return err
	})
	return out, err
}
