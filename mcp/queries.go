package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
	"coopgraph/queries"
)

// queryPrefix is what the names of canned queries' tools begin with.
const queryPrefix = "query_"

// Bounds of a canned query's rows here. The query has its own, too.
const (
	defaultRows = 50
	maxRows     = 1000
	rowsParam   = "max_rows" // ours, unless the query has one of this name
)

// syncedQueries are the canned queries that are offered, each with all that its tool depends on.
type syncedQueries struct {
	mu    sync.Mutex
	known map[string]string
}

// withQueries brings the tools of canned queries up to date before they are listed or one of them is called.
func (s *Server) withQueries(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
		call, isCall := req.(*sdk.CallToolRequest)
		if method == "tools/list" || isCall && strings.HasPrefix(call.Params.Name, queryPrefix) {
			s.syncQueries()
		}
		return next(ctx, method, req)
	}
}

// syncQueries offers the queries of the catalogue as it is now. Clients that listen are told of a change.
func (s *Server) syncQueries() {
	if s.Queries == nil {
		return
	}
	s.synced.mu.Lock()
	defer s.synced.mu.Unlock()
	found := map[string]string{}
	for _, q := range s.Queries.List() {
		name := queryPrefix + q.Name
		if q.Broken != "" || !s.offers(name) {
			continue
		}
		found[name] = fmt.Sprint(q.Title, q.Description, q.Params, q.Columns, q.Example, q.Graph, q.RowLimit, q.TimeLimit)
		if s.synced.known[name] != found[name] {
			s.addQuery(name, q)
		}
	}
	var gone []string
	for name := range s.synced.known {
		if _, still := found[name]; !still {
			gone = append(gone, name)
		}
	}
	if len(gone) > 0 {
		s.server.RemoveTools(gone...)
	}
	s.synced.known = found
}

func (s *Server) addQuery(name string, q queries.Query) {
	args := queryArguments(&q)
	output := outputSchema[*queryTable]()
	if q.Graph {
		output = outputSchema[*queryGraph]()
	}
	tool := s.definition(name, q.Title, queryDescription(&q, args), args, output)
	s.server.AddTool(tool, func(ctx context.Context, req *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
		return s.call(ctx, name, max(s.Deadline, q.TimeLimit), func(ctx context.Context) (answer, error) {
			return s.runQuery(ctx, &q, args, req.Params.Arguments)
		}), nil
	})
}

// queryDescription is what a model is told of a query: what it answers, with what, and an example.
func queryDescription(q *queries.Query, args arguments) string {
	var columns []string
	for _, c := range q.Columns {
		columns = append(columns, fmt.Sprintf("%s (%s)", c.Name, strings.TrimSuffix(c.Description, ".")))
	}
	text := q.Description + "\nColumns: " + strings.Join(columns, "; ") + "."
	example := map[string]any{}
	for _, given := range q.Example {
		for i := range q.Params {
			if p := &q.Params[i]; p.Name == given.Name && args.find(p.Name) != nil {
				example[p.Name] = valueOf(p, given.Value)
			}
		}
	}
	if written, err := json.Marshal(example); err == nil && len(example) > 0 { // it fails for no example that the catalogue lets pass
		text += "\nExample: " + string(written)
	}
	return text
}

// queryArguments are the query's own parameters, and how many rows to show.
func queryArguments(q *queries.Query) arguments {
	var args arguments
	for i := range q.Params {
		args = append(args, queryArgument(&q.Params[i]))
	}
	if !q.Graph && args.find(rowsParam) == nil {
		args = append(args, whole(rowsParam, "How many rows to show at most.", defaultRows, 1, maxRows))
	}
	return args
}

func queryArgument(p *queries.Param) argument {
	arg := argument{name: p.Name, description: p.Description, required: p.Required, shape: textShape, most: maxTextLength, allowed: p.Allowed}
	if p.Default != "" {
		arg.byDefault = p.Default
	}
	entities := "name, id or code"
	if p.EntityKind != "" {
		entities += ", of the kind " + p.EntityKind
	}
	switch p.Type {
	case queries.Integer:
		arg.shape, arg.most, arg.allowed = wholeShape, 0, nil
	case queries.Number:
		arg.shape, arg.most, arg.allowed = numberShape, 0, nil
	case queries.Boolean:
		arg.shape = flagShape
	case queries.Date:
		arg.pattern = `^(today|\d{4}(-\d{2}(-\d{2})?)?)$`
		arg.description += " 2024, 2024-06, 2024-06-27 or today."
	case queries.Entity:
		arg.description += " A " + entities + "."
	case queries.EntityList:
		arg.shape, arg.least, arg.most = listShape, 1, graph.MaxListLength
		arg.description += " Each a " + entities + "."
	case queries.StringList:
		arg.shape, arg.least, arg.most = listShape, 1, graph.MaxListLength
	default:
	}
	if len(p.Allowed) > 0 && (arg.shape == wholeShape || arg.shape == numberShape) {
		arg.description += " One of " + strings.Join(p.Allowed, ", ") + "."
	}
	arg.byDefault = valueOf(p, p.Default)
	return arg
}

// valueOf is a value of a query's header as JSON has it; nil for none.
func valueOf(p *queries.Param, text string) any {
	if text == "" {
		return nil
	}
	return p.Value(text)
}

// queryValues turns checked arguments into what the catalogue takes: texts by name, entities by their ids, so that no name
// with a comma in it takes a list apart.
func (s *Server) queryValues(ctx context.Context, q *queries.Query, given map[string]any) (map[string]string, error) {
	values := map[string]string{}
	for i := range q.Params {
		p := &q.Params[i]
		value, there := given[p.Name]
		if !there {
			continue
		}
		var kinds []graph.Kind
		if p.EntityKind != "" {
			kinds = []graph.Kind{graph.Kind(p.EntityKind)}
		}
		var err error
		switch v := value.(type) {
		case []any:
			values[p.Name], err = s.queryList(ctx, p, v, kinds)
		case string:
			if values[p.Name] = v; p.Type == queries.Entity {
				values[p.Name], err = s.entity(ctx, p.Name, v, kinds...)
			}
		case float64:
			values[p.Name] = strconv.FormatFloat(v, 'f', -1, 64)
		default: // whole numbers and flags
			values[p.Name] = fmt.Sprint(v)
		}
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}

func (s *Server) queryList(ctx context.Context, p *queries.Param, items []any, kinds []graph.Kind) (string, error) {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = fmt.Sprint(item)
	}
	if p.Type == queries.EntityList {
		ids, err := s.entities(ctx, p.Name, texts, kinds...)
		return strings.Join(ids, ","), err
	}
	return queries.JoinList(texts), nil
}
