package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

// useTestServer points the settings at the tests' own Neo4j.
func useTestServer(t *testing.T) {
	t.Helper()
	s := neo4jtest.Server(t)
	t.Setenv("COOPGRAPH_NEO4J", "uri")
	t.Setenv("COOPGRAPH_ADDR", "")
	t.Setenv("COOPGRAPH_HOME", t.TempDir()) // where the read model is saved
	t.Setenv("NEO4J_URI", s.URI)
	t.Setenv("NEO4J_USERNAME", s.Username)
	t.Setenv("NEO4J_PASSWORD", s.Password)
	t.Setenv("NEO4J_DATABASE", s.Database)
}

// output collects what is printed, while it is being read.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// waitFor waits until the output matches and gives the first group.
func (o *output) waitFor(t *testing.T, pattern string) string {
	t.Helper()
	expression := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if match := expression.FindStringSubmatch(o.String()); match != nil {
			return match[len(match)-1]
		}
	}
	t.Fatalf("no %s in the output:\n%s", pattern, o)
	return ""
}

// call runs one command line and gives what it printed.
func call(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs output
	code = run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func get(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v\n%s", url, answer.Status, err, body)
	}
	return string(body)
}

// TestUp brings everything up twice over one Neo4j, and asks from outside and from the command line.
func TestUp(t *testing.T) {
	bolttest.Wipe(t, neo4jtest.Server(t))
	useTestServer(t)
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:0")
	for _, want := range []string{`Loaded region +\d+ created`, `Loaded region +nothing changed`} {
		ctx, stop := context.WithCancel(t.Context())
		var out, errs output
		ended := make(chan int, 1)
		mine := t.TempDir()
		go func() { ended <- run(ctx, []string{"up", "--queries", mine}, &out, &errs) }()
		base := out.waitFor(t, `API +(http://[0-9.:]+)/`)
		out.waitFor(t, want)
		if body := get(t, base+"/v1/paths?from=country:aze&to=country:geo"); !strings.Contains(body, `"hops":1`) {
			t.Errorf("paths: got %s", body)
		}
		dropIn(t, mine, base)
		errs.waitFor(t, `queries were read anew" (new=\S+/dropped-in.cypher)`)
		stop()
		if code := <-ended; code != exitOK || !strings.Contains(out.String(), "Stopping.") {
			t.Errorf("ended with %d\n%s\n%s", code, &out, &errs)
		}
	}
	askQueries(t)
	askOverMCP(t)
	askAsTheReadmeDoes(t)
	askFromTheCommandLine(t)
	waitForTheDead(t)
}

// waitForTheDead loads while the lease of a load that was killed a moment ago has not run out yet.
func waitForTheDead(t *testing.T) {
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (m:CoopgraphMeta) SET m.token = 'dead', m.holder = 'killed@desk pid 1', "+
		"m.until = datetime.realtime().epochMillis + 2000", nil)
	code, stdout, stderr := call(t, "load", "countries")
	if code != exitOK || !strings.Contains(stderr, "Waiting for another load") || !strings.Contains(stderr, "killed@desk") {
		t.Errorf("got %d\n%s\n%s; want it to wait and then to load", code, stdout, stderr)
	}
}

