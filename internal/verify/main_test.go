package main

import (
	"bytes"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	for _, test := range []struct{ addr, want string }{
		{"127.0.0.1:8080", "127.0.0.1:8080"},
		{":8080", "127.0.0.1:8080"},
		{"0.0.0.0:8080", "127.0.0.1:8080"},
		{"[::]:8080", "127.0.0.1:8080"},
		{"[::1]:8080", "[::1]:8080"},
		{"http://graph.example:80/", "graph.example:80"},
		{"localhost", ""},
		{"localhost:http", ""},
		{"localhost:0", ""},
		{"localhost:70000", ""},
	} {
		got, err := address(test.addr)
		if got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("address(%q) = %q, %v; want %q", test.addr, got, err, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:9000")
	for _, test := range []struct {
		args  []string
		addr  string
		quick bool
	}{
		{nil, "127.0.0.1:9000", false},
		{[]string{"-quick"}, "127.0.0.1:9000", true},
		{[]string{"-addr", "127.0.0.1:9001"}, "127.0.0.1:9001", false},
	} {
		s, err := parse(test.args, &bytes.Buffer{})
		if err != nil || s.addr != test.addr || s.quick != test.quick {
			t.Errorf("parse(%q) = %+v, %v", test.args, s, err)
		}
	}
	t.Setenv("COOPGRAPH_ADDR", "")
	if s, err := parse(nil, &bytes.Buffer{}); err != nil || s.addr != defaultAddr {
		t.Errorf("without flag and environment: %+v, %v", s, err)
	}
}

// outcome runs a command line whose files go to a folder of the test's own.
func outcome(t *testing.T, args ...string) (code int, text string) {
	t.Helper()
	var out bytes.Buffer
	code = run(t.Context(), append([]string{"-dir", t.TempDir()}, args...), &out, &out)
	return code, out.String()
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"-addr", "nowhere"}, {"-slow"}, {"quick"}} {
		if code, text := outcome(t, args...); code != exitUsage || !strings.Contains(text, "verify: ") {
			t.Errorf("%q: exit code %d, %s", args, code, text)
		}
	}
}

func TestNothingAnswers(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	listener.Close()
	code, text := outcome(t, "-addr", addr)
	if code != exitFailed || !strings.Contains(text, "nothing answers at "+addr) || !strings.Contains(text, "make up") {
		t.Errorf("exit code %d, %s", code, text)
	}
}

// serve answers every request with one text.
func serve(t *testing.T, handler http.HandlerFunc) (addr string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func TestUnfitServers(t *testing.T) {
	for _, test := range []struct {
		name, body, want string
		status           int
	}{
		{"something else", "<html>", "is no coopgraph", 200},
		{"an error", `{"detail": "Neo4j is away"}`, "Neo4j is away", 503},
		{"a load under way", `{"revision": 1, "epoch": "A", "loading": true}`, "a load is under way", 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			addr := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			if code, text := outcome(t, "-addr", addr); code != exitFailed || !strings.Contains(text, test.want) {
				t.Errorf("exit code %d, %s; want %q", code, text, test.want)
			}
		})
	}
}

func TestNoPython(t *testing.T) {
	addr := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"revision": 1}`)) })
	t.Setenv("PATH", t.TempDir())
	code, text := outcome(t, "-addr", addr)
	if code != exitFailed || !strings.Contains(text, "python3 is missing") || !strings.Contains(text, "apt install python3") {
		t.Errorf("exit code %d, %s", code, text)
	}
}

func TestExportIsWholeOrNotThere(t *testing.T) {
	for _, whole := range []bool{true, false} {
		addr := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"graph":{`))
			_ = http.NewResponseController(w).Flush()
			if !whole {
				panic(http.ErrAbortHandler)
			}
		})
		path := filepath.Join(t.TempDir(), "graph.json")
		err := newServer(addr).export(t.Context(), path)
		_, missing := os.Stat(path)
		if (err == nil) != whole || (missing == nil) != whole {
			t.Errorf("whole %t: error %v; the file: %v", whole, err, missing)
		}
	}
}

func TestRequirementsAreExact(t *testing.T) {
	for _, name := range []string{"requirements-quick.txt", "requirements-full.txt", "requirements-formats.txt"} {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.Contains(line, "==") {
				t.Errorf("%s: %q names no exact version", name, line)
			}
		}
	}
}
