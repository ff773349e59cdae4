package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"coopgraph/internal/browser"
)

// session is somebody who looks at the viewer.
type session struct {
	*testing.T
	page *browser.Page
	url  string
}

// visit opens the viewer in a profile of its own. At the end nothing may have gone wrong: no error on the console, no
// request to another host.
func visit(t *testing.T, server, path string, size browser.Size) *session {
	t.Helper()
	page, err := theBrowser(t).Open(server, size)
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t, page, server}
	t.Cleanup(func() {
		if t.Failed() {
			s.shot("failed-" + strings.NewReplacer("/", "-", " ", "-").Replace(t.Name()))
		}
		for _, trouble := range page.Troubles() {
			t.Errorf("%s: %s", path, trouble)
		}
		page.Close()
	})
	s.do(chromedp.Navigate(server + path))
	s.idle()
	return s
}

// do carries out actions, each within a time that only a hanging page needs.
func (s *session) do(steps ...chromedp.Action[chromedp.Void]) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.page.Ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		s.Fatal(err)
	}
}

func (s *session) idle() {
	s.Helper()
	s.do(browser.Idle())
}

// eval gives what an expression is in the page, and waits for a promise.
func eval[T any](s *session, expression string, args ...any) T {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.page.Ctx, time.Minute)
	defer cancel()
	for i, a := range args {
		text, err := json.Marshal(a)
		if err != nil {
			s.Fatal(err)
		}
		expression = strings.ReplaceAll(expression, fmt.Sprintf("$%d", i+1), string(text))
	}
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		s.Fatalf("%s: %v", expression, err)
	}
	return out
}

