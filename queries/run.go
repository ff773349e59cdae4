package queries

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Summary is what is known of an answer once its rows are read.
type Summary struct {
	Rows     int
	Complete bool // false where there were more rows than the query's limit, or the caller wanted no more
	Marker   graph.Marker
}

// Run runs a query with arguments by the names of its parameters, as text. An unknown query is CodeNotFound with the
// nearest; an argument that is unknown, missing or of the wrong type, and a broken query, are CodeInvalid.
func (c *Catalogue) Run(ctx context.Context, name string, args map[string]string) (Result, error) {
	var result Result
	q, summary, err := c.stream(ctx, name, args, func(columns []string) error {
		result.Columns = columns
		return nil
	}, func(values []any) bool {
		result.Rows = append(result.Rows, values)
		return true
	})
	if err != nil {
		return Result{}, err
	}
	result.Query, result.Complete, result.Marker = q.Name, summary.Complete, summary.Marker
	if q.Graph {
		result.Graph, err = subgraph(q, result.Rows)
	}
	return result, err
}

// Stream is [Catalogue.Run] without keeping the rows: it calls begin once with the columns, then row with each row as it
// comes, until that returns false. Rows belong to the caller, and the memory it takes does not grow with their number. It
// calls begin only once the database has given the first row or said that there is none, so that an error before that
// is the whole answer; an error after it means that rows are missing. An error of begin ends it and is returned.
//
// The query's time limit holds for all of it, what begin and row take included: a slow taker ends it with CodeDeadline.
func (c *Catalogue) Stream(ctx context.Context, name string, args map[string]string, begin func(columns []string) error,
	row func(values []any) bool) (Summary, error) {
	_, summary, err := c.stream(ctx, name, args, begin, row)
	return summary, err
}

func (c *Catalogue) stream(ctx context.Context, name string, args map[string]string, begin func([]string) error,
	row func([]any) bool) (*Query, Summary, error) {
	q, err := c.runnable(ctx, name)
	if err != nil {
		return nil, Summary{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, q.TimeLimit)
	defer cancel()
	params, err := q.bind(ctx, c.resolve, args)
	if err != nil {
		return nil, Summary{}, err
	}
	summary := Summary{Complete: true}
	var stopped error // by begin, or because the time is over
	_, summary.Marker, err = c.statements.Query(ctx, q.text, params, func(values []any) bool {
		if summary.Rows == q.RowLimit {
			summary.Complete = false
			return false
		}
		// Rows come many at a time, and a slow taker may find the next ones at hand long after the database was done.
		if stopped = overdue(ctx); stopped == nil && summary.Rows == 0 {
			stopped = begin(q.columnNames())
		}
		if stopped != nil {
			return false
		}
		summary.Rows++
		summary.Complete = row(values)
		return summary.Complete
	})
	switch {
	case stopped != nil:
		return nil, Summary{}, stopped
	case graph.CodeOf(err) == graph.CodeDeadline:
		return nil, Summary{}, &graph.Error{Code: graph.CodeDeadline, Err: err, Message: fmt.Sprintf(
			"the query %s was not done within the time allowed; give it parameters that fewer things match, or a smaller limit where "+
				"it has one", q.Name)}
	case err != nil:
		return nil, Summary{}, fmt.Errorf("running the query %s: %w", q.Name, err)
	case summary.Rows == 0:
		err = begin(q.columnNames())
	}
	return q, summary, err
}

// overdue is the error of a context that has ended.
func overdue(ctx context.Context) error {
	err := ctx.Err()
	if errors.Is(err, context.DeadlineExceeded) {
		return &graph.Error{Code: graph.CodeDeadline, Err: err, Message: "the time allowed passed before all rows were taken"}
	}
	return err
}

// runnable finds a query that passed its checks, and makes up for those that were put off.
func (c *Catalogue) runnable(ctx context.Context, name string) (*Query, error) {
	all := c.all()
	i := slices.IndexFunc(all, func(q *Query) bool { return q.Name == name })
	if i < 0 {
		return nil, unknown(name, all)
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
	i := slices.IndexFunc(c.queries, func(o *Query) bool { return o.origin() == q.origin() && o.source == q.source })
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
