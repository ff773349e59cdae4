package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
)

func TestHosts(t *testing.T) {
	c := newClient(t, func(cfg *Config) { cfg.Hosts = []string{"Graph.Example.org", "10.1.2.3:8080"} })
	for host, status := range map[string]int{
		"localhost": 200, "localhost:1": 200, "LOCALHOST.:80": 200, "127.0.0.1:9": 200, "127.9.9.9": 200, "[::1]:80": 200, "[::1]": 200,
		"graph.example.org": 200, "graph.example.org.:443": 200, "10.1.2.3": 200,
		"evil.example": 403, "localhost.evil.example": 403, "127.0.0.1.evil.example": 403, "10.1.2.4": 403, "0.0.0.0:80": 403,
		"evil.example:80": 403, "[::2]": 403, "example.org": 403,
	} {
		for _, origin := range []string{"", "http://evil.example", "null"} {
			for _, path := range []string{"/v1/stats", "/healthz", "/no-such-thing"} {
				a := c.get(path, "Host", host, "Origin", origin, "X-Forwarded-Host", "localhost")
				want := status
				if want == 200 && path == "/no-such-thing" {
					want = 404
				}
				if a.StatusCode != want {
					t.Errorf("Host %s, Origin %q, %s: %d, want %d", host, origin, path, a.StatusCode, want)
				}
			}
		}
	}
}

func TestConfigIsChecked(t *testing.T) {
	for name, cfg := range map[string]Config{
		"no reader": {}, "a URL for a host": {Reader: newFake(), Hosts: []string{"https://example.org"}},
		"an empty host": {Reader: newFake(), Hosts: []string{""}}, "a proxy that is none": {Reader: newFake(), TrustedProxies: []string{"next door"}},
	} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestUnknownRouteAndMethod(t *testing.T) {
	c := newClient(t)
	for _, path := range []string{"/", "/v1", "/v1/", "/v1/entities/", "/v2/stats", "/v1/entities/country:aze/nonsense", "/%00"} {
		got := c.want(404, c.get(path))
		if got["code"] != "no_route" || got["type"] != "urn:coopgraph:problem:no_route" {
			t.Errorf("%s: %v", path, got)
		}
	}
	for path, allow := range map[string][]string{"/v1/paths": {"GET", "HEAD", "POST"}, "/v1/stats": {"GET", "HEAD"}} {
		for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS"} {
			a := c.do(method, path, "")
			if method != "OPTIONS" {
				c.want(405, a)
			} else if a.StatusCode != http.StatusNoContent || len(a.body) > 0 {
				t.Errorf("OPTIONS %s: %d", path, a.StatusCode)
			}
			for _, m := range allow {
				if !strings.Contains(a.Header.Get("Allow"), m) {
					t.Errorf("%s %s: Allow is %q, which lacks %s", method, path, a.Header.Get("Allow"), m)
				}
			}
		}
	}
}

func TestHead(t *testing.T) {
	c := newClient(t)
	for _, op := range operations() {
		if op.method != "GET" {
			continue
		}
		get, head := c.get(op.sample), c.do("HEAD", op.sample, "")
		if head.StatusCode != http.StatusOK || len(head.body) != 0 || head.Header.Get("ETag") != get.Header.Get("ETag") {
			t.Errorf("%s: %d %v, %d bytes", op.id, head.StatusCode, head.Header, len(head.body))
		}
	}
}

