package loader

import (
	"os"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
)

// TestDocumentedColumns holds docs/datasets.md against what is read.
func TestDocumentedColumns(t *testing.T) {
	text, err := os.ReadFile("../docs/datasets.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, s := range []schema{entitySchema, relationshipSchema, sourceSchema} {
		want = slices.Concat(want, s.required, s.optional)
	}
	want = append(want, infoKeys...)
	for _, k := range graph.Kinds() {
		want = append(want, k.Kind.Prefix()+".csv")
	}
	for _, name := range want {
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/datasets.md does not name %s", name)
		}
	}
}
