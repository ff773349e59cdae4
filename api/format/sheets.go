package format

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"time"

	"coopgraph/graph"
	"coopgraph/queries"
)

// byteOrderMark at the beginning of a file makes Excel read it as UTF-8. Gephi and pandas skip it.
const byteOrderMark = "\ufeff"

// sheets writes a zip with nodes.csv and edges.csv, whose columns Gephi knows (Id, Label, Source, Target, Type) and Excel
// opens. Type is Directed for every edge, so that the relationship's own type stands in relation. Lists stand with
// semicolons between, and first_day and last_day are the days on which a relationship holds. A text that a spreadsheet
// would take for a formula has an apostrophe before it.
type sheets struct {
	zip     *zip.Writer
	rows    *csv.Writer
	cells   []string
	inEdges bool
	head    Head
}

func newSheets(w io.Writer) GraphWriter { return &sheets{zip: zip.NewWriter(w)} }

// The sheets do without the name, which is the label, and the edges' type.
var (
	sheetNodes = flatNodeFields[1:]
	sheetEdges = append(renamed(relationshipFields, map[string]string{"type": "relation"}),
		field[graph.Relationship]{"first_day", text, func(r *graph.Relationship) value { d, _ := daysOf(r); return textOf(d) }},
		field[graph.Relationship]{"last_day", text, func(r *graph.Relationship) value { _, d := daysOf(r); return textOf(d) }})
)

func (s *sheets) Begin(h Head) error {
	s.head = h
	return s.sheet("nodes.csv", append([]string{"Id", "Label"}, namesOf(sheetNodes)...))
}

func namesOf[T any](fields []field[T]) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return names
}

// sheet begins a file.
func (s *sheets) sheet(name string, columns []string) error {
	w, err := s.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Unix(0, 0).UTC()})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	s.rows = csv.NewWriter(w)
	return s.rows.Write(columns)
}

// add appends the cells of an item to the row.
func add[T any](cells []string, fields []field[T], item *T) []string {
	for i := range fields {
		v := fields[i].of(item)
		cell := v.plain()
		if v.sort == text || v.sort == list {
			cell = queries.Inert(cell)
		}
		cells = append(cells, cell)
	}
	return cells
}

func (s *sheets) Node(n *graph.Node) error {
	s.cells = add(append(s.cells[:0], n.ID, queries.Inert(n.Name)), sheetNodes, n)
	return s.rows.Write(s.cells)
}

// turn goes from nodes to edges.
func (s *sheets) turn() error {
	if s.inEdges {
		return nil
	}
	s.inEdges = true
	if err := s.end(); err != nil {
		return err
	}
	return s.sheet("edges.csv", append([]string{"Id", "Source", "Target", "Type", "Label"}, namesOf(sheetEdges)...))
}

func (s *sheets) end() error {
	s.rows.Flush()
	return s.rows.Error()
}

func (s *sheets) Relationship(id string, r *graph.Relationship) error {
	if err := s.turn(); err != nil {
		return err
	}
	s.cells = add(append(s.cells[:0], id, r.From, r.To, "Directed", queries.Inert(label(r))), sheetEdges, r)
	return s.rows.Write(s.cells)
}

// End writes the head as a third file, about.csv, since it is known only now.
func (s *sheets) End(m graph.Marker) error {
	if err := s.turn(); err != nil {
		return err
	}
	if err := s.end(); err != nil {
		return err
	}
	if err := s.sheet("about.csv", []string{"what", "value"}); err != nil {
		return err
	}
	s.head.Marker = m
	for _, f := range s.head.facts() {
		if err := s.rows.Write([]string{f.name, queries.Inert(f.value.plain())}); err != nil {
			return err
		}
	}
	if err := s.end(); err != nil {
		return err
	}
	return s.zip.Close()
}
