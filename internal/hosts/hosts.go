// Package hosts tells the names that a server goes by from any other. A web page that points a name of its own at this
// machine could otherwise read a local server as if it were its own (DNS rebinding), with or without an Origin.
package hosts

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// Names are those of a server beside loopback, which every server goes by.
type Names map[string]bool

// Parse reads names as a user writes them; a port is ignored.
func Parse(names []string) (Names, error) {
	known := Names{}
	for _, name := range names {
		host := Of(name)
		if host == "" || strings.ContainsAny(name, "/* ") {
			return nil, fmt.Errorf("%q is not the name of a host; write it without scheme and path", name)
		}
		known[host] = true
	}
	return known, nil
}

// Allow reports whether a Host header names this server.
func (n Names) Allow(header string) bool {
	host := Of(header)
	return IsLoopback(host) || n[host]
}

// Of is the name in a Host header, without port, brackets and final dot, in lower case.
func Of(header string) string {
	host := header
	if h, _, err := net.SplitHostPort(header); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// IsLoopback reports whether the name, as [Of] gives it, is of this machine alone.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
