package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// small is the dataset that the commands ask here: one news report.
const small = "trend-2024-06-27"

var asked = []struct {
	args     []string
	code     int
	contains []string // in what is printed, to either
}{
	{[]string{"search", "Bairamov"}, exitOK, []string{"score", "Official  official:jeyhun-bayramov "}},
	{[]string{"search", "Baku", "Tbilisi", "--kinds", "Project", "--limit", "1"}, exitOK, []string{"project:", "(the first 1; more with --limit)"}},
	{[]string{"search", "xyzzy"}, exitNothing, []string{"Nothing is called so."}},
	{[]string{"search", "x", "--limit", "101"}, exitUsage, []string{"--limit: 101 is out of range; give 1 to 100"}},
	{[]string{"search", "x", "--kinds", "Planet"}, exitUsage, []string{"--kinds", "Country"}},
	{[]string{"entity", "Azerbaijan"}, exitOK, []string{"Azerbaijan (country:aze)", "kind        Country", "TAKES_PART_IN    out        Project", "Sources\n   [trend-2024-06-27]"}},
	{[]string{"entity", "Azerbajan"}, exitFailed, []string{"did you mean country:aze (Azerbaijan)"}},
	{[]string{"entity", "country:nowhere"}, exitFailed, []string{"country:nowhere"}},
	{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "-k", "1"}, exitOK, []string{"1. Jeyhun Bayramov — ", "2 steps, cost ", "all steps hold on 27 June 2024",
		"Sources\n   [trend-2024-06-27] Foreign ministers of Azerbaijan and Georgia meet"}},
	{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "--avoid", "Georgia,Azerbaijan", "--max-hops", "1"}, exitNothing, []string{"No path within 1 steps; the nearest has 2"}},
	{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "--as-of", "1900"}, exitNothing, []string{"They would be connected without: dates (2 steps)"}},
	{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "-k", "51"}, exitUsage, []string{"-k", "1 to 50"}},
	{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "--avoid", "Nobody"}, exitFailed, []string{"nothing is called \"Nobody\""}},
	{[]string{"neighbourhood", "Jeyhun Bayramov", "--limit", "2"}, exitOK, []string{"2 neighbours of Jeyhun Bayramov\n", "steps  neighbours  kind", "since", "(2 of ", "--cursor "}},
	{[]string{"neighbourhood", "Jeyhun Bayramov", "--types", "BORDERS"}, exitNothing, []string{"0 neighbours"}},
	{[]string{"connect", "Azerbaijan", "Georgia", "Jeyhun Bayramov"}, exitOK, []string{"2 steps join them", "nothing joins them in fewer", "- Jeyhun Bayramov is "}},
	{[]string{"connect", "Azerbaijan", "Georgia", "Jeyhun Bayramov", "--types", "BORDERS"}, exitNothing, []string{"Not all of them are joined", "- Jeyhun Bayramov\n"}},
	{[]string{"connect", "Azerbaijan", "Georgia"}, exitUsage, []string{"3"}},
	{[]string{"common", "Azerbaijan", "Georgia", "--kinds", "Project", "--limit", "1"}, exitOK, []string{"shared neighbours of Azerbaijan, Georgia", "TAKES_PART_IN", "(1 of "}},
	{[]string{"common", "Azerbaijan", "Georgia", "--as-of", "1900"}, exitNothing, []string{"0 shared neighbours"}},
	{[]string{"common", "Azerbaijan", "Georgia", "--min", "3"}, exitUsage, []string{"--min"}},
	{[]string{"distances", "Azerbaijan", "Georgia", "Jeyhun Bayramov"}, exitOK, []string{"country:aze               0            1            1"}},
	{[]string{"distances", "Azerbaijan", "Georgia", "--types", "OWNS"}, exitNothing, []string{"country:aze  0            -"}},
	{[]string{"timeline", "Jeyhun Bayramov", "--limit", "1"}, exitOK, []string{"events of Jeyhun Bayramov", "2024-06-27  happened  Jeyhun Bayramov", "without a known beginning or end"}},
	{[]string{"timeline", "Jeyhun Bayramov", "--types", "OWNS"}, exitNothing, []string{"0 events"}},
	{[]string{"diff", "--from-date", "2023", "--to-date", "2024-06-27", "Jeyhun Bayramov", "--limit", "1"}, exitOK,
		[]string{"Jeyhun Bayramov between 2023 and 2024-06-27: 5 began, 0 ended", "2024-06-27  began  Jeyhun Bayramov", "(1 of 5 changes"}},
	{[]string{"diff", "--from-date", "1900", "--to-date", "1901"}, exitNothing, []string{"the whole graph between 1900 and 1901: 0 began, 0 ended"}},
	{[]string{"diff", "--from-date", "2025"}, exitUsage, []string{"--to-date"}},
	{[]string{"diff", "--paths", "--from-date", "2023", "--to-date", "2025", "Azerbaijan"}, exitUsage, []string{"--paths is about two entities, not 1"}},
	{[]string{"diff", "--paths", "--from-date", "2023", "--to-date", "2024-06-27", "Jeyhun Bayramov", "Ilia Darchiashvili", "-k", "1"}, exitOK,
		[]string{"on 2024-06-27 alone", "2023: They are"}},
	{[]string{"source", "[trend-2024-06-27]", "--limit", "3"}, exitOK, []string{"[trend-2024-06-27] Foreign ministers", "terms     All rights", "(3 of "}},
	{[]string{"source", "nosuch"}, exitFailed, []string{"nosuch"}},
	{[]string{"source", "trend-2024-06-27", "--format", "bibtex"}, exitOK, []string{"@misc{trend-2024-06-27,"}},
	{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "--format", "pdf"}, exitUsage, []string{"--format", "gexf"}},
	{[]string{"search", "x", "--format", "gexf"}, exitUsage, []string{"--format", "json"}},
	{[]string{"common", "Azerbaijan", "Georgia", "--limit", "1", "--format", "dot"}, exitOK, []string{"digraph", "this is not all"}},
	{[]string{"path", "Jeyhun Bayramov", "Ilia Darchiashvili", "--as-of", "1900", "--format", "json"}, exitOK, []string{`"reason":"filter"`}},
	{[]string{"graph", "--types", "BORDERS", "--format", "ndjson"}, exitOK, []string{`"summary"`}},
	{[]string{"path", "Azerbaijan", "Georgia", "--from", "nosuch"}, exitUsage, []string{"nosuch"}},
}

