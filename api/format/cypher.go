package format

import (
	"fmt"
	"io"
	"strings"

	"coopgraph/graph"
)

// maxBatch is how many nodes or relationships a statement makes at most.
const maxBatch = 500

// Signs that stand between the values of a row, and between the texts of a list. A text that has one of them is written
// in another way.
const (
	betweenValues = "\u241f" // ␟, which stands for the separator of units
	betweenTexts  = "\u241e" // ␞, which stands for the separator of records
)

// cypher writes a script for an empty Neo4j, which then holds the same nodes and relationships with the labels and
// properties of docs/data.md, but for those that are of use to the loader alone; run again it changes nothing. Each
// statement ends with a semicolon at the end of a line, and no line ends within a text, so that it is easily split.
//
// A statement has rows of texts, from which it takes its values apart. For maps as literals Neo4j would have to plan
// every statement anew, which takes a hundred times as long as what the statement does.
//
// Labels and types are only ever those that package graph declares; a graph with another is an error. All else is a
// literal.
type cypher struct {
	w     io.Writer
	head  Head
	b     []byte // the statement that is being made
	rows  int
	of    string // the kind or type of its rows
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

// remark writes a comment. A backslash in it is kept from being read with what follows, which could end the line, and no
// semicolon ends it, as one ends a statement.
func (c *cypher) remark(line string) {
	c.raw("// " + strings.TrimRight(strings.ReplaceAll(line, `\`, `\ `), "; ") + "\n")
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
	r := rowOf(cypherNodes, n, n.ID)
	if r.odd {
		if err := c.end(); err != nil {
			return err
		}
		return c.alone("MERGE (n:Entity {id: " + r.literals[0] + "}) SET n = " + literalMap(cypherNodes, &r) + " SET n:" + string(n.Kind))
	}
	return c.row(string(n.Kind), true, &r)
}

func (c *cypher) Relationship(id string, r *graph.Relationship) error {
	if !r.Type.Valid() {
		return fmt.Errorf("cypher: %s is of the type %q, which is not declared", id, r.Type)
	}
	row := rowOf(cypherRelationships, r, id, r.From, r.To)
	if row.odd {
		if err := c.end(); err != nil {
			return err
		}
		return c.alone("MATCH (a:Entity {id: " + row.literals[1] + "}) MATCH (b:Entity {id: " + row.literals[2] + "})\nMERGE (a)-[r:" +
			string(r.Type) + " {id: " + row.literals[0] + "}]->(b) SET r = " + literalMap(cypherRelationships, &row))
	}
	return c.row(string(r.Type), false, &row)
}

// alone writes a statement for one item.
func (c *cypher) alone(statement string) error {
	c.raw(statement + ";\n")
	return c.flush()
}

// row adds a row to the statement that is being made, or begins another where it is of another sort or that one is full.
func (c *cypher) row(of string, nodes bool, r *cypherRow) error {
	if c.rows > 0 && (c.of != of || c.nodes != nodes || c.rows == maxBatch) {
		if err := c.end(); err != nil {
			return err
		}
	}
	if c.rows == 0 {
		c.raw("UNWIND [\n")
	} else {
		c.raw(",\n")
	}
	c.of, c.nodes = of, nodes
	c.rows++
	c.b = appendCypher(c.b, strings.Join(r.texts, betweenValues))
	return nil
}

// end ends the statement. An empty text becomes null, which is no property.
func (c *cypher) end() error {
	if c.rows == 0 {
		return nil
	}
	c.raw("\n] AS row\nWITH [x IN split(row, '" + betweenValues + "') | CASE x WHEN '' THEN null ELSE x END] AS v\n")
	if c.nodes {
		c.raw("MERGE (n:Entity {id: v[0]}) SET n = " + readNodes + " SET n:" + c.of + ";\n")
	} else {
		c.raw("MATCH (a:Entity {id: v[1]}) MATCH (b:Entity {id: v[2]})\nMERGE (a)-[r:" + c.of + " {id: v[0]}]->(b) SET r = " +
			readRelationships + ";\n")
	}
	c.rows = 0
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
