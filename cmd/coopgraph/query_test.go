package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"coopgraph/queries"
)

// askQueries runs, writes and checks queries, and presses Tab, on a Neo4j with the bundled data.
func askQueries(t *testing.T) {
	mine := t.TempDir()
	wrong := t.TempDir()
	file := filepath.Join(wrong, "all-nodes.cypher")
	head := "// name: all-nodes\n// title: T\n// description: D\n// columns:\n//   x: integer, The number.\n"
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(file, head+"MATCH (a) WHERE a.x = 1 RETURN count(a) AS x")
	write(filepath.Join(wrong, "writes.cypher"), strings.Replace(head, "all-nodes", "writes", 1)+"MATCH (a) SET a.x = 1 RETURN 1 AS x")
	write(filepath.Join(wrong, "words.cypher"), "nothing")
	for _, c := range []struct {
		args     []string
		code     int
		contains []string
	}{
		{[]string{"query", "members", "--organisation", "GUAM", "--on", "2004"}, exitOK, []string{"country:uzb", "2005"}},
		{[]string{"query", "members", "--organisation=guam", "-p", "on=2004", "--format", "csv"}, exitOK, []string{"country:uzb,Uzbekistan"}},
		{[]string{"query", "co-membership", "--members", "Georgia", "--members", "iso3:AZE", "--on", "2014"}, exitOK, []string{"Azerbaijan  Georgia"}},
		{[]string{"query", "members", "--help"}, exitOK, []string{"Members of an organisation on a date.", "Columns:\n  id ",
			"--organisation entity", "(required)", "--on date", "(default today)", "coopgraph query members --organisation GUAM --on 2004"}},
		{[]string{"query", "--help"}, exitOK, []string{"Membership:", "  members ", "Officials:", "--queries strings", "check ", "new "}},
		{[]string{"query", "members", "--organisation", "GUAM", "-p", "organisation=guam"}, exitUsage, []string{"organisation is given twice"}},
		{[]string{"query", "members", "--on", "2004", "--on", "2005"}, exitUsage, []string{"given twice"}},
		{[]string{"query", "members", "--nosuch", "1"}, exitUsage, []string{"--nosuch", "query members --help"}},
		{[]string{"query", "members"}, exitUsage, []string{"organisation: is missing"}},
		{[]string{"query", "members", "--organisation", "GUAN"}, exitFailed, []string{"did you mean organisation:guam"}},
		{[]string{"query", "members", "--organisation", "Georgia"}, exitFailed, []string{"nothing of the kind Organisation"}},
		{[]string{"query", "--nosuch"}, exitUsage, []string{"--nosuch"}},
		{[]string{"query", "nosuch", "--x", "1"}, exitFailed, []string{"there is no query"}},
		{[]string{"query", "memberz"}, exitFailed, []string{"did you mean members"}},
		{[]string{"query", "new", "joiners", "--dir", mine}, exitOK, []string{"joiners.cypher", "query check " + mine}},
		{[]string{"query", "new", "joiners", "--dir", mine}, exitUsage, []string{"is there already"}},
		{[]string{"query", "new", "members", "--dir", mine}, exitUsage, []string{"built-in"}},
		{[]string{"query", "check", mine}, exitOK, []string{"ok      " + mine + "/joiners.cypher", "NodeUniqueIndexSeek", "est. rows", "1 file in", "0 broken"}},
		{[]string{"query", "check", wrong}, exitFailed, []string{"ok      " + file, "warning " + file + ":6: AllNodesScan",
			"broken  " + wrong + "/writes.cypher:6: the operator SetProperty", "broken  " + wrong + "/words.cypher:1: there is no header", "2 broken"}},
		{[]string{"query", "check", "--offline", wrong}, exitFailed, []string{"header  " + file, "header  " + wrong + "/writes.cypher", "1 broken"}},
		{[]string{"query", "check", "--offline", mine}, exitOK, []string{"no Neo4j has planned it"}},
		{[]string{"query", "check", filepath.Join(mine, "none")}, exitUsage, []string{"cannot be read"}},
		{[]string{"query", "--queries", mine, "joiners", "--organisation", "GUAM", "--since", "1999"}, exitOK, []string{"country:uzb"}},
		{[]string{"query", "joiners", "--queries", mine, "--help"}, exitOK, []string{"Who joined an organisation since a date.", "--since date",
			"--neo4j-uri", "coopgraph query joiners [flags]"}},
		{[]string{"query", "joiners", "--queries", mine, "--nosuch"}, exitUsage, []string{"--nosuch", "see coopgraph query joiners --help"}},
		{[]string{"query", "words", "--queries", wrong}, exitUsage, []string{"words cannot be run", "words.cypher:1"}},
		{[]string{"query", "--queries", wrong}, exitOK, []string{"members ", "all-nodes ", "broken: " + wrong + "/writes.cypher:6"}},
		{[]string{"__complete", "query", "memb"}, exitOK, []string{"members\tMembers of an organisation on a date", "members-by-year\t"}},
		{[]string{"__complete", "query", "--queries", mine, ""}, exitOK, []string{"joiners\tWho joined"}},
		{[]string{"__complete", "query", "members", "--org"}, exitOK, []string{"--organisation\t"}},
		{[]string{"__complete", "query", "members", "--organisation", "Organization of Turk"}, exitOK,
			[]string{"Organization of Turkic States\torganisation:"}},
		{[]string{"__complete", "query", "members", "--organisation", "organisation:gua"}, exitOK, []string{"organisation:guam\t"}},
		{[]string{"__complete", "query", "co-membership", "--members", "Georgia,Azerb"}, exitOK, []string{"Georgia,Azerbaijan\tcountry:aze"}},
		{[]string{"__complete", "query", "co-membership", "--status", "member,o"}, exitOK, []string{"member,observer"}},
		{[]string{"__complete", "query", "members", "--on", "t"}, exitOK, []string{"today"}},
		{[]string{"__complete", "query", "members", "--format", ""}, exitOK, []string{"text\n", "json\n", "csv\n", "ndjson\n"}},
		{[]string{"__complete", "query", "ties-among", "--format", "g"}, exitOK, []string{"gexf\n", "graphml\n"}},
		{[]string{"query", "members", "--organisation", "GUAM", "--on", "1900"}, exitNothing, []string{"id "}},
		{[]string{"query", "members", "--organisation", "GUAM", "--format", "json"}, exitOK, []string{`"complete":true`, `"country:aze"`}},
		{[]string{"query", "members", "--organisation", "GUAM", "--format", "gexf"}, exitUsage, []string{"--format", "parquet"}},
		{[]string{"query", "project-graph", "--project", "Southern Gas Corridor", "--format", "gexf"}, exitOK, []string{"<gexf", "project:southern-gas-corridor"}},
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
	t.Run("of a server", func(t *testing.T) { askQueriesOfAServer(t, mine) })
}

// askQueriesOfAServer asks a server that was started with a folder of queries: what is built in is answered as it is without
// a server, and its own can be found and run by whoever has not got them.
func askQueriesOfAServer(t *testing.T, mine string) {
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:0")
	base, stop := serving(t, "serve", "--queries", mine)
	defer stop()
	for _, args := range [][]string{
		{"query", "members", "--organisation", "GUAM", "--on", "2004"},
		{"query", "members", "--organisation", "GUAM", "--on", "2004", "--format", "csv"},
		{"query", "members", "--organisation", "GUAM", "--on", "someday"},
		{"query", "co-membership", "--members", "Georgia", "--members", "iso3:AZE", "--on", "2014"},
		{"query", "ties-among", "--entities", "Georgia,iso3:AZE"},
	} {
		code, stdout, stderr := call(t, args...)
		there, ofServer, told := call(t, append(args, "--server", base)...)
		if there != code || ofServer != stdout || told != stderr {
			t.Errorf("%q: of a server %d\n%s\n%s\nand of Neo4j %d\n%s\n%s", args, there, ofServer, told, code, stdout, stderr)
		}
	}
	t.Setenv("COOPGRAPH_SERVER", base)
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1") // nothing is there, and nobody may ask it
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"query"}, exitOK, "joiners "},
		{[]string{"query", "members", "--organisation", "GUAM", "--on", "2004"}, exitOK, "country:uzb"},
		{[]string{"query", "joiners", "--organisation", "GUAM", "--since", "1999"}, exitOK, "country:uzb"},
		{[]string{"query", "joiners", "--help"}, exitOK, "--since date"},
		{[]string{"query", "memberz"}, exitFailed, "did you mean members"},
		{[]string{"query", "members", "--queries", mine, "--organisation", "GUAM"}, exitFailed, "127.0.0.1:1"},
		{[]string{"query", "members", "--queries", mine, "--server", base, "--organisation", "GUAM"}, exitUsage, "exclude each other"},
		{[]string{"__complete", "query", "members", "--organisation", "organisation:gua"}, exitOK, "organisation:guam\t"},
	} {
		if code, stdout, stderr := call(t, c.args...); code != c.code || !strings.Contains(stdout+stderr, c.want) {
			t.Errorf("%q: code %d, want %d and %q\n%s\n%s", c.args, code, c.code, c.want, stdout, stderr)
		}
	}
}

