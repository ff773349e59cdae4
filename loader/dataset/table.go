package dataset

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"
)

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
	return slices.Sorted(maps.Keys(found))
}

// dropEmptyColumns leaves out columns that no row fills, except those to keep.
func (t *table) dropEmptyColumns(keep ...string) {
	t.columns = slices.DeleteFunc(t.columns, func(column string) bool {
		return !slices.Contains(keep, column) &&
			!slices.ContainsFunc(t.rows, func(row map[string]string) bool { return row[column] != "" })
	})
}

// csv writes the table, nothing at all where it has no rows.
func (t *table) csv() ([]byte, error) {
	if len(t.rows) == 0 {
		return nil, nil
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	line := make([]string, len(t.columns))
	if err := w.Write(t.columns); err != nil {
		return nil, err
	}
	for _, row := range t.rows {
		for i, column := range t.columns {
			line[i] = row[column]
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return text.Bytes(), w.Error()
}
