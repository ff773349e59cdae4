package audit_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"coopgraph/data"
	"coopgraph/graph/audit"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/loader"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

// load loads folders into the graph.
func load(t *testing.T, db *bolt.DB, folders ...fs.FS) {
	t.Helper()
	for _, folder := range folders {
		d, err := loader.Open(folder)
		if err == nil {
			_, err = loader.Load(t.Context(), db, d, loader.Options{})
		}
		if err != nil {
			t.Fatalf("%s: %v", d.Info.Name, err)
		}
	}
}

func check(t *testing.T, db *bolt.DB) audit.Report {
	t.Helper()
	r, err := audit.Check(t.Context(), db, audit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestBundledDatasets(t *testing.T) {
	db := bolttest.Open(t)
	for _, name := range data.Names() {
		folder, err := fs.Sub(data.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		load(t, db, folder)
	}
	r := check(t, db)
	if r.Errors > 0 || r.Checked.Entities < 400 || r.Checked.Datasets != len(data.Names()) {
		var text strings.Builder
		_, _ = r.WriteTo(&text)
		t.Error(text.String())
	}
	docs, err := os.ReadFile("../../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range r.Groups {
		if line := fmt.Sprintf("| `%s` | %d |", g.Code, g.Count); g.Severity == audit.Warning && !strings.Contains(string(docs), line) {
			t.Errorf("docs/data.md does not explain %s; it has to, in a line that begins like this", line)
		}
	}
}
