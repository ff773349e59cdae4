package web_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"coopgraph/internal/browser"
)

// The ends of a path are picked from the menus of nodes; swapping turns the question round; pointing at a path picks it
// out on the canvas, and "Show only this" leaves nothing else.
func TestPathsFromTheMenu(t *testing.T) {
	s := visit(t, bundled(t), "/?nodes="+bayramov+","+cable, browser.Desktop)
	s.menu(bayramov, "Start here")
	s.menu(cable, "End here")
	s.shows("#tab-panel", "3 paths", "Path 1")
	s.shows(".paths", "Jeyhun Bayramov")
	s.click("Swap start and end")
	s.until(`location.search.includes("paths=" + $1)`, cable+"~"+bayramov)
	s.shows(".paths", "Path 1")

	p := eval[point](s, find, "Path 2")
	s.do(chromedp.MouseEvent(chromedp.MouseMoved, p.X, p.Y))
	s.until(`window.coopgraphView.state().hover === "path:2"`)
	on := eval[[]string](s, `window.coopgraphView.state().answers.find(a => a?.paths).paths[1].nodes`)
	lit := eval[[]string](s, `[...window.coopgraphView.canvas().picture().focus.nodes]`)
	if !slices.Equal(lit, on) {
		t.Errorf("pointing at a path of %v picks out %v", on, lit)
	}
	s.click("Show only this")
	s.until(`window.coopgraphView.state().view.only`)
	first := eval[[]string](s, `window.coopgraphView.state().answers.find(a => a?.paths).paths[0].nodes`)
	shown := eval[[]string](s, `[...window.coopgraphView.state().scene.nodes.keys()].filter(id => !window.coopgraphView.canvas().renderer.getNodeDisplayData(id).hidden)`)
	slices.Sort(first)
	if slices.Sort(shown); !slices.Equal(shown, first) {
		t.Errorf("only %v is shown of the path %v", shown, first)
	}
	s.click("Show everything")
}

// An end picked before any start is kept, and what is missing is said; so is one that is the start itself.
func TestEndBeforeStart(t *testing.T) {
	s := visit(t, bundled(t), "/?nodes="+bayramov+","+cable, browser.Desktop)
	s.menu(cable, "End here")
	const start = "They end at Black Sea green energy cable. Now pick where they start."
	s.shows("#tab-panel", start)
	if said := eval[string](s, `document.getElementById("live").textContent`); said != start {
		t.Errorf("said is %q", said)
	}
	s.menu(bayramov, "Start here")
	s.until(`location.search.includes("paths=" + $1)`, bayramov+"~"+cable)
	s.shows("#tab-panel", "Path 1")
	s.menu(bayramov, "End here")
	s.shows("#tab-panel", "They end at Jeyhun Bayramov. Now pick where they start.")
	s.menu(cable, "Start here")
	s.until(`location.search.includes("paths=" + $1)`, cable+"~"+bayramov)
}

// Both ranks, the number, the greatest length, a common day, and every filter go to the server, and into the address.
func TestPathOptions(t *testing.T) {
	s := visit(t, bundled(t), "/?paths=country:aze~country:geo&tab=paths", browser.Desktop)
	s.click("Options")
	s.click("fewest steps")
	s.shows("#tab-panel", "Path 1 1 step")
	s.click("All of the fewest steps")
	s.until(`location.search.includes("all=true")`)
	s.click("All of the fewest steps")
	s.click("All steps on a common day")
	s.until(`location.search.includes("concurrent=true")`)
	s.click("Filters")
	s.click("Least confidence")
	s.keys("d" + kb.Enter)
	s.until(`window.coopgraphView.state().view.filter.confidence === "documented"`)
	s.shows(".paths", "Path 1")
	s.click("Greatest degree passed through")
	s.keys("50" + kb.Enter + kb.Tab)
	s.until(`window.coopgraphView.state().view.filter.maxDegree === 50`)
	asked := eval[string](s, `performance.getEntriesByType("resource").map(e => e.name).filter(n => n.includes("/v1/paths")).at(-1)`)
	for _, want := range []string{"rank=hops", "concurrent=true", "min_confidence=documented", "max_degree=50"} {
		if !strings.Contains(asked, want) {
			t.Errorf("asked was %s, without %s", asked, want)
		}
	}
	s.click("Clear all filters")
	s.until(`!location.search.includes("max_degree")`)
}

