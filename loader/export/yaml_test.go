package export_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"coopgraph/loader"
	"coopgraph/loader/dataset"
)

// FuzzDescription writes a description and lets the loader read it: whatever the loader took once it takes again.
func FuzzDescription(f *testing.F) {
	for _, text := range []string{"plain", "a: b # c", "'", `"`, `\`, "- x\n  y: z\n", "\u0085\u2028\ufffd\x7f\x00\t",
		"yes", "~", "0x1F", "1e3", "😀", "%a", "&b", "*c", "{", "["} {
		f.Add(text, -1)
	}
	f.Fuzz(func(t *testing.T, text string, rank int) {
		if !utf8.ValidString(text) || len(text) > 1000 {
			return
		}
		want := dataset.Info{Name: "x", Title: "t" + text, Description: strings.TrimSpace(text), Licence: "l",
			Rank: int(int32(rank))}
		d, err := loader.Open(fstest.MapFS{dataset.InfoFile: {Data: want.YAML(), Mode: 0o644}})
		if err != nil {
			t.Fatal(err)
		}
		if d.Info.Title != strings.TrimSpace(want.Title) || d.Info.Description != want.Description || d.Rank() != want.Rank {
			t.Errorf("%q reads as %q and %q, rank %d; written %s", text, d.Info.Title, d.Info.Description, d.Rank(), want.YAML())
		}
	})
}
