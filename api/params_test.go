package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWrongParameters(t *testing.T) {
	c := newClient(t)
	long := strings.Repeat("x", maxValueLength+1)
	many := strings.Repeat("country:aze,", 500) + "country:aze"
	for _, test := range []struct{ address, parameter, says string }{
		{"/v1/paths?from=country:aze&to=country:geo&max_hop=3", "max_hop", `did you mean "max_hops"`},
		{"/v1/paths?from=country:aze&to=country:geo&FROM=x", "FROM", "no such parameter"},
		{"/v1/stats?x=1", "x", "nothing takes parameters"},
		{"/v1/paths?to=country:geo", "from", "missing"},
		{"/v1/paths?from=country:aze", "to", "missing"},
		{"/v1/paths?from=&to=country:geo", "from", "empty"},
		{"/v1/paths?from=country:aze&from=country:geo&to=country:geo", "from", "2 times"},
		{"/v1/paths?from=country:aze&to=country:geo&k=3&k=3", "k", "2 times"},
		{"/v1/paths?from=country:aze&to=country:geo&max_hops=0", "max_hops", "1 to 12 (default 6)"},
		{"/v1/paths?from=country:aze&to=country:geo&max_hops=13", "max_hops", "1 to 12"},
		{"/v1/paths?from=country:aze&to=country:geo&max_hops=-1", "max_hops", "1 to 12"},
		{"/v1/paths?from=country:aze&to=country:geo&max_hops=2.5", "max_hops", "1 to 12"},
		{"/v1/paths?from=country:aze&to=country:geo&max_hops=99999999999999999999", "max_hops", "1 to 12"},
		{"/v1/paths?from=country:aze&to=country:geo&k=%2B3", "k", "1 to 50"},
		{"/v1/paths?from=country:aze&to=country:geo&k=51", "k", "1 to 50"},
		{"/v1/paths?from=country:aze&to=country:geo&concurrent=yes", "concurrent", "not one of its values"},
		{"/v1/paths?from=country:aze&to=country:geo&mode=worst", "mode", "not one of its values"},
		{"/v1/paths?from=country:aze&to=country:geo&rank=cheap", "rank", "not one of its values"},
		{"/v1/paths?from=country:aze&to=country:geo&types=MEMBER_OF,FRIEND_OF", "types", "not a relationship type"},
		{"/v1/paths?from=country:aze&to=country:geo&not_types=FRIEND_OF", "not_types", "not a relationship type"},
		{"/v1/paths?from=country:aze&to=country:geo&types=", "types", "empty"},
		{"/v1/paths?from=country:aze&to=country:geo&kinds=Planet", "kinds", "not a kind"},
		{"/v1/paths?from=country:aze&to=country:geo&via_kinds=Planet", "via_kinds", "not a kind"},
		{"/v1/paths?from=country:aze&to=country:geo&direction=up", "direction", "not one of its values"},
		{"/v1/paths?from=country:aze&to=country:geo&undated=maybe", "undated", "not one of its values"},
		{"/v1/paths?from=country:aze&to=country:geo&min_confidence=sure", "min_confidence", "not one of its values"},
		{"/v1/paths?from=country:aze&to=country:geo&as_of=2024-13", "as_of", "month is not 01 to 12"},
		{"/v1/paths?from=country:aze&to=country:geo&as_of=2024-02-30", "as_of", "01 to 29"},
		{"/v1/paths?from=country:aze&to=country:geo&from_date=yesterday", "from_date", "write 2024"},
		{"/v1/paths?from=country:aze&to=country:geo&from_date=2024&to_date=2023", "to_date", "before"},
		{"/v1/paths?from=country:aze&to=country:geo&from_date=2024&as_of=2023", "as_of", "exclude"},
		{"/v1/paths?from=country:aze&to=country:geo&max_degree=0", "max_degree", "1 to"},
		{"/v1/paths?from=country:aze&to=country:geo&dataset=wikipedia", "dataset", "not a dataset"},
		{"/v1/paths?from=country:aze&to=country:geo&avoid=" + many, "avoid", "at most 500"},
		{"/v1/paths?from=Azerbaijan&to=country:geo", "from", "kind:slug"},
		{"/v1/paths?from=" + long + "&to=country:geo", "from", "1000 are allowed"},
		{"/v1/paths?from=country:aze&to=country:geo&avoid=" + long, "avoid", "1000 are allowed"},
		{"/v1/paths?from=a%00b&to=country:geo", "from", "control characters"},
		{"/v1/paths?from=a%ffb&to=country:geo", "from", "UTF-8"},
		{"/v1/paths?from=a;b&to=country:geo", "", "cannot be decoded"},
		{"/v1/paths?from=%zz&to=country:geo", "", "cannot be decoded"},
		{"/v1/entities/country:aze/neighbourhood?depth=5", "depth", "1 to 4 (default 1)"},
		{"/v1/entities/country:aze/neighbourhood?limit=5001", "limit", "1 to 5000"},
		{"/v1/entities/country:aze/neighbourhood?cursor=zzz", "cursor", "not a cursor"},
		{"/v1/entities/a%00b", "path", "control characters"},
		{"/v1/entities/AZE", "id", "kind:slug"},
		{"/v1/neighbourhood", "ids", "give 1 to 20"},
		{"/v1/neighbourhood?ids=" + many[:12*21-1], "ids", "give 1 to 20"},
		{"/v1/entities?kind=Planet", "kind", "not a kind"},
		{"/v1/entities?limit=0", "limit", "1 to 5000 (default 100)"},
		{"/v1/entities?cursor=Y291bnRyeTo", "cursor", "not a cursor"},
		{"/v1/search", "q", "missing"},
		{"/v1/search?q=", "q", "empty"},
		{"/v1/search?q=" + strings.Repeat("x", 201), "q", "200"},
		{"/v1/search?q=x&limit=101", "limit", "1 to 100 (default 10)"},
		{"/v1/queries/table/run?of=country:aze&format=xml", "format", "not one of its values"},
		{"/v1/queries/table/run?of=country:aze&siz=3", "siz", "no parameter"},
		{"/v1/queries/table/run?of=country:aze&size=3&size=4", "size", "2 times"},
		{"/v1/queries/ties/run?format=parquet", "format", "not one of its values"},
		{"/v1/paths?from=country:aze&to=country:geo&format=parquet", "format", "not one of its values"},
		{"/v1/distances?ids=country:aze,country:geo&format=gexf", "format", "no such parameter"},
	} {
		got := c.want(400, c.get(test.address))
		parameter, _ := got["parameter"].(string)
		if detail := got["detail"].(string); parameter != test.parameter || !strings.Contains(detail, test.says) {
			t.Errorf("%.100s: parameter %q: %q; want %q: ...%s...", test.address, parameter, detail, test.parameter, test.says)
		}
	}
}

