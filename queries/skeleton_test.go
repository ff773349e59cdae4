package queries

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// What New writes passes every check as it is, answers its example, and is planned without a warning.
func TestNew(t *testing.T) {
	dir := t.TempDir()
	path, err := New(dir, "my-first")
	if err != nil || path != filepath.Join(dir, "my-first.cypher") {
		t.Fatal(path, err)
	}
	db := openBundled(t)
	c, err := Open(t.Context(), db, names.Finding(db), Options{Folders: []string{dir}, PutOff: true})
	if err != nil {
		t.Fatal(err)
	}
	q, _ := c.Get("my-first")
	r, err := c.Run(t.Context(), "my-first", q.ExampleArguments())
	if err != nil || len(r.Rows) < 4 || r.Rows[0][2] != "1997-10-10" {
		t.Errorf("%v, %v", r.Rows, err)
	}
	if q, _ = c.Get("my-first"); len(q.Warnings) > 0 || q.Plan == nil || q.Group != "My own" || len(q.Params) != 3 {
		t.Errorf("%+v", q)
	}
	text := q.CheckText()
	for _, want := range []string{"ok      " + path + "\n", "step ", "est. rows", "NodeUniqueIndexSeek", "Expand(All)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	dir := folder(t, map[string]string{"there": "mine"})
	for name, says := range map[string]string{"there": "is there already", "members": "built-in", "../up": "is not a name", "Name": "is not a name",
		"check": "name of a command", "": "is not a name"} {
		if _, err := New(dir, name); graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := New(filepath.Join(dir, "none"), "one"); graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "a folder that is there") {
		t.Error(err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "there.cypher")); err != nil || string(text) != "mine" {
		t.Errorf("what was there is now %q, %v", text, err)
	}
}

func TestWarnings(t *testing.T) {
	leaf := func(name, details string, rows float64) *graph.Operator {
		return &graph.Operator{Name: name, Details: details, Rows: rows}
	}
	pair := func(a, b *graph.Operator) *graph.Operator {
		return &graph.Operator{Name: "ProduceResults", Children: []*graph.Operator{{Name: "CartesianProduct", Children: []*graph.Operator{a, b}}}}
	}
	for _, tc := range []struct {
		plan *graph.Operator
		says string
	}{
		{nil, ""},
		{leaf("AllNodesScan", "n", 10), "reads every node"},
		{leaf("PartitionedAllNodesScan", "n", 10), "reads every node"},
		{leaf("NodeByLabelScan", "n:Entity", 10), "reads every entity"},
		{leaf("NodeByLabelScan", "n:Country", 10), ""},
		{leaf("UndirectedAllRelationshipsScan", "(a)-[r]-(b)", 10), "reads every relationship"},
		{leaf("DirectedRelationshipTypeScan", "(a)-[r:BORDERS]-(b)", 10), ""},
		{leaf("NodeUniqueIndexSeek", "UNIQUE n:Entity(id)", 1), ""},
		{pair(leaf("NodeByLabelScan", "n:Country", 10), leaf("NodeByLabelScan", "n:Event", 10)), "every pair of two lists"},
		{pair(leaf("NodeByLabelScan", "n:Country", 10), leaf("NodeUniqueIndexSeek", "", 1)), ""},
		{pair(leaf("NodeByLabelScan", "n:Country", 10), leaf("NodeUniqueIndexSeek", "", -1)), "every pair of two lists"},
	} {
		if got := strings.Join(warnings(tc.plan), "; "); (got == "") != (tc.says == "") || !strings.Contains(got, tc.says) {
			t.Errorf("%+v: %q, want %q", tc.plan, got, tc.says)
		}
	}
}

func TestCheckText(t *testing.T) {
	c := open(t, newFake(), folder(t, map[string]string{"wrong": "nothing"}))
	q, _ := c.Get("wrong")
	if text := q.CheckText(); text != "broken  "+q.File+":1: there is no header; begin the file with // name: ...\n" {
		t.Error(text)
	}
	own, err := OwnAll([]string{folder(t, map[string]string{"one": head("one") + right})})
	if err != nil || len(own) != 1 || !strings.Contains(own[0].CheckText(), "no Neo4j has planned it") {
		t.Errorf("%v, %v", own, err)
	}
}

func TestOwn(t *testing.T) {
	dirs := []string{folder(t, map[string]string{"one": head("one") + right, "two": "wrong"})}
	if q, err := Own("one", dirs); err != nil || q.Name != "one" || !q.Own {
		t.Errorf("%+v, %v", q, err)
	}
	for name, code := range map[string]graph.Code{"two": graph.CodeInvalid, "member": graph.CodeNotFound, "members": graph.CodeNotFound} {
		if _, err := Own(name, dirs); graph.CodeOf(err) != code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Own("one", []string{"/nowhere"}); graph.CodeOf(err) != graph.CodeInvalid {
		t.Error(err)
	}
}

func TestDocsText(t *testing.T) {
	q := Query{Name: "n", Example: []Argument{{"a", "plain"}, {"long_name", "it's"}, {"c", `say "no"`}, {"d", "a b"}, {"e", ""}}}
	want := `coopgraph query n --a plain --long-name "it's" --c 'say "no"' --d "a b" --e ""`
	if got := CommandLine(q); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := clip(strings.Repeat("ə", 100)); len([]rune(got)) != exampleCell || !strings.HasSuffix(got, "…") {
		t.Error(got)
	}
}
