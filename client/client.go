// Package client asks a coopgraph server over HTTP. Its types and the requests that it sends are generated from the
// server's OpenAPI document; what is written by hand gives questions a form of their own ([Filter], [PathsQuestion] and the
// others), errors a type ([Error]), and the whole graph as a stream ([Client.Graph]).
//
//	c, err := client.New("http://127.0.0.1:8080", client.Options{})
//	answer, err := c.Paths(ctx, client.PathsQuestion{From: "country:aze", To: "country:geo"})
//
// It stands on the standard library alone. A [Client] is safe for concurrent use.
//
// Caveats: a field that the server gives as null is a nil pointer. Dates are texts, as precise as they are known. An
// answer is of one revision; two answers may be of two.
package client

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config oapi-codegen.yaml ../api/openapi.yaml

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Options say how a server is asked. The zero value will do.
type Options struct {
	// Transport carries requests; nil is [http.DefaultTransport].
	Transport http.RoundTripper
	// Retries is how many times a request is sent again that a busy server puts off (429 and 503 with Retry-After),
	// each after the time that the server asks for, as long as the context lasts; 0 for never.
	Retries int
	// Wait asks the server for an answer within this time, in whole seconds, where that is less than it allows; 0 leaves
	// it to the server. A context's deadline alone would not stop the server from working.
	Wait time.Duration
	// UserAgent says who asks; "" is "coopgraph-client".
	UserAgent string
}

// Client asks one server.
type Client struct {
	server  string // without a slash at its end
	http    http.Client
	options Options
}

// New makes a client of the server at an address such as http://127.0.0.1:8080. Nothing is sent yet.
func New(server string, o Options) (*Client, error) {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("client: %q is not the address of a server; write it like http://127.0.0.1:8080", server)
	}
	if o.UserAgent == "" {
		o.UserAgent = "coopgraph-client"
	}
	return &Client{server: strings.TrimRight(server, "/"), http: http.Client{Transport: o.Transport}, options: o}, nil
}

// send sends a request, again where the server is busy and retries are left. Its answer has status 200: anything else is
// an error.
func (c *Client) send(ctx context.Context, method, path string, query url.Values, body any) (*http.Response, error) {
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			return nil, fmt.Errorf("client: the question cannot be written as JSON: %w", err)
		}
	}
	for left := c.options.Retries; ; left-- {
		answer, err := c.once(ctx, method, path, query, content)
		if err != nil {
			return nil, err
		}
		if answer.StatusCode == http.StatusOK {
			return answer, nil
		}
		problem := problemOf(answer)
		if left <= 0 || problem.RetryAfter == 0 || !pause(ctx, problem.RetryAfter) {
			return nil, problem
		}
	}
}

func (c *Client) once(ctx context.Context, method, path string, query url.Values, content []byte) (*http.Response, error) {
	address := c.server + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("User-Agent", c.options.UserAgent)
	if seconds := int(c.options.Wait / time.Second); seconds > 0 {
		request.Header.Set("Prefer", "wait="+strconv.Itoa(seconds))
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	return answer, nil
}

// pause waits, and reports false where the context ends before.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// pathOf fills the parts of a path in, escaped.
func pathOf(path string, parts ...string) string {
	for _, part := range parts {
		before, rest, _ := strings.Cut(path, "{")
		_, after, _ := strings.Cut(rest, "}")
		path = before + url.PathEscape(part) + after
	}
	return path
}

// decoded reads an answer of status 200.
func decoded[A any](answer *http.Response, err error) (*A, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	var a A
	if err := json.NewDecoder(answer.Body).Decode(&a); err != nil {
		return nil, fmt.Errorf("client: the answer cannot be read: %w", err)
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1)) // the line break, so that the connection can be used again
	return &a, nil
}