// Every command is asked without a server and of one, and says the same.
func TestAsk(t *testing.T) {
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:0")
	t.Setenv("NEO4J_URI", "bolt://127.0.0.1:1") // nothing is there, and nobody may ask it
	file := filepath.Join(t.TempDir(), "graph.snapshot")
	if code, _, stderr := call(t, "snapshot", "--from", small, file); code != exitOK {
		t.Fatal(stderr)
	}
	base, stop := serving(t, "serve", "--from", file)
	defer stop()
	for _, c := range asked {
		direct := c.args
		if c.args[len(c.args)-2] != "--from" {
			direct = slices.Concat(direct, []string{"--from", file})
		}
		code, stdout, stderr := call(t, direct...)
		if code != c.code {
			t.Errorf("%q: code %d, want %d\n%s\n%s", c.args, code, c.code, stdout, stderr)
		}
		for _, want := range c.contains {
			if !strings.Contains(stdout+stderr, want) {
				t.Errorf("%q: no %q in\n%s\n%s", c.args, want, stdout, stderr)
			}
		}
		if len(direct) == len(c.args) {
			continue
		}
		served := slices.Concat(c.args, []string{"--server", base})
		code, ofServer, _ := call(t, served...)
		// Only where the answer can be had again differs: the address, and the hour.
		if code != c.code || sameLinks(ofServer, base) != sameLinks(stdout, "http://"+defaultAddr) {
			t.Errorf("%q: with a server code %d and\n%s\nand without\n%s", c.args, code, ofServer, stdout)
		}
	}
}

func sameLinks(text, base string) string { return strings.ReplaceAll(text, base, "http://server") }

