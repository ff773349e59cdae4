package mcp

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
)

func TestToolsAreDescribed(t *testing.T) {
	tools := serve(t, testConfig()).tools()
	for _, name := range []string{"search", "entity", "paths", "neighbourhood", "connect", "common", "distances", "timeline", "diff",
		"relationship", "source", "datasets"} {
		tool := tools[name]
		if tool == nil {
			t.Errorf("there is no tool %s", name)
			continue
		}
		a := tool.Annotations
		if a == nil || !a.ReadOnlyHint || !a.IdempotentHint || a.OpenWorldHint == nil || *a.OpenWorldHint {
			t.Errorf("%s: annotations %+v", name, a)
		}
		if tool.Title == "" || len(tool.Description) < 40 || tool.OutputSchema == nil {
			t.Errorf("%s: title %q, description %q", name, tool.Title, tool.Description)
		}
		input := tool.InputSchema.(map[string]any)
		if input["additionalProperties"] == nil {
			t.Errorf("%s takes arguments that do not exist", name)
		}
		resolved(t, input)
		properties, _ := input["properties"].(map[string]any)
		for argument, p := range properties {
			if p := p.(map[string]any); p["description"] == "" {
				t.Errorf("%s: %s is not described", name, argument)
			}
		}
	}
	if len(tools) != 12 {
		t.Errorf("%d tools", len(tools))
	}
}

func TestEnumerationsBoundsAndDefaults(t *testing.T) {
	input, err := json.Marshal(serve(t, testConfig()).tools()["paths"].InputSchema)
	if err != nil {
		t.Fatal(err)
	}
	has(t, string(input), `"required":["from","to"]`, `"k":{`, `"default":3`, `"maximum":50`, `"minimum":1`, `"MEMBER_OF"`,
		`"enum":["best","all-shortest"]`, `"default":"specific"`, `"enum":["documented","reported","inferred"]`, `"maxItems":500`)
}

func TestOnlySomeTools(t *testing.T) {
	cfg := testConfig()
	cfg.Tools = []string{"search", "dis*"}
	tools := serve(t, cfg).tools()
	if len(tools) != 2 || tools["search"] == nil || tools["distances"] == nil {
		t.Errorf("got %v", tools)
	}
	cfg.Tools = []string{"["}
	if _, err := New(cfg); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("got %v", err)
	}
}

func TestSearch(t *testing.T) {
	c := serve(t, testConfig())
	_, text := c.ask("search", `{"query": "Azərbaycan"}`)
	has(t, text, "- Azerbaijan (country:aze): Country, also called Azərbaycan, 5 neighbours")
	got, text := c.ask("search", `{"query": "Twin", "limit": 1}`)
	has(t, text, "There are more")
	if got["more"] != true || len(got["results"].([]any)) != 1 {
		t.Errorf("got %v", got)
	}
	got, text = c.ask("search", `{"query": "Twin", "kinds": ["area"]}`) // in any case
	has(t, text, "area:twin-b")
	if strings.Contains(text, "project:") || got["more"] != nil {
		t.Errorf("got %s", text)
	}
	_, text = c.ask("search", `{"query": "zzzzzz"}`)
	has(t, text, `Nothing is called "zzzzzz"`)
}

func TestEntity(t *testing.T) {
	c := serve(t, testConfig())
	for _, ref := range []string{"Azerbaijan", "azərbaycan", "country:aze", "iso3:AZE"} {
		got, text := c.ask("entity", fmt.Sprintf(`{"entity": %q}`, ref))
		has(t, text, "Azerbaijan (country:aze): Country", "Caspian", "Republic of Azerbaijan", "az Azərbaycan", "iso3 AZE", "Since: 1991-10-18",
			"Capital: Baku", "[trend-report] Ministers met in Baku, Trend, 2024-06-27, https://example.org/report")
		has(t, text, "- DISPUTES_WITH in: 1 neighbour of the kind Country", "- MEMBER_OF out: 2 neighbours of the kind Organisation")
		if got["id"] != "country:aze" || got["neighbours"] != 5.0 || got["revision"] != 1.0 {
			t.Errorf("%s: %v", ref, got)
		}
	}
}