// dropIn puts a query into the folder of a server, which answers it a moment later.
func dropIn(t *testing.T, folder, base string) {
	t.Helper()
	if _, err := queries.New(folder, "dropped-in"); err != nil {
		t.Fatal(err)
	}
	address := base + "/v1/queries/dropped-in/run?organisation=GUAM&since=1990"
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(100 * time.Millisecond) {
		status, body := answer(t, address)
		if status == http.StatusOK && strings.Contains(body, "country:uzb") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("what was dropped in answers %d %s", status, body)
		}
	}
}

// Whoever presses Tab without a Neo4j gets no suggestion, no error and no wait.
func TestCompletionWithoutNeo4j(t *testing.T) {
	t.Setenv("COOPGRAPH_NEO4J", "uri")
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1")
	t.Setenv("COOPGRAPH_HOME", t.TempDir())
	began := time.Now()
	code, stdout, stderr := call(t, "__complete", "query", "members", "--organisation", "GU")
	if took := time.Since(began); code != exitOK || !strings.HasPrefix(stdout, ":") || strings.Contains(stderr, "Neo4j") || took > 10*completeWithin {
		t.Errorf("code %d after %s\n%s\n%s", code, took, stdout, stderr)
	}
}

// Without a Neo4j a check says what it could see, and that it was not all.
func TestQueryCheckWithoutNeo4j(t *testing.T) {
	t.Setenv("COOPGRAPH_NEO4J", "java")
	t.Setenv("COOPGRAPH_HOME", t.TempDir())
	dir := t.TempDir()
	if code, _, stderr := call(t, "query", "new", "one", "--dir", dir); code != exitOK {
		t.Fatal(stderr)
	}
	code, stdout, stderr := call(t, "query", "check", dir)
	if code != exitFailed || !strings.Contains(stdout, "header  ") || !strings.Contains(stderr, "the plans were not checked") ||
		!strings.Contains(stderr, "--offline") {
		t.Errorf("got %d\n%s\n%s", code, stdout, stderr)
	}
}
