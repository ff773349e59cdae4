package web_test

import (
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"coopgraph/internal/browser"
)

// switched is a switch that a handler and a test share.
type switched struct{ v atomic.Bool }

func (s *switched) on() bool   { return s.v.Load() }
func (s *switched) set(v bool) { s.v.Store(v) }

// states are the main views, each by its address: what is to be read on it. Pictures of them are kept in build/viewer.
var states = []struct {
	name, path string
	size       browser.Size
	texts      []string
}{
	{"start", "/", browser.Desktop, []string{"Nothing yet"}},
	{"neighbourhood", "/?around=country:geo&open=country:geo", browser.Desktop, []string{"Georgia", "tied to 240 others", "Expand"}},
	{"paths", "/?paths=" + bayramov + "~project:southern-gas-corridor&path=1&tab=paths&layout=layers", browser.Desktop, []string{"3 paths", "15 March 2024"}},
	{"changes", "/?changes=country:geo&compare=1991..2001&tab=time", browser.Desktop, []string{"What changed around Georgia", "began"}},
	{"shared-map", "/?common=country:aze,country:arm,country:geo;not=country:tur;types=MEMBER_OF&as_of=2026&tab=together&layout=map", browser.Desktop, []string{"Türkiye does not", "Eastern Partnership"}},
	{"explained", "/?around=" + bayramov + "&open=country:aze|" + bayramov, browser.Desktop, []string{"Minister of Foreign Affairs", "paragraph 1", "Copy as citation"}},
	{"table-dark", "/?connect=" + bayramov + "," + cable + ",country:tur&tab=table", browser.Size{Width: 1280, Height: 800, Dark: true}, []string{"The canvas shows", "Tied to"}},
	{"phone", "/?around=" + bayramov + "&open=" + bayramov, browser.Size{Width: 390, Height: 844, Phone: true}, []string{"Jeyhun Bayramov"}},
}

// Each state opens by its address in a fresh profile, and axe-core has nothing serious to say of it.
func TestStates(t *testing.T) {
	server := bundled(t)
	axe, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("%v; run make web, which fetches it", err)
	}
	for _, state := range states {
		t.Run(state.name, func(t *testing.T) {
			s := visit(t, server, state.path, state.size)
			s.shows("#tab-panel", state.texts...)
			s.shot("state-" + state.name)
			type finding struct{ ID, Impact, Help, Nodes string }
			found := eval[[]finding](s, string(axe)+`; axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.map(v => ({
				id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + " " + n.failureSummary).join("; ")})))`)
			for _, f := range found {
				if f.Impact == "serious" || f.Impact == "critical" {
					t.Errorf("%s (%s): %s: %s", f.ID, f.Impact, f.Help, f.Nodes)
				}
			}
			if wide := eval[float64](s, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the page is %v pixels wider than the window", wide)
			}
		})
	}
}

// The table says what the canvas shows, and does what the canvas does.
func TestTableSaysWhatTheCanvasShows(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov+"&tab=table", browser.Desktop)
	if rows, nodes := eval[int](s, `document.querySelectorAll("#tab-panel table")[0].tBodies[0].rows.length`), len(s.ids()); rows != nodes {
		t.Errorf("%d rows for %d entities", rows, nodes)
	}
	ties := eval[int](s, `window.coopgraphView.state().scene.relationships.size`)
	if rows := eval[int](s, `document.querySelectorAll("#tab-panel table")[1].tBodies[0].rows.length`); rows != ties {
		t.Errorf("%d rows for %d ties", rows, ties)
	}
	s.click("Hide Azerbaijan")
	s.until(`!window.coopgraphView.state().scene.nodes.has("country:aze")`)
	s.click("Find in what is shown")
	s.keys("summit")
	s.until(`document.querySelectorAll("#tab-panel table")[0].tBodies[0].rows.length === 1`)
	s.shows("#canvas", "The canvas shows")
}

