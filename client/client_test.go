package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"coopgraph/api"
	"coopgraph/client"
)

// Every method is answered by the real server.
func TestEveryQuestion(t *testing.T) {
	c := open(t, handler(), client.Options{})
	ctx := t.Context()
	three := []string{"country:aze", "country:geo", "country:ukr"}
	filter := client.Filter{Types: []string{"MEMBER_OF", "BORDERS"}, NotTypes: []string{"OWNS"}, Kinds: []string{"Organisation", "Country"},
		ViaKinds: []string{"Organisation"}, Direction: "any", FromDate: "1990", ToDate: "2020", Undated: "keep", MinConfidence: "reported",
		Sources: []string{"charter"}, Avoid: []string{"country:atl"}, MaxDegree: 100}
	check := func(name string, ok bool, err error) {
		t.Helper()
		if err != nil || !ok {
			t.Errorf("%s: ok %v, %v", name, ok, err)
		}
	}
	paths, err := c.Paths(ctx, client.PathsQuestion{From: "country:aze", To: "country:geo", Mode: "best", Rank: "hops", K: 2, MaxHops: 3, Concurrent: true, Filter: filter})
	check("paths", err == nil && len(paths.Paths) == 2 && paths.Paths[0].Hops == 1 && paths.Revision == 1, err)
	diff, err := c.PathsDiff(ctx, client.PathsDiffQuestion{From: "country:geo", To: "country:ukr", Filter: client.Filter{FromDate: "1995", ToDate: "2005"}})
	check("paths diff", err == nil && len(diff.Paths) > 1, err)
	around, err := c.Neighbourhood(ctx, client.NeighbourhoodQuestion{IDs: []string{"organisation:guam"}, Depth: 1, Limit: 1})
	check("neighbourhood", err == nil && !around.Complete && around.Cut.Next != nil, err)
	around, err = c.Neighbourhood(ctx, client.NeighbourhoodQuestion{IDs: []string{"organisation:guam"}, Cursor: *around.Cut.Next, Filter: filter})
	check("neighbourhood's next page", err == nil && len(around.Graph.Nodes) == 3, err)
	distances, err := c.Distances(ctx, client.DistancesQuestion{IDs: append(three, "country:atl")})
	check("distances", err == nil && distances.Hops[0][1] == 1 && distances.Hops[0][3] == -1, err)
	joined, err := c.Connect(ctx, client.ConnectQuestion{IDs: three})
	check("connect", err == nil && joined.Joined && len(joined.Steps) > 1, err)
	common, err := c.Common(ctx, client.CommonQuestion{IDs: three, Min: 2, Limit: 10})
	check("common", err == nil && common.Count == len(common.Shared) && common.Count > 0, err)
	timeline, err := c.Timeline(ctx, client.TimelineQuestion{IDs: []string{"country:geo"}, Limit: 2})
	check("timeline", err == nil && len(timeline.Events) == 2 && timeline.Cut != nil, err)
	changed, err := c.Diff(ctx, client.DiffQuestion{Filter: client.Filter{FromDate: "1995", ToDate: "2005"}})
	check("diff", err == nil && changed.Began == 3 && changed.Ended == 1, err)
	entity, err := c.Entity(ctx, "iso3:AZE")
	check("entity", err == nil && entity.Name == "Azerbaijan", err)
	ties, err := c.Ties(ctx, "country:aze", filter)
	check("ties", err == nil && len(ties.Ties) == 2, err)
	batch, err := c.Entities(ctx, client.EntitiesPage{IDs: []string{"country:geo", "country:nowhere"}})
	check("a batch of entities", err == nil && len(batch.Entities) == 1, err)
	page, err := c.Entities(ctx, client.EntitiesPage{Kind: "Country", Limit: 3})
	check("a page of entities", err == nil && len(page.Entities) == 3 && page.Next != nil, err)
	found, err := c.Search(ctx, "guam", 5, "Organisation", "Country")
	check("search", err == nil && len(found.Results) == 1, err)
	relationship, err := c.Relationship(ctx, paths.Paths[0].Steps[0][0])
	check("relationship", err == nil && relationship.Relationship.Type == "BORDERS", err)
	source, err := c.Source(ctx, client.SourceQuestion{ID: "charter", Limit: 2})
	check("source", err == nil && source.Source.Title == "Charter of GUAM" && source.Cut != nil, err)
	_, err = c.Datasets(ctx)
	check("datasets", true, err)
	stats, err := c.Stats(ctx)
	check("stats", err == nil && stats.Sources == 1, err)
	schema, err := c.Schema(ctx)
	check("schema", err == nil && len(schema.Types) > 10, err)
	all, err := c.Queries(ctx)
	check("queries", err == nil && len(all.Queries) == 1, err)
	query, err := c.Query(ctx, "echo")
	check("query", err == nil && query.Title == "Echo", err)
	run, err := c.RunQuery(ctx, client.QueryRun{Name: "echo", Args: map[string]any{"word": "x, \"y\"", "words": []string{"a", "b"}}})
	check("run", err == nil && run.Rows[0][0] == "x, \"y\"" && run.Rows[0][1] == "a,b", err)
	health, err := c.Health(ctx)
	check("health", err == nil && health.Version == "test", err)
	ready, err := c.Ready(ctx)
	check("ready", err == nil && ready.Status == "ready", err)
}

