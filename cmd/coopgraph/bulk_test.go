package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a bulk load does is tested in internal/bulk.
func TestBulkLoadRefuses(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	t.Setenv("COOPGRAPH_HOME", home)
	for _, c := range []struct {
		way, uri string
		args     []string
		code     int
		contains string
	}{
		{"java", "", []string{"load", "--bulk", "--dry-run", "countries"}, exitUsage, "leave out --dry-run"},
		{"auto", "bolt://127.0.0.1:1", []string{"load", "--bulk", "countries"}, exitFailed, "unset NEO4J_URI"},
		{"docker", "", []string{"load", "--bulk", "countries"}, exitFailed, "COOPGRAPH_NEO4J=java"},
		{"java", "", []string{"load", "--bulk", "nosuch"}, exitUsage, "DATASET"},
	} {
		t.Setenv("COOPGRAPH_NEO4J", c.way)
		t.Setenv("NEO4J_URI", c.uri)
		code, _, stderr := call(t, c.args...)
		if code != c.code || !strings.Contains(stderr, c.contains) {
			t.Errorf("%q: code %d, want %d and %q\n%s", c.args, code, c.code, c.contains, stderr)
		}
	}
	if _, err := os.Stat(home); err == nil {
		t.Error("something was made although all was refused")
	}
}
