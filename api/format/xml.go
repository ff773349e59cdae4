package format

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"coopgraph/graph"
)

// page collects what is written as XML. The zero page with a writer is ready.
type page struct {
	w io.Writer
	b bytes.Buffer
}

// raw writes markup.
func (p *page) raw(s string) { p.b.WriteString(s) }

// text writes text, in an element or in quotes. What XML cannot hold, which is most control characters, becomes U+FFFD:
// readers refuse a whole document for one of them.
func (p *page) text(s string) { _ = xml.EscapeText(&p.b, []byte(s)) } // a bytes.Buffer never fails

// attribute writes an attribute, with the space before it.
func (p *page) attribute(name, s string) {
	p.b.WriteByte(' ')
	p.b.WriteString(name)
	p.b.WriteString(`="`)
	p.text(s)
	p.b.WriteByte('"')
}

func (p *page) flush() error {
	_, err := p.w.Write(p.b.Bytes())
	p.b.Reset()
	return err
}

// remark writes a comment. Two hyphens may not stand in one.
func (p *page) remark(s string) {
	p.raw("<!-- ")
	apart := strings.ReplaceAll(strings.ReplaceAll(s, "--", "- -"), "--", "- -")
	p.text(apart)
	p.raw(" -->\n")
}

// xmlType is the name of a sort of value, the same in GEXF and GraphML.
func (s sort) xmlType() string {
	switch s {
	case whole:
		return "long"
	case number:
		return "double"
	case truth:
		return "boolean"
	case text, list, dict, day, absent:
	}
	return "string"
}

// period gives the days of a relationship or entity as formats with intervals take them, each "" where it has no such
// end: days that are certain, so that one whose end is before its beginning has neither.
func period(i graph.Interval) (first, last string) {
	if i.Empty() {
		return "", ""
	}
	return i.From.Date().String(), i.To.Date().String()
}

// daysOf gives the days on which a relationship holds: from its beginning, or where none is known from when a source
// first saw it.
func daysOf(r *graph.Relationship) (first, last string) {
	return period(r.Holds(r.Since.IsZero() && r.Observed.IsZero()))
}

func daysOfNode(n *graph.Node) (first, last string) {
	return period(graph.Interval{From: n.Since.First(), To: n.Until.Last()})
}
