package format

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"coopgraph/graph"
)

// A statement takes as many items, or as many bytes, as make it neither slow to plan nor many round trips.
const (
	maxBatch      = 200
	maxBatchBytes = 64 << 10
)

// cypher writes a script for an empty Neo4j, which then holds the same nodes and relationships with the labels and
// properties of docs/data.md, but for those that are of use to the loader alone; run again it changes nothing. Each
// statement ends with a semicolon at the end of a line, and no line ends within a text, so that it is easily split.
//
// Labels and types are only ever those that package graph declares; a graph with another is an error. All else is a
// literal.
type cypher struct {
	w     io.Writer
	head  Head
	b     []byte // the statement that is being made
	items int
	of    string // the kind or type of its items
	nodes bool   // they are nodes
}

func newCypher(w io.Writer) GraphWriter { return &cypher{w: w} }

func (c *cypher) Begin(h Head) error {
	c.head = h
	for _, line := range h.remarks() {
		c.remark(line)
	}
	c.raw("CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n")
	return c.flush()
}

func (c *cypher) raw(s string) { c.b = append(c.b, s...) }

func (c *cypher) flush() error {
	_, err := c.w.Write(c.b)
	c.b = c.b[:0]
	return err
}

func (c *cypher) Node(n *graph.Node) error {
	if !n.Kind.Valid() {
		return fmt.Errorf("cypher: %s is of the kind %q, which is not declared", n.ID, n.Kind)
	}
	if err := c.next(string(n.Kind), true); err != nil {
		return err
	}
	m := literal{b: c.b}
	m.node(n)
	c.b = append(m.b, '}')
	return nil
}

func (c *cypher) Relationship(id string, r *graph.Relationship) error {
	if !r.Type.Valid() {
		return fmt.Errorf("cypher: %s is of the type %q, which is not declared", id, r.Type)
	}
	if err := c.next(string(r.Type), false); err != nil {
		return err
	}
	c.raw("{from: ")
	c.b = appendCypher(c.b, r.From)
	c.raw(", to: ")
	c.b = appendCypher(c.b, r.To)
	c.raw(", is: ")
	m := literal{b: c.b}
	m.relationship(id, r)
	c.b = append(m.b, "}}"...)
	return nil
}

// next begins an item, in the statement that is being made where it is of the same sort and there is room.
func (c *cypher) next(of string, nodes bool) error {
	if c.items > 0 && (c.of != of || c.nodes != nodes || c.items == maxBatch || len(c.b) > maxBatchBytes) {
		if err := c.end(); err != nil {
			return err
		}
	}
	if c.items == 0 {
		c.raw("UNWIND [\n")
	} else {
		c.raw(",\n")
	}
	c.of, c.nodes = of, nodes
	c.items++
	return nil
}

// end ends the statement.
func (c *cypher) end() error {
	if c.items == 0 {
		return nil
	}
	if c.nodes {
		c.raw("\n] AS row\nMERGE (n:Entity {id: row.id}) SET n = row SET n:" + c.of + ";\n")
	} else {
		c.raw("\n] AS row\nMATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to})\n" +
			"MERGE (a)-[r:" + c.of + " {id: row.is.id}]->(b) SET r = row.is;\n")
	}
	c.items = 0
	return c.flush()
}

func (c *cypher) End(m graph.Marker) error {
	if err := c.end(); err != nil {
		return err
	}
	if m != c.head.Marker {
		c.remark(oneLine(readFrom(m)))
	}
	return c.flush()
}

// remark writes a comment. A backslash in it is kept from being read with what follows, which could end the line, and no
// semicolon ends it, as one ends a statement.
func (c *cypher) remark(line string) {
	c.raw("// " + strings.TrimRight(strings.ReplaceAll(line, `\`, `\ `), "; ") + "\n")
}

// literal writes a map of properties, whose last bracket is its caller's.
type literal struct {
	b    []byte
	more bool
}

func (l *literal) key(name string) {
	between := ", "
	if !l.more {
		between = "{"
	}
	l.more = true
	l.b = append(append(append(l.b, between...), name...), ": "...)
}

func (l *literal) text(name, s string) {
	if s != "" {
		l.key(name)
		l.b = appendCypher(l.b, s)
	}
}

func (l *literal) list(name string, list []string) {
	if len(list) == 0 {
		return
	}
	l.key(name)
	for i, s := range list {
		between := ", "
		if i == 0 {
			between = "["
		}
		l.b = appendCypher(append(l.b, between...), s)
	}
	l.b = append(l.b, ']')
}

// number writes a float, which in Cypher has a point or an exponent.
func (l *literal) number(name string, f *float64) {
	if f == nil {
		return
	}
	l.key(name)
	start := len(l.b)
	l.b = strconv.AppendFloat(l.b, *f, 'g', -1, 64)
	if !strings.ContainsAny(string(l.b[start:]), ".eN") {
		l.b = append(l.b, ".0"...)
	}
}

func (l *literal) day(name string, d graph.Day) {
	if d != graph.MinDay && d != graph.MaxDay {
		l.key(name)
		l.b = append(append(append(l.b, "date('"...), d.Date().String()...), "')"...)
	}
}

func (l *literal) node(n *graph.Node) {
	l.text("id", n.ID)
	l.text("name", n.Name)
	l.list("names", n.AllNames())
	l.list("aliases", n.Aliases)
	l.text("kind", string(n.Kind))
	l.text("type", n.Type)
	l.text("description", n.Description)
	l.text("capital", n.Capital)
	l.text("url", n.URL)
	for _, scheme := range graph.SchemeNames() {
		l.text(scheme, n.Codes[scheme])
	}
	l.text("since", n.Since.String())
	l.text("until", n.Until.String())
	l.day("first_day", n.Since.First())
	l.day("last_day", n.Until.Last())
	l.number("latitude", n.Latitude)
	l.number("longitude", n.Longitude)
	l.key("degree")
	l.b = strconv.AppendInt(l.b, int64(n.Degree), 10)
	l.list("sources", n.Sources)
	l.list("datasets", n.Datasets())
}

func (l *literal) relationship(id string, r *graph.Relationship) {
	l.text("id", id)
	l.text("since", r.Since.String())
	l.text("until", r.Until.String())
	first := r.Since.First()
	if r.Since.IsZero() {
		first = r.Observed.First()
	}
	l.day("first_day", first)
	l.day("last_day", r.Until.Last())
	l.text("observed", r.Observed.String())
	l.text("status", r.Status)
	l.text("role", r.Role)
	l.text("title", r.Title)
	l.text("spell", r.Spell)
	l.number("share", r.Share)
	l.text("confidence", string(r.Confidence))
	l.key("conflict")
	l.b = strconv.AppendBool(l.b, r.Conflict)
	l.list("sources", r.Sources())
	l.list("datasets", r.Datasets())
}

// appendCypher appends a text as a Cypher literal in single quotes, on one line. Cypher decodes \u with four digits
// anywhere in a statement before it looks at anything else, and whether a backslash before it counts has changed between
// versions; so a backslash never stands before a u: the literal is taken apart there.
func appendCypher(b []byte, s string) []byte {
	s = strings.ToValidUTF8(s, "\ufffd")
	b = append(b, '\'')
	for i, r := range s {
		switch {
		case r == '\\' && strings.HasPrefix(s[i+1:], "u"):
			b = append(b, `\\' + '`...)
		case r == '\\' || r == '\'':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case unprintable(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff':
			b = fmt.Appendf(b, `\u%04X`, r)
		default:
			b = append(b, string(r)...)
		}
	}
	return append(b, '\'')
}
