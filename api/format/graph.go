package format

import (
	"io"
	"slices"

	"coopgraph/graph"
)

// Head says what a document is about. Every field may be empty.
type Head struct {
	Title     string // in words, without markup
	Question  string // path and query of the request
	Permalink string // an address that asks the same again
	Marker    graph.Marker
	Generator string // the program and its version
	// Cut says in a sentence what the answer leaves out; "" for a complete one.
	Cut string
}

// GraphWriter writes one graph. Begin comes first and End last; in between every node, then every relationship. After an
// error nothing more may be written. Each call makes a few writes, so that the [io.Writer] below should be buffered.
//
// End is given the state that was read, which may be another than Head has where it was asked for before.
type GraphWriter interface {
	Begin(h Head) error
	Node(n *graph.Node) error
	// Relationship writes a relationship, whose id is given since it costs a digest to make.
	Relationship(id string, r *graph.Relationship) error
	End(m graph.Marker) error
}

// Breaker is a GraphWriter or TableWriter that can say within the document that it broke off.
type Breaker interface {
	// Break ends the document with a problem, which is written as JSON. Nothing may be written after it.
	Break(problem any) error
}

// GraphFormat is a format for graphs.
type GraphFormat struct {
	Name      string // as format= takes it
	MediaType string
	Extension string // of a file's name, with the dot
	New       func(w io.Writer) GraphWriter
}

// The formats by how likely they are asked for.
var graphFormats = []GraphFormat{
	{"graphology", "application/vnd.graphology+json; charset=utf-8", ".json", newGraphology},
	{"cytoscape", "application/vnd.cytoscape+json; charset=utf-8", ".cyjs", newCytoscape},
	{"d3", "application/vnd.d3.node-link+json; charset=utf-8", ".json", newD3},
	{"jgf", "application/vnd.jgf+json; charset=utf-8", ".json", newJGF},
	{"gexf", "application/gexf+xml; charset=utf-8", ".gexf", newGEXF},
	{"graphml", "application/graphml+xml; charset=utf-8", ".graphml", newGraphML},
	{"csv", "application/zip", ".zip", newSheets},
	{"dot", "text/vnd.graphviz; charset=utf-8", ".dot", newDOT},
	{"mermaid", "text/vnd.mermaid; charset=utf-8", ".mmd", newMermaid},
	{"cypher", "application/x-cypher-query; charset=utf-8", ".cypher", newCypher},
	{"jsonld", "application/ld+json; charset=utf-8", ".jsonld", newJSONLD},
	{"ndjson", "application/x-ndjson; charset=utf-8", ".ndjson", newLines},
}

// Graph finds a format for graphs by its name.
func Graph(name string) (GraphFormat, bool) {
	i := slices.IndexFunc(graphFormats, func(f GraphFormat) bool { return f.Name == name })
	if i < 0 {
		return GraphFormat{}, false
	}
	return graphFormats[i], true
}

// GraphNames lists the formats for graphs.
func GraphNames() []string {
	names := make([]string, len(graphFormats))
	for i, f := range graphFormats {
		names[i] = f.Name
	}
	return names
}

// WriteGraph writes a graph that is in memory.
func WriteGraph(w GraphWriter, h Head, g *graph.Subgraph) error {
	if err := w.Begin(h); err != nil {
		return err
	}
	for i := range g.Nodes {
		if err := w.Node(&g.Nodes[i]); err != nil {
			return err
		}
	}
	for i := range g.Relationships {
		if err := w.Relationship(g.Relationships[i].ID(), &g.Relationships[i]); err != nil {
			return err
		}
	}
	return w.End(h.Marker)
}
