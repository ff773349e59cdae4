package api

import (
	"context"
	"encoding/csv"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"coopgraph/graph"
)

var discard = slog.New(slog.DiscardHandler)

func TestQueries(t *testing.T) {
	c := newClient(t)
	list := c.want(200, c.get("/v1/queries"))["queries"].([]any)
	if len(list) != 3 || list[0].(map[string]any)["broken"] != "broken.cypher:3: nothing is returned" /* no folder */ {
		t.Errorf("%v", list)
	}
	table := c.want(200, c.get("/v1/queries/table"))
	params := table["params"].([]any)
	if table["time_limit"] != 1.0 || table["broken"] != nil || len(params) != 2 || params[0].(map[string]any)["entity_kind"] != "Country" {
		t.Errorf("%v", table)
	}
	empty := newClient(t, func(cfg *Config) { cfg.Queries = nil })
	if got := empty.want(200, empty.get("/v1/queries")); len(got["queries"].([]any)) != 0 {
		t.Errorf("%v", got)
	}
	empty.want(404, empty.get("/v1/queries/table/run"))
}

func TestRunAsJSON(t *testing.T) {
	c := newClient(t)
	got := c.want(200, c.get("/v1/queries/table/run?of=country:aze&of=country:geo"))
	var kinds []string
	for _, row := range got["rows"].([]any) {
		switch v := row.([]any)[0].(type) {
		case map[string]any:
			kinds = append(kinds, fmt.Sprint(v["id"], v["since"]))
		default:
			kinds = append(kinds, fmt.Sprint(v))
		}
	}
	member := testData().Relationships[0].ID()
	want := []string{"<nil>", "true", "-3", "-2.5", "=1+1", "@x", "+y", "-z", "\tt", "\rr", "plain, with comma", "country:aze,country:geo",
		"2024-06", "country:aze1991-10-18", member + "1997-10", "trend-report<nil>", "[=a 1]", "<nil>2024"}
	if !slices.Equal(kinds, want) || got["complete"] != false || got["graph"] != nil || got["query"] != "table" {
		t.Errorf("got\n%q, want\n%q", kinds, want)
	}
	ties := c.want(200, c.get("/v1/queries/ties/run", "Accept", "text/csv"))
	if g := ties["graph"].(map[string]any); len(g["nodes"].([]any)) != 2 || len(g["relationships"].([]any)) != 1 {
		t.Errorf("%v", ties)
	}
}

func TestRunAsCSV(t *testing.T) {
	c := newClient(t)
	byFormat := c.get("/v1/queries/table/run?of=country:aze&format=csv")
	byAccept := c.get("/v1/queries/table/run?of=country:aze", "Accept", "text/csv, application/json;q=0.5")
	if string(byFormat.body) != string(byAccept.body) || !strings.HasPrefix(byFormat.Header.Get("Content-Type"), "text/csv") ||
		byFormat.Header.Get("X-Complete") != "false" || !strings.Contains(byFormat.Header.Get("Vary"), "Accept,") {
		t.Errorf("%v %s", byAccept.Header, byAccept.body)
	}
	rows, err := csv.NewReader(strings.NewReader(string(byFormat.body))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, row := range rows {
		cells = append(cells, row[0])
	}
	want := []string{"v", "true", "-3", "-2.5", "'=1+1", "'@x", "'+y", "'-z", "'\tt", "'\rr", "plain, with comma", "country:aze",
		"2024-06", "country:aze", testData().Relationships[0].ID(), "trend-report", "'=a; 1", `{"since":"2024"}`}
	if cells = slices.DeleteFunc(cells, func(s string) bool { return s == "" }); !slices.Equal(cells, want) {
		t.Errorf("got\n%q, want\n%q", cells, want)
	}
}

// A long table is sent row by row, and says at its end whether it is whole, or why it broke off.
func TestRowsAreStreamed(t *testing.T) {
	c := newClient(t)
	const path = "/v1/queries/table/run?of=country:aze&format=ndjson"
	lines := strings.Split(strings.TrimSpace(string(c.get(path).body)), "\n")
	if len(lines) < 3 || !strings.Contains(lines[0], `"header"`) || !strings.Contains(lines[len(lines)-1], `"complete":false`) {
		t.Errorf("%d lines, the last %s", len(lines), lines[len(lines)-1])
	}
	rows := 0
	c.qs.breaks = func() error {
		if rows++; rows > 3 {
			return graph.Unavailable(nil, "it is away")
		}
		return nil
	}
	if got := c.want(503, c.get(path)); got["code"] != "unavailable" {
		t.Errorf("before the first bytes were sent: %v", got)
	}
	c.want(404, c.get("/v1/queries/tabel/run?format=ndjson"))
	if got := c.want(400, c.get("/v1/queries/table/run?of=country:aze&size=")); got["parameter"] != "size" {
		t.Errorf("an empty value: %v", got)
	}
}

// The document that is served has a path for each query with parameters of its own.
func TestQueriesAreDocumented(t *testing.T) {
	c := newClient(t)
	doc, err := openapi3.NewLoader().LoadFromData(c.get("/openapi.yaml").body)
	if err == nil {
		err = doc.Validate(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	item := doc.Paths.Value("/v1/queries/table/run")
	if item == nil || item.Get.Parameters.GetByInAndName("query", "of") == nil || doc.Paths.Value("/v1/queries/broken/run") != nil {
		t.Errorf("%v", item)
	}
}
