package web_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"coopgraph/internal/browser"
)

// The three questions of a newcomer, each answered with the mouse alone and with the keyboard alone, and each shared as
// a link that shows the same on another machine.
var (
	connected = "How are Jeyhun Bayramov and the Southern Gas Corridor connected?"
	changed   = "What changed around Georgia between 1991 and 2001?"
	shared    = "Which organisations do Azerbaijan, Armenia and Georgia share today that Türkiye is not in?"
)

func TestConnectedByMouse(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.click(connected)
	s.connected()
	s.click("Path 1")
	if got := eval[float64](s, `window.coopgraphView.state().view.path`); got != 1 {
		t.Errorf("path %v is picked", got)
	}
	s.click("Show only this")
	s.opensAgain()
}

func TestConnectedByKeyboard(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.keys("2")
	s.tabTo("From")
	s.suggest("bayramov", "Jeyhun Bayramov")
	s.tabTo("To")
	s.suggest("southern gas corridor", "Southern Gas Corridor")
	s.connected()
	s.tabTo("Path 1")
	s.keys(kb.Enter)
	if got := eval[float64](s, `window.coopgraphView.state().view.path`); got != 1 {
		t.Errorf("path %v is picked", got)
	}
	s.opensAgain()
}

// connected holds what is shown against what the API says: by which steps, when, and who says so.
func (s *session) connected() {
	s.Helper()
	s.shows("#tab-panel", "3 paths", "Path 1 2 steps", "Jeyhun Bayramov attended Ninth trilateral foreign ministers' meeting, Baku",
		"15 March 2024", "[factinfo-trilat-2024]")
	for _, id := range []string{"official:jeyhun-bayramov", "project:southern-gas-corridor"} {
		if !slices.Contains(s.ids(), id) {
			s.Errorf("%s is not on the canvas: %v", id, s.ids())
		}
	}
}

func TestChangedByMouse(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.click(changed)
	s.changed()
	s.opensAgain()
}

func TestChangedByKeyboard(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.keys("4")
	s.tabTo("Around whom")
	s.suggest("georgia", "Georgia")
	s.tabTo("From")
	s.keys("1991")
	s.tabTo("To")
	s.keys("2001" + kb.Enter)
	s.changed()
	s.opensAgain()
}

// changed wants the counts and the changes that /v1/diff gives, and every change on the canvas in its colour.
func (s *session) changed() {
	s.Helper()
	type diff struct {
		Began, Ended, Unchanged, Undated int
		Changes                          []struct{ Kind, Relationship string }
	}
	want := eval[diff](s, `fetch("/v1/diff?ids=country:geo&from_date=1991&to_date=2001&limit=300").then(r => r.json())`)
	if want.Began == 0 || want.Ended == 0 || len(want.Changes) != want.Began+want.Ended {
		s.Fatalf("the question is about nothing: %+v", want)
	}
	s.shows("#tab-panel", "What changed around Georgia", "1991 – 2001", "Georgia is a member of United Nations")
	s.until(`document.querySelector("#tab-panel").innerText.includes($1 + " began, " + $2 + " ended, " + $3 + " stayed")`,
		want.Began, want.Ended, want.Unchanged)
	if got := eval[int](s, `document.querySelectorAll("#tab-panel .events li").length`); got != len(want.Changes) {
		s.Errorf("%d changes are listed of %d", got, len(want.Changes))
	}
	colours := eval[map[string]string](s, `(() => {
		const {scene} = window.coopgraphView.state(), out = {};
		const {focus} = window.coopgraphView.canvas().picture();
		for (const step of scene.steps.values()) for (const r of step.relationships)
			out[r.id] = window.coopgraphView.canvas().renderer.getEdgeDisplayData(step.key).color === focus.theme.mixed ? "mixed"
				: Object.entries(focus.theme).find(([k, c]) => ["began", "ended", "lasted", "unknown"].includes(k)
					&& c === window.coopgraphView.canvas().renderer.getEdgeDisplayData(step.key).color)?.[0] ?? "";
		return out;
	})()`)
	for _, c := range want.Changes {
		if got := colours[c.Relationship]; got != c.Kind && got != "mixed" {
			s.Errorf("%s %s, and is drawn as %q", c.Relationship, c.Kind, got)
		}
	}
}

func TestSharedByMouse(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.click(shared)
	s.shared()
	s.opensAgain()
}

func TestSharedByKeyboard(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.keys("3")
	s.tabTo("Who")
	for _, name := range []string{"Azerbaijan", "Armenia", "Georgia"} {
		s.suggest(strings.ToLower(name), name)
	}
	s.tabTo("But not")
	s.suggest("türk", "Türkiye")
	s.tabTo("Memberships only")
	s.keys(" ")
	s.tabTo("What they share")
	s.keys(kb.Enter)
	s.shows("#tab-panel", "neighbours are shared")
	s.tabTo("All time")
	s.keys(kb.ArrowRight) // on a date
	s.tabTo("Date")
	s.keys(eval[string](s, `new Date().toISOString().slice(0, 10)`) + kb.Enter)
	s.shared()
	s.opensAgain()
}

// shared wants exactly the organisations that the three belong to today and Türkiye does not, asked for one by one.
func (s *session) shared() {
	s.Helper()
	want := eval[[]string](s, `(async () => {
		const of = async id => new Set((await (await fetch("/v1/entities/" + id + "/neighbourhood?limit=5000&types=MEMBER_OF&as_of="
			+ new Date().toISOString().slice(0, 10))).json()).graph.relationships.filter(r => r.from === id).map(r => r.to));
		const [a, b, c, not] = await Promise.all(["country:aze", "country:arm", "country:geo", "country:tur"].map(of));
		return [...a].filter(x => b.has(x) && c.has(x) && !not.has(x)).sort();
	})()`)
	if len(want) < 3 {
		s.Fatalf("the question is about nothing: %v", want)
	}
	s.shows("#tab-panel", "What Azerbaijan, Armenia and Georgia share and Türkiye does not", "Eastern Partnership")
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, len(want)+3)
	got := slices.DeleteFunc(s.ids(), func(id string) bool { return strings.HasPrefix(id, "country:") })
	if !slices.Equal(got, want) {
		s.Errorf("shown are %v, shared are %v", got, want)
	}
}

// opensAgain opens the address in a fresh profile and wants the same entities at the same places, and the same words.
func (s *session) opensAgain() {
	s.Helper()
	address, ids, places, words := s.address(), s.ids(), s.places(), s.text("#tab-panel")
	if strings.Contains(address, "?") == (len(ids) == 0) {
		s.Fatalf("%s does not say what is shown: %v", address, ids)
	}
	other := visit(s.T, s.url, strings.TrimPrefix(address, s.url), browser.Desktop)
	if got := other.ids(); !slices.Equal(got, ids) {
		s.Errorf("%s shows %v, shown were %v", address, got, ids)
	}
	other.until(`document.querySelector("#tab-panel").innerText.replace(/\s+/g, " ") === $1`, strings.Join(strings.Fields(words), " "))
	again := other.places()
	for id := range maps.Keys(places) {
		if math.Hypot(places[id].X-again[id].X, places[id].Y-again[id].Y) > 2 {
			s.Errorf("%s lay at %v, and lies at %v", id, places[id], again[id])
		}
	}
}