// Questions have exactly the fields of the contract.
func TestQuestionsAreThoseOfTheContract(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(api.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	filter := client.Filter{Types: []string{"x"}, NotTypes: []string{"x"}, Kinds: []string{"x"}, ViaKinds: []string{"x"}, Direction: "x", AsOf: "x",
		FromDate: "x", ToDate: "x", Undated: "x", MinConfidence: "x", Sources: []string{"x"}, Datasets: []string{"x"}, Avoid: []string{"x"}, MaxDegree: 1}
	ids := []string{"x"}
	paths := client.PathsQuestion{From: "x", To: "x", Mode: "x", Rank: "x", K: 1, MaxHops: 1, Concurrent: true, Filter: filter}
	for schema, question := range map[string]any{
		"PathsRequest": paths, "PathsDiffRequest": client.PathsDiffQuestion(paths),
		"NeighbourhoodRequest": client.NeighbourhoodQuestion{IDs: ids, Depth: 1, Limit: 1, Cursor: "x", Filter: filter},
		"DistancesRequest":     client.DistancesQuestion{IDs: ids, Filter: filter},
		"ConnectRequest":       client.ConnectQuestion{IDs: ids, Filter: filter},
		"CommonRequest":        client.CommonQuestion{IDs: ids, Min: 1, Limit: 1, Cursor: "x", Filter: filter},
		"TimelineRequest":      client.TimelineQuestion{IDs: ids, Limit: 1, Cursor: "x", Filter: filter},
		"DiffRequest":          client.DiffQuestion{IDs: ids, Limit: 1, Cursor: "x", Filter: filter},
		"GraphRequest":         client.GraphQuestion{Filter: filter},
		"EntitiesRequest":      client.EntitiesPage{IDs: ids, Kind: "x", Limit: 1, Cursor: "x"},
	} {
		text, err := json.Marshal(question)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(text, &fields); err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for name := range doc.Components.Schemas[schema].Value.Properties {
			// The form is Write's own argument; the two others are of permalinks, which nobody writes by hand.
			if name != "format" && name != "revision" && name != "epoch" {
				want = append(want, name)
			}
		}
		for name := range fields {
			got = append(got, name)
		}
		slices.Sort(want)
		slices.Sort(got)
		if len(want) == 0 || !slices.Equal(want, got) {
			t.Errorf("%s has %v, ours %v", schema, want, got)
		}
	}
}

func TestErrors(t *testing.T) {
	c := open(t, handler(), client.Options{})
	_, err := c.Paths(t.Context(), client.PathsQuestion{From: "country:aze", To: "country:geor"})
	e, ok := errors.AsType[*client.Error](err)
	if !ok || e.Code != client.CodeNotFound || e.Status != 404 || e.Parameter == nil || *e.Parameter != "to" || e.Candidates == nil {
		t.Fatalf("got %+v", err)
	}
	if text := err.Error(); !strings.HasPrefix(text, "to: ") || !strings.Contains(text, "did you mean country:geo (Georgia)") {
		t.Errorf("it says %s", text)
	}
	_, err = c.Paths(t.Context(), client.PathsQuestion{From: "country:aze", To: "country:geo", Mode: "worst"})
	if e, ok := errors.AsType[*client.Error](err); !ok || e.Code != client.CodeInvalid || !strings.Contains(err.Error(), "allowed: best, all-shortest") {
		t.Errorf("got %v", err)
	}
	if _, err := c.Entity(t.Context(), "../../healthz"); err == nil { // an id never becomes another address
		t.Error("an id leads elsewhere")
	}
	for _, address := range []string{"", "127.0.0.1:8080", "ftp://x", "http://", "http://x?y=z", "http://x#y", "http://x\x00"} {
		if _, err := client.New(address, client.Options{}); err == nil {
			t.Errorf("%q is taken for an address", address)
		}
	}
	nobody, _ := client.New("http://127.0.0.1:1", client.Options{})
	if _, err := nobody.Health(t.Context()); err == nil {
		t.Error("nobody answers")
	} else if _, ok := errors.AsType[*client.Error](err); ok {
		t.Errorf("what nobody answered is a problem: %v", err)
	}
}

// What is no server of ours is told from one.
func TestOtherServers(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"an error page": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusBadGateway) },
		"a broken problem": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "{")
		},
	} {
		c := open(t, h, client.Options{})
		_, err := c.Health(t.Context())
		if e, ok := errors.AsType[*client.Error](err); !ok || e.Status != http.StatusBadGateway || !strings.Contains(err.Error(), "502 Bad Gateway") {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }), client.Options{})
	if _, err := c.Health(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("a page that is no JSON: %v", err)
	}
}

