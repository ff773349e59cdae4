package format

import (
	"io"

	"coopgraph/graph"
)

// graphml writes GraphML with declared keys; parallel edges are told apart by their ids. A label beside each is what to
// draw; datasets and sources stand as one text with semicolons between.
type graphml struct {
	page
	head Head
}

func newGraphML(w io.Writer) GraphWriter { return &graphml{page: page{w: w}} }

var (
	graphmlNodes = append([]field[graph.Node]{
		{"label", text, func(n *graph.Node) value { return textOf(n.Name) }}}, flatNodeFields...)
	graphmlEdges = append([]field[graph.Relationship]{
		{"label", text, func(r *graph.Relationship) value { return textOf(label(r)) }}}, relationshipFields...)
)

func (g *graphml) Begin(h Head) error {
	g.head = h
	g.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns` +
		` http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">` + "\n")
	for _, f := range h.facts() {
		graphmlKey(&g.page, "graph", f.name, f.value.sort)
	}
	for _, f := range graphmlNodes {
		graphmlKey(&g.page, "node", f.name, f.sort)
	}
	for _, f := range graphmlEdges {
		graphmlKey(&g.page, "edge", f.name, f.sort)
	}
	g.raw(`<graph id="graph" edgedefault="directed">` + "\n")
	for _, f := range h.facts() {
		graphmlData(&g.page, "graph", f.name, &f.value)
		g.raw("\n")
	}
	return g.flush()
}

func graphmlKey(p *page, of, name string, s sort) {
	p.raw(`<key id="` + of + "." + name + `" for="` + of + `" attr.name="` + name + `" attr.type="` + s.xmlType() + `"/>` + "\n")
}

func graphmlData(p *page, of, name string, v *value) {
	p.raw(`<data key="` + of + "." + name + `">`)
	p.text(v.plain())
	p.raw("</data>")
}

func graphmlValues[T any](p *page, of string, fields []field[T], item *T) {
	for i := range fields {
		if v := fields[i].of(item); v.sort != absent {
			graphmlData(p, of, fields[i].name, &v)
		}
	}
}

func (g *graphml) Node(n *graph.Node) error {
	g.raw("<node")
	g.attribute("id", n.ID)
	g.raw(">")
	graphmlValues(&g.page, "node", graphmlNodes, n)
	g.raw("</node>\n")
	return g.flush()
}

func (g *graphml) Relationship(id string, r *graph.Relationship) error {
	g.raw("<edge")
	g.attribute("id", id)
	g.attribute("source", r.From)
	g.attribute("target", r.To)
	g.raw(">")
	graphmlValues(&g.page, "edge", graphmlEdges, r)
	g.raw("</edge>\n")
	return g.flush()
}

func (g *graphml) End(m graph.Marker) error {
	g.raw("</graph>\n")
	if m != g.head.Marker {
		g.remark(readFrom(m))
	}
	g.raw("</graphml>\n")
	return g.flush()
}
