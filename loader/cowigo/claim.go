package cowigo

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/spells"
)

var statusWords = map[status]struct{ status, words string }{
	member:    {"member", "a full member"},
	associate: {"associate", "an associate member"},
	observer:  {"observer", "an observer"},
}

// addMemberships makes the rows of all states in all organisations.
func (c *conversion) addMemberships() {
	var found []dataset.Row
	var seen []int // the last year of each
	for _, id := range slices.Sorted(maps.Keys(c.histories)) {
		h := c.histories[id]
		record := h.state.Record()
		record.Sources = []string{sourceID}
		c.folder.Entities[id] = record
		runs := h.runsOf()
		for i, o := range c.organisations {
			if o.identity == nil {
				continue
			}
			s := series{organisation: o, at: make(map[int]status, len(h.years)), runs: runs}
			for year, y := range h.years {
				s.at[year] = y.cells[i]
			}
			folded := s.fold()
			for n := range folded {
				found = append(found, c.membership(h, o, &folded[n]))
				seen = append(seen, folded[n].to)
				c.inSpells += folded[n].known()
			}
			c.leaveOutUnknown(&s, folded)
		}
	}
	spells.Name(found)
	c.folder.Rows = append(c.folder.Rows, found...)
	for i := range found {
		if r := &found[i]; r.Until.IsZero() && r.Since.IsZero() && r.Observed != graph.Year(seen[i]) {
			c.folder.Rows = append(c.folder.Rows, seenLast(r, seen[i]))
		}
	}
}

// known is the number of years of the spell of which the file says something.
func (sp *spell) known() int {
	n := sp.to - sp.from + 1
	for _, u := range sp.unknown {
		n -= u.to - u.from + 1
	}
	return n
}

// membership is the row of a spell.
func (c *conversion) membership(h *history, o *organisation, sp *spell) dataset.Row {
	r := dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: graph.MemberOf, From: h.state.ID, To: o.identity.ID},
		Claim: graph.Claim{Source: sourceID, Status: statusWords[sp.status].status, Confidence: graph.Reported,
			Locator: fmt.Sprintf("%s, ccode %s, %s, column %s", stateFile, h.codes(sp.years), sp.years, o.column()),
			Text:    sp.text(o) + c.differences(h, o, sp)},
	}
	switch {
	case !sp.begin.certain():
		r.Observed = graph.Year(sp.from)
	case sp.end.open():
		r.Observed = graph.Year(sp.to)
	}
	if sp.begin.certain() {
		r.Since = graph.Year(sp.from)
	}
	if !sp.end.open() {
		r.Until = graph.Year(sp.to)
	}
	return r
}

// seenLast is a second claim of a spell of which neither the beginning nor the end is known: the first says when it was
// first seen, this one that it goes on.
func seenLast(r *dataset.Row, year int) dataset.Row {
	last := *r
	last.Observed = graph.Year(year)
	words := ""
	for _, s := range statusWords {
		if s.status == r.Status {
			words = s.words
		}
	}
	last.Text = fmt.Sprintf("Coded as %s in %d, the last year of which its status is known.", words, year)
	if year == lastYear {
		last.Text = fmt.Sprintf("Coded as %s in %d, the last year covered.", words, lastYear)
	}
	return last
}

// codes lists the numbers under which a state stands in the file in some years.
func (h *history) codes(in years) string {
	var codes []string
	for year := in.from; year <= in.to; year++ {
		if code := h.years[year].code; !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, " and ")
}

// String writes "1949" or "1949 to 1960".
func (y years) String() string {
	if y.from == y.to {
		return strconv.Itoa(y.from)
	}
	return fmt.Sprintf("%d to %d", y.from, y.to)
}

// text is the claim in words.
func (sp *spell) text(o *organisation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Coded as %s ", statusWords[sp.status].words)
	if sp.from == sp.to {
		fmt.Fprintf(&b, "in %d", sp.from)
	} else {
		fmt.Fprintf(&b, "from %s", sp.years)
	}
	if sp.end.how == running {
		b.WriteString(", the last year covered")
	}
	if len(sp.unknown) > 0 {
		fmt.Fprintf(&b, "; nothing is known of %s", list(sp.unknown))
	}
	b.WriteString(".")
	if why := sp.begin.whyBeginning(o, sp); why != "" {
		b.WriteString(" When it began is not known: " + why + ".")
	}
	b.WriteString(sp.end.ending(o, sp))
	if sp.rough(o) {
		b.WriteString(" The project allows for minor uncertainties in the organisation's dates before 1965.")
	}
	return b.String()
}

// rough reports whether a year that is taken to be known lies where the project allows for uncertainties.
func (sp *spell) rough(o *organisation) bool {
	const annual = 1965 // from which all years were observed
	return sp.begin.how == observed && sp.from < annual && o.years[sp.from].rough ||
		sp.end.how == observed && sp.to < annual && o.years[sp.to].rough
}

