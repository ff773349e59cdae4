// Package contiguity turns the direct contiguity data of the Correlates of War project into a dataset: which states had
// a land border, and which lay across water within 12, 24, 150 or 400 miles, from when to when.
//
// The file has a row for each direction of a pair and each spell of one sort of contiguity, in the project's state
// numbers, with days that stand for months. A number may have stood for several states in turn, so a spell is split
// where the table of states says that the number passed on; and a state may have had several numbers, whose spells are
// joined where they follow one another. A spell that begins in the month in which the project begins to count one of
// the two is not taken to begin then, see conversion.late.
package contiguity

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
	"coopgraph/loader/spells"
)

const (
	sourceID = "cow-contiguity"
	fileName = "contdir.csv"
	homepage = "https://correlatesofwar.org/data-sets/direct-contiguity/"
	unit     = "row"
)

var citation = "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl, and Charles Gochman (2002). \"The " +
	"Correlates of War Project Direct Contiguity Data, Version 3.\" Conflict Management and Peace Science 19(2): 58-66. " +
	"Version 3.2."

// sort is what a value of conttype means.
type sort struct {
	kind graph.Type
	role string
	text string // "between them"
}

var sorts = map[string]sort{
	"1": {graph.Borders, "", "a land or river border between them"},
	"2": {graph.NearBySea, "within 12 miles", "at most 12 miles of water and no land border between them"},
	"3": {graph.NearBySea, "within 24 miles", "more than 12 and at most 24 miles of water and no land border between them"},
	"4": {graph.NearBySea, "within 150 miles", "more than 24 and at most 150 miles of water and no land border between them"},
	"5": {graph.NearBySea, "within 400 miles", "more than 150 and at most 400 miles of water and no land border between them"},
}

// Import turns contdir.csv into a dataset.
func Import(_ context.Context, in *dataset.Input) (*dataset.Folder, error) {
	states, err := identity.States()
	if err != nil {
		return nil, err
	}
	file, name, err := in.Open(fileName)
	if err != nil {
		return nil, fmt.Errorf("the direct contiguity data of %s: %w", homepage, err)
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	c := &conversion{states: states, folder: newFolder()}
	if err := c.convert(file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c.folder, nil
}

func (c *conversion) convert(r io.Reader) error {
	read, err := c.read(r)
	if err != nil {
		return err
	}
	for _, s := range c.spells {
		c.split(s)
	}
	c.join()
	used := c.write()
	spells.Name(c.folder.Rows)
	c.folder.Report.Tally(unit, read, used)
	return nil
}

func newFolder() *dataset.Folder {
	return &dataset.Folder{
		Info: dataset.Info{
			Name: "cow-contiguity", Title: "Direct contiguity of states, 1816–2016", Version: "3.2", Rank: 45,
			Licence: "Free to use with citation (Correlates of War)", URL: homepage, Citation: citation,
			Description: "Which states had a land border and which lay across at most 400 miles of water, 1816 to " +
				"2016, as the Correlates of War project codes it.",
		},
		Entities: map[string]graph.Record{},
		Sources: map[string]graph.SourceRecord{sourceID: {
			Title: "Direct Contiguity, version 3.2", Publisher: "Correlates of War Project", URL: homepage,
			Licence: "Free to use with citation",
			Note:    "contdir.csv; state numbers of the Correlates of War, days that stand for months, to December 2016.",
		}},
	}
}

// conversion is the work on one file.
type conversion struct {
	states *identity.StateTable
	folder *dataset.Folder
	spells []spell
	pieces []piece
	// counted has the days in which the project counts a state, by id.
	counted map[string]graph.Days
	// start and last are the first and the last month that the file covers.
	start, last graph.Date
}

// split cuts a spell into pieces, each between two entities.
func (c *conversion) split(s spell) {
	days := graph.Interval{From: s.from.First(), To: s.to.Last()}
	var pieces []piece
	for _, a := range c.states.Spans("cow", s.a, days) {
		for _, b := range c.states.Spans("cow", s.b, a.Days) {
			if a.State == b.State {
				continue
			}
			pieces = append(pieces, piece{a: a.State, b: b.State, days: b.Days, spells: []spell{s},
				since: b.Days.From.Date(), until: b.Days.To.Date()})
		}
	}
	pieces = withinMonths(pieces, s)
	if len(pieces) == 0 {
		c.leaveOut(&s, "its numbers stand for no two states in these months")
		return
	}
	// The months are all that the file says of the two ends; a day is known only of where a number passed on.
	pieces[0].since, pieces[0].first = s.from, true
	pieces[len(pieces)-1].until, pieces[len(pieces)-1].last = s.to, true
	c.pieces = append(c.pieces, pieces...)
}

// withinMonths drops what the imprecision of the ends brings in: a piece that ends within the month in which the spell
// begins, or begins within the month in which it ends. Armenia's border with Turkey begins in December 1991, when 640
// was Turkey all month and 365 was the Soviet Union to the 25th: the Soviet Union's ended then, and Russia has had none.
func withinMonths(pieces []piece, s spell) []piece {
	if len(pieces) > 1 && pieces[0].days.To <= s.from.Last() {
		pieces = pieces[1:]
	}
	if n := len(pieces); n > 1 && pieces[n-1].days.From >= s.to.First() {
		pieces = pieces[:n-1]
	}
	return pieces
}

// join makes one of pieces of the same two states and the same sort that follow one another without a month between,
// which they do where a state changed its number.
func (c *conversion) join() {
	slices.SortFunc(c.pieces, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.a.ID, b.a.ID), cmp.Compare(a.b.ID, b.b.ID),
			cmp.Compare(a.spells[0].sort, b.spells[0].sort), cmp.Compare(a.days.From, b.days.From))
	})
	var joined []piece
	for _, p := range c.pieces {
		if n := len(joined); n > 0 && joined[n-1].precedes(&p) {
			before := &joined[n-1]
			before.days.To, before.until, before.last = p.days.To, p.until, p.last
			before.spells = append(before.spells, p.spells...)
			continue
		}
		joined = append(joined, p)
	}
	c.pieces = joined
}

// write makes the rows, and gives the number of rows of the file that are in them.
func (c *conversion) write() int {
	used := map[int]bool{}
	reasons := map[dataset.Merge]bool{}
	for i := range c.pieces {
		p := &c.pieces[i]
		for _, s := range p.spells {
			for _, line := range s.lines {
				used[line] = true
			}
		}
		c.folder.Rows = append(c.folder.Rows, c.row(p))
		for _, side := range []struct {
			state *identity.State
			codes []string
		}{{p.a, p.codes(true)}, {p.b, p.codes(false)}} {
			record := side.state.Record()
			record.Sources = []string{sourceID}
			c.folder.Entities[side.state.ID] = record
			for _, code := range side.codes {
				if m, noted := c.states.Reason(side.state, "cow", code); noted {
					reasons[m] = true
				}
			}
		}
	}
	c.folder.Report.Merged = slices.SortedFunc(maps.Keys(reasons), func(a, b dataset.Merge) int {
		return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.As, b.As))
	})
	return len(used)
}
