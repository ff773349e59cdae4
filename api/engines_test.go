package api

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/csr"
	"coopgraph/neo4jlocal/neo4jtest"
)

// everyQuestion is asked of both engines: each kind of question, plainly and with a filter.
var everyQuestion = []string{
	"/v1/entities/organisation:guam", "/v1/entities?kind=project&limit=20", "/v1/entities?ids=iso3:AZE,country:geo,country:none",
	"/v1/entities/country:aze/ties", "/v1/entities/country:aze/ties?as_of=1995&not_types=BORDERS",
	"/v1/entities/country:geo/neighbourhood?limit=30", "/v1/neighbourhood?ids=organisation:guam,project:btc&depth=2&limit=50&types=MEMBER_OF,TAKES_PART_IN",
	"/v1/paths?from=country:aze&to=organisation:eu&k=5", "/v1/paths?from=official:jeyhun-bayramov&to=project:southern-gas-corridor&rank=hops",
	"/v1/paths?from=country:arm&to=country:tkm&as_of=2004&concurrent=true", "/v1/paths?from=country:aze&to=country:geo&mode=all-shortest&types=PARTY_TO",
	"/v1/paths/diff?from=country:aze&to=country:geo&from_date=1992&to_date=2010&types=MEMBER_OF",
	"/v1/distances?ids=country:aze,country:geo,country:ussr,project:btc,official:ilham-aliyev",
	"/v1/connect?ids=country:aze,country:tkm,organisation:guam", "/v1/connect?ids=project:btc,project:black-sea-cable,official:jeyhun-bayramov,country:hun,country:rou",
	"/v1/common?ids=country:aze,country:arm,country:geo&as_of=2010", "/v1/common?ids=country:aze,country:geo,country:tur&min=2&types=MEMBER_OF&limit=15",
	"/v1/timeline?ids=country:geo&limit=40", "/v1/timeline?ids=country:aze,country:geo,country:tur",
	"/v1/diff?from_date=1991&to_date=2001&ids=country:geo&limit=500", "/v1/diff?from_date=1990&to_date=1992&types=MEMBER_OF&limit=200",
	"/v1/sources/trend-2024-06-27?limit=50", "/v1/search?q=Azərbaycan", "/v1/search?q=Bairamov", "/v1/datasets", "/v1/stats",
	"/v1/paths?from=country:aze&to=country:geo&format=markdown", "/v1/common?ids=country:aze,country:geo&format=bibtex&limit=10",
	"/v1/entities/project:btc/neighbourhood?format=gexf", "/v1/graph?dataset=trend-2024-06-27",
}

// effort is what may differ between engines: how many nodes they had to look at, and the address of the server.
var effort = regexp.MustCompile(`"examined":\d+|http://127\.0\.0\.1:\d+`)

// testEngines asks Neo4j and the read model everything over HTTP: not a byte may differ.
func testEngines(t *testing.T, db *bolt.DB) {
	model, err := csr.Build(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	neo4j, memory := serve(t, db), newClient(t, func(cfg *Config) { cfg.Reader = model })
	for _, question := range everyQuestion {
		want, got := neo4j.get(question), memory.get(question)
		if want.StatusCode != http.StatusOK || got.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %.300s and %d %.300s", question, want.StatusCode, want.body, got.StatusCode, got.body)
			continue
		}
		a, b := effort.ReplaceAllString(string(want.body), ""), effort.ReplaceAllString(string(got.body), "")
		if a != b {
			i := 0
			for i < min(len(a), len(b)) && a[i] == b[i] {
				i++
			}
			t.Errorf("%s: Neo4j says …%.200s and the read model …%.200s", question, a[max(0, i-40):], b[max(0, i-40):])
		}
	}
}

