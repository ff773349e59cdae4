package mcp

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/queries"
)

// serveHTTP serves over HTTP on loopback.
func serveHTTP(t *testing.T, cfg Config, o HTTPOptions) (*Server, *httptest.Server) {
	t.Helper()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := s.Handler(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return s, server
}

func TestOverHTTP(t *testing.T) {
	cat := &catalogue{queries: []queries.Query{{Name: "first", Title: "First"}}}
	cfg := testConfig()
	cfg.Queries = cat
	s, server := serveHTTP(t, cfg, HTTPOptions{})
	told := make(chan struct{}, 10)
	c := connectClient(t, &sdk.StreamableClientTransport{Endpoint: server.URL},
		&sdk.ClientOptions{ToolListChangedHandler: func(context.Context, *sdk.ToolListChangedRequest) { told <- struct{}{} }})
	_, text := c.ask("paths", `{"from": "Azerbaijan", "to": "Georgia"}`)
	has(t, text, "Azerbaijan (country:aze) — GUAM (organisation:guam) — Georgia (country:geo)")
	has(t, c.refused("paths", `{"from": "Azerbaijan"}`), "to: it is missing")
	// Whoever listens is told of new tools, over HTTP too.
	time.Sleep(100 * time.Millisecond) // the client begins to listen by itself, and says not when
	cat.set(queries.Query{Name: "second", Title: "Second"})
	s.syncQueries()
	select {
	case <-told:
	case <-time.After(10 * time.Second):
		t.Error("the client is not told of new tools")
	}
}

// A client of the time before sessions were dropped is served all the same.
func TestOverHTTPWithoutTheNewestProtocol(t *testing.T) {
	_, server := serveHTTP(t, testConfig(), HTTPOptions{})
	for _, message := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"old","version":"1"}}}`,
		`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"entity","arguments":{"entity":"Azerbaijan"}}}`,
	} {
		status, body := post(t, server.URL, message, func(r *http.Request) { r.Header.Set("Mcp-Protocol-Version", "2025-06-18") })
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", message, status, body)
		}
		if strings.Contains(message, "tools/call") {
			has(t, body, "Caspian")
		}
	}
}

const ping = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`

func post(t *testing.T, url, body string, change func(*http.Request)) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json, text/event-stream")
	if change != nil {
		change(request)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestWhoMayAsk(t *testing.T) {
	_, server := serveHTTP(t, testConfig(), HTTPOptions{Hosts: []string{"graph.example.org"}, Origins: []string{"https://page.example"}})
	for _, tc := range []struct {
		host, origin string
		status       int
	}{
		{"", "", 200}, {"localhost:8090", "", 200}, {"graph.example.org", "", 200}, {"", "https://page.example", 200},
		{"evil.example", "", 403}, {"evil.example", "https://page.example", 403}, {"127.0.0.1.evil.example", "", 403},
		{"", "https://evil.example", 403}, {"", "null", 403}, {"", "http://localhost:3000", 403}, {"graph.example.org", "http://page.example", 403},
	} {
		status, body := post(t, server.URL, ping, func(r *http.Request) {
			r.Host = tc.host
			if tc.origin != "" {
				r.Header.Set("Origin", tc.origin)
			}
		})
		if status != tc.status {
			t.Errorf("host %q, origin %q: %d %s", tc.host, tc.origin, status, body)
		}
		if status == http.StatusForbidden && strings.Contains(body, "paths") {
			t.Errorf("host %q, origin %q: it is refused with an answer", tc.host, tc.origin)
		}
	}
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodOptions, server.URL, nil)
	request.Header.Set("Origin", "https://page.example")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusNoContent || answer.Header.Get("Access-Control-Allow-Origin") != "https://page.example" {
		t.Errorf("preflight: %s %v", answer.Status, answer.Header)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	s, err := New(testConfig())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []HTTPOptions{{Hosts: []string{"http://x"}}, {Origins: []string{"page.example"}}, {Origins: []string{"*"}},
		{Origins: []string{"https://x/y"}}} {
		if _, err := s.Handler(o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
	if _, err := New(Config{}); err == nil {
		t.Error("a server without a reader is made")
	}
}

func TestHostileHTTP(t *testing.T) {
	_, server := serveHTTP(t, testConfig(), HTTPOptions{})
	for name, tc := range map[string]struct {
		body   string
		change func(*http.Request)
		status int
	}{
		"large":         {`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"` + strings.Repeat("x", maxMessage) + `"}}`, nil, 413},
		"nested":        {strings.Repeat("[", 20000), nil, 400},
		"nothing":       {"", nil, 400},
		"no JSON":       {"\x00\xff", nil, 400},
		"form":          {"a=b", func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415},
		"no stream":     {ping, func(r *http.Request) { r.Header.Set("Accept", "text/html") }, 400},
		"a GET":         {"", func(r *http.Request) { r.Method = http.MethodGet }, 405},
		"a DELETE":      {"", func(r *http.Request) { r.Method = http.MethodDelete }, 405},
		"other version": {ping, func(r *http.Request) { r.Header.Set("Mcp-Protocol-Version", "1900-01-01") }, 400},
	} {
		t.Run(name, func(t *testing.T) {
			if status, body := post(t, server.URL, tc.body, tc.change); status != tc.status || len(body) > 2000 {
				t.Errorf("%d %.300s", status, body)
			}
		})
	}
	if status, body := post(t, server.URL, ping, nil); status != http.StatusOK || !strings.Contains(body, "neighbourhood") {
		t.Errorf("afterwards: %d %.300s", status, body)
	}
}

// Only so many requests are under way at a time, and those that listen do not take the places of those that ask.
func TestRequestsAtATime(t *testing.T) {
	_, server := serveHTTP(t, testConfig(), HTTPOptions{})
	listen := func(id int) (*http.Response, error) {
		body := fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},`+
			`"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}`, id)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(body))
		if err != nil {
			return nil, err
		}
		for name, value := range map[string]string{"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
			"Mcp-Protocol-Version": "2026-07-28", "Mcp-Method": "subscriptions/listen"} {
			request.Header.Set(name, value)
		}
		return http.DefaultClient.Do(request)
	}
	for i := range maxListeners {
		answer, err := listen(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		line, err := bufio.NewReader(answer.Body).ReadString('\n')
		if answer.StatusCode != http.StatusOK || err != nil || line == "" {
			t.Fatalf("listener %d: %s %q %v", i, answer.Status, line, err)
		}
	}
	answer, err := listen(maxListeners + 1)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("one too many listens: %s", answer.Status)
	}
	if status, _ := post(t, server.URL, ping, nil); status != http.StatusOK {
		t.Errorf("whoever asks is answered with %d", status)
	}
}
