package dataset

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// CSVRow is one row of a CSV file with a header.
type CSVRow struct {
	Line   int // where it begins; the header is line 1
	at     map[string]int
	fields []string
}

// Get is the trimmed text of a column, "" where the file has no such column.
func (r CSVRow) Get(column string) string {
	i, ok := r.at[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(r.fields[i])
}

// Fields gives the texts by column; the caller owns the map.
func (r CSVRow) Fields() map[string]string {
	fields := make(map[string]string, len(r.at))
	for column := range r.at {
		fields[column] = r.Get(column)
	}
	return fields
}

// ReadCSV yields the rows of a CSV file in UTF-8, with or without a byte order mark, whose header must have the
// required columns. It ends with the first error, which names the line.
func ReadCSV(r io.Reader, required ...string) iter.Seq2[CSVRow, error] {
	return func(yield func(CSVRow, error) bool) {
		buffered := bufio.NewReader(r)
		if mark, _ := buffered.Peek(3); string(mark) == "\xef\xbb\xbf" {
			_, _ = buffered.Discard(3)
		}
		reader := csv.NewReader(buffered)
		header, err := reader.Read()
		if err != nil {
			yield(CSVRow{}, fmt.Errorf("no header row: %w", err))
			return
		}
		at := make(map[string]int, len(header))
		for i, column := range header {
			at[strings.TrimSpace(column)] = i
		}
		for _, column := range required {
			if _, ok := at[column]; !ok {
				yield(CSVRow{}, fmt.Errorf("the header lacks the column %q; it has %s", column, strings.Join(header, ", ")))
				return
			}
		}
		for {
			fields, err := reader.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(CSVRow{}, err)
				return
			}
			line, _ := reader.FieldPos(0)
			if !yield(CSVRow{line, at, fields}, nil) {
				return
			}
		}
	}
}
