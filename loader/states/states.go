// Package states turns the program's table of states into a dataset: every state and territory of today and those that
// are gone, with their names, codes and beginnings and ends, and which succeeded which. It reads the state list of the
// Correlates of War project beside it, to say to which entity the days of each of its numbers belong, and which of the
// successions its dates bear out.
//
// That one state succeeds another is the table's judgement, marked as inferred, and stands there with its reason. No
// list of states says so; where the list of the project shows the hand-over, one state going on until the very day on
// which the other begins, or ending then, the claim is documented and refers to the row.
package states

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

const (
	tableSource = "coopgraph-identity"
	listSource  = "cow-states"
	fileName    = "cow_states.csv"
	homepage    = "https://correlatesofwar.org/data-sets/state-system-membership/"
	unitRow     = "row of the state list"
	unitDay     = "day of the state list"
)

// Import turns cow_states.csv and the table of states into a dataset.
func Import(_ context.Context, in *dataset.Input) (*dataset.Folder, error) {
	table, err := identity.States()
	if err != nil {
		return nil, err
	}
	file, name, err := in.Open(fileName)
	if err != nil {
		return nil, fmt.Errorf("the state list of %s: %w", homepage, err)
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	c := &conversion{table: table, folder: newFolder()}
	if err := c.convert(file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c.folder, nil
}

func newFolder() *dataset.Folder {
	return &dataset.Folder{
		Info: dataset.Info{
			Name: "states", Title: "States, their codes and successions", Version: "2016", Rank: 15, URL: homepage,
			Licence: "Free to use with citation (Correlates of War)",
			Description: "States and territories of today and states that are gone, with the codes that other datasets " +
				"know them by, when they began and ended, and which succeeded which.",
			Citation: "Correlates of War Project (2017). \"State System Membership List, v2016.\" " +
				"https://correlatesofwar.org. The successions, and which state a code stands for when, are coopgraph's " +
				"own table of states.",
		},
		Entities: map[string]graph.Record{},
		Sources: map[string]graph.SourceRecord{
			tableSource: {Title: "Table of states", Publisher: "coopgraph",
				Note: "loader/identity/states.csv, which comes with the program: which state a code stands for on which " +
					"day, and which state succeeds which, with reasons."},
			listSource: {Title: "State System Membership, version 2016", Publisher: "Correlates of War Project",
				URL: homepage, Licence: "Free to use with citation"},
		},
	}
}

// conversion is the work on one file.
type conversion struct {
	table  *identity.StateTable
	folder *dataset.Folder
	listed []listing
}

// listing is a row of the state list with the states that its days belong to.
type listing struct {
	entry
	spans []identity.Span
}

func (c *conversion) convert(r io.Reader) error {
	read, err := c.read(r)
	if err != nil {
		return err
	}
	for i := range c.table.All() {
		s := &c.table.All()[i]
		c.folder.Entities[s.ID] = c.record(s)
		for _, before := range s.Succeeds {
			predecessor, _ := c.table.ByID(before.ID) // the table was checked to have it
			c.folder.Rows = append(c.folder.Rows, c.succession(s, predecessor, before.Extent))
		}
	}
	c.assign()
	c.folder.Report.Tally(unitRow, read, len(c.listed))
	return nil
}

// record is an entity of the table. A code is given to the state that has it now, or had it last.
func (c *conversion) record(s *identity.State) graph.Record {
	r := s.Record()
	r.Codes = maps.Clone(s.Codes)
	r.Sources = []string{tableSource}
	r.Description = s.Note
	if r.Codes["iso2"] == "" {
		r.Type = "historical state"
	}
	belongs := func(span identity.Span) bool { return span.State == s }
	if slices.ContainsFunc(c.listed, func(l listing) bool { return slices.ContainsFunc(l.spans, belongs) }) {
		r.Sources = append(r.Sources, listSource)
	}
	return r
}

// assign reports to which entity the days of each row of the list belong, and the days that belong to none.
func (c *conversion) assign() {
	days, assigned := 0, 0
	for _, l := range c.listed {
		days += length(l.days)
		at := l.days.From
		for _, span := range l.spans {
			c.gap(&l, graph.Interval{From: at, To: span.Days.From - 1})
			at = span.Days.To + 1
			assigned += length(span.Days)
			reason := "all the days of the row"
			if span.Days != l.days {
				reason = "the days from " + span.Days.From.Date().Words() + " to " + span.Days.To.Date().Words()
			}
			if span.State.Note != "" {
				reason += ". " + span.State.Note
			}
			c.folder.Report.Merged = append(c.folder.Report.Merged, dataset.Merge{Entity: span.State.ID, As: l.String(),
				Reason: reason})
		}
		c.gap(&l, graph.Interval{From: at, To: l.days.To})
	}
	c.folder.Report.Tally(unitDay, days, assigned)
}

func (c *conversion) gap(l *listing, days graph.Interval) {
	if !days.Empty() {
		c.folder.Report.LeftOut = append(c.folder.Report.LeftOut, dataset.Omission{Unit: unitDay, File: fileName,
			Place: fmt.Sprintf("line %d", l.line), Value: l.String(), Count: length(days),
			Reason: "the number stands for no state from " + days.From.Date().Words() + " to " + days.To.Date().Words()})
	}
}

func length(days graph.Interval) int { return int(days.To) - int(days.From) + 1 }

// succession is the relationship of a state with one that it succeeds.
func (c *conversion) succession(s, before *identity.State, extent string) dataset.Row {
	row := dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: graph.Succeeds, From: s.ID, To: before.ID, Role: extent},
		Claim: graph.Claim{Source: tableSource, Locator: "states.csv: " + s.ID + ", succeeds", Confidence: graph.Inferred,
			Since: beginning(s, before, extent)},
	}
	row.Text = fmt.Sprintf("The table of states has “%s” succeed “%s” %s from %s on.", s.Name, before.Name, extent,
		row.Since.Words())
	if l, what := c.bearsOut(s, before, row.Since); l != nil {
		row.Source, row.Locator, row.Confidence = listSource, fileName+": "+l.String(), graph.Documented
		row.Text = fmt.Sprintf("The Correlates of War list of states has %s. That “%s” succeeds “%s” %s is coopgraph's "+
			"table of states.", what, s.Name, before.Name, extent)
	}
	return row
}

