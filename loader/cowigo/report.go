package cowigo

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

const notInTable = "the table of organisations has none with that name"

// unknownCells are the cells of an organisation of which the file says nothing, of one sort.
type unknownCells struct {
	organisation *organisation
	within       bool // a spell goes on across them
}

// leaveOutUnknown counts the cells of a series that say that nothing is known.
func (c *conversion) leaveOutUnknown(s *series, folded []spell) {
	for year, now := range s.at {
		if now == unknown {
			within := slices.ContainsFunc(folded, func(sp spell) bool { return sp.from < year && year < sp.to })
			c.unknown[unknownCells{s.organisation, within}]++
		}
	}
}

// report adds up.
func (c *conversion) report() {
	plain := map[status]int{}
	for _, h := range c.histories {
		for _, y := range h.years {
			for i, now := range y.cells {
				switch o := c.organisations[i]; {
				case now == none || now == notSystem:
					plain[now]++
				case o.identity == nil && now != absent:
					c.unknown[unknownCells{o, false}]++
				}
			}
		}
	}
	for now, reason := range map[status]string{
		none:      "not a member",
		notSystem: "the organisation did not exist, or the project does not count the state",
	} {
		if plain[now] > 0 {
			c.leaveOut(dataset.Omission{Unit: stateYears, File: stateFile, Place: "all columns",
				Value: strconv.Itoa(int(now)), Reason: reason, Count: plain[now]})
		}
	}
	for u, n := range c.unknown {
		o := dataset.Omission{Unit: stateYears, File: stateFile, Place: "column " + u.organisation.column(), Value: "-9",
			Count: n, Reason: "nothing is known of these years"}
		switch {
		case u.organisation.identity == nil:
			o.Value, o.Reason = "1, 2, 3 and -9", notInTable
		case u.within:
			o.Reason = "nothing is known of these years; the status before and after is the same, and the claim names them"
		}
		c.leaveOut(o)
	}
	report := &c.folder.Report
	report.Tally(stateYears, c.cells, c.inSpells)
	known := 0
	for _, o := range c.organisations {
		if o.identity != nil {
			known++
		}
	}
	report.Tally(organisations, len(c.organisations), known)
	c.reportStates()
	c.reportKeptApart()
}

// compare counts the memberships of the file by organisation that the file by state does not have.
func (c *conversion) compare() {
	type difference struct {
		o           *organisation
		here, there status
	}
	found := map[difference]int{}
	rowOf := map[string]map[int]stateYear{} // by the name of the state in the files
	for _, h := range c.histories {
		for year, y := range h.years {
			if rowOf[y.name] == nil {
				rowOf[y.name] = map[int]stateYear{}
			}
			rowOf[y.name][year] = y
		}
	}
	read, same := 0, 0
	for i, o := range c.organisations {
		for year, y := range o.years {
			for n, there := range y.states {
				if !there.belongs() {
					continue
				}
				read++
				here := absent
				if row, counted := rowOf[c.stateColumns[n]][year]; counted {
					here = row.cells[i]
				}
				if here == there && o.identity != nil {
					same++
					continue
				}
				found[difference{o, here, there}]++
			}
		}
	}
	for d, n := range found {
		reason := "the file by state, which is followed, has " + strconv.Itoa(int(d.here))
		switch {
		case d.o.identity == nil:
			reason = notInTable
		case d.here == absent:
			reason = "the file by state, which is followed, has nothing"
		}
		c.leaveOut(dataset.Omission{Unit: otherFile, File: igoFile, Place: "ioname " + d.o.name,
			Value: strconv.Itoa(int(d.there)), Reason: reason, Count: n})
	}
	c.folder.Report.Tally(otherFile, read, same)
}

// reportStates tells why a number stands for a state, where that is more than a look at the table: several states had
// the number in turn, or it is not the one that the state has now.
func (c *conversion) reportStates() {
	for _, id := range slices.Sorted(maps.Keys(c.histories)) {
		h := c.histories[id]
		covered := map[string]years{}
		for year, y := range h.years {
			run, seen := covered[y.code]
			if !seen {
				run = years{year, year}
			}
			covered[y.code] = years{min(run.from, year), max(run.to, year)}
		}
		for code, run := range covered {
			if len(c.states.Spans("cow", code, graph.Always)) == 1 && h.state.Codes["cow"] == code {
				continue
			}
			c.folder.Report.Merged = append(c.folder.Report.Merged, dataset.Merge{Entity: id, As: "cow:" + code,
				Reason: fmt.Sprintf("the number stands for it in the table of states; so the rows of %s are its", run)})
		}
	}
	slices.SortFunc(c.folder.Report.Merged, func(a, b dataset.Merge) int {
		return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.As, b.As))
	})
}

// keptApart are organisations of the project that are close to others which it does not have.
var keptApart = [][2]string{
	{"organisation:commonwealth-secretariat", "organisation:commonwealth"},
	{"organisation:ibrd", "organisation:world-bank"},
	{"organisation:intelsat", "organisation:itso"},
	{"organisation:schengen-group", "organisation:schengen-area"},
	{"organisation:sieca", "organisation:cacm"},
}

func (c *conversion) reportKeptApart() {
	for _, pair := range keptApart {
		o, known := c.table.ByID(pair[0])
		if _, used := c.folder.Entities[pair[0]]; known && used {
			c.folder.Report.SameAs = append(c.folder.Report.SameAs,
				dataset.Candidate{Entity: pair[0], Other: pair[1], Reason: o.Note})
		}
	}
}
