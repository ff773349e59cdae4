package format

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"coopgraph/graph"
	"coopgraph/internal/hostile"
)

// visit is a small answer: two steps, of which the second stands on two sources and two places in one.
func visit() *Cited {
	name := func(id, name string) graph.Node {
		return graph.Node{Entity: graph.NewEntity(id, []graph.Record{{Dataset: "d", Name: name}}), Distance: -1, Hidden: -1}
	}
	rel := func(key graph.RelationshipKey, claims ...graph.Claim) graph.Relationship {
		return graph.NewRelationship(key, claims)
	}
	claim := func(source, locator string) graph.Claim {
		return graph.Claim{Dataset: "d", Source: source, Locator: locator, Text: "x", Since: graph.Date{Year: 2024, Month: 6, Day: 27}, Until: graph.Date{Year: 2024, Month: 6, Day: 27},
			Confidence: graph.Documented}
	}
	a := rel(graph.RelationshipKey{Type: graph.Attended, From: "official:a", To: "event:m", Role: "guest"}, claim("report", "paragraph 1"))
	b := rel(graph.RelationshipKey{Type: graph.TookPlaceIn, From: "event:m", To: "country:x"}, claim("report", "paragraph 2"), claim("page", ""))
	c := &Cited{
		Head:  Head{Title: "How A and X are connected", Question: "/v1/paths?from=official:a&to=country:x", Permalink: "http://127.0.0.1:8080/v1/paths?from=official:a&to=country:x&revision=12", Marker: graph.Marker{Epoch: "E", Revision: 12}, Generator: "coopgraph 1"},
		Day:   graph.Date{Year: 2026, Month: 11, Day: 27},
		Paths: []graph.Path{{Nodes: []string{"official:a", "event:m", "country:x"}, Steps: [][]string{{a.ID()}, {b.ID()}}, Cost: 693147, SharedPeriod: graph.Days{{From: 19901, To: 19901}}}},
		Graph: graph.Subgraph{Nodes: []graph.Node{name("country:x", "X*land*"), name("event:m", "Meeting [1] | <b>"), name("official:a", "1. A_B_")},
			Relationships: []graph.Relationship{a, b}},
		Sources: []graph.Source{
			graph.NewSource("page", []graph.SourceRecord{{Dataset: "d", Title: "A page", URL: "https://example.org/p?a=1"}}),
			graph.NewSource("report", []graph.SourceRecord{{Dataset: "d", Title: "The {report} & more", Publisher: "News & Co.", URL: "https://example.org/r_1%20",
				Published: graph.Date{Year: 2024, Month: 6, Day: 27}, Accessed: graph.Date{Year: 2026, Month: 1, Day: 22}}})},
		Datasets: []graph.Dataset{{Name: "d", Title: "Data", Version: "1", Citation: "Doe (2020), Journal 1(2)", Licence: "CC BY 4.0", URL: "https://example.org/d"}},
	}
	graph.SortRelationships(c.Graph.Relationships)
	return c
}

func cited(t *testing.T, name string, c *Cited) string {
	t.Helper()
	f, ok := Citation(name)
	if !ok {
		t.Fatalf("there is no format %s", name)
	}
	var out strings.Builder
	if err := f.Write(&out, c); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestMarkdownOfAPath(t *testing.T) {
	text := cited(t, "markdown", visit())
	for _, part := range []string{
		"# How A and X are connected\n", "`/v1/paths?from=official:a&to=country:x`",
		`## 1. 1\. A\_B\_ — Meeting \[1\] \| \<b\> — X\*land\*` + "\n",
		"2 steps, cost 0.693147. All steps hold on 27 June 2024.\n",
		`1. 1\. A\_B\_ attended Meeting \[1\] \| \<b\> (guest), 27 June 2024[^1].` + "\n",
		`2. Meeting \[1\] \| \<b\> took place in X\*land\*, 27 June 2024[^2][^3].` + "\n",
		`[^1]: The \{report\} \& more. News \& Co., 27 June 2024. <https://example.org/r_1%20>. Accessed 22 January 2026. At: paragraph 1.` + "\n",
		`[^2]: A page. <https://example.org/p?a=1>.` + "\n",
		`[^3]: As in note 1, The \{report\} \& more. At: paragraph 2.` + "\n",
		"- **d**: Doe (2020), Journal 1(2). <https://example.org/d>. CC BY 4.0.\n",
		"Answered on 27 November 2026.", "Revision 12 of the graph E.", "Permanent link: <http://127.0.0.1:8080/v1/paths?from=official:a&to=country:x&revision=12>", "coopgraph 1",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("there is no %q in\n%s", part, text)
		}
	}
	if strings.Contains(text, "This link was made") {
		t.Error("a link of today's is said to be old")
	}
}

