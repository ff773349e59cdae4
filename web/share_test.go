package web_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"coopgraph/internal/browser"
)

// Pictures are made here and show what the canvas shows; the answers come in every format that the API has.
func TestExport(t *testing.T) {
	s := visit(t, bundled(t), "/?paths="+bayramov+"~"+cable+"&tab=paths", browser.Desktop)
	eval[bool](s, `(() => { window.saved = {}; URL.createObjectURL = (make => b => { const u = make(b); window.saved[b.type] = b; return u; })(URL.createObjectURL);
		HTMLAnchorElement.prototype.click = function () { window.saved.name = this.download; }; return true; })()`)
	s.click("Share and export")
	if link := eval[string](s, `document.getElementById("share-link").value`); link != s.address() {
		t.Errorf("the link is %s, the address is %s", link, s.address())
	}
	s.click("Picture (SVG)")
	s.until(`window.saved["image/svg+xml"] && window.saved.name === "coopgraph.svg"`)
	svg := eval[string](s, `window.saved["image/svg+xml"].text()`)
	for _, want := range []string{"<svg", "Jeyhun Bayramov", "Black Sea green energy cable", "<polygon", "<line", "paths=" + bayramov} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	if eval[bool](s, `new DOMParser().parseFromString($1, "image/svg+xml").querySelector("parsererror") !== null`, svg) {
		t.Error("the picture is no XML")
	}
	s.click("Picture (PNG)")
	s.until(`window.saved["image/png"] && window.saved.name === "coopgraph.png"`)
	if size := eval[[]float64](s, `createImageBitmap(window.saved["image/png"]).then(b => [b.width, b.height])`); size[0] < 1500 || size[1] < 1000 {
		t.Errorf("the picture is %v large", size)
	}
	s.click("What is shown (JSON)")
	s.until(`window.saved["application/json"]`)
	if got := eval[[]string](s, `window.saved["application/json"].text().then(t => JSON.parse(t).graph.nodes.map(n => n.id).sort())`); !slices.Equal(got, s.ids()) {
		t.Errorf("saved are %v", got)
	}
	s.everyFormat()
	for _, path := range []string{"/?around=" + bayramov, "/?connect=" + bayramov + "," + cable + "," + guam, "/?common=country:aze,country:geo",
		"/?timeline=" + bayramov, "/?changes=" + georgia + "&compare=1991..2001", "/?nodes=" + georgia} {
		s.do(chromedp.Navigate(s.url + path))
		s.idle()
		s.click("Share and export")
		s.everyFormat()
	}
}

// everyFormat asks for all formats that are offered for what is shown.
func (s *session) everyFormat() {
	s.Helper()
	s.until(`document.querySelector(".share a[download]")`)
	formats := eval[[]string](s, `[...document.querySelectorAll(".share option")].map(o => o.value).filter(v => isNaN(v))`)
	if len(formats) < 14 && !strings.Contains(s.address(), "?nodes=") {
		s.Errorf("only %v are offered", formats)
	}
	for _, format := range formats {
		link := eval[string](s, `(() => { const e = [...document.querySelectorAll(".share select")].at(-1); e.value = $1; e.dispatchEvent(new Event("change", {bubbles: true}));
			return new Promise(done => setTimeout(() => done(document.querySelector(".share a[download]").href), 30)); })()`, format)
		if status := eval[int](s, `fetch($1).then(r => r.status)`, link); status != http.StatusOK {
			s.Errorf("%s answers %d", link, status)
		}
	}
}

