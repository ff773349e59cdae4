package bolt

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
)

// Explain implements graph.Statements.
func (db *DB) Explain(ctx context.Context, cypher string) (graph.Plan, error) {
	session := db.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	result, err := session.Run(ctx, "EXPLAIN "+cypher, nil, timeout(ctx))
	if err != nil {
		return graph.Plan{}, db.refused(ctx, err)
	}
	columns, err := result.Keys()
	if err != nil {
		return graph.Plan{}, db.refused(ctx, err)
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return graph.Plan{}, db.refused(ctx, err)
	}
	plan := graph.Plan{ReadOnly: summary.StatementType() == neo4j.StatementTypeReadOnly, Columns: columns}
	if summary.Plan() == nil {
		return plan, nil
	}
	operators := map[string]bool{}
	if plan.Root, err = readPlan(summary.Plan(), operators); err != nil {
		return graph.Plan{}, err
	}
	plan.Operators = slices.Sorted(maps.Keys(operators))
	return plan, nil
}

// operatorName leaves out the database that Neo4j names with an operator: "Expand(All)@neo4j".
func operatorName(s string) string {
	name, _, _ := strings.Cut(s, "@")
	return name
}

// faultsOfStatements are what Neo4j's codes begin with where a statement is at fault: also when it calls a procedure that is
// not there, or names an index that is not.
var faultsOfStatements = []string{"Neo.ClientError.Statement.", "Neo.ClientError.Procedure.", "Neo.ClientError.Schema."}

// refused makes a statement's fault the user's: unlike in our own statements, it is theirs.
func (db *DB) refused(ctx context.Context, err error) error {
	cause, ok := serverError(err)
	if ok && slices.ContainsFunc(faultsOfStatements, func(begin string) bool { return strings.HasPrefix(cause.Code, begin) }) {
		return &graph.Error{Code: graph.CodeInvalid, Param: "statement", Message: cause.Msg, Err: err}
	}
	return db.explain(ctx, err)
}

// Query implements graph.Statements.
func (db *DB) Query(ctx context.Context, cypher string, params map[string]any, row func([]any) bool) ([]string, graph.Marker, error) {
	session := db.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	tx, err := session.BeginTransaction(ctx, timeout(ctx))
	if err != nil {
		return nil, graph.Marker{}, db.explain(ctx, err)
	}
	defer func() { _ = tx.Close(context.WithoutCancel(ctx)) }() // a read has nothing to lose
	before, err := readMarker(ctx, tx)
	if err != nil {
		return nil, graph.Marker{}, db.explain(ctx, err)
	}
	columns, err := queryRows(ctx, tx, cypher, bind(params), row)
	if err != nil {
		return nil, graph.Marker{}, db.refused(ctx, err)
	}
	after, err := readMarker(ctx, tx)
	after.Loading = after.Loading || before.Loading || before.Revision != after.Revision
	return columns, after, db.explain(ctx, err)
}

func queryRows(ctx context.Context, tx neo4j.ManagedTransaction, cypher string, params map[string]any, row func([]any) bool) ([]string, error) {
	result, err := tx.Run(ctx, cypher, params)
	if err != nil {
		return nil, err
	}
	columns, err := result.Keys()
	if err != nil {
		return nil, err
	}
	for result.Next(ctx) {
		values := slices.Clone(result.Record().Values)
		ids := elementIDs{}
		ids.note(values)
		for i, v := range values {
			if values[i], err = ids.value(v); err != nil {
				return nil, err
			}
		}
		if !row(values) {
			return columns, nil
		}
	}
	return columns, result.Err()
}

// bind turns dates that are known to the day into the database's.
func bind(params map[string]any) map[string]any {
	out := make(map[string]any, len(params))
	for name, v := range params {
		if d, ok := v.(graph.Date); ok && d.Day != 0 {
			v = boltDate(d.First())
		}
		out[name] = v
	}
	return out
}

// elementIDs maps the database's ids of the nodes in a row to ours: a relationship carries only the former for its
// ends.
type elementIDs map[string]string

func (ids elementIDs) note(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			ids.note(item)
		}
	case map[string]any:
		for _, item := range v {
			ids.note(item)
		}
	case neo4j.Node:
		ids[v.ElementId] = asString(v.Props["id"])
	case neo4j.Path:
		for _, n := range v.Nodes {
			ids.note(n)
		}
	}
}

func (ids elementIDs) value(v any) (any, error) {
	switch v := v.(type) {
	case []any:
		return ids.list(v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			value, err := ids.value(item)
			if err != nil {
				return nil, err
			}
			out[key] = value
		}
		return out, nil
	case neo4j.Node:
		return ids.node(v)
	case neo4j.Relationship:
		return ids.relationship(v)
	case neo4j.Path:
		return ids.path(v)
	case neo4j.Date:
		return asDay(v, graph.MinDay).Date(), nil
	case float64:
		return number(v), nil
	case nil, bool, int64, string:
		return v, nil
	}
	return fmt.Sprint(v), nil
}

// number is a number, or the word that Cypher has for one that is none: JSON knows neither NaN nor infinity.
func number(f float64) any {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return f
}

func (ids elementIDs) list(v []any) (any, error) {
	out := make([]any, len(v))
	for i, item := range v {
		value, err := ids.value(item)
		if err != nil {
			return nil, err
		}
		out[i] = value
	}
	return out, nil
}

// node decodes n; one that is not of our making is its properties.
func (ids elementIDs) node(n neo4j.Node) (any, error) {
	switch {
	case slices.Contains(n.Labels, "Entity"):
		return decodeEntity([]any{n.Props["id"], n.Props["records"], n.Props["degree"]})
	case slices.Contains(n.Labels, "Source"):
		return decodeSource([]any{n.Props["id"], n.Props["records"]})
	}
	return ids.value(n.Props)
}

// relationship decodes r. Its ends are known where their nodes are in the row too; else they are left empty.
func (ids elementIDs) relationship(r neo4j.Relationship) (any, error) {
	return decodeRelationship([]any{r.Type, ids[r.StartElementId], ids[r.EndElementId], r.Props["role"],
		r.Props["title"], r.Props["spell"], r.Props["claims"]})
}

func (ids elementIDs) path(p neo4j.Path) (any, error) {
	var out []any
	for i, n := range p.Nodes {
		if i > 0 {
			r, err := ids.relationship(p.Relationships[i-1])
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
		e, err := ids.node(n)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
