package api

import (
	"context"
	"sync/atomic"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/queries"
)

// fakeReader answers like the reference, unless trouble, which runs first, says otherwise.
type fakeReader struct {
	graph.Reader
	trouble func(ctx context.Context) error
	// reads counts the questions beside those for the marker.
	reads atomic.Int64
	// marker, if set, is what Marker gives.
	marker func() graph.Marker
	// scan, if set, answers Scan.
	scan func(ctx context.Context, v graph.Visitor) (graph.Marker, error)
}

func newFake() *fakeReader { return &fakeReader{Reader: graphtest.NewReference(testData())} }

func fakeRead[T any](ctx context.Context, f *fakeReader, ask func() (T, error)) (T, error) {
	f.reads.Add(1)
	if f.trouble != nil {
		if err := f.trouble(ctx); err != nil {
			var none T
			return none, err
		}
	}
	return ask()
}

func (f *fakeReader) Marker(ctx context.Context) (graph.Marker, error) {
	m, err := fakeRead(ctx, f, func() (graph.Marker, error) { return f.Reader.Marker(ctx) })
	f.reads.Add(-1)
	if f.marker != nil && err == nil {
		m = f.marker()
	}
	return m, err
}

func (f *fakeReader) Resolve(ctx context.Context, ref string) (string, error) {
	return fakeRead(ctx, f, func() (string, error) { return f.Reader.Resolve(ctx, ref) })
}

func (f *fakeReader) Entity(ctx context.Context, id string) (graph.Entity, error) {
	return fakeRead(ctx, f, func() (graph.Entity, error) { return f.Reader.Entity(ctx, id) })
}

func (f *fakeReader) Entities(ctx context.Context, q graph.EntitiesQuery) ([]graph.Entity, error) {
	return fakeRead(ctx, f, func() ([]graph.Entity, error) { return f.Reader.Entities(ctx, q) })
}

func (f *fakeReader) Relationship(ctx context.Context, id string) (graph.Relationship, error) {
	return fakeRead(ctx, f, func() (graph.Relationship, error) { return f.Reader.Relationship(ctx, id) })
}

func (f *fakeReader) Source(ctx context.Context, id string) (graph.Source, error) {
	return fakeRead(ctx, f, func() (graph.Source, error) { return f.Reader.Source(ctx, id) })
}

func (f *fakeReader) Search(ctx context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	return fakeRead(ctx, f, func() ([]graph.Hit, error) { return f.Reader.Search(ctx, q) })
}

func (f *fakeReader) Paths(ctx context.Context, q graph.PathQuery) (graph.PathAnswer, error) {
	return fakeRead(ctx, f, func() (graph.PathAnswer, error) { return f.Reader.Paths(ctx, q) })
}

func (f *fakeReader) Neighbourhood(ctx context.Context, q graph.NeighbourhoodQuery) (graph.NeighbourhoodAnswer, error) {
	return fakeRead(ctx, f, func() (graph.NeighbourhoodAnswer, error) { return f.Reader.Neighbourhood(ctx, q) })
}

func (f *fakeReader) Distances(ctx context.Context, q graph.DistancesQuery) (graph.DistancesAnswer, error) {
	return fakeRead(ctx, f, func() (graph.DistancesAnswer, error) { return f.Reader.Distances(ctx, q) })
}

func (f *fakeReader) Connect(ctx context.Context, q graph.ConnectQuery) (graph.ConnectAnswer, error) {
	return fakeRead(ctx, f, func() (graph.ConnectAnswer, error) { return f.Reader.Connect(ctx, q) })
}

func (f *fakeReader) Common(ctx context.Context, q graph.CommonQuery) (graph.CommonAnswer, error) {
	return fakeRead(ctx, f, func() (graph.CommonAnswer, error) { return f.Reader.Common(ctx, q) })
}

func (f *fakeReader) Timeline(ctx context.Context, q graph.TimelineQuery) (graph.TimelineAnswer, error) {
	return fakeRead(ctx, f, func() (graph.TimelineAnswer, error) { return f.Reader.Timeline(ctx, q) })
}

func (f *fakeReader) Diff(ctx context.Context, q graph.DiffQuery) (graph.DiffAnswer, error) {
	return fakeRead(ctx, f, func() (graph.DiffAnswer, error) { return f.Reader.Diff(ctx, q) })
}

func (f *fakeReader) Ties(ctx context.Context, q graph.TiesQuery) (graph.TiesAnswer, error) {
	return fakeRead(ctx, f, func() (graph.TiesAnswer, error) { return f.Reader.Ties(ctx, q) })
}

