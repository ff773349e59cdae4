// Package atop turns the alliance data of the Alliance Treaty Obligations and Provisions project into a dataset: which
// states were allied from which year to which, and with what obligations.
//
// The file has a row for each direction of a pair of states and each year with the obligations that the first has
// towards the second under whatever treaties were in force. The years of a pair are folded into spells, in which the
// obligations that one at least of the two has stay the same; what only one has is told in the claim. The project
// counts pacts of neutrality, non-aggression and consultation as alliances, so the role, not the type, tells how close
// two states were: all members of the Conference on Security and Co-operation in Europe are allied here. State numbers are
// those of the Correlates of War project; a number that passed from one state to another counts for the one that had
// it for the greater part of the year.
package atop

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
	sourceID = "atop"
	fileName = "atop_dyad_year.csv"
	homepage = "http://www.atopdata.org"
	unit     = "directed dyad-year"
)

var citation = "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long (2002). \"Alliance " +
	"Treaty Obligations and Provisions, 1815-1944.\" International Interactions 28(3): 237-260. Version 5.1."

// Import turns atop_dyad_year.csv into a dataset.
func Import(_ context.Context, in *dataset.Input) (*dataset.Folder, error) {
	states, err := identity.States()
	if err != nil {
		return nil, err
	}
	file, name, err := in.Open(fileName)
	if err != nil {
		return nil, fmt.Errorf("the alliance data of %s: %w", homepage, err)
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	c := newConversion(states)
	if err := c.convert(file); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c.folder, nil
}

func newFolder() *dataset.Folder {
	return &dataset.Folder{
		Info: dataset.Info{
			Name: "atop", Title: "Alliances and their obligations, 1815–2018", Version: "5.1", Rank: 46,
			Licence: "Free to use with citation (ATOP)", URL: homepage, Citation: citation,
			Description: "Which states were allied and whether to defend or join each other, to stay neutral, not to " +
				"attack or to consult, 1815 to 2018, as the Alliance Treaty Obligations and Provisions project codes it.",
		},
		Entities: map[string]graph.Record{},
		Sources: map[string]graph.SourceRecord{sourceID: {
			Title: "Alliance Treaty Obligations and Provisions, version 5.1", URL: homepage,
			Publisher: "Leeds, Ritter, Mitchell and Long", Licence: "Free to use with citation",
			Note: "By directed dyad and year, without the days and the treaties.",
		}},
	}
}

// pair is two states in the order of their ids.
type pair struct{ a, b *identity.State }

// year is what the file has of a pair in one year.
type year struct {
	year int
	// owedByA and owedByB are the obligations of the pair's two states towards each other.
	owedByA, owedByB obligations
}

func (y *year) either() obligations { return y.owedByA | y.owedByB }

// conversion is the work on one file.
type conversion struct {
	states *identity.StateTable
	folder *dataset.Folder
	years  map[pair]map[int]*year
	codes  map[*identity.State]map[string]bool // the numbers under which states stand in the file
	last   int                                 // the last year that the file covers
}

func newConversion(states *identity.StateTable) *conversion {
	return &conversion{states: states, folder: newFolder(), years: map[pair]map[int]*year{},
		codes: map[*identity.State]map[string]bool{}}
}

func (c *conversion) convert(r io.Reader) error {
	read, used, err := c.read(r)
	if err != nil {
		return err
	}
	pairs := slices.SortedFunc(maps.Keys(c.years), func(p, q pair) int {
		return cmp.Or(cmp.Compare(p.a.ID, q.a.ID), cmp.Compare(p.b.ID, q.b.ID))
	})
	for _, p := range pairs {
		for _, spell := range fold(c.years[p]) {
			c.folder.Rows = append(c.folder.Rows, c.row(p, spell))
		}
	}
	spells.Name(c.folder.Rows)
	c.enter()
	c.folder.Report.Tally(unit, read, used)
	return nil
}

// fold makes spells of a pair's years: years that follow one another with the same obligations.
func fold(years map[int]*year) [][]*year {
	var out [][]*year
	for _, n := range slices.Sorted(maps.Keys(years)) {
		y := years[n]
		if k := len(out); k > 0 {
			before := out[k-1][len(out[k-1])-1]
			if before.year+1 == y.year && before.either() == y.either() {
				out[k-1] = append(out[k-1], y)
				continue
			}
		}
		out = append(out, []*year{y})
	}
	return out
}

// enter makes the entities, and reports which numbers were taken for which.
func (c *conversion) enter() {
	for state, codes := range c.codes {
		record := state.Record()
		record.Sources = []string{sourceID}
		c.folder.Entities[state.ID] = record
		for code := range codes {
			if m, noted := c.states.Reason(state, "cow", code); noted {
				c.folder.Report.Merged = append(c.folder.Report.Merged, m)
			}
		}
	}
}
