package web_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"coopgraph/internal/browser"
)

const (
	bayramov = "official:jeyhun-bayramov"
	guam     = "organisation:guam"
	cable    = "project:black-sea-cable"
	georgia  = "country:geo"
)

// Search suggests by kind while one types, whatever the script, and brings what is picked onto the canvas.
func TestSearch(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.keys("/")
	s.keys("Байрамов")
	s.until(`[...document.querySelectorAll("[role=option]")].some(e => e.innerText.includes("Jeyhun Bayramov"))`)
	for range 11 {
		s.keys(kb.Backspace)
	}
	s.keys("black sea")
	s.until(`document.querySelectorAll("[role=option]").length > 3`)
	kinds := eval[[]string](s, `[...document.querySelectorAll("[role=option] .aside")].map(e => e.innerText.split(" ")[0])`)
	if groups := slices.Compact(slices.Clone(kinds)); len(groups) < 2 || len(groups) != len(slices.Compact(slices.Sorted(slices.Values(kinds)))) {
		t.Errorf("suggestions do not come by kind: %v", kinds)
	}
	for range 9 {
		s.keys(kb.Backspace)
	}
	s.suggest("official: bayramov", "Jeyhun Bayramov")
	s.shows("#tab-panel", "Jeyhun Bayramov", "Minister of Foreign Affairs")
	if ids := s.ids(); !slices.Contains(ids, bayramov) || len(ids) < 5 {
		t.Errorf("on the canvas are %v", ids)
	}
}

// Whoever has only a mouse finds everything by kind.
func TestBrowseByMouse(t *testing.T) {
	s := visit(t, bundled(t), "/", browser.Desktop)
	s.click("Find a country")
	s.click("All projects")
	s.until(`document.querySelectorAll("[role=option]").length > 20`)
	s.click("Black Sea green energy cable")
	s.shows("#tab-panel", "Black Sea green energy cable")
	if !slices.Contains(s.ids(), cable) {
		t.Errorf("on the canvas are %v", s.ids())
	}
}

// Expanding in place keeps everything where it was; collapsing takes away what it brought; undo and redo, and the
// browser's own back and forward, bring each view back as it was.
func TestExpandCollapseUndo(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov, browser.Desktop)
	before, first := s.places(), s.address()
	other := slices.DeleteFunc(s.ids(), func(id string) bool { return !strings.HasPrefix(id, "event:") })[0]
	s.clickNode(other, 2)
	after := s.places()
	if len(after) <= len(before) {
		t.Fatalf("expanding %s brings nothing to %d", other, len(before))
	}
	for id, p := range before {
		if math.Hypot(p.X-after[id].X, p.Y-after[id].Y) > 1 {
			t.Errorf("%s was moved from %v to %v", id, p, after[id])
		}
	}
	second := s.address()
	s.menu(other, "Collapse")
	if got := s.places(); len(got) != len(before) {
		t.Errorf("%d are left of %d", len(got), len(before))
	}
	s.click("Undo")
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, len(after))
	if got := s.address(); got != second {
		t.Errorf("undoing leads to\n%s, not\n%s", got, second)
	}
	s.keys("z", chromedp.ModifierCtrl)
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, len(before))
	s.do(chromedp.NavigateBack())
	s.do(chromedp.NavigateForward())
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, len(before))
	for range 3 {
		if eval[bool](s, `window.coopgraphView.state().canRedo`) {
			s.click("Redo")
		}
	}
	if got := s.address(); got == first {
		t.Error("redoing does nothing")
	}
}

// A supernode asks first what to bring, the most specific first; what is cut is a node that pages in place; a badge says
// how many are not shown.
func TestLargeExpansion(t *testing.T) {
	s := visit(t, bundled(t), "/?nodes="+georgia, browser.Desktop)
	type badge struct{ Text string }
	if got := eval[[]badge](s, `window.coopgraphView.canvas().picture().placed.pills`); len(got) != 1 || got[0].Text != "+240" {
		t.Errorf("badges: %v", got)
	}
	s.clickNode(georgia, 2)
	s.shows("#tab-panel .expand", "Expand Georgia", "240 neighbours")
	counts := eval[[]int](s, `[...document.querySelectorAll(".choose .aside")].map(e => +e.innerText)`)
	if len(counts) < 10 || !slices.IsSorted(counts) {
		t.Errorf("choices are not the most specific first: %v", counts)
	}
	s.click("None")
	s.click("→ member of: organisations")
	s.click("Expand")
	s.shows("#tab-panel", "Ties on the canvas")
	if ids := s.ids(); len(ids) != 61 || slices.ContainsFunc(ids, func(id string) bool { return id != georgia && !strings.HasPrefix(id, "organisation:") }) {
		t.Errorf("%d are shown: %v", len(ids), ids)
	}
	more := eval[float64](s, `window.coopgraphView.state().scene.more[0].count`)
	p := s.places()
	s.clickNode("more:1", 1)
	s.until(`window.coopgraphView.state().scene.nodes.size > 61`)
	if left := eval[float64](s, `window.coopgraphView.state().scene.more[0]?.count ?? 0`); left != math.Max(0, more-60) {
		t.Errorf("%v more are left of %v", left, more)
	}
	for id, was := range p {
		if now := s.places()[id]; math.Hypot(now.X-was.X, now.Y-was.Y) > 1 {
			t.Errorf("%s was moved", id)
		}
	}
}

