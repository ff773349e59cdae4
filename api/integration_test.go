package api

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/names"
	"coopgraph/loader"
	"coopgraph/neo4jlocal/neo4jtest"
	"coopgraph/queries"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

const report = "trend-2024-06-27"

// TestBundledData loads everything that comes with the program into a real Neo4j, serves it and asks.
func TestBundledData(t *testing.T) {
	db := bolttest.Open(t)
	for _, name := range data.Names() {
		folder, err := fs.Sub(data.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		dataset, err := loader.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := loader.Load(context.Background(), db, dataset, loader.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	c := serve(t, db)
	t.Run("paths", c.testRealPaths)
	t.Run("facts", func(*testing.T) { c.testFacts() })
	t.Run("names", c.testNamesOfTheReport)
	t.Run("graph", c.testRealGraph)
	t.Run("answers", c.testAnswersMakeSense)
	t.Run("engines", func(t *testing.T) { testEngines(t, db) })
	t.Run("queries", c.testRealQueries)
	t.Run("examples", func(t *testing.T) { testExamples(t, db) })
	t.Run("trouble", testNeo4jGoesAway)
	t.Run("broken stream", testNeo4jGoesAwayInAStream)
	t.Run("slow", testNeo4jIsSlow)
}

// serve is a client of an API over Neo4j.
func serve(t *testing.T, db *bolt.DB) *client {
	t.Helper()
	catalogue, err := queries.Open(context.Background(), db, names.Finding(db), queries.Options{PutOff: true})
	if err != nil {
		t.Fatal(err)
	}
	return newClient(t, func(cfg *Config) { cfg.Reader, cfg.Queries, cfg.Ready = db, catalogue, db.Ready })
}

func (c *client) testRealPaths(t *testing.T) {
	for _, ends := range [][2]string{{"country:aze", "country:geo"}, {"iso3:GEO", "iso2:AZ"},
		{"official:jeyhun-bayramov", "official:ilia-darchiashvili"}, {"country:kaz", "organisation:council-of-europe"}} {
		got := c.want(200, c.get("/v1/paths?k=5&from="+ends[0]+"&to="+ends[1]))
		relationships := map[string]map[string]any{}
		for _, r := range got["graph"].(map[string]any)["relationships"].([]any) {
			relationships[r.(map[string]any)["id"].(string)] = r.(map[string]any)
		}
		paths := got["paths"].([]any)
		if len(paths) != 5 || got["revision"].(float64) < 1 || got["loading"] != false {
			t.Errorf("%v: %d paths of revision %v", ends, len(paths), got["revision"])
		}
		last := 0.0
		for _, p := range paths {
			path := p.(map[string]any)
			if cost := path["cost"].(float64); cost < last {
				t.Errorf("%v: a path of cost %v after one of %v", ends, cost, last)
			} else {
				last = cost
			}
			checkPath(t, path, relationships)
		}
	}
}

// checkPath wants a sentence with its sources for every step, and dates somewhere along the path.
func checkPath(t *testing.T, path map[string]any, relationships map[string]map[string]any) {
	t.Helper()
	steps, texts := path["steps"].([]any), path["text"].([]any)
	if len(steps) == 0 || len(texts) != len(steps) || len(path["sources"].([]any)) == 0 {
		t.Errorf("%v", path)
	}
	dated := false
	for i, step := range steps {
		for _, id := range step.([]any) {
			r := relationships[id.(string)]
			dated = dated || r["since"] != nil || r["observed"] != nil
			claims := r["claims"].([]any)
			if len(claims) == 0 || !strings.Contains(texts[i].(string), claims[0].(map[string]any)["source"].(string)) {
				t.Errorf("%q does not cite the source of %s", texts[i], id)
			}
		}
	}
	if !dated {
		t.Errorf("%v has no dates", path)
	}
}

// Each thing that the report names is found by its name as itself, and its page cites the report.
func (c *client) testNamesOfTheReport(t *testing.T) {
	searched := map[string]string{"Azerbaijan": "country:aze", "Georgia": "country:geo", "Armenia": "country:arm",
		"Jeyhun Bayramov": "official:jeyhun-bayramov", "Ilia Darchiashvili": "official:ilia-darchiashvili", "UN": "organisation:un",
		"OSCE": "organisation:osce", "Council of Europe": "organisation:council-of-europe", "OIC": "organisation:oic",
		"GUAM": "organisation:guam", "UNFCCC": "organisation:unfccc", "Trend News Agency": "organisation:trend-news-agency",
		"COP29": "event:cop29", "BTC": "project:btc", "BTK": "project:btk", "Southern Gas Corridor": "project:southern-gas-corridor",
		"Black Sea green energy cable": "project:black-sea-cable"}
	nodes := c.want(200, c.get("/v1/graph?dataset="+report))["graph"].(map[string]any)["nodes"].([]any)
	for _, n := range nodes {
		node := n.(map[string]any)
		if slices.Contains(node["datasets"].([]any), any(report)) {
			searched[node["name"].(string)] = node["id"].(string)
		}
	}
	if len(searched) < 40 {
		t.Errorf("the report names %d things only", len(searched))
	}
	for name, id := range searched {
		// A convention and the organisation that it made may have one name; whoever looks for one says which.
		kind, _ := graph.KindOfID(id)
		results := c.want(200, c.get("/v1/search?kinds="+string(kind)+"&q="+url.QueryEscape(name)))["results"].([]any)
		if len(results) == 0 || results[0].(map[string]any)["id"] != id {
			t.Errorf("%q finds %v, not %s", name, results, id)
		}
		page := c.get("/v1/entities/" + url.PathEscape(id))
		cited := slices.ContainsFunc(c.want(200, page)["sources"].([]any), func(s any) bool {
			source := s.(map[string]any)
			return source["id"] == report && source["publisher"] == "Trend News Agency" && source["published"] == "2024-06-27"
		})
		if !cited {
			t.Errorf("the page of %s does not cite the report", id)
		}
	}
}

func (c *client) testRealGraph(t *testing.T) {
	stats := c.want(200, c.get("/v1/stats"))
	got := c.want(200, c.get("/v1/graph"))
	g := got["graph"].(map[string]any)
	for part, list := range map[string]any{"entities": g["nodes"], "relationships": g["relationships"]} {
		if n := float64(len(list.([]any))); n == 0 || n != stats[part].(map[string]any)["total"] {
			t.Errorf("%v %s are streamed, %v counted", n, part, stats[part])
		}
	}
	if got["revision"] != stats["revision"] || got["epoch"] != stats["epoch"] {
		t.Errorf("%v, %v", got["revision"], stats["revision"])
	}
	tag := c.get("/v1/graph").Header.Get("ETag")
	if a := c.get("/v1/graph", "If-None-Match", tag); a.StatusCode != http.StatusNotModified {
		t.Errorf("status %d for the same tag", a.StatusCode)
	}
	if sets := c.want(200, c.get("/v1/datasets"))["datasets"].([]any); len(sets) != len(data.Names()) {
		t.Errorf("%v", sets)
	}
	around := c.want(200, c.get("/v1/entities/iso3:AZE/neighbourhood?depth=2&limit=20&as_of=2024-06-27"))
	if n := len(around["graph"].(map[string]any)["nodes"].([]any)); n != 21 || around["complete"] != false {
		t.Errorf("%d nodes around Azerbaijan", n)
	}
	c.want(404, c.get("/v1/entities/country:azerbaijan"))
}

func (c *client) testRealQueries(t *testing.T) {
	list := c.want(200, c.get("/v1/queries"))["queries"].([]any)
	if len(list) < 30 {
		t.Errorf("%d queries", len(list))
	}
	for _, q := range list {
		query := q.(map[string]any)
		if query["broken"] != nil {
			t.Errorf("%s is broken: %s", query["name"], query["broken"])
			continue
		}
		c.want(200, c.get("/v1/queries/"+query["name"].(string)))
		address := "/v1/queries/" + query["name"].(string) + "/run?" + arguments(query)
		run := c.get(address)
		for range 3 { // a database that has just started plans for longer than a query may take
			if run.StatusCode == http.StatusGatewayTimeout {
				run = c.get(address)
			}
		}
		if run.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", query["name"], run.body)
		}
	}
}

// arguments gives the required parameters of a query a value that makes sense.
func arguments(query map[string]any) string {
	values := url.Values{}
	for _, p := range query["params"].([]any) {
		param := p.(map[string]any)
		if param["required"] != true {
			continue
		}
		value := map[any]string{"Country": "country:aze", "Organisation": "organisation:guam", "Official": "official:jeyhun-bayramov",
			"Project": "project:btc", "Agreement": "agreement:arm-aze-peace-agreement"}[param["entity_kind"]]
		switch param["type"] {
		case "date":
			value = "2024"
		case "entity-list":
			value = "country:aze,country:geo"
		}
		if value == "" {
			value = "country:geo"
		}
		values.Set(param["name"].(string), value)
	}
	return values.Encode()
}

// While Neo4j is away every question is a 503 that says when to come back; once it is back, all is well by itself.
func testNeo4jGoesAway(t *testing.T) {
	link := neo4jtest.Proxy(t, neo4jtest.Server(t))
	c := serve(t, bolttest.Connect(t, bolttest.Config(link.Server)))
	addresses := []string{"/v1/paths?from=country:aze&to=country:geo", "/v1/entities/country:aze", "/v1/search?q=GUAM", "/v1/graph",
		"/v1/stats", "/v1/entities/country:aze/neighbourhood", "/readyz"}
	for _, address := range addresses {
		c.want(200, c.get(address))
	}
	link.Stop()
	for _, address := range []string{addresses[0], "/v1/graph", "/readyz"} {
		start := time.Now()
		a := c.get(address)
		c.want(503, a)
		if took := time.Since(start); a.Header.Get("Retry-After") == "" || took > 6*time.Second || strings.Contains(string(a.body), "Neo.") {
			t.Errorf("%s after %s: %v %s", address, took, a.Header, a.body)
		}
	}
	c.want(200, c.get("/healthz"))
	if err := link.Start(); err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		start := time.Now()
		defer func() { t.Logf("%s: back after %s", address, time.Since(start)) }()
		if err := eventually(func() error {
			if a := c.get(address); a.StatusCode != http.StatusOK {
				return fmt.Errorf("%s: %d %s", address, a.StatusCode, a.body)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
}

// A stream from which Neo4j goes away must not look whole.
func testNeo4jGoesAwayInAStream(t *testing.T) {
	link := neo4jtest.Proxy(t, neo4jtest.Server(t))
	c := serve(t, bolttest.Connect(t, bolttest.Config(link.Server)))
	c.want(200, c.get("/v1/stats"))
	link.Add(t, "bandwidth", "downstream", map[string]any{"rate": 100}) // kB/s
	req, _ := http.NewRequest(http.MethodGet, c.url+"/v1/graph", nil)
	req.Header.Set("Accept-Encoding", "identity")
	res, err := c.http.Transport.(checked).next.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.CopyN(io.Discard, res.Body, 1000); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("the stream did not begin: %d, %v", res.StatusCode, err)
	}
	link.Stop()
	if n, err := io.Copy(io.Discard, res.Body); err == nil {
		t.Errorf("the stream ended cleanly after %d more bytes", n)
	}
}

func eventually(try func() error) error {
	var err error
	for range 50 {
		if err = try(); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}