func (f *fakeReader) Supports(ctx context.Context, q graph.SupportsQuery) (graph.SupportsAnswer, error) {
	return fakeRead(ctx, f, func() (graph.SupportsAnswer, error) { return f.Reader.Supports(ctx, q) })
}

func (f *fakeReader) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	return fakeRead(ctx, f, func() (graph.Marker, error) {
		if f.scan != nil {
			return f.scan(ctx, v)
		}
		return f.Reader.Scan(ctx, v)
	})
}

func (f *fakeReader) Stats(ctx context.Context) (graph.Stats, error) {
	return fakeRead(ctx, f, func() (graph.Stats, error) { return f.Reader.Stats(ctx) })
}

func (f *fakeReader) Datasets(ctx context.Context) ([]graph.Dataset, error) {
	return fakeRead(ctx, f, func() ([]graph.Dataset, error) { return f.Reader.Datasets(ctx) })
}

// fakeQueries is a catalogue of three: a table with every sort of value, a graph, and a broken one.
type fakeQueries struct {
	reader  *fakeReader
	listing func() // runs before anything is listed
	loading bool
	breaks  func() error // runs before each row of a stream
}

func (f *fakeQueries) List() []queries.Query {
	if f.listing != nil {
		f.listing()
	}
	return []queries.Query{
		{Name: "broken", Title: "Broken", Cypher: "RETURN", File: "/srv/mine/broken.cypher",
			Broken: "/srv/mine/broken.cypher:3: nothing is returned"},
		{Name: "table", Title: "Table", Description: "Rows.", Cypher: "RETURN $of", RowLimit: 10, TimeLimit: time.Second,
			Params: []queries.Param{{Name: "of", Type: queries.EntityList, Required: true, EntityKind: "Country"},
				{Name: "size", Type: queries.Integer, Default: "3", Allowed: []string{"3", "4"}}},
			Columns: []queries.Column{{Name: "v", Type: queries.String}}, Tags: []string{"test"}},
		{Name: "ties", Title: "Ties", Cypher: "MATCH p = ()--() RETURN p", Graph: true, RowLimit: 10, TimeLimit: time.Second},
	}
}

func (f *fakeQueries) Get(name string) (queries.Query, bool) {
	for _, q := range f.List() {
		if q.Name == name {
			return q, true
		}
	}
	return queries.Query{}, false
}

func (f *fakeQueries) Run(ctx context.Context, name string, args map[string]string) (queries.Result, error) {
	m, err := f.reader.Marker(ctx)
	if err != nil {
		return queries.Result{}, err
	}
	m.Loading = f.loading
	d := testData()
	r := queries.Result{Query: name, Complete: true, Marker: m, Columns: []string{"v"}}
	if name == "ties" {
		rel := d.Relationships[0]
		from, _ := f.reader.Entity(ctx, rel.From)
		to, _ := f.reader.Entity(ctx, rel.To)
		r.Graph = &graph.Subgraph{Nodes: []graph.Node{{Entity: from, Distance: -1, Hidden: -1}, {Entity: to, Distance: -1, Hidden: -1}},
			Relationships: []graph.Relationship{rel}}
		return r, nil
	}
	for arg := range args {
		if arg != "of" && arg != "size" {
			return r, graph.Invalid(arg, "the query has no parameter of this name").WithAllowed("of", "size")
		}
	}
	r.Complete = false
	for _, v := range []any{nil, true, int64(-3), -2.5, "=1+1", "@x", "+y", "-z", "\tt", "\rr", "plain, with comma", args["of"],
		graph.MustDate("2024-06"), d.Entities[0], d.Relationships[0], d.Sources[0], []any{"=a", int64(1)},
		map[string]any{"since": graph.MustDate("2024")}} {
		r.Rows = append(r.Rows, []any{v})
	}
	return r, nil
}

func (f *fakeQueries) Stream(ctx context.Context, name string, args map[string]string, begin func([]string) error,
	row func([]any) bool) (queries.Summary, error) {
	r, err := f.Run(ctx, name, args)
	if err == nil {
		err = begin(r.Columns)
	}
	if err != nil {
		return queries.Summary{}, err
	}
	for _, values := range r.Rows {
		if f.breaks != nil {
			if err := f.breaks(); err != nil {
				return queries.Summary{}, err
			}
		}
		if !row(values) {
			break
		}
	}
	return queries.Summary{Rows: len(r.Rows), Complete: r.Complete, Marker: r.Marker}, nil
}
