// Package cowigo turns the data on intergovernmental organisations of the Correlates of War project, version 3, into a
// dataset: which states were full members, associate members or observers of which of 534 organisations in which years
// from 1816 to 2014, when the organisations began and ended, and which took the place of which.
//
// Two files make the format. The one by state and year has a column for each organisation and is what memberships are
// taken from. The one by organisation and year tells about the organisations, and which of their years before 1965 are
// imputed: of some the project observed the members only every five years and filled the years between. It has the
// memberships too, and differs from the first in some thousand cells of 35 organisations; claims and report say where.
//
// Years are folded into spells, see fold. A year of beginning is claimed only where the year before was observed too, or
// the organisation began then. A membership that is there when the project begins to count the state may be older, as
// those of India and Ukraine in the United Nations are, so its beginning is left open.
package cowigo

import (
	"context"
	"errors"
	"fmt"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

const (
	sourceID  = "cow-igo-3"
	stateFile = "state_year_formatv3.csv"
	igoFile   = "igo_year_formatv3.csv"
	homepage  = "https://correlatesofwar.org/data-sets/igos/"
	project   = "Correlates of War Project"
	lastYear  = 2014 // that the files cover
)

// The units that the report counts.
const (
	stateYears    = "state-year"
	organisations = "organisation"
	successions   = "succession"
	otherFile     = "membership in the file by organisation"
)

const citation = "Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus, and Anne Spencer Jamison (2020). " +
	"\"Tracking Organizations in the World: The Correlates of War IGO Version 3.0 datasets.\" Journal of Peace Research " +
	"57(3): 492-503."

// Import turns the two files into a dataset.
func Import(_ context.Context, in *dataset.Input) (*dataset.Folder, error) {
	states, errStates := identity.States()
	table, errTable := identity.Organisations()
	if err := errors.Join(errStates, errTable); err != nil {
		return nil, err
	}
	if in.Name != "" {
		return nil, fmt.Errorf("%s is one file; give the folder that has %s and %s", in.Name, igoFile, stateFile)
	}
	c := newConversion(states, table)
	for _, part := range []struct {
		file string
		read func(rows) error
	}{{igoFile, c.readOrganisations}, {stateFile, c.readStates}} {
		file, name, err := in.Open(part.file)
		if err != nil {
			return nil, fmt.Errorf("the organisations data of %s: %w", homepage, err)
		}
		err = part.read(dataset.ReadCSV(file, required[part.file]...))
		if err := errors.Join(err, file.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	c.convert()
	return c.folder, nil
}

// conversion is the work on the two files.
type conversion struct {
	states *identity.StateTable
	table  *identity.OrganisationTable
	folder *dataset.Folder

	organisations []*organisation // in the order of their columns' names
	stateColumns  []string        // of the file by organisation
	histories     map[string]*history
	cells         int // of the file by state that were read
	inSpells      int // of those, how many are in spells
	unknown       map[unknownCells]int
}

func newConversion(states *identity.StateTable, table *identity.OrganisationTable) *conversion {
	return &conversion{
		states: states, table: table, histories: map[string]*history{}, unknown: map[unknownCells]int{},
		folder: &dataset.Folder{
			Info: dataset.Info{
				Name: "cow-igo", Title: "Members of intergovernmental organisations, 1816–2014", Version: "3.0", Rank: 40,
				Licence: "Free to use with version and citation (Correlates of War)", URL: homepage, Citation: citation,
				Description: "Which states were full members, associate members or observers of 534 intergovernmental " +
					"organisations from 1816 to 2014, as the Correlates of War project codes it.",
			},
			Entities: map[string]graph.Record{},
			Sources: map[string]graph.SourceRecord{sourceID: {
				Title: "Intergovernmental Organizations, version 3.0", Publisher: project, URL: homepage,
				Published: graph.MustDate("2020"), Licence: "Free to use with version and citation",
				Note: stateFile + " (states by year) and " + igoFile + " (organisations by year), 1816 to 2014.",
			}},
		},
	}
}

func (c *conversion) convert() {
	for _, o := range c.organisations {
		c.addOrganisation(o)
	}
	c.addMemberships()
	c.addSuccessions()
	c.compare()
	c.report()
}

// leaveOut reports something that was read and is not in the graph.
func (c *conversion) leaveOut(o dataset.Omission) {
	c.folder.Report.LeftOut = append(c.folder.Report.LeftOut, o)
}
