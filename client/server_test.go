package client_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"coopgraph/api"
	"coopgraph/client"
	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/queries"
)

// data is a small graph.
func data() graphtest.Data {
	d := graphtest.Data{Sources: []graph.Source{graph.NewSource("charter", []graph.SourceRecord{{Dataset: "region", Title: "Charter of GUAM",
		Publisher: "GUAM", URL: "https://example.org/charter"}})}}
	for id, name := range map[string]string{"country:aze": "Azerbaijan", "country:geo": "Georgia", "country:ukr": "Ukraine",
		"country:atl": "Atlantis <b>", "organisation:guam": "GUAM", "official:a-b": "A, B"} {
		r := graph.Record{Dataset: "region", Name: name, Sources: []string{"charter"}}
		if id == "country:aze" {
			r.Codes = map[string]string{"iso3": "AZE"}
		}
		d.Entities = append(d.Entities, graph.NewEntity(id, []graph.Record{r}))
	}
	add := func(t graph.Type, from, to, since, until string) {
		claim := graph.Claim{Dataset: "region", Source: "charter", Text: "So it says.", Since: graph.MustDate(since), Until: graph.MustDate(until),
			Confidence: graph.Documented}
		d.Relationships = append(d.Relationships, graph.NewRelationship(graph.RelationshipKey{Type: t, From: from, To: to}, []graph.Claim{claim}))
	}
	for _, c := range []string{"aze", "geo", "ukr"} {
		add(graph.MemberOf, "country:"+c, "organisation:guam", "1997-10-10", "")
	}
	add(graph.Borders, "country:aze", "country:geo", "1991", "")
	add(graph.AlliedWith, "country:geo", "country:ukr", "1993", "1999")
	return d
}

// catalogue has one canned query, which gives its arguments back.
type catalogue struct{}

var echo = queries.Query{Name: "echo", Title: "Echo", Params: []queries.Param{{Name: "word", Type: queries.String},
	{Name: "words", Type: queries.StringList}}, Columns: []queries.Column{{Name: "word"}, {Name: "words"}}}

func (catalogue) List() []queries.Query { return []queries.Query{echo} }

func (catalogue) Get(name string) (queries.Query, bool) { return echo, name == echo.Name }

func (catalogue) Run(_ context.Context, _ string, args map[string]string) (queries.Result, error) {
	return queries.Result{Query: "echo", Columns: []string{"word", "words"}, Rows: [][]any{{args["word"], args["words"]}}, Complete: true,
		Marker: graph.Marker{Epoch: "e", Revision: 1}}, nil
}

func (c catalogue) Stream(ctx context.Context, name string, args map[string]string, begin func([]string) error,
	row func([]any) bool) (queries.Summary, error) {
	r, err := c.Run(ctx, name, args)
	if err == nil {
		err = begin(r.Columns)
	}
	if err == nil {
		row(r.Rows[0])
	}
	return queries.Summary{Rows: 1, Complete: true, Marker: r.Marker}, err
}

// handler is the real server over the small graph.
func handler() http.Handler {
	h, err := api.New(api.Config{Reader: graphtest.NewReference(data()), Queries: catalogue{}, Version: "test", Commit: "none",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		panic(err)
	}
	return h
}

// open makes a client of a server that runs until the test ends.
func open(t *testing.T, h http.Handler, o client.Options) *client.Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := client.New(server.URL+"/", o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
