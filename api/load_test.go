package api

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"coopgraph/graph"
)

// While as many questions as allowed are worked on, a further one is refused in a second or so, and what is cheap is
// answered at once; when they are done, all is well again.
func TestHeavyQuestionsTakeTurns(t *testing.T) {
	c := newClient(t, func(cfg *Config) { cfg.Heavy = 2 })
	release := make(chan struct{})
	var working sync.WaitGroup
	working.Add(2)
	var once [2]sync.Once
	n := 0
	var mu sync.Mutex
	c.fake.trouble = func(context.Context) error {
		mu.Lock()
		i := n
		n++
		mu.Unlock()
		if i < 2 {
			once[i].Do(working.Done)
			<-release
		}
		return nil
	}
	const question = "/v1/paths?from=country:aze&to=country:geo"
	var answers sync.WaitGroup
	for range 2 {
		answers.Go(func() {
			if a := c.get(question); a.StatusCode != http.StatusOK {
				t.Errorf("one of those allowed: %d", a.StatusCode)
			}
		})
	}
	working.Wait()
	began := time.Now()
	busy := c.get(question)
	if got := c.want(503, busy); got["code"] != "busy" || busy.Header.Get("Retry-After") == "" || time.Since(began) > 10*time.Second {
		t.Errorf("after %s: %v %v", time.Since(began), got, busy.Header)
	}
	c.want(200, c.get("/v1/schema"))
	if text := string(c.get("/metrics").body); !strings.Contains(text, `coopgraph_http_requests_rejected_total{reason="busy"} 1`) {
		t.Error("the metrics do not tell of the one that was refused")
	}
	close(release)
	answers.Wait()
	c.want(200, c.get(question))
}

// One that waits in line is answered when its turn comes.
func TestHeavyQuestionsWaitInLine(t *testing.T) {
	c := newClient(t, func(cfg *Config) { cfg.Heavy = 1 })
	c.fake.trouble = func(context.Context) error { time.Sleep(20 * time.Millisecond); return nil }
	var answers sync.WaitGroup
	for range 5 {
		answers.Go(func() {
			if a := c.get("/v1/common?ids=country:aze,country:geo"); a.StatusCode != http.StatusOK {
				t.Errorf("%d", a.StatusCode)
			}
		})
	}
	answers.Wait()
}

func TestRateOfAClient(t *testing.T) {
	c := newClient(t, func(cfg *Config) { cfg.Rate = 1; cfg.TrustedProxies = []string{"127.0.0.1"} })
	ask := func(client string) answer { return c.get("/v1/stats", "X-Forwarded-For", client) }
	for i := range 2 {
		if a := ask("10.0.0.1"); a.StatusCode != http.StatusOK {
			t.Fatalf("request %d: %d", i, a.StatusCode)
		}
	}
	limited := ask("10.0.0.1")
	if got := c.want(429, limited); got["code"] != "rate" || limited.Header.Get("Retry-After") == "" {
		t.Errorf("%v %v", got, limited.Header)
	}
	c.want(200, ask("10.0.0.2"))
	c.want(200, c.get("/healthz", "X-Forwarded-For", "10.0.0.1"))
}

func TestPreferredWait(t *testing.T) {
	for header, want := range map[string]time.Duration{"wait=3": 3 * time.Second, "respond-async, Wait = 2;x": 2 * time.Second,
		`wait="1"`: time.Second, "wait=0": 0} {
		if got, ok := preferredWait([]string{header}); got != want || !ok {
			t.Errorf("%q: %s, %t", header, got, ok)
		}
	}
	for _, header := range []string{"", "wait", "wait=", "wait=-1", "wait=1.5", "wait=99999", "waiting=3", "return=minimal"} {
		if got, ok := preferredWait([]string{header}); ok {
			t.Errorf("%q is taken for %s", header, got)
		}
	}
	c := newClient(t)
	c.fake.trouble = func(ctx context.Context) error {
		<-ctx.Done()
		return &graph.Error{Code: graph.CodeDeadline, Message: "the time is over", Examined: 5, Err: ctx.Err()}
	}
	began := time.Now()
	a := c.get("/v1/paths?from=country:aze&to=country:geo", "Prefer", "wait=1")
	if got := c.want(504, a); got["examined"] != 5.0 || a.Header.Get("Preference-Applied") != "wait=1" || time.Since(began) > 10*time.Second {
		t.Errorf("after %s: %v %v", time.Since(began), got, a.Header)
	}
}

func TestMetrics(t *testing.T) {
	c := newClient(t, func(cfg *Config) {
		cfg.Freshness = func() Freshness { return Freshness{Copied: true, Age: 90 * time.Second} }
	})
	c.get("/v1/stats")
	c.get("/v1/entities/country:nowhere")
	c.get("/v1/stats", "Host", "evil.example")
	c.do("BREW", "/v1/stats", "")
	text := string(c.get("/metrics").body)
	for _, want := range []string{
		`coopgraph_http_requests_total{code="200",method="GET",route="/v1/stats"} 1`,
		`coopgraph_http_requests_total{code="404",method="GET",route="/v1/entities/:id"} 1`,
		`coopgraph_http_requests_total{code="405",method="other",route=""} 1`,
		`coopgraph_http_request_duration_seconds_count{route="/v1/stats"} 2`,
		`coopgraph_http_requests_rejected_total{reason="host"} 1`, `coopgraph_http_requests_in_flight 1`,
		`coopgraph_build_info{commit="abcdef",version="v1.2.3"} 1`, `coopgraph_graph_revision 1`, `coopgraph_graph_age_seconds 90`,
		"go_goroutines", "process_open_fds",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s", want)
		}
	}
	if strings.Contains(text, "country:nowhere") {
		t.Error("an id that somebody asked for is in the metrics")
	}
	c.fake.trouble = func(context.Context) error { return graph.Unavailable(nil, "it is away") }
	if text := string(c.get("/metrics").body); !strings.Contains(text, "coopgraph_graph_revision -1") {
		t.Error("a revision is told that nobody could ask for")
	}
}

// The page of the documentation needs nothing from elsewhere.
func TestDocsPage(t *testing.T) {
	c := newClient(t)
	page := c.get("/docs")
	for _, part := range []string{"/docs/docs.js", "/docs/swagger-ui.js", "/docs/swagger-ui.css"} {
		a := c.get(part)
		if !strings.Contains(string(page.body), `"`+part+`"`) || a.StatusCode != http.StatusOK || len(a.body) < 100 {
			t.Errorf("%s: %d, %d bytes", part, a.StatusCode, len(a.body))
		}
	}
	for _, a := range []answer{page, c.get("/docs/docs.js")} {
		if strings.Contains(string(a.body), "//") && strings.Contains(string(a.body), "http") {
			t.Errorf("%s points elsewhere", a.Request.URL)
		}
	}
	if csp := page.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe-eval") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("its policy is %s", csp)
	}
}
