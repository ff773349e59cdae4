package neo4jtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
	"github.com/testcontainers/testcontainers-go/wait"

	"coopgraph/neo4jlocal"
)

const boltPort, httpPort = "7687/tcp", "7474/tcp"

// settings are those of docker-compose.yml, as far as a test can tell the difference.
var settings = map[string]string{
	"NEO4J_dbms_security_allow__csv__import__from__file__urls":        "false",
	"NEO4J_internal_dbms_cypher__ip__blocklist":                       "0.0.0.0/0,::/0",
	"NEO4J_db_transaction_timeout":                                    "120s",
	"NEO4J_dbms_usage__report_enabled":                                "false",
	"NEO4J_server_memory_heap_max__size":                              "512m",
	"NEO4J_server_memory_pagecache_size":                              "128m",
	"NEO4J_db_tx__log_preallocate":                                    "false",
	"NEO4J_internal_dbms_bolt_netty__server__shutdown__quiet__period": "0",
}

// startDocker runs a container through testcontainers-go. Should this process be killed, its reaper removes it, unless
// TESTCONTAINERS_RYUK_DISABLED is set.
func startDocker(ctx context.Context) (*neo4jlocal.Server, func(), error) {
	if err := neo4jlocal.DockerImage(ctx, os.Stderr); err != nil {
		return nil, nil, err
	}
	began, password := time.Now(), rand.Text()
	quiet := log.NewNoopLogger()
	log.SetDefault(quiet)
	c, err := testcontainers.GenericContainer(ctx, testcontainers.GenericContainerRequest{
		ContainerRequest: request(password, onLoopback(ctx)), Started: true, Logger: quiet,
	})
	remove := func() {
		if c != nil {
			_ = testcontainers.TerminateContainer(c, testcontainers.StopTimeout(5*time.Second))
		}
	}
	if err != nil {
		return nil, remove, fmt.Errorf("container %s: %w%s", neo4jlocal.Image, err, lastWords(c))
	}
	s := &neo4jlocal.Server{Way: neo4jlocal.WayDocker, Username: "neo4j", Password: password, Database: "neo4j"}
	if s.URI, err = c.PortEndpoint(ctx, boltPort, "bolt"); err != nil {
		return nil, remove, err
	}
	if s.HTTPURL, err = c.PortEndpoint(ctx, httpPort, "http"); err != nil {
		return nil, remove, err
	}
	fmt.Fprintf(os.Stderr, "Neo4j answers at %s after %s (container).\n", s.URI, time.Since(began).Round(100*time.Millisecond))
	return s, remove, nil
}

// request describes the container: data in memory, ports on the host's loopback where that is ours.
func request(password string, loopback bool) testcontainers.ContainerRequest {
	env := map[string]string{"NEO4J_AUTH": "neo4j/" + password}
	for name, value := range settings {
		env[name] = value
	}
	return testcontainers.ContainerRequest{
		Image:        neo4jlocal.Image,
		Env:          env,
		ExposedPorts: []string{boltPort, httpPort},
		HostConfigModifier: func(h *container.HostConfig) {
			h.Tmpfs = map[string]string{"/data": "rw,size=4g"}
			if !loopback {
				return
			}
			here := []network.PortBinding{{HostIP: netip.MustParseAddr("127.0.0.1")}}
			h.PortBindings = network.PortMap{network.MustParsePort(boltPort): here, network.MustParsePort(httpPort): here}
		},
		WaitingFor: wait.ForAll(
			wait.ForLog("Bolt enabled on"),
			wait.ForHTTP("/db/neo4j/tx/commit").WithPort(httpPort).WithMethod("POST").
				WithBasicAuth("neo4j", password).WithHeaders(map[string]string{"Content-Type": "application/json"}).
				WithBody(strings.NewReader(`{"statements":[{"statement":"RETURN 1"}]}`)).
				WithResponseMatcher(noErrors),
		).WithDeadline(2 * time.Minute),
	}
}

func noErrors(body io.Reader) bool {
	b, err := io.ReadAll(io.LimitReader(body, 1<<20))
	return err == nil && bytes.Contains(b, []byte(`"errors":[]`))
}

// onLoopback tells whether a port that the daemon publishes on its loopback is reached from here. Not so where the
// tests themselves run in a container beside Neo4j's.
func onLoopback(ctx context.Context) bool {
	provider, err := testcontainers.NewDockerProvider()
	if err != nil {
		return false
	}
	defer provider.Close()
	host, err := provider.DaemonHost(ctx)
	return err == nil && (host == "localhost" || host == "127.0.0.1")
}

// lastWords is what the container printed, for an error message.
func lastWords(c testcontainers.Container) string {
	if c == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	logs, err := c.Logs(ctx)
	if err != nil {
		return ""
	}
	defer logs.Close()
	b, _ := io.ReadAll(logs)
	if len(bytes.TrimSpace(b)) == 0 {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return "\nIts last lines:\n  " + strings.Join(lines[max(0, len(lines)-12):], "\n  ")
}
