package queries

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Run runs a query with arguments by the names of its parameters, as text. An unknown query is CodeNotFound with the
// nearest; an argument that is unknown, missing or of the wrong type, and a broken query, are CodeInvalid.
func (c *Catalogue) Run(ctx context.Context, name string, args map[string]string) (Result, error) {
	q, err := c.runnable(ctx, name)
	if err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, q.TimeLimit)
	defer cancel()
	params, err := q.bind(ctx, c.resolve, args)
	if err != nil {
		return Result{}, err
	}
	result := Result{Query: q.Name, Complete: true}
	result.Columns, result.Marker, err = c.statements.Query(ctx, q.text, params, func(values []any) bool {
		if len(result.Rows) == q.RowLimit {
			result.Complete = false
			return false
		}
		result.Rows = append(result.Rows, values)
		return true
	})
	if err != nil {
		return Result{}, fmt.Errorf("running the query %s: %w", q.Name, err)
	}
	if q.Graph {
		result.Graph, err = subgraph(q, result.Rows)
	}
	return result, err
}

// runnable finds a query that passed its checks, and makes up for those that were put off.
func (c *Catalogue) runnable(ctx context.Context, name string) (*Query, error) {
	all := c.all()
	i := slices.IndexFunc(all, func(q *Query) bool { return q.Name == name })
	if i < 0 {
		return nil, c.unknown(name)
	}
	q := *all[i]
	if q.Broken == "" && !q.checked {
		if err := c.checkPlan(ctx, &q); err != nil {
			return nil, err
		}
		c.put(&q)
	}
	if q.Broken != "" {
		return nil, graph.Invalid("query", "%s cannot be run: %s", name, q.Broken)
	}
	return &q, nil
}

// put keeps what a check found out, unless the files were read anew meanwhile.
func (c *Catalogue) put(q *Query) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.queries, func(o *Query) bool { return o.File == q.File && o.text == q.text })
	if i >= 0 {
		c.queries = slices.Clone(c.queries)
		c.queries[i] = q
	}
}

// subgraph gathers the nodes and relationships of the rows, each once, however deep in lists and maps.
func subgraph(q *Query, rows [][]any) (*graph.Subgraph, error) {
	g := gathering{nodes: map[string]graph.Node{}, relationships: map[string]graph.Relationship{}}
	for _, row := range rows {
		g.add(row)
	}
	var out graph.Subgraph
	for _, n := range g.nodes {
		out.Nodes = append(out.Nodes, n)
	}
	for _, r := range g.relationships {
		for _, id := range []string{r.From, r.To} {
			if _, ok := g.nodes[id]; !ok {
				return nil, graph.Invalid("query", "%s cannot be shown as a graph: it returns a relationship %s without "+
					"both of its nodes; return them in the same row (%s)", q.Name, r.Type, q.File)
			}
		}
		out.Relationships = append(out.Relationships, r)
	}
	slices.SortFunc(out.Nodes, func(a, b graph.Node) int { return strings.Compare(a.ID, b.ID) })
	graph.SortRelationships(out.Relationships)
	return &out, nil
}

type gathering struct {
	nodes         map[string]graph.Node
	relationships map[string]graph.Relationship
}

func (g *gathering) add(value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			g.add(item)
		}
	case map[string]any:
		for _, item := range v {
			g.add(item)
		}
	case graph.Entity:
		g.nodes[v.ID] = graph.Node{Entity: v, Distance: -1, Hidden: -1}
	case graph.Relationship:
		g.relationships[v.ID()] = v
	}
}
