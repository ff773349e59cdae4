package deptest

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// maxLines is the greatest length of a Go file that somebody wrote.
const maxLines = 600

// rule says who may import what, in files that are not for tests alone.
type rule struct {
	what   string // the import, or the root of several; "..." for all that is not in the standard library
	by     string // only importers here are looked at; "" for all
	except []string
	reason string
}

const (
	driver = "github.com/neo4j/neo4j-go-driver"
	gin    = "github.com/gin-gonic/gin"
	sdk    = "github.com/modelcontextprotocol/go-sdk"
)

var rules = []rule{
	{what: "...", by: "graph", except: []string{"graph/*"},
		reason: "the domain must outlive every driver and framework, and anyone's program can import it alone"},
	{what: driver, except: []string{"graph/bolt"},
		reason: "one package knows how a graph is kept in Neo4j; all others speak graph.Reader, Writer and Statements"},
	{what: gin, except: []string{"api"},
		reason: "one package knows the web framework; questions are answered without it from the command line too"},
	{what: sdk, except: []string{"mcp"},
		reason: "one package speaks the Model Context Protocol; all others answer whoever asks"},
	{what: module + "/neo4jlocal", except: []string{"cmd", "neo4jlocal", "internal/bulk"},
		reason: "whether Neo4j is started here is for the command to decide; all else is given an address"},
	{what: module + "/api", except: []string{"cmd", "api"},
		reason: "imports point inward: nothing but the command stands outside of the API"},
	{what: module + "/loader", except: []string{"cmd", "loader", "internal/bulk", "internal/offline"},
		reason: "the server never writes: what answers questions cannot so much as reach the loader"},
	{what: module + "/mcp", except: []string{"cmd", "mcp"},
		reason: "imports point inward: nothing but the command stands outside of a front"},
	{what: module, by: "client",
		reason: "anyone's program can ask a server without taking the server in"},
	{what: module + "/client", except: []string{"cmd", "client"},
		reason: "what answers does not ask itself over HTTP"},
	{what: module + "/queries", except: []string{"cmd", "api", "mcp", "queries"},
		reason: "imports point inward: the catalogue stands on graph, and only the fronts on the catalogue"},
	{what: module + "/graph/bolt", except: []string{"cmd", "graph/bolt", "internal/bulk"},
		reason: "engines are exchanged behind graph's interfaces; only the command chooses one"},
	{what: module + "/data", except: []string{"cmd", "data"},
		reason: "the bundled datasets are data like anyone's; no other package may lean on them"},
	{what: module + "/web", except: []string{"cmd", "web"},
		reason: "imports point inward: the command puts the viewer before the API, which knows nothing of it"},
	{what: "github.com/evanw/esbuild", except: []string{"internal/webbundle"},
		reason: "the viewer is bundled before the program is built; what runs needs no bundler"},
	{what: "github.com/chromedp", except: []string{"internal/browser"},
		reason: "a browser is driven to test and to measure, never by the program"},
	{what: module + "/cmd", reason: "a command is the outermost layer"},
	{what: module + "/graph/graphtest", reason: "test code has no place in the program"},
	{what: module + "/graph/bolt/bolttest", reason: "test code has no place in the program: this one wipes databases"},
	{what: module + "/neo4jlocal/neo4jtest", reason: "test code has no place in the program: this one wipes databases"},
}

// breach gives what of the file's imports the rule forbids.
func (r rule) breach(f file) []string {
	if f.test || r.by != "" && !within(f.pkg, r.by) {
		return nil
	}
	for _, e := range r.except {
		below, wild := strings.CutSuffix(e, "/*")
		if wild && within(f.pkg, below) && f.pkg != below || !wild && within(f.pkg, e) {
			return nil
		}
	}
	var out []string
	for _, target := range f.imports {
		if r.covers(target) {
			out = append(out, target)
		}
	}
	return out
}

func (r rule) covers(target string) bool {
	if r.what != "..." {
		return within(target, r.what)
	}
	first, _, _ := strings.Cut(target, "/")
	return strings.Contains(first, ".") || first == module || target == "C"
}

func TestImports(t *testing.T) {
	files := sources(t)
	for _, r := range rules {
		for _, f := range files {
			for _, target := range r.breach(f) {
				t.Errorf("%s imports %s, which is not allowed: %s", f.path, target, r.reason)
			}
		}
	}
}

