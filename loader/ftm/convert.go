package ftm

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
	"coopgraph/loader/internal/fit"
	"coopgraph/loader/people"
)

// Import turns a file of FollowTheMoney entities into a dataset. in is the file, or a folder with entities.ftm.json.
func Import(ctx context.Context, in *dataset.Input) (*dataset.Folder, error) {
	f, name, err := in.Open("entities.ftm.json", "entities.ftm.ndjson", "entities.json", "entities.ndjson")
	if err != nil {
		return nil, fmt.Errorf("the FollowTheMoney entities: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	read, err := readAll(ctx, f, newReport(name))
	if err != nil {
		return nil, err
	}
	if len(read.entities)+len(read.passed) == 0 {
		return nil, graph.Invalid(name, "no line of it is a FollowTheMoney entity; what is wanted is one JSON object a line, "+
			"with id, schema and properties, such as the file entities.ftm.json of OpenSanctions")
	}
	c, err := newConverter(read)
	if err != nil {
		return nil, err
	}
	if c.others, err = readOthers(in.Known); err != nil {
		return nil, err
	}
	if c.people, err = people.Read(in.Known); err != nil {
		return nil, err
	}
	return c.convert(ctx)
}

// draft is a claim whose ends may not have ids yet.
type draft struct {
	dataset.Row
	of       *entity // the relationship in the file
	from, to *entity // nil where the row has the id already
}

// converter turns what was read into a dataset.
type converter struct {
	*input
	states        *identity.StateTable
	organisations *identity.OrganisationTable
	byWikidata    map[string]string // of the tables of organisations
	people        *people.Known
	others        *others
	sorted        []*entity // by id
	officials     map[*entity]bool
	used          map[*entity]bool // people and positions that a claim stands on
	kept          map[*entity]bool // relationships of which a claim is kept
	holders       map[string]*entity
	drafts        []draft
	folder        *dataset.Folder
	merges        map[dataset.Merge]bool
	badNames      int
}

func newConverter(in *input) (*converter, error) {
	states, err := identity.States()
	if err != nil {
		return nil, err
	}
	organisations, err := identity.Organisations()
	if err != nil {
		return nil, err
	}
	c := &converter{input: in, states: states, organisations: organisations, byWikidata: map[string]string{},
		officials: map[*entity]bool{}, used: map[*entity]bool{}, kept: map[*entity]bool{}, holders: map[string]*entity{},
		merges: map[dataset.Merge]bool{}, folder: &dataset.Folder{Entities: map[string]graph.Record{},
			Sources: map[string]graph.SourceRecord{}}}
	for _, o := range organisations.All() {
		if code := o.Codes["wikidata"]; code != "" {
			c.byWikidata[code] = o.ID
		}
	}
	for _, id := range slices.Sorted(maps.Keys(in.entities)) {
		c.sorted = append(c.sorted, in.entities[id])
	}
	return c, nil
}

func (c *converter) convert(ctx context.Context) (*dataset.Folder, error) {
	c.soundNames()
	c.findOfficials()
	c.holdCodes()
	for i, e := range c.sorted {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if e.sort == organisation && e.fault == "" {
			c.nameOrganisation(e)
		}
	}
	for i, e := range c.sorted {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if e.sort == edge && e.fault == "" {
			c.draft(e)
		}
	}
	c.namePeople()
	c.rows()
	c.records()
	if len(c.folder.Rows) == 0 {
		return nil, graph.Invalid(c.report.file, "none of its relationships could be taken over, and a dataset needs one; of %d "+
			"entities that have a counterpart the first reason is: %s", len(c.entities), c.firstReason())
	}
	fit.Spells(c.folder.Rows)
	c.finish()
	return c.folder, nil
}

func (c *converter) firstReason() string {
	for _, o := range c.report.listed {
		return fmt.Sprintf("%s, %s: %s", o.Unit, o.Place, o.Reason)
	}
	return "there are no relationships in it"
}

// rows gives the drafts their ids.
func (c *converter) rows() {
	for _, d := range c.drafts {
		r := d.Row
		if d.from != nil {
			r.From = d.from.ours
		}
		if d.to != nil {
			r.To = d.to.ours
		}
		if field, what := fit.Row(&r); what != "" {
			if !c.kept[d.of] {
				c.fail(d.of, "", field+": "+what)
			}
			continue
		}
		c.kept[d.of] = true
		for _, e := range []*entity{d.from, d.to} {
			if e != nil {
				c.used[e] = true
			}
		}
		if d.of.schema == occupancy {
			c.used[c.entities[d.of.first("post")]] = true
		}
		for _, id := range []string{r.From, r.To} {
			c.table(id, r.Source)
		}
		c.folder.Rows = append(c.folder.Rows, r)
	}
}

// fail leaves an entity out.
func (c *converter) fail(e *entity, value, reason string) {
	if e.fault != "" {
		return
	}
	e.fault = reason
	place := fmt.Sprintf("line %d, %s", e.line, e.id)
	c.report.leaveOut(e.schema, shown(place), value, reason, e.lines)
}

// finish adds up the numbers and says what the whole is.
func (c *converter) finish() {
	in, all := map[string]int{}, map[string]int{}
	maps.Copy(all, c.passed)
	latest, datasets := "", false
	for _, e := range c.sorted {
		all[e.schema] += e.lines
		latest = max(latest, day(e.lastSeen).String())
		datasets = datasets || len(e.datasets) > 0
		switch {
		case e.fault != "":
		case e.sort == edge && c.kept[e], e.sort == organisation, e.sort == person && (c.officials[e] || c.used[e]),
			e.sort == position && c.used[e]:
			in[e.schema] += e.lines
		case e.sort == person:
			c.leftOver(e, "no public position, and no role in an organisation, is told of the person")
		case e.sort == position:
			c.leftOver(e, "nobody who was taken over holds it")
		}
	}
	c.folder.Info = info(latest, datasets)
	c.folder.Report = c.report.finish()
	for unit, n := range map[string]int{unitDamaged: c.damaged, unitAlias: c.badNames} {
		if n > 0 {
			all[unit] = n
		}
	}
	for _, schema := range slices.Sorted(maps.Keys(all)) {
		c.folder.Report.Tally(schema, all[schema], in[schema])
	}
}

func (c *converter) leftOver(e *entity, reason string) {
	for range e.lines {
		c.report.count(e.schema, e.line, reason)
	}
}