func TestETags(t *testing.T) {
	c := newClient(t)
	path := "/v1/paths?from=country:aze&to=country:geo"
	tag := c.get(path).Header.Get("ETag")
	c.fake.reads.Store(0)
	for _, named := range []string{tag, strings.TrimPrefix(tag, "W/"), `"x", ` + tag} {
		a := c.get(path, "If-None-Match", named)
		if a.StatusCode != http.StatusNotModified || len(a.body) != 0 || a.Header.Get("ETag") != tag {
			t.Errorf("%s: %d", named, a.StatusCode)
		}
	}
	if n := c.fake.reads.Load(); n != 0 {
		t.Errorf("%d questions were asked for nothing", n)
	}
	tags := map[string]string{tag: path}
	note := func(what, path string) {
		tag := c.get(path).Header.Get("ETag")
		if other, taken := tags[tag]; taken {
			t.Errorf("%s and %s have the same tag", what, other)
		}
		tags[tag] = what
		if a := c.get(path, "If-None-Match", `W/"`+strings.Repeat("0", 24)+`"`); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d for another tag", what, a.StatusCode)
		}
	}
	note("another k", path+"&k=2")
	note("the way back", "/v1/paths?from=country:geo&to=country:aze")
	c.fake.Reader = remarked{c.fake.Reader, graph.Marker{Epoch: "reference", Revision: 2}}
	note("another revision", path)
	c.fake.Reader = remarked{c.fake.Reader, graph.Marker{Epoch: "restored", Revision: 1}}
	note("another epoch", path)
	c = newClient(t, func(cfg *Config) { cfg.Version = "v2" })
	note("another version", path)
}

// remarked answers from another state.
type remarked struct {
	graph.Reader
	marker graph.Marker
}

func (r remarked) Marker(context.Context) (graph.Marker, error) { return r.marker, nil }
func (r remarked) Paths(ctx context.Context, q graph.PathQuery) (graph.PathAnswer, error) {
	a, err := r.Reader.Paths(ctx, q)
	a.Marker = r.marker
	return a, err
}

// While a load is under way, nothing may be kept and the answer says so.
func TestLoading(t *testing.T) {
	c := newClient(t)
	c.qs.loading = true
	tag := c.get("/v1/entities/country:aze").Header.Get("ETag")
	for name, marker := range map[string]func() graph.Marker{
		"a lease": func() graph.Marker { return graph.Marker{Epoch: "reference", Revision: 1, Loading: true} },
		"a revision that rises": func() func() graph.Marker {
			var n int64
			return func() graph.Marker { n++; return graph.Marker{Epoch: "reference", Revision: n + 1} }
		}(),
	} {
		c.fake.marker = marker
		for _, path := range []string{"/v1/entities/country:aze", "/v1/search?q=GUAM", "/v1/datasets", "/v1/entities", "/v1/queries/ties/run"} {
			a := c.get(path, "If-None-Match", tag)
			if got := c.want(200, a); got["loading"] != true || a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %s: %v %v", name, path, got["loading"], a.Header)
			}
		}
	}
	// Once is no matter: the second try is calm.
	var n int64
	c.fake.marker = func() graph.Marker { n++; return graph.Marker{Epoch: "reference", Revision: min(n, 2)} }
	if got := c.want(200, c.get("/v1/search?q=GUAM")); got["loading"] != false || got["revision"] != 2.0 {
		t.Errorf("%v", got)
	}
}

func TestCompression(t *testing.T) {
	c := newClient(t)
	plain, packed := c.get("/v1/schema"), c.get("/v1/schema", "Accept-Encoding", "gzip")
	r, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil || string(text) != string(plain.body) || len(packed.body) >= len(plain.body) {
		t.Errorf("%v: %d of %d bytes", err, len(packed.body), len(plain.body))
	}
	if plain.Header.Get("Content-Encoding") != "" || !strings.Contains(plain.Header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("%v", plain.Header)
	}
	if a := c.get("/v1/schema", "Accept-Encoding", "gzip", "If-None-Match", plain.Header.Get("ETag")); a.StatusCode != http.StatusNotModified {
		t.Errorf("the tag of the plain answer is not that of the packed one: %d", a.StatusCode)
	}
}

