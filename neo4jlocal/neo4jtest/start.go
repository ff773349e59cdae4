package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"

	"coopgraph/neo4jlocal"
)

// start takes the first way that can be had. The function it returns removes what the server leaves behind.
func start(ctx context.Context) (*neo4jlocal.Server, func(), error) {
	if os.Getenv("COOPGRAPH_TEST_NEO4J_URI") != "" {
		return given(ctx)
	}
	switch neo4jlocal.Way(os.Getenv("COOPGRAPH_NEO4J")) {
	case neo4jlocal.WayJava:
		return startJava(ctx)
	case neo4jlocal.WayDocker:
		return startDocker(ctx)
	default: // a user's way to a user's server is none of ours
	}
	s, remove, err := startDocker(ctx)
	if err == nil {
		return s, remove, nil
	}
	if remove != nil {
		remove()
	}
	fmt.Fprintf(os.Stderr, "Not using Docker: %v.\n", err)
	s, remove, javaErr := startJava(ctx)
	if javaErr != nil {
		return nil, remove, fmt.Errorf("neither Docker (%w)\nnor Java (%w)", err, javaErr)
	}
	return s, remove, nil
}

// quick trades peak speed, which a run of a minute or two never reaches, for a second off the start.
var quick = []string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"}

// startJava starts a child in a folder that is thrown away.
func startJava(ctx context.Context) (*neo4jlocal.Server, func(), error) {
	dir, err := scratch(scratchBase())
	if err != nil {
		return nil, nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	o := neo4jlocal.Options{Way: neo4jlocal.WayJava, Home: dir, Log: os.Stderr, JVM: quick}
	for attempt := 1; ; attempt++ {
		if o.BoltPort, o.HTTPPort, err = twoPorts(); err != nil {
			return nil, remove, err
		}
		s, err := neo4jlocal.Start(ctx, o)
		if !errors.Is(err, neo4jlocal.ErrPortTaken) || attempt == 5 {
			return s, remove, err
		}
	}
}

// twoPorts returns two ports that are free now, away from Neo4j's usual ones: a test must not sit where a user's
// program expects their own server.
func twoPorts() (int, int, error) {
	var ports [2]int
	for i := range ports {
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return 0, 0, fmt.Errorf("no free port on loopback: %w", err)
		}
		defer l.Close() // only at the end, so that the two differ
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	return ports[0], ports[1], nil
}
