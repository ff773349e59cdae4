package data

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"coopgraph/loader/archigos"
	"coopgraph/loader/atop"
	"coopgraph/loader/contiguity"
	"coopgraph/loader/countries"
	"coopgraph/loader/cowigo"
	importing "coopgraph/loader/dataset"
	"coopgraph/loader/factbook"
	"coopgraph/loader/regional"
	"coopgraph/loader/states"
)

// imports says what `make data` does.
var imports = []struct {
	name     string
	importer importing.Importer
	raw      string
	known    []string
}{
	{"countries", countries.Import, "countries", nil},
	{"states", states.Import, "cow-igo", nil},
	{"region", regional.Import, "region", nil},
	{"factbook", factbook.Import, "factbook", []string{"region", "trend-2024-06-27"}},
	{"cow-igo", cowigo.Import, "cow-igo", nil},
	{"cow-contiguity", contiguity.Import, "cow-contiguity", nil},
	{"atop", atop.Import, "atop", nil},
	{"archigos", archigos.Import, "archigos", []string{"factbook", "region", "trend-2024-06-27"}},
}

// TestBundledIsWhatTheRawDataGives makes every dataset anew and compares byte by byte.
func TestBundledIsWhatTheRawDataGives(t *testing.T) {
	for _, c := range imports {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in, err := importing.OpenInput(filepath.Join("raw", c.raw), c.known...)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = in.Close() }() // nothing was written to it
			folder, err := c.importer(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := folder.Write(dir); err != nil {
				t.Fatal(err)
			}
			made, bundled := textsOf(t, os.DirFS(dir)), textsOf(t, os.DirFS(c.name))
			for name, text := range made {
				if bundled[name] != text {
					t.Errorf("%s differs from what is bundled (%d bytes against %d); run `make data`", name, len(text), len(bundled[name]))
				}
			}
			for name := range bundled {
				if _, ok := made[name]; !ok && name != "LICENCE" && name != "ORIGIN.md" {
					t.Errorf("%s is bundled and not made", name)
				}
			}
		})
	}
}

func textsOf(t *testing.T, dir fs.FS) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(dir, path)
		texts[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// TestNothingIsLost adds up the reports: all that was read is in the graph or listed as left out, with a reason.
func TestNothingIsLost(t *testing.T) {
	for _, c := range imports {
		if c.name == "region" {
			continue // collected by hand; its corrections are in DROPPED.md
		}
		listed := map[string]int{}
		for _, r := range reportOf(t, c.name, "left-out.csv") {
			n, err := strconv.Atoi(r["count"])
			if err != nil || n < 1 || r["reason"] == "" || r["file"] == "" {
				t.Errorf("%s: left out %v, without a count, file or reason", c.name, r)
			}
			listed[r["unit"]] += n
		}
		units := reportOf(t, c.name, "read.csv")
		if len(units) == 0 {
			t.Errorf("%s does not say how much it read", c.name)
		}
		for _, u := range units {
			read, errRead := strconv.Atoi(u["read"])
			kept, errKept := strconv.Atoi(u["in_graph"])
			if errRead != nil || errKept != nil || read == 0 || read != kept+listed[u["unit"]] {
				t.Errorf("%s, %s: %d read are not %d in the graph and %d listed as left out", c.name, u["unit"], read, kept, listed[u["unit"]])
			}
			delete(listed, u["unit"])
		}
		if len(listed) > 0 {
			t.Errorf("%s: left out of what was never counted: %v", c.name, listed)
		}
	}
}

// reportOf reads a table of a dataset's report; none where it has no lines.
func reportOf(t *testing.T, name, file string) []map[string]string {
	t.Helper()
	f, err := FS.Open(name + "/report/" + file)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }() // embedded
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, column := range rows[0] {
			m[column] = row[i]
		}
		out = append(out, m)
	}
	return out
}
