package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
	"coopgraph/queries"
)

// csvOf is the result as a table with a header line.
func csvOf(r queries.Result) ([]byte, error) {
	var table bytes.Buffer
	out := csv.NewWriter(&table)
	_ = out.Write(each(r.Columns, queries.Inert)) // errors are kept until Error
	for _, row := range r.Rows {
		cells := make([]string, len(row))
		for i, value := range row {
			cell, err := csvCell(value)
			if err != nil {
				return nil, err
			}
			cells[i] = cell
		}
		_ = out.Write(cells)
	}
	out.Flush()
	return table.Bytes(), out.Error()
}

// csvCell writes one value. Things with an id are their id, a list of texts stands with semicolons between, and what
// has more structure is JSON.
func csvCell(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case string:
		return queries.Inert(v), nil
	case graph.Date:
		return v.String(), nil
	case graph.Entity:
		return v.ID, nil
	case graph.Relationship:
		return v.ID(), nil
	case graph.Source:
		return v.ID, nil
	case []any:
		if cell, ok := plainList(v); ok {
			return queries.Inert(cell), nil
		}
	}
	var w jsontext.Buffer
	writeValue(&w, value)
	text, err := w.Bytes()
	return queries.Inert(string(text)), err
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
		default:
			return "", false
		}
	}
	return strings.Join(parts, "; "), true
}