// Without a path the reason is told, and a button for what would connect the two.
func TestNoPath(t *testing.T) {
	s := visit(t, bundled(t), "/?paths="+bayramov+"~project:southern-gas-corridor;hops=1&tab=paths", browser.Desktop)
	s.shows(".none", "There is no such path")
	s.click("Allow 2 steps")
	s.shows("#tab-panel", "Path 1 2 steps")
	s.do(chromedp.Navigate(s.url + "/?paths=" + bayramov + "~project:southern-gas-corridor&as_of=1950&tab=paths"))
	s.shows(".none", "There is no such path")
	s.click("Without the dates")
	s.shows("#tab-panel", "Path 1 2 steps")
	if strings.Contains(s.address(), "as_of") {
		t.Errorf("the date is still in %s", s.address())
	}
}

// On two dates, each path says on which of them it is there.
func TestPathsOnTwoDates(t *testing.T) {
	s := visit(t, bundled(t), "/?paths=country:geo~organisation:council-of-europe;rank=hops&compare=1990..2010&tab=paths", browser.Desktop)
	s.shows(".paths", "only in 2010")
}

// Clicking on a line says what it is, since when, on whose word, with every claim, its source and the place in it.
func TestExplainATie(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov, browser.Desktop)
	// Where no other line is nearer.
	p := eval[point](s, `(() => { const c = window.coopgraphView.canvas(), a = c.at($1), b = c.at($2), box = c.container.getBoundingClientRect();
		for (let t = 0.2; t < 0.9; t += 0.02) {
			const p = {x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y)};
			if (c.stepAt(p) === $2 + "|" + $1 && !c.renderer.getNodeAtPosition(p)) return {x: box.left + p.x, y: box.top + p.y};
		} })()`, bayramov, "country:aze")
	s.do(chromedp.MouseEvent(chromedp.MouseMoved, p.X, p.Y), chromedp.Sleep(100*1e6), chromedp.MouseClickXY(p.X, p.Y))
	s.shows("#tab-panel", "Jeyhun Bayramov is Minister of Foreign Affairs in Azerbaijan", "since 16 July 2020", "reported", "Trend",
		"dataset trend-2024-06-27")
	if got := eval[int](s, `document.querySelectorAll("#tab-panel .claims li a[href^=http]").length`); got < 2 {
		t.Errorf("%d links lead to sources", got)
	}
	cite := eval[string](s, `(async () => { const kept = []; Object.defineProperty(navigator, "clipboard", {value: {writeText: async x => kept.push(x)}});
		[...document.querySelectorAll("#tab-panel button")].find(b => b.innerText === "Copy as citation").click(); await 0; return kept[0]; })()`)
	for _, want := range []string{"Minister of", "https://", "Retrieved", "revision 1", s.url} {
		if !strings.Contains(cite, want) {
			t.Errorf("the citation lacks %q: %s", want, cite)
		}
	}
	s.keys(kb.Escape)
	s.until(`window.coopgraphView.state().view.open === ""`)
}

// Where sources contradict each other, that is said, and each claim is there.
func TestConflictIsShown(t *testing.T) {
	server := bundled(t)
	s := visit(t, server, "/", browser.Desktop)
	id := eval[string](s, `fetch("/v1/entities/country:geo/neighbourhood?limit=5000").then(r => r.json()).then(a => a.graph.relationships.find(r => r.conflict).id)`)
	s.do(chromedp.Navigate(server + "/?around=country:geo;limit=300&open=" + id))
	s.shows("#tab-panel", "The sources disagree.")
	if got := eval[int](s, `document.querySelectorAll("#tab-panel .claims li").length`); got < 2 {
		t.Errorf("%d claims of a conflict are shown", got)
	}
	if got := eval[int](s, `document.querySelectorAll("#tab-panel .claims li.differs").length`); got < 1 {
		t.Error("no claim is marked")
	}
}

// What an entity is called in other languages stands in its own direction.
func TestNamesRunTheirWay(t *testing.T) {
	s := visit(t, bundled(t), "/?nodes=country:irn&open=country:irn", browser.Desktop)
	s.shows("#tab-panel", "Iran")
	s.click("Names (")
	for tag, want := range map[string]string{"fa": "rtl", "ru": "ltr"} {
		if got := eval[string](s, `getComputedStyle(document.querySelector("#tab-panel [lang=" + $1 + "]")).direction`, tag); got != want {
			t.Errorf("the name in %s runs %s", tag, got)
		}
	}
}