// busy puts the first requests off, and then answers.
func busy(times int, seconds string) http.Handler {
	answers := handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if times--; times >= 0 {
			w.Header().Set("Retry-After", seconds)
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, `{"code": "rate", "detail": "too many", "status": 429, "title": "x", "type": "x"}`)
			return
		}
		answers.ServeHTTP(w, r)
	})
}

func TestRetries(t *testing.T) {
	question := client.PathsQuestion{From: "country:aze", To: "country:geo"} // with a body, which is sent again
	if _, err := open(t, busy(1, "1"), client.Options{Retries: 1}).Paths(t.Context(), question); err != nil {
		t.Errorf("with a retry: %v", err)
	}
	_, err := open(t, busy(1, "7"), client.Options{}).Paths(t.Context(), question)
	if e, ok := errors.AsType[*client.Error](err); !ok || e.RetryAfter != 7*time.Second || e.Code != client.CodeRate {
		t.Errorf("without: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := open(t, busy(9, "60"), client.Options{Retries: 5}).Paths(ctx, question); err == nil {
		t.Error("it is answered")
	} else if _, ok := errors.AsType[*client.Error](err); !ok {
		t.Errorf("the last that the server said is lost: %v", err)
	}
}

func TestRequests(t *testing.T) {
	var seen http.Header
	answers := handler()
	c := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		answers.ServeHTTP(w, r)
	}), client.Options{Wait: 3 * time.Second, UserAgent: "me"})
	if _, err := c.Stats(t.Context()); err != nil || seen.Get("Prefer") != "wait=3" || seen.Get("User-Agent") != "me" {
		t.Errorf("%v %v", seen, err)
	}
}

func TestGraphStream(t *testing.T) {
	c := open(t, handler(), client.Options{})
	var nodes, relationships int
	end, err := c.Graph(t.Context(), client.GraphQuestion{}, client.Visitor{Node: func(client.Node) error { nodes++; return nil },
		Relationship: func(r client.Relationship) error {
			relationships += len(r.Claims)
			return nil
		}})
	if err != nil || nodes != 6 || relationships != 5 || end.Revision != 1 {
		t.Errorf("%d nodes, %d relationships, %+v, %v", nodes, relationships, end, err)
	}
	stop := errors.New("enough")
	if _, err := c.Graph(t.Context(), client.GraphQuestion{}, client.Visitor{Node: func(client.Node) error { return stop }}); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Graph(t.Context(), client.GraphQuestion{}, client.Visitor{Node: func(client.Node) error { return io.EOF }}); !errors.Is(err, io.EOF) || strings.Contains(err.Error(), "broke off") {
		t.Errorf("got %v", err)
	}
	var whole bytes.Buffer
	if _, err := c.Write(t.Context(), &whole, client.GraphQuestion{}, "json"); err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < whole.Len()-2; cut += 7 { // anywhere, and it is never taken for the end
		part := whole.Bytes()[:cut]
		broken := open(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(part) }), client.Options{})
		if _, err := broken.Graph(t.Context(), client.GraphQuestion{}, client.Visitor{}); err == nil {
			t.Fatalf("%d of %d bytes are taken for the graph", cut, whole.Len())
		}
	}
}

