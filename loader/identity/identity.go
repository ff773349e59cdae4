// Package identity knows which state or organisation a name or code of an outside source stands for. Its two tables,
// states.csv and organisations.csv, are plain CSV that a person can correct: [States] and [Organisations] read them.
//
// A code never stands without its scheme, and never without a day where a scheme gave it to several states in turn:
// number 365 of the Correlates of War is the Russian Empire, the Soviet Union or the Russian Federation. What is not in
// the tables is not guessed.
package identity

import (
	"errors"
	"io"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/loader/dataset"
)

// row is one line of a table.
type row struct{ dataset.CSVRow }

func (r row) list(column string) []string {
	var out []string
	for part := range strings.SplitSeq(r.Get(column), "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (r row) dates(since, until string) (from, to graph.Date, err error) {
	from, errFrom := graph.ParseDate(r.Get(since))
	to, errTo := graph.ParseDate(r.Get(until))
	return from, to, errors.Join(errFrom, errTo)
}

// read reads a table.
func read(text io.Reader, columns []string) ([]row, error) {
	var rows []row
	for r, err := range dataset.ReadCSV(text, columns...) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{r})
	}
	return rows, nil
}

// index finds rows by their folded names. A name that stands for several is told as such.
type index map[string][]int

func (x index) add(i int, texts ...string) {
	for _, text := range texts {
		key := names.Fold(text)
		if key != "" && !slices.Contains(x[key], i) {
			x[key] = append(x[key], i)
		}
	}
}

// find gives the one row that a name stands for.
func (x index) find(name string) (int, bool) {
	found := x[names.Fold(name)]
	if len(found) != 1 {
		return 0, false
	}
	return found[0], true
}
