package api

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"coopgraph/graph"
)

func TestGraphIsWhole(t *testing.T) {
	c := newClient(t)
	got := c.want(200, c.get("/v1/graph"))
	g := got["graph"].(map[string]any)
	d := testData()
	if len(g["nodes"].([]any)) != len(d.Entities) || len(g["relationships"].([]any)) != len(d.Relationships) || got["revision"] != 1.0 {
		t.Errorf("%v", got)
	}
}

func TestGraphIsFiltered(t *testing.T) {
	c := newClient(t)
	for query, want := range map[string]string{
		"kinds=Country":                                 "4 nodes, 1 relationships",
		"types=MEMBER_OF":                               "8 nodes, 5 relationships",
		"avoid=iso3:AZE":                                "7 nodes, 4 relationships",
		"as_of=1995":                                    "8 nodes, 4 relationships",
		"min_confidence=documented":                     "8 nodes, 2 relationships",
		"source=guam-charter":                           "8 nodes, 2 relationships",
		"dataset=trend&not_types=MEMBER_OF":             "8 nodes, 5 relationships",
		"kinds=Project":                                 "1 nodes, 0 relationships",
		"kinds=Area":                                    "0 nodes, 0 relationships",
		"direction=out&via_kinds=Area":                  "8 nodes, 10 relationships",
		"types=DISPUTES_WITH&to_date=2000":              "8 nodes, 0 relationships",
		"types=DISPUTES_WITH&undated=keep":              "8 nodes, 1 relationships",
		"to_date=2000&undated=keep&types=DISPUTES_WITH": "8 nodes, 1 relationships",
	} {
		g := c.want(200, c.get("/v1/graph?"+query))["graph"].(map[string]any)
		if s := fmt.Sprintf("%d nodes, %d relationships", len(g["nodes"].([]any)), len(g["relationships"].([]any))); s != want {
			t.Errorf("%s: %s, want %s", query, s, want)
		}
	}
	// A filter on claims shows what the passing ones say.
	text := string(c.get("/v1/graph?source=trend-report&types=MEMBER_OF").body)
	if strings.Contains(text, "guam-charter") || !strings.Contains(text, `"since":"2001"`) {
		t.Error(text)
	}
}

// scanOf calls back with n entities and then ends as it is told.
func scanOf(n int, end func() error) func(context.Context, graph.Visitor) (graph.Marker, error) {
	return func(_ context.Context, v graph.Visitor) (graph.Marker, error) {
		for i := range n {
			e := graph.NewEntity(fmt.Sprintf("country:c%d", i), []graph.Record{{Dataset: "d", Name: strings.Repeat("n", 200)}})
			if err := v.Entity(e); err != nil {
				return graph.Marker{}, err
			}
		}
		return graph.Marker{Epoch: "e", Revision: 2}, end()
	}
}

// A stream that cannot go on must never look whole: not to a reader of plain text, nor to one of gzip.
func TestBrokenStreamIsSeenToBeBroken(t *testing.T) {
	whole := newClient(t)
	whole.fake.scan = scanOf(20_000, func() error { return nil })
	for _, coding := range []string{"identity", "gzip"} {
		if err := whole.drain("/v1/graph", coding); err != nil {
			t.Errorf("a whole answer as %s: %v", coding, err)
		}
	}
	away := func() error { return graph.Unavailable(errors.New("socket closed"), "it went away") }
	for name, end := range map[string]func() error{
		"error": away,
		"panic": func() error { panic("a defect") },
		"abort": func() error { panic(http.ErrAbortHandler) },
	} {
		for _, n := range []int{1000, 20_000} {
			for _, coding := range []string{"identity", "gzip"} {
				t.Run(fmt.Sprintf("%s after %d as %s", name, n, coding), func(t *testing.T) {
					c := newClient(t)
					c.fake.scan = scanOf(n, end)
					if err := c.drain("/v1/graph", coding); err == nil {
						t.Error("the broken answer ended cleanly")
					}
				})
			}
		}
	}
}

// drain reads an answer to its end; it is nil for a clean one.
func (c *client) drain(path, coding string) error {
	req, _ := http.NewRequest(http.MethodGet, c.url+path, nil)
	req.Header.Set("Accept-Encoding", coding)
	res, err := c.http.Transport.(checked).next.RoundTrip(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// Before the first byte an error is an honest problem.
func TestStreamThatNeverBegins(t *testing.T) {
	c := newClient(t)
	c.fake.scan = scanOf(10, func() error { return graph.Unavailable(errors.New("socket closed"), "it went away") })
	a := c.get("/v1/graph")
	c.want(503, a)
	if a.Header.Get("Retry-After") == "" || a.Header.Get("ETag") != "" {
		t.Errorf("%v", a.Header)
	}
	c.fake.scan = scanOf(10, func() error { panic("a defect") })
	c.want(500, c.get("/v1/graph"))
}

func TestStreamIsCompressed(t *testing.T) {
	c := newClient(t)
	c.fake.scan = scanOf(20_000, func() error { return nil })
	a := c.get("/v1/graph", "Accept-Encoding", "gzip")
	r, err := gzip.NewReader(strings.NewReader(string(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	var got GraphShape
	if err := json.NewDecoder(r).Decode(&got); err != nil || len(got.Graph.Nodes) != 20_000 || got.Revision != 2 {
		t.Errorf("%d nodes, %v", len(got.Graph.Nodes), err)
	}
	if !strings.Contains(a.Header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("Vary is %v", a.Header.Values("Vary"))
	}
}

// GraphShape is what a front end reads of /v1/graph.
type GraphShape struct {
	Graph    Graph
	Revision int64
}

// A client that leaves ends the scan.
func TestStreamEndsWithItsReader(t *testing.T) {
	c := newClient(t)
	ended := make(chan error, 1)
	c.fake.scan = func(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
		var err error
		for err == nil {
			_, err = scanOf(1000, func() error { return ctx.Err() })(ctx, v)
		}
		ended <- err
		return graph.Marker{}, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/v1/graph", nil)
	res, err := c.http.Transport.(checked).next.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.CopyN(io.Discard, res.Body, 100_000)
	cancel()
	_ = res.Body.Close()
	if err := <-ended; err == nil {
		t.Error("the scan ended by itself")
	}
}
