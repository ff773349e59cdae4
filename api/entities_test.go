package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestEntity(t *testing.T) {
	c := newClient(t)
	got := c.want(200, c.get("/v1/entities/iso3:AZE"))
	sources := got["sources"].([]any)
	report := sources[0].(map[string]any)
	if got["id"] != "country:aze" || got["capital"] != "Baku" || got["since"] != "1991-10-18" || got["until"] != nil ||
		got["degree"] != 5.0 || fmt.Sprint(got["names"]) != "map[az:Azərbaycan]" ||
		fmt.Sprint(got["aliases"], got["datasets"]) != "[Republic of Azerbaijan] [trend]" || got["latitude"] != 40.4 {
		t.Errorf("%v", got)
	}
	if report["title"] != "Ministers met in Baku" || report["publisher"] != "Trend" ||
		report["url"] != "https://example.org/report" || report["published"] != "2024-06-27" {
		t.Errorf("the report is cited as %v", report)
	}
	if records := got["records"].([]any); len(records) != 1 || records[0].(map[string]any)["dataset"] != "trend" {
		t.Errorf("records %v", got["records"])
	}
}

func TestEntitiesArePaged(t *testing.T) {
	c := newClient(t)
	var ids []string
	address := "/v1/entities?limit=3"
	for range 9 {
		got := c.want(200, c.get(address))
		for _, e := range got["entities"].([]any) {
			ids = append(ids, e.(map[string]any)["id"].(string))
		}
		if got["next"] == nil {
			break
		}
		address = "/v1/entities?limit=3&cursor=" + got["next"].(string)
	}
	if len(ids) != len(testData().Entities) || !slices.IsSorted(ids) {
		t.Errorf("%v", ids)
	}
	if got := c.want(200, c.get("/v1/entities?limit=8")); got["next"] != nil {
		t.Errorf("a list that ends with its page goes on at %v", got["next"])
	}
}

func TestSearch(t *testing.T) {
	c := newClient(t)
	for query, want := range map[string]string{
		"q=azerbaycan":             "country:aze",
		"q=GUAM":                   "organisation:guam",
		"q=Bairamov":               "official:jeyhun-bayramov",
		"q=un&kinds=organisation":  "organisation:un",
		"q=%3Cimg&kinds=Country":   "country:atl",
		"q=zzzzzzz":                "",
		"q=Georgia&kinds=Official": "",
	} {
		results := c.want(200, c.get("/v1/search?"+query))["results"].([]any)
		first := ""
		if len(results) > 0 {
			first = results[0].(map[string]any)["id"].(string)
		}
		if first != want {
			t.Errorf("%s finds %q, want %q", query, first, want)
		}
	}
}

func TestRelationshipAndSource(t *testing.T) {
	c := newClient(t)
	for _, r := range testData().Relationships {
		got := c.want(200, c.get("/v1/relationships/"+r.ID()))
		rel := got["relationship"].(map[string]any)
		if rel["id"] != r.ID() || rel["from"] != r.From || rel["to"] != r.To || rel["conflict"] != r.Conflict ||
			len(rel["claims"].([]any)) != len(r.Claims) || len(got["nodes"].([]any)) != 2 || len(got["sources"].([]any)) != len(r.Sources()) {
			t.Errorf("%s: %v", r.ID(), got)
		}
	}
	disputed := testData().Relationships[len(testData().Relationships)-1]
	text := string(c.get("/v1/relationships/" + disputed.ID()).body)
	for _, part := range []string{`"said_by":"official:jeyhun-bayramov"`, `"since":null`, `"observed":"2024-06-27"`, `"share":null`, `"status":null`} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
	got := c.want(200, c.get("/v1/sources/guam-charter"))
	source := got["source"].(map[string]any)
	if source["title"] != "Charter of GUAM" || source["publisher"] != nil || source["licence"] != "CC0" {
		t.Errorf("%v", got)
	}
}

func TestNeighbourhood(t *testing.T) {
	c := newClient(t)
	got := c.want(200, c.get("/v1/entities/country:aze/neighbourhood?limit=2"))
	nodes := got["graph"].(map[string]any)["nodes"].([]any)
	cut := got["cut"].(map[string]any)
	if len(nodes) != 3 || got["complete"] != false || cut["nodes"] != 3.0 || cut["next"] == nil || cut["unopened"] != nil {
		t.Fatalf("%v", got)
	}
	seen := map[string]bool{}
	for page := got; ; {
		for _, n := range page["graph"].(map[string]any)["nodes"].([]any) {
			node := n.(map[string]any)
			seen[node["id"].(string)] = true
			if node["id"] == "country:aze" && (node["distance"] != 0.0 || node["hidden"] == nil) {
				t.Errorf("the start is %v", node)
			}
		}
		next, more := page["cut"].(map[string]any)["next"].(string)
		if !more {
			break
		}
		page = c.want(200, c.get("/v1/entities/country:aze/neighbourhood?limit=2&cursor="+next))
	}
	if len(seen) != 6 {
		t.Errorf("pages show %v", seen)
	}
	if both := c.want(200, c.get("/v1/neighbourhood?ids=country:geo&ids=iso3:AZE,country:aze")); fmt.Sprint(both["starts"]) != "[country:geo country:aze]" {
		t.Errorf("starts %v", both["starts"])
	}
}

