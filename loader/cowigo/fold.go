package cowigo

import (
	"maps"
	"slices"
)

// years is a run of years, both ends included.
type years struct{ from, to int }

// spell is a run of years in which a state had one status in an organisation.
type spell struct {
	status status
	years
	unknown []years // within it, of which the file says nothing
	begin   edge
	end     edge
}

// edge is what is known of a beginning or an end.
type edge struct {
	how how
	// gap is what made it unknown: the years of which nothing is known or the state is not counted; or, of what is
	// imputed, the last and the first observed year on either side.
	gap years
}

type how int

const (
	observed   how = iota // the years on both sides were
	founding              // of a beginning: the organisation's; of an end: the organisation's end
	running               // of an end: the file's
	uncounted             // the project does not count the state on the other side; gap may be open
	notKnown              // the other side is -9
	notGiven              // the other side is -1 though the organisation existed
	imputed               // a side was not observed
	imputedOrg            // the organisation began or ended then, but its members were not observed in that year
)

// certain reports whether the year of the edge is the year in which it happened.
func (e edge) certain() bool { return e.how == observed || e.how == founding }

// open reports whether no end is known: the file ends with the spell, or with years of which it says nothing.
func (e edge) open() bool { return e.how == running || e.how == notKnown && e.gap.to == lastYear }

// series is one state in one organisation.
type series struct {
	organisation *organisation
	at           map[int]status // by year; a year without a row is not there
	runs         []years        // of years with rows
}

// runsOf gives the runs of years in which a state is counted.
func (h *history) runsOf() []years {
	var runs []years
	for _, year := range slices.Sorted(maps.Keys(h.years)) {
		if n := len(runs); n > 0 && runs[n-1].to == year-1 {
			runs[n-1].to = year
			continue
		}
		runs = append(runs, years{year, year})
	}
	return runs
}

// fold makes spells of the years of a series. Years of the same status are one spell, also across years of which
// nothing is known. A year in which the state is not counted, or the cell says that there is nothing to say, ends it.
func (s *series) fold() []spell {
	var spells []spell
	for i, run := range s.runs {
		first := len(spells)
		var gap *years // unknown years since the last spell
		for year := run.from; year <= run.to; year++ {
			switch now := s.at[year]; {
			case now == unknown:
				if gap == nil {
					gap = &years{from: year}
				}
				gap.to = year
				continue
			case now.belongs():
				last := len(spells) - 1
				joins := last >= first && spells[last].status == now &&
					(spells[last].to == year-1 || gap != nil && spells[last].to == gap.from-1)
				if !joins {
					spells = append(spells, spell{status: now, years: years{year, year}})
					break
				}
				if gap != nil {
					spells[last].unknown = append(spells[last].unknown, *gap)
				}
				spells[last].to = year
			}
			gap = nil
		}
		for n := first; n < len(spells); n++ {
			spells[n].begin = s.beginning(&spells[n], i)
			spells[n].end = s.ending(&spells[n], i)
		}
	}
	return spells
}

// beginning tells what is known of the beginning of a spell in run i.
func (s *series) beginning(sp *spell, i int) edge {
	o, run, year := s.organisation, s.runs[i], sp.from
	seen := s.firstObserved(year, sp.to)
	switch {
	case o.founded == year && !o.imputed(year):
		return edge{how: founding}
	case o.founded == year:
		return edge{imputedOrg, years{year, seen}}
	case year == run.from:
		e := edge{how: uncounted, gap: years{to: year - 1}}
		if i > 0 {
			e.gap.from = s.runs[i-1].to + 1
		}
		return e
	}
	switch before := s.at[year-1]; {
	case before == unknown:
		return edge{notKnown, years{s.whileIs(unknown, year-1, -1, run), year - 1}}
	case before == notSystem || before == absent:
		return edge{notGiven, years{s.whileIs(before, year-1, -1, run), year - 1}}
	case o.imputed(year) || o.imputed(year-1):
		return edge{imputed, years{s.lastObserved(year-1, run.from), seen}}
	}
	return edge{how: observed}
}

// ending tells what is known of the end of a spell in run i.
func (s *series) ending(sp *spell, i int) edge {
	o, run, year := s.organisation, s.runs[i], sp.to
	seen := s.lastObserved(year, sp.from)
	switch {
	case year == lastYear:
		return edge{how: running}
	case o.ended == year && !o.goesOn() && !o.imputed(year):
		return edge{how: founding}
	case o.ended == year && !o.goesOn():
		return edge{imputedOrg, years{seen, year}}
	case year == run.to:
		e := edge{how: uncounted, gap: years{from: year + 1}}
		if i+1 < len(s.runs) {
			e.gap.to = s.runs[i+1].from - 1
		}
		return e
	}
	switch after := s.at[year+1]; {
	case after == unknown:
		return edge{notKnown, years{year + 1, s.whileIs(unknown, year+1, 1, run)}}
	case after == notSystem || after == absent:
		return edge{notGiven, years{year + 1, s.whileIs(after, year+1, 1, run)}}
	case o.imputed(year) || o.imputed(year+1):
		return edge{imputed, years{seen, s.firstObserved(year+1, run.to)}}
	}
	return edge{how: observed}
}

// whileIs is the last year, going on from one in steps, to which all years of the run have the status.
func (s *series) whileIs(what status, year, step int, run years) int {
	for next := year + step; next >= run.from && next <= run.to && s.at[next] == what; next += step {
		year = next
	}
	return year
}

// firstObserved is the first year from one on, to another, in which the cell is known and not imputed; 0 where there is
// none.
func (s *series) firstObserved(from, to int) int {
	for year := from; year <= to; year++ {
		if s.isObserved(year) {
			return year
		}
	}
	return 0
}

// lastObserved is the same, going back.
func (s *series) lastObserved(from, to int) int {
	for year := from; year >= to; year-- {
		if s.isObserved(year) {
			return year
		}
	}
	return 0
}

func (s *series) isObserved(year int) bool {
	now, counted := s.at[year]
	return counted && !s.organisation.imputed(year) && (now == none || now.belongs())
}

// firstCoded is the first year of which the file by organisation has a row.
func (o *organisation) firstCoded() int { return slices.Min(slices.Collect(maps.Keys(o.years))) }

// goesOn reports whether the project goes on counting members after the year that it gives as the end.
func (o *organisation) goesOn() bool {
	_, after := o.years[o.ended+1]
	return o.ended != 0 && after
}