func TestErrorsNameWhatIsAllowed(t *testing.T) {
	c := newClient(t)
	for address, want := range map[string]string{
		"/v1/entities?kind=Planet":                                       "Country",
		"/v1/entities?knd=Country":                                       "kind",
		"/v1/paths?from=country:aze&to=country:geo&types=X":              "BORDERS",
		"/v1/paths?from=country:aze&to=country:geo&mode=X":               "all-shortest",
		"/v1/paths?from=country:aze&to=country:geo&concurrent=1":         "true",
		"/v1/paths?from=country:aze&to=country:geo&dataset=trand":        "trend",
		"/v1/paths?from=country:aze&to=country:geo&min_confidence=X":     "inferred",
		"/v1/queries/table/run?of=country:aze&sise=3":                    "size",
		"/v1/entities/country:aze/neighbourhood?direction=backwards":     "out",
		"/v1/neighbourhood?ids=country:aze&via_kinds=Organization":       "Organisation",
		"/v1/search?q=x&kinds=Country,Planet":                            "Area",
		"/v1/graph?not_types=X":                                          "OWNS",
		"/v1/queries/table/run?of=country:aze&format=gexf":               "csv",
		"/v1/entities/country:aze/neighbourhood?undated=X&kinds=Country": "keep",
	} {
		if got := c.want(400, c.get(address)); !strings.Contains(fmt.Sprint(got["allowed"]), want) {
			t.Errorf("%s: allowed %v, want %s among them", address, got["allowed"], want)
		}
	}
}

func TestUnknownThingsSuggestTheNearest(t *testing.T) {
	c := newClient(t)
	for address, want := range map[string]struct{ parameter, candidate string }{
		"/v1/entities/country:azerbaijan":                              {"id", "country:aze"},
		"/v1/entities/country:azerbaijan/neighbourhood":                {"id", "country:aze"},
		"/v1/paths?from=country:azerbaijan&to=country:geo":             {"from", "country:aze"},
		"/v1/paths?from=country:aze&to=country:georgia":                {"to", "country:geo"},
		"/v1/neighbourhood?ids=country:aze,organisation:united-nation": {"ids", "organisation:un"},
		"/v1/graph?avoid=country:armenia":                              {"avoid", "country:arm"},
		"/v1/queries/tabel":                                            {"name", "table"},
		"/v1/queries/tabel/run":                                        {"name", "table"},
	} {
		got := c.want(404, c.get(address))
		if got["parameter"] != want.parameter || !strings.Contains(fmt.Sprint(got["candidates"]), want.candidate) {
			t.Errorf("%s: %v", address, got)
		}
	}
	bare := c.want(400, c.get("/v1/paths?from=Azerbaijan&to=country:geo"))
	if !strings.Contains(fmt.Sprint(bare["candidates"]), "country:aze") {
		t.Errorf("a bare name suggests %v", bare["candidates"])
	}
}