func TestStatsSchemaAndDatasets(t *testing.T) {
	c := newClient(t)
	stats := c.want(200, c.get("/v1/stats"))
	if total := stats["entities"].(map[string]any)["total"]; total != 8.0 {
		t.Errorf("%v", stats)
	}
	schema := c.want(200, c.get("/v1/schema"))
	if limits := schema["limits"].(map[string]any); fmt.Sprint(limits["k"], limits["max_hops"]) != "map[default:3 max:50] map[default:6 max:12]" {
		t.Errorf("%v", limits)
	}
	if len(schema["kinds"].([]any)) != 8 || len(schema["types"].([]any)) < 20 || len(schema["schemes"].([]any)) == 0 {
		t.Errorf("%v", schema)
	}
	if sets := c.want(200, c.get("/v1/datasets"))["datasets"].([]any); len(sets) != 2 {
		t.Errorf("%v", sets)
	}
	health := c.want(200, c.get("/healthz"))
	if health["version"] != "v1.2.3" || health["commit"] != "abcdef" {
		t.Errorf("%v", health)
	}
}

// An id that an entity had before leads to the one of today: by a redirect where it is the address, and as it is elsewhere.
func TestFormerIDs(t *testing.T) {
	c := newClient(t)
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for path, want := range map[string]string{
		"/v1/entities/country:azerbaijan-ssr":                               "/v1/entities/country:aze",
		"/v1/entities/country%3Aazerbaijan-ssr":                             "/v1/entities/country:aze",
		"/v1/entities/country:azerbaijan-ssr/ties?types=MEMBER_OF":          "/v1/entities/country:aze/ties?types=MEMBER_OF",
		"/v1/entities/country:azerbaijan-ssr/neighbourhood?depth=2&limit=3": "/v1/entities/country:aze/neighbourhood?depth=2&limit=3",
	} {
		a := c.get(path)
		if a.StatusCode != http.StatusPermanentRedirect || a.Header.Get("Location") != want || a.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d to %s (%s)", path, a.StatusCode, a.Header.Get("Location"), a.Header.Get("Cache-Control"))
		}
	}
	if got := c.want(200, c.get("/v1/entities/iso3:AZE")); got["id"] != "country:aze" {
		t.Errorf("a code leads to %v", got["id"])
	}
	for _, path := range []string{"/v1/paths?from=country:azerbaijan-ssr&to=country:geo", "/v1/common?ids=country:azerbaijan-ssr,country:geo",
		"/v1/neighbourhood?ids=country:azerbaijan-ssr", "/v1/entities?ids=country:azerbaijan-ssr"} {
		if a := c.get(path); a.StatusCode != http.StatusOK || !strings.Contains(string(a.body), `"country:aze"`) {
			t.Errorf("%s: %d %.200s", path, a.StatusCode, a.body)
		}
	}
	got := c.want(404, c.get("/v1/paths?from=country:azerbaijan-ssr&to=country:georgia"))
	if got["parameter"] != "to" {
		t.Errorf("%v", got)
	}
}

// A batch comes in the order of its references, each entity once, and says what is missing.
func TestBatchOfEntities(t *testing.T) {
	c := newClient(t)
	got := c.want(200, c.get("/v1/entities?ids=iso3:GEO,country:nowhere,country:aze,country:geo,iso2:AZ,iso3:XXX,country:nowhere"))
	var ids []string
	for _, e := range got["entities"].([]any) {
		ids = append(ids, e.(map[string]any)["id"].(string))
	}
	if text := strings.Join(ids, " ") + "; " + fmt.Sprint(got["missing"]); text != "country:geo country:aze; [country:nowhere iso3:XXX]" {
		t.Errorf("%s", text)
	}
	for _, path := range []string{"/v1/entities?ids=country:aze&kind=country", "/v1/entities?ids=country:aze&limit=3", "/v1/entities?ids=Azerbaijan",
		"/v1/entities?ids=" + strings.Repeat("a:b,", 500) + "a:b"} {
		c.want(400, c.get(path))
	}
}