// Who says so is named even where the graph does not have them, and notes stand in the order of their numbers.
func TestWhoSaysSo(t *testing.T) {
	c := visit()
	for i := range c.Graph.Relationships {
		for k := range c.Graph.Relationships[i].Claims {
			c.Graph.Relationships[i].Claims[k].SaidBy = []string{"official:a", "official:z"}[k]
		}
	}
	if ids := SaidBy(&c.Graph); !slices.Equal(ids, []string{"official:z"}) {
		t.Errorf("beyond the graph %q say something", ids)
	}
	if text := cited(t, "markdown", c); !strings.Contains(text, "according to 1\\. A\\_B\\_ and official:z[^2][^3]") {
		t.Errorf("without a name the id is written:\n%s", text)
	}
	c.Names = map[string]string{"official:z": "Z*"}
	if text := cited(t, "markdown", c); !strings.Contains(text, "according to 1\\. A\\_B\\_ and Z\\*[^2][^3]") {
		t.Errorf("the name is not written:\n%s", text)
	}
}

func TestALinkOfAnotherRevisionSaysSo(t *testing.T) {
	for _, test := range []struct {
		revision    int64
		epoch, want string
	}{
		{10, "", "This link was made from revision 10; the answer is of revision 12; old revisions are not kept."},
		{10, "E", "This link was made from revision 10; the answer is of revision 12; old revisions are not kept."},
		{12, "F", "This link was made from revision 12 of another graph, F; the answer is of revision 12 of the graph E; old revisions are not kept."},
		{12, "E", ""}, {12, "", ""}, {0, "", ""},
	} {
		c := visit()
		c.LinkedRevision, c.LinkedEpoch = test.revision, test.epoch
		if c.moved() != test.want {
			t.Errorf("%d, %s: %q", test.revision, test.epoch, c.moved())
		}
		for _, name := range CitationNames() {
			if test.want != "" && !strings.Contains(cited(t, name, c), "old revisions are not kept") {
				t.Errorf("%s does not say that the link is old", name)
			}
		}
	}
}

func TestMarkdownOfOtherAnswers(t *testing.T) {
	c := visit()
	c.Paths = nil
	if text := cited(t, "markdown", c); strings.Count(text, "\n- ") != 3 || !strings.Contains(text, "## Relationships") {
		t.Errorf("a neighbourhood has a sentence for each relationship:\n%s", text)
	}
	c.Steps = []graph.Step{{From: "event:m", To: "country:x", Relationships: []string{c.Graph.Relationships[0].ID()}}}
	if text := cited(t, "markdown", c); !strings.Contains(text, "## Steps") || !strings.Contains(text, "\n1. ") {
		t.Errorf("what joins several has a sentence for each step:\n%s", text)
	}
	c = visit()
	c.Paths, c.Graph, c.None = nil, graph.Subgraph{Nodes: c.Graph.Nodes}, "They are not connected at all"
	if text := cited(t, "markdown", c); !strings.Contains(text, "They are not connected at all.") {
		t.Errorf("why there is no path is not told:\n%s", text)
	}
	c = visit()
	c.Paths, c.Graph, c.Sources = nil, graph.Subgraph{}, c.Sources[1:]
	if text := cited(t, "markdown", c); !strings.Contains(text, `The \{report\} \& more. News`) {
		t.Errorf("a source alone is not described:\n%s", text)
	}
}

// Whatever the texts are, a document has the same shape: one line a sentence, marks only where notes are.
func TestMarkdownOfHostileTexts(t *testing.T) {
	c := &Cited{Head: head, Graph: hostile.Graph(), Sources: hostile.Sources(), Datasets: hostile.Datasets()}
	text := cited(t, "markdown", c)
	items, defined := 0, map[string]int{}
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "- "):
			items++
		case strings.HasPrefix(line, "[^"):
			mark, _, _ := strings.Cut(line, ":")
			defined[mark]++
		}
	}
	if want := len(c.Graph.Relationships) + len(c.Datasets); items != want {
		t.Errorf("%d items, want %d", items, want)
	}
	marks := regexp.MustCompile(`\[\^\d+\]`).FindAllString(text, -1)
	for _, mark := range marks {
		if defined[mark] != 1 {
			t.Errorf("%s is defined %d times", mark, defined[mark])
		}
	}
	if len(marks) < len(defined)*2 {
		t.Errorf("%d marks of %d notes", len(marks), len(defined))
	}
	if bare := regexp.MustCompile(`[^\\][<][^h]`).FindString(text); bare != "" {
		t.Errorf("markup: %q", bare)
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range hostile.Texts() {
		f.Add(s)
	}
	escaped := regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)
	f.Fuzz(func(t *testing.T, s string) {
		out := markdown(s)
		if got, want := escaped.ReplaceAllString(out, "$1"), strings.Join(strings.Fields(oneLine(s)), " "); got != want {
			t.Errorf("%q is written %q and read %q", s, out, got)
		}
		if bare := escaped.ReplaceAllString(out, ""); !utf8.ValidString(out) || strings.ContainsAny(bare, "\\`*_[]<>&~|$\n") {
			t.Errorf("%q is written %q", s, out)
		}
		if span := codeSpan(s); strings.Contains(span, "\n") {
			t.Errorf("%q is shown as %q", s, span)
		}
	})
}

