package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/queries"
)

// queryHead is what the answers of all canned queries have.
type queryHead struct {
	state
	Query    string `json:"query"`
	Complete bool   `json:"complete"`
	Cut      string `json:"cut,omitempty" jsonschema:"what was left out, and how to get it"`
	title    string
}

// queryTable answers a query that gives a table.
type queryTable struct {
	queryHead
	Columns []string `json:"columns"`
	Rows    [][]any  `json:"rows" jsonschema:"a value for each column"`
	cited
}

// queryGraph answers a query that gives a graph.
type queryGraph struct {
	queryHead
	Nodes []entityRef `json:"nodes"`
	Steps []step      `json:"steps"`
	cited
}

func (s *Server) runQuery(ctx context.Context, q *queries.Query, args arguments, raw json.RawMessage) (answer, error) {
	given, err := args.checked(raw)
	if err != nil {
		return nil, err
	}
	values, err := s.queryValues(ctx, q, given)
	if err != nil {
		return nil, err
	}
	result, err := s.Queries.Run(ctx, q.Name, values)
	if err != nil {
		return nil, queries.WithoutFolders(err, s.Queries.List())
	}
	head := queryHead{state: s.state(result.Marker), Query: q.Name, Complete: result.Complete, title: q.Title}
	if q.Graph {
		return s.queryGraph(ctx, head, result.Graph)
	}
	rows := defaultRows
	if n, ours := given[rowsParam].(int64); ours && !slices.ContainsFunc(q.Params, func(p queries.Param) bool { return p.Name == rowsParam }) {
		rows = int(n)
	}
	a := &queryTable{queryHead: head, Columns: notNil(result.Columns), Rows: [][]any{}}
	a.cited, err = s.cite(ctx, a.show(result, rows))
	return a, err
}

// queryGraph shows a graph's nodes and ties.
func (s *Server) queryGraph(ctx context.Context, head queryHead, g *graph.Subgraph) (answer, error) {
	if g == nil {
		g = &graph.Subgraph{}
	}
	v, err := s.view(ctx, g)
	if err != nil {
		return nil, err
	}
	a, place := &queryGraph{queryHead: head, Nodes: []entityRef{}}, map[string]int{}
	for i := range g.Nodes {
		place[g.Nodes[i].ID] = i
		if i < maxRows {
			a.Nodes = append(a.Nodes, refOf(&g.Nodes[i]))
		}
	}
	steps := stepsAmong(v, g.Relationships, place, 0)
	for _, st := range steps {
		if place[st.From] < maxRows && place[st.To] < maxRows && len(a.Steps) < maxRows {
			a.Steps = append(a.Steps, st)
		}
	}
	if len(a.Nodes) < len(g.Nodes) || len(a.Steps) < len(steps) {
		a.Complete = false
		a.Cut = fmt.Sprintf("%d of %d entities and %d of %d pairs with ties are shown; narrow the query by its arguments",
			len(a.Nodes), len(g.Nodes), len(a.Steps), len(steps))
	}
	a.cited, err = s.cite(ctx, sourcesOfSteps(a.Steps))
	return a, err
}

// show shows rows, and gives the ids of the sources that they name.
func (a *queryTable) show(result queries.Result, most int) []string {
	var ids []string
	for _, row := range result.Rows[:min(len(result.Rows), most)] {
		shown := make([]any, len(row))
		for i, value := range row {
			shown[i] = cellOf(value)
			if i < len(result.Columns) && (result.Columns[i] == "sources" || result.Columns[i] == "source") {
				ids = append(ids, textsIn(shown[i])...)
			}
		}
		a.Rows = append(a.Rows, shown)
	}
	switch {
	case len(a.Rows) < len(result.Rows) && most < maxRows:
		a.Cut = fmt.Sprintf("%d of %d rows are shown; raise %s, or narrow the query by its arguments", len(a.Rows), len(result.Rows), rowsParam)
	case len(a.Rows) < len(result.Rows):
		a.Cut = fmt.Sprintf("%d of %d rows are shown; narrow the query by its arguments", len(a.Rows), len(result.Rows))
	case !result.Complete:
		a.Cut = fmt.Sprintf("the query gives %d rows at most, and there are more; narrow it by its arguments", len(a.Rows))
	}
	a.Complete = a.Cut == ""
	return ids
}

// cellOf is a value of a row as it is shown: entities and sources as references, relationships as ties.
func cellOf(value any) any {
	switch v := value.(type) {
	case graph.Date:
		return v.String()
	case graph.Entity:
		return entityRef{v.ID, v.Name, string(v.Kind)}
	case graph.Relationship:
		return tieOf(v.ID(), &v)
	case graph.Source:
		return sourceRef{ID: v.ID, Title: v.Title, Publisher: v.Publisher, Published: v.Published.String(), URL: v.URL}
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = cellOf(item)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[key] = cellOf(item)
		}
		return out
	}
	return value
}

// textsIn gives a text, or those of a list.
func textsIn(cell any) []string {
	switch v := cell.(type) {
	case string:
		return []string{v}
	case sourceRef:
		return []string{v.ID}
	case []any:
		var out []string
		for _, item := range v {
			out = append(out, textsIn(item)...)
		}
		return out
	}
	return nil
}

func (a *queryTable) text() string {
	var w words
	w.line("%s", a.title)
	if len(a.Rows) == 0 {
		w.line("Nothing was found.")
		return w.end(a.state, a.cited)
	}
	w.line("%s", strings.Join(a.Columns, " | "))
	for _, row := range a.Rows {
		cells := make([]string, len(row))
		for i := range row {
			cells[i] = cellText(row[i])
		}
		w.line("%s", strings.Join(cells, " | "))
	}
	return w.cut(a.Cut).end(a.state, a.cited)
}

func (a *queryGraph) text() string {
	var w words
	w.line("%s", a.title)
	if len(a.Nodes) == 0 {
		w.line("Nothing was found.")
	}
	for i := range a.Nodes {
		w.line("- %s: %s", a.Nodes[i].full(), a.Nodes[i].Kind)
	}
	for i := range a.Steps {
		w.line("%s", a.Steps[i].line())
	}
	return w.cut(a.Cut).end(a.state, a.cited)
}

// cellText writes a value of a row on one line.
func cellText(cell any) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case entityRef:
		return v.full()
	case tie:
		return fmt.Sprintf("%s %s %s (%s)", v.From, v.Type, v.To, v.ID)
	case sourceRef:
		return v.ID
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = cellText(item)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return queries.CellText(v)
	}
	return strings.Join(strings.Fields(fmt.Sprint(cell)), " ")
}
