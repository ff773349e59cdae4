package queries

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
)

// broken gives why the user's file of this name is broken.
func broken(c *Catalogue, name string) string {
	for _, q := range c.List() {
		if q.Name == name && filepath.IsAbs(q.File) {
			return q.Broken
		}
	}
	return "not listed"
}

func TestFolderThatIsNotTrusted(t *testing.T) {
	dir := folder(t, map[string]string{
		"good":     head("good") + right,
		"bom":      "\ufeff" + strings.ReplaceAll(head("bom")+right, "\n", "\r\n"),
		"other":    head("another") + right,
		"members":  head("members") + right,
		"large":    head("large") + "/*" + strings.Repeat("x", maxFileSize) + "*/ " + right,
		"latin":    head("latin") + "// caf\xe9\n" + right,
		"nul":      head("nul") + "// \x00\n" + right,
		"secret":   "",
		"Upper":    head("Upper") + right,
		"x%2fname": head("name") + right,
	})
	elsewhere := folder(t, map[string]string{"linked": head("linked") + right, "outside": head("outside") + right})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Symlink(filepath.Join(elsewhere, "linked.cypher"), filepath.Join(dir, "linked.cypher")))
	must(os.Symlink("good.cypher", filepath.Join(dir, "inside.cypher")))
	must(os.Symlink("../"+filepath.Base(elsewhere)+"/outside.cypher", filepath.Join(dir, "outside.cypher")))
	must(os.Mkdir(filepath.Join(dir, "folder.cypher"), 0o700))
	must(os.WriteFile(filepath.Join(dir, "README.md"), []byte("no query"), 0o600))
	must(os.WriteFile(filepath.Join(dir, ".hidden.cypher"), []byte("no query"), 0o600))
	must(makePipe(filepath.Join(dir, "pipe.cypher")))

	c := open(t, newFake(), dir)
	for name, reason := range map[string]string{
		"good": "", "bom": "",
		"other":    "other.cypher:1: its name is \"another\" and the file's \"other\"",
		"members":  "members.cypher: the name is taken by members.cypher",
		"large":    "large.cypher: it is larger than 64 KiB",
		"latin":    "latin.cypher:7: the text is not UTF-8",
		"nul":      "nul.cypher:7: the text has a NUL",
		"secret":   "secret.cypher:1: there is no header",
		"linked":   "linked.cypher: it is not a regular file",
		"inside":   "inside.cypher: it is not a regular file",
		"outside":  "outside.cypher: it is not a regular file",
		"pipe":     "pipe.cypher: it is not a regular file",
		"Upper":    "Upper.cypher:1: \"Upper\" is not a name",
		"x%2fname": "x%2fname.cypher:1: its name is \"name\"",
		"folder":   "not listed", "README": "not listed", ".hidden": "not listed",
	} {
		got := broken(c, name)
		if got == "not listed" || reason == "not listed" || reason == "" {
			if got != reason {
				t.Errorf("%s: %q, want %q", name, got, reason)
			}
		} else if !strings.HasPrefix(got, filepath.Join(dir, reason)) {
			t.Errorf("%s: %q, want %q", name, got, filepath.Join(dir, reason))
		}
	}
	if q, ok := c.Get("members"); !ok || q.Broken != "" || q.File != "members.cypher" {
		t.Errorf("the built-in query no longer serves: %v, %q, %s", ok, q.Broken, q.File)
	}
	if r, err := c.Run(t.Context(), "good", nil); err != nil || r.Columns[0] != "x" {
		t.Errorf("the right file does not serve: %v, %v", r, err)
	}
	if _, err := c.Run(t.Context(), "linked", nil); graph.CodeOf(err) != graph.CodeInvalid ||
		!strings.Contains(err.Error(), "linked.cypher: it is not a regular file") {
		t.Error(err)
	}
}

func TestFolderThatIsNotThere(t *testing.T) {
	_, err := Open(t.Context(), newFake(), sameID, Options{Folders: []string{filepath.Join(t.TempDir(), "none")}})
	if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "none cannot be read") {
		t.Error(err)
	}
}

func TestSecondFolderDoesNotTakeNames(t *testing.T) {
	a, b := folder(t, map[string]string{"one": head("one") + right}), folder(t, map[string]string{"one": head("one") + right})
	c := open(t, newFake(), a, b)
	q, _ := c.Get("one")
	if q.File != filepath.Join(a, "one.cypher") || q.Broken != "" {
		t.Errorf("%s: %q", q.File, q.Broken)
	}
}