func askFromTheCommandLine(t *testing.T) {
	for _, c := range []struct {
		args     []string
		code     int
		contains []string // in what is printed, to either
	}{
		{[]string{"path", "Azerbaijan", "Council of Europe"}, exitOK,
			[]string{"1. Azerbaijan — Council of Europe", "is a member of", "Sources\n   ["}},
		{[]string{"path", "iso3:AZE", "country:geo", "--types", "BORDERS"}, exitOK, []string{"Azerbaijan borders Georgia"}},
		{[]string{"path", "country:aze", "country:geo", "--as-of", "1700"}, exitNothing,
			[]string{"No path passes the filter. They would be connected without: dates (1 step)."}},
		{[]string{"path", "country:bvt", "country:aze"}, exitNothing, []string{"No path: they are not connected at all."}},
		{[]string{"path", "Azerbaijn", "Georgia"}, exitFailed, []string{"did you mean country:aze (Azerbaijan)"}},
		{[]string{"path", "country:aze", "country:geo", "--as-of", "2024-02-30"}, exitUsage, []string{"01 to 29"}},
		{[]string{"path", "country:aze", "country:geo", "--types", "KNOWS"}, exitUsage, []string{"MEMBER_OF"}},
		{[]string{"path", "country:aze", "country:geo", "--max-hops", "13"}, exitUsage, []string{"1 to 12"}},
		{[]string{"path", "country:aze", "country:geo", "-k", "0"}, exitUsage, []string{"1 or more"}},
		{[]string{"entity", "Azərbaycan"}, exitOK, []string{"Azerbaijan (country:aze)", "MEMBER_OF"}},
		{[]string{"common", "Azerbaijan", "Georgia", "--limit", "1"}, exitOK, []string{"shared neighbours of Azerbaijan, Georgia"}},
		{[]string{"graph", "--types", "BORDERS", "--format", "dot"}, exitOK, []string{"digraph"}},
		{[]string{"query"}, exitOK, []string{"members "}},
		{[]string{"query", "members", "-p", "organisation=organisation:guam"}, exitOK, []string{"Azerbaijan"}},
		{[]string{"query", "members", "-p", "organisation=organisation:guam", "--format", "csv"}, exitOK, []string{","}},
		{[]string{"query", "members", "-p", "organisation"}, exitUsage, []string{"key=value"}},
		{[]string{"query", "nosuch"}, exitFailed, []string{"nosuch"}},
		{[]string{"load", "--dry-run"}, exitOK, []string{"countries"}},
		{[]string{"unload", "--dry-run", "region"}, exitOK, []string{"region"}},
		{[]string{"unload", "trend-2024-06-27"}, exitOK, []string{"trend-2024-06-27"}},
		{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "--dataset", "region"}, exitOK, []string{"2 steps"}},
		{[]string{"unload", "trend-2024-06-27"}, exitFailed, []string{"nothing of a dataset"}},
		{[]string{"load", "nosuch"}, exitUsage, []string{"nosuch", "trend-2024-06-27"}},
	} {
		code, stdout, stderr := call(t, c.args...)
		if code != c.code {
			t.Errorf("%q: code %d, want %d\n%s\n%s", c.args, code, c.code, stdout, stderr)
		}
		for _, want := range c.contains {
			if !strings.Contains(stdout+stderr, want) {
				t.Errorf("%q: no %q in\n%s\n%s", c.args, want, stdout, stderr)
			}
		}
	}
}

func TestWithoutNeo4j(t *testing.T) {
	t.Setenv("COOPGRAPH_NEO4J", "java")
	t.Setenv("COOPGRAPH_HOME", t.TempDir())
	code, _, stderr := call(t, "serve", "--addr", "127.0.0.1:0")
	if code != exitFailed || !strings.Contains(stderr, "coopgraph up") {
		t.Errorf("got %d %s; want it to say what to start", code, stderr)
	}
}

func TestWrongPasswordIsSaidAtOnce(t *testing.T) {
	useTestServer(t)
	t.Setenv("NEO4J_PASSWORD", "not the password")
	began := time.Now()
	code, _, stderr := call(t, "query")
	if code == exitOK || !strings.Contains(stderr, "NEO4J_PASSWORD") {
		t.Errorf("got %d %s; want it to name NEO4J_PASSWORD", code, stderr)
	}
	if took := time.Since(began); took > readyWithin/2 {
		t.Errorf("it took %s to say so", took)
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"path", "one"}, {"up", "--nosuch"}, {"up", "extra"}, {"check", "a", "b"}, {"check", "--format", "xml"},
		{"serve", "--neo4j", "maybe"}, {"up", "--deadline", "2h"}} {
		if code, _, stderr := call(t, args...); code != exitUsage || stderr == "" {
			t.Errorf("%q: code %d, %q; want %d and a word", args, code, stderr, exitUsage)
		}
	}
}

