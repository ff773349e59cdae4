package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"coopgraph/internal/browser"
)

// Every mode of time: a date, a window, two dates, each as the server counts it; ties without a known beginning are
// counted by a switch of their own.
func TestTime(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+georgia+";limit=200", browser.Desktop)
	if got := eval[int](s, `document.querySelectorAll(".histogram rect.began").length`); got < 20 {
		t.Errorf("the histogram has %d years", got)
	}
	all := len(s.ids())
	s.click("On a date")
	s.tabTo("Date")
	s.keys("1995" + kb.Enter)
	s.until(`location.search.includes("as_of=1995")`)
	s.likeServer("as_of=1995")
	if got := len(s.ids()); got >= all {
		t.Errorf("in 1995 there are %d of %d", got, all)
	}
	s.click("Count ties of unknown beginning")
	s.until(`location.search.includes("undated=keep")`)
	s.likeServer("as_of=1995&undated=keep")
	s.click("Count ties of unknown beginning")

	s.click("Between")
	s.until(`location.search.includes("from_date=")`)
	from, to := eval[string](s, `window.coopgraphView.state().view.time.from`), eval[string](s, `window.coopgraphView.state().view.time.to`)
	s.likeServer("from_date=" + from + "&to_date=" + to)

	s.click("Compare two dates")
	s.shows(".timebar", "began", "ended", "stayed")
	s.click("All time")
	s.until(`!location.search.includes("date")`)
	if got := len(s.ids()); got != all {
		t.Errorf("back at all time there are %d, there were %d", got, all)
	}
}

// likeServer wants the canvas to show what the API answers with these parameters.
func (s *session) likeServer(params string) {
	s.Helper()
	want := eval[[]string](s, `fetch("/v1/entities/country:geo/neighbourhood?limit=200&" + $1).then(r => r.json()).then(a => a.graph.relationships.map(r => r.id).sort())`, params)
	s.until(`[...window.coopgraphView.state().scene.relationships.keys()].sort().join() === $1`, strings.Join(want, ","))
	if hidden := eval[int](s, `[...window.coopgraphView.state().scene.steps.keys()].filter(k => window.coopgraphView.canvas().renderer.getEdgeDisplayData(k).hidden).length`); hidden != 0 {
		s.Errorf("%s: the server sends %d ties that the canvas takes for past or future", params, hidden)
	}
}

// While the slider moves, the canvas follows by itself; let go, the server is asked. Playing goes on year by year.
func TestSliderAndPlay(t *testing.T) {
	s := visit(t, bundled(t), "/?around="+georgia+"&as_of=2020", browser.Desktop)
	eval[bool](s, `(() => { const r = document.querySelector(".slider input"); r.value = "1992"; r.dispatchEvent(new Event("input", {bubbles: true})); return true; })()`)
	s.until(`window.coopgraphView.state().preview?.date === "1992"`)
	if strings.Contains(s.address(), "1992") {
		t.Error("the address changes while the slider moves")
	}
	eval[bool](s, `(() => { document.querySelector(".slider input").focus(); return true; })()`)
	s.keys(kb.ArrowLeft)
	s.until(`/as_of=(1991|2019)/.test(location.search)`)
	s.do(chromedp.Navigate(s.url + "/?around=" + georgia + "&as_of=2001"))
	s.click("Play")
	s.until(`Number(new URLSearchParams(location.search).get("as_of")) >= 2003`)
	s.click("Pause")
	at := eval[string](s, `location.search`)
	s.do(chromedp.Sleep(1500 * 1e6))
	if now := eval[string](s, `location.search`); now != at {
		t.Errorf("paused, it goes on from %s to %s", at, now)
	}
}

// The canvas colours two dates as the API tells them apart.
func TestColoursAreTheServersWords(t *testing.T) {
	s := visit(t, bundled(t), "/?changes=country:aze&compare=1991..2005&undated=keep&tab=time", browser.Desktop)
	s.shows("#tab-panel", "What changed around Azerbaijan")
	s.do(chromedp.Navigate(s.url + "/?changes=country:geo&compare=1991..2001&tab=time"))
	s.changed()
}

// A date that is none, or two in the wrong order, are not taken.
func TestBadDates(t *testing.T) {
	s := visit(t, bundled(t), "/?changes=country:geo&compare=1991..2001&tab=time", browser.Desktop)
	s.tabTo("From")
	s.keys("2050" + kb.Enter)
	s.until(`document.querySelector("[aria-invalid=true]")`)
	if a := s.address(); !strings.Contains(a, "compare=1991..2001") {
		t.Errorf("the address is %s", a)
	}
}
