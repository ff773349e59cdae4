package csvmap

import (
	"context"
	"fmt"
	"slices"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
)

// relationships reads the files of relationships.
func (c *converter) relationships(ctx context.Context) (read, kept int, err error) {
	for i := range c.plan.relationships {
		p := &c.plan.relationships[i]
		n, err := c.each(ctx, &p.fileSpec, func(r *record, bad *fault) {
			var row dataset.Row
			if bad == nil {
				row, bad = c.relationship(p, r)
			}
			if bad == nil {
				bad = c.once(p, r, &row)
			}
			if bad != nil {
				c.leaveOut(unitRelationship, &p.fileSpec, r, bad)
				return
			}
			c.folder.Rows = append(c.folder.Rows, row)
			kept++
		})
		if err != nil {
			return 0, 0, err
		}
		read += n
	}
	return read, kept, nil
}

// relationship reads one claim.
func (c *converter) relationship(p *relationshipPlan, r *record) (dataset.Row, *fault) {
	g := &getter{r: r, spec: &p.fileSpec}
	row := dataset.Row{Claim: graph.Claim{Since: g.date(p.since), Until: g.date(p.until), Observed: g.date(p.observed),
		Share: g.number(p.share), Status: g.text(p.status, false), Locator: g.text(p.locator, true),
		Confidence: graph.Confidence(g.text(p.confidence, false))}}
	row.Role, row.Title, row.Spell = g.text(p.role, false), g.text(p.title, false), g.text(p.spell, false)
	if row.Confidence == "" {
		row.Confidence = graph.Reported
	}
	if row.Locator == "" {
		row.Locator = fmt.Sprintf("%s, line %d", p.name, r.line)
	}
	word := g.text(p.typ, false)
	typ, err := graph.ParseType(word)
	if err != nil {
		g.fail(p.typ, word, "it is not a relationship type"+fit.Meant(word, graph.TypeNames()))
	}
	row.Type = typ
	row.Source = c.claimSource(g, p)
	if g.fault == nil {
		c.ends(g, p, &row)
	}
	if g.fault == nil {
		c.claim(g, p, &row)
	}
	if g.fault == nil {
		if field, what := fit.Row(&row); what != "" {
			t := p.byField(field)
			value, _ := t.get(r)
			g.fail(t, value, what)
		}
	}
	if g.fault == nil {
		for _, id := range []string{row.From, row.To, row.SaidBy} {
			c.used(id, row.Source)
		}
	}
	return row, g.fault
}

// byField is the text that gives a field of a claim.
func (p *relationshipPlan) byField(field string) *text {
	texts := map[string]*text{"type": p.typ, "role": p.role, "title": p.title, "spell": p.spell, "status": p.status,
		"share": p.share, "since": p.since, "until": p.until, "claim": p.claim, "confidence": p.confidence,
		"locator": p.locator, "from": firstOf(p.from.key, p.from.name, p.from.code)}
	return texts[field]
}

func (c *converter) ends(g *getter, p *relationshipPlan, row *dataset.Row) {
	day := row.Since
	for _, d := range []graph.Date{row.Observed, row.Until} {
		if day.IsZero() {
			day = d
		}
	}
	row.From, row.To, row.SaidBy = c.entity(g, p.from, day), c.entity(g, p.to, day), c.entity(g, p.saidBy, day)
	switch {
	case row.From == "":
		g.fail(firstOf(p.from.key, p.from.name, p.from.code), "", "from is empty")
	case row.To == "":
		g.fail(firstOf(p.to.key, p.to.name, p.to.code), "", "to is empty")
	}
}

func (c *converter) claimSource(g *getter, p *relationshipPlan) string {
	s := g.text(p.source, false)
	switch id := c.sourceByName[s]; {
	case id != "":
		return id
	case s != "":
		g.fail(p.source, s, "it is not the id of a source")
	case c.onlySource == "":
		g.fail(p.source, "", "the claim has no source; give source in the mapping, since there are several")
	}
	return c.onlySource
}

// claim writes the sentence: the mapping's, or a plain one of names and type.
func (c *converter) claim(g *getter, p *relationshipPlan, row *dataset.Row) {
	if p.claim != nil {
		if row.Text = g.text(p.claim, true); row.Text == "" {
			g.note(&fault{column: p.claim.empties(g.r), reason: "the claim cannot be written where this is empty; put the part of " +
				"the sentence that needs it into [ ]"})
		}
		return
	}
	row.Text = c.name(row.From) + " " + row.Type.Info().Verb + " " + c.name(row.To)
	if row.Title != "" {
		row.Text += " as " + row.Title
	}
	if row.Role != "" {
		row.Text += " (" + row.Role + ")"
	}
	row.Text += "."
}

func (c *converter) name(id string) string {
	if rec, ok := c.folder.Entities[id]; ok {
		return rec.Name
	}
	rec, _ := c.known(id)
	return rec.Name
}

// used makes an entity of what only the tables know, and gives it the source of the claim that names it.
func (c *converter) used(id, source string) {
	if id == "" || c.lines[id] != "" {
		return
	}
	rec, there := c.folder.Entities[id]
	if !there {
		rec, _ = c.known(id)
		for scheme, code := range rec.Codes {
			if c.codes[scheme+":"+code] != "" { // a node of another id has it
				delete(rec.Codes, scheme)
			}
		}
	}
	if !slices.Contains(rec.Sources, source) {
		rec.Sources = append(rec.Sources, source)
		slices.Sort(rec.Sources)
	}
	c.folder.Entities[id] = rec
}

// saying is a claim with its relationship, in a form that can be compared.
type saying struct {
	key   graph.RelationshipKey
	claim graph.Claim
	share float64
}

// once sees to it that no two rows say exactly the same, which the loader would refuse.
func (c *converter) once(p *relationshipPlan, r *record, row *dataset.Row) *fault {
	s := saying{row.Canonical(), row.Claim, -1}
	if row.Share != nil {
		s.share = *row.Share
	}
	s.claim.Share = nil
	if first := c.said[s]; first != "" {
		return &fault{reason: first + " says exactly the same, with the same locator"}
	}
	c.said[s] = fmt.Sprintf("%s, line %d", p.name, r.line)
	return nil
}
