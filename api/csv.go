package api

import (
	"bytes"

	"coopgraph/api/format"
	"coopgraph/queries"
)

// csvOf is the result as a table with a header line.
func csvOf(r queries.Result) ([]byte, error) {
	csv, _ := format.Table("csv")
	var table bytes.Buffer
	err := format.WriteTable(csv.New(&table), format.Head{}, format.ColumnsOf(queries.Query{}, r.Columns), r)
	return table.Bytes(), err
}
