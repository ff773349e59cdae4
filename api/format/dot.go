package format

import (
	"io"
	"strings"

	"coopgraph/graph"
)

// dot writes Graphviz's language. What is known of a node or relationship stands as attributes of its own, which
// Graphviz hands on and does not draw; in them a backslash is doubled, since the language keeps it so. A name is
// entity_name there, since Graphviz has a name of its own for a node, which is the id.
type dot struct {
	w    io.Writer
	b    []byte
	head Head
}

var dotNodes = renamed(flatNodeFields, map[string]string{"name": "entity_name"})

func newDOT(w io.Writer) GraphWriter { return &dot{w: w} }

func (d *dot) Begin(h Head) error {
	d.head = h
	for _, line := range h.remarks() {
		d.raw("// " + line + "\n")
	}
	d.raw("digraph coopgraph {\ngraph [charset=\"UTF-8\"")
	for _, f := range h.facts() {
		d.attribute(f.name, f.value.plain())
	}
	d.raw("];\nnode [shape=box, style=rounded];\n")
	return d.flush()
}

func (d *dot) raw(s string) { d.b = append(d.b, s...) }

func (d *dot) attribute(name, s string) {
	d.raw(", " + name + "=")
	d.b = appendDOT(d.b, s)
}

func (d *dot) flush() error {
	_, err := d.w.Write(d.b)
	d.b = d.b[:0]
	return err
}

func (d *dot) Node(n *graph.Node) error {
	d.b = appendDOT(d.b, n.ID)
	d.raw(" [label=")
	d.b = appendDOTLabel(d.b, n.Name)
	dotValues(d, dotNodes, n)
	d.raw("];\n")
	return d.flush()
}

func dotValues[T any](d *dot, fields []field[T], item *T) {
	for i := range fields {
		if v := fields[i].of(item); v.sort != absent {
			d.attribute(fields[i].name, v.plain())
		}
	}
}

func (d *dot) Relationship(id string, r *graph.Relationship) error {
	d.b = appendDOT(d.b, r.From)
	d.raw(" -> ")
	d.b = appendDOT(d.b, r.To)
	d.raw(" [label=")
	d.b = appendDOTLabel(d.b, label(r))
	d.attribute("id", id)
	dotValues(d, relationshipFields, r)
	d.raw("];\n")
	return d.flush()
}

func (d *dot) End(m graph.Marker) error {
	d.raw("}\n")
	if m != d.head.Marker {
		d.raw("// " + oneLine(readFrom(m)) + "\n")
	}
	return d.flush()
}

// appendDOT appends a text in quotes, in which Graphviz knows \" and doubled backslashes; a backslash before a line's
// end would join the lines. Graphviz is written in C: a NUL would end the text, so that control characters other than
// line ends and tabs become U+FFFD.
func appendDOT(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case unprintable(r) && r != '\n' && r != '\t':
			b = append(b, "\ufffd"...)
		default:
			b = append(b, string(r)...)
		}
	}
	return append(b, '"')
}

// appendDOTLabel appends what Graphviz draws and therefore reads once more, so that &amp; is an ampersand and a doubled
// backslash is one. It is a single line: some versions of Graphviz end at an empty one.
func appendDOTLabel(b []byte, s string) []byte {
	return appendDOT(b, strings.ReplaceAll(strings.TrimSpace(oneLine(s)), "&", "&amp;"))
}

// unprintable reports whether r is a control character.
func unprintable(r rune) bool { return r < ' ' || 0x7f <= r && r < 0xa0 }
