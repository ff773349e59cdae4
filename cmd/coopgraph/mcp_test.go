package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

var updateDocs = flag.Bool("update-docs", false, "write the answers into docs/mcp.md, in place of comparing them")

const mcpDocs = "../../docs/mcp.md"

// section is one tool of docs/mcp.md: its heading, the arguments, and the answer where it is shown.
var section = regexp.MustCompile("(?s)### `([a-z_-]+)`\n(.*?)\n```json\n(.*?)\n```\n(?:\n```text\n(.*?)```\n)?")

// build makes the program.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "coopgraph")
	if text, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return binary
}

// startMCP starts the program as a client does, and gives the SDK's client of it and what it says to its log.
func startMCP(t *testing.T, args ...string) (*sdk.ClientSession, *output) {
	t.Helper()
	var log output
	program := exec.Command(build(t), append([]string{"mcp"}, args...)...)
	program.Stderr = &log
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).
		Connect(t.Context(), &sdk.CommandTransport{Command: program}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, &log)
	}
	t.Cleanup(func() { _ = session.Close() }) // has happened already where a test passes
	return session, &log
}

func askMCP(t *testing.T, session *sdk.ClientSession, tool, arguments string) string {
	t.Helper()
	result, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: json.RawMessage(arguments)})
	if err != nil {
		t.Fatalf("%s %s: %v", tool, arguments, err)
	}
	text := result.Content[0].(*sdk.TextContent).Text
	if result.IsError {
		t.Fatalf("%s %s: %s", tool, arguments, text)
	}
	return text
}

// checkMCPDocs asks what docs/mcp.md asks, and compares the answers.
func checkMCPDocs(t *testing.T, session *sdk.ClientSession, which func(tool string) bool) (asked []string) {
	t.Helper()
	docs, err := os.ReadFile(mcpDocs)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range section.FindAllSubmatch(docs, -1) {
		whole, tool, arguments, want := string(m[0]), string(m[1]), string(m[3]), string(m[4])
		if !which(tool) {
			continue
		}
		asked = append(asked, tool)
		got := askMCP(t, session, tool, arguments) + "\n"
		switch {
		case m[4] == nil || got == want: // is not shown, or right
		case *updateDocs:
			docs = bytes.Replace(docs, []byte(whole), []byte(strings.TrimSuffix(whole, want+"```\n")+got+"```\n"), 1)
		default:
			t.Errorf("docs/mcp.md: %s answers\n%s\nand not\n%s\nrun this test with -update-docs where the new answer is right", tool, got, want)
		}
	}
	if *updateDocs {
		if err := os.WriteFile(mcpDocs, docs, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return asked
}

func isQueryTool(tool string) bool { return strings.HasPrefix(tool, "query_") }

// TestMCPOverStdio starts the program itself over the bundled data, as docs/mcp.md says, and asks all that it asks.
func TestMCPOverStdio(t *testing.T) {
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1") // nothing is there, and nobody may ask it
	session, log := startMCP(t, "--from", "bundled")
	asked := checkMCPDocs(t, session, func(tool string) bool { return !isQueryTool(tool) })
	documented := strings.Join(asked, " ")
	for tool, err := range session.Tools(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		if isQueryTool(tool.Name) {
			t.Errorf("%s is offered, and could not be answered", tool.Name)
		}
		if !strings.Contains(documented, tool.Name) {
			t.Errorf("docs/mcp.md says nothing of %s", tool.Name)
		}
	}
	if err := session.Close(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	if strings.Contains(log.String(), "level=") {
		t.Errorf("the log:\n%s", log)
	}
}

// askOverMCP asks a canned query of the Neo4j of the tests, which has the bundled data.
func askOverMCP(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	session, log := startMCP(t, "--read-model=off", "--queries", folder)
	if asked := checkMCPDocs(t, session, isQueryTool); len(asked) == 0 {
		t.Error("docs/mcp.md shows no canned query")
	}
	if text := askMCP(t, session, "query_members", `{"organisation": "organisation:guam", "on": "2000"}`); !strings.Contains(text, "Uzbekistan") {
		t.Errorf("got %s", text)
	}
	if text := askMCP(t, session, "paths", `{"from": "Azerbaijan", "to": "Georgia", "max_hops": 1}`); !strings.Contains(text, "borders") {
		t.Errorf("got %s", text)
	}
	if err := session.Close(); err != nil {
		t.Errorf("it ends with %v\n%s", err, log)
	}
}

// TestMCPOverHTTP serves over HTTP, and ends politely.
func TestMCPOverHTTP(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var out, errs output
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"mcp", "--from", "trend-2024-06-27", "--http", "127.0.0.1:0", "--tools", "search,entity"}, &out, &errs)
	}()
	address := errs.waitFor(t, `Answering at (http://[0-9.:]+/mcp)`)
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: address}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := askMCP(t, session, "search", `{"query": "Bayramov"}`); !strings.Contains(text, "official:jeyhun-bayramov") {
		t.Errorf("got %s", text)
	}
	if status, body := answer(t, strings.TrimSuffix(address, "/mcp")); status != 404 {
		t.Errorf("beside it: %d %s", status, body)
	}
	_ = session.Close()
	stop()
	select {
	case code := <-ended:
		if code != exitOK || out.String() != "" {
			t.Errorf("ended with %d, and wrote %q", code, &out)
		}
	case <-time.After(30 * time.Second):
		t.Error("it does not end")
	}
}

func TestMCPUsage(t *testing.T) {
	for _, args := range [][]string{{"--http", "0.0.0.0:8090"}, {"--http", "example.org:8090"}, {"--http", "nonsense"}, {"--deadline", "0s"},
		{"--deadline", "2m"}, {"--http", "127.0.0.1:0", "--origin", "*"}, {"--http", "127.0.0.1:0", "--host", "http://x"}, {"--tools", "["}, {"extra"}} {
		args = append([]string{"mcp", "--from", "trend-2024-06-27"}, args...)
		if code, _, stderr := call(t, args...); code != exitUsage || stderr == "" {
			t.Errorf("%q: code %d, %s", args, code, stderr)
		}
	}
	if code, _, stderr := call(t, "mcp", "--from", fmt.Sprint(t.TempDir(), "/nosuch")); code == exitOK || !strings.Contains(stderr, "nosuch") {
		t.Errorf("code %d, %s", code, stderr)
	}
}
