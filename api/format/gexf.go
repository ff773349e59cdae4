package format

import (
	"io"

	"coopgraph/graph"
)

// gexf writes GEXF 1.3 for Gephi: dynamic, with days as start and end of nodes and edges. A relationship without a known
// beginning starts where a source first saw it hold. The type of a relationship is also its edge's kind; datasets and
// sources stand as one text with semicolons between.
type gexf struct {
	page
	inEdges bool
	head    Head
}

func newGEXF(w io.Writer) GraphWriter { return &gexf{page: page{w: w}} }

func (g *gexf) Begin(h Head) error {
	g.head = h
	g.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<gexf xmlns="http://gexf.net/1.3" version="1.3">` + "\n<meta>")
	g.element("creator", h.Generator)
	g.element("description", h.about())
	g.raw("</meta>\n" + `<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">` + "\n")
	gexfAttributes(&g.page, "node", flatNodeFields)
	gexfAttributes(&g.page, "edge", relationshipFields)
	g.raw("<nodes>\n")
	return g.flush()
}

func (g *gexf) element(name, s string) {
	if s == "" {
		return
	}
	g.raw("<" + name + ">")
	g.text(s)
	g.raw("</" + name + ">")
}

func gexfAttributes[T any](p *page, class string, fields []field[T]) {
	p.raw(`<attributes class="` + class + `" mode="static">` + "\n")
	for _, f := range fields {
		p.raw(`<attribute id="` + f.name + `" title="` + f.name + `" type="` + f.sort.xmlType() + `"/>` + "\n")
	}
	p.raw("</attributes>\n")
}

func (g *gexf) Node(n *graph.Node) error {
	g.raw("<node")
	g.attribute("id", n.ID)
	g.attribute("label", n.Name)
	g.days(daysOfNode(n))
	g.raw(">")
	gexfValues(&g.page, flatNodeFields, n)
	g.raw("</node>\n")
	return g.flush()
}

func (g *gexf) days(first, last string) {
	if first != "" {
		g.attribute("start", first)
	}
	if last != "" {
		g.attribute("end", last)
	}
}

func gexfValues[T any](p *page, fields []field[T], item *T) {
	p.raw("<attvalues>")
	for i := range fields {
		if v := fields[i].of(item); v.sort != absent {
			p.raw(`<attvalue for="` + fields[i].name + `"`)
			p.attribute("value", v.plain())
			p.raw("/>")
		}
	}
	p.raw("</attvalues>")
}

func (g *gexf) turn() {
	if !g.inEdges {
		g.inEdges = true
		g.raw("</nodes>\n<edges>\n")
	}
}

func (g *gexf) Relationship(id string, r *graph.Relationship) error {
	g.turn()
	g.raw("<edge")
	g.attribute("id", id)
	g.attribute("source", r.From)
	g.attribute("target", r.To)
	g.attribute("kind", string(r.Type))
	g.attribute("label", label(r))
	g.raw(` type="directed"`)
	g.days(daysOf(r))
	g.raw(">")
	gexfValues(&g.page, relationshipFields, r)
	g.raw("</edge>\n")
	return g.flush()
}

func (g *gexf) End(m graph.Marker) error {
	g.turn()
	g.raw("</edges>\n</graph>\n")
	if m != g.head.Marker {
		g.remark(readFrom(m))
	}
	g.raw("</gexf>\n")
	return g.flush()
}