// A rule that forbids what nobody imports anywhere would pass for ever, a wrong name included.
func TestRulesAreAboutSomething(t *testing.T) {
	used := map[string]bool{}
	for _, f := range sources(t) {
		for _, target := range f.imports {
			used[target] = true
		}
		used[module+"/"+f.pkg] = true
	}
	for _, r := range rules {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(used)), r.covers) {
			t.Errorf("nothing is or imports %s: the rule is about nothing", r.what)
		}
		if r.reason == "" {
			t.Errorf("the rule on %s has no reason", r.what)
		}
	}
}

func TestRulesFindBreaches(t *testing.T) {
	for _, tc := range []struct {
		path, target string
		breaches     int
	}{
		{"graph/date.go", "github.com/google/uuid", 1},
		{"graph/date.go", "coopgraph/graph/names", 1},
		{"graph/date.go", "encoding/json", 0},
		{"graph/date_test.go", "pgregory.net/rapid", 0},
		{"graph/names/names.go", "github.com/mozillazg/go-unidecode", 0},
		{"graph/bolt/read.go", driver + "/v5/neo4j", 0},
		{"graph/csr/csr.go", driver + "/v5/neo4j", 1},
		{"queries/run.go", driver + "/v5/neo4j/dbtype", 1},
		{"queries/run.go", "coopgraph/loader/dataset", 1},
		{"queries/run_test.go", "coopgraph/loader", 0},
		{"queries/run.go", "coopgraph/graph/bolt", 1},
		{"api/run.go", "coopgraph/queries", 0},
		{"api/format/dot.go", gin, 0},
		{"api/run.go", "coopgraph/loader", 1},
		{"api/run.go", "coopgraph/mcp", 1},
		{"mcp/tool.go", sdk + "/mcp", 0},
		{"mcp/tool.go", "coopgraph/api", 1},
		{"mcp/tool.go", "coopgraph/loader", 1},
		{"mcp/tool.go", gin, 1},
		{"client/ask.go", "coopgraph/graph", 1},
		{"client/client_test.go", "coopgraph/api", 0},
		{"mcp/tool.go", "coopgraph/client", 1},
		{"cmd/coopgraph/mcp.go", sdk + "/mcp", 1},
		{"loader/load.go", "coopgraph/api", 1},
		{"loader/load.go", "coopgraph/neo4jlocal", 1},
		{"neo4jlocal/neo4jtest/start.go", "coopgraph/neo4jlocal", 0},
		{"cmd/coopgraph/up.go", "coopgraph/neo4jlocal", 0},
		{"cmd/coopgraph/up.go", "coopgraph/neo4jlocal/neo4jtest", 1},
		{"cmd/coopgraph/up.go", gin, 1},
		{"graph/graphtest/suite.go", "coopgraph/graph", 0},
		{"graph/pathfind/paths.go", "coopgraph/graph/graphtest", 1},
	} {
		f, err := read(tc.path, []byte("package x\nimport _ \""+tc.target+"\"\n"))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, r := range rules {
			found += len(r.breach(f))
		}
		if found != tc.breaches {
			t.Errorf("%s importing %s breaks %d rules, want %d", tc.path, tc.target, found, tc.breaches)
		}
	}
}

func TestOnePackageComment(t *testing.T) {
	comments := map[string][]string{}
	for _, f := range sources(t) {
		if strings.HasSuffix(f.path, "_test.go") {
			continue
		}
		comments[f.pkg] = append(comments[f.pkg], "")
		if f.comment {
			comments[f.pkg] = append(comments[f.pkg], f.path)
		}
	}
	for pkg, in := range comments {
		in = slices.DeleteFunc(in, func(s string) bool { return s == "" })
		if len(in) != 1 {
			t.Errorf("the package in %s has %d package comments (%s); it needs exactly one", pkg, len(in), strings.Join(in, ", "))
		}
	}
}

func TestNoFileIsTooLong(t *testing.T) {
	for _, f := range sources(t) {
		if f.lines > maxLines && !f.generated {
			t.Errorf("%s has %d lines; take it apart, at %d at most", f.path, f.lines, maxLines)
		}
	}
}