func TestPaths(t *testing.T) {
	c := serve(t, testConfig())
	got, text := c.ask("paths", `{"from": "Jeyhun Bayramov", "to": "Ilia Darchiashvili"}`)
	has(t, text, "1 path from Jeyhun Bayramov (official:jeyhun-bayramov) to Ilia Darchiashvili (official:ilia-darchiashvili)",
		"2 steps, cost 0.693147, all steps hold on 27 June 2024",
		"- Jeyhun Bayramov attended Meeting in Baku (participant), 27 June 2024 [trend-report].", "\nSources\n[trend-report]")
	path := got["paths"].([]any)[0].(map[string]any)
	step := path["steps"].([]any)[1].(map[string]any)
	tie := step["ties"].([]any)[0].(map[string]any)
	if path["hops"] != 2.0 || step["from"] != "event:meeting" || tie["since"] != "2024-06-27" || tie["sources"].([]any)[0] != "trend-report" ||
		got["complete"] != true || got["none"] != nil {
		t.Errorf("got %v", got)
	}
	_, text = c.ask("paths", `{"from": "iso3:AZE", "to": "GUAM", "max_hops": 1}`)
	has(t, text, "(sources disagree)")
	_, text = c.ask("paths", `{"from": "country:aze", "to": "country:geo", "types": ["member_of"], "k": 2}`)
	has(t, text, "2 paths", "Azerbaijan (country:aze) — GUAM (organisation:guam) — Georgia (country:geo)")
	_, text = c.ask("paths", `{"from": "country:aze", "to": "country:aze"}`)
	has(t, text, "0 steps")
}

func TestPathsCut(t *testing.T) {
	got, text := serve(t, testConfig()).ask("paths", `{"from": "country:aze", "to": "country:geo", "mode": "all-shortest", "k": 1}`)
	has(t, text, "Cut: 1 of 3 shortest paths are shown; raise k for more.")
	if got["complete"] != false {
		t.Errorf("got %v", got)
	}
}

func TestWhyThereIsNoPath(t *testing.T) {
	c := serve(t, testConfig())
	for _, tc := range []struct{ arguments, reason, text string }{
		{`{"from": "country:aze", "to": "country:atl"}`, "unconnected", "not connected at all"},
		{`{"from": "Ilia Darchiashvili", "to": "country:geo", "max_hops": 1}`, "max_hops", "They are 5 steps apart, and max_hops is 1. Ask with a greater max_hops, 12 at most."},
		{`{"from": "country:aze", "to": "country:geo", "as_of": "1900"}`, "filter", "as_of, from_date and to_date (2 steps)"},
		{`{"from": "country:aze", "to": "country:geo", "sources": ["guam-charter"], "avoid": ["GUAM"]}`, "filter", "sources (2 steps), avoid (2 steps)"},
	} {
		got, text := c.ask("paths", tc.arguments)
		none, _ := got["none"].(map[string]any)
		if none["reason"] != tc.reason {
			t.Errorf("%s: %v", tc.arguments, got)
		}
		has(t, text, "No path from ", tc.text)
	}
}

func TestNeighbourhood(t *testing.T) {
	c := serve(t, testConfig())
	got, text := c.ask("neighbourhood", `{"entities": "country:aze"}`) // one alone need not be a list
	has(t, text, "5 neighbours of Azerbaijan (country:aze).", "- GUAM (organisation:guam): Organisation, 1 step away, 2 neighbours in all",
		"Azerbaijan takes part in Baku–Tbilisi–Ceyhan pipeline (shareholder), 30.1 %, since 2006 [trend-report]",
		"according to Jeyhun Bayramov")
	if got["complete"] != true || got["cut"] != nil {
		t.Errorf("got %v", got["cut"])
	}
	seen := map[string]bool{}
	for cursor := ""; ; {
		got, text := c.ask("neighbourhood", fmt.Sprintf(`{"entities": ["Azerbaijan"], "limit": 4, "cursor": %s}`, cursorOrNull(cursor)))
		for _, n := range got["nodes"].([]any) {
			seen[n.(map[string]any)["id"].(string)] = true
		}
		cut, isCut := got["cut"].(map[string]any)
		if !isCut {
			break
		}
		has(t, text, "Cut: ", fmt.Sprintf("cursor=%q", cut["next"]))
		cursor = cut["next"].(string)
	}
	if len(seen) != 5 {
		t.Errorf("the pages have %v", seen)
	}
	got, text = c.ask("neighbourhood", `{"entities": ["country:aze"], "depth": 2, "kinds": ["Organisation"]}`)
	has(t, text, "GUAM", "United Nations")
	if len(got["nodes"].([]any)) != 2 {
		t.Errorf("got %v", got["nodes"])
	}
}

