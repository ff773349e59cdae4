// Package factbook turns the World Factbook as JSON (the repository factbook.json, one file a country, named by its
// GEC code) into a dataset folder: chiefs of state and heads of government, ambassadors from and to the United
// States, memberships of organisations, environmental treaties and land borders. It never touches the database.
//
// The fields are prose. What each parser reads, and that it leaves the rest for the report, is said where it
// stands: offices.go and titles.go take "King CHARLES III (since 8 September 2022); represented by Governor General
// Mary SIMON" apart, names.go undoes the capitals of surnames, memberships.go, borders.go and treaties.go read
// lists. people.go settles who is one person, also with the officials of other datasets; states and organisations
// are those of the identity tables.
//
// Caveats: the Factbook dates an office by its holder's first day or by the last inauguration, as it happens; it
// says nothing of when a membership, a treaty or a border began; and it ended in early 2026, so nothing here is
// younger than its last day.
package factbook

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
	homepage = "https://github.com/factbook/factbook.json"
	commit   = "8662a8b17a784841ab4528631b04090eb2f183eb"
	licence  = "CC0-1.0"
	// lastDay is the day on which the pages were last taken from the Factbook itself: later commits only moved files.
	// So it is the day on which they are known to have said so.
	lastDay = "2026-01-22"
)

// The units of the report.
const (
	unitPage       = "page"
	unitHolder     = "office holder"
	unitAmbassador = "ambassador"
	unitMember     = "membership"
	unitTreaty     = "treaty"
	unitBorder     = "border as listed by one side"
	unitRemark     = "remark"
)

// Import turns the Factbook's pages into a dataset: a folder or archive of them, a folder with factbook.zip, or one
// page.
func Import(ctx context.Context, in *dataset.Input) (*dataset.Folder, error) {
	pages, bad, err := readPages(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("the World Factbook: %w", err)
	}
	states, err := identity.States()
	if err != nil {
		return nil, err
	}
	organisations, err := identity.Organisations()
	if err != nil {
		return nil, err
	}
	known, err := people.Read(in.Known)
	if err != nil {
		return nil, err
	}
	b := &builder{
		folder: &dataset.Folder{Info: info(), Entities: map[string]graph.Record{},
			Sources: map[string]graph.SourceRecord{}},
		states: states, organisations: organisations, known: known, pages: pages, tallies: map[string]*[2]int{},
		neighbours: map[string]neighbour{}, pagesOf: map[string]int{}, merged: map[dataset.Merge]bool{},
		claimed: map[dataset.Row]bool{},
	}
	for _, name := range bad {
		b.count(unitPage, false)
		b.leave(dataset.Omission{Unit: unitPage, File: name, Reason: "it is no JSON object"})
	}
	b.build()
	return b.folder, nil
}

func info() dataset.Info {
	return dataset.Info{
		Name: "factbook", Title: "The World Factbook", Version: lastDay, Rank: 35, Licence: licence, URL: homepage,
		Description: "Chiefs of state and heads of government, ambassadors from and to the United States, memberships of " +
			"organisations, environmental treaties and land borders of every country, as the last edition of the World " +
			"Factbook had them. Its lists of organisations and treaties are undated, and in part some years behind.",
		Citation: "Central Intelligence Agency, The World Factbook, as JSON by Gerald Bauer and contributors, " +
			"factbook.json at 8662a8b1, May 2026, with the Factbook's pages of 22 January 2026, " + homepage + ", CC0 1.0.",
	}
}

// builder makes the dataset.
type builder struct {
	folder        *dataset.Folder
	states        *identity.StateTable
	organisations *identity.OrganisationTable
	known         *people.Known
	pages         []page
	offices       []office
	tallies       map[string]*[2]int // by unit: read, in the graph
	neighbours    map[string]neighbour
	pagesOf       map[string]int // by entity
	merged        map[dataset.Merge]bool
	claimed       map[dataset.Row]bool
}

// place is a page with the entity that it is about; the entity is "" where the identity tables have none.
type place struct {
	*page
	entity string
	source string
}

// aboutNoCountry are the pages on the world and the oceans.
var aboutNoCountry = []string{"xx", "oo", "xo", "xq", "zh", "zn"}

