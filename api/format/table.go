package format

import (
	"io"
	"slices"

	"coopgraph/graph"
	"coopgraph/queries"
)

// TableWriter writes one table. Begin comes first and End last; in between every row, each with a value for every
// column. After an error nothing more may be written. The [io.Writer] below should be buffered.
//
// Values are those of [graph.Statements]: nil, bool, int64, float64, string, graph.Date, []any, map[string]any,
// graph.Entity, graph.Relationship, graph.Source.
type TableWriter interface {
	Begin(h Head, columns []queries.Column) error
	Row(values []any) error
	// End is given the state that was read, and whether these are all rows.
	End(m graph.Marker, complete bool) error
}

// TableFormat is a format for tables.
type TableFormat struct {
	Name      string // as format= takes it
	MediaType string
	Extension string // of a file's name, with the dot
	New       func(w io.Writer) TableWriter
}

var tableFormats = []TableFormat{
	{"csv", "text/csv; charset=utf-8", ".csv", newCSV},
	{"ndjson", "application/x-ndjson; charset=utf-8", ".ndjson", newRecords},
	{"markdown", "text/markdown; charset=utf-8", ".md", newMarkdownTable},
	{"parquet", "application/vnd.apache.parquet", ".parquet", newParquet},
}

// Table finds a format for tables by its name.
func Table(name string) (TableFormat, bool) {
	i := slices.IndexFunc(tableFormats, func(f TableFormat) bool { return f.Name == name })
	if i < 0 {
		return TableFormat{}, false
	}
	return tableFormats[i], true
}

// TableNames lists the formats for tables.
func TableNames() []string {
	names := make([]string, len(tableFormats))
	for i, f := range tableFormats {
		names[i] = f.Name
	}
	return names
}

// ColumnsOf gives the columns of a query's answer, which names them, with the types that its header declares. One that
// the header does not declare has no type.
func ColumnsOf(q queries.Query, names []string) []queries.Column {
	columns := make([]queries.Column, len(names))
	for i, name := range names {
		columns[i] = queries.Column{Name: name}
		for _, declared := range q.Columns {
			if declared.Name == name {
				columns[i] = declared
			}
		}
	}
	return columns
}

// WriteTable writes the rows of a query's answer.
func WriteTable(w TableWriter, h Head, columns []queries.Column, r queries.Result) error {
	if err := w.Begin(h, columns); err != nil {
		return err
	}
	for _, row := range r.Rows {
		if err := w.Row(row); err != nil {
			return err
		}
	}
	return w.End(r.Marker, r.Complete)
}
