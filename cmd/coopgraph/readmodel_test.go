package main

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/live"
	"coopgraph/neo4jlocal/neo4jtest"
)

// serving runs a command that serves until the function that it returns is called, which gives what it printed.
func serving(t *testing.T, args ...string) (base string, stop func() string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs output
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, args, &out, &errs) }()
	return "http://" + errs.waitFor(t, `msg="?serving.* address=([0-9.:]+)`), func() string {
		cancel()
		if code := <-ended; code != exitOK {
			t.Errorf("%v ended with %d", args, code)
		}
		return errs.String()
	}
}

// answer gives status and body.
func answer(t *testing.T, url string) (int, string) {
	t.Helper()
	a, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(body)
}

// Without any Neo4j, the same graph is served from folders and from a snapshot of them.
func TestServeFrom(t *testing.T) {
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:0")
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1") // nothing is there, and nobody may ask it
	file := filepath.Join(t.TempDir(), "graph.snapshot")
	if code, stdout, stderr := call(t, "snapshot", "--from", "bundled", file); code != exitOK || !strings.Contains(stdout, "serve --from "+file) {
		t.Fatalf("snapshot ended with %d\n%s\n%s", code, stdout, stderr)
	}
	var stats []string
	for _, from := range []string{"bundled", file, "../../data"} {
		base, stop := serving(t, "serve", "--from", from)
		stats = append(stats, get(t, base+"/v1/stats"))
		for path, want := range map[string]string{
			"/v1/paths?from=country:aze&to=country:geo":              `"hops":1`,
			"/v1/entities/iso3:AZE/neighbourhood":                    `"nodes"`,
			"/v1/search?q=" + "%D0%93%D1%80%D1%83%D0%B7%D0%B8%D1%8F": `"country:geo"`,
			"/v1/datasets": `"region"`,
			"/v1/queries":  `"members"`,
			"/readyz":      `"ready"`,
		} {
			if body := get(t, base+path); !strings.Contains(body, want) {
				t.Errorf("%s: %.300s, want %s", path, body, want)
			}
		}
		if status, body := answer(t, base+"/v1/queries/members/run?organisation=organisation:guam"); status != http.StatusServiceUnavailable ||
			!strings.Contains(body, "without one (serve --from)") {
			t.Errorf("a canned query: %d %s", status, body)
		}
		if status, body := answer(t, base+"/v1/queries/nonsense/run"); status != http.StatusNotFound {
			t.Errorf("an unknown query: %d %s", status, body)
		}
		stop()
	}
	if stats[0] != stats[1] || stats[0] != stats[2] || !strings.Contains(stats[0], `"revision":1,`) {
		t.Errorf("the same graph has the stats %v", stats)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serve", "--from", filepath.Join(t.TempDir(), "none")}, "cannot be opened"},
		{[]string{"serve", "--from", "readmodel_test.go"}, "not a snapshot"},
		{[]string{"serve", "--from", file, "--from", "countries"}, "a snapshot is served alone"},
		{[]string{"serve", "--read-model", "perhaps"}, "allowed: [auto on off]"},
	} {
		if code, _, stderr := call(t, c.args...); code == exitOK || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: %d %s", c.args, code, stderr)
		}
	}
}

// Over a running Neo4j the read model is used unless it is switched off, and kept for the next start.
func TestServeWithAndWithoutTheReadModel(t *testing.T) {
	bolttest.Wipe(t, neo4jtest.Server(t))
	useTestServer(t)
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:0")
	if code, _, stderr := call(t, "load", "countries"); code != exitOK {
		t.Fatal(stderr)
	}
	var bodies []string
	for _, c := range []struct{ mode, want string }{
		{"off", "Read model: off"}, {"auto", "Read model: on, since it fits"}, {"on", "answering from the snapshot"},
	} {
		t.Setenv("COOPGRAPH_READ_MODEL", c.mode)
		base, stop := serving(t, "serve")
		if c.mode != modelOff {
			for deadline := time.Now().Add(time.Minute); !strings.Contains(get(t, base+"/readyz"), `"note":null`); {
				if time.Now().After(deadline) {
					t.Fatal("it is not in memory after a minute")
				}
				time.Sleep(50 * time.Millisecond)
			}
		}
		bodies = append(bodies, get(t, base+"/v1/entities/country:aze"))
		get(t, base+"/v1/queries/most-connected/run")
		if log := stop(); !strings.Contains(log, c.want) {
			t.Errorf("%s: the log says\n%s\nwant %s", c.mode, log, c.want)
		}
	}
	if bodies[0] != bodies[1] || bodies[1] != bodies[2] {
		t.Errorf("the answers differ: %v", bodies)
	}
}

// What is said of memory beforehand is about what a model takes.
func TestEstimateIsAboutRight(t *testing.T) {
	m, err := readFrom(t.Context(), []string{bundled}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	stats, err := m.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{"Source": stats.Sources}
	for k, n := range stats.Entities {
		counts[string(k)] = n
	}
	for k, n := range stats.Relationships {
		counts[string(k)] = n
	}
	memory := m.Memory()
	takes := memory.Total()
	if got := estimate(counts); math.Abs(math.Log2(float64(got)/float64(takes))) > 1 {
		t.Errorf("the estimate is %s, and it takes %s", size(got), size(takes))
	}
	for k := range counts {
		counts[k] *= 1 << 30
	}
	if _, known := freeMemory(); known && fits(counts, 0) == nil {
		t.Errorf("%s are said to fit", size(estimate(counts)))
	}
	for bytes, want := range map[int]string{0: "0 B", 1023: "1023 B", 1536: "1.5 KiB", 3 << 30: "3.0 GiB"} {
		if got := size(bytes); got != want {
			t.Errorf("%d bytes are %s, want %s", bytes, got, want)
		}
	}
}

func TestNotesOnTheCopy(t *testing.T) {
	now := time.Now()
	kept := live.Status{InMemory: true, Answering: true, Confirmed: now, Marker: graph.Marker{Revision: 7}}
	away, building, wrong := kept, kept, kept
	away.Answering, away.Err, away.Confirmed = false, errors.New("away"), now.Add(-time.Hour)
	building.Building = true
	wrong.Err = errors.New("wrong")
	for want, s := range map[string]live.Status{
		"":                                 kept,
		"revision 7, as it was 1h0m0s ago": away,
		"newer revision is being read":     building,
		"the log says why":                 wrong,
		"too large":                        {Refused: errors.New("too large")},
		"until the graph is in memory":     {Answering: true},
	} {
		f := freshness(s)
		if !strings.Contains(f.Note, want) || (want == "") != (f.Note == "") || f.Copied != s.InMemory {
			t.Errorf("%+v, want a note of %q", f, want)
		}
	}
}
