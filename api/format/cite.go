package format

import (
	"io"
	"slices"

	"coopgraph/graph"
)

// Cited is an answer that is to be cited, with all that the citation needs. What an answer does not have is left empty:
// a neighbourhood has neither paths nor steps, and an answer about a single source has that source alone, with the
// relationships that it supports in the graph, or none.
type Cited struct {
	Head
	// LinkedRevision and LinkedEpoch are the state that the link was made from by which this was asked for: 0 and ""
	// where it names none.
	LinkedRevision int64
	LinkedEpoch    string
	Day            graph.Date // on which the answer is given
	None           string     // why there is no path, as a sentence
	Paths          []graph.Path
	Steps          []graph.Step // that join several entities
	Graph          graph.Subgraph
	// Names has the names of entities that are not in the graph and that sentences name, those of SaidBy; of one that it
	// does not have the id is written.
	Names    map[string]string
	Sources  []graph.Source  // those of SourceIDs
	Datasets []graph.Dataset // those of DatasetNames
}

// SourceIDs lists the sources that a graph's relationships stand on, sorted, each once.
func SourceIDs(g *graph.Subgraph) []string {
	return distinct(g, func(r *graph.Relationship) []string { return r.Sources() })
}

// DatasetNames lists the datasets that say something of a graph's relationships, sorted, each once.
func DatasetNames(g *graph.Subgraph) []string {
	return distinct(g, func(r *graph.Relationship) []string { return r.Datasets() })
}

// SaidBy lists the entities that say something according to a source of a graph and are not in it, sorted, each once.
func SaidBy(g *graph.Subgraph) []string {
	said := distinct(g, func(r *graph.Relationship) (ids []string) {
		for _, c := range graph.Standing(r.Claims) {
			if c.SaidBy != "" {
				ids = append(ids, c.SaidBy)
			}
		}
		return ids
	})
	return slices.DeleteFunc(said, func(id string) bool {
		return slices.ContainsFunc(g.Nodes, func(n graph.Node) bool { return n.ID == id })
	})
}

func distinct(g *graph.Subgraph, of func(*graph.Relationship) []string) []string {
	var out []string
	seen := map[string]bool{}
	for i := range g.Relationships {
		for _, s := range of(&g.Relationships[i]) {
			if !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	slices.Sort(out)
	return out
}

// CitationFormat is a format for citations. Citations are written as a whole, so that they are for answers of a bounded
// size.
type CitationFormat struct {
	Name      string // as format= takes it
	MediaType string
	Extension string // of a file's name, with the dot
	Write     func(w io.Writer, c *Cited) error
}

var citationFormats = []CitationFormat{
	{"markdown", "text/markdown; charset=utf-8", ".md", writeMarkdown},
	{"bibtex", "application/x-bibtex; charset=utf-8", ".bib", writeBibTeX},
	{"csl", "application/vnd.citationstyles.csl+json; charset=utf-8", ".json", writeCSL},
}

// Citation finds a format for citations by its name; csl-json is another name of csl.
func Citation(name string) (CitationFormat, bool) {
	if name == "csl-json" {
		name = "csl"
	}
	i := slices.IndexFunc(citationFormats, func(f CitationFormat) bool { return f.Name == name })
	if i < 0 {
		return CitationFormat{}, false
	}
	return citationFormats[i], true
}

// CitationNames lists the formats for citations.
func CitationNames() []string {
	names := make([]string, len(citationFormats))
	for i, f := range citationFormats {
		names[i] = f.Name
	}
	return names
}

// moved says that the link was made from another state than the one that answers; "" where it was not.
func (c *Cited) moved() string {
	switch m := c.Marker; {
	case c.LinkedRevision == 0, c.LinkedRevision == m.Revision && (c.LinkedEpoch == "" || c.LinkedEpoch == m.Epoch):
		return ""
	case c.LinkedEpoch != "" && c.LinkedEpoch != m.Epoch:
		return "This link was made from " + revision(c.LinkedRevision) + " of another graph, " + c.LinkedEpoch + "; the answer is of " +
			revision(m.Revision) + " of the graph " + m.Epoch + "; old revisions are not kept."
	default:
		return "This link was made from " + revision(c.LinkedRevision) + "; the answer is of " + revision(m.Revision) +
			"; old revisions are not kept."
	}
}

// maxLocators is how many places in one source an entry of a bibliography names.
const maxLocators = 20

// locators lists the places in each source on which the answer stands, by the source's id, in the order of the graph.
func (c *Cited) locators() map[string][]string {
	places := map[string][]string{}
	seen := map[[2]string]bool{}
	for i := range c.Graph.Relationships {
		for _, claim := range graph.Standing(c.Graph.Relationships[i].Claims) {
			at := [2]string{claim.Source, claim.Locator}
			if claim.Locator != "" && !seen[at] {
				seen[at] = true
				places[claim.Source] = append(places[claim.Source], claim.Locator)
			}
		}
	}
	return places
}
