package neo4jtest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"coopgraph/neo4jlocal"
)

// Link is a proxy before a server's Bolt port. Stop takes Neo4j away (connections break, new ones are refused), Start
// brings it back at the same address.
type Link struct {
	*toxiproxy.Proxy
	Server neo4jlocal.Server // the server behind, its URI pointing at the proxy
}

// Proxy puts a running proxy before the server's Bolt port until the test ends.
func Proxy(tb testing.TB, server neo4jlocal.Server) *Link {
	tb.Helper()
	u, err := url.Parse(server.URI)
	if err != nil {
		tb.Fatalf("address of the server: %v", err)
	}
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.New(io.Discard))
	proxy := toxiproxy.NewProxy(api, tb.Name(), "127.0.0.1:0", u.Host)
	if err := proxy.Start(); err != nil {
		tb.Fatalf("proxy before %s: %v", server.URI, err)
	}
	tb.Cleanup(proxy.Stop)
	// Bolt without routing: a neo4j:// URI would have the driver dial the server's own address, past the proxy.
	server.URI = "bolt://" + proxy.Listen
	return &Link{Proxy: proxy, Server: server}
}

// Add makes the link worse by one of toxiproxy's toxics: "latency", "bandwidth", "timeout", "reset_peer", "limit_data",
// "slow_close", "slicer". The stream is "downstream" for what Neo4j says, "upstream" for what it is told; the
// attributes are toxiproxy's, such as {"latency": 300} in milliseconds.
func (l *Link) Add(tb testing.TB, kind, stream string, attributes map[string]any) {
	tb.Helper()
	body, err := json.Marshal(map[string]any{"type": kind, "stream": stream, "attributes": attributes})
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := l.Toxics.AddToxicJson(bytes.NewReader(body)); err != nil {
		tb.Fatalf("toxic %s on %s: %v", kind, stream, err)
	}
}

// DropReplies lets whatever is said reach Neo4j and breaks each connection at Neo4j's next word: a commit is done, and
// its client never hears of it. Consume the results of earlier statements first: what they still have to say counts too.
func (l *Link) DropReplies(tb testing.TB) {
	tb.Helper()
	l.Add(tb, "limit_data", "downstream", map[string]any{"bytes": 0})
}

// Clear takes all toxics off the link.
func (l *Link) Clear(tb testing.TB) {
	tb.Helper()
	l.Toxics.ResetToxics(context.Background())
}
