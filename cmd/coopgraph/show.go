package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"coopgraph/client"
)

// shown is an answer's graph, whose parts are looked up by id.
type shown struct {
	nodes         map[string]*client.Node
	relationships map[string]*client.Relationship
}

func showing(g *client.Graph) shown {
	s := shown{map[string]*client.Node{}, map[string]*client.Relationship{}}
	for i := range g.Nodes {
		s.nodes[g.Nodes[i].Id] = &g.Nodes[i]
	}
	for i := range g.Relationships {
		s.relationships[g.Relationships[i].Id] = &g.Relationships[i]
	}
	return s
}

// name is the name of an entity; its id where it is not part of the answer.
func (s shown) name(id string) string {
	if n := s.nodes[id]; n != nil {
		return n.Name
	}
	return id
}

func (s shown) names(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = s.name(id)
	}
	return strings.Join(out, ", ")
}

// table is a table for people: columns as wide as they need, two spaces between them.
type table struct{ *tabwriter.Writer }

func newTabs(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 4, 2, ' ', 0) }

func newTable(w io.Writer, columns ...string) table {
	t := table{newTabs(w)}
	t.row(slices.Clone(columns)...)
	return t
}

// row adds a row. A cell never breaks it.
func (t table) row(cells ...string) {
	for i := range cells {
		cells[i] = strings.Join(strings.Fields(cells[i]), " ")
	}
	fmt.Fprintln(t, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
}

// tieColumns are those of [shown.tie].
var tieColumns = []string{"since", "until", "from", "type", "to", "as", "sources"}

// tie is a relationship as a row.
func (s shown) tie(r *client.Relationship) []string {
	since := text(r.Since)
	if since == "" && r.Observed != nil {
		since = "seen " + *r.Observed
	}
	return []string{since, text(r.Until), s.name(r.From), r.Type, s.name(r.To), roleText(r), strings.Join(sourcesOf(r), ", ")}
}

// roleText says in what capacity, and whether that or the dates are in dispute.
func roleText(r *client.Relationship) string {
	parts := []string{text(r.Status), text(r.Title), text(r.Role)}
	if r.Share != nil {
		parts = append(parts, strconv.FormatFloat(*r.Share, 'f', -1, 64)+" %")
	}
	if r.Conflict {
		parts = append(parts, "(sources disagree)")
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

// sourcesOf lists the ids of the sources of a relationship's claims that stand, sorted, each once.
func sourcesOf(r *client.Relationship) []string {
	var ids []string
	for i := range r.Claims {
		if c := &r.Claims[i]; c.Withdraws == nil && !c.Withdrawn {
			ids = append(ids, c.Source)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// text is a value that may be missing.
func text(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// more says how to get what a page left out; "" where nothing is.
func more(shown, all int, what string, next *string) string {
	if next == nil {
		return ""
	}
	return fmt.Sprintf("(%d of %s; more with --limit, or the next page with --cursor %s)\n", shown, plural(all, what), *next)
}

// loadingNote says that half of a load may have been seen.
func loadingNote(w io.Writer, loading bool) {
	if loading {
		fmt.Fprintln(w, "\nA load is under way: the graph is half old, half new.")
	}
}

// listSources says which sources relationships stand on. A relationship that is looked up brings its sources along, which
// costs the server far less than to look a source up with all that it supports.
func (s *session) listSources(ctx context.Context, w io.Writer, rels []client.Relationship) error {
	found := map[string]client.Source{}
	for i := range rels {
		missing := func(id string) bool { _, known := found[id]; return !known }
		if !slices.ContainsFunc(sourcesOf(&rels[i]), missing) {
			continue
		}
		r, err := s.Relationship(ctx, rels[i].Id)
		if err != nil {
			return err
		}
		for _, source := range r.Sources {
			found[source.Id] = source
		}
	}
	var cited []string
	for i := range rels {
		cited = append(cited, sourcesOf(&rels[i])...)
	}
	slices.Sort(cited)
	if len(cited) > 0 {
		fmt.Fprintln(w, "\nSources")
	}
	for _, id := range slices.Compact(cited) {
		source := found[id]
		fmt.Fprintf(w, "   [%s] %s\n", id, sourceLine(&source))
	}
	return nil
}

// sourceLine is a source in one line.
func sourceLine(s *client.Source) string {
	parts := []string{s.Title, text(s.Publisher), text(s.Published), text(s.Url)}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
