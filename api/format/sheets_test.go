package format

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
)

// sheetsOf reads the files of a zip as rows by the names of their columns.
func sheetsOf(t *testing.T, b []byte) map[string][]map[string]any {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]map[string]any{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		content, ok := bytes.CutPrefix(content, []byte{0xef, 0xbb, 0xbf})
		if !ok {
			t.Errorf("Excel would not read %s as UTF-8", f.Name)
		}
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			item := map[string]any{}
			for i, value := range row {
				if value != "" {
					item[rows[0][i]] = value
				}
			}
			out[f.Name] = append(out[f.Name], item)
		}
	}
	return out
}

// inCell is a text as a cell holds it: formulas are kept from being ones, and a reader makes one line's end of two.
func inCell(s string) string {
	if strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		s = "'" + s
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}

func TestSheets(t *testing.T) {
	files := sheetsOf(t, written(t, "csv"))
	wantNodes, wantRelationships := expected(t)
	for _, n := range files["nodes.csv"] {
		rename(n, "Id", "id")
		rename(n, "Label", "name")
	}
	for i, e := range files["edges.csv"] {
		if e["Type"] != "Directed" || e["Label"] == "" {
			t.Errorf("%v", e)
		}
		days := without(e, "Type", "Label", "first_day", "last_day")
		if first, _ := days["first_day"].(string); first != "" && len(first) != len("2024-06-27") {
			t.Errorf("the first day is %v", days["first_day"])
		}
		rename(e, "Id", "id")
		rename(e, "Source", "from")
		rename(e, "Target", "to")
		rename(e, "relation", "type")
		for name, value := range e { // no cell may begin a formula
			if strings.ContainsRune("=+-@\t\r\n", rune(value.(string)[0])) {
				t.Errorf("edge %d: %s is %q", i, name, value)
			}
		}
	}
	same(t, "nodes", files["nodes.csv"], flatAll(wantNodes, inCell))
	same(t, "relationships", files["edges.csv"], flatAll(wantRelationships, inCell))
	about := files["about.csv"]
	if len(about) < 6 || about[0]["value"] != head.Title {
		t.Errorf("of itself it says %v", about)
	}
}