// TestFlagsAndEnvironmentAgree looks at the help, which is what people go by.
func TestFlagsAndEnvironmentAgree(t *testing.T) {
	t.Setenv("NEO4J_PASSWORD", "the-secret")
	_, help, _ := call(t, "up", "--help")
	for flag, env := range map[string]string{"addr": "COOPGRAPH_ADDR", "home": "COOPGRAPH_HOME", "neo4j": "COOPGRAPH_NEO4J",
		"neo4j-uri": "NEO4J_URI", "neo4j-username": "NEO4J_USERNAME", "neo4j-password": "NEO4J_PASSWORD",
		"neo4j-database": "NEO4J_DATABASE"} {
		if !regexp.MustCompile(`--` + flag + ` .*\[` + env + `\]`).MatchString(help) {
			t.Errorf("help has no --%s [%s]:\n%s", flag, env, help)
		}
	}
	if strings.Contains(help, "the-secret") {
		t.Error("help shows the password")
	}
}

func TestVersion(t *testing.T) {
	if code, stdout, _ := call(t, "version"); code != exitOK || !strings.HasPrefix(stdout, "coopgraph ") {
		t.Errorf("got %d %q", code, stdout)
	}
}

func TestImport(t *testing.T) {
	if code, _, stderr := call(t, "import", "nosuch", "a", "b"); code != exitUsage || !strings.Contains(stderr, "countries") {
		t.Errorf("got %d %s; want the formats named", code, stderr)
	}
	dest := filepath.Join(t.TempDir(), "countries")
	code, _, stderr := call(t, "import", "countries", "../../loader/countries/testdata/countries.json", dest)
	if code != exitOK {
		t.Fatalf("got %d %s", code, stderr)
	}
	if code, stdout, stderr := call(t, "check", dest); code != exitOK || !strings.Contains(stdout, "in order") {
		t.Errorf("what was imported: got %d %s %s", code, stdout, stderr)
	}
}

func TestCheck(t *testing.T) {
	if code, stdout, stderr := call(t, "check", "trend-2024-06-27"); code != exitOK || !strings.Contains(stdout, "in order") {
		t.Errorf("got %d %s %s", code, stdout, stderr)
	}
	dir := t.TempDir()
	files := map[string]string{"dataset.yaml": "name: x\ntitle: X\nlicence: CC0-1.0\n",
		"sources.csv": "id,title,published\ns,S,2024-13\n", "relationships.csv": "type,from,to,source,claim,confidence\n"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if code, _, stderr := call(t, "check", dir); code == exitOK || !strings.Contains(stderr, "sources.csv:2:5") {
		t.Errorf("got %d %s; want the place of the wrong date", code, stderr)
	}
}

// TestUpFromNothing runs the program itself with a folder of its own, as `make up` does, and ends it with Ctrl-C.
func TestUpFromNothing(t *testing.T) {
	if os.Getenv("COOPGRAPH_NEO4J") == "docker" {
		t.Setenv("COOPGRAPH_NEO4J", "java") // the container way of up is checked from outside, by scripts/compose-check
	}
	var out output
	c := exec.Command(build(t), "up", "--neo4j", "java", "--home", t.TempDir(), "--addr", "127.0.0.1:0")
	c.Stdout, c.Stderr = &out, &out
	c.Env = append(os.Environ(), "NEO4J_URI=")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	t.Cleanup(func() { _ = c.Process.Kill() }) // it has ended already where the test passes
	base := out.waitFor(t, `API +(http://[0-9.:]+)/`)
	get(t, base+"/readyz")
	health := get(t, base+"/healthz")
	if !strings.Contains(health, "version") || !strings.Contains(health, "commit") {
		t.Errorf("healthz: got %s", health)
	}
	if err := c.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ended with %v\n%s", err, &out)
		}
	case <-time.After(time.Minute):
		t.Errorf("still there a minute after Ctrl-C\n%s", &out)
	}
	bolt := out.waitFor(t, `Neo4j is ready at bolt://(\S+)`)
	if exec.Command("bash", "-c", "exec 3<>/dev/tcp/"+strings.Replace(bolt, ":", "/", 1)).Run() == nil {
		t.Errorf("Neo4j still listens at %s", bolt)
	}
}
