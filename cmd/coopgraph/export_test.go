package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestExport(t *testing.T) {
	bolttest.Wipe(t, neo4jtest.Server(t))
	useTestServer(t)
	dest := filepath.Join(t.TempDir(), "all")
	for _, c := range []struct {
		args     []string
		code     int
		contains string
	}{
		{[]string{"export", dest}, exitFailed, "nothing to export"},
		{[]string{"load", "trend-2024-06-27", "countries"}, exitOK, "countries"},
		{[]string{"export", dest}, exitOK, "countries         250 entities"},
		{[]string{"export", dest}, exitUsage, "not empty"},
		{[]string{"export", dest + "-one", "--dataset", "countries", "--dataset", "nosuch"}, exitFailed, "trend-2024-06-27"},
		{[]string{"export", dest + "-one", "--dataset", "countries"}, exitOK, "Exported revision 2"},
		{[]string{"load", dest + "-one"}, exitOK, "Dataset countries: nothing changed"},
		{[]string{"check", dest}, exitOK, "trend-2024-06-27 is in order"},
		{[]string{"export"}, exitUsage, "export --help"},
	} {
		code, stdout, stderr := call(t, c.args...)
		if code != c.code || !strings.Contains(stdout+stderr, c.contains) {
			t.Errorf("%q: code %d, want %d and %q\n%s\n%s", c.args, code, c.code, c.contains, stdout, stderr)
		}
	}
	if _, err := os.Stat(filepath.Join(dest+"-one", "trend-2024-06-27")); err == nil {
		t.Error("a dataset was exported that nobody asked for")
	}
	before := bolttest.Dump(t)
	bolttest.Wipe(t, neo4jtest.Server(t))
	code, stdout, stderr := call(t, "load", dest)
	first, second := strings.Index(stdout, "Dataset countries"), strings.Index(stdout, "Dataset trend")
	if code != exitOK || first < 0 || second < first {
		t.Errorf("got %d, want countries first, which has the lower rank\n%s\n%s", code, stdout, stderr)
	}
	if after := bolttest.Dump(t); strings.Join(after, "\n") != strings.Join(before, "\n") {
		t.Errorf("the graph is another one: %d elements, then %d", len(before), len(after))
	}
	for _, name := range []string{"again", ".hidden"} {
		if err := os.CopyFS(filepath.Join(dest, name), os.DirFS(filepath.Join(dest, "countries"))); err != nil {
			t.Fatal(err)
		}
	}
	code, _, stderr = call(t, "load", dest)
	if code != exitUsage || !strings.Contains(stderr, "are both the dataset countries") || strings.Contains(stderr,
		"hidden") {
		t.Errorf("got %d %s; want it to refuse one dataset in two folders", code, stderr)
	}
}
