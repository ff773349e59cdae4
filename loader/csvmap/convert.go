package csvmap

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
)

// Import turns the CSV files that a mapping describes into a dataset. in is the mapping, or a folder with mapping.yaml.
func Import(ctx context.Context, in *dataset.Input) (*dataset.Folder, error) {
	f, name, err := in.Open("mapping.yaml", "mapping.yml")
	if err != nil {
		return nil, fmt.Errorf("the mapping: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	faults := &faults{in: name}
	root := readYAML(f, faults)
	if root == nil {
		return nil, faults.err()
	}
	p := read(root, faults)
	for _, spec := range p.files() {
		t, err := openTable(in.Files, spec)
		if err != nil {
			faults.add(spec.nodes["file"], spec.under("file"), "%v", err)
			continue
		}
		t.bind(faults)
		_ = t.close()
	}
	if err := faults.err(); err != nil {
		return nil, err
	}
	c, err := newConverter(in.Files, p)
	if err != nil {
		return nil, err
	}
	return c.convert(ctx)
}

// files lists what the mapping says of each of its files.
func (p *plan) files() []*fileSpec {
	var out []*fileSpec
	for i := range p.sources {
		if p.sources[i].name != "" {
			out = append(out, &p.sources[i].fileSpec)
		}
	}
	for i := range p.nodes {
		out = append(out, &p.nodes[i].fileSpec)
	}
	for i := range p.relationships {
		out = append(out, &p.relationships[i].fileSpec)
	}
	return slices.DeleteFunc(out, func(s *fileSpec) bool { return s.name == "" })
}

// What is counted in the report.
const (
	unitSource       = "source"
	unitNode         = "node"
	unitRelationship = "relationship"
)

func (c *converter) convert(ctx context.Context) (*dataset.Folder, error) {
	for _, step := range []struct {
		unit string
		run  func(context.Context) (read, kept int, err error)
	}{{unitSource, c.sources}, {unitNode, c.nodes}, {unitRelationship, c.relationships}} {
		read, kept, err := step.run(ctx)
		if err != nil {
			return nil, err
		}
		c.folder.Report.Tally(step.unit, read, kept)
	}
	if len(c.folder.Rows) == 0 {
		return nil, c.nothing()
	}
	fit.Spells(c.folder.Rows)
	return c.folder, nil
}

// nothing tells why no relationship was left, which is the mapping's fault more often than the files'.
func (c *converter) nothing() error {
	const shown = 5
	text := "no relationship could be taken over, and a dataset needs one"
	for i, o := range c.folder.Report.LeftOut {
		if i == shown {
			text += fmt.Sprintf("\nand %d more", len(c.folder.Report.LeftOut)-shown)
			break
		}
		text += fmt.Sprintf("\n%s, %s: %q %s", o.File, o.Place, o.Value, o.Reason)
	}
	return graph.Invalid("", "%s", text)
}

// leaveOut reports a row.
func (c *converter) leaveOut(unit string, spec *fileSpec, r *record, what *fault) {
	place := fmt.Sprintf("line %d", r.line)
	if what.column != "" {
		place += ", column " + what.column
	}
	c.folder.Report.LeftOut = append(c.folder.Report.LeftOut, dataset.Omission{Unit: unit, File: spec.name, Place: place,
		Value: shown(what.value), Reason: what.reason})
}

// shown is a value as it may stand in a report.
func shown(s string) string {
	const most = 200
	if len(s) > most {
		s = s[:most] + "..."
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// sources reads the sources of the mapping and of its files.
func (c *converter) sources(ctx context.Context) (read, kept int, err error) {
	for i := range c.plan.sources {
		p := &c.plan.sources[i]
		one := func(r *record, bad *fault) {
			if bad == nil {
				bad = c.source(p, r)
			}
			if bad != nil {
				c.leaveOut(unitSource, &p.fileSpec, r, bad)
				return
			}
			kept++
		}
		if p.name == "" {
			r := &record{line: p.at.line}
			if bad := c.source(p, r); bad != nil {
				return 0, 0, graph.Invalid(fmt.Sprintf("%s:%d:%d: %s", p.in, p.at.line, p.at.column, p.path), "%q: %s",
					bad.value, bad.reason)
			}
			read, kept = read+1, kept+1
			continue
		}
		n, err := c.each(ctx, &p.fileSpec, one)
		if err != nil {
			return 0, 0, err
		}
		read += n
	}
	if len(c.folder.Sources) == 1 {
		for id := range c.folder.Sources {
			c.onlySource = id
		}
	}
	return read, kept, nil
}

// each reads a file that is bound already.
func (c *converter) each(ctx context.Context, spec *fileSpec, fn func(*record, *fault)) (int, error) {
	t, err := openTable(c.files, spec)
	if err != nil {
		return 0, err
	}
	defer func() { _ = t.close() }() // only read
	return t.rows(ctx, fn)
}

// source reads one source.
func (c *converter) source(p *sourcePlan, r *record) *fault {
	g := getter{r: r, spec: &p.fileSpec}
	id := g.text(p.id, false)
	rec := graph.SourceRecord{Title: g.text(p.title, true), Publisher: g.text(p.publisher, false), URL: g.url(p.url),
		Published: g.date(p.published), Accessed: g.date(p.accessed), Licence: g.text(p.licence, false),
		Note: g.text(p.note, true)}
	slug := sourceID(id)
	switch {
	case g.fault != nil:
	case slug == "":
		g.fail(p.id, id, "it makes no id of a source")
	case rec.Title == "":
		g.fail(p.title, "", "the source has no title")
	case c.sourceByName[id] != "" || c.folder.Sources[slug].Title != "":
		g.fail(p.id, id, "another source has the id already")
	}
	if g.fault != nil {
		return g.fault
	}
	c.sourceByName[id], c.sourceByName[slug] = slug, slug
	c.folder.Sources[slug] = rec
	return nil
}

// sourceID is the id of a source in the dataset: as it is where that will do.
func sourceID(s string) string {
	if graph.CheckSourceID(s) == nil {
		return s
	}
	return fit.Slug(s)
}

// getter reads the texts of a row and keeps the first thing that is wrong.
type getter struct {
	r     *record
	spec  *fileSpec
	fault *fault
}

func (g *getter) note(f *fault) {
	if g.fault == nil {
		g.fault = f
	}
}

// fail notes what is wrong with a text.
func (g *getter) fail(t *text, value, reason string) {
	if t == nil {
		g.note(&fault{"", value, reason})
		return
	}
	g.note(t.fault(value, reason))
}

func (g *getter) text(t *text, long bool) string {
	s, bad := t.get(g.r)
	if bad != nil {
		g.note(bad)
	} else if what := fit.Text(s, long); what != "" {
		g.fail(t, s, "the text "+what)
	}
	return s
}

func (g *getter) url(t *text) string {
	s := g.text(t, true)
	if what := fit.URL(s); what != "" {
		g.fail(t, s, what)
	}
	return s
}

func (g *getter) date(t *text) graph.Date {
	d, bad := t.date(g.r, g.spec.dates)
	if bad != nil {
		g.note(bad)
	}
	return d
}

func (g *getter) number(t *text) *float64 {
	n, bad := t.number(g.r, g.spec.comma)
	if bad != nil {
		g.note(bad)
	}
	return n
}

// list gives the parts of lists, each of which must be a text without a bar, which separates them in a dataset.
func (g *getter) list(texts []*text) []string {
	parts, bad := lists(texts, g.r)
	if bad != nil {
		g.note(bad)
		return nil
	}
	for _, p := range parts {
		what := fit.Text(p, false)
		if strings.Contains(p, "|") {
			what = "has a bar; a dataset separates lists by it"
		}
		if what != "" {
			g.fail(texts[0], p, "the text "+what)
		}
	}
	return parts
}
