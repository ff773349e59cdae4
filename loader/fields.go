package loader

import (
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// date reads a date; a wrong one is a problem and counts as unknown.
func (r row) date(c column) graph.Date {
	s := r.get(c)
	if s == "" {
		return graph.Date{}
	}
	d, err := graph.ParseDate(s)
	if err != nil {
		r.problem(c, "write 2024, 2024-06 or 2024-06-27", "%s is not a date of the calendar", quote(s))
	}
	return d
}

// interval reads two dates, which must not end before they begin.
func (r row) interval(since, until column) (graph.Date, graph.Date) {
	from, to := r.date(since), r.date(until)
	if !from.IsZero() && !to.IsZero() && to.Last() < from.First() {
		r.problem(until, "exchange the two or correct one; leave until empty where no end is known",
			"it ends in %s, before it begins in %s", to, from)
	}
	return from, to
}

// needed reads a text that may not be empty.
func (r row) needed(c column, fix string) (string, bool) {
	s := r.get(c)
	if s == "" && c >= 0 {
		r.problem(c, fix, "it is empty")
	}
	return s, s != ""
}

// url reads a web address.
func (r row) url(c column) string {
	s := r.get(c)
	if what := urlFault(s); what != "" {
		r.problem(c, "write a whole address that begins with https:// or http://, or leave it empty", "%s", what)
	}
	return s
}

// oneOf checks a word that must be among the allowed ones, or empty.
func (r row) oneOf(c column, what string, allowed []string) {
	s := r.get(c)
	if s == "" || slices.Contains(allowed, s) {
		return
	}
	fix := "write one of " + strings.Join(allowed, ", ")
	if meant := names.Nearest(s, slices.Values(allowed)); meant != "" {
		fix = "write " + meant + "; allowed are " + strings.Join(allowed, ", ")
	}
	r.problem(c, fix, "%s is no %s", quote(s), what)
}

// within reads a number between two bounds, nil where there is none.
func (r row) within(c column, least, most float64, what string) *float64 {
	s := r.get(c)
	if s == "" {
		return nil
	}
	f, ok := number(s)
	if !ok {
		r.problem(c, "write a plain decimal number such as 28.8, or leave it empty", "%s is not a number", quote(s))
		return nil
	}
	if f < least || f > most {
		r.problem(c, "correct it, or leave it empty", "%s is not %s from %g to %g", s, what, least, most)
		return nil
	}
	return &f
}

// source looks a source of this dataset up and gives its date of publication.
func (c *checker) source(r row, col column, id string) graph.Date {
	published, ok := c.published[c.hash(id)]
	if !ok && !c.blind[sourcesFile] {
		r.missing(col, wanted{id, c.sources, func(meant string) string {
			return "write " + meant + ", or add a row to " + sourcesFile
		}}, "add a row to "+sourcesFile, "%s is not in %s", quote(id), sourcesFile)
	}
	return graph.DateOfBits(published)
}

// entity reads the id of an entity of this dataset and gives its kind, and false where it has no row.
func (c *checker) entity(r row, col column) (string, graph.Kind, bool) {
	id, ok := r.needed(col, "name an entity of this dataset, such as country:aze")
	if !ok {
		return id, "", false
	}
	kind, ok := graph.KindOfID(id)
	if !ok {
		r.problem(col, idFix(), "%s is not the id of an entity", quote(id))
		return id, "", false
	}
	if _, there := c.entityIDs[c.hash(id)]; there {
		return id, kind, true
	}
	if !c.blind[kindFile(kind)] {
		r.missing(col, wanted{id, c.entities, func(meant string) string { return "add one, or write " + meant }},
			"add one", "%s has no row in %s", quote(id), kindFile(kind))
	}
	return id, "", false
}

// missing adds the problem that an id is not there, for which a near one is looked for later.
func (r row) missing(c column, w wanted, fix, format string, args ...any) {
	r.problem(c, fix, format, args...)
	if last := len(r.list) - 1; r.more == 0 {
		w.id = strings.Clone(w.id)
		r.list[last].wanted = &w
	}
}

func idFix() string {
	return "write kind:slug, such as country:aze, with a kind of " + strings.ToLower(strings.Join(graph.KindNames(), ", ")) +
		", and a slug of lower-case letters, digits and single hyphens, 200 bytes at most"
}