// Escape closes the choice of what an expansion brings, and lets nothing else go.
func TestEscapeClosesOneThing(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov+"&open="+bayramov+"&select="+bayramov, browser.Desktop)
	s.click("Expand by type…")
	s.tabTo("How many at most")
	s.keys(kb.Escape)
	s.until(`!document.querySelector(".expand")`)
	s.shows("#tab-panel", "Foreign minister of Azerbaijan")
	s.click("Expand by type…")
	s.tabTo("None")
	s.keys(kb.Escape)
	s.until(`!document.querySelector(".expand")`)
	s.shows("#tab-panel", "Foreign minister of Azerbaijan")
	if got := eval[[]string](s, `window.coopgraphView.state().view.selected`); !slices.Equal(got, []string{bayramov}) {
		t.Errorf("selected is %v", got)
	}
}

// Who works by keyboard goes on where they were, though what they used is gone: in the next row, in the field that adds,
// at the heading of what is explained now, or on the canvas.
func TestFocusStays(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov+"&tab=table", browser.Desktop)
	on := func(selector string) {
		t.Helper()
		s.until(`document.activeElement.matches($1)`, selector)
	}
	press := func(name string) {
		t.Helper()
		s.tabTo(name)
		s.keys(kb.Enter)
	}
	press("Hide Azerbaijan")
	s.until(`!window.coopgraphView.state().scene.nodes.has("country:aze")`)
	on(`tr button[aria-label^="Hide "]`)

	s.do(chromedp.Navigate(s.url + "/?common=" + georgia + ",country:aze&tab=together"))
	s.idle()
	press("Remove Georgia")
	on(`.chips button[aria-label="Remove Azerbaijan"]`)
	s.keys(kb.Enter)
	on(`#who`)

	s.do(chromedp.Navigate(s.url + "/?around=" + bayramov + "&open=country:aze"))
	s.idle()
	press("Hide")
	s.until(`!window.coopgraphView.state().scene.nodes.has("country:aze")`)
	on(`#tab-panel h2`)

	s.do(chromedp.Navigate(s.url + "/"))
	s.idle()
	press(connected)
	s.shows("#tab-panel", "Path 1")
	on(`#canvas`)
}

// At the width of a phone everything is reached by touch.
func TestPhone(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Size{Width: 390, Height: 844, Phone: true})
	p := eval[point](s, find, connected)
	s.do(chromedp.TapXY(p.X, p.Y))
	s.idle()
	s.shows("#tab-panel", "Path 1 2 steps")
	p = s.on(bayramov)
	s.do(chromedp.TapXY(p.X, p.Y), chromedp.Sleep(500*1e6))
	s.shows("#tab-panel", "Foreign minister of Azerbaijan")
	s.shot("phone-paths")
}

// Dark follows the system, and a switch; the choice is kept.
func TestDarkAndLight(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov, browser.Size{Width: 1280, Height: 800, Dark: true})
	dark := func() bool { return eval[bool](s, `document.documentElement.dataset.theme === "dark"`) }
	if !dark() {
		t.Error("the system is dark, the page is not")
	}
	s.click("Light or dark")
	if dark() {
		t.Error("light was chosen, the page is dark")
	}
	s.do(chromedp.Reload())
	s.idle()
	if dark() {
		t.Error("the choice is forgotten")
	}
	s.click("Light or dark")
	s.click("Light or dark")
}

// On paper stands the drawing, what is explained, and no buttons.
func TestPrint(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov+"&open="+bayramov, browser.Desktop)
	eval[bool](s, `(dispatchEvent(new Event("beforeprint")), true)`)
	s.until(`document.querySelector(".printed").naturalWidth > 100`)
	if _, err := chromedp.Call(s.page.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	shown := func(selector string) bool {
		return eval[bool](s, `[...document.querySelectorAll($1)].some(e => e.getClientRects().length > 0)`, selector)
	}
	if !shown(".printed") || !shown("#tab-panel h2") || shown("header") || shown(".acts button") || shown(".tools") {
		t.Error("the printed page is not what it should be")
	}
	pdf, err := chromedp.Run(s.page.Ctx, chromedp.PrintToPDF())
	if err != nil || !strings.HasPrefix(string(pdf), "%PDF") {
		t.Errorf("printing: %v", err)
	}
}
