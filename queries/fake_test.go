package queries

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"coopgraph/graph"
)

// fake answers as a database that finds no fault with anything: it explains with the columns of the header.
type fake struct {
	plan  graph.Plan
	err   error // of Explain
	rows  [][]any
	ran   []string         // statements run, without those explained
	bound []map[string]any // with what
	wait  bool             // Query waits for the context to end
	plans atomic.Int64
}

func newFake() *fake {
	return &fake{plan: graph.Plan{ReadOnly: true, Operators: []string{"Expand(All)", "ProduceResults"}}}
}

// explained is how many statements were planned.
func (f *fake) explained() int { return int(f.plans.Load()) }

func (f *fake) Explain(_ context.Context, cypher string) (graph.Plan, error) {
	f.plans.Add(1)
	plan := f.plan
	_, returned, _ := strings.Cut(cypher, "RETURN ")
	for part := range strings.SplitSeq(returned, ",") {
		if _, name, found := strings.Cut(part, " AS "); found {
			plan.Columns = append(plan.Columns, strings.Fields(name)[0])
		}
	}
	return plan, f.err
}

func (f *fake) Query(ctx context.Context, cypher string, params map[string]any, row func([]any) bool) ([]string,
	graph.Marker, error) {
	f.ran, f.bound = append(f.ran, cypher), append(f.bound, params)
	if f.wait {
		<-ctx.Done()
		return nil, graph.Marker{}, &graph.Error{Code: graph.CodeDeadline, Message: "too late", Err: ctx.Err()}
	}
	for _, r := range f.rows {
		if !row(r) {
			break
		}
	}
	return nil, graph.Marker{Revision: 7}, nil
}

// sameID resolves every reference but "nobody" to itself, and iso3:AZE to its id.
func sameID(_ context.Context, ref string, _ ...graph.Kind) (string, error) {
	switch ref {
	case "iso3:AZE":
		return "country:aze", nil
	case "nobody":
		missing := graph.NotFound("id", "no entity has the id %q", ref)
		return "", missing.WithCandidates(graph.Candidate{ID: "country:aze", Name: "Azerbaijan"})
	}
	return ref, nil
}

// folder makes a user folder of files, by name without the extension.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name+extension), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, st graph.Statements, dirs ...string) *Catalogue {
	t.Helper()
	c, err := Open(t.Context(), st, sameID, Options{Folders: dirs})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// head is a right header without parameters, of six lines.
func head(name string) string {
	return "// name: " + name + "\n// title: T\n// description: D\n// columns:\n//   x: integer, The number.\n\n"
}

const right = "RETURN 1 AS x"
