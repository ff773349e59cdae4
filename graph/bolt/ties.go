package bolt

import (
	"context"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/pathfind"
)

// Distances implements graph.Reader.
func (db *DB) Distances(ctx context.Context, q graph.DistancesQuery) (graph.DistancesAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Distances)
	answer.Marker = marker
	return answer, err
}

// Connect implements graph.Reader.
func (db *DB) Connect(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Connect)
	answer.Marker = marker
	return answer, err
}

// Common implements graph.Reader.
func (db *DB) Common(ctx context.Context, q graph.CommonQuery) (graph.CommonAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Common)
	answer.Marker = marker
	return answer, err
}

// Timeline implements graph.Reader.
func (db *DB) Timeline(ctx context.Context, q graph.TimelineQuery) (graph.TimelineAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Timeline)
	answer.Marker = marker
	return answer, err
}

// Diff implements graph.Reader.
func (db *DB) Diff(ctx context.Context, q graph.DiffQuery) (graph.DiffAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Diff)
	answer.Marker = marker
	return answer, err
}

// Ties implements graph.Reader.
func (db *DB) Ties(ctx context.Context, q graph.TiesQuery) (graph.TiesAnswer, error) {
	answer, marker, err := answered(ctx, db, q, pathfind.Ties)
	answer.Marker = marker
	return answer, err
}

// answered asks a question in one transaction.
func answered[Q, A any](ctx context.Context, db *DB, q Q,
	ask func(context.Context, pathfind.Graph, Q) (A, error)) (A, graph.Marker, error) {
	var answer A
	marker, err := db.read(ctx, func(tx neo4j.ManagedTransaction) (err error) {
		answer, err = ask(ctx, transaction{tx}, q)
		return err
	})
	return answer, marker, db.suggest(ctx, err)
}

// Relationships implements pathfind.Graph.
func (t transaction) Relationships(ctx context.Context, keys []graph.RelationshipKey, f *graph.Filter) (
	[]graph.Relationship, error) {
	byType := map[graph.Type][]string{}
	for _, key := range keys {
		byType[key.Type] = append(byType[key.Type], key.ID())
	}
	var out []graph.Relationship
	for of, list := range byType {
		rels, err := t.relationships(ctx, f, "UNWIND $ids AS id MATCH ()-[r:"+string(of)+" {id: id}]->()"+byID("r", string(of)),
			map[string]any{"ids": list})
		if err != nil {
			return nil, err
		}
		out = append(out, rels...)
	}
	return out, nil
}

// scoped binds r to every relationship that a scope covers, each once, but for the dates and claims of a filter,
// which it narrows as far as the database can.
func scoped(s pathfind.Scope, f *graph.Filter) (match string, params map[string]any) {
	where, params := pushDown(f)
	var conditions []string
	if where != "" {
		conditions = append(conditions, strings.TrimPrefix(where, " WHERE "))
	}
	shown := func(node string) string {
		parts := []string{"true"}
		if len(f.Kinds) > 0 {
			parts, params["kinds"] = append(parts, node+".kind IN $kinds"), texts(f.Kinds)
		}
		if len(f.Avoid) > 0 {
			parts, params["avoid"] = append(parts, "NOT "+node+".id IN $avoid"), f.Avoid
		}
		return strings.Join(parts, " AND ")
	}
	switch len(s) {
	case 0:
		match = "MATCH ()-[r" + pattern(f) + "]->()"
		if len(f.Kinds) > 0 || len(f.Avoid) > 0 {
			match = "MATCH (a:Entity)-[r" + pattern(f) + "]->(b:Entity)"
			conditions = append(conditions, shown("a"), shown("b"))
		}
	case 1:
		params["id"] = s[0]
		match = "MATCH (n:Entity {id: $id})-[r" + pattern(f) + "]-(o:Entity)"
		conditions = append(conditions, "(o = n OR "+shown("o")+" AND "+walked(f, params)+")")
	default:
		params["ids"] = []string(s)
		match = "UNWIND $ids AS id MATCH (:Entity {id: id})-[r" + pattern(f) + "]->(o:Entity)"
		conditions = append(conditions, "o.id IN $ids")
	}
	if len(conditions) > 0 {
		match += " WHERE " + strings.Join(conditions, " AND ")
	}
	if len(s) == 1 {
		return match + " WITH DISTINCT r", params // a loop is met from both of its ends
	}
	return match + " WITH r", params
}