// beginning is when a succession takes effect: with the successor's beginning, or where it takes over the whole of a
// state that outlived that, with that state's end. Germany succeeds East Germany from the day after its last.
func beginning(s, before *identity.State, extent string) graph.Date {
	if extent != "in whole" || before.Until.IsZero() {
		return cmp.Or(s.Since, before.Until)
	}
	end := before.Until
	if end.Day != 0 {
		end = (end.Last() + 1).Date()
	}
	if s.Since.IsZero() || s.Since.First() < end.First() {
		return end
	}
	return s.Since
}

// bearsOut finds the row of the list that shows the hand-over, and says what it has: the successor begins on the day
// and the predecessor was there until then, or the predecessor ends on the day or on the one before.
func (c *conversion) bearsOut(s, before *identity.State, since graph.Date) (*listing, string) {
	if since.Day == 0 {
		return nil, ""
	}
	day := since.First()
	for i := range c.listed {
		l := &c.listed[i]
		for _, span := range l.spans {
			switch from, to := span.Days.From, span.Days.To; {
			case span.State == s && from == l.days.From && from == day && c.lists(before, day-1):
				return l, fmt.Sprintf("“%s” begin on %s", l.name, since.Words())
			case span.State == before && to == l.days.To && (to == day || to == day-1):
				return l, fmt.Sprintf("“%s” end on %s", l.name, to.Date().Words())
			}
		}
	}
	return nil, ""
}

// lists reports whether the list has a state on a day.
func (c *conversion) lists(s *identity.State, day graph.Day) bool {
	on := func(span identity.Span) bool { return span.State == s && span.Days.From <= day && day <= span.Days.To }
	return slices.ContainsFunc(c.listed, func(l listing) bool { return slices.ContainsFunc(l.spans, on) })
}
