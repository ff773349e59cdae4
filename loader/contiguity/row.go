package contiguity

import (
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

// piece is a spell, or a part of one, between two entities.
type piece struct {
	a, b   *identity.State // a has the number that comes first in the file's order of a pair
	days   graph.Interval
	spells []spell // one, or several that were joined
	// since and until are as precise as they are known: a month of the file, or a day on which a number passed on.
	since, until graph.Date
	// first and last tell whether since and until are the file's.
	first, last bool
}

// precedes reports whether next goes on where p ends, under another number.
func (p *piece) precedes(next *piece) bool {
	return p.a == next.a && p.b == next.b && p.spells[0].sort == next.spells[0].sort && p.last && next.first &&
		next.since.First() <= p.until.Last()+1
}

// codes lists the numbers under which one side stands in the file.
func (p *piece) codes(first bool) []string {
	var codes []string
	for _, s := range p.spells {
		code := s.b
		if first {
			code = s.a
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// row is the relationship that a piece makes.
func (c *conversion) row(p *piece) dataset.Row {
	kind := sorts[p.spells[0].sort]
	row := dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: kind.kind, From: p.a.ID, To: p.b.ID, Role: kind.role},
		Claim:           graph.Claim{Source: sourceID, Confidence: graph.Documented, Since: p.since, Until: p.until},
	}
	first, last := p.spells[0], p.spells[len(p.spells)-1]
	text := "The Correlates of War project codes " + kind.text + " from " + first.from.Words()
	if p.last && last.to == c.last {
		row.Until, row.Observed = graph.Date{}, c.last
		text += " on, still at the end of the data in " + c.last.Words()
	} else {
		text += " to " + last.to.Words()
	}
	text += "."
	if late := c.late(p); len(late) > 0 {
		row.Since, row.Observed = graph.Date{}, p.since
		why := "What the file has of " + strings.Join(late, " and of ") + " begins then or shortly before"
		if p.since == c.start {
			why = "The data begin in that month"
		}
		text += " " + why + ", so when this began is not known."
	}
	if gone := c.gone(p); len(gone) > 0 {
		text += " What it has of " + strings.Join(gone, " and of ") + " ends or pauses then."
	}
	if !p.first || !p.last {
		text += " The spell is split where a state number passed from one state to another."
	}
	row.Text = text
	locators := make([]string, len(p.spells))
	for i, s := range p.spells {
		locators[i] = s.locator()
	}
	row.Locator = fileName + ": " + strings.Join(locators, "; ")
	return row
}

// untidiness is by how many days the first spells of a state that is counted again may differ: the file has Austria
// beside Germany from May 1955, when it counts Germany, and beside its other neighbours from July.
const untidiness = 70

// late lists the states whose entry into the project's system of states is all that the beginning of a piece says: the
// piece begins when what the file has of them begins, or begins again after a pause, and that is not the year in which
// the state itself began. The file has the border of the United States with Canada from January 1920, when the project
// begins to count Canada, and Austria's borders from July 1955, when it counts Austria again.
func (c *conversion) late(p *piece) []string {
	var late []string
	for _, state := range []*identity.State{p.a, p.b} {
		begins := func(i graph.Interval) bool {
			return i.From <= p.since.Last() && p.since.First()-i.From <= untidiness
		}
		if p.first && state.Since.Year != p.since.Year && slices.ContainsFunc(c.counted[state.ID], begins) {
			late = append(late, "“"+state.Name+"”")
		}
	}
	return late
}

// gone lists the states of which the file has nothing more when a piece ends, for good or for a while.
func (c *conversion) gone(p *piece) []string {
	var gone []string
	for _, state := range []*identity.State{p.a, p.b} {
		ends := func(i graph.Interval) bool { return p.until.Contains(i.To.Date()) }
		if p.last && p.until != c.last && slices.ContainsFunc(c.counted[state.ID], ends) {
			gone = append(gone, "“"+state.Name+"”")
		}
	}
	return gone
}

func (c *conversion) leaveOut(s *spell, reason string) {
	c.folder.Report.LeftOut = append(c.folder.Report.LeftOut, dataset.Omission{Unit: unit, File: fileName,
		Place: s.locator(), Value: s.sort, Reason: reason, Count: len(s.lines)})
}
