package hostile

import (
	"strings"
	"testing"
	"unicode/utf8"

	"coopgraph/graph"
)

// A sample that lost a sort of difficulty would let every writer pass.
func TestTheGraphIsVaried(t *testing.T) {
	g := Graph()
	seen := map[string]int{}
	ids := map[string]bool{}
	pairs := map[[2]string]bool{}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if err := graph.CheckEntityID(n.ID); err != nil || ids[n.ID] {
			t.Errorf("%s: again %t, %v", n.ID, ids[n.ID], err)
		}
		ids[n.ID] = true
		seen[string(n.Kind)]++
	}
	for i := range g.Relationships {
		r := &g.Relationships[i]
		id := r.ID()
		if ids[id] {
			t.Errorf("%s is there twice", id)
		}
		ids[id] = true
		seen[string(r.Type)]++
		note := func(what string, is bool) {
			if is {
				seen[what]++
			}
		}
		note("loop", r.From == r.To)
		note("parallel", pairs[[2]string{r.From, r.To}] && r.From != r.To)
		note("opposite", pairs[[2]string{r.To, r.From}] && r.From != r.To)
		note("conflict", r.Conflict)
		note("share", r.Share != nil)
		note("several sources", len(r.Sources()) > 1)
		note("several datasets", len(r.Datasets()) > 1)
		for _, date := range []graph.Date{r.Since, r.Observed} {
			note("year", date.Month == 0 && date.Year != 0)
			note("month", date.Month != 0 && date.Day == 0)
			note("day", date.Day != 0)
			note("no date", date.IsZero())
		}
		pairs[[2]string{r.From, r.To}] = true
	}
	for _, what := range append(append(graph.KindNames(), graph.TypeNames()...), "loop", "parallel", "opposite", "conflict", "share",
		"several sources", "several datasets", "year", "month", "day", "no date") {
		if seen[what] == 0 {
			t.Errorf("there is no %s", what)
		}
	}
	if nodes, relationships := Expected(&g); len(nodes) != len(g.Nodes) || len(relationships) != len(g.Relationships) {
		t.Errorf("%d and %d are expected of %d and %d", len(nodes), len(relationships), len(g.Nodes), len(g.Relationships))
	}
}

func TestTheTextsAreTexts(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Texts() {
		if strings.TrimSpace(s) == "" || !utf8.ValidString(s) || seen[s] {
			t.Errorf("%q is empty, broken or there twice", s)
		}
		seen[s] = true
	}
}
