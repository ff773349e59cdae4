package format

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"coopgraph/api/internal/graphjson"
	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
	"coopgraph/queries"
)

// cell writes one value as text. Things with an id are their id, a list of texts stands with semicolons between, and what
// has more structure is JSON. It reports whether the text is somebody's words, which a spreadsheet may take for more.
func cell(value any) (s string, words bool, err error) {
	switch v := value.(type) {
	case nil:
		return "", false, nil
	case bool:
		return strconv.FormatBool(v), false, nil
	case int64:
		return strconv.FormatInt(v, 10), false, nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), false, nil
	case string:
		return v, true, nil
	case graph.Date:
		return v.String(), false, nil
	case graph.Entity:
		return v.ID, false, nil
	case graph.Relationship:
		return v.ID(), false, nil
	case graph.Source:
		return v.ID, false, nil
	case []any:
		if s, ok := plainList(v); ok {
			return s, true, nil
		}
	}
	s, err = jsonOf(value)
	return s, true, err
}

// jsonOf is a value as the API's own JSON has it.
func jsonOf(value any) (string, error) {
	var w jsontext.Buffer
	graphjson.Value(&w, value)
	b, err := w.Bytes()
	return string(b), err
}

// plainList joins a list that holds nothing with a structure of its own.
func plainList(list []any) (string, bool) {
	parts := make([]string, len(list))
	for i, item := range list {
		switch v := item.(type) {
		case string, bool, int64, float64, graph.Date:
			parts[i] = fmt.Sprint(v)
		case graph.Entity:
			parts[i] = v.ID
		case graph.Relationship:
			parts[i] = v.ID()
		case graph.Source:
			parts[i] = v.ID
		default:
			return "", false
		}
	}
	return strings.Join(parts, "; "), true
}

// csvTable writes CSV with a line of column names. A text that a spreadsheet would take for a formula has an apostrophe
// before it. There is no room for the head, nor for whether the table is complete.
type csvTable struct {
	rows  *csv.Writer
	cells []string
}

func newCSV(w io.Writer) TableWriter { return &csvTable{rows: csv.NewWriter(w)} }

func (t *csvTable) Begin(_ Head, columns []queries.Column) error {
	for _, c := range columns {
		t.cells = append(t.cells, queries.Inert(c.Name))
	}
	return t.rows.Write(t.cells)
}

func (t *csvTable) Row(values []any) error {
	t.cells = t.cells[:0]
	for _, v := range values {
		s, words, err := cell(v)
		if err != nil {
			return err
		}
		if words {
			s = queries.Inert(s)
		}
		t.cells = append(t.cells, s)
	}
	return t.rows.Write(t.cells)
}

func (t *csvTable) End(graph.Marker, bool) error {
	t.rows.Flush()
	return t.rows.Error()
}
