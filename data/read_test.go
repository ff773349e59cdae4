package data

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
)

// dataset is a bundled folder, read with nothing of the loader, so that the two check each other.
type dataset struct {
	name        string
	description map[string]string
	tables      map[string][]record // by file name without .csv
	sources     map[string]bool
	entities    map[string]bool
}

type record map[string]string

// String writes the fields in the order of their columns.
func (r record) String() string {
	var parts []string
	for _, column := range slices.Sorted(maps.Keys(r)) {
		if r[column] != "" && !strings.HasPrefix(column, "name_") {
			parts = append(parts, column+"="+r[column])
		}
	}
	return strings.Join(parts, " ")
}

func read(t *testing.T, name string) *dataset {
	t.Helper()
	d := &dataset{name: name, description: map[string]string{}, tables: map[string][]record{},
		sources: map[string]bool{}, entities: map[string]bool{}}
	for file, text := range files(t, name) {
		switch path.Ext(file) {
		case ".csv":
			d.tables[strings.TrimSuffix(path.Base(file), ".csv")] = table(t, file, string(text))
		case ".yaml":
			d.readDescription(t, string(text))
		}
	}
	for _, r := range d.tables["sources"] {
		d.sources[r["id"]] = true
	}
	for _, kind := range graph.Kinds() {
		for _, r := range d.tables[kind.Kind.Prefix()] {
			d.entities[r["id"]] = true
		}
	}
	if len(d.sources) == 0 || len(d.entities) == 0 || len(d.tables["relationships"]) == 0 {
		t.Fatalf("%d sources, %d entities, %d claims", len(d.sources), len(d.entities), len(d.tables["relationships"]))
	}
	return d
}

func files(t *testing.T, name string) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{}
	err := fs.WalkDir(FS, name, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			texts[file], err = FS.ReadFile(file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func table(t *testing.T, file, text string) []record {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	records := make([]record, 0, len(lines))
	for _, line := range lines[1:] {
		r := record{}
		for i, column := range lines[0] {
			r[column] = line[i]
		}
		records = append(records, r)
	}
	return records
}

// readDescription reads dataset.yaml, of which the bundled ones use no more than "key: value" with JSON's strings.
func (d *dataset) readDescription(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		var content any
		if err := json.Unmarshal([]byte(value), &content); err != nil {
			t.Fatalf("dataset.yaml: %s: %v", line, err)
		}
		d.description[key] = fmt.Sprint(content)
	}
}