func (b *builder) build() {
	b.learnNeighbours()
	for i := range b.pages {
		p := place{page: &b.pages[i], source: "factbook-" + b.pages[i].code}
		p.entity = b.entityOf(p.page)
		b.count(unitPage, p.entity != "")
		switch {
		case p.entity != "":
			b.addSource(p)
			b.use(p.entity, p.source)
		case slices.Contains(aboutNoCountry, p.code):
			b.leave(dataset.Omission{Unit: unitPage, File: p.file, Value: p.name(), Reason: "it is about no country"})
			continue
		default:
			b.leave(dataset.Omission{Unit: unitPage, File: p.file, Value: p.name(),
				Reason: "the table of states has no row with its code"})
		}
		b.executive(p)
		b.missions(p)
		b.memberships(p)
		b.treaties(p)
		b.borders(p)
	}
	b.people()
	for _, unit := range []string{unitPage, unitHolder, unitAmbassador, unitMember, unitTreaty, unitBorder, unitRemark} {
		if t := b.tallies[unit]; t != nil {
			b.folder.Report.Tally(unit, t[0], t[1])
		}
	}
}

// entityOf is the id of what a page is about.
func (b *builder) entityOf(p *page) string {
	code := strings.ToUpper(p.code)
	if s, ok := b.states.At("gec", code, graph.MustDate(lastDay).Last()); ok {
		return s.ID
	}
	if o, ok := b.organisations.ByFactbook("EU"); ok && code == "EE" {
		return o.ID
	}
	return ""
}

func (b *builder) addSource(p place) {
	b.folder.Sources[p.source] = graph.SourceRecord{
		Title: "The World Factbook: " + p.name(), Publisher: "Central Intelligence Agency",
		URL: homepage + "/blob/" + commit + "/" + p.file, Published: graph.MustDate(lastDay), Licence: licence,
	}
}

// use sees to it that an entity has a record with the source.
func (b *builder) use(id, source string) {
	r, there := b.folder.Entities[id]
	if !there {
		if s, ok := b.states.ByID(id); ok {
			r = s.Record()
		} else if o, ok := b.organisations.ByID(id); ok {
			r = o.Record()
		}
	}
	if !slices.Contains(r.Sources, source) {
		r.Sources = append(r.Sources, source)
		slices.Sort(r.Sources)
	}
	b.folder.Entities[id] = r
}

// count adds one to what was read of a unit, and to what is in the graph.
func (b *builder) count(unit string, inGraph bool) {
	if b.tallies[unit] == nil {
		b.tallies[unit] = &[2]int{}
	}
	b.tallies[unit][0]++
	if inGraph {
		b.tallies[unit][1]++
	}
}

func (b *builder) leave(o dataset.Omission) {
	b.folder.Report.LeftOut = append(b.folder.Report.LeftOut, o)
}

// drop counts a unit that is left out and says why.
func (b *builder) drop(unit string, p place, field, value, reason string) {
	b.count(unit, false)
	b.leave(dataset.Omission{Unit: unit, File: p.file, Place: field, Value: value, Reason: reason})
}

// merge notes once that something was taken to be an entity.
func (b *builder) merge(m dataset.Merge) {
	if !b.merged[m] {
		b.merged[m] = true
		b.folder.Report.Merged = append(b.folder.Report.Merged, m)
	}
}

// claim adds a row, once; both ends get the page as a source.
func (b *builder) claim(p place, unit string, key graph.RelationshipKey, c graph.Claim) {
	c.Source, c.Observed = p.source, graph.MustDate(lastDay)
	if c.Confidence == "" {
		c.Confidence = graph.Reported
	}
	row := dataset.Row{RelationshipKey: key, Claim: c}
	if b.claimed[row] {
		b.drop(unit, p, c.Locator, c.Text, "the page says it twice")
		return
	}
	b.claimed[row] = true
	b.use(key.From, p.source)
	b.use(key.To, p.source)
	b.folder.Rows = append(b.folder.Rows, row)
	b.count(unit, true)
}

// noEntity is the reason for leaving out what a page says that stands for no entity.
const noEntity = "the page's country has no row in the table of states"