func TestHidePinSelect(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov, browser.Desktop)
	all := s.ids()
	var events []string
	for _, id := range all {
		if strings.HasPrefix(id, "event:") {
			events = append(events, id)
		}
	}
	s.menu(events[0], "Hide")
	if got := s.ids(); slices.Contains(got, events[0]) || len(got) != len(all)-1 {
		t.Errorf("hidden: %v", got)
	}
	s.menu(events[1], "Hide all others")
	if got := s.ids(); !slices.Equal(got, []string{events[1]}) {
		t.Errorf("the others are hidden: %v", got)
	}
	s.click("Undo")
	s.click("Undo")
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, len(all))

	from := s.on(events[0])
	was := s.places()[events[0]]
	s.drag(from, point{from.X + 60, from.Y + 40})
	moved := s.places()[events[0]]
	if math.Hypot(moved.X-was.X, moved.Y-was.Y) < 10 {
		t.Errorf("dragging moves from %v to %v", was, moved)
	}
	if got := eval[[]string](s, `window.coopgraphView.state().view.pinned`); !slices.Equal(got, events[:1]) {
		t.Errorf("pinned is %v", got)
	}
	s.click("Lay out again")
	if again := s.places()[events[0]]; again != moved {
		t.Errorf("what is pinned moved from %v to %v", moved, again)
	}
	s.click("Undo")
	s.until(`window.coopgraphView.state().view.pinned.length === 0`)
	if back := s.places()[events[0]]; math.Hypot(back.X-was.X, back.Y-was.Y) > 1.5 {
		t.Errorf("undone, it lies at %v and lay at %v", back, was)
	}

	s.clickNode(events[0], 1)
	s.clickNode(events[1], 1, chromedp.ButtonModifiers(chromedp.ModifierShift))
	if got := eval[[]string](s, `window.coopgraphView.state().view.selected`); !slices.Equal(got, events[:2]) {
		t.Errorf("selected is %v", got)
	}
	s.menu(bayramov, "Select neighbours")
	if got := eval[int](s, `window.coopgraphView.state().view.selected.length`); got != len(all) {
		t.Errorf("%d of %d are selected", got, len(all))
	}
	s.do(chromedp.MouseClickXY(300, 700), chromedp.Sleep(400*1e6))
	if got := eval[int](s, `window.coopgraphView.state().view.selected.length`); got != 0 {
		t.Errorf("a click on nothing leaves %d selected", got)
	}
	a := s.on(events[0])
	s.drag(point{a.X - 30, a.Y - 30}, point{a.X + 30, a.Y - 30}, chromedp.ModifierShift)
	s.click("Catch with a lasso")
	s.drag(point{a.X - 40, a.Y + 40}, point{a.X + 40, a.Y + 40})
}