func TestCORS(t *testing.T) {
	const friend = "https://friend.example"
	preflight := []string{"Origin", friend, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type"}
	for name, test := range map[string]struct {
		cors      CORS
		allowed   string
		preflight int
	}{
		"open":    {CORS{}, "*", 204},
		"friends": {CORS{Origins: []string{friend}}, friend, 204},
		"others":  {CORS{Origins: []string{"https://other.example"}}, "", 204},
		"closed":  {CORS{Closed: true}, "", 204},
	} {
		c := newClient(t, func(cfg *Config) { cfg.CORS = test.cors })
		a := c.get("/v1/stats", "Origin", friend)
		if got := a.Header.Get("Access-Control-Allow-Origin"); a.StatusCode != http.StatusOK || got != test.allowed || a.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %d %q", name, a.StatusCode, got)
		}
		if varies := strings.Contains(strings.Join(a.Header.Values("Vary"), ","), "Origin"); varies != !test.cors.Closed {
			t.Errorf("%s: Vary is %v", name, a.Header.Values("Vary"))
		}
		if got := c.do("OPTIONS", "/v1/paths", "", preflight...); got.StatusCode != test.preflight || got.Header.Get("Access-Control-Allow-Origin") != test.allowed {
			t.Errorf("%s: the preflight is answered %d %v", name, got.StatusCode, got.Header)
		}
	}
}