// until waits for an expression to become true.
func (s *session) until(expression string, args ...any) {
	s.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !eval[bool](s, "!!("+expression+")", args...) {
		if time.Now().After(deadline) {
			s.Fatalf("never true: %s %v\npanel: %.900s", expression, args, s.text("#panel"))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// text is what is to be read in an element; "" where there is none.
func (s *session) text(selector string) string {
	s.Helper()
	return eval[string](s, `document.querySelector($1)?.innerText ?? ""`, selector)
}

// shows fails unless an element says all of this.
func (s *session) shows(selector string, texts ...string) {
	s.Helper()
	for _, text := range texts {
		s.until(`(document.querySelector($1)?.innerText ?? "").replace(/\s+/g, " ").includes($2)`, selector, text)
	}
}

// find gives the middle of the first visible control with this name, scrolled to: its text, its label or its title. It is
// what a screen reader would call it.
const find = `(name => {
	const call = e => (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.title || "").replace(/\s+/g, " ").trim();
	const all = [...document.querySelectorAll("button, a, summary, input, select, [role=option], [role=tab], label")]
		.filter(e => e.checkVisibility() && e.getClientRects().length && !e.disabled && !e.classList.contains("unseen"));
	const e = all.find(e => call(e) === name) ?? all.find(e => call(e).startsWith(name)) ?? all.find(e => call(e).includes(name));
	if (!e) return null;
	e.scrollIntoView({block: "nearest"});
	const b = e.getBoundingClientRect();
	return {x: b.left + b.width / 2, y: b.top + b.height / 2};
})($1)`

type point struct{ X, Y float64 }

// click presses the mouse on the control with this name.
func (s *session) click(name string) {
	s.Helper()
	s.until(find, name)
	p := eval[point](s, find, name)
	s.do(chromedp.MouseEvent(chromedp.MouseMoved, p.X, p.Y), chromedp.MouseClickXY(p.X, p.Y))
	s.idle()
}

// on is where an entity is on the screen.
func (s *session) on(id string) point {
	s.Helper()
	s.until(`window.coopgraphView.at($1) && window.coopgraphView.at($1).x > -1000`, id)
	return eval[point](s, `window.coopgraphView.at($1)`, id)
}

// clickNode clicks on an entity on the canvas, so many times.
func (s *session) clickNode(id string, times int, options ...chromedp.MouseOption) {
	s.Helper()
	p := s.on(id)
	s.do(chromedp.MouseEvent(chromedp.MouseMoved, p.X, p.Y), chromedp.Sleep(60*time.Millisecond))
	for n := 1; n <= times; n++ {
		s.do(chromedp.MouseClickXY(p.X, p.Y, append(options, chromedp.ClickCount(n))...))
	}
	s.do(chromedp.Sleep(350 * time.Millisecond)) // sigma waits that long for a second click
	s.idle()
}

// menu opens the menu of an entity and picks from it.
func (s *session) menu(id, item string) {
	s.Helper()
	p := s.on(id)
	s.do(chromedp.MouseEvent(chromedp.MouseMoved, p.X, p.Y), chromedp.Sleep(60*time.Millisecond), chromedp.MouseClickXY(p.X, p.Y, chromedp.ButtonRight))
	s.until(`document.querySelector("[role=menu]")`)
	s.click(item)
}

// keys presses keys one after another; see package kb for those without a letter.
func (s *session) keys(keys string, modifiers ...chromedp.Modifier) {
	s.Helper()
	for _, key := range keys {
		s.do(chromedp.KeyEvent(string(key), chromedp.KeyModifiers(modifiers...)), chromedp.Sleep(15*time.Millisecond))
	}
	s.idle()
}

// suggest types into the field with the focus and takes the suggestion with this name by Enter.
func (s *session) suggest(typed, name string) {
	s.Helper()
	s.keys(typed)
	s.until(`[...document.querySelectorAll("[role=option] bdi")].some(e => e.innerText === $1)`, name)
	for range 20 {
		if eval[bool](s, `(document.querySelector("[role=option][aria-selected=true] bdi")?.innerText ?? "") === $1`, name) {
			break
		}
		s.keys(kb.ArrowDown)
	}
	s.keys(kb.Enter)
}

// tabTo presses Tab until the focus is on the control with this name.
func (s *session) tabTo(name string) {
	s.Helper()
	for range 150 {
		s.do(chromedp.KeyEvent(kb.Tab))
		if eval[bool](s, `(e => {
			const name = (e?.getAttribute("aria-label") || e?.labels?.[0]?.innerText || e?.innerText || "").replace(/\s+/g, " ").trim();
			return /^(INPUT|BUTTON|A|SUMMARY|SELECT)$/.test(e?.tagName) && (name === $1 || name.startsWith($1));
		})(document.activeElement)`, name) {
			return
		}
	}
	s.Fatalf("the focus never comes to %q", name)
}

// ids are those of the entities on the canvas, sorted.
func (s *session) ids() []string {
	s.Helper()
	return eval[[]string](s, `[...window.coopgraphView.state().scene.nodes.keys()].sort()`)
}

// places are where the entities lie.
func (s *session) places() map[string]point {
	s.Helper()
	return eval[map[string]point](s, `Object.fromEntries([...window.coopgraphView.state().scene.nodes.keys()].map(id => [id, window.coopgraphView.places()[id]]))`)
}

func (s *session) address() string {
	s.Helper()
	s.do(chromedp.Sleep(400 * time.Millisecond)) // where the nodes lie is written a moment later
	return eval[string](s, `location.href`)
}

// shot keeps a picture of the page among the artefacts.
func (s *session) shot(name string) {
	ctx, cancel := context.WithTimeout(s.page.Ctx, time.Minute)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		s.Logf("no picture of %s: %v", name, err)
		return
	}
	dir := filepath.Join("..", "build", "viewer")
	if pictures := os.Getenv("COOPGRAPH_PICTURES"); pictures != "" && strings.HasPrefix(name, "state-") {
		dir, name = filepath.Join("..", pictures), strings.TrimPrefix(name, "state-")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		s.Fatal(err)
	}
}

// drag moves the pressed mouse from one point to another.
func (s *session) drag(from, to point, modifiers ...chromedp.Modifier) {
	s.Helper()
	pressed := []chromedp.MouseOption{chromedp.ButtonLeft, chromedp.ButtonModifiers(modifiers...)}
	steps := []chromedp.Action[chromedp.Void]{chromedp.MouseEvent(chromedp.MouseMoved, from.X, from.Y), chromedp.Sleep(60 * time.Millisecond),
		chromedp.MouseEvent(chromedp.MousePressed, from.X, from.Y, append(pressed, chromedp.ClickCount(1))...)}
	for i := 1; i <= 8; i++ {
		share := float64(i) / 8
		steps = append(steps, chromedp.MouseEvent(chromedp.MouseMoved, from.X+share*(to.X-from.X), from.Y+share*(to.Y-from.Y), pressed...),
			chromedp.Sleep(20*time.Millisecond))
	}
	s.do(append(steps, chromedp.MouseEvent(chromedp.MouseReleased, to.X, to.Y, append(pressed, chromedp.ClickCount(1))...))...)
	s.idle()
}
