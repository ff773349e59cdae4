package format

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"coopgraph/graph"
)

func revision(n int64) string { return "revision " + strconv.FormatInt(n, 10) }

// document is a citation in Markdown that is being written: sentences with notes, then the notes, then where it is from.
type document struct {
	c       *Cited
	b       strings.Builder
	nameOf  map[string]string
	sources map[string]*graph.Source
	rels    map[string]*graph.Relationship
	notes   []note
	numbers map[note]int
	first   map[string]int // the number of the first note on a source
}

// note is one place in one source.
type note struct{ source, locator string }

// writeMarkdown writes a text for people: a sentence for every step with its dates, and notes to the sources.
func writeMarkdown(w io.Writer, c *Cited) error {
	d := &document{c: c, nameOf: maps.Clone(c.Names), sources: map[string]*graph.Source{},
		rels: map[string]*graph.Relationship{}, numbers: map[note]int{}, first: map[string]int{}}
	if d.nameOf == nil {
		d.nameOf = map[string]string{}
	}
	for i := range c.Graph.Nodes {
		d.nameOf[c.Graph.Nodes[i].ID] = c.Graph.Nodes[i].Name
	}
	for i := range c.Graph.Relationships {
		d.rels[c.Graph.Relationships[i].ID()] = &c.Graph.Relationships[i]
	}
	for i := range c.Sources {
		d.sources[c.Sources[i].ID] = &c.Sources[i]
	}
	d.b.WriteString(markdownHeading(&c.Head))
	if moved := c.moved(); moved != "" {
		d.paragraph(markdown(moved))
	}
	if c.None != "" {
		d.paragraph(markdown(sentence(c.None)))
	}
	d.body()
	d.writeNotes()
	d.datasets()
	d.foot()
	_, err := io.WriteString(w, d.b.String())
	return err
}

func (d *document) paragraph(s string) { d.b.WriteString(s + "\n\n") }

// body writes the sentences.
func (d *document) body() {
	switch c := d.c; {
	case len(c.Paths) > 0:
		for i := range c.Paths {
			d.path(i, &c.Paths[i])
		}
	case len(c.Steps) > 0:
		d.heading("Steps")
		d.steps(len(c.Steps), func(i int) []string { return c.Steps[i].Relationships })
	case len(c.Graph.Relationships) > 0:
		d.heading("Relationships")
		for i := range c.Graph.Relationships {
			d.b.WriteString("- " + d.tell(c.Graph.Relationships[i:i+1]) + "\n")
		}
		d.b.WriteString("\n")
	case len(c.Sources) > 0 && len(c.Graph.Nodes) == 0:
		for i := range c.Sources {
			d.paragraph(sourceText(&c.Sources[i]))
			if c.Sources[i].Note != "" {
				d.paragraph(markdown(sentence(c.Sources[i].Note)))
			}
		}
	}
}

func (d *document) heading(s string) { d.paragraph("## " + s) }

func (d *document) path(i int, p *graph.Path) {
	names := make([]string, len(p.Nodes))
	for n, id := range p.Nodes {
		names[n] = d.name(id)
	}
	d.heading(fmt.Sprintf("%d. %s", i+1, strings.Join(names, " — ")))
	period := "All steps hold " + p.SharedPeriod.Words()
	if len(p.SharedPeriod) == 0 {
		period = "As far as known, its steps never hold all at one time"
	}
	steps := "steps"
	if p.Hops() == 1 {
		steps = "step"
	}
	d.paragraph(fmt.Sprintf("%d %s, cost %s. %s.", p.Hops(), steps, graph.CostText(p.Cost), period))
	d.steps(len(p.Steps), func(i int) []string { return p.Steps[i] })
}

func (d *document) steps(n int, ids func(i int) []string) {
	for i := range n {
		var rels []graph.Relationship
		for _, id := range ids(i) {
			if r := d.rels[id]; r != nil {
				rels = append(rels, *r)
			}
		}
		fmt.Fprintf(&d.b, "%d. %s\n", i+1, d.tell(rels))
	}
	d.b.WriteString("\n")
}

