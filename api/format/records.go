package format

import (
	"io"

	"coopgraph/api/internal/graphjson"
	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
	"coopgraph/queries"
)

// records writes one JSON object a line: a header with the columns, then a row with its values by column as the API's
// own JSON has them, then a summary with the count and whether these are all. A table without a summary is not whole; if
// the server could, its last line is then an error, with the problem.
type records struct {
	w       io.Writer
	text    jsontext.Buffer
	head    Head
	columns []queries.Column
	rows    int64
}

func newRecords(w io.Writer) TableWriter { return &records{w: w} }

func (t *records) Begin(h Head, columns []queries.Column) error {
	t.head, t.columns = h, columns
	aboutLine(&t.text, `{"header":{`, &h)
	t.text.Raw(`,"columns":[`)
	for i, c := range columns {
		t.text.Next(i)
		t.text.String(`{"name":`, c.Name)
		t.text.StringOrNull(`,"type":`, string(c.Type))
		t.text.Raw(`}`)
	}
	t.text.Raw("]}}\n")
	return flush(t.w, &t.text)
}

func (t *records) Row(values []any) error {
	t.rows++
	t.text.Raw(`{"row":{`)
	for i, v := range values {
		t.text.Next(i)
		t.text.String("", t.columns[i].Name)
		t.text.Raw(":")
		graphjson.Value(&t.text, v)
	}
	t.text.Raw("}}\n")
	return flush(t.w, &t.text)
}

func (t *records) End(m graph.Marker, complete bool) error {
	t.head.Marker = m
	t.head.endTable(complete)
	aboutLine(&t.text, `{"summary":{`, &t.head)
	t.text.Int(`,"rows":`, t.rows)
	t.text.Raw("}}\n")
	return flush(t.w, &t.text)
}

// Break implements Breaker.
func (t *records) Break(problem any) error { return breakLine(t.w, problem) }

// endTable makes the head say whether a table is complete.
func (h *Head) endTable(complete bool) {
	if !complete && h.Cut == "" {
		h.Cut = "There are more rows than are shown."
	}
}