func cursorOrNull(cursor string) string {
	if cursor == "" {
		return "null"
	}
	return fmt.Sprintf("%q", cursor)
}

func TestConnect(t *testing.T) {
	c := serve(t, testConfig())
	got, text := c.ask("connect", `{"entities": ["Azerbaijan", "Georgia", "Armenia"]}`)
	has(t, text, "3 steps join Azerbaijan (country:aze), Georgia (country:geo), Armenia (country:arm); nothing joins them in fewer.",
		"Through: GUAM (organisation:guam).", "- Georgia is a member of GUAM, since October 1997 [guam-charter].",
		"according to Jeyhun Bayramov") // who is named though he is no part of the answer
	if got["joined"] != true || got["method"] != "exact" {
		t.Errorf("got %v", got)
	}
	got, text = c.ask("connect", `{"entities": ["Azerbaijan", "Georgia", "country:atl"]}`)
	has(t, text, "Not all of ", "- Atlantis <img onerror=x> (country:atl)", "- Azerbaijan (country:aze), Georgia (country:geo)")
	if got["joined"] != false || len(got["groups"].([]any)) != 2 {
		t.Errorf("got %v", got)
	}
	has(t, c.refused("connect", `{"entities": ["Azerbaijan", "iso3:AZE", "Georgia"]}`), "entities: 2 different ids; give 3 to 10")
}

func TestCommon(t *testing.T) {
	c := serve(t, testConfig())
	got, text := c.ask("common", `{"entities": ["Azerbaijan", "Georgia"], "limit": 1}`)
	has(t, text, "3 neighbours shared by Azerbaijan (country:aze), Georgia (country:geo); 1 shown.", "1. GUAM (organisation:guam): Organisation, 2 neighbours in all",
		"   - Georgia is a member of GUAM, since October 1997 [guam-charter].", "Cut: not all are shown. For more, ask the same with cursor=")
	got, text = c.ask("common", fmt.Sprintf(`{"entities": ["Azerbaijan", "Georgia"], "cursor": %q}`, got["next"]))
	has(t, text, "United Nations")
	if len(got["shared"].([]any)) != 2 || got["complete"] != true {
		t.Errorf("got %v", got)
	}
	_, text = c.ask("common", `{"entities": ["Azerbaijan", "country:atl"]}`)
	has(t, text, "share no neighbour that the filter lets pass")
}

func TestDistances(t *testing.T) {
	got, text := serve(t, testConfig()).ask("distances", `{"entities": ["Georgia", "Ilia Darchiashvili", "country:atl"]}`)
	has(t, text, "From Georgia (country:geo): Ilia Darchiashvili 5 steps, Atlantis <img onerror=x> no path.")
	if fmt.Sprint(got["hops"]) != "[[0 5 -1] [5 0 -1] [-1 -1 0]]" {
		t.Errorf("got %v", got["hops"])
	}
}