func TestSecurityHeaders(t *testing.T) {
	c := newClient(t)
	for _, path := range []string{"/v1/stats", "/v1/entities/country:nowhere", "/nowhere", "/openapi.yaml"} {
		h := c.get(path).Header
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestRequestIDs(t *testing.T) {
	c := newClient(t)
	if id := c.get("/v1/stats", "X-Request-Id", "abc-1").Header.Get("X-Request-Id"); id != "abc-1" {
		t.Errorf("a good id became %q", id)
	}
	a := c.get("/v1/entities/country:nowhere", "X-Request-Id", strings.Repeat("x", 65))
	if id := a.Header.Get("X-Request-Id"); len(id) != 16 || c.want(404, a)["request_id"] != id {
		t.Errorf("a bad id became %q: %s", id, a.body)
	}
}

// Users see none of the database's own words; the log has them, and has neither query strings nor headers.
func TestErrorsAndLogsKeepSecrets(t *testing.T) {
	c := newClient(t)
	const secret = "Neo.ClientError.Security bolt://10.0.0.9:7687"
	for status, err := range map[int]error{
		500: errors.New(secret),
		503: graph.Unavailable(errors.New(secret), "Neo4j at 10.0.0.9 does not answer"),
	} {
		c.fake.trouble = func(context.Context) error { return err }
		a := c.get("/v1/search?q=whispered", "Authorization", "Bearer hush")
		c.want(status, a)
		if strings.Contains(string(a.body), "Neo") {
			t.Errorf("%s", a.body)
		}
	}
	c.fake.trouble = func(context.Context) error { panic(secret) }
	if a := c.get("/v1/stats"); a.StatusCode != http.StatusInternalServerError || strings.Contains(string(a.body), "Neo") {
		t.Errorf("%s", a.body)
	}
	log := c.log.String()
	if strings.Count(log, secret) < 3 || strings.Contains(log, "whispered") || strings.Contains(log, "hush") {
		t.Error(log)
	}
}

// A wrong password of the server is not the fault of whoever asks.
func TestWrongSettingsAreNotTheClients(t *testing.T) {
	c := newClient(t)
	c.fake.trouble = func(context.Context) error {
		return graph.Invalid("NEO4J_PASSWORD", "Neo4j at 10.0.0.9 refused the user or password")
	}
	for _, path := range []string{"/v1/stats", "/v1/entities/country:aze", "/v1/graph", "/readyz",
		"/v1/graph?avoid=country:arm", "/v1/paths?from=country:aze&to=country:geo", "/v1/sources/trend-report",
		"/v1/queries/table/run?of=country:aze"} {
		if a := c.get(path); a.StatusCode != http.StatusServiceUnavailable || strings.Contains(string(a.body), "10.0.0.9") {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
}

func TestDeadline(t *testing.T) {
	c := newClient(t, func(cfg *Config) { cfg.Deadline = 50 * time.Millisecond })
	c.fake.trouble = func(ctx context.Context) error { <-ctx.Done(); return fmt.Errorf("reading: %w", ctx.Err()) }
	start := time.Now()
	got := c.want(504, c.get("/v1/paths?from=country:aze&to=country:geo"))
	if took := time.Since(start); took > 10*time.Second || got["examined"] != 0.0 {
		t.Errorf("%v after %s", got, took)
	}
	c.fake.trouble = func(context.Context) error {
		return &graph.Error{Code: graph.CodeDeadline, Message: "the time is over", Examined: 1234}
	}
	if got := c.want(504, c.get("/v1/paths?from=country:aze&to=country:geo")); got["examined"] != 1234.0 {
		t.Errorf("%v", got)
	}
}

func TestUnavailable(t *testing.T) {
	c := newClient(t)
	for code, want := range map[graph.Code]string{graph.CodeUnavailable: "3", graph.CodeBusy: "3"} {
		c.fake.trouble = func(context.Context) error {
			return &graph.Error{Code: code, Message: "come back", RetryAfter: 2500 * time.Millisecond}
		}
		a := c.get("/v1/stats")
		if got := c.want(503, a); a.Header.Get("Retry-After") != want || got["code"] != string(code) || got["retry_after"] != 3.0 {
			t.Errorf("%v %v", a.Header, got)
		}
	}
	c.fake.trouble = nil
	c.want(200, c.get("/v1/stats"))
}

func TestReady(t *testing.T) {
	var ready error
	c := newClient(t, func(cfg *Config) { cfg.Ready = func(context.Context) error { return ready } })
	c.want(200, c.get("/readyz"))
	ready = errors.New("disk full")
	if a := c.get("/readyz"); a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || strings.Contains(string(a.body), "disk") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	c.want(200, c.get("/healthz"))
	c = newClient(t)
	c.fake.trouble = func(context.Context) error { return errors.New("gone") }
	c.want(503, c.get("/readyz"))
}

// An old copy goes on answering, and every answer says how old it is.
func TestAnOldCopySaysHowOldItIs(t *testing.T) {
	fresh := Freshness{Copied: true, Age: time.Second}
	c := newClient(t, func(cfg *Config) {
		cfg.Ready = func(context.Context) error { return errors.New("away") }
		cfg.Freshness = func() Freshness { return fresh }
	})
	a := c.get("/v1/stats")
	c.want(200, a)
	if got := a.Header.Get("Coopgraph-Stale"); got != "" {
		t.Errorf("a copy that is compared every second is said to be %q s old", got)
	}
	fresh = Freshness{Copied: true, Age: 90 * time.Second, Note: "Neo4j is away"}
	tag := a.Header.Get("ETag")
	for _, headers := range [][]string{nil, {"If-None-Match", tag}} {
		if got := c.get("/v1/stats", headers...).Header.Get("Coopgraph-Stale"); got != "90" {
			t.Errorf("an old copy is said to be %q s old, want 90", got)
		}
	}
	a = c.get("/readyz")
	c.want(200, a)
	if body := string(a.body); !strings.Contains(body, `"stale_seconds":90`) || !strings.Contains(body, `"note":"Neo4j is away"`) {
		t.Error(body)
	}
	fresh = Freshness{Note: "too large"}
	c.want(503, c.get("/readyz"))
}

func TestForwardedAddressesAreNotBelieved(t *testing.T) {
	c := newClient(t)
	c.get("/healthz", "X-Forwarded-For", "6.6.6.6")
	if log := c.log.String(); strings.Contains(log, "6.6.6.6") || !strings.Contains(log, `"client":"127.0.0.1"`) {
		t.Error(log)
	}
	c = newClient(t, func(cfg *Config) { cfg.TrustedProxies = []string{"127.0.0.1"} })
	c.get("/healthz", "X-Forwarded-For", "6.6.6.6")
	if log := c.log.String(); !strings.Contains(log, "6.6.6.6") {
		t.Error(log)
	}
}
