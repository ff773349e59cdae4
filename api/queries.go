package api

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"coopgraph/api/format"
	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/queries"
)

// Queries is a catalogue of canned queries, such as [queries.Catalogue].
type Queries interface {
	// List gives all queries by name, broken ones included.
	List() []queries.Query
	// Get gives the query of this name.
	Get(name string) (queries.Query, bool)
	// Run runs a query with arguments by the names of its parameters, as text.
	Run(ctx context.Context, name string, args map[string]string) (queries.Result, error)
	// Stream is Run without keeping the rows: it calls begin once with the columns, then row with each row, until that
	// returns false.
	Stream(ctx context.Context, name string, args map[string]string, begin func(columns []string) error,
		row func(values []any) bool) (queries.Summary, error)
}

// noQueries is an empty catalogue.
type noQueries struct{}

func (noQueries) List() []queries.Query            { return nil }
func (noQueries) Get(string) (queries.Query, bool) { return queries.Query{}, false }
func (noQueries) Run(_ context.Context, name string, _ map[string]string) (queries.Result, error) {
	return queries.Result{}, graph.NotFound("name", "there is no query %.100q", name)
}
func (noQueries) Stream(_ context.Context, name string, _ map[string]string, _ func([]string) error, _ func([]any) bool) (
	queries.Summary, error) {
	return queries.Summary{}, graph.NotFound("name", "there is no query %.100q", name)
}

func (s *server) listQueries(c *gin.Context) {
	if !s.withoutParams(c) {
		return
	}
	s.fixedJSON(c, QueryList{Queries: each(s.Queries.List(), func(q queries.Query) Query { return encodeQuery(s.withoutFolders(q)) })})
}

func (s *server) getQuery(c *gin.Context) {
	if !s.withoutParams(c) {
		return
	}
	q, err := s.query(c.Param("name"))
	if err != nil {
		s.fail(c, err)
		return
	}
	s.fixedJSON(c, encodeQuery(s.withoutFolders(q)))
}

// withoutFolders leaves of files their names: where a folder lies on the server is nobody's business.
func (s *server) withoutFolders(q queries.Query) queries.Query {
	q.Broken = queries.CutFolders(q.Broken, s.Queries.List())
	return q
}

func (s *server) withoutFoldersIn(err error) error {
	return queries.WithoutFolders(err, s.Queries.List())
}

// query finds a query; the error names the nearest.
func (s *server) query(name string) (queries.Query, error) {
	q, found := s.Queries.Get(name)
	if found {
		return q, nil
	}
	missing := graph.NotFound("name", "there is no query %.100q; /v1/queries lists them", name)
	titles := map[string]string{}
	var known []string
	for _, other := range s.Queries.List() {
		known = append(known, other.Name)
		titles[other.Name] = other.Title
	}
	if near := names.Nearest(name, slices.Values(known)); near != "" {
		missing.Candidates = []graph.Candidate{{ID: near, Name: titles[near]}}
	}
	return q, missing
}

