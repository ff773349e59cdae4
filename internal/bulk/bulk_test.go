package bulk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/loader"
	"coopgraph/neo4jlocal"
	"coopgraph/neo4jlocal/neo4jtest"
)

// dump is everything that a server has, with the types of all values, sorted; but for what no two loads agree in.
func dump(tb testing.TB, s neo4jlocal.Server) []string {
	tb.Helper()
	var out []string
	for _, statement := range []string{
		"MATCH (n) RETURN COLLECT { UNWIND labels(n) AS l RETURN l ORDER BY l } AS head, properties(n) AS props",
		"MATCH (a)-[r]->(b) RETURN [type(r), a.id, b.id] AS head, properties(r) AS props",
		"SHOW INDEXES YIELD name, state, type, entityType, labelsOrTypes, properties, owningConstraint " +
			"RETURN 'index' AS head, {name: name, state: state, type: type, of: entityType, on: labelsOrTypes, " +
			"properties: properties, by: owningConstraint} AS props",
	} {
		for _, row := range bolttest.Run(tb, s, statement, nil) {
			head, props := row.Values[0], row.Values[1].(map[string]any)
			for _, key := range []string{"loaded_at", "epoch", "finished"} {
				if v, there := props[key]; there {
					props[key] = fmt.Sprintf("%T", v)
				}
			}
			if info, ok := props["info"].(string); ok {
				props["info"], _, _ = strings.Cut(info, `"loaded_at"`)
			}
			out = append(out, typed(head)+" "+typed(props))
		}
	}
	slices.Sort(out)
	return out
}

// typed writes a value with its type.
func typed(v any) string {
	switch v := v.(type) {
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = typed(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var b strings.Builder
		for _, key := range slices.Sorted(maps.Keys(v)) {
			fmt.Fprintf(&b, "%s=%s ", key, typed(v[key]))
		}
		return b.String()
	case string:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprintf("%T(%v)", v, v)
}

// TestTheGraphIsThatOfALoad kills a bulk load in the middle, runs another on the same home, and holds everything
// that is in the database, and what the loader makes of it, against a database that was loaded through transactions.
func TestTheGraphIsThatOfALoad(t *testing.T) {
	home := t.TempDir()
	killed(t, home)
	result, err := Load(t.Context(), javaOn(home), everything(t), loader.Options{Program: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(home, "import*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	db := bolttest.Open(t)
	for i, d := range everything(t) {
		want, err := loader.Load(t.Context(), db, d, loader.Options{Program: "v1"})
		if err != nil {
			t.Fatal(err)
		}
		got := result.Summaries[i]
		got.Took, want.Took = 0, 0
		if got.String() != want.String() || fmt.Sprint(got.Sample) != fmt.Sprint(want.Sample) {
			t.Errorf("the summary says\n%s%v\nwant\n%s%v", got.String(), got.Sample, want.String(), want.Sample)
		}
	}
	want := dump(t, neo4jtest.Server(t))

	server, err := neo4jlocal.Start(t.Context(), javaOn(home))
	if err != nil {
		t.Fatal(err)
	}
	stop := func() {
		if err := server.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}
	defer stop()
	same(t, dump(t, *server), want)
	filled := bolttest.Connect(t, bolttest.Config(*server))
	for _, d := range everything(t) {
		if s, err := loader.Load(t.Context(), filled, d, loader.Options{}); err != nil || s.Total().Written() > 0 {
			t.Errorf("loading it again says %s, %v", s.String(), err)
		}
	}
	_, err = Load(t.Context(), javaOn(home), everything(t)[:1], loader.Options{})
	if !errors.Is(err, neo4jlocal.ErrInUse) {
		t.Errorf("with a server on the home it says %v", err)
	}
	stop()
	_, err = Load(t.Context(), javaOn(home), everything(t)[:1], loader.Options{})
	if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("with a graph in the database it says %v", err)
	}
}

// killed begins a bulk load in a process of its own and kills it while the importer runs.
func killed(t *testing.T, home string) {
	t.Helper()
	dir := t.TempDir()
	if err := writeSample(dir, 2000, 20_000, 1); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), jobHome+"="+home, jobDataset+"="+dir)
	cmd.Stdout = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(home, "neo4j", "data", "databases", "neo4j", "neostore.nodestore.db")
	for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(store); err == nil {
			break
		}
		if time.Since(began) > time.Minute {
			t.Fatal("the importer did not begin within a minute")
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if _, err := os.Stat(filepath.Join(home, "import")); err != nil {
		t.Errorf("the half of an import that is left has no mark: %v", err)
	}
}

// same shows where two dumps part.
func same(tb testing.TB, got, want []string) {
	tb.Helper()
	if len(want) < 3000 {
		tb.Errorf("there is little to compare: %d elements", len(want))
	}
	if slices.Equal(got, want) {
		return
	}
	tb.Errorf("the graphs differ (%d and %d elements)", len(got), len(want))
	show := func(what string, these, those []string) {
		shown := 0
		for _, line := range these {
			if _, there := slices.BinarySearch(those, line); !there && shown < 5 {
				tb.Logf("%s: %.3000s", what, line)
				shown++
			}
		}
	}
	show("too much", got, want)
	show("missing", want, got)
}