func TestValuesAreReadInAnyCase(t *testing.T) {
	c := newClient(t)
	a := c.want(200, c.get("/v1/entities?kind=organisation"))
	if n := len(a["entities"].([]any)); n != 2 {
		t.Errorf("%d organisations, want 2", n)
	}
	c.want(200, c.get("/v1/graph?types=member_of&types=Links,HOLDS_OFFICE&kinds=country,ORGANISATION"))
}

func TestWrongBodies(t *testing.T) {
	c := newClient(t)
	nested := `{"from": "country:aze", "to": ` + strings.Repeat("[", 10001) + strings.Repeat("]", 10001) + "}"
	for body, says := range map[string]string{
		``:                           "not a JSON object",
		`null`:                       "not a JSON object",
		`[]`:                         "not a JSON object",
		`"from"`:                     "not a JSON object",
		`{`:                          "not a whole JSON object",
		`{"from": }`:                 "not JSON",
		`{"from": "country:aze"`:     "not a whole JSON object",
		`{"from": "a", "from": "b"}`: "twice",
		`{"from": "a"} {}`:           "follows",
		`{"from": {"id": "a"}}`:      "is an object",
		`{"from": null}`:             "is null",
		`{"from": 3, "to": "a"}`:     "it is a number; give a text",
		`{"from": ["a"], "to": "a"}`: "it is a list of texts; give a text",
		`{"from": "country:aze", "to": "country:geo", "k": "3"}`:             "it is a text; give a number",
		`{"from": "country:aze", "to": "country:geo", "k": 3.5}`:             "1 to 50",
		`{"from": "country:aze", "to": "country:geo", "k": 1e1}`:             "1 to 50",
		`{"from": "country:aze", "to": "country:geo", "concurrent": "true"}`: "give true or false",
		`{"from": "country:aze", "to": "country:geo", "types": "OWNS"}`:      "give a list of texts",
		`{"from": "country:aze", "to": "country:geo", "types": [1]}`:         "not a text",
		`{"from": "country:aze", "to": "country:geo", "types": [["OWNS"]]}`:  "not a text",
		`{"from": "country:aze", "to": "country:geo", "max_hop": 2}`:         "max_hops",
		`{"from": "a\u0000b", "to": "country:geo"}`:                          "control characters",
		nested: "not a text",
	} {
		got := c.want(400, c.do("POST", "/v1/paths", body))
		if detail := got["detail"].(string); !strings.Contains(detail, says) {
			t.Errorf("%.80s: %q, want ...%s...", body, detail, says)
		}
	}
	c.want(400, c.do("POST", "/v1/paths?k=3", bodies["postPaths"]))
	c.want(415, c.do("POST", "/v1/paths", bodies["postPaths"], "Content-Encoding", "gzip"))
	c.want(415, c.do("POST", "/v1/paths", bodies["postPaths"], "Content-Type", ""))
	c.want(200, c.do("POST", "/v1/paths", bodies["postPaths"], "Content-Type", "application/json; charset=utf-8"))
}

// A body that is too large is refused although its length was not announced.
func TestBodyIsBounded(t *testing.T) {
	c := newClient(t)
	body := `{"from": "country:aze", "to": "country:geo", "avoid": [` + strings.Repeat(`"country:arm",`, 200_000) + `"country:arm"]}`
	got := c.want(413, c.do("POST", "/v1/paths", body, "Expect", "100-continue"))
	if !strings.Contains(got["detail"].(string), fmt.Sprint(maxBodyBytes)) {
		t.Error(got["detail"])
	}
	fits := `{"from": "country:aze", "to": "country:geo"` + strings.Repeat(" ", maxBodyBytes-100) + "}"
	c.want(200, c.do("POST", "/v1/paths", fits))
}

// FuzzParameters looks for a request that is a defect here. It calls the handler itself, for speed.
func FuzzParameters(f *testing.F) {
	f.Add("from=country:aze&to=country:geo&as_of=2024", `{"from": "country:aze", "to": "country:geo"}`)
	f.Add("types=OWNS&max_degree=3&avoid=iso3:AZE&ids=country:geo", `{"ids": ["country:aze"], "depth": 2, "concurrent": true}`)
	handler, err := New(Config{Reader: newFake(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query, body string) {
		for _, path := range []string{"/v1/paths", "/v1/neighbourhood"} {
			get := httptest.NewRequest(http.MethodGet, path, nil)
			get.URL.RawQuery = query
			post := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			post.Header.Set("Content-Type", "application/json")
			for _, req := range []*http.Request{get, post} {
				req.Host = "localhost"
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, req)
				if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
					t.Errorf("%s %s %s: %d %s", req.Method, req.URL, body, w.Code, w.Body)
				}
			}
		}
	})
}
