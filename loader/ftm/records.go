package ftm

import (
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/internal/fit"
)

// records makes the records of organisations and of the people who are kept.
func (c *converter) records() {
	for _, e := range c.sorted {
		if e.fault != "" || e.ours == "" || e.sort == person && !c.officials[e] && !c.used[e] {
			continue
		}
		rec, there := c.folder.Entities[e.ours]
		if !there {
			rec = c.fromTables(e.ours)
		}
		if rec.Name == "" {
			rec.Name = e.name()
		}
		rec.Sources = distinct(append(rec.Sources, c.sources(e)...))
		c.aliases(e, &rec)
		if code := c.code(e); code != "" && rec.Codes["wikidata"] == "" {
			if rec.Codes == nil {
				rec.Codes = map[string]string{}
			}
			rec.Codes["wikidata"] = code
		}
		if e.sort == organisation {
			c.describe(e, &rec)
		}
		c.folder.Entities[e.ours] = rec
	}
}

// aliases adds the other names. Of people only those that they are called by, no former ones.
func (c *converter) aliases(e *entity, rec *graph.Record) {
	for _, name := range slices.Concat([]string{e.name()}, e.props["name"], e.props["alias"], e.former(), e.short()) {
		switch {
		case name == rec.Name, slices.Contains(rec.Aliases, name):
		case fit.Text(name, false) != "", strings.Contains(name, "|"):
			c.badNames++
			c.report.leaveOut(unitAlias, shown(e.id), name, "a dataset cannot hold the name", 1)
		default:
			rec.Aliases = append(rec.Aliases, name)
		}
	}
	slices.Sort(rec.Aliases)
}

const unitAlias = "alias that is no text"

func (e *entity) former() []string {
	if e.sort == person {
		return nil
	}
	return e.props["previousName"]
}

func (e *entity) short() []string {
	if e.sort == person {
		return nil
	}
	return e.props["abbreviation"]
}

// topics that make a type, the first that an organisation has.
var topicTypes = []struct{ topic, typ string }{
	{"gov.igo", "intergovernmental"}, {"pol.party", "political party"}, {"fin.bank", "bank"},
}

var schemaTypes = map[string]string{"Company": "company", "PublicBody": "public body", "LegalEntity": "legal entity"}

// describe says of an organisation what it is, where it is, and since when.
func (c *converter) describe(e *entity, rec *graph.Record) {
	if rec.Type == "" {
		rec.Type = schemaTypes[e.schema]
		for _, t := range topicTypes {
			if slices.Contains(e.props["topics"], t.topic) {
				rec.Type = t.typ
				break
			}
		}
	}
	if rec.Description == "" {
		if names := c.countryNames(e); len(names) > 0 {
			rec.Description = "Country given: " + strings.Join(names, ", ") + "."
		}
	}
	since, until := dates(e.props["incorporationDate"]), dates(e.props["dissolutionDate"])
	if rec.Since.IsZero() && rec.Until.IsZero() && len(since) < 2 && len(until) < 2 {
		from, to := at(since, 0), at(until, 0)
		if from.IsZero() || to.IsZero() || to.Last() >= from.First() {
			rec.Since, rec.Until = from, to
		}
	}
}

func (c *converter) countryNames(e *entity) []string {
	var names []string
	for _, code := range slices.Concat(e.props["jurisdiction"], e.props["mainCountry"], e.props["country"]) {
		if id, _ := c.country(code, graph.Date{}); id != "" {
			names = append(names, c.fromTables(id).Name)
		}
	}
	return distinct(names)
}

// fromTables is what the tables know of an entity.
func (c *converter) fromTables(id string) graph.Record {
	if s, ok := c.states.ByID(id); ok {
		return s.Record()
	}
	if o, ok := c.organisations.ByID(id); ok {
		rec := o.Record()
		if holder := c.holders[rec.Codes["wikidata"]]; holder != nil && holder.ours != id {
			delete(rec.Codes, "wikidata")
		}
		return rec
	}
	return graph.Record{}
}

// table makes an entity of a state or of the European Union, which no line describes, with the source of a claim.
func (c *converter) table(id, source string) {
	rec, there := c.folder.Entities[id]
	if !there {
		if rec = c.fromTables(id); rec.Name == "" {
			return
		}
	}
	if !slices.Contains(rec.Sources, source) {
		rec.Sources = distinct(append(rec.Sources, source))
	}
	c.folder.Entities[id] = rec
}
