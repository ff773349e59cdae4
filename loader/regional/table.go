package regional

import (
	"fmt"
	"io"
	"io/fs"

	"coopgraph/loader/dataset"
)

// table is one CSV file of the pack: rows by column name, with the line each stood on.
type table struct {
	name string
	rows []row
}

type row struct {
	line   int
	fields map[string]string
}

func readTable(pack fs.FS, name string) (*table, error) {
	file, err := pack.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open a file of the pack: %w", err)
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	rows, err := readRows(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &table{name: name, rows: rows}, nil
}

// readRows reads CSV with a header row.
func readRows(r io.Reader) ([]row, error) {
	var rows []row
	for read, err := range dataset.ReadCSV(r) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{line: read.Line, fields: read.Fields()})
	}
	return rows, nil
}