// What somebody moves while forces are still at work stays where it was put; what stands for others is not moved.
func TestDragWhileForcesRun(t *testing.T) {
	path := "/?pin=" + georgia
	for _, id := range []string{georgia, "country:aze", "country:tur", "organisation:un", "country:kaz", "country:chn", "country:rus", "country:usa", "country:fra"} {
		path += "&around=" + id + ";limit=300"
	}
	s := visit(t, bundled(t), path, browser.Desktop)
	if n := len(s.ids()); n <= 800 {
		t.Fatalf("with %d entities the forces show nothing on the way", n)
	}
	// They begin with the press of the button, and stop only once they have moved others after its release.
	eval[bool](s, `(() => {
		const canvas = window.coopgraphView.canvas(), post = Worker.prototype.postMessage;
		Worker.prototype.postMessage = function (job, moved) { post.call(this, {...job, rounds: 1e6}, moved); };
		addEventListener("mousedown", () => canvas.again(), {capture: true, once: true});
		addEventListener("mouseup", () => {
			const {x, y} = canvas.renderer.getGraph().getNodeAttributes("country:kaz");
			window.put = {x, y};
			const other = () => canvas.store.places.get("country:aze").x, was = other();
			const wait = setInterval(() => {
				if (other() === was) return;
				clearInterval(wait);
				canvas.forces.stop();
			}, 20);
		}, {capture: true, once: true});
		return true;
	})()`)
	from, was := s.on("country:kaz"), s.places()["country:kaz"]
	s.drag(from, point{from.X + 90, from.Y + 60})
	put, at := eval[point](s, `window.put`), s.places()["country:kaz"]
	if math.Hypot(put.X-was.X, put.Y-was.Y) < 20 || math.Hypot(at.X-put.X, at.Y-put.Y) > 1 {
		t.Errorf("it lay at %v, was put down at %v, and lies at %v", was, put, at)
	}
	pinned := eval[[]string](s, `window.coopgraphView.state().view.pinned`)
	if !slices.Equal(pinned, []string{georgia, "country:kaz"}) {
		t.Errorf("pinned is %v", pinned)
	}
	s.do(chromedp.Navigate(s.url + "/?around=" + georgia))
	s.idle()
	more := s.on("more:0")
	s.drag(more, point{more.X + 50, more.Y - 30})
	if got := eval[int](s, `window.coopgraphView.state().view.pinned.length`); got != 0 || strings.Contains(s.address(), "pin=") {
		t.Errorf("%d are pinned: %s", got, s.address())
	}
}

// The keyboard does on the canvas what the mouse does.
func TestCanvasByKeyboard(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov, browser.Desktop)
	eval[bool](s, `(document.getElementById("canvas").focus(), true)`)
	s.keys(kb.ArrowRight)
	at := eval[string](s, `window.coopgraphView.canvas().cursor`)
	s.until(`document.getElementById("live").innerText.includes("neighbours shown") || document.getElementById("live").innerText.includes("neighbour shown")`)
	s.keys(kb.ArrowLeft + kb.ArrowUp + kb.ArrowDown + kb.ArrowRight)
	if s.ids(); at == "" {
		t.Fatal("arrows do not move")
	}
	at = eval[string](s, `window.coopgraphView.canvas().cursor`)
	s.keys(kb.Enter)
	if got := eval[string](s, `window.coopgraphView.state().view.open`); got != at {
		t.Errorf("%s is explained, the cursor is on %s", got, at)
	}
	s.keys("p")
	s.until(`window.coopgraphView.state().view.pinned.length === 1`)
	before := len(s.ids())
	s.keys("h")
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, before-1)
	s.keys("z", chromedp.ModifierCtrl)
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, before)
	s.keys("m")
	s.until(`document.activeElement.getAttribute("role") === "menuitem"`)
	s.keys(kb.ArrowDown + kb.ArrowDown + kb.Escape)
	s.until(`!document.querySelector("[role=menu]") && document.activeElement.id === "canvas"`)
	ratio := eval[float64](s, `window.coopgraphView.canvas().renderer.getCamera().ratio`)
	s.keys("+")
	if got := eval[float64](s, `window.coopgraphView.canvas().renderer.getCamera().ratio`); got >= ratio {
		t.Errorf("zooming in leads from %v to %v", ratio, got)
	}
	s.keys("0")
}

// The legend is the filter: what is switched off is neither shown nor asked for.
func TestLegendFilters(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+georgia, browser.Desktop)
	s.click("Officials")
	if got := s.ids(); slices.ContainsFunc(got, func(id string) bool { return strings.HasPrefix(id, "official:") }) || len(got) < 30 {
		t.Errorf("shown are %v", got)
	}
	if !strings.Contains(s.address(), "not_kinds=Official") {
		t.Errorf("the address does not say it: %s", s.address())
	}
	s.click("Types of tie")
	s.click("attended")
	if eval[bool](s, `[...window.coopgraphView.state().scene.relationships.values()].some(r => r.type === "ATTENDED")`) {
		t.Error("ties of a type that is off are shown")
	}
	s.click("Officials")
	s.until(`[...window.coopgraphView.state().scene.nodes.keys()].some(id => id.startsWith("official:"))`)

	// Crossing out all that an expansion is about leaves nothing of it; the last kind cannot be crossed out.
	s.do(chromedp.Navigate(s.url + "/?around=" + georgia + ";kinds=Official"))
	s.until(`window.coopgraphView.state().scene.nodes.size > 1`)
	s.click("Officials")
	s.until(`window.coopgraphView.state().scene.nodes.size === 1`)
	s.do(chromedp.Navigate(s.url + "/?around=" + georgia + "&not_kinds=Organisation,Official,Person,Project,Agreement,Event,Area"))
	s.until(`document.querySelector(".legend [title='One kind has to be shown']:disabled")?.innerText.includes("Countries")`)
}

