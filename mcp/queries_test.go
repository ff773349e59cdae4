package mcp

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
	"coopgraph/queries"
)

// catalogue is a catalogue that can be changed while it is asked. Its answers show the arguments.
type catalogue struct {
	mu      sync.Mutex
	queries []queries.Query
	result  queries.Result
	args    map[string]string
}

func (c *catalogue) List() []queries.Query {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]queries.Query(nil), c.queries...)
}

func (c *catalogue) set(all ...queries.Query) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queries = all
}

func (c *catalogue) Run(_ context.Context, _ string, args map[string]string) (queries.Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.args = args
	return c.result, nil
}

var everyParam = queries.Query{Name: "every-param", Title: "Every parameter", Description: "Takes one of each.", TimeLimit: time.Second,
	Params: []queries.Param{
		{Name: "of", Type: queries.Entity, Required: true, EntityKind: "Country", Description: "Whose."},
		{Name: "others", Type: queries.EntityList, Description: "Others."},
		{Name: "tags", Type: queries.StringList, Default: "a,b", Allowed: []string{"a", "b", "c"}, Description: "Tags."},
		{Name: "size", Type: queries.Integer, Default: "3", Allowed: []string{"3", "4"}, Description: "Size."},
		{Name: "share", Type: queries.Number, Default: "12.5", Description: "Share."},
		{Name: "all", Type: queries.Boolean, Default: "true", Description: "All."},
		{Name: "on", Type: queries.Date, Default: "today", Description: "When."},
		{Name: "word", Type: queries.String, Description: "A word."},
	},
	Example: []queries.Argument{{Name: "of", Value: "Azerbaijan"}, {Name: "tags", Value: "a,c"}, {Name: "size", Value: "4"}},
	Columns: []queries.Column{{Name: "v", Type: queries.String, Description: "A value."}, {Name: "sources", Type: queries.List, Description: "Ids."}}}

func TestQueryTool(t *testing.T) {
	d := testData()
	cat := &catalogue{queries: []queries.Query{everyParam}, result: queries.Result{Columns: []string{"v", "sources"}, Complete: true}}
	for _, v := range []any{nil, true, int64(-3), -2.5, "a\nb", graph.MustDate("2024-06"), d.Entities[0], d.Relationships[0], d.Sources[0],
		[]any{d.Entities[1], int64(1)}, map[string]any{"since": graph.MustDate("2024")}} {
		cat.result.Rows = append(cat.result.Rows, []any{v, []any{"guam-charter"}})
	}
	cfg := testConfig()
	cfg.Queries = cat
	c := serve(t, cfg)
	tool := c.tools()["query_every-param"]
	if tool == nil || tool.Title != "Every parameter" || !tool.Annotations.ReadOnlyHint {
		t.Fatalf("got %+v", tool)
	}
	has(t, tool.Description, "Takes one of each.", "Columns: v (A value); sources (Ids).",
		`Example: {"of":"Azerbaijan","size":4,"tags":["a","c"]}`)
	schema := resolved(t, tool.InputSchema)
	for arguments, ok := range map[string]bool{`{"of": "Azerbaijan", "tags": ["c"], "size": 4, "share": 1.5, "all": false, "on": "2024", "max_rows": 2}`: true,
		`{}`: false, `{"of": "x", "on": "yesterday"}`: false, `{"of": "x", "tags": ["d"]}`: false, `{"of": "x", "max_rows": 1001}`: false} {
		if err := schema.Validate(mustObject(t, arguments)); (err == nil) != ok {
			t.Errorf("the schema says of %s: %v", arguments, err)
		}
	}

	got, text := c.ask("query_every-param", `{"of": "Azərbaycan", "others": ["Georgia", "iso3:AZE", "country:aze"], "tags": ["a", "c"], "size": 4,
		"share": 0.1, "all": false, "on": "2004", "word": "x, y"}`)
	want := map[string]string{"of": "country:aze", "others": "country:geo,country:aze", "tags": "a,c", "size": "4", "share": "0.1", "all": "false",
		"on": "2004", "word": "x, y"}
	if fmt.Sprint(cat.args) != fmt.Sprint(want) {
		t.Errorf("the catalogue is asked with %v, want %v", cat.args, want)
	}
	has(t, text, "Every parameter\nv | sources\n", "true | guam-charter", "a b | ", "2024-06 | ", "Azerbaijan (country:aze) | ", "[guam-charter] Charter of GUAM")
	if len(got["rows"].([]any)) != 11 || got["complete"] != true {
		t.Errorf("got %v", got)
	}
	got, text = c.ask("query_every-param", `{"of": "country:aze", "max_rows": 2}`)
	has(t, text, "Cut: 2 of 11 rows are shown; raise max_rows, or narrow the query by its arguments.")
	if len(cat.args) != 1 || len(got["rows"].([]any)) != 2 || got["complete"] != false {
		t.Errorf("got %v with %v", got, cat.args)
	}
	has(t, c.refused("query_every-param", `{"of": "GUAM"}`), "of: nothing of the kind Country is called \"GUAM\"")
	has(t, c.refused("query_every-param", `{"of": "country:aze", "word": ""}`), "word: it is empty")
	has(t, c.refused("query_every-param", `{"of": "country:aze", "of_": "x"}`), `there is no such argument; did you mean "of"?`)
}