func TestTimelineAndDiff(t *testing.T) {
	c := serve(t, testConfig())
	got, text := c.ask("timeline", `{"entities": ["country:geo"], "limit": 3}`)
	has(t, text, "4 events of Georgia (country:geo); 3 shown.", "- 1992 began: Georgia is a member of United Nations, since 1992 [trend-report].",
		"- 1996-03-01 ended: Georgia takes part in Baku–Tbilisi–Ceyhan pipeline (transit), from 1995 to 1 March 1996 [trend-report].", "Cut: not all")
	got, text = c.ask("timeline", fmt.Sprintf(`{"entities": ["country:geo"], "limit": 3, "cursor": %q}`, got["next"]))
	has(t, text, "- 1997-10 began: Georgia is a member of GUAM")
	if got["complete"] != true {
		t.Errorf("got %v", got)
	}
	_, text = c.ask("timeline", `{"entities": ["country:arm", "country:aze"]}`)
	has(t, text, "1 tie without a known beginning or end", "Armenia has a dispute with Azerbaijan (claims)")
	got, text = c.ask("diff", `{"from_date": "1994", "to_date": "2000", "entities": ["Georgia"]}`)
	has(t, text, "Between 1994 and 2000, of Georgia (country:geo): 1 tie began, 0 ended, 1 unchanged", "- 1997-10 began: ")
	if got["began"] != 1.0 || len(got["changes"].([]any)) != 1 {
		t.Errorf("got %v", got)
	}
	got, text = c.ask("diff", `{"from_date": "1990", "to_date": "2025", "limit": 2}`)
	has(t, text, "in the whole graph", "2 changes shown", "Cut: ")
	if got["complete"] != false || got["next"] == nil {
		t.Errorf("got %v", got)
	}
}

func TestRelationship(t *testing.T) {
	c := serve(t, testConfig())
	rels := testRelationships()
	find := func(from, to string) string {
		i := slices.IndexFunc(rels, func(r graph.Relationship) bool { return r.From == from && r.To == to })
		return rels[i].ID()
	}
	_, text := c.ask("relationship", fmt.Sprintf(`{"id": %q}`, find("country:aze", "organisation:guam")))
	has(t, text, "Azerbaijan is a member of GUAM", "The sources disagree.",
		"- [guam-charter] paragraph 1: So it says. (documented, since 1997-10, observed 2024-06-27, status member)", "- [trend-report]")
	got, text := c.ask("relationship", fmt.Sprintf(`{"id": %q}`, find("country:atl", "organisation:un")))
	has(t, text, "Every claim was withdrawn", "It was never so.", "withdraws trend", "withdrawn)")
	if got["withdrawn"] != true {
		t.Errorf("got %v", got)
	}
	has(t, c.refused("relationship", `{"id": "member-of:nosuch"}`), `id: no relationship has the id "member-of:nosuch"`)
}

func TestSourceAndDatasets(t *testing.T) {
	c := serve(t, testConfig())
	_, text := c.ask("source", `{"id": "[guam-charter]"}`) // as it stands in a text
	has(t, text, "[guam-charter] Charter of GUAM, accessed 2026-01-22", "Terms: CC0", "Note: English text", "Datasets: region")
	has(t, text, "Supports: 0 entities, 2 ties; 0 and 2 shown", "- Georgia is a member of GUAM, since October 1997 [guam-charter]. (member-of:")
	has(t, c.refused("source", `{"id": "nosuch"}`), "id: ")
	seen := 0
	for cursor := ""; ; {
		got, _ := c.ask("source", fmt.Sprintf(`{"id": "trend-report", "limit": 7, "cursor": %s}`, cursorOrNull(cursor)))
		seen += len(got["entities"].([]any)) + len(got["steps"].([]any))
		if cursor, _ = got["next"].(string); cursor == "" {
			break
		}
	}
	if seen != 12+11 {
		t.Errorf("the pages have %d entities and ties", seen)
	}
	_, text = c.ask("datasets", `{}`)
	has(t, text, "Revision 1 of the graph", "- Country: 4", "- MEMBER_OF: 5", "from 2 sources")
}

func TestNoticeIsShown(t *testing.T) {
	cfg := testConfig()
	cfg.Notice = func() string { return "Neo4j does not answer." }
	got, text := serve(t, cfg).ask("entity", `{"entity": "country:aze"}`)
	has(t, text, "Note: Neo4j does not answer.")
	if got["notice"] != "Neo4j does not answer." {
		t.Errorf("got %v", got)
	}
}
