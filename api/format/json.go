package format

import (
	"io"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// shape is how a JSON format stands around the nodes and relationships.
type shape struct {
	open          string // before the first node
	node          func(w *jsontext.Buffer, n *graph.Node)
	between       string // between the last node and the first relationship
	relationship  func(w *jsontext.Buffer, id string, r *graph.Relationship)
	about, ending string // before and after what the document says of itself
}

// jsonWriter writes a document of one shape. What the document says of itself comes last, since only then is it known
// which revision was read.
type jsonWriter struct {
	shape
	w             io.Writer
	text          jsontext.Buffer
	head          Head
	count         int // in the list that is being written
	relationships bool
}

func (j *jsonWriter) Begin(h Head) error {
	j.head = h
	return j.raw(j.open)
}

func (j *jsonWriter) Node(n *graph.Node) error {
	j.next()
	j.node(&j.text, n)
	return j.flush()
}

func (j *jsonWriter) Relationship(id string, r *graph.Relationship) error {
	if err := j.turn(); err != nil {
		return err
	}
	j.next()
	j.relationship(&j.text, id, r)
	return j.flush()
}

func (j *jsonWriter) End(m graph.Marker) error {
	if err := j.turn(); err != nil {
		return err
	}
	j.head.Marker = m
	j.text.Raw(j.about)
	for i, f := range j.head.facts() {
		j.text.Next(i)
		jsonValue(&j.text, f.name, &f.value)
	}
	j.text.Raw(j.ending)
	return j.flush()
}

// turn goes from nodes to relationships.
func (j *jsonWriter) turn() error {
	if j.relationships {
		return nil
	}
	j.relationships, j.count = true, 0
	return j.raw(j.between)
}

// next begins an item on a line of its own, so that the file can be looked at.
func (j *jsonWriter) next() {
	j.text.Next(j.count)
	j.text.Raw("\n")
	j.count++
}

func (j *jsonWriter) raw(s string) error {
	_, err := io.WriteString(j.w, s)
	return err
}

func (j *jsonWriter) flush() error { return flush(j.w, &j.text) }

// flush writes what was collected.
func flush(w io.Writer, text *jsontext.Buffer) error {
	b, err := text.Bytes()
	if err == nil {
		_, err = w.Write(b)
	}
	text.Reset()
	return err
}

// jsonFields writes what there is to say of an item as members of an object, each with a comma before it.
func jsonFields[T any](w *jsontext.Buffer, fields []field[T], item *T) {
	for i := range fields {
		if v := fields[i].of(item); v.sort != absent {
			w.Raw(",")
			jsonValue(w, fields[i].name, &v)
		}
	}
}

func jsonValue(w *jsontext.Buffer, name string, v *value) {
	w.String("", name)
	switch v.sort {
	case text, day:
		w.String(":", v.text)
	case whole:
		w.Int(":", v.whole)
	case number:
		w.Float(":", v.number)
	case truth:
		w.Bool(":", v.truth)
	case list:
		w.Strings(":", v.list)
	case dict:
		w.Dict(":", v.dict)
	case absent:
		w.Null(":")
	}
}

// Sigma, which draws what graphology holds, takes some names for its own: a node's or edge's type for the program that
// draws it, and hidden for a wish not to be drawn.
var (
	graphologyNodes         = renamed(nodeFields, map[string]string{"type": "entity_type", "hidden": "hidden_neighbours"})
	graphologyRelationships = renamed(relationshipFields, map[string]string{"type": "relationship_type"})
)

// newGraphology writes what graphology's Graph.from and import take, a directed graph with parallel edges. Nodes and
// edges have a label to be drawn; type is entity_type or relationship_type, and hidden is hidden_neighbours.
func newGraphology(w io.Writer) GraphWriter {
	return &jsonWriter{w: w, shape: shape{
		open: `{"options":{"type":"directed","multi":true,"allowSelfLoops":true},"nodes":[`,
		node: func(w *jsontext.Buffer, n *graph.Node) {
			w.String(`{"key":`, n.ID)
			w.String(`,"attributes":{"label":`, n.Name)
			jsonFields(w, graphologyNodes, n)
			w.Raw(`}}`)
		},
		between: "],\n" + `"edges":[`,
		relationship: func(w *jsontext.Buffer, id string, r *graph.Relationship) {
			w.String(`{"key":`, id)
			w.String(`,"source":`, r.From)
			w.String(`,"target":`, r.To)
			w.String(`,"attributes":{"label":`, label(r))
			jsonFields(w, graphologyRelationships, r)
			w.Raw(`}}`)
		},
		about:  "],\n" + `"attributes":{`,
		ending: "}}\n",
	}}
}

// newCytoscape writes Cytoscape.js' JSON, which cytoscape({elements}) and cy.json take, and Cytoscape desktop opens. Each
// node has its kind, each edge its type as a class, to be styled by.
func newCytoscape(w io.Writer) GraphWriter {
	return &jsonWriter{w: w, shape: shape{
		open: `{"elements":{"nodes":[`,
		node: func(w *jsontext.Buffer, n *graph.Node) {
			w.String(`{"data":{"id":`, n.ID)
			w.String(`,"label":`, n.Name)
			jsonFields(w, nodeFields, n)
			w.String(`},"classes":`, string(n.Kind))
			w.Raw(`}`)
		},
		between: "],\n" + `"edges":[`,
		relationship: func(w *jsontext.Buffer, id string, r *graph.Relationship) {
			w.String(`{"data":{"id":`, id)
			w.String(`,"source":`, r.From)
			w.String(`,"target":`, r.To)
			w.String(`,"label":`, label(r))
			jsonFields(w, relationshipFields, r)
			w.String(`},"classes":`, string(r.Type))
			w.Raw(`}`)
		},
		about:  "]},\n" + `"data":{`,
		ending: "}}\n",
	}}
}

// newD3 writes nodes and links as d3-force takes them, with forceLink's id set to the nodes' id; NetworkX reads it as
// node-link data.
func newD3(w io.Writer) GraphWriter {
	return &jsonWriter{w: w, shape: shape{
		open: `{"directed":true,"multigraph":true,"nodes":[`,
		node: func(w *jsontext.Buffer, n *graph.Node) {
			w.String(`{"id":`, n.ID)
			jsonFields(w, nodeFields, n)
			w.Raw(`}`)
		},
		between: "],\n" + `"links":[`,
		relationship: func(w *jsontext.Buffer, id string, r *graph.Relationship) {
			w.String(`{"key":`, id) // NetworkX tells parallel edges apart by it
			w.String(`,"id":`, id)
			w.String(`,"source":`, r.From)
			w.String(`,"target":`, r.To)
			jsonFields(w, relationshipFields, r)
			w.Raw(`}`)
		},
		about:  "],\n" + `"graph":{`,
		ending: "}}\n",
	}}
}

// newJGF writes the JSON Graph Format, version 2.
func newJGF(w io.Writer) GraphWriter {
	return &jsonWriter{w: w, shape: shape{
		open: `{"graph":{"directed":true,"type":"cooperation","nodes":{`,
		node: func(w *jsontext.Buffer, n *graph.Node) {
			w.String("", n.ID)
			w.String(`:{"label":`, n.Name)
			w.String(`,"metadata":{"id":`, n.ID)
			jsonFields(w, nodeFields, n)
			w.Raw(`}}`)
		},
		between: "},\n" + `"edges":[`,
		relationship: func(w *jsontext.Buffer, id string, r *graph.Relationship) {
			w.String(`{"id":`, id)
			w.String(`,"source":`, r.From)
			w.String(`,"target":`, r.To)
			w.String(`,"relation":`, string(r.Type))
			w.String(`,"label":`, label(r))
			w.String(`,"metadata":{"id":`, id)
			jsonFields(w, relationshipFields, r)
			w.Raw(`}}`)
		},
		about:  "],\n" + `"metadata":{`,
		ending: "}}}\n",
	}}
}
