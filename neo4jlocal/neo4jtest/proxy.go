package neo4jtest

import (
	"io"
	"net/url"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"coopgraph/neo4jlocal"
)

// Link is a toxiproxy before a server's Bolt port. Stop takes Neo4j away (connections break, new ones are refused),
// Start brings it back at the same address, and the Toxics add latency, bandwidth limits, cuts after so many bytes, and
// resets.
type Link struct {
	*toxiproxy.Proxy
	Server neo4jlocal.Server // the server behind, with URI pointing at the proxy
}

// Proxy puts a running proxy before the server's Bolt port until the test ends.
func Proxy(tb testing.TB, server neo4jlocal.Server) *Link {
	tb.Helper()
	u, err := url.Parse(server.URI)
	if err != nil {
		tb.Fatalf("address of the server: %v", err)
	}
	quiet := zerolog.New(io.Discard)
	proxy := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), quiet), tb.Name(), "127.0.0.1:0", u.Host)
	if err := proxy.Start(); err != nil {
		tb.Fatalf("proxy before %s: %v", server.URI, err)
	}
	tb.Cleanup(proxy.Stop)
	// Bolt without routing: a neo4j:// URI would have the driver dial the server's own address past the proxy.
	server.URI = "bolt://" + proxy.Listen
	return &Link{Proxy: proxy, Server: server}
}
