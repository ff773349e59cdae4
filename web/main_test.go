package web_test

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"coopgraph/api"
	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/names"
	"coopgraph/internal/browser"
	"coopgraph/internal/offline"
	"coopgraph/loader"
	"coopgraph/neo4jlocal/neo4jtest"
	"coopgraph/queries"
	"coopgraph/web"
)

func TestMain(m *testing.M) {
	neo4jtest.Main(m, func() {
		if chromium.browser != nil {
			chromium.browser.Stop()
		}
	})
}

// chromium is the one browser of this process.
var chromium struct {
	once    sync.Once
	browser *browser.Browser
	err     error
}

func theBrowser(t testing.TB) *browser.Browser {
	t.Helper()
	chromium.once.Do(func() { chromium.browser, chromium.err = browser.Start(context.Background()) })
	if chromium.err != nil {
		t.Fatalf("this test needs a real browser: %v", chromium.err)
	}
	return chromium.browser
}

// datasets opens bundled datasets; all without a name.
func datasets(t testing.TB, folders ...string) []*loader.Dataset {
	t.Helper()
	if len(folders) == 0 {
		folders = data.Names()
	}
	var out []*loader.Dataset
	for _, name := range folders {
		folder, err := fs.Sub(data.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		dataset, err := loader.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, dataset)
	}
	return out
}

// whole is the reader of all bundled data, in memory, made once.
var whole struct {
	once   sync.Once
	reader graph.Reader
	err    error
}

// bundled serves all bundled data without Neo4j. The change, if any, wraps the server.
func bundled(t testing.TB, change ...func(http.Handler) http.Handler) string {
	t.Helper()
	whole.once.Do(func() {
		whole.reader, whole.err = offline.Read(context.Background(), datasets(t), loader.Options{})
	})
	if whole.err != nil {
		t.Fatal(whole.err)
	}
	return serve(t, api.Config{Reader: whole.reader}, change...)
}

// overNeo4j serves the datasets out of a real Neo4j, canned queries too.
func overNeo4j(t testing.TB, folders ...string) string {
	t.Helper()
	db := bolttest.Open(t)
	for _, dataset := range datasets(t, folders...) {
		if _, err := loader.Load(context.Background(), db, dataset, loader.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	catalogue, err := queries.Open(context.Background(), db, names.Finding(db), queries.Options{PutOff: true})
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, api.Config{Reader: db, Queries: catalogue, Ready: db.Ready})
}

func serve(t testing.TB, cfg api.Config, change ...func(http.Handler) http.Handler) string {
	t.Helper()
	cfg.Viewer, cfg.Version, cfg.Commit, cfg.Log = web.Handler(), "v1.2.3", "abcdef", slog.New(slog.DiscardHandler)
	handler, err := api.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		handler = f(handler)
	}
	srv := httptest.NewUnstartedServer(handler)
	srv.Config = api.NewHTTPServer(handler, nil)
	srv.Start()
	t.Cleanup(srv.Close)
	return srv.URL
}
