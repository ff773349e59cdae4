package mcp

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
	"coopgraph/internal/hosts"
)

// HTTPOptions says who may ask over HTTP.
type HTTPOptions struct {
	// Hosts are the names beside loopback that the server goes by. A request with another Host is refused: a web page
	// could otherwise reach a local server through a name of its own (DNS rebinding).
	Hosts []string
	// Origins are the web pages that may ask, such as "https://example.org"; none by default. Clients that are no web
	// pages send no Origin, and are not held to it.
	Origins []string
}

// Bounds of HTTP.
const (
	writeGrace   = 30 * time.Second // to take an answer after the deadline for making it
	maxListening = time.Hour        // after which a client that listens to changes has to ask again
	maxListeners = 32
	maxRequests  = 64 // under way at a time, beside those that listen
)

// Handler answers streamable HTTP. There are no sessions: every request stands by itself, so that there is nothing to
// hijack, to leak or to run out of, and any number of processes can answer for one another.
func (s *Server) Handler(o HTTPOptions) (http.Handler, error) {
	known, err := hosts.Parse(o.Hosts)
	if err != nil {
		return nil, fmt.Errorf("mcp: %w", err)
	}
	for _, origin := range o.Origins {
		if u, err := url.Parse(origin); err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" {
			return nil, fmt.Errorf("mcp: %q is not an origin; write it like https://example.org", origin)
		}
	}
	return &gate{hosts: known, origins: o.Origins, deadline: max(s.Deadline, graph.MaxDeadline) + writeGrace,
		requests: make(chan struct{}, maxRequests), listeners: make(chan struct{}, maxListeners),
		next: sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return s.server },
			&sdk.StreamableHTTPOptions{Stateless: true, MaxRequestBodyBytes: maxMessage, PropagateRequestCancellation: true,
				Logger: s.protocol, DisableLocalhostProtection: true, // the gate knows the names that the server goes by, and is stricter
			})}, nil
}

// gate lets in who may ask, a bounded number at a time and each for a bounded time.
type gate struct {
	hosts               hosts.Names
	origins             []string
	deadline            time.Duration
	requests, listeners chan struct{}
	next                http.Handler
}

// ServeHTTP implements http.Handler.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	origin, fromPage := r.Header.Get("Origin"), len(r.Header.Values("Origin")) > 0
	switch {
	case !g.hosts.Allow(r.Host):
		http.Error(w, "this server does not go by that name; whoever runs it can allow it", http.StatusForbidden)
		return
	case fromPage && !slices.Contains(g.origins, origin):
		http.Error(w, "web pages of this origin may not ask; whoever runs the server can allow it", http.StatusForbidden)
		return
	case fromPage:
		allowOrigin(w.Header(), origin)
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	places, within := g.requests, g.deadline
	if r.Header.Get("Mcp-Method") == "subscriptions/listen" {
		places, within = g.listeners, maxListening
	}
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	default:
		w.Header().Set("Retry-After", "5")
		http.Error(w, "too many requests are under way; try again in a moment", http.StatusServiceUnavailable)
		return
	}
	// A recorder in a test knows no deadlines.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(within))
	g.next.ServeHTTP(w, r)
}

// allowOrigin lets a web page read the answer.
func allowOrigin(h http.Header, origin string) {
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Vary", "Origin")
	h.Set("Access-Control-Allow-Methods", "POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Content-Type, Accept, Mcp-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id")
}
