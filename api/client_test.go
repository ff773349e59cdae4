package api

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// client talks to a server over TCP and holds every answer against openapi.yaml.
type client struct {
	t    testing.TB
	url  string
	http *http.Client
	fake *fakeReader
	qs   *fakeQueries
	log  *bytes.Buffer
}

// newClient serves an API over the test data; change may alter its configuration.
func newClient(t testing.TB, change ...func(*Config)) *client {
	t.Helper()
	c := &client{t: t, fake: newFake(), log: &bytes.Buffer{}}
	c.qs = &fakeQueries{reader: c.fake}
	cfg := Config{Reader: c.fake, Queries: c.qs, Version: "v1.2.3", Commit: "abcdef",
		Log: slog.New(slog.NewJSONHandler(&lockedWriter{w: c.log}, nil))}
	for _, f := range change {
		f(&cfg)
	}
	handler, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(handler)
	srv.Config = NewHTTPServer(handler, cfg.Log)
	srv.Start()
	t.Cleanup(srv.Close)
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	c.url, c.http = srv.URL, &http.Client{Transport: checked{t, transport}}
	return c
}

// answer is a response that was read to its end.
type answer struct {
	*http.Response
	body []byte
}

// json gives the body as plain values.
func (a answer) json(t testing.TB) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%s: %v in %.300s", a.Request.URL, err, a.body)
	}
	return v
}

// get asks for path, with headers given as pairs.
func (c *client) get(path string, headers ...string) answer {
	c.t.Helper()
	return c.do("GET", path, "", headers...)
}

func (c *client) do(method, path, body string, headers ...string) answer {
	c.t.Helper()
	req, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if method == "POST" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer{res, data}
}

// want fails unless the answer has the status, and gives its JSON.
func (c *client) want(status int, a answer) map[string]any {
	c.t.Helper()
	if a.StatusCode != status {
		c.t.Fatalf("%s %s: status %d, want %d: %.500s", a.Request.Method, a.Request.URL, a.StatusCode, status, a.body)
	}
	return a.json(c.t)
}

// checked is a transport that fails the test where an answer is not what openapi.yaml says.
type checked struct {
	t    testing.TB
	next http.RoundTripper
}

func (tr checked) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := tr.next.RoundTrip(req)
	if err != nil || res.Header.Get("Content-Encoding") != "" {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return nil, err // a broken answer has no shape
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if err := contract.check(req, res.StatusCode, res.Header, body); err != nil {
		tr.t.Errorf("%s %s answers %d, not as openapi.yaml says: %v\n%.1000s", req.Method, req.URL, res.StatusCode, err, body)
	}
	return res, nil
}

// document is openapi.yaml, made to refuse fields that it does not name.
type contractDocument struct {
	doc    *openapi3.T
	router routers.Router
}

var contract = loadContract()

func loadContract() contractDocument {
	// What is neither our own JSON nor that of others is text or bytes to the document; what it holds is looked at by tests of
	// its own.
	media := append([]string{"text/html"}, citedShapes.media[1:]...)
	for _, m := range append(media, tableShapes.media[1:]...) {
		switch {
		case strings.HasSuffix(m, "+json"):
			openapi3filter.RegisterBodyDecoder(m, openapi3filter.JSONBodyDecoder)
		case m != "text/csv":
			openapi3filter.RegisterBodyDecoder(m, openapi3filter.PlainBodyDecoder)
		}
	}
	doc, err := openapi3.NewLoader().LoadFromData(OpenAPI())
	if err != nil {
		panic(err)
	}
	no := false
	for _, schema := range doc.Components.Schemas {
		if len(schema.Value.Properties) > 0 {
			schema.Value.AdditionalProperties = openapi3.BoolSchema{Has: &no}
		}
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		panic(err)
	}
	return contractDocument{doc, router}
}

func (d contractDocument) check(req *http.Request, status int, header http.Header, body []byte) error {
	route, pathParams, err := d.router.FindRoute(req)
	if err != nil {
		return nil //nolint:nilerr // what is not in the document is looked at by its own tests
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true}
	return openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: pathParams, Route: route, Options: options},
		Status:                 status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Options: options,
	})
}