// walked says whether r may be walked from n.
func walked(f *graph.Filter, params map[string]any) string {
	if f.Direction != graph.Outgoing && f.Direction != graph.Incoming {
		return "true"
	}
	var bothWays []string
	for _, t := range graph.Types() {
		if t.Undirected {
			bothWays = append(bothWays, string(t.Type))
		}
	}
	params["bothWays"] = bothWays
	end := "startNode(r)"
	if f.Direction == graph.Incoming {
		end = "endNode(r)"
	}
	return "(" + end + " = n OR type(r) IN $bothWays)"
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = string(item)
	}
	return out
}

// Ties implements pathfind.Graph.
func (t transaction) Ties(ctx context.Context, s pathfind.Scope, f *graph.Filter,
	visit func(pathfind.Tie) error) error {
	match, params := scoped(s, f)
	return t.ties(ctx, match, params, f, visit)
}

// ties calls back with those of the relationships bound to r that pass.
func (t transaction) ties(ctx context.Context, match string, params map[string]any, f *graph.Filter,
	visit func(pathfind.Tie) error) error {
	claims := "null"
	if f.OnClaims() {
		claims = "r.claims"
	}
	return each(ctx, t.tx, match+" RETURN type(r), startNode(r).id, endNode(r).id, r.role, r.title, r.spell, "+
		"r.since, r.until, r.observed, "+claims, params, func(v []any) error {
		tie := pathfind.Tie{RelationshipKey: graph.RelationshipKey{Type: graph.Type(asString(v[0])), From: asString(v[1]),
			To: asString(v[2]), Role: asString(v[3]), Title: asString(v[4]), Spell: asString(v[5])}}
		if f.OnClaims() {
			facts, ok, err := passing(f, tie.Type, v[9])
			if err != nil || !ok {
				return err
			}
			tie.Since, tie.Until, tie.Observed = facts.Since, facts.Until, facts.Observed
		} else {
			for i, into := range []*graph.Date{&tie.Since, &tie.Until, &tie.Observed} {
				var err error
				if *into, err = graph.ParseDate(asString(v[6+i])); err != nil {
					return damaged("the relationship", tie.ID(), err)
				}
			}
		}
		if facts := tie.Facts(); !f.PassDates(&facts) {
			return nil
		}
		return visit(tie)
	})
}

// What becomes of most relationships between two dates is settled by their days alone, in the database: they last from
// the one to the other, or it is not known whether they do. Of the others only those that may have changed are read.
const (
	lasting   = "(r.last_day IS NULL OR r.last_day >= $toFirst)"
	unchanged = lasting + " AND (r.first_day <= $fromLast OR r.since IS NULL AND $keep)"
	undated   = lasting + " AND r.since IS NULL AND NOT $keep AND (r.first_day IS NULL OR r.first_day > $fromLast)"
	changed   = "NOT " + lasting + " AND r.last_day >= $fromFirst AND (r.since IS NULL OR r.first_day <= $fromLast) OR " +
		lasting + " AND r.since IS NOT NULL AND r.first_day > $fromLast AND r.first_day <= $toLast"
)

// Changes implements pathfind.Graph.
func (t transaction) Changes(ctx context.Context, s pathfind.Scope, f *graph.Filter, from, to graph.Date,
	visit func(pathfind.Tie, graph.Change) error) (pathfind.Changes, error) {
	var counts pathfind.Changes
	count := func(tie pathfind.Tie) error { return counts.Count(tie, f, from, to, visit) }
	match, params := scoped(s, f)
	if f.OnClaims() {
		err := t.ties(ctx, match, params, f, count)
		return counts, err
	}
	params["fromFirst"], params["fromLast"] = boltDate(from.First()), boltDate(from.Last())
	params["toFirst"], params["toLast"], params["keep"] = boltDate(to.First()), boltDate(to.Last()), f.KeepUndated
	err := each(ctx, t.tx, match+" RETURN sum(CASE WHEN "+unchanged+" THEN 1 ELSE 0 END), "+
		"sum(CASE WHEN "+undated+" THEN 1 ELSE 0 END)", params, func(v []any) error {
		counts.Unchanged, counts.Undated = asInt(v[0]), asInt(v[1])
		return nil
	})
	if err == nil {
		err = t.ties(ctx, match+" WHERE "+changed, params, f, count)
	}
	return counts, err
}
