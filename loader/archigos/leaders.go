package archigos

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/loader/dataset"
	"coopgraph/loader/people"
)

// leader is one person with the stays in office, in the order of time.
type leader struct {
	id     string
	leadid string
	names  []string // as the last row has it first
	stints []*stint
	parts  []part
	// apart is true where the rows of one leadid were taken for several people.
	apart bool
}

// longestCareer is the greatest number of years between the beginnings of two stays of one person.
const longestCareer = 70

// leadersOf puts together the rows of one person: those of one leadid whose names have a word in common, and that lie
// within a lifetime. The table has leadids that two people share, such as the two premiers Bildt of Sweden.
func leadersOf(stints []stint) []*leader {
	byID := map[string][]*leader{}
	var all []*leader
	slices.SortStableFunc(stints, func(a, b stint) int {
		return cmp.Or(cmp.Compare(a.from.First(), b.from.First()), cmp.Compare(a.obsid, b.obsid))
	})
	for i := range stints {
		s := &stints[i]
		var l *leader
		for _, candidate := range byID[s.leadid] {
			first := candidate.stints[0]
			if s.leadid != "" && people.Like(first.name.name, s.name.name) != people.Unlike &&
				s.from.Year-first.from.Year <= longestCareer {
				l = candidate
			}
		}
		if l == nil {
			l = &leader{leadid: s.leadid}
			all = append(all, l)
			byID[s.leadid] = append(byID[s.leadid], l)
		}
		l.stints = append(l.stints, s)
		for _, name := range append([]string{s.name.name}, s.name.aliases...) {
			if !slices.Contains(l.names, name) {
				l.names = append(l.names, name)
			}
		}
	}
	for _, l := range all {
		l.apart = l.leadid != "" && len(byID[l.leadid]) > 1
		// The fullest name is shown.
		slices.SortStableFunc(l.names, func(a, b string) int {
			return cmp.Compare(len(names.Tokens(b)), len(names.Tokens(a)))
		})
	}
	return all
}

// born is the year of birth that all rows give, 0 where they give none or differ.
func (l *leader) born() int {
	year := l.stints[0].born
	for _, s := range l.stints {
		if s.born != year {
			return 0
		}
	}
	return year
}

func (l *leader) describe() string {
	switch year := l.born(); {
	case year > 0:
		return fmt.Sprintf("Born in %d.", year)
	case l.stints[0].born > 0:
		return "Archigos gives several years of birth."
	}
	return ""
}

// identify gives each leader the id: that of a known official who is the same, or one of the name, the first state
// and the first year.
func (b *builder) identify(leaders []*leader) {
	taken := map[string]*leader{}
	for _, l := range leaders {
		p := people.Person{Names: l.names}
		for _, s := range l.parts {
			office := people.Office{In: s.state, Title: title, Since: s.days.From.Date(), Until: s.days.To.Date()}
			if s.goesOn() {
				office.Until, office.Covered = graph.Date{}, s.days.To.Date()
			}
			p.Offices = append(p.Offices, office)
		}
		matches := b.known.Find(p)
		if len(matches) > 0 && matches[0].Verdict == people.Same && taken[matches[0].Person.ID] == nil {
			l.id = matches[0].Person.ID
			b.folder.Report.Merged = append(b.folder.Report.Merged,
				dataset.Merge{Entity: l.id, As: l.names[0], Reason: matches[0].Reason})
			matches = matches[1:]
		} else {
			l.id = b.newID(l, taken)
		}
		taken[l.id] = l
		for _, m := range matches {
			b.folder.Report.SameAs = append(b.folder.Report.SameAs,
				dataset.Candidate{Entity: l.id, Other: m.Person.ID, Reason: m.Reason})
		}
	}
}

// newID makes an id that nobody has; the month and then the day of the first stay tell namesakes apart.
func (b *builder) newID(l *leader, taken map[string]*leader) string {
	first := l.parts[0]
	base := "official:" + cmp.Or(people.Slug(l.names[0]), "leader") + "-" + people.StateSlug(first.state) + "-"
	began := first.days.From.Date().String()
	for _, length := range []int{len("2006"), len("2006-01"), len(began)} {
		if id := base + began[:length]; taken[id] == nil && !b.known.Has(id) {
			return id
		}
	}
	for n := 2; ; n++ {
		if id := base + began + "-" + strconv.Itoa(n); taken[id] == nil && !b.known.Has(id) {
			return id
		}
	}
}

// candidates reports pairs of the table itself that may be one person: a shared leadid that was taken apart, and,
// under different leadids, names that are alike with the same year of birth.
func (b *builder) candidates(leaders []*leader) {
	byBirth := map[int][]*leader{}
	for _, l := range leaders {
		if l.born() > 0 {
			byBirth[l.born()] = append(byBirth[l.born()], l)
		}
	}
	add := func(l, other *leader, reason string) {
		b.folder.Report.SameAs = append(b.folder.Report.SameAs, dataset.Candidate{Entity: min(l.id, other.id),
			Other: max(l.id, other.id), Reason: reason})
	}
	for i, l := range leaders {
		for _, other := range leaders[i+1:] {
			if l.apart && l.leadid == other.leadid {
				add(l, other, "one leadid, "+l.leadid+", but the names have no word in common, or a lifetime lies between")
			}
		}
		for _, other := range byBirth[l.born()] {
			if l.id >= other.id || l.leadid == other.leadid {
				continue
			}
			if alike(l, other) {
				add(l, other, fmt.Sprintf("both born in %d, and the names %q and %q are alike; Archigos gives them different "+
					"leadids", l.born(), l.names[0], other.names[0]))
			}
		}
	}
}

// farthest is how many letters two spellings of a long surname may be apart: Burdjanadze, Burdzhanadze.
const (
	farthest    = 2
	longSurname = 8
)

// alike reports whether two leaders born in one year may be one by their names: the full name, or, in one state, a
// part or a misspelling of it, or the same surname anywhere.
func alike(l, other *leader) bool {
	a, b := names.Fold(l.names[0]), names.Fold(other.names[0])
	like := people.Like(a, b)
	shared := slices.ContainsFunc(l.parts, func(p part) bool {
		return slices.ContainsFunc(other.parts, func(o part) bool { return o.state == p.state })
	})
	return a == b || like >= people.Part || shared && (like != people.Unlike ||
		min(len(a), len(b)) >= longSurname && names.Distance(a, b, farthest) <= farthest)
}
