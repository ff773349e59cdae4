package api

import (
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// hostNames reads the names that the server goes by.
func hostNames(names []string) (map[string]bool, error) {
	hosts := map[string]bool{}
	for _, name := range names {
		host := hostOf(name)
		if host == "" || strings.ContainsAny(name, "/* ") {
			return nil, fmt.Errorf("api: %q is not the name of a host; write it without scheme and path", name)
		}
		hosts[host] = true
	}
	return hosts, nil
}

// checkHost refuses a request whose Host is neither loopback nor named. A web page that points a name of its own at
// this machine could otherwise read a local server as if it were its own, with or without an Origin.
func (s *server) checkHost(c *gin.Context) {
	host := hostOf(c.Request.Host)
	if isLoopback(host) || s.hosts[host] {
		return
	}
	s.metrics.rejected.WithLabelValues(rejectedHost).Inc()
	s.fail(c, &graph.Error{Code: codeHost,
		Message: fmt.Sprintf("%.200q is not a name of this server; whoever runs it can allow it", c.Request.Host)})
}

// hostOf is the name in a Host header, without port, brackets and final dot, in lower case.
func hostOf(header string) string {
	host := header
	if h, _, err := net.SplitHostPort(header); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