// name is the name to write for an id, which itself is written where its node is not in the graph.
func (d *document) name(id string) string {
	if name := d.nameOf[id]; name != "" {
		return markdown(name)
	}
	return markdown(id)
}

func (d *document) tell(rels []graph.Relationship) string {
	t := graph.Telling{Name: d.name, Word: markdown, Note: d.note}
	return t.Sentence(rels)
}

// note gives the marks of the notes on which a clause stands, and keeps what has no number yet.
func (d *document) note(claims []graph.Claim) string {
	var at []note
	for i := range claims {
		if c := &claims[i]; c.Source != "" {
			at = append(at, note{c.Source, c.Locator})
		}
	}
	slices.SortFunc(at, func(a, b note) int {
		if a.source != b.source {
			return strings.Compare(a.source, b.source)
		}
		return strings.Compare(a.locator, b.locator)
	})
	var numbers []int
	for _, n := range slices.Compact(at) {
		if d.numbers[n] == 0 {
			d.notes = append(d.notes, n)
			d.numbers[n] = len(d.notes)
		}
		numbers = append(numbers, d.numbers[n])
	}
	slices.Sort(numbers)
	marks := ""
	for _, n := range numbers {
		marks += fmt.Sprintf("[^%d]", n)
	}
	return marks
}

// writeNotes writes what the marks refer to: a source whole where it comes first, and then by that note's number.
func (d *document) writeNotes() {
	for i, n := range d.notes {
		fmt.Fprintf(&d.b, "[^%d]: ", i+1)
		source := d.sources[n.source]
		switch first := d.first[n.source]; {
		case first > 0:
			fmt.Fprintf(&d.b, "As in note %d", first)
			if source != nil {
				d.b.WriteString(", " + markdown(source.Title))
			}
			d.b.WriteString(".")
		case source == nil:
			d.b.WriteString("Source " + markdown(n.source) + ".")
		default:
			d.b.WriteString(sourceText(source))
		}
		if d.first[n.source] == 0 {
			d.first[n.source] = i + 1
		}
		if n.locator != "" {
			d.b.WriteString(" At: " + sentence(markdown(n.locator)))
		}
		d.b.WriteString("\n")
	}
	if len(d.notes) > 0 {
		d.b.WriteString("\n")
	}
}

// sourceText is a source in one line: title, publisher, date, address, date of access.
func sourceText(s *graph.Source) string {
	parts := []string{markdown(sentence(s.Title))}
	var issued []string
	if s.Publisher != "" {
		issued = append(issued, markdown(s.Publisher))
	}
	if !s.Published.IsZero() {
		issued = append(issued, s.Published.Words())
	}
	if len(issued) > 0 {
		parts = append(parts, sentence(strings.Join(issued, ", ")))
	}
	if s.URL != "" {
		parts = append(parts, markdownLink(s.URL)+".")
	}
	if !s.Accessed.IsZero() {
		parts = append(parts, "Accessed "+s.Accessed.Words()+".")
	}
	return strings.Join(parts, " ")
}

// datasets writes what the datasets ask for.
func (d *document) datasets() {
	if len(d.c.Datasets) == 0 {
		return
	}
	d.heading("Data")
	for i := range d.c.Datasets {
		s := &d.c.Datasets[i]
		line := "- **" + markdown(s.Name) + "**: "
		if s.Citation != "" {
			line += sentence(markdown(s.Citation))
		} else {
			line += sentence(markdown(s.Title))
			if s.Version != "" {
				line += " Version " + sentence(markdown(s.Version))
			}
		}
		if s.URL != "" {
			line += " " + markdownLink(s.URL) + "."
		}
		if s.Licence != "" {
			line += " " + sentence(markdown(s.Licence))
		}
		d.b.WriteString(line + "\n")
	}
	d.b.WriteString("\n")
}

func (d *document) foot() {
	if !d.c.Day.IsZero() {
		d.paragraph("Answered on " + d.c.Day.Words() + ".")
	}
	d.b.WriteString(markdownFoot(&d.c.Head))
}
