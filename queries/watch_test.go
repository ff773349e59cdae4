package queries

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// logged collects what is logged while it is being read.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// watching follows the catalogue's folders until the test ends.
func watching(t *testing.T, c *Catalogue) *logged {
	t.Helper()
	var out logged
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Watch(ctx, slog.New(slog.NewTextHandler(&out, nil))) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return &out
}

// soon waits until it is so.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never comes to be that %s", what)
		}
	}
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name+extension), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A file is dropped in and runs; it is broken and refused while others serve; it is mended and runs again.
func TestWatchOnNeo4j(t *testing.T) {
	db := openBundled(t)
	dir := folder(t, map[string]string{"one": head("one") + right})
	c, err := Open(t.Context(), db, names.Finding(db), Options{Folders: []string{dir}, PutOff: true})
	if err != nil {
		t.Fatal(err)
	}
	out := watching(t, c)
	answers := func(name string, want int64) func() bool {
		return func() bool {
			r, err := c.Run(t.Context(), name, nil)
			return err == nil && r.Rows[0][0] == want
		}
	}
	soon(t, "the first serves", answers("one", 1))
	put(t, dir, "two", head("two")+"RETURN 2 AS x")
	soon(t, "a new file serves", answers("two", 2))
	for broken, reason := range map[string]string{"MATCH (n) SET n.x = 1 RETURN 1 AS x": "SetProperty", "RETUR 1 AS x": `begins with "RETUR"`} {
		put(t, dir, "two", head("two")+broken)
		soon(t, "a broken file is refused with its reason", func() bool {
			_, err := c.Run(t.Context(), "two", nil)
			return graph.CodeOf(err) == graph.CodeInvalid && strings.Contains(err.Error(), "two.cypher:7: ") && strings.Contains(err.Error(), reason)
		})
		if r, err := c.Run(t.Context(), "members", map[string]string{"organisation": "GUAM"}); err != nil || len(r.Rows) == 0 || !answers("one", 1)() {
			t.Errorf("the others no longer serve: %v", err)
		}
	}
	put(t, dir, "two", head("two")+"RETURN 3 AS x")
	soon(t, "the mended file serves", answers("two", 3))
	if err := os.Remove(filepath.Join(dir, "one.cypher")); err != nil {
		t.Fatal(err)
	}
	soon(t, "a file that was removed is gone", func() bool { _, ok := c.Get("one"); return !ok })
	soon(t, "all is logged", func() bool { return strings.Contains(out.String(), "gone=") })
	for _, line := range []string{"level=INFO msg=\"queries were read anew\" new=" + dir + "/two.cypher", "level=WARN", "changed=" + dir + "/two.cypher broken=",
		"gone=" + dir + "/one.cypher"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("no line with %s in\n%s", line, out)
		}
	}
}

// What did not change is not planned again: a folder may have hundreds of queries.
func TestWatchChecksOnlyWhatChanged(t *testing.T) {
	st := newFake()
	dir := folder(t, map[string]string{"one": head("one") + right, "two": head("two") + right})
	c := open(t, st, dir)
	explained := st.explained()
	put(t, dir, "two", head("two")+"RETURN 2 AS x")
	change, err := c.reload(t.Context())
	if err := c.CheckEach(t.Context()); err != nil {
		t.Error(err)
	}
	if n := st.explained() - explained; err != nil || n != 1 || len(change.changed) != 1 || len(change.came)+len(change.went)+len(change.broken) > 0 {
		t.Errorf("%d were planned again, %+v, %v", n, change, err)
	}
}

// A statement that the database fails to plan keeps no other from being read and checked, and is tried again when it is used.
func TestStatementThatCannotBePlanned(t *testing.T) {
	st := newFake()
	dir := folder(t, map[string]string{"one": head("one") + right})
	c := open(t, st, dir)
	st.err = &graph.Error{Code: graph.CodeInternal, Message: "the planner fell over"}
	put(t, dir, "two", head("two")+right)
	if change, err := c.reload(t.Context()); err != nil || len(change.came) != 1 {
		t.Fatalf("%+v, %v", change, err)
	}
	if _, err := c.Run(t.Context(), "one", nil); err != nil {
		t.Errorf("one that was checked before: %v", err)
	}
	if _, err := c.Run(t.Context(), "two", nil); graph.CodeOf(err) != graph.CodeInternal {
		t.Errorf("the one that cannot be planned: %v", err)
	}
	st.err = nil
	if _, err := c.Run(t.Context(), "two", nil); err != nil {
		t.Error(err)
	}
}

func TestCheckEach(t *testing.T) {
	st := newFake()
	c, err := Open(t.Context(), st, sameID, Options{PutOff: true, Folders: []string{folder(t, map[string]string{"one": head("one") + right})}})
	if err != nil || st.explained() > 0 {
		t.Fatalf("%d were planned, %v", st.explained(), err)
	}
	if err := c.CheckOwn(t.Context()); err != nil || st.explained() != 1 {
		t.Errorf("%d were planned, %v; want the one of the folder", st.explained(), err)
	}
	if change, err := c.reload(t.Context()); err != nil || st.explained() != 1 || len(change.came)+len(change.changed)+len(change.went) > 0 {
		t.Errorf("reading what did not change planned %d, %+v, %v", st.explained(), change, err)
	}
	if err := c.CheckEach(t.Context()); err != nil || st.explained() != 1+len(BuiltIn()) {
		t.Errorf("%d were planned, %v; want all", st.explained(), err)
	}
	for _, q := range c.List() {
		if !q.Checked() {
			t.Errorf("%s was not checked", q.Name)
		}
	}
}

func TestWatchFolderThatGoesAway(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "mine")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "one", head("one")+right)
	c := open(t, newFake(), dir)
	out := watching(t, c)
	serves := func(name string) bool { _, err := c.Run(t.Context(), name, nil); return err == nil }
	if err := os.Rename(dir, filepath.Join(home, "away")); err != nil {
		t.Fatal(err)
	}
	soon(t, "it is said that the folder is away", func() bool { return strings.Contains(out.String(), "cannot be read") })
	if !serves("one") {
		t.Error("what was read before no longer serves")
	}
	if n := strings.Count(out.String(), "those read before go on"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, dir, "two", head("two")+right)
	soon(t, "the folder is found again", func() bool { return serves("two") && !serves("one") })
	put(t, dir, "three", head("three")+right)
	soon(t, "it is watched again", func() bool { return serves("three") })
}

func TestWatchWithoutFolders(t *testing.T) {
	if err := open(t, newFake()).Watch(t.Context(), slog.New(slog.DiscardHandler)); err != nil {
		t.Error(err)
	}
}
