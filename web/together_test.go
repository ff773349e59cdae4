package web_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"coopgraph/internal/browser"
)

// What is selected on the canvas can be connected, compared and told in the order of time.
func TestTogether(t *testing.T) {
	s := visit(t, bundled(t), "/?nodes="+bayramov+","+cable+","+guam, browser.Desktop)
	s.clickNode(bayramov, 1)
	for _, id := range []string{cable, guam} {
		s.clickNode(id, 1, chromedp.ButtonModifiers(chromedp.ModifierShift))
	}
	s.click("Together")
	s.click("Connect them")
	s.shows("#tab-panel", "What connects", "Joined by", "no fewer would do")
	s.click("Timeline")
	s.shows("#tab-panel", "Timeline of", "events")
	s.click("What they share")
	s.shows("#tab-panel", "share")
	s.do(chromedp.Navigate(s.url + "/?timeline=" + bayramov + "&tab=together"))
	s.shows("#tab-panel", "27 June 2024", "happened", "Jeyhun Bayramov attended")
	dates := eval[[]string](s, `[...document.querySelectorAll(".events time")].map(e => e.dateTime)`)
	if len(dates) < 8 || !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(a[:4], b[:4]) }) {
		t.Errorf("events are not in the order of time: %v", dates)
	}
}

// Canned queries have forms made from their manifests, and answers as a table and on the canvas, out of a real Neo4j.
func TestQueriesOverNeo4j(t *testing.T) {
	server := overNeo4j(t, "countries", "region", "trend-2024-06-27")
	s := visit(t, server, "/?tab=queries", browser.Desktop)
	s.click("Members of an organisation on a date")
	s.shows("#tab-panel", "Which countries and organisations belonged")
	s.click("organisation")
	s.suggest("guam", "Organization for Democracy and Economic Development - GUAM")
	s.click("on (optional)")
	s.keys("2004" + kb.Enter)
	s.shows("#tab-panel", "5 rows", "Uzbekistan", "1997-10-10")
	// The form says what was asked, also after an undo.
	s.click("on (optional)")
	s.keys(kb.Backspace + kb.Backspace + kb.Backspace + kb.Backspace + "2010" + kb.Enter)
	s.shows("#tab-panel", "4 rows")
	s.click("Undo")
	s.shows("#tab-panel", "5 rows")
	s.until(`document.getElementById("param-on").value === "2004"`)
	for eval[bool](s, `window.coopgraphView.state().canUndo`) {
		s.click("Undo")
	}
	s.shows("#tab-panel", "Questions that analysts ask")
	for !eval[bool](s, `location.search.includes("p.on=2004")`) {
		s.click("Redo")
	}
	s.shows("#tab-panel", "5 rows")
	s.until(`document.getElementById("param-on").value === "2004"`)
	s.click("Show on the canvas")
	s.until(`window.coopgraphView.state().scene.nodes.has("country:uzb")`)
	s.click("All queries")
	s.click("The ties among a set of actors")
	s.click("entities")
	s.suggest("jeyhun", "Jeyhun Bayramov")
	s.suggest("georgia", "Georgia")
	s.click("Run")
	s.shows("#tab-panel", "The canvas shows 2 entities")
	again := visit(t, server, strings.TrimPrefix(s.address(), server), browser.Desktop)
	again.shows("#tab-panel", "The canvas shows 2 entities")

	// The rest of the viewer over Cypher: search, expansion, paths, and what a tie stands on.
	s = visit(t, server, "/", browser.Desktop)
	s.click(connected)
	s.shows("#tab-panel", "Path 1 2 steps", "15 March 2024")
	s.keys("/")
	s.suggest("bayramov", "Jeyhun Bayramov")
	s.shows("#tab-panel", "Jeyhun Bayramov", "Ties on the canvas")
	s.click("Jeyhun Bayramov is Minister of Foreign Affairs in Azerbaijan")
	s.shows("#tab-panel", "since 16 July 2020", "paragraph 1")
}

// Without Neo4j the queries are listed, and what they need is said.
func TestQueriesWithoutNeo4j(t *testing.T) {
	s := visit(t, bundled(t), "/?tab=queries", browser.Desktop)
	s.shows("#tab-panel", "Questions that analysts ask")
}