func TestQueryThatGivesAGraph(t *testing.T) {
	d := testData()
	g := &graph.Subgraph{Relationships: d.Relationships[:2]}
	for _, id := range []string{"country:aze", "country:geo", "organisation:guam"} {
		for _, e := range d.Entities {
			if e.ID == id {
				g.Nodes = append(g.Nodes, graph.Node{Entity: e, Distance: -1, Hidden: -1})
			}
		}
	}
	cfg := testConfig()
	cfg.Queries = &catalogue{queries: []queries.Query{{Name: "ties", Title: "Ties", Graph: true}}, result: queries.Result{Graph: g, Complete: true}}
	got, text := serve(t, cfg).ask("query_ties", `{}`)
	has(t, text, "- GUAM (organisation:guam): Organisation", "- Georgia is a member of GUAM, since October 1997 [guam-charter].")
	if len(got["nodes"].([]any)) != 3 || len(got["steps"].([]any)) != 2 || got["rows"] != nil {
		t.Errorf("got %v", got)
	}
}

// The tools follow the catalogue, and a client that listens is told.
func TestQueriesAreReloaded(t *testing.T) {
	first, second := queries.Query{Name: "first", Title: "First"}, queries.Query{Name: "second", Title: "Second"}
	broken := queries.Query{Name: "broken", Title: "Broken", Broken: "broken.cypher:1: it is"}
	cat := &catalogue{queries: []queries.Query{first, broken}}
	cfg := testConfig()
	cfg.Queries = cat
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan struct{}, 10)
	c := s.connectTo(t, &sdk.ClientOptions{ToolListChangedHandler: func(context.Context, *sdk.ToolListChangedRequest) { told <- struct{}{} }})
	offered := func() string {
		var names []string
		for name := range c.tools() {
			if strings.HasPrefix(name, "query_") {
				names = append(names, name)
			}
		}
		return strings.Join(names, " ")
	}
	if got := offered(); got != "query_first" {
		t.Errorf("offered are %s", got)
	}
	first.Title = "First, mended"
	cat.set(second, first)
	s.syncQueries()
	select {
	case <-told:
	case <-time.After(10 * time.Second):
		t.Error("the client is not told")
	}
	if c.tools()["query_first"].Title != "First, mended" || c.tools()["query_second"] == nil {
		t.Errorf("offered are %s", offered())
	}
	cat.set(second)
	if got := offered(); got != "query_second" { // without anybody having looked in between
		t.Errorf("offered are %s", got)
	}
	if _, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: "query_first"}); err == nil {
		t.Error("a query that is gone is still answered")
	}
}