// Another page may show a view, read-only, by a frame or by script; the viewer itself stands in no frame.
func TestEmbed(t *testing.T) {
	server := bundled(t)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><title>host</title><div id="graph"></div><script src="` + server + `/embed.js"></script>
			<script>coopgraph.mount("#graph", {view: "` + server + `/?paths=` + bayramov + `~` + cable + `", height: 400})</script>`))
	}))
	t.Cleanup(host.Close)
	page, err := theBrowser(t).Open("http://127.0.0.1", browser.Desktop)
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t, page, host.URL}
	t.Cleanup(page.Close)
	s.do(chromedp.Navigate(host.URL))
	s.until(`document.querySelector("iframe[src*='/embed?paths=']")?.clientHeight === 400`)
	s.shot("embedded")
	for _, trouble := range page.Troubles() {
		if !strings.Contains(trouble, "favicon") {
			t.Error(trouble)
		}
	}

	e := visit(t, server, "/embed?paths="+bayramov+"~"+cable, browser.Desktop)
	e.shows("footer", "Paths from Jeyhun Bayramov to Black Sea green energy cable", "Open in coopgraph")
	if eval[bool](e, `!!document.querySelector("#panel, #search, .timebar")`) {
		t.Error("more than the view is there")
	}
	before := e.ids()
	e.clickNode(bayramov, 2)
	if !slices.Equal(e.ids(), before) {
		t.Error("the view can be changed")
	}
	if link := eval[string](e, `document.querySelector("footer a").href`); !strings.HasPrefix(link, server+"/?paths=") {
		t.Errorf("the whole viewer is at %s", link)
	}
	for path, frames := range map[string]bool{"/embed": true, "/": false, "/embed.js": false} {
		res, err := http.Get(server + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		policy := res.Header.Get("Content-Security-Policy")
		if strings.Contains(policy, "frame-ancestors *") != frames || (res.Header.Get("X-Frame-Options") == "") != frames ||
			strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none'") {
			t.Errorf("%s: %s, X-Frame-Options %q", path, policy, res.Header.Get("X-Frame-Options"))
		}
	}
}

// A server that is away is said to be, what was built stays, and is asked again; what takes long can be cancelled.
func TestAwayAndSlow(t *testing.T) {
	var gone, slow switched
	server := bundled(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if gone.on() {
				panic(http.ErrAbortHandler)
			}
			if slow.on() && strings.HasPrefix(r.URL.Path, "/v1/paths") {
				<-r.Context().Done()
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	s := visit(t, server, "/?around="+bayramov, browser.Desktop)
	before := s.ids()
	s.page.Ignore("ERR_EMPTY_RESPONSE")
	gone.set(true)
	s.menu("event:washington-summit-2025", "Expand")
	s.shows(".notices", "The server does not answer. What you have built is kept.")
	if !slices.Equal(s.ids(), before) {
		t.Error("what was built is lost")
	}
	gone.set(false)
	s.click("Try again")
	s.until(`window.coopgraphView.state().scene.nodes.size > $1`, len(before))
	s.until(`!document.querySelector(".notice")`)

	slow.set(true)
	p := eval[point](s, find, "Paths")
	s.do(chromedp.MouseClickXY(p.X, p.Y))
	s.until(`document.getElementById("path-from")`)
	eval[bool](s, `(document.getElementById("path-from").focus(), true)`)
	s.suggest("bayramov", "Jeyhun Bayramov")
	eval[bool](s, `(document.getElementById("path-to").focus(), true)`)
	s.do(chromedp.KeyEvent("guam"))
	s.until(`[...document.querySelectorAll("[role=option] bdi")].length > 0`)
	s.do(chromedp.KeyEvent("\r"))
	s.shows(".progress", "Asking")
	p = eval[point](s, find, "Cancel")
	s.do(chromedp.MouseClickXY(p.X, p.Y))
	s.shows("#tab-panel", "Cancelled.")
	slow.set(false)
	s.click("Try again")
	s.shows("#tab-panel", "Path 1")
}

// An address that would be too long for others leaves out part of what is selected, which is said once; going back and
// forth, and opening the page again, leave out nothing.
func TestLongAddress(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+georgia+";limit=300&around=country:tur;limit=300", browser.Desktop)
	all := len(s.ids())
	everything := func() {
		t.Helper()
		s.do(chromedp.MouseClickXY(300, 690, chromedp.ButtonRight))
		s.click("Select all")
		s.until(`window.coopgraphView.state().view.selected.length === $1`, all)
	}
	everything()
	s.shows(".notices", "A link to this view leaves out the rest.")
	if n := eval[int](s, `location.search.length`); n > 8001 || n < 7900 {
		t.Errorf("the address has %d characters", n)
	}
	s.click("Close")
	s.click("Layers")
	if text := s.text(".notices"); text != "" {
		t.Errorf("said again is %q", text)
	}
	s.click("Undo")
	s.until(`window.coopgraphView.state().view.layout === "force" && window.coopgraphView.state().view.selected.length === $1`, all)
	s.do(chromedp.Reload())
	s.idle()
	s.until(`window.coopgraphView.state().view.selected.length === $1`, all)
	s.click("Share and export")
	if link := eval[string](s, `document.getElementById("share-link").value`); len(link) > 12000 || !strings.Contains(link, "&select=") {
		t.Errorf("the link has %d characters", len(link))
	}
}

// Whoever turns to another tab before the first answer has come finds everything where the link says that it lies.
func TestTabBeforeTheFirstAnswer(t *testing.T) {
	var slow switched
	s := visit(t, bundled(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for slow.on() && r.Context().Err() == nil && strings.HasSuffix(r.URL.Path, "/neighbourhood") {
				time.Sleep(10 * time.Millisecond)
			}
			next.ServeHTTP(w, r)
		})
	}), "/?around="+bayramov, browser.Desktop)
	from := s.on("country:aze")
	s.drag(from, point{from.X - 200, from.Y - 150})
	link, want := s.address(), s.places()
	slow.set(true)
	s.do(chromedp.Navigate("about:blank"), chromedp.Navigate(link))
	s.until(find, "Table")
	p := eval[point](s, find, "Table")
	s.do(chromedp.MouseClickXY(p.X, p.Y))
	s.until(`location.search.includes("tab=table")`)
	slow.set(false)
	s.until(`window.coopgraphView.state().scene.nodes.size === $1`, len(want))
	for id, p := range s.places() {
		if math.Hypot(p.X-want[id].X, p.Y-want[id].Y) > 2 {
			t.Errorf("%s lies at %v, and the link says %v", id, p, want[id])
		}
	}
	other := visit(t, s.url, strings.TrimPrefix(s.address(), s.url), browser.Desktop)
	if p := other.places()["country:aze"]; math.Hypot(p.X-want["country:aze"].X, p.Y-want["country:aze"].Y) > 2 {
		t.Errorf("the address of the other tab says that it lies at %v", p)
	}
}

// A card that could not be had is asked for again by a button, without being closed: an entity's, what an expansion would
// bring, and the claims of a tie.
func TestCardsTryAgain(t *testing.T) {
	var gone switched
	s := visit(t, bundled(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			card := strings.HasPrefix(r.URL.Path, "/v1/entities/") || strings.HasPrefix(r.URL.Path, "/v1/relationships/")
			if gone.on() && card && !strings.HasSuffix(r.URL.Path, "/neighbourhood") {
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		})
	}), "/?around="+bayramov, browser.Desktop)
	s.page.Ignore("ERR_EMPTY_RESPONSE")
	fails := func(open func(), text string) {
		t.Helper()
		gone.set(true)
		open()
		s.shows("#tab-panel", "The server does not answer.")
		gone.set(false)
		s.click("Try again")
		s.shows("#tab-panel", text)
	}
	fails(func() { s.do(chromedp.Navigate(s.url + "/?around=" + bayramov + "&open=" + bayramov)) }, "Foreign minister of Azerbaijan")
	fails(func() { s.click("Expand by type…") }, "Choose what to bring in")
	s.click("Close")
	tie := "Jeyhun Bayramov is Minister of Foreign Affairs in Azerbaijan"
	fails(func() { s.click(tie) }, "paragraph 1")
}

// A further page that is cancelled leaves what was there, and can be asked for again.
func TestCancelledPage(t *testing.T) {
	var slow switched
	s := visit(t, bundled(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if slow.on() && r.URL.Query().Get("limit") == "120" {
				<-r.Context().Done()
				return
			}
			next.ServeHTTP(w, r)
		})
	}), "/?around="+georgia, browser.Desktop)
	before := s.ids()
	slow.set(true)
	p := eval[point](s, find, "180 more")
	s.do(chromedp.MouseClickXY(p.X, p.Y))
	s.shows(".progress", "Asking")
	s.click("Cancel")
	s.shows("#tab-panel", "Cancelled.", "180 more")
	if got := s.ids(); !slices.Equal(got, before) {
		t.Errorf("shown are %v, shown were %v", got, before)
	}
	slow.set(false)
	s.click("Try again")
	s.until(`window.coopgraphView.state().scene.nodes.size === 121`)
	s.shows("#tab-panel", "120 more")
}

// A link that names what is not in this graph says so, and shows the rest.
func TestLinkToWhatIsNotHere(t *testing.T) {
	s := visit(t, bundled(t), "/?nodes="+bayramov+",official:nobody", browser.Desktop)
	s.shows("#tab-panel", "Not in this graph: official:nobody.")
	if ids := s.ids(); !slices.Equal(ids, []string{bayramov}) {
		t.Errorf("shown are %v", ids)
	}
	s.page.Ignore("404")
	s.do(chromedp.Navigate(s.url + "/?around=official:jeyhun-bayramow"))
	s.shows("#tab-panel", "Perhaps you meant")
	s.click("Jeyhun Bayramov")
	s.until(`window.coopgraphView.state().scene.nodes.has($1)`, bayramov)
}
