package neo4jlocal

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// helperHome turns the test binary into a program that starts a Neo4j on that home and waits to be killed.
const helperHome = "NEO4JLOCAL_TEST_HELPER_HOME"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperHome); dir != "" {
		s, err := Start(context.Background(), testOptions(dir))
		if err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		fmt.Println("ready", s.URI)
		time.Sleep(time.Hour)
	}
	os.Exit(m.Run())
}

// testOptions start a child on home, quickly, on whatever ports are free.
func testOptions(home string) Options {
	return Options{Way: WayJava, Home: home, JVM: []string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"}}
}

// waysHere are the ways that this machine has; COOPGRAPH_NEO4J names one. None at all is a failure.
func waysHere(t *testing.T) []Way {
	t.Helper()
	ctx := t.Context()
	if way := Way(os.Getenv("COOPGRAPH_NEO4J")); way == WayJava || way == WayDocker {
		return []Way{way}
	}
	var ways []Way
	docker := DockerImage(ctx, os.Stderr)
	if docker == nil {
		ways = append(ways, WayDocker)
	}
	missing := missingTools(ctx)
	if missing == nil {
		ways = append(ways, WayJava)
	}
	if ways == nil {
		t.Fatalf("no Neo4j can be started here: %v; %v; %s", docker, missing, installAdvice())
	}
	return ways
}

func mustStart(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop(context.Background()) })
	return s
}

func mustQuery(t *testing.T, s *Server, statement string) {
	t.Helper()
	if err := s.query(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// fakePath makes a PATH that holds nothing but the given shell scripts and the few tools that they use.
func fakePath(t *testing.T, scripts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range scripts {
		script := "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("JAVA_HOME", "")
	places := javaPlaces
	javaPlaces = nil
	t.Cleanup(func() { javaPlaces = places })
	return dir
}

// asUser has the package believe that it runs as that user.
func asUser(t *testing.T, id int) {
	t.Helper()
	was := euid
	euid = func() int { return id }
	t.Cleanup(func() { euid = was })
}

// buffer is a log that may be written from several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
