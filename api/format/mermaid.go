package format

import (
	"io"
	"strconv"
	"strings"

	"coopgraph/graph"
)

// mermaid writes a Mermaid flowchart. Mermaid itself draws no more than 500 edges and 50,000 characters unless its
// settings maxEdges and maxTextSize are raised where it is called; no document can do that, so that ours says so.
//
// It carries names, kinds and labels, and a relationship's dates: what a picture shows.
type mermaid struct {
	w    io.Writer
	b    []byte
	head Head
}

func newMermaid(w io.Writer) GraphWriter { return &mermaid{w: w} }

func (m *mermaid) Begin(h Head) error {
	m.head = h
	m.raw("flowchart LR\n")
	for _, line := range h.remarks() {
		m.remark(line)
	}
	m.remark("More than 500 edges or 50000 characters are drawn only where maxEdges and maxTextSize allow it.")
	return m.flush()
}

func (m *mermaid) raw(s string) { m.b = append(m.b, s...) }

// remark writes a comment. In braces Mermaid would look for a directive.
func (m *mermaid) remark(line string) {
	m.raw("%% " + strings.NewReplacer("{", "(", "}", ")", "%%", "%").Replace(line) + "\n")
}

func (m *mermaid) flush() error {
	_, err := m.w.Write(m.b)
	m.b = m.b[:0]
	return err
}

func (m *mermaid) Node(n *graph.Node) error {
	m.b = appendMermaidID(m.b, n.ID)
	m.raw(`["`)
	m.b = appendMermaid(m.b, n.Name)
	m.raw(`"]:::` + string(n.Kind) + "\n")
	return m.flush()
}

func (m *mermaid) Relationship(_ string, r *graph.Relationship) error {
	m.b = appendMermaidID(m.b, r.From)
	m.raw(` -->|"`)
	m.b = appendMermaid(m.b, label(r)+spanWords(r))
	m.raw(`"| `)
	m.b = appendMermaidID(m.b, r.To)
	m.raw("\n")
	return m.flush()
}

// spanWords says in short when a relationship holds: " 1997-10-10 - 2005".
func spanWords(r *graph.Relationship) string {
	switch since, until := r.Since.String(), r.Until.String(); {
	case since == "" && until == "":
		return ""
	case since == until:
		return " " + since
	default:
		return strings.TrimRight(" "+since+" - "+until, " ")
	}
}

func (m *mermaid) End(marker graph.Marker) error {
	for _, kind := range graph.KindNames() {
		m.raw("classDef " + kind + " stroke-width:1px\n")
	}
	if marker != m.head.Marker {
		m.remark(oneLine(readFrom(marker)))
	}
	return m.flush()
}

const upperHex = "0123456789ABCDEF"

// appendMermaidID appends an id that Mermaid takes for a single word, another for every id: country__aze for
// country:aze. Slugs have no underscores, and nothing in upper case, so that what is escaped meets nothing.
func appendMermaidID(b []byte, id string) []byte {
	for _, c := range []byte(id) {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			b = append(b, c)
		case c == '-':
			b = append(b, '_')
		case c == ':':
			b = append(b, '_', '_')
		default:
			b = append(b, 'X', upperHex[c>>4], upperHex[c&0xf])
		}
	}
	return b
}

// appendMermaid appends text for a label in quotes. Of ASCII only letters, digits, spaces and commas stand for themselves,
// and a few signs once a letter was seen, before which they could begin a list; all others are written by their numbers,
// as Mermaid takes them, since almost any sign means something to its many readers: quotes, backticks, braces, percent
// signs, colons and semicolons, angle brackets. Whatever ends a line or is no character to be seen is a space.
func appendMermaid(b []byte, s string) []byte {
	word := false
	for _, r := range oneLine(s) {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= 0x80
		word = word || letter
		switch {
		case letter, '0' <= r && r <= '9', r == ' ', r == ',', word && strings.ContainsRune(".()-", r):
			b = append(b, string(r)...)
		default:
			b = append(strconv.AppendInt(append(b, '#'), int64(r), 10), ';')
		}
	}
	return b
}
