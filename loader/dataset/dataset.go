// Package dataset writes a dataset folder, the form that the loader reads: dataset.yaml, one CSV file a kind,
// relationships.csv and sources.csv. The same content gives the same bytes every time, so that a folder made again
// shows in a diff only what changed. Importers of outside formats build a [Folder] and write it.
package dataset

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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
}

// Write writes the folder's files into dir, which is made where it is missing. Files of ours that the folder no longer
// needs are removed; others, such as LICENCE and ORIGIN.md, are left alone.
func (f *Folder) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the dataset folder: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "dataset.yaml"), f.Info.yaml(), 0o644); err != nil {
		return fmt.Errorf("write the dataset's description: %w", err)
	}
	for _, kind := range graph.Kinds() {
		if err := writeTable(filepath.Join(dir, kind.Kind.Prefix()+".csv"), f.entityTable(kind.Kind)); err != nil {
			return err
		}
	}
	if err := writeTable(filepath.Join(dir, "relationships.csv"), f.relationshipTable()); err != nil {
		return err
	}
	return writeTable(filepath.Join(dir, "sources.csv"), f.sourceTable())
}

func writeTable(path string, t table) error {
	if len(t.rows) == 0 {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("remove a file that the dataset no longer has: %w", err)
		}
		return nil
	}
	var text strings.Builder
	w := csv.NewWriter(&text)
	if err := w.WriteAll(t.lines()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("write a dataset's file: %w", err)
	}
	return nil
}

func (f *Folder) entityTable(kind graph.Kind) table {
	var t table
	for _, id := range slices.Sorted(maps.Keys(f.Entities)) {
		if k, _ := graph.KindOfID(id); k == kind {
			t.rows = append(t.rows, entityFields(id, f.Entities[id]))
		}
	}
	t.columns = slices.Concat([]string{"id", "name", "type", "aliases", "description", "sources", "since", "until",
		"latitude", "longitude", "capital", "url"}, graph.SchemeNames(), t.columnsBeginning("name_"))
	t.dropEmptyColumns("id", "name", "sources")
	return t
}

func entityFields(id string, r graph.Record) map[string]string {
	fields := map[string]string{
		"id": id, "name": r.Name, "type": r.Type, "aliases": strings.Join(r.Aliases, "|"),
		"description": r.Description, "sources": strings.Join(r.Sources, "|"),
		"since": r.Since.String(), "until": r.Until.String(),
		"latitude": number(r.Latitude), "longitude": number(r.Longitude), "capital": r.Capital, "url": r.URL,
	}
	maps.Copy(fields, r.Codes)
	for tag, name := range r.Names {
		fields["name_"+tag] = name
	}
	return fields
}

func (f *Folder) relationshipTable() table {
	t := table{columns: []string{"type", "from", "to", "role", "title", "spell", "since", "until", "observed", "status",
		"share", "source", "locator", "claim", "confidence", "said_by"}}
	for _, r := range f.Rows {
		r.RelationshipKey = r.Canonical()
		t.rows = append(t.rows, map[string]string{
			"type": string(r.Type), "from": r.From, "to": r.To, "role": r.Role, "title": r.Title, "spell": r.Spell,
			"since": r.Since.String(), "until": r.Until.String(), "observed": r.Observed.String(), "status": r.Status,
			"share": number(r.Share), "source": r.Source, "locator": r.Locator, "claim": r.Text,
			"confidence": string(r.Confidence), "said_by": r.SaidBy,
		})
	}
	slices.SortFunc(t.rows, func(a, b map[string]string) int {
		for _, column := range t.columns {
			if c := strings.Compare(a[column], b[column]); c != 0 {
				return c
			}
		}
		return 0
	})
	return t
}

func (f *Folder) sourceTable() table {
	t := table{columns: []string{"id", "title", "publisher", "url", "published", "accessed", "licence", "note"}}
	for _, id := range slices.Sorted(maps.Keys(f.Sources)) {
		s := f.Sources[id]
		t.rows = append(t.rows, map[string]string{
			"id": id, "title": s.Title, "publisher": s.Publisher, "url": s.URL, "published": s.Published.String(),
			"accessed": s.Accessed.String(), "licence": s.Licence, "note": s.Note,
		})
	}
	return t
}

// number writes a number in the shortest form that reads back as the same, "" for none.
func number(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

// table is a CSV file in the making: rows by column name.
type table struct {
	columns []string
	rows    []map[string]string
}

// columnsBeginning lists the columns with the prefix that some row fills, sorted.
func (t *table) columnsBeginning(prefix string) []string {
	found := map[string]bool{}
	for _, row := range t.rows {
		for column := range row {
			if strings.HasPrefix(column, prefix) {
				found[column] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), cmp.Compare[string])
}

// dropEmptyColumns leaves out columns that no row fills, except those to keep.
func (t *table) dropEmptyColumns(keep ...string) {
	t.columns = slices.DeleteFunc(t.columns, func(column string) bool {
		return !slices.Contains(keep, column) &&
			!slices.ContainsFunc(t.rows, func(row map[string]string) bool { return row[column] != "" })
	})
}

func (t *table) lines() [][]string {
	lines := [][]string{t.columns}
	for _, row := range t.rows {
		line := make([]string, len(t.columns))
		for i, column := range t.columns {
			line[i] = row[column]
		}
		lines = append(lines, line)
	}
	return lines
}
