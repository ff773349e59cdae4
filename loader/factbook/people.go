package factbook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/loader/dataset"
	"coopgraph/loader/people"
)

// individual is one person with the offices in which the pages name him or her.
type individual struct {
	name    string
	aliases []string
	offices []*office
	id      string
}

// people settles who is who and adds the officials with their offices.
func (b *builder) people() {
	all := b.individuals()
	bySlug := map[string][]*individual{}
	for _, one := range all {
		slug := people.Slug(one.name)
		bySlug[slug] = append(bySlug[slug], one)
	}
	for _, one := range all {
		namesakes := bySlug[people.Slug(one.name)]
		b.identify(one, len(namesakes) > 1)
	}
	for _, one := range all {
		for _, namesake := range bySlug[people.Slug(one.name)] {
			if one.id < namesake.id {
				reason := fmt.Sprintf("the names agree, the offices do not: %s; %s", told(one.offices[0]),
					told(namesake.offices[0]))
				b.folder.Report.SameAs = append(b.folder.Report.SameAs,
					dataset.Candidate{Entity: one.id, Other: namesake.id, Reason: reason})
			}
		}
		b.add(one)
	}
}

func told(o *office) string {
	text := o.title + " in " + o.in
	if !o.holder.since.IsZero() {
		text += " since " + o.holder.since.String()
	}
	return text
}

// individuals puts together the offices of one person: those whose names agree, or a nickname with a name, and whose
// offices do as well.
func (b *builder) individuals() []*individual {
	var all []*individual
	byName := map[string][]*individual{}
	for i := range b.offices {
		o := &b.offices[i]
		keys := append([]string{o.holder.person.Name}, o.holder.person.Aliases...)
		var one *individual
		for _, key := range keys {
			for _, candidate := range byName[names.Fold(key)] {
				if one == nil && slices.ContainsFunc(candidate.offices, func(other *office) bool { return agree(o, other) }) {
					one = candidate
				}
			}
		}
		if one == nil {
			one = &individual{name: o.holder.person.Name}
			all = append(all, one)
		}
		one.offices = append(one.offices, o)
		for _, key := range keys {
			if folded := names.Fold(key); !slices.Contains(byName[folded], one) {
				byName[folded] = append(byName[folded], one)
			}
			if key != one.name && !slices.Contains(one.aliases, key) {
				one.aliases = append(one.aliases, key)
			}
		}
	}
	return all
}

// agree reports whether two offices under one name are one person's: in one country; begun on the same day, as a
// king's are in all his realms; or the same office, of which one page names the country ("Governor-General of New
// Zealand").
func agree(a, b *office) bool {
	x, y := names.Fold(a.title), names.Fold(b.title)
	return a.in == b.in || !a.holder.since.IsZero() && a.holder.since == b.holder.since ||
		strings.HasPrefix(x, y+" of ") || strings.HasPrefix(y, x+" of ")
}

// identify gives a person the id: that of a known official who is the same, or one made of the name, with the country
// where there are namesakes.
func (b *builder) identify(one *individual, namesakes bool) {
	p := people.Person{Names: append([]string{one.name}, one.aliases...)}
	for _, o := range one.offices {
		p.Offices = append(p.Offices, people.Office{In: o.in, Title: o.title, Since: o.claim.Since, Until: o.claim.Until,
			Observed: graph.MustDate(lastDay)})
	}
	matches := b.known.Find(p)
	if len(matches) > 0 && matches[0].Verdict == people.Same {
		one.id = matches[0].Person.ID
		b.merge(dataset.Merge{Entity: one.id, As: one.name, Reason: matches[0].Reason})
		matches = matches[1:]
	} else {
		one.id = "official:" + cmp.Or(people.Slug(one.name), "factbook-"+one.offices[0].code)
		if namesakes || b.known.Has(one.id) {
			one.id += "-" + people.StateSlug(one.offices[0].in)
		}
	}
	for _, m := range matches {
		b.folder.Report.SameAs = append(b.folder.Report.SameAs,
			dataset.Candidate{Entity: one.id, Other: m.Person.ID, Reason: m.Reason})
	}
	var codes []string
	for _, o := range one.offices {
		if !slices.Contains(codes, o.code) {
			codes = append(codes, o.code)
		}
	}
	if len(codes) > 1 {
		b.merge(dataset.Merge{Entity: one.id, As: one.name, Reason: "named by the pages " + strings.Join(codes, ", ") +
			"; the names agree, and the offices in their country, their first day or their title"})
	}
}

// add adds the official and the offices.
func (b *builder) add(one *individual) {
	r := b.folder.Entities[one.id]
	r.Name, r.Aliases, r.Type = one.name, one.aliases, kindOfOffice(one.offices)
	b.folder.Entities[one.id] = r
	for _, o := range one.offices {
		b.claim(o.place, o.unit, graph.RelationshipKey{Type: graph.HoldsOffice, From: one.id, To: o.in, Role: o.role,
			Title: o.title}, o.claim)
	}
}

// kindsOfOffice are the types of officials by what a title has, the highest first.
var kindsOfOffice = []struct{ kind, words string }{
	{"monarch", "King Queen Emperor Sultan Amir Pope Prince Duke"}, {"president", "President"},
	{"prime minister", "Prime Premier Chancellor Taoiseach"},
	{"governor", "Governor Governor-General Lieutenant-Governor"},
	{"ambassador", "Ambassador Ambassador-designate Nuncio Chargé"}, {"consul", "Consul"},
}

func kindOfOffice(offices []*office) string {
	for _, k := range kindsOfOffice {
		for _, o := range offices {
			words := strings.Fields(o.title)
			if slices.ContainsFunc(strings.Fields(k.words), func(w string) bool { return slices.Contains(words, w) }) &&
				!slices.Contains(words, "Vice") {
				return k.kind
			}
		}
	}
	return ""
}
