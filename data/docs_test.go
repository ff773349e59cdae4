package data

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"coopgraph/graph"
)

// TestDocumentedCounts holds the table in docs/data.md against the datasets.
func TestDocumentedCounts(t *testing.T) {
	text, err := os.ReadFile("../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	for _, name := range Names() {
		d := read(t, name)
		entities := 0
		for _, kind := range graph.Kinds() {
			entities += len(d.tables[kind.Kind.Prefix()])
		}
		i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "| ["+name+"](") })
		want := fmt.Sprintf("| %s | %s | %s |", grouped(entities), grouped(len(d.tables["relationships"])), grouped(len(d.sources)))
		if i < 0 || !strings.Contains(lines[i], want) {
			t.Errorf("docs/data.md has no line for %s with %s entities, claims and sources", name, want)
		} else if !strings.Contains(lines[i], "| "+d.description["version"]+" |") {
			t.Errorf("docs/data.md does not give the version %s of %s", d.description["version"], name)
		}
	}
}

// grouped writes 21962 as 21,962.
func grouped(n int) string {
	s := strconv.Itoa(n)
	if len(s) > 3 {
		s = s[:len(s)-3] + "," + s[len(s)-3:]
	}
	return s
}
