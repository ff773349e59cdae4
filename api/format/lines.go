package format

import (
	"io"

	"coopgraph/api/internal/graphjson"
	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// lines writes one JSON object a line: a header, then every node and relationship as the API's own JSON has them, claims
// included, then a summary with the counts. A document without a summary is not whole; if the server could, its last
// line is then an error, with the problem.
type lines struct {
	w             io.Writer
	text          jsontext.Buffer
	head          Head
	nodes, relate int64
}

func newLines(w io.Writer) GraphWriter { return &lines{w: w} }

func (l *lines) Begin(h Head) error {
	l.head = h
	l.about(`{"header":{`)
	l.text.Raw("}}\n")
	return flush(l.w, &l.text)
}

func (l *lines) about(before string) { aboutLine(&l.text, before, &l.head) }

func aboutLine(w *jsontext.Buffer, before string, h *Head) {
	w.Raw(before)
	for i, f := range h.facts() {
		w.Next(i)
		jsonValue(w, f.name, &f.value)
	}
}

func (l *lines) Node(n *graph.Node) error {
	l.nodes++
	l.text.Raw(`{"node":`)
	graphjson.Node(&l.text, n)
	l.text.Raw("}\n")
	return flush(l.w, &l.text)
}

func (l *lines) Relationship(id string, r *graph.Relationship) error {
	l.relate++
	l.text.Raw(`{"relationship":`)
	graphjson.Relationship(&l.text, r, id)
	l.text.Raw("}\n")
	return flush(l.w, &l.text)
}

func (l *lines) End(m graph.Marker) error {
	l.head.Marker = m
	l.about(`{"summary":{`)
	l.text.Int(`,"nodes":`, l.nodes)
	l.text.Int(`,"relationships":`, l.relate)
	l.text.Raw("}}\n")
	return flush(l.w, &l.text)
}

// Break implements Breaker.
func (l *lines) Break(problem any) error { return breakLine(l.w, problem) }

func breakLine(w io.Writer, problem any) error {
	var text jsontext.Buffer
	text.Value(`{"error":`, problem)
	text.Raw("}\n")
	return flush(w, &text)
}
