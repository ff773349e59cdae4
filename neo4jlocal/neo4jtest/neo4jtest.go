// Package neo4jtest gives tests a real Neo4j.
//
// [Server] starts one at its first use and keeps it for the test process; [Main] stops it at the end. It is never a
// user's own: NEO4J_URI is not read. In this order it is the empty database that COOPGRAPH_TEST_NEO4J_URI names, a
// container where a Docker daemon answers, or a child process on the machine's Java in a folder that is thrown away.
// COOPGRAPH_NEO4J=java or =docker forces one of the latter. Where none can be had the test fails: it never skips.
//
// [Proxy] puts a toxiproxy before Bolt, so that a test can take Neo4j away and bring it back.
//
// Caveats: all tests of a process share the server, so each clears what it needs cleared; `go test ./...` runs several
// such processes at once, each with a server of its own. A package that uses Server without Main leaves its folder
// behind until the next run, which removes it.
package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"testing"
	"time"

	"coopgraph/neo4jlocal"
)

// shared is the one server of this process.
var shared struct {
	sync.Mutex
	tried   bool
	server  *neo4jlocal.Server
	err     error
	cleanup func()
}

// Main runs the tests of a package, stops the server and what else is given, and exits. Call it from TestMain.
func Main(m *testing.M, others ...func()) {
	stop := func() {
		for _, other := range others {
			other()
		}
		stop()
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		stop()
		os.Exit(130)
	}()
	code := m.Run()
	stop()
	os.Exit(code)
}

// Server returns this process's Neo4j, started at the first call. Where there is none the test ends with what is
// missing and what to do.
func Server(tb testing.TB) neo4jlocal.Server {
	tb.Helper()
	shared.Lock()
	defer shared.Unlock()
	if !shared.tried {
		shared.tried = true
		shared.server, shared.cleanup, shared.err = start(context.Background())
	}
	if shared.err != nil {
		tb.Fatalf("this test needs a real Neo4j: %v", shared.err)
	}
	return *shared.server
}

func stop() {
	shared.Lock()
	defer shared.Unlock()
	if shared.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := shared.server.Stop(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "neo4jtest:", err)
		}
		shared.server = nil
	}
	if shared.cleanup != nil {
		shared.cleanup()
		shared.cleanup = nil
	}
	shared.tried, shared.err = true, errors.New("it has been stopped")
}
