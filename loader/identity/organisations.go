package identity

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"coopgraph/graph"
)

//go:embed organisations.csv
var organisationsCSV string

var organisationColumns = []string{"id", "name", "type", "acronyms", "aliases", "former", "cowigo", "cowname", "factbook",
	"wikidata", "since", "until", "succeeds", "note"}

// Organisation is an organisation with everything that it is or was called.
type Organisation struct {
	ID       string // organisation:council-of-europe
	Name     string
	Type     string   // intergovernmental, non-governmental, group, ...
	Acronyms []string // CoE, OSCE
	Aliases  []string // other names, and names in other languages
	Former   []string // names that it had before: GUUAM, Conference on Security and Co-operation in Europe
	Codes    map[string]string
	// COWNames are the names of its columns in the Correlates of War files, in lower case: "coe". Several where that
	// project counts one organisation under several names.
	COWNames []string
	// Factbook lists what the World Factbook writes for it: "CE". Where it writes the same for two organisations, each
	// has the GEC codes of the countries for which it means this one: "G-5[fr]".
	Factbook     []string
	Since, Until graph.Date
	Succeeds     []Succession
	Note         string
}

// OrganisationTable is the table of organisations. It is not changed once it is read, so it may be shared.
type OrganisationTable struct {
	organisations []Organisation
	byID          map[string]int
	byName        index
	byCOWName     map[string]int
	byFactbook    map[string]int
}

// Organisations is the table that comes with the program.
var Organisations = sync.OnceValues(func() (*OrganisationTable, error) {
	t, err := ReadOrganisations(strings.NewReader(organisationsCSV))
	if err != nil {
		return nil, fmt.Errorf("organisations.csv: %w", err)
	}
	return t, nil
})

// ReadOrganisations reads a table of organisations and checks it: no id, COW name or Factbook abbreviation twice, no
// predecessor that is not there.
func ReadOrganisations(text io.Reader) (*OrganisationTable, error) {
	rows, err := read(text, organisationColumns)
	if err != nil {
		return nil, err
	}
	t := &OrganisationTable{byID: map[string]int{}, byName: index{}, byCOWName: map[string]int{}, byFactbook: map[string]int{}}
	var faults []error
	for i, r := range rows {
		o, err := readOrganisation(r)
		err = errors.Join(err, claimAll(t.byID, i, o.ID), claimAll(t.byCOWName, i, o.COWNames...),
			claimAll(t.byFactbook, i, o.Factbook...))
		if err != nil {
			faults = append(faults, fmt.Errorf("line %d, %s: %w", r.Line, o.ID, err))
		}
		t.organisations = append(t.organisations, o)
		t.byName.add(i, slices.Concat([]string{o.Name}, o.Acronyms, o.Aliases, o.Former)...)
	}
	for _, o := range t.organisations {
		for _, before := range o.Succeeds {
			if _, known := t.byID[before.ID]; !known {
				faults = append(faults, fmt.Errorf("%s succeeds %s, which has no row", o.ID, before.ID))
			}
		}
	}
	return t, errors.Join(faults...)
}

// claimAll notes that keys stand for row i, and fails where one stands for another already.
func claimAll(m map[string]int, i int, keys ...string) error {
	var faults []error
	for _, key := range keys {
		if _, taken := m[key]; taken {
			faults = append(faults, fmt.Errorf("%q stands for another row already", key))
		}
		m[key] = i
	}
	return errors.Join(faults...)
}

func readOrganisation(r row) (Organisation, error) {
	o := Organisation{ID: r.Get("id"), Name: r.Get("name"), Type: r.Get("type"), Acronyms: r.list("acronyms"),
		Aliases: r.list("aliases"), Former: r.list("former"), COWNames: r.list("cowname"), Factbook: r.list("factbook"),
		Note: r.Get("note"), Codes: map[string]string{}}
	for _, scheme := range []string{"cowigo", "wikidata"} {
		if code := r.Get(scheme); code != "" {
			o.Codes[scheme] = code
		}
	}
	var errDates, errBefore, errName error
	o.Since, o.Until, errDates = r.dates("since", "until")
	o.Succeeds, errBefore = successions(r)
	if o.Name == "" {
		errName = errors.New("it has no name")
	}
	return o, errors.Join(graph.CheckEntityID(o.ID), errDates, errBefore, errName)
}

// All lists the organisations in the order of the table. The caller must not change them.
func (t *OrganisationTable) All() []Organisation { return t.organisations }

// ByID finds an organisation by its id.
func (t *OrganisationTable) ByID(id string) (*Organisation, bool) { return t.in(t.byID, id) }

// ByCOWName finds the organisation that has the name in the Correlates of War files.
func (t *OrganisationTable) ByCOWName(name string) (*Organisation, bool) {
	return t.in(t.byCOWName, strings.ToLower(name))
}

// ByFactbookOf finds the organisation that the World Factbook means by an abbreviation in its page on a country, which
// is given by its GEC code in lower case.
func (t *OrganisationTable) ByFactbookOf(abbreviation, gec string) (*Organisation, bool) {
	if o, ok := t.in(t.byFactbook, abbreviation+"["+gec+"]"); ok {
		return o, true
	}
	return t.ByFactbook(abbreviation)
}

// ByFactbook finds the organisation that the World Factbook means by an abbreviation, whatever the country; an
// abbreviation that it uses for several finds none.
func (t *OrganisationTable) ByFactbook(abbreviation string) (*Organisation, bool) {
	return t.in(t.byFactbook, abbreviation)
}

// ByName finds the one organisation that has the name, acronym, alias or former name, up to case, marks and script.
// What several have finds none.
func (t *OrganisationTable) ByName(name string) (*Organisation, bool) {
	i, ok := t.byName.find(name)
	if !ok {
		return nil, false
	}
	return &t.organisations[i], true
}

func (t *OrganisationTable) in(m map[string]int, key string) (*Organisation, bool) {
	i, ok := m[key]
	if !ok {
		return nil, false
	}
	return &t.organisations[i], true
}

// Record is what the table says of an organisation, for a dataset's row; the dataset's sources are still to be added.
func (o *Organisation) Record() graph.Record {
	codes := map[string]string{}
	for scheme, code := range o.Codes {
		codes[scheme] = code
	}
	return graph.Record{Name: o.Name, Type: o.Type, Aliases: slices.Concat(o.Acronyms, o.Aliases, o.Former), Codes: codes,
		Since: o.Since, Until: o.Until}
}
