package factbook

import (
	"fmt"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/loader/dataset"
)

const membershipField = "Government / International organization participation"

// memberships adds the organisations of a page.
func (b *builder) memberships(p place) {
	found, introduction := readMemberships(p.text("Government", "International organization participation"))
	for _, m := range found {
		organisation, known := b.organisations.ByFactbookOf(m.abbreviation, p.code)
		standing, readable := standings[m.bracket]
		reason := standing.reason
		switch {
		case p.entity == "":
			reason = noEntity
		case !readable:
			reason = "it is not known what the bracket means for a membership"
		case reason != "":
		case !known:
			reason = "the table of organisations does not say what the abbreviation stands for"
		case organisation.Type == "non-governmental":
			reason = "its members are national bodies, not states"
		case organisation.ID == p.entity:
			reason = "the page names it among its own organisations"
		}
		if reason != "" {
			b.drop(unitMember, p, membershipField, m.value, reason)
			continue
		}
		status, text := standing.status, "Listed among the organisations in which it takes part"
		if organisation.Type == "mission" {
			// A mission has no members; the Factbook lists those who send people to it.
			status, text = "partner", "Listed as taking part in the mission"
		}
		if m.bracket != "" {
			text += ", with the remark \"" + m.bracket + "\""
		}
		if introduction != "" {
			text += "; the list begins: \"" + introduction + "\""
		}
		b.claim(p, unitMember, graph.RelationshipKey{Type: graph.MemberOf, From: p.entity, To: organisation.ID},
			graph.Claim{Locator: membershipField + " / " + m.abbreviation, Text: text + ".", Status: status})
	}
}

// treaties adds the environmental agreements of a page. A party is bound by a treaty that is in force; of one that is
// not, it has the ratification alone.
func (b *builder) treaties(p place) {
	for _, list := range []struct{ field, role string }{{"party to", "in force"}, {"signed, but not ratified", "signed"}} {
		field, role := list.field, list.role
		locator := "Environment / International environmental agreements / " + field
		found, left := readTreaties(p.text("Environment", "International environmental agreements", field))
		for _, label := range left {
			b.drop(unitTreaty, p, locator, label, "the table of treaties does not have it")
		}
		for _, t := range found {
			if p.entity == "" {
				b.drop(unitTreaty, p, locator, t.label, noEntity)
				continue
			}
			key := graph.RelationshipKey{Type: graph.PartyTo, From: p.entity, To: "agreement:" + t.id, Role: role}
			text := "Listed as a party."
			switch {
			case role == "signed":
				text = "Listed as having signed, but not ratified."
			case t.pending:
				key.Role, text = "ratified", "Listed as a party; the treaty itself is not in force."
			}
			b.claim(p, unitTreaty, key, graph.Claim{Locator: locator + " / " + t.label, Text: text})
			r := b.folder.Entities[key.To]
			r.Name, r.Type, r.Aliases = t.name, "treaty", t.aliases
			b.folder.Entities[key.To] = r
		}
	}
}

// neighbour is what a name of a neighbour stands for.
type neighbour struct {
	entity string
	reason string // why, where the page on it does not bear the name
}

// otherNames are names that the lists of borders have for what its own page calls otherwise, by the page's code.
var otherNames = map[string]string{"US": "us", "UK": "uk", "UAE": "ae", "Macedonia": "mk", "Gaza Strip": "gz"}

// learnNeighbours notes by which names the pages call their countries, and which countries have several pages.
func (b *builder) learnNeighbours() {
	for i := range b.pages {
		p := &b.pages[i]
		b.pagesOf[b.entityOf(p)]++
		for _, name := range p.officialNames() {
			b.neighbours[names.Fold(name)] = neighbour{entity: b.entityOf(p)}
		}
	}
	for name, code := range otherNames {
		for i := range b.pages {
			if b.pages[i].code == code {
				b.neighbours[names.Fold(name)] = neighbour{b.entityOf(&b.pages[i]),
					"a name of " + b.pages[i].name() + ", which has a page of its own"}
			}
		}
	}
}

// neighbour finds the country that a list of borders names.
func (b *builder) neighbour(name string) (neighbour, bool) {
	if n, ok := b.neighbours[names.Fold(name)]; ok {
		return n, true
	}
	if s, ok := b.states.ByName(name); ok {
		return neighbour{s.ID, "the table of states has the name"}, true
	}
	return neighbour{}, false
}

// borders adds the land borders of a page. Each side gives its own length: they are claims of one relationship.
func (b *builder) borders(p place) {
	for _, field := range []string{"border countries", "regional borders", "border sovereign base areas"} {
		locator := "Geography / Land boundaries / " + field
		found, left := readBorders(p.text("Geography", "Land boundaries", field))
		for _, value := range left {
			b.drop(unitBorder, p, locator, value, "no name with a length in kilometres")
		}
		for _, border := range found {
			other, detail, reason := b.across(p, &border)
			if reason != "" {
				b.drop(unitBorder, p, locator, border.value, reason)
				continue
			}
			if b.pagesOf[p.entity] > 1 {
				detail = p.name() // which part of the country the border is of
			}
			b.claim(p, unitBorder, graph.RelationshipKey{Type: graph.Borders, From: p.entity, To: other}.Canonical(),
				graph.Claim{Locator: locator + " / " + border.with, Text: border.text(detail)})
		}
	}
}

// across finds the other side of a border, or the reason for leaving it out.
func (b *builder) across(p place, border *landBorder) (id, detail, reason string) {
	name := border.with
	other, ok := b.neighbour(name)
	if !ok {
		name, detail = border.neighbour()
		other, ok = b.neighbour(name)
	}
	switch {
	case p.entity == "":
		return "", "", noEntity
	case strings.HasPrefix(p.entity, "organisation:"):
		return "", "", "borders are of countries; this is the outer border of an organisation"
	case strings.Contains(border.with, "Naval Base"):
		return "", "", "a leased base, which is no country"
	case !ok:
		return "", "", "no country of the name"
	case other.entity == "":
		return "", "", "the neighbour has no row in the table of states"
	case !strings.HasPrefix(other.entity, "country:"), other.entity == p.entity:
		return "", "", "no border between two countries"
	}
	if other.reason != "" {
		b.merge(dataset.Merge{Entity: other.entity, As: name, Reason: other.reason})
	} else if s, _ := b.states.ByID(other.entity); names.Fold(s.Name) != names.Fold(name) {
		b.merge(dataset.Merge{Entity: other.entity, As: name, Reason: fmt.Sprintf("its page has the name, and stands for %s",
			s.Name)})
	}
	if b.pagesOf[other.entity] > 1 {
		detail = name
	}
	return other.entity, detail, ""
}
