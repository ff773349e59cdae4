package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"coopgraph/graph"
	"coopgraph/internal/hostile"
	"coopgraph/queries"
)

var columns = []queries.Column{{Name: "z text", Type: queries.String}, {Name: "n", Type: queries.Integer}, {Name: "f", Type: queries.Number},
	{Name: "b", Type: queries.Boolean}, {Name: "d", Type: queries.Date}, {Name: "e", Type: queries.Entity}, {Name: "list", Type: queries.List},
	{Name: "map", Type: queries.Map}, {Name: "=untyped|", Type: ""}}

// rows are a row for each hostile text, with nulls among them.
func rows() [][]any {
	g := hostile.Graph()
	var out [][]any
	for i, s := range hostile.Texts() {
		row := []any{s, int64(i - 5), float64(i) / 4, i%2 == 0, graph.Year(1900 + i), g.Nodes[i].Entity, []any{s, nil, int64(1), g.Nodes[i].Entity},
			map[string]any{s: s}, g.Relationships[i]}
		if i%5 == 4 {
			for at := range row {
				row[at] = nil
			}
		}
		if i%5 == 3 {
			row[6] = []any{}
		}
		out = append(out, row)
	}
	return out
}

func tableWritten(t *testing.T, name string, complete bool) []byte {
	t.Helper()
	f, _ := Table(name)
	var out bytes.Buffer
	err := WriteTable(f.New(&out), head, columns, queries.Result{Rows: rows(), Complete: complete, Marker: head.Marker})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCSVTable(t *testing.T) {
	table, err := csv.NewReader(bytes.NewReader(tableWritten(t, "csv", true))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := rows()
	if len(table) != len(want)+1 || table[0][8] != "'=untyped|" {
		t.Fatalf("%d lines, the first is %q", len(table), table[0])
	}
	for i, row := range table[1:] {
		if want[i][0] == nil {
			if strings.Join(row, "") != "" {
				t.Errorf("of nulls became %q", row)
			}
			continue
		}
		if row[0] != inCell(want[i][0].(string)) || row[5] != want[i][5].(graph.Entity).ID || row[4] != want[i][4].(graph.Date).String() {
			t.Errorf("got %q of %q", row, want[i][0])
		}
		for n, cell := range row {
			if cell != "" && n != 1 && n != 2 && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
				t.Errorf("%q begins a formula", cell)
			}
		}
	}
}

func TestRecords(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(tableWritten(t, "ndjson", false))), "\n")
	want := rows()
	if len(lines) != len(want)+2 {
		t.Fatalf("%d lines of %d rows", len(lines), len(want))
	}
	var first, last struct{ Header, Summary map[string]any }
	parse(t, []byte(lines[0]), &first)
	parse(t, []byte(lines[len(lines)-1]), &last)
	wantFacts(t, first.Header)
	if n := len(first.Header["columns"].([]any)); n != len(columns) {
		t.Errorf("%d columns, want %d", n, len(columns))
	}
	if last.Summary["rows"] != float64(len(want)) || last.Summary["complete"] != false || last.Summary["cut"] == nil {
		t.Errorf("summary %v", last.Summary)
	}
	for i, line := range lines[1 : len(lines)-1] {
		var record struct{ Row map[string]any }
		parse(t, []byte(line), &record)
		if len(record.Row) != len(columns) || record.Row["z text"] != want[i][0] {
			t.Errorf("%v of %q", record.Row, want[i][0])
		}
		if m, ok := record.Row["map"].(map[string]any); ok && m[want[i][0].(string)] != want[i][0] {
			t.Errorf("map %v of %q", m, want[i][0])
		}
	}
}

func TestMarkdownTable(t *testing.T) {
	text := string(tableWritten(t, "markdown", false))
	var table []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") {
			table = append(table, line)
		}
	}
	if len(table) != len(rows())+2 {
		t.Fatalf("%d lines of %d rows", len(table), len(rows()))
	}
	for _, line := range table {
		if bars := strings.Count(line, "|") - strings.Count(line, `\|`); bars != len(columns)+1 {
			t.Errorf("%d bars in %s", bars, line)
		}
	}
	for _, part := range []string{"# Hostile ", "There are more rows", "Revision 12", "<http://127.0.0.1:8080/v1/graph"} {
		if !strings.Contains(text, part) {
			t.Errorf("there is no %q", part)
		}
	}
}

func TestParquet(t *testing.T) {
	b := tableWritten(t, "parquet", true)
	file, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range file.Schema().Fields() {
		names = append(names, f.Name())
	}
	if len(names) != len(columns) || names[0] != "z text" || names[8] != "=untyped|" {
		t.Errorf("columns %q", names)
	}
	if title, _ := file.Lookup("coopgraph.title"); title != head.Title {
		t.Errorf("its title is %q", title)
	}
	type read struct {
		Text  *string  `parquet:"z text,optional"`
		N     *int64   `parquet:"n,optional"`
		F     *float64 `parquet:"f,optional"`
		B     *bool    `parquet:"b,optional"`
		D     *string  `parquet:"d,optional"`
		E     *string  `parquet:"e,optional"`
		Other *string  `parquet:"=untyped|,optional"`
	}
	got, err := parquet.Read[read](bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	want := rows()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i, row := range got {
		if want[i][0] == nil {
			if row != (read{}) {
				t.Errorf("row %d has values, want nulls", i)
			}
			continue
		}
		have := []any{*row.Text, *row.N, *row.F, *row.B, *row.D, *row.E, *row.Other}
		rel := want[i][8].(graph.Relationship)
		expected := []any{want[i][0], want[i][1], want[i][2], want[i][3], want[i][4].(graph.Date).String(), want[i][5].(graph.Entity).ID, rel.ID()}
		if !reflect.DeepEqual(have, expected) {
			t.Errorf("got %q, want %q", have, expected)
		}
	}
}

// A column whose values are not what the query declares is told, by its name.
func TestParquetTellsWrongColumns(t *testing.T) {
	for _, test := range []struct {
		column queries.Type
		value  any
	}{{queries.Integer, "x"}, {queries.Integer, 1.5}, {queries.Number, "x"}, {queries.Boolean, int64(1)}, {queries.List, "x"}} {
		f, _ := Table("parquet")
		err := WriteTable(f.New(io.Discard), head, []queries.Column{{Name: "wrong", Type: test.column}}, queries.Result{Rows: [][]any{{test.value}}})
		if err == nil || !strings.Contains(err.Error(), "wrong") {
			t.Errorf("%v as %s: %v", test.value, test.column, err)
		}
	}
	f, _ := Table("parquet")
	err := WriteTable(f.New(io.Discard), head, []queries.Column{{Name: "n", Type: queries.Integer}, {Name: "f", Type: queries.Number}},
		queries.Result{Rows: [][]any{{2.0, int64(3)}}})
	if err != nil {
		t.Errorf("numbers that fit are refused: %v", err)
	}
}

func TestColumnsOf(t *testing.T) {
	q := queries.Query{Columns: []queries.Column{{Name: "a", Type: queries.Integer}}}
	got := ColumnsOf(q, []string{"b", "a"})
	if !reflect.DeepEqual(got, []queries.Column{{Name: "b"}, {Name: "a", Type: queries.Integer}}) {
		t.Errorf("%v", got)
	}
}

func TestTablesTellErrorsOfTheWriter(t *testing.T) {
	for _, name := range TableNames() {
		f, _ := Table(name)
		if err := WriteTable(f.New(&failing{200}), head, columns, queries.Result{Rows: rows()}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