// list writes "1960, 1962 to 1964 and 1970".
func list(runs []years) string {
	texts := make([]string, len(runs))
	for i, r := range runs {
		texts[i] = r.String()
	}
	if n := len(texts); n > 1 {
		return strings.Join(texts[:n-1], ", ") + " and " + texts[n-1]
	}
	return strings.Join(texts, "")
}

// whyBeginning tells why the year of the beginning is not known, "" where it is.
func (e edge) whyBeginning(o *organisation, sp *spell) string {
	switch e.how {
	case observed, founding, running: // it is known
	case uncounted:
		if e.gap.from == 0 {
			return fmt.Sprintf("%d is the first year in which the project counts the state", sp.from)
		}
		return "the project does not count the state in " + e.gap.String()
	case notKnown:
		return "nothing is known of " + e.gap.String()
	case notGiven:
		if o.founded != 0 && o.founded < sp.from && o.firstCoded() == sp.from {
			return fmt.Sprintf("the project dates the organisation from %d and has its members from %d", o.founded, sp.from)
		}
		return "nothing is given for " + e.gap.String()
	case imputedOrg:
		if e.gap.to == 0 {
			return "the project did not observe these years but imputed them"
		}
		return fmt.Sprintf("the organisation was founded in %d and its members were first observed in %d", e.gap.from,
			e.gap.to)
	case imputed:
		switch {
		case e.gap.to == 0:
			return "the project did not observe these years but imputed them"
		case e.gap.from == 0:
			return fmt.Sprintf("years before %d were not observed but imputed", e.gap.to)
		}
		return fmt.Sprintf("it was after the observation of %d and not after that of %d; the years between are imputed",
			e.gap.from, e.gap.to)
	}
	return ""
}

// ending tells of the end, "" where there is nothing to add to its year.
func (e edge) ending(o *organisation, sp *spell) string {
	switch e.how {
	case observed, running: // nothing more is to be said
	case founding:
		return " The organisation ended in that year."
	case uncounted:
		if e.gap.to == 0 {
			return fmt.Sprintf(" %d is the last year in which the project counts the state.", sp.to)
		}
		return " When it ended is not known: the project does not count the state in " + e.gap.String() + "."
	case notKnown:
		if e.open() {
			return " Whether it went on is not known: nothing is known of " + e.gap.String() + ", the last covered."
		}
		return " When it ended is not known: nothing is known of " + e.gap.String() + "."
	case notGiven:
		if o.ended != 0 && o.ended <= sp.to+1 {
			return fmt.Sprintf(" The organisation ended in %d.", o.ended)
		}
		return " When it ended is not known: nothing is given for " + e.gap.String() + "."
	case imputedOrg:
		if e.gap.from == 0 {
			return fmt.Sprintf(" The organisation ended in %d.", e.gap.to)
		}
		return fmt.Sprintf(" The organisation ended in %d; its members were last observed in %d.", e.gap.to, e.gap.from)
	case imputed:
		return e.imputedEnding()
	}
	return ""
}

// imputedEnding tells of an end next to a year that was not observed.
func (e edge) imputedEnding() string {
	switch {
	case e.gap.from == 0 && e.gap.to == 0:
		return " When it ended is not known: these years were not observed but imputed."
	case e.gap.from == 0:
		return fmt.Sprintf(" When it ended is not known, but it had by %d.", e.gap.to)
	case e.gap.to == 0:
		return fmt.Sprintf(" When it ended is not known: years after %d were not observed but imputed.", e.gap.from)
	}
	return fmt.Sprintf(" When it ended is not known: it was after the observation of %d, and had by %d; the years "+
		"between are imputed.", e.gap.from, e.gap.to)
}

// differences tells where the project's other file says something else of the years of a spell.
func (c *conversion) differences(h *history, o *organisation, sp *spell) string {
	found := map[status][]years{}
	i := slices.Index(c.organisations, o)
	for year := sp.from; year <= sp.to; year++ {
		here, there := h.years[year].cells[i], c.inOtherFile(h, o, year)
		if there == absent || here == unknown || here == there {
			continue
		}
		runs := found[there]
		if n := len(runs); n > 0 && runs[n-1].to == year-1 {
			runs[n-1].to = year
		} else {
			runs = append(runs, years{year, year})
		}
		found[there] = runs
	}
	var b strings.Builder
	for _, there := range slices.Sorted(maps.Keys(found)) {
		says := "does not have it"
		if there.belongs() {
			says = "has it as " + statusWords[there].words
		} else if there == unknown {
			says = "does not know its status"
		}
		fmt.Fprintf(&b, " The project's file by organisation %s in %s.", says, list(found[there]))
	}
	return b.String()
}

// inOtherFile is the status that the file by organisation gives a state in a year.
func (c *conversion) inOtherFile(h *history, o *organisation, year int) status {
	column, found := slices.BinarySearch(c.stateColumns, h.years[year].name)
	y, there := o.years[year]
	if !found || !there {
		return absent
	}
	return y.states[column]
}
