package format

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/parquet-go/parquet-go"

	"coopgraph/graph"
	"coopgraph/queries"
)

// parquetRows is how many rows stand in one group, and so in memory before they are written.
const parquetRows = 10_000

// parquetTable writes Parquet with columns of the types that the query declares, each of which may be null: integer,
// number and boolean as such; a list or path as a list of texts, in which things with an id are their id; all others as
// text. Dates are text, since they are as precise as known. A map is JSON. What the document says of itself is in the
// file's metadata, each name with "coopgraph." before it.
type parquetTable struct {
	w       *parquet.GenericWriter[any]
	out     io.Writer
	head    Head
	columns []queries.Column
	row     parquet.Row
	n       int
}

func newParquet(w io.Writer) TableWriter { return &parquetTable{out: w} }

// orderedGroup is a group whose fields stand in the order of the columns and not in that of their names.
type orderedGroup struct {
	parquet.Group
	columns []queries.Column
}

func (g orderedGroup) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	fields := make([]parquet.Field, len(g.columns))
	for i, c := range g.columns {
		fields[i] = byName[c.Name]
	}
	return fields
}

func parquetNode(t queries.Type) parquet.Node {
	switch t {
	case queries.Integer:
		return parquet.Optional(parquet.Int(64))
	case queries.Number:
		return parquet.Optional(parquet.Leaf(parquet.DoubleType))
	case queries.Boolean:
		return parquet.Optional(parquet.Leaf(parquet.BooleanType))
	case queries.List, queries.Path, queries.EntityList, queries.StringList:
		return parquet.Optional(parquet.List(parquet.Optional(parquet.String())))
	default:
		return parquet.Optional(parquet.String())
	}
}

func (t *parquetTable) Begin(h Head, columns []queries.Column) error {
	group := parquet.Group{}
	for _, c := range columns {
		if group[c.Name] != nil {
			return fmt.Errorf("parquet: there are two columns %q", c.Name)
		}
		group[c.Name] = parquetNode(c.Type)
	}
	t.head, t.columns = h, columns
	t.w = parquet.NewGenericWriter[any](t.out, parquet.NewSchema("coopgraph", orderedGroup{group, columns}),
		parquet.Compression(&parquet.Snappy), parquet.CreatedBy("coopgraph", "", ""))
	return nil
}

func (t *parquetTable) Row(values []any) error {
	t.row = t.row[:0]
	for i, v := range values {
		if err := t.value(i, v); err != nil {
			return graph.Invalid("query", "column %s, which the query declares as %s: %v; the query's header has to say what it "+
				"returns", t.columns[i].Name, t.columns[i].Type, err)
		}
	}
	if _, err := t.w.WriteRows([]parquet.Row{t.row}); err != nil {
		return err
	}
	if t.n++; t.n%parquetRows == 0 {
		return t.w.Flush()
	}
	return nil
}

// value adds the value of a column to the row.
func (t *parquetTable) value(column int, v any) error {
	if v == nil {
		t.row = append(t.row, parquet.NullValue().Level(0, 0, column))
		return nil
	}
	var leaf parquet.Value
	switch t.columns[column].Type {
	case queries.Integer:
		n, ok := wholeNumber(v)
		if !ok {
			return fmt.Errorf("%v is no whole number", v)
		}
		leaf = parquet.Int64Value(n)
	case queries.Number:
		switch v := v.(type) {
		case float64:
			leaf = parquet.DoubleValue(v)
		case int64:
			leaf = parquet.DoubleValue(float64(v))
		default:
			return fmt.Errorf("%v is no number", v)
		}
	case queries.Boolean:
		b, ok := v.(bool)
		if !ok {
			return fmt.Errorf("%v is neither true nor false", v)
		}
		leaf = parquet.BooleanValue(b)
	case queries.List, queries.Path, queries.EntityList, queries.StringList:
		return t.list(column, v)
	default:
		s, err := parquetText(v)
		if err != nil {
			return err
		}
		leaf = parquet.ByteArrayValue([]byte(strings.ToValidUTF8(s, "\ufffd")))
	}
	t.row = append(t.row, leaf.Level(0, 1, column))
	return nil
}

// list adds a list, in which 1 is the level of an empty list, 2 of a null and 3 of a text.
func (t *parquetTable) list(column int, v any) error {
	items, ok := v.([]any)
	if !ok {
		return fmt.Errorf("%v is no list", v)
	}
	if len(items) == 0 {
		t.row = append(t.row, parquet.NullValue().Level(0, 1, column))
	}
	for i, item := range items {
		further := min(i, 1)
		if item == nil {
			t.row = append(t.row, parquet.NullValue().Level(further, 2, column))
			continue
		}
		s, err := parquetText(item)
		if err != nil {
			return err
		}
		t.row = append(t.row, parquet.ByteArrayValue([]byte(strings.ToValidUTF8(s, "\ufffd"))).Level(further, 3, column))
	}
	return nil
}

// parquetText is a value as text: a list within a list, and a map, are JSON.
func parquetText(v any) (string, error) {
	if _, isList := v.([]any); isList {
		return jsonOf(v)
	}
	s, _, err := cell(v)
	return s, err
}

// wholeNumber takes a float for a whole number where it is one.
func wholeNumber(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case float64:
		return int64(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
	}
	return 0, false
}

func (t *parquetTable) End(m graph.Marker, complete bool) error {
	t.head.Marker = m
	t.head.endTable(complete)
	for _, f := range t.head.facts() {
		t.w.SetKeyValueMetadata("coopgraph."+f.name, f.value.plain())
	}
	return t.w.Close()
}