// Names never lie over each other.
func TestNamesDoNotOverlap(t *testing.T) {
	for _, path := range []string{"/?around=" + georgia, "/?around=" + georgia + ";limit=200", "/?around=organisation:un;limit=300&layout=map"} {
		s := visit(t, bundled(t), path, browser.Desktop)
		type text struct {
			Text       string
			X, Y, Size float64
			W          float64
		}
		got := eval[[]text](s, `(() => { const c = window.coopgraphView.canvas().picture();
			return c.placed.texts.filter(t => t.halo).map(t => ({text: t.text, x: t.x, y: t.y, size: t.size, w: c.screen.measure(t.text, t.size, t.bold)})) })()`)
		if len(got) < 12 {
			t.Errorf("%s: only %d names are shown", path, len(got))
		}
		for i, a := range got {
			for _, b := range got[:i] {
				if a.X < b.X+b.W && b.X < a.X+a.W && a.Y-a.Size < b.Y && b.Y-b.Size < a.Y {
					t.Errorf("%s: %q lies over %q", path, a.Text, b.Text)
				}
			}
		}
	}
}

// Nodes that the map showed first find places of their own when forces lay them out, and laying out again keeps to the map.
func TestForcesAfterTheMap(t *testing.T) {
	s := visit(t, bundled(t), "/?around=country:aze&layout=map", browser.Desktop)
	onMap := eval[float64](s, `window.coopgraphView.at("country:aze").x - window.coopgraphView.at("country:geo").x`)
	s.click("Forces")
	s.until(`window.coopgraphView.idle() && [...window.coopgraphView.state().scene.nodes.keys()].every(id => window.coopgraphView.canvas().store.settled.has(id))`)
	s.click("Map")
	s.until(`window.coopgraphView.idle()`)
	eval[bool](s, `(window.coopgraphView.canvas().again(), true)`)
	s.until(`window.coopgraphView.idle()`)
	if again := eval[float64](s, `window.coopgraphView.at("country:aze").x - window.coopgraphView.at("country:geo").x`); (again > 0) != (onMap > 0) {
		t.Errorf("laid out again, Azerbaijan is %.0f to the right of Georgia, and was %.0f", again, onMap)
	}
}

// seen fails unless all entities lie within the canvas.
func (s *session) seen() {
	s.Helper()
	s.idle()
	if out := eval[[]string](s, `(() => {
		const box = document.getElementById("canvas").getBoundingClientRect();
		return [...window.coopgraphView.state().scene.nodes.keys()].filter(id => {
			const {x, y} = window.coopgraphView.at(id);
			return x < box.left || x > box.right || y < box.top || y > box.bottom;
		});
	})()`); len(out) > 0 {
		s.Errorf("out of sight are %v", out)
	}
}

// Another layout is seen whole, wherever the view stood; going back brings back the layout and the view before.
func TestLayoutIsSeenWhole(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+bayramov, browser.Desktop)
	s.seen()
	eye := func() point { return eval[point](s, `window.coopgraphView.canvas().renderer.getCamera().getState()`) }
	forces := eye()
	for _, layout := range []string{"Map", "Layers", "Forces"} {
		for range 3 {
			s.click("Zoom in")
		}
		s.click(layout)
		s.seen()
	}
	for range 3 {
		s.address() // which waits until the address says where the view stands
		s.click("Undo")
	}
	s.until(`window.coopgraphView.state().view.layout === "force" && window.coopgraphView.idle()`)
	if back := eye(); math.Hypot(back.X-forces.X, back.Y-forces.Y) > 0.01 {
		t.Errorf("undone, the view stands at %v and stood at %v", back, forces)
	}
}

// Enter takes what was typed, also before its suggestions are there.
func TestEnterBeforeTheSuggestions(t *testing.T) {
	s := visit(t, bundled(t), "/?nodes=country:ukr,country:mda", browser.Desktop)
	s.until(`window.coopgraphView.state().scene.nodes.has("country:ukr")`)
	s.keys("/")
	s.keys("gua")
	s.until(`document.querySelectorAll("[role=option]").length > 0`)
	s.keys("m" + kb.Enter)
	s.until(`window.coopgraphView.state().view.open === "organisation:guam"`)
}
