package ftm

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
	"coopgraph/loader/people"
)

var (
	qid      = regexp.MustCompile(`^Q[1-9][0-9]{0,15}$`)
	encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)
)

// suffix is 40 bits that stand for a text, so that two ids of one name meet once in a million millions.
func suffix(s string) string {
	sum := sha256.Sum256([]byte(s))
	return encoding.EncodeToString(sum[:5])
}

// wikidata is the Wikidata item of an entity, "" where none or several are told.
func (e *entity) wikidata() string {
	if qid.MatchString(e.id) {
		return e.id
	}
	if codes := e.props["wikidataId"]; len(codes) == 1 && qid.MatchString(codes[0]) {
		return codes[0]
	}
	return ""
}

// name is the caption, or the first of the names where there is none.
func (e *entity) name() string { return cmp.Or(e.caption, e.first("name")) }

// soundNames leaves out what has no name that can be kept.
func (c *converter) soundNames() {
	for _, e := range c.sorted {
		if e.fault != "" { // found while reading
			what := e.fault
			e.fault = ""
			c.fail(e, "", what)
			continue
		}
		if e.sort == edge {
			continue
		}
		switch what := fit.Text(e.name(), false); {
		case e.name() == "":
			c.fail(e, "", "it has no name")
		case what != "":
			c.fail(e, e.name(), "the name "+what)
		}
	}
}

// findOfficials finds the people of whom a public position is told.
func (c *converter) findOfficials() {
	for _, e := range c.sorted {
		switch {
		case e.fault != "":
		case e.sort == person:
			if slices.ContainsFunc(e.props["topics"], func(t string) bool { return t == "role.pep" || strings.HasPrefix(t, "role.pep.") }) {
				c.officials[e] = true
			}
		case e.schema == occupancy:
			for _, id := range e.props["holder"] {
				if h := c.entities[id]; h != nil && h.sort == person {
					c.officials[h] = true
				}
			}
		}
	}
}

// holdCodes sees to it that one entity has a Wikidata item: the one whose id it is, else the first by id.
func (c *converter) holdCodes() {
	for _, e := range c.sorted {
		code := e.wikidata()
		if code == "" || e.fault != "" || e.sort == position || e.sort == edge {
			continue
		}
		if h := c.holders[code]; h == nil || e.id == code {
			c.holders[code] = e
		}
	}
}

// code is the Wikidata item that the entity alone has.
func (c *converter) code(e *entity) string {
	if code := e.wikidata(); code != "" && c.holders[code] == e {
		return code
	}
	return ""
}

// newID is the name with a suffix.
func (c *converter) newID(kind graph.Kind, e *entity) string {
	tail := strings.ToLower(c.code(e))
	if tail == "" {
		tail = suffix(e.id)
	}
	return kind.Prefix() + ":" + strings.TrimPrefix(fit.Slug(e.name())+"-"+tail, "-")
}

// nameOrganisation gives an organisation its id: that of the tables or of a known dataset where it is the same.
func (c *converter) nameOrganisation(e *entity) {
	code := c.code(e)
	if id := c.byWikidata[code]; code != "" && id != "" {
		c.merge(e, id, "the Wikidata item is that of the table of organisations")
		return
	}
	// An acronym or a company's name is many's; a whole name of a body is taken as it stands in the table.
	if o, ok := c.organisations.ByName(e.name()); ok && e.schema != "Company" && strings.Contains(e.name(), " ") &&
		(code == "" || o.Codes["wikidata"] == "") {
		c.merge(e, o.ID, "it has this name in the table of organisations")
		return
	}
	if id := c.others.byCode[graph.Organisation.Prefix()+" "+code]; code != "" && id != "" {
		c.merge(e, id, "a known dataset has it under the same Wikidata item")
		return
	}
	e.ours = c.newID(graph.Organisation, e)
	for _, id := range c.others.byName[fit.Slug(e.name())] {
		if id != e.ours {
			c.report.same = append(c.report.same, dataset.Candidate{Entity: e.ours, Other: id,
				Reason: fmt.Sprintf("the names agree: %q; nothing else was compared", e.name())})
		}
	}
}

func (c *converter) merge(e *entity, id, reason string) {
	e.ours = id
	m := dataset.Merge{Entity: id, As: e.id + " " + e.name(), Reason: reason}
	if !c.merges[m] {
		c.merges[m] = true
		c.report.merged = append(c.report.merged, m)
	}
}

// namePeople gives people their ids, after their offices are known.
func (c *converter) namePeople() {
	offices := map[*entity][]people.Office{}
	for _, d := range c.drafts {
		if d.Type != graph.HoldsOffice {
			continue
		}
		in := d.To
		if d.to != nil {
			in = d.to.ours
		}
		offices[d.from] = append(offices[d.from], people.Office{In: in, Title: d.Title, Since: d.Since, Until: d.Until,
			Observed: d.Observed})
	}
	taken := map[string]bool{}
	for _, e := range c.sorted {
		if e.sort != person || e.fault != "" {
			continue
		}
		kind := graph.Person
		if c.officials[e] {
			kind = graph.Official
		}
		code := c.code(e)
		if id := c.others.byCode[kind.Prefix()+" "+code]; code != "" && id != "" && !taken[id] {
			c.merge(e, id, "a known dataset has the person under the same Wikidata item")
		} else if kind == graph.Official {
			c.compare(e, offices[e], taken)
		}
		if e.ours == "" {
			e.ours = c.newID(kind, e)
		}
		taken[e.ours] = true
	}
}

// compare looks an official up among those of known datasets, by name and office.
func (c *converter) compare(e *entity, offices []people.Office, taken map[string]bool) {
	for _, m := range c.people.Find(people.Person{Names: append([]string{e.name()}, e.props["name"]...), Offices: offices}) {
		if m.Verdict == people.Same && e.ours == "" && !taken[m.Person.ID] {
			c.merge(e, m.Person.ID, m.Reason)
			continue
		}
		id := cmp.Or(e.ours, c.newID(graph.Official, e))
		if id != m.Person.ID {
			c.report.same = append(c.report.same, dataset.Candidate{Entity: id, Other: m.Person.ID, Reason: m.Reason})
		}
	}
}
