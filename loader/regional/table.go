package regional

import (
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
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
	reader := csv.NewReader(r)
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("no header row: %w", err)
	}
	var rows []row
	for {
		values, err := reader.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := reader.FieldPos(0)
		fields := make(map[string]string, len(header))
		for i, column := range header {
			fields[column] = values[i]
		}
		rows = append(rows, row{line: line, fields: fields})
	}
}