// testAnswersMakeSense holds answers of the newer questions against what is known of the region.
func (c *client) testAnswersMakeSense(t *testing.T) {
	shared := c.want(200, c.get("/v1/common?ids=country:aze,country:arm,country:geo&types=MEMBER_OF&as_of=2024&limit=200"))
	var ids []string
	for _, s := range shared["shared"].([]any) {
		ids = append(ids, s.(map[string]any)["id"].(string))
	}
	if !slices.Contains(ids, "organisation:council-of-europe") || slices.Contains(ids, "organisation:guam") || shared["count"].(float64) != float64(len(ids)) {
		t.Errorf("of %v the three share %v", shared["count"], ids)
	}
	joined := c.want(200, c.get("/v1/connect?ids=country:aze,country:tkm,organisation:guam"))
	if joined["joined"] != true || joined["method"] != "exact" || len(joined["steps"].([]any)) != int(joined["hops"].(float64)) {
		t.Errorf("%v", joined["steps"])
	}
	gone := c.want(200, c.get("/v1/timeline?ids=country:ussr&types=MEMBER_OF&from_date=1991&to_date=1992&limit=300"))
	ended := 0
	for _, e := range gone["events"].([]any) {
		if e.(map[string]any)["kind"] == "ended" {
			ended++
		}
	}
	if ended < 20 {
		t.Errorf("the USSR left %d organisations when it ended", ended)
	}
	change := c.want(200, c.get("/v1/diff?from_date=1991&to_date=2001&ids=country:geo&types=MEMBER_OF&limit=300"))
	if change["began"].(float64) < 30 || change["complete"] != true {
		t.Errorf("Georgia joined %v organisations between 1991 and 2001", change["began"])
	}
	hops := c.want(200, c.get("/v1/distances?ids=country:aze,country:geo,organisation:guam"))["hops"]
	if text := fmt.Sprint(hops); text != "[[0 1 1] [1 0 1] [1 1 0]]" {
		t.Errorf("%s", text)
	}
	// A row of the ties is what the neighbourhood has that pages through it.
	ties := c.want(200, c.get("/v1/entities/country:aze/ties"))["ties"].([]any)
	row := ties[len(ties)-1].(map[string]any)
	page := c.want(200, c.get(fmt.Sprintf("/v1/entities/country:aze/neighbourhood?types=%s&direction=%s&kinds=%s&limit=5000", row["type"],
		row["direction"], row["kind"])))
	if n := float64(len(page["graph"].(map[string]any)["nodes"].([]any)) - 1); n != row["neighbours"] {
		t.Errorf("%v neighbours are counted and %v are there", row, n)
	}
	source := c.want(200, c.get("/v1/sources/"+report+"?limit=5000"))
	if n := len(source["entities"].([]any)); source["complete"] != true || n < 40 || len(source["relationships"].([]any)) < 80 {
		t.Errorf("the report supports %d entities", n)
	}
}

// testNeo4jIsSlow lets every reply of Neo4j take longer than a request may: each question ends in time with a problem,
// and once the line is as it was, all is well without a restart.
func testNeo4jIsSlow(t *testing.T) {
	link := neo4jtest.Proxy(t, neo4jtest.Server(t))
	db := bolttest.Connect(t, bolttest.Config(link.Server))
	const deadline = 700 * time.Millisecond
	c := serve(t, db) // which has all the time that a request may take
	hasty := newClient(t, func(cfg *Config) { cfg.Reader, cfg.Ready, cfg.Deadline = db, db.Ready, deadline })
	questions := []string{"/v1/paths?from=country:aze&to=country:geo", "/v1/common?ids=country:aze,country:geo", "/v1/entities/country:aze",
		"/v1/timeline?ids=country:aze"}
	c.want(200, c.get("/v1/entities/country:aze"))
	link.Add(t, "latency", "downstream", map[string]any{"latency": 1500})
	for _, question := range questions {
		began := time.Now()
		a := hasty.get(question)
		if took := time.Since(began); a.StatusCode != http.StatusGatewayTimeout && a.StatusCode != http.StatusServiceUnavailable || took > deadline+3*time.Second {
			t.Errorf("%s: %d after %s", question, a.StatusCode, took)
		}
	}
	link.Clear(t)
	for _, question := range questions[2:3] {
		if err := eventually(func() error {
			if a := c.get(question); a.StatusCode != http.StatusOK {
				return graph.Unavailable(nil, "%s: %d", question, a.StatusCode)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
}
