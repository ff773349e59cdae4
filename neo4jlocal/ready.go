package neo4jlocal

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// boltHello is Bolt's preamble followed by four version proposals: 5.0 to 5.8, 4.4, and nothing twice.
var boltHello = []byte{
	0x60, 0x60, 0xB0, 0x17,
	0, 8, 8, 5, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0,
}

// handshake connects to address and agrees on a Bolt version. A port that merely accepts connections does not pass.
func handshake(ctx context.Context, address string, tlsConfig *tls.Config) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	var conn net.Conn
	var err error
	if tlsConfig != nil {
		conn, err = (&tls.Dialer{Config: tlsConfig}).DialContext(ctx, "tcp", address)
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}
	if err != nil {
		return err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	_ = conn.SetDeadline(deadline)
	if _, err := conn.Write(boltHello); err != nil {
		return err
	}
	var version [4]byte
	if _, err := io.ReadFull(conn, version[:]); err != nil {
		return fmt.Errorf("%s does not answer as Bolt: %w", address, err)
	}
	if version == [4]byte{} || version[2] > 8 || version[3] < 4 || version[3] > 5 {
		return fmt.Errorf("%s does not speak Bolt 4.4 or 5 (it answered % x)", address, version)
	}
	return nil
}

// loopback never goes through a proxy: the requests carry the password.
var loopback = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}

// query runs one statement on the server's data database through Neo4j's HTTP endpoint.
func (s *Server) query(ctx context.Context, statement string) error {
	body, err := json.Marshal(map[string]any{"statements": []any{map[string]any{"statement": statement}}})
	if err != nil {
		return err
	}
	target := s.HTTPURL + "/db/" + url.PathEscape(s.Database) + "/tx/commit"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.SetBasicAuth(s.Username, s.Password)
	req.Header.Set("Content-Type", "application/json")
	resp, err := loopback.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusUnauthorized {
		return ErrPassword
	}
	var answer struct {
		Errors []struct{ Code, Message string }
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&answer); err != nil {
		return fmt.Errorf("%s answered %s: %w", target, resp.Status, err)
	}
	if len(answer.Errors) > 0 {
		return fmt.Errorf("database %s: %s: %s", s.Database, answer.Errors[0].Code, answer.Errors[0].Message)
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s answered %s", target, resp.Status)
	}
	return nil
}

// answers tells whether the server is ready now: Bolt shakes hands and the data database runs a query. The port alone
// says little: with a full disk Neo4j listens, and its data database is offline.
func (s *Server) answers(ctx context.Context) error {
	u, err := url.Parse(s.URI)
	if err != nil {
		return err
	}
	if err := handshake(ctx, u.Host, nil); err != nil {
		return err
	}
	return s.query(ctx, "RETURN 1")
}

// waitReady asks until the server answers. It gives up early on a wrong password and when ended is closed.
func (s *Server) waitReady(ctx context.Context, ended <-chan struct{}) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := s.answers(ctx)
		if err == nil || errors.Is(err, ErrPassword) {
			return err
		}
		select {
		case <-ended:
			return errors.New("the Neo4j process ended")
		case <-ctx.Done():
			return fmt.Errorf("%w; the last answer was: %w", context.Cause(ctx), err)
		case <-tick.C:
		}
	}
}

// startURI checks that a server that somebody else runs can be reached.
func startURI(ctx context.Context, o Options) (*Server, error) {
	if o.URI == "" {
		return nil, errors.New("NEO4J_URI is empty: set it to the server's address, such as neo4j://host:7687, " +
			"or let COOPGRAPH_NEO4J be auto, docker or java")
	}
	u, err := url.Parse(o.URI)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("NEO4J_URI is %q: write it as neo4j://host:7687 or bolt://host:7687", o.URI)
	}
	secure, err := tlsFor(u)
	if err != nil {
		return nil, err
	}
	address := u.Host
	if u.Port() == "" {
		address = net.JoinHostPort(u.Hostname(), fmt.Sprint(defaultBolt))
	}
	if err := handshake(ctx, address, secure); err != nil {
		return nil, fmt.Errorf("the Neo4j of NEO4J_URI (%s) cannot be reached: %w; start it, or correct the address",
			u.Redacted(), err)
	}
	return &Server{Way: WayURI, URI: o.URI, Username: o.Username, Password: o.Password, Database: o.Database}, nil
}

// tlsFor maps the driver's URI schemes to TLS: +s checks the certificate, +ssc takes a self-signed one.
func tlsFor(u *url.URL) (*tls.Config, error) {
	scheme, kind, _ := strings.Cut(u.Scheme, "+")
	if scheme == "neo4j" || scheme == "bolt" {
		switch kind {
		case "":
			return nil, nil
		case "s":
			return &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}, nil
		case "ssc": // the user asked in so many words not to check; only a handshake without secrets goes over it
			return &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}, nil //nolint:gosec // see above
		}
	}
	return nil, fmt.Errorf("NEO4J_URI has the scheme %q: allowed are neo4j, neo4j+s, neo4j+ssc, bolt, bolt+s, bolt+ssc",
		u.Scheme)
}
