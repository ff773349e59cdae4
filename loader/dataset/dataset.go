// Package dataset writes a dataset folder, the form that the loader reads: dataset.yaml, one CSV file a kind,
// relationships.csv and sources.csv. The same content gives the same bytes every time, so that a folder made again
// shows in a diff only what changed. Importers of outside formats build a [Folder] and write it.
package dataset

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"coopgraph/graph"
)

// Info is what dataset.yaml says of the whole.
type Info struct {
	Name        string // slug
	Title       string
	Version     string
	Description string
	Licence     string
	Citation    string
	URL         string
	Rank        int // the lowest wins where several datasets give an entity's field
}

// Row is one claim of one relationship, a line of relationships.csv.
type Row struct {
	graph.RelationshipKey
	graph.Claim // its Dataset is not written: the folder is the dataset
}

// Folder is a dataset in memory. In records, the fields Dataset and Rank are not written.
type Folder struct {
	Info     Info
	Entities map[string]graph.Record       // by id
	Sources  map[string]graph.SourceRecord // by id
	Rows     []Row
	Notes    map[string]string // further files for people, by name
	Report   Report            // how it was made
}

// Write writes the folder's files into dir, which is made where it is missing. Files of ours that the folder no longer
// needs are removed; others, such as LICENCE and ORIGIN.md, are left alone.
func (f *Folder) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // a dataset is there for others to read
		return fmt.Errorf("make the dataset folder: %w", err)
	}
	texts := map[string][]byte{InfoFile: f.Info.YAML()}
	for name, text := range f.Notes {
		texts[name] = []byte(text)
	}
	tables := map[string]table{RelationshipsFile: f.relationshipTable(), SourcesFile: f.sourceTable()}
	for _, kind := range graph.Kinds() {
		tables[KindFile(kind.Kind)] = f.entityTable(kind.Kind)
	}
	for name, t := range f.Report.tables() {
		tables[filepath.Join(reportFolder, name)] = t
	}
	for name, t := range tables {
		text, err := t.csv()
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		texts[name] = text
	}
	return writeFiles(dir, texts)
}

// writeFiles writes the texts by file name, and removes what has none.
func writeFiles(dir string, texts map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		path := filepath.Join(dir, name)
		if len(texts[name]) == 0 {
			if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
				return fmt.Errorf("remove a file that the dataset no longer has: %w", err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // as above
			return fmt.Errorf("make a folder of the dataset: %w", err)
		}
		if err := os.WriteFile(path, texts[name], 0o644); err != nil { //nolint:gosec // as above
			return fmt.Errorf("write a file of the dataset: %w", err)
		}
	}
	return nil
}

func (f *Folder) entityTable(kind graph.Kind) table {
	var t table
	for _, id := range slices.Sorted(maps.Keys(f.Entities)) {
		if k, _ := graph.KindOfID(id); k == kind {
			t.rows = append(t.rows, EntityFields(id, f.Entities[id]))
		}
	}
	t.columns = slices.Concat(EntityColumns(), t.columnsBeginning(NamePrefix))
	t.dropEmptyColumns(NeededEntityColumns()...)
	return t
}

func (f *Folder) relationshipTable() table {
	t := table{columns: RelationshipColumns()}
	for _, r := range f.Rows {
		t.rows = append(t.rows, RelationshipFields(r))
	}
	t.sort()
	t.dropEmptyColumns(NeededRelationshipColumns()...)
	return t
}

func (f *Folder) sourceTable() table {
	t := table{columns: SourceColumns()}
	for _, id := range slices.Sorted(maps.Keys(f.Sources)) {
		t.rows = append(t.rows, SourceFields(id, f.Sources[id]))
	}
	return t
}