// runQuery runs a query. Its parameters are its own, so that only the catalogue can tell which exist; format is ours.
func (s *server) runQuery(c *gin.Context) {
	p, err := readParams(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	q, err := s.query(c.Param("name"))
	if err != nil {
		s.fail(c, err)
		return
	}
	in := tableShapes
	if q.Graph {
		in = graphShapes
	}
	shape := s.shape(c, p, in)
	linkedState(p) // a permanent link has it; what it names is the answer's own affair, which says what it is of
	args := p.arguments(q)
	if p.wrong != nil {
		s.fail(c, p.wrong)
		return
	}
	ctx := limit(c, max(s.Deadline, q.TimeLimit))
	defer ctx.cancel()
	if shape == streamedTable && !q.Graph {
		s.streamRows(ctx, c, p, q, args)
		return
	}
	result, err := s.Queries.Run(ctx, q.Name, args)
	if err != nil {
		s.fail(c, s.withoutFoldersIn(err))
		return
	}
	mediaType, extension, body, err := s.resultIn(c, p, shape, q, result)
	if err != nil {
		s.fail(c, err)
		return
	}
	if shape != ownShape {
		s.fileHeaders(c, mediaType, extension)
		if !result.Complete {
			c.Header("X-Complete", "false")
		}
	}
	// The tag is made of the answer itself, since a query may depend on more than the graph, such as the day on which it
	// is asked.
	if result.Marker.Loading || c.Request.Method == http.MethodPost {
		c.Header("Cache-Control", "no-store")
		c.Data(http.StatusOK, mediaType, body)
		return
	}
	s.fixed(c, mediaType, body)
}

// streamedTable is the shape of tables that is written row by row, as the database gives them.
const streamedTable = "ndjson"

// streamRows sends rows as they come. What comes after the first bytes cannot be known by then: that rows are missing, or
// that it broke off, stands in the last line.
func (s *server) streamRows(ctx context.Context, c *gin.Context, p *params, q queries.Query, args map[string]string) {
	f, _ := format.Table(streamedTable)
	out := bufio.NewWriterSize(c.Writer, streamBuffer)
	w := f.New(out)
	var broken error
	summary, err := s.Queries.Stream(ctx, q.Name, args, func(columns []string) error {
		s.fileHeaders(c, f.MediaType, f.Extension)
		c.Writer.Header()["Cache-Control"] = noStore // a tag would have to be made of all of it
		c.Status(http.StatusOK)
		head := s.head(c, p)
		head.Title = q.Title
		return w.Begin(head, format.ColumnsOf(q, columns))
	}, func(values []any) bool {
		broken = w.Row(values)
		return broken == nil
	})
	if err = cmp.Or(broken, err); err == nil {
		if err = w.End(summary.Marker, summary.Complete); err == nil {
			err = out.Flush()
		}
	}
	if err != nil {
		s.breakWithin(c, out, w, s.withoutFoldersIn(err))
	}
}

// resultIn writes a query's answer in a shape.
func (s *server) resultIn(c *gin.Context, p *params, shape string, q queries.Query, r queries.Result) (
	mediaType, extension string, body []byte, err error) {
	if shape == ownShape {
		var w jsontext.Buffer
		resultReply{r}.writeTo(&w)
		w.Raw("\n")
		body, err = w.Bytes()
		return jsonType[0], ".json", body, err
	}
	head := s.head(c, p)
	head.Title, head.Marker, head.Permalink = q.Title, r.Marker, s.permalink(c, p, r.Marker)
	if !r.Complete {
		head.Cut = "There are more rows than the query may answer with."
	}
	var text bytes.Buffer
	if q.Graph {
		f, _ := format.Graph(shape)
		err = format.WriteGraph(f.New(&text), head, r.Graph)
		return f.MediaType, f.Extension, text.Bytes(), err
	}
	f, _ := format.Table(shape)
	err = format.WriteTable(f.New(&text), head, format.ColumnsOf(q, r.Columns), r)
	return f.MediaType, f.Extension, text.Bytes(), err
}

// arguments are the values for the query's own parameters, which are all that nothing else has asked for. A list may be
// repeated; anything else stands once. A value in an address is itself a list, with commas; one of a posted list is a
// value, whatever is in it.
func (p *params) arguments(q queries.Query) map[string]string {
	all := map[string][]string{}
	for _, g := range p.given {
		if !slices.Contains(p.known, g.name) {
			all[g.name] = append(all[g.name], g.texts()...)
		}
	}
	args := make(map[string]string, len(all))
	for name, values := range all {
		isList := slices.ContainsFunc(q.Params, func(o queries.Param) bool {
			return o.Name == name && o.IsList()
		})
		if len(values) > 1 && !isList {
			p.reject(name, graph.Invalid("", "it is given %d times; give it once", len(values)))
		}
		args[name] = strings.Join(values, ",")
		if args[name] == "" {
			p.reject(name, graph.Invalid("", "it is empty; give a value, or leave it out where it is not required"))
		}
	}
	return args
}

// resultReply writes a QueryAnswer.
type resultReply struct{ queries.Result }

func (r resultReply) writeTo(w *jsontext.Buffer) {
	writeHead(w, r.Marker)
	w.Strings(`,"columns":`, r.Columns)
	w.Bool(`,"complete":`, r.Complete)
	if r.Graph == nil {
		w.Null(`,"graph":`)
	} else {
		writeGraph(w, r.Graph)
	}
	w.String(`,"query":`, r.Query)
	w.Raw(`,"rows":[`)
	for i, row := range r.Rows {
		w.Next(i)
		writeList(w, row)
	}
	w.Raw(`]}`)
}

func encodeQuery(q queries.Query) Query {
	return Query{
		Name: q.Name, Title: q.Title, Group: orNull(q.Group), Description: orNull(q.Description), Example: q.ExampleArguments(), Graph: q.Graph, Cypher: q.Cypher,
		RowLimit: q.RowLimit, TimeLimit: q.TimeLimit.Seconds(), Tags: notNil(q.Tags), Broken: orNull(q.Broken),
		Params: each(q.Params, func(p queries.Param) QueryParam {
			return QueryParam{Name: p.Name, Type: string(p.Type), Default: orNull(p.Default), Required: p.Required,
				Allowed: notNil(p.Allowed), Minimum: p.Minimum, Maximum: p.Maximum, EntityKind: orNull(p.EntityKind), Description: orNull(p.Description)}
		}),
		Columns: each(q.Columns, func(col queries.Column) QueryColumn {
			return QueryColumn{Name: col.Name, Type: orNull(string(col.Type)), Description: orNull(col.Description)}
		}),
	}
}