func TestCheckReadsAnew(t *testing.T) {
	dir := folder(t, map[string]string{"one": "nothing"})
	c := open(t, newFake(), dir)
	if broken(c, "one") == "" {
		t.Fatal("the broken file is not")
	}
	for name, text := range map[string]string{"one": head("one") + right, "two": head("two") + right} {
		if err := os.WriteFile(filepath.Join(dir, name+extension), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if broken(c, "one") != "" || broken(c, "two") != "" {
		t.Errorf("%q, %q", broken(c, "one"), broken(c, "two"))
	}
}

func TestPlanThatIsNotARead(t *testing.T) {
	for _, tc := range []struct {
		plan   graph.Plan
		err    error
		reason string
	}{
		{graph.Plan{ReadOnly: false, Operators: []string{"Projection"}}, nil, "does not take it for a read"},
		{graph.Plan{ReadOnly: true, Operators: []string{"Filter", "LoadCSV"}}, nil, "the operator LoadCSV in its plan"},
		{graph.Plan{ReadOnly: true, Operators: []string{"Brand(New)"}}, nil, "the operator Brand(New) in its plan"},
		{graph.Plan{ReadOnly: true}, nil, "no plan"},
		{graph.Plan{}, graph.Invalid("statement", "Invalid input 'X': expected (line 8, column 3 (offset: 90))\n\"X\""),
			"one.cypher:8: Neo4j refuses it: Invalid input 'X': expected"},
	} {
		st := newFake()
		st.plan, st.err = tc.plan, tc.err
		c := open(t, st, folder(t, map[string]string{"one": head("one") + right}))
		if got := broken(c, "one"); !strings.Contains(got, tc.reason) {
			t.Errorf("%v, %v: %q, want %q", tc.plan, tc.err, got, tc.reason)
		}
		if _, err := c.Run(t.Context(), "one", nil); graph.CodeOf(err) != graph.CodeInvalid || len(st.ran) > 0 {
			t.Errorf("it was run: %v", err)
		}
	}
}

func TestColumnsMustBeThoseOfTheHeader(t *testing.T) {
	c := open(t, newFake(), folder(t, map[string]string{"one": head("one") + "RETURN 1 AS y"}))
	if got := broken(c, "one"); !strings.Contains(got, "returns the columns y and the header lists x") {
		t.Error(got)
	}
}

func TestDatabaseAwayAtStart(t *testing.T) {
	st := newFake()
	st.err = graph.Unavailable(errors.New("refused"), "Neo4j does not answer")
	c := open(t, st, folder(t, map[string]string{"one": head("one") + right}))
	if got := broken(c, "one"); got != "" {
		t.Fatalf("broken because the database is away: %s", got)
	}
	if _, err := c.Run(t.Context(), "one", nil); graph.CodeOf(err) != graph.CodeUnavailable || len(st.ran) > 0 {
		t.Errorf("%v, ran %v", err, st.ran)
	}
	st.err = nil
	if _, err := c.Run(t.Context(), "one", nil); err != nil {
		t.Error(err)
	}
	st.plan.ReadOnly = false // looked at once, not at each use
	if _, err := c.Run(t.Context(), "one", nil); err != nil {
		t.Error(err)
	}
	if _, err := c.Run(t.Context(), "most-connected", nil); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("a check that was put off is never made: %v", err)
	}
	st.err = &graph.Error{Code: graph.CodeInvalid, Param: "NEO4J_PASSWORD", Message: "wrong"}
	if _, err := c.Run(t.Context(), "borders", nil); !strings.Contains(fmt.Sprint(err), "NEO4J_PASSWORD") {
		t.Error(err)
	}
	if q, _ := c.Get("borders"); q.Broken != "" {
		t.Errorf("a wrong password broke a query: %s", q.Broken)
	}
}

func TestRunStopsAtTheLimits(t *testing.T) {
	st := newFake()
	for i := range 3 {
		st.rows = append(st.rows, []any{int64(i)})
	}
	limited := func(name, field string) string {
		return strings.Replace(head(name), "// title", "// "+field+"\n// title", 1) + right
	}
	c := open(t, st, folder(t, map[string]string{"two": limited("two", "rows: 2"), "three": limited("three", "rows: 3"),
		"short": limited("short", "time: 10ms")}))
	for name, want := range map[string]int{"two": 2, "three": 3} {
		r, err := c.Run(t.Context(), name, nil)
		if err != nil || len(r.Rows) != want || r.Complete != (want == 3) || r.Query != name || r.Marker.Revision != 7 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	st.wait = true
	began := time.Now()
	if _, err := c.Run(t.Context(), "short", nil); graph.CodeOf(err) != graph.CodeDeadline || !strings.Contains(err.Error(), "short") ||
		strings.Contains(err.Error(), "hops") || time.Since(began) > 10*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
}

func TestUnknownQuery(t *testing.T) {
	c := open(t, newFake())
	for name, near := range map[string]string{"member": "members", "disagreement": "disagreements",
		"projects through": "projects-through", "timeline": "official-timeline", "../members": "members"} {
		_, err := c.Run(t.Context(), name, nil)
		if graph.CodeOf(err) != graph.CodeNotFound || !strings.Contains(err.Error(), "did you mean") ||
			!strings.Contains(err.Error(), near+" (") {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := c.Run(t.Context(), "xyzzy", nil)
	if graph.CodeOf(err) != graph.CodeNotFound || !strings.Contains(err.Error(), "allowed: [agreements-between alliance-graph") {
		t.Error(err)
	}
	if _, ok := c.Get("xyzzy"); ok {
		t.Error("found")
	}
}

func TestGraphNeedsBothEnds(t *testing.T) {
	aze, geo := graph.Entity{ID: "country:aze"}, graph.Entity{ID: "country:geo"}
	rel := graph.Relationship{RelationshipKey: graph.RelationshipKey{Type: graph.Borders, From: aze.ID, To: geo.ID}}
	q := &Query{Name: "q", File: "q.cypher", Graph: true}
	g, err := subgraph(q, [][]any{{[]any{geo, rel}}, {map[string]any{"a": aze, "r": rel}}, {nil, int64(1)}})
	if err != nil || len(g.Nodes) != 2 || len(g.Relationships) != 1 || g.Nodes[0].ID != aze.ID || g.Nodes[0].Hidden != -1 {
		t.Errorf("%+v, %v", g, err)
	}
	if _, err := subgraph(q, [][]any{{geo, rel}}); graph.CodeOf(err) != graph.CodeInvalid {
		t.Error(err)
	}
}