func TestWrite(t *testing.T) {
	c := open(t, handler(), client.Options{})
	for _, format := range []string{"json", "gexf", "graphml", "dot", "mermaid", "cypher", "markdown", "bibtex", "csv"} {
		var b bytes.Buffer
		written, err := c.Write(t.Context(), &b, client.PathsQuestion{From: "country:aze", To: "country:geo"}, format)
		if err != nil || b.Len() == 0 || int64(b.Len()) != written.Bytes || written.MediaType == "" || !written.Complete {
			t.Errorf("%s: %+v %v", format, written, err)
		}
	}
	var b bytes.Buffer
	written, err := c.Write(t.Context(), &b, client.NeighbourhoodQuestion{IDs: []string{"organisation:guam"}, Limit: 1}, "dot")
	if err != nil || written.Complete {
		t.Errorf("a page: %+v %v", written, err)
	}
	if _, err := c.Write(t.Context(), &b, client.SourceQuestion{ID: "charter"}, "bibtex"); err != nil {
		t.Error(err)
	}
	if _, err := c.Write(t.Context(), &b, client.QueryRun{Name: "echo"}, "csv"); err != nil {
		t.Error(err)
	}
	_, err = c.Write(t.Context(), &b, client.GraphQuestion{}, "pdf")
	if e, ok := errors.AsType[*client.Error](err); !ok || *e.Parameter != "format" {
		t.Errorf("got %v", err)
	}
}

// Lines that end without a summary, or with an error in its place, are no whole answer, and the summary says what is missing.
func TestWriteTellsOfBrokenLines(t *testing.T) {
	const rows = `{"table":{}}` + "\n" + `{"row":["a"]}` + "\n"
	for name, c := range map[string]struct {
		text     string
		complete bool
		broken   string // what the error says; "" for none
	}{
		"whole":       {text: rows + `{"summary":{"complete":true,"rows":1}}` + "\n", complete: true},
		"cut":         {text: rows + `{"summary":{"complete":false,"rows":1}}` + "\n"},
		"broken":      {text: rows + `{"error":{"status":503,"code":"unavailable","detail":"Neo4j is away"}}` + "\n", broken: "Neo4j is away"},
		"no end":      {text: rows, broken: "unexpected EOF"},
		"half an end": {text: rows + `{"summary":{"complete":true,"rows":1}}`, broken: "unexpected EOF"},
		"nothing":     {broken: "unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			for size := 1; size <= len(c.text)+1; size += 9 { // in whatever pieces it arrives
				server := open(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					for part := range slices.Chunk([]byte(c.text), size) {
						_, _ = w.Write(part)
						w.(http.Flusher).Flush()
					}
				}), client.Options{})
				var b bytes.Buffer
				got, err := server.Write(t.Context(), &b, client.QueryRun{Name: "members"}, "ndjson")
				if b.String() != c.text || got.Complete != c.complete && err == nil ||
					(err == nil) != (c.broken == "") || err != nil && !strings.Contains(err.Error(), c.broken) {
					t.Fatalf("in pieces of %d: %+v, %v", size, got, err)
				}
			}
		})
	}
}

// TestGeneratedClientIsFresh makes client.gen.go once more and compares.
func TestGeneratedClientIsFresh(t *testing.T) {
	dir := t.TempDir()
	config, err := os.ReadFile("oapi-codegen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config = bytes.Replace(config, []byte("output: "), []byte("output: "+dir+"/"), 1)
	if err := os.WriteFile(dir+"/config.yaml", config, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2",
		"-config", dir+"/config.yaml", "../api/openapi.yaml")
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	fresh, err := os.ReadFile(dir + "/client.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("client.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fresh, kept) {
		t.Error("openapi.yaml was changed after client.gen.go was made of it; run go generate ./client")
	}
}