// bibEntries reads entries by key: fields by name.
func bibEntries(t *testing.T, text string) map[string]map[string]string {
	t.Helper()
	out := map[string]map[string]string{}
	for _, block := range strings.Split(strings.TrimSpace(text), "\n\n") {
		lines := strings.Split(block, "\n")
		key, ok := strings.CutPrefix(strings.TrimSuffix(lines[0], ","), "@misc{")
		if !ok || lines[len(lines)-1] != "}" || out[key] != nil {
			t.Fatalf("no entry, or one that is there already: %s", block)
		}
		out[key] = map[string]string{}
		for _, line := range lines[1 : len(lines)-1] {
			name, value, ok := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), ","), " = ")
			if !ok {
				t.Fatalf("no field: %s", line)
			}
			out[key][name] = value
		}
		if strings.Count(block, "{") != strings.Count(block, "}") {
			t.Errorf("braces do not match: %s", block)
		}
	}
	return out
}

func TestBibTeX(t *testing.T) {
	entries := bibEntries(t, cited(t, "bibtex", visit()))
	report := entries["report"]
	for name, want := range map[string]string{"title": `{{The \textbraceleft{}report\textbraceright{} \& more}}`, "author": `{{News \& Co.}}`, "date": "{2024-06-27}",
		"year": "{2024}", "month": "jun", "url": "{https://example.org/r_1%20}", "urldate": "{2026-01-22}", "note": "{At: paragraph 1; paragraph 2}"} {
		if report[name] != want {
			t.Errorf("%s is %s, want %s", name, report[name], want)
		}
	}
	if note := entries["dataset-d"]["note"]; note != "{Cite as: Doe (2020), Journal 1(2).}" {
		t.Errorf("the dataset's note is %s", note)
	}
	if answer := entries["coopgraph-revision-12"]; answer["urldate"] != "{2026-11-27}" || len(entries) != 4 {
		t.Errorf("%d entries; the answer is %v", len(entries), answer)
	}
}

func TestCitationsOfHostileTexts(t *testing.T) {
	c := &Cited{Head: head, Graph: hostile.Graph(), Sources: hostile.Sources(), Datasets: hostile.Datasets()}
	c.Sources = append(c.Sources, graph.Source{ID: "dataset-another"}) // a key that is taken
	entries := bibEntries(t, cited(t, "bibtex", c))
	var items []map[string]any
	parse(t, []byte(cited(t, "csl", c)), &items)
	if want := len(c.Sources) + len(c.Datasets) + 1; len(entries) != want || len(items) != want {
		t.Errorf("%d entries and %d items, want %d", len(entries), len(items), want)
	}
	byID := map[string]map[string]any{}
	for _, item := range items {
		byID[item["id"].(string)] = item
	}
	for _, s := range c.Sources[:len(c.Sources)-1] {
		if byID[s.ID]["title"] != s.Title || entries[s.ID]["title"] == "" {
			t.Errorf("%s has the title %q, want %q", s.ID, byID[s.ID]["title"], s.Title)
		}
		if url := byID[s.ID]["URL"].(string); strings.ContainsAny(url, " \n\t<>\"{}") {
			t.Errorf("%s has the address %q", s.ID, url)
		}
	}
}

func TestCSL(t *testing.T) {
	var items []map[string]any
	parse(t, []byte(cited(t, "csl-json", visit())), &items)
	i := slices.IndexFunc(items, func(item map[string]any) bool { return item["id"] == "report" })
	report := items[i]
	issued := report["issued"].(map[string]any)["date-parts"].([]any)[0].([]any)
	if report["type"] != "webpage" || len(issued) != 3 || issued[1] != 6.0 || report["author"].([]any)[0].(map[string]any)["literal"] != "News & Co." {
		t.Errorf("%v", report)
	}
	if text := cited(t, "csl", &Cited{}); strings.TrimSpace(text) != "[]" {
		t.Errorf("of nothing: %s", text)
	}
}

func FuzzLaTeX(f *testing.F) {
	for _, s := range hostile.Texts() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := latex(s)
		depth := 0
		for _, c := range out {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth < 0 {
				break
			}
		}
		if depth != 0 || strings.Contains(out, "\n") {
			t.Errorf("%q is written %q", s, out)
		}
		bare := regexp.MustCompile(`\\([a-z]+\{\}|[$&#_%])`).ReplaceAllString(out, "")
		if strings.ContainsAny(bare, `\{}$&#_%~^`) {
			t.Errorf("%q is written %q", s, out)
		}
	})
}
