package api

import (
	"fmt"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	c := newClient(t)
	a := c.get("/v1/paths?from=iso3:AZE&to=country:geo&k=2")
	got := c.want(200, a)
	if got["from"] != "country:aze" || got["revision"] != 1.0 || got["epoch"] != "reference" || got["loading"] != false ||
		got["complete"] != true || got["cut"] != nil || got["none"] != nil {
		t.Errorf("%v", got)
	}
	paths := got["paths"].([]any)
	if len(paths) != 2 {
		t.Fatalf("%d paths, want 2: %s", len(paths), a.body)
	}
	first := paths[0].(map[string]any)
	if fmt.Sprint(first["nodes"]) != "[country:aze organisation:guam country:geo]" || first["hops"] != 2.0 {
		t.Errorf("the first path is %v", first)
	}
	// ln 2, with six decimals and as a number.
	if !strings.Contains(string(a.body), `"cost":0.693147,`) {
		t.Errorf("no cost with six decimals in %s", a.body)
	}
	if period := fmt.Sprint(first["shared_period"]); period != "[map[from:1997-10-01 to:<nil>]]" {
		t.Errorf("shared period %s", period)
	}
	if fmt.Sprint(first["sources"]) != "[guam-charter trend-report]" {
		t.Errorf("sources %v", first["sources"])
	}
	texts := first["text"].([]any)
	if len(texts) != 2 || !strings.Contains(texts[0].(string), "Azerbaijan is a member of GUAM, since October 1997") {
		t.Errorf("text %v", texts)
	}
	second := paths[1].(map[string]any)
	if steps := second["steps"].([]any); len(steps[0].([]any)) != 2 {
		t.Errorf("parallel relationships are not one step: %v", second["steps"])
	}
	if fmt.Sprint(second["shared_period"]) != "[]" {
		t.Errorf("BTC was never shared, but %v", second["shared_period"])
	}
}

func TestPathsWithoutAny(t *testing.T) {
	c := newClient(t)
	for query, want := range map[string]string{
		"from=country:aze&to=country:atl":                                                "unconnected <nil> []",
		"from=official:jeyhun-bayramov&to=country:geo&max_hops=2":                        "max_hops 3 []",
		"from=country:aze&to=country:geo&types=BORDERS":                                  "filter <nil> [map[hops:2 parameter:types]]",
		"from=country:aze&to=country:geo&as_of=1996-02&avoid=organisation:un":            "filter <nil> [map[hops:2 parameter:dates] map[hops:2 parameter:avoid]]",
		"from=country:aze&to=country:geo&concurrent=true&types=TAKES_PART_IN&max_hops=2": "filter <nil> [map[hops:2 parameter:types] map[hops:2 parameter:concurrent]]",
	} {
		got := c.want(200, c.get("/v1/paths?"+query))
		none := got["none"].(map[string]any)
		if s := fmt.Sprint(none["reason"], " ", none["hops"], " ", none["relax"]); s != want {
			t.Errorf("%s: %s, want %s", query, s, want)
		}
		if len(got["paths"].([]any)) != 0 || none["text"] == "" {
			t.Errorf("%s: %v", query, got)
		}
	}
}

func TestPathToItself(t *testing.T) {
	c := newClient(t)
	got := c.want(200, c.get("/v1/paths?from=country:aze&to=iso2:AZ"))
	path := got["paths"].([]any)[0].(map[string]any)
	if path["hops"] != 0.0 || fmt.Sprint(path["nodes"], path["steps"]) != "[country:aze] []" || got["none"] != nil {
		t.Errorf("%v", got)
	}
}

// A POST with the same fields gives the same answer.
func TestPostIsGet(t *testing.T) {
	c := newClient(t)
	for address, body := range map[string]string{
		"/v1/paths?from=country:aze&to=country:geo&k=1&types=member_of&as_of=2020&undated=keep&concurrent=true": `{"from":"country:aze",
			"to":"country:geo","k":1,"types":["member_of"],"as_of":"2020","undated":"keep","concurrent":true}`,
		"/v1/neighbourhood?ids=country:aze,country:geo&depth=2&limit=2&avoid=iso3:GEO&max_degree=9": `{"ids":["country:aze",
			"country:geo"],"depth":2,"limit":2,"avoid":["iso3:GEO"],"max_degree":9}`,
	} {
		get := c.get(address)
		path, _, _ := strings.Cut(address, "?")
		post := c.do("POST", path, body)
		c.want(200, get)
		if string(get.body) != string(post.body) {
			t.Errorf("GET %s\nPOST %s", get.body, post.body)
		}
		if post.Header.Get("ETag") != "" || post.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("a POST is marked for keeping: %v", post.Header)
		}
	}
}

// A full id needs no question of its own: the engine that answers finds out whether it exists. That an unknown one is
// told with what was perhaps meant is seen in TestUnknownThingsSuggestTheNearest.
func TestFullIDsAreNotLookedUpFirst(t *testing.T) {
	c := newClient(t)
	for address, questions := range map[string]int64{
		"/v1/paths?from=country:aze&to=country:geo":                    1,
		"/v1/paths?from=iso3:AZE&to=country:geo":                       2,
		"/v1/paths?from=country:aze&to=country:geo&avoid=country:arm":  2, // an engine does not mind an unknown id there
		"/v1/entities/country:aze/neighbourhood":                       1,
		"/v1/neighbourhood?ids=country:aze,country:geo,country:aze":    1,
		"/v1/neighbourhood?ids=iso3:AZE,country:geo,organisation:guam": 2,
	} {
		c.fake.reads.Store(0)
		c.want(200, c.get(address))
		if n := c.fake.reads.Load(); n != questions {
			t.Errorf("%s: %d questions, want %d", address, n, questions)
		}
	}
}

// Whatever else is wrong, the first unknown reference is told, as if each were looked up on its own.
func TestFirstUnknownReferenceIsTold(t *testing.T) {
	c := newClient(t)
	for address, parameter := range map[string]string{
		"/v1/paths?from=country:azerbaijan&to=country:georgia":                 "from",
		"/v1/paths?from=country:azerbaijan&to=iso3:XXX":                        "from",
		"/v1/paths?from=country:azerbaijan&to=country:geo&source=nobody":       "from",
		"/v1/paths?from=country:aze&to=country:georgia&avoid=country:armenia":  "to",
		"/v1/paths?from=country:aze&to=country:geo&avoid=country:armenia":      "avoid",
		"/v1/neighbourhood?ids=country:aze,country:georgia,iso3:XXX&dataset=x": "ids",
	} {
		if got := c.want(404, c.get(address)); got["parameter"] != parameter || got["candidates"] == nil && parameter != "avoid" {
			t.Errorf("%s: %v, want %s", address, got, parameter)
		}
	}
}