func TestAskWritesFiles(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for _, args := range [][]string{{"graph", "--format", "gexf", "-o", path("graph.gexf")}, {"path", "Azerbaijan", "Georgia", "--format", "csv", "-o", path("path.zip")},
		{"search", "Baku", "--format", "json", "-o", path("search.json")}, {"common", "Azerbaijan", "Georgia", "-o", path("common.txt")}} {
		if code, stdout, stderr := call(t, append(args, "--from", small)...); code != exitOK || stdout != "" {
			t.Errorf("%q: %d %s %s", args, code, stdout, stderr)
		}
	}
	read := func(name string) []byte {
		text, err := os.ReadFile(path(name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	var document struct {
		XMLName xml.Name `xml:"gexf"`
	}
	if err := xml.Unmarshal(read("graph.gexf"), &document); err != nil {
		t.Error(err)
	}
	if !bytes.HasPrefix(read("path.zip"), []byte("PK")) || !json.Valid(read("search.json")) || !bytes.Contains(read("common.txt"), []byte("shared neighbours")) {
		t.Error("a file is not what it should be")
	}
	// What goes wrong leaves no file, and what was there stays.
	if code, _, _ := call(t, "path", "country:aze", "country:nowhere", "--format", "dot", "-o", path("search.json"), "--from", small); code != exitFailed {
		t.Errorf("code %d", code)
	}
	if !json.Valid(read("search.json")) {
		t.Error("the file from before is gone")
	}
	if code, _, stderr := call(t, "graph", "-o", path("no/such/folder"), "--from", small); code != exitUsage || !strings.Contains(stderr, "--output") {
		t.Errorf("code %d, %s", code, stderr)
	}
	left, err := filepath.Glob(path(".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestServerThatIsNone(t *testing.T) {
	for _, c := range []struct {
		server string
		code   int
	}{{"nonsense", exitUsage}, {"ftp://x", exitUsage}, {"http://127.0.0.1:1", exitFailed}} {
		if code, _, stderr := call(t, "search", "x", "--server", c.server); code != c.code || stderr == "" {
			t.Errorf("%s: code %d, %s", c.server, code, stderr)
		}
	}
}

func TestCompletion(t *testing.T) {
	t.Setenv("COOPGRAPH_ADDR", "127.0.0.1:0")
	base, stop := serving(t, "serve", "--from", small)
	defer stop()
	complete := func(args ...string) string {
		code, stdout, _ := call(t, append([]string{"__complete"}, args...)...)
		if code != exitOK {
			t.Errorf("%q: code %d", args, code)
		}
		return stdout
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"path", "--server", base, "Azerb"}, "Azerbaijan\tcountry:aze\n"},
		{[]string{"path", "--server", base, "Azerbaijan", "jeyhun b"}, "jeyhun bayramov\tofficial:jeyhun-bayramov\n"},
		{[]string{"path", "--server", base, "country:az"}, "country:aze\tAzerbaijan\n"},
		{[]string{"path", "--types", "MEMBER_OF,bo"}, "MEMBER_OF,BORDERS\n"},
		{[]string{"path", "--kinds", "Off"}, "Official\n"},
		{[]string{"path", "--direction", ""}, "any\nout\nin\n"},
		{[]string{"path", "--format", "ge"}, "gexf\n"},
		{[]string{"search", "--format", ""}, "text\njson\n"},
		{[]string{"diff", "--mode", "all"}, "all-shortest\n"},
	} {
		if got := complete(c.args...); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: got\n%s\nwant\n%s", c.args, got, c.want)
		}
	}
	// Nothing more than a path has, nothing where nobody answers, and never a word.
	for _, args := range [][]string{{"path", "--server", base, "a", "b", "Azerb"}, {"path", "--server", "http://127.0.0.1:1", "Azerb"}, {"path", "--server", base, ""}} {
		began := time.Now()
		if got := complete(args...); !regexp.MustCompile(`^:\d+\n$`).MatchString(got) || time.Since(began) > 10*completeWithin {
			t.Errorf("%q: got %q after %s", args, got, time.Since(began))
		}
	}
}

func TestExitCodesAreExplained(t *testing.T) {
	code, stdout, stderr := call(t, "help", "exit-codes")
	for _, want := range []string{"0  it did", "1  it could not", "2  it was called wrongly", "3  the question was answered"} {
		if code != exitOK || !strings.Contains(stdout+stderr, want) {
			t.Errorf("code %d, no %q in\n%s%s", code, want, stdout, stderr)
		}
	}
}
