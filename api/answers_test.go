package api

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"coopgraph/graph"
)

// operation is one of openapi.yaml with a request that is answered.
type operation struct {
	*openapi3.Operation
	id, method, path string
	sample           string // address
	body             string // of a POST
}

// samples are requests that are answered, by operation.
var samples = map[string]string{
	"listEntities":           "/v1/entities?kind=country&limit=2",
	"getEntity":              "/v1/entities/iso3:AZE",
	"getEntityNeighbourhood": "/v1/entities/country:aze/neighbourhood?depth=2&limit=3",
	"getNeighbourhood":       "/v1/neighbourhood?ids=country:aze,iso3:GEO",
	"postNeighbourhood":      "/v1/neighbourhood",
	"getPaths":               "/v1/paths?from=country:aze&to=country:geo",
	"postPaths":              "/v1/paths",
	"postEntities":           "/v1/entities",
	"getPathsDiff":           "/v1/paths/diff?from=country:aze&to=country:geo&from_date=1996&to_date=2010",
	"postPathsDiff":          "/v1/paths/diff",
	"getDistances":           "/v1/distances?ids=country:aze,iso3:GEO,country:arm",
	"postDistances":          "/v1/distances",
	"getConnect":             "/v1/connect?ids=country:aze,country:geo,country:arm",
	"postConnect":            "/v1/connect",
	"getCommon":              "/v1/common?ids=country:aze,country:geo&limit=1",
	"postCommon":             "/v1/common",
	"getTies":                "/v1/entities/iso3:AZE/ties",
	"getTimeline":            "/v1/timeline?ids=country:aze&limit=2",
	"postTimeline":           "/v1/timeline",
	"getDiff":                "/v1/diff?from_date=1995&to_date=2010&ids=country:aze",
	"postDiff":               "/v1/diff",
	"postGraph":              "/v1/graph",
	"postQuery":              "/v1/queries/table/run",
	"getMetrics":             "/metrics",
	"getDocs":                "/docs",
	"search":                 "/v1/search?q=Az%C9%99rbaycan",
	"getRelationship":        "/v1/relationships/" + url.PathEscape(testData().Relationships[0].ID()),
	"getSource":              "/v1/sources/trend-report",
	"getGraph":               "/v1/graph",
	"listDatasets":           "/v1/datasets",
	"getStats":               "/v1/stats",
	"getSchema":              "/v1/schema",
	"listQueries":            "/v1/queries",
	"getQuery":               "/v1/queries/table",
	"runQuery":               "/v1/queries/table/run?of=country:aze",
	"healthz":                "/healthz",
	"readyz":                 "/readyz",
	"getOpenapi":             "/openapi.yaml",
}

var bodies = map[string]string{
	"postNeighbourhood": `{"ids": ["country:aze", "iso3:GEO"], "depth": 2}`,
	"postEntities":      `{"ids": ["iso3:GEO", "country:aze", "country:nowhere"]}`,
	"postPathsDiff":     `{"from": "country:aze", "to": "country:geo", "from_date": "1996", "to_date": "2010"}`,
	"postDistances":     `{"ids": ["country:aze", "country:geo"]}`,
	"postConnect":       `{"ids": ["country:aze", "country:geo", "country:arm"]}`,
	"postCommon":        `{"ids": ["country:aze", "country:geo"], "min": 2}`,
	"postTimeline":      `{"ids": ["country:aze", "country:geo"]}`,
	"postDiff":          `{"ids": ["country:aze"], "from_date": "1995", "to_date": "2010"}`,
	"postGraph":         `{"avoid": ["country:aze"], "dataset": ["trend"]}`,
	"postQuery":         `{"of": ["country:aze", "country:geo"], "size": 3}`,
	"postPaths":         `{"from": "country:aze", "to": "iso3:GEO", "k": 2, "not_types": ["member_of"], "concurrent": false}`,
}

func operations() []operation {
	var ops []operation
	for path, item := range contract.doc.Paths.Map() {
		for method, op := range item.Operations() {
			ops = append(ops, operation{op, op.OperationID, method, path, samples[op.OperationID], bodies[op.OperationID]})
		}
	}
	slices.SortFunc(ops, func(a, b operation) int { return cmp.Compare(a.id, b.id) })
	return ops
}

func withQuery(address, query string) string {
	if strings.Contains(address, "?") {
		return address + "&" + query
	}
	return address + "?" + query
}

// TestEveryDocumentedAnswer provokes every status of every operation. The transport holds each against the document.
func TestEveryDocumentedAnswer(t *testing.T) {
	for _, op := range operations() {
		if op.sample == "" {
			t.Errorf("%s has no sample", op.id)
			continue
		}
		for code := range op.Responses.Map() {
			status, err := strconv.Atoi(code)
			if err != nil {
				t.Errorf("%s documents an answer %s", op.id, code)
				continue
			}
			t.Run(op.id+"/"+code, func(t *testing.T) {
				if got := op.provoke(t, status); got.StatusCode != status {
					t.Errorf("status %d: %.500s", got.StatusCode, got.body)
				}
			})
		}
	}
}

func (op operation) provoke(t *testing.T, status int) answer {
	var ready error
	c := newClient(t, func(cfg *Config) {
		cfg.Ready = func(context.Context) error {
			if status == 500 {
				panic("a defect")
			}
			return ready
		}
	})
	address, body, headers := op.sample, op.body, []string{}
	switch status {
	case 304:
		headers = []string{"If-None-Match", `"other", ` + c.get(address).Header.Get("ETag")}
	case 308:
		c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		address = strings.ReplaceAll(address, "iso3:AZE", "country:azerbaijan-ssr")
		address = strings.ReplaceAll(address, "country:aze/", "country:azerbaijan-ssr/")
	case 400:
		if address, body = withQuery(address, "nonsense=1"), ""; op.body != "" {
			address, body = op.sample, `{"nonsense": 1}`
		}
	case 403:
		headers = []string{"Host", "evil.example"}
	case 404:
		address, body = op.unknown()
	case 413:
		body = `{"from": "` + strings.Repeat("x", maxBodyBytes) + `"}`
	case 415:
		headers = []string{"Content-Type", "text/plain"}
	case 429:
		c = newClient(t, func(cfg *Config) { cfg.Rate = 0.001 })
		c.do(op.method, address, body)
	case 500:
		c.fake.trouble = func(context.Context) error { panic("a defect") }
		c.qs.listing = func() { panic("a defect") }
	case 503:
		ready = graph.Unavailable(nil, "it is away")
		c.fake.trouble = func(context.Context) error { return ready }
	case 504:
		c.fake.trouble = func(context.Context) error {
			return &graph.Error{Code: graph.CodeDeadline, Message: "the time is over", Examined: 7}
		}
	}
	return c.do(op.method, address, body, headers...)
}

// unknown is the sample with something in it that does not exist.
func (op operation) unknown() (address, body string) {
	if op.id == "postQuery" {
		return "/v1/queries/tabel/run", op.body
	}
	if op.body != "" {
		return op.sample, strings.ReplaceAll(op.body, "country:aze", "country:azer")
	}
	if op.id == "getGraph" {
		return op.sample + "?source=nobody-wrote-this", ""
	}
	address = op.sample
	for known, unknown := range map[string]string{"/iso3:AZE": "/iso3:XXX", "country:aze": "country:azer", "trend-report": "trend-rumour",
		"/table": "/tabel", "/member-of:": "/member-of:0"} {
		address = strings.ReplaceAll(address, known, unknown)
	}
	return strings.ReplaceAll(address, "/member-of%3A", "/member-of%3A0"), ""
}
