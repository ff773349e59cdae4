package cowigo

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

// rows is a file as it is read.
type rows = iter.Seq2[dataset.CSVRow, error]

// about are the columns of the file by organisation that tell about it; all others are states.
var about = []string{"ioname", "orgname", "year", "sdate", "deaddate", "dead", "integrated", "replaced", "longorgname",
	"ionum", "igocode", "version", "accuracyofpre1965membershipdates", "sourcesandnotes", "imputed", "political", "social",
	"economic"}

var required = map[string][]string{
	igoFile: {"ioname", "orgname", "year", "sdate", "deaddate", "integrated", "replaced", "longorgname", "ionum",
		"accuracyofpre1965membershipdates", "imputed", "political", "social", "economic"},
	stateFile: {"ccode", "year", "state"},
}

// status is what a cell says of a state in an organisation in a year.
type status int8

const (
	notSystem status = -1 // the state is not counted, or the organisation does not exist
	none      status = 0
	member    status = 1
	associate status = 2
	observer  status = 3
	unknown   status = -9
	absent    status = -128 // there is no cell
)

// belongs reports whether the state was something in the organisation.
func (s status) belongs() bool { return s == member || s == associate || s == observer }

func readStatus(text string) (status, bool) {
	switch text {
	case "-9", "-1", "0", "1", "2", "3":
		n, _ := strconv.Atoi(text)
		return status(n), true
	}
	return absent, false
}

// organisation is one of the file by organisation.
type organisation struct {
	name     string // ioname: COE
	title    string // orgname, and where it is longer longorgname
	number   string // ionum
	identity *identity.Organisation
	// founded and ended are the years that the project gives; 0 where it gives none.
	founded, ended       int
	integrated, replaced bool
	kind                 string // political, social or economic
	years                map[int]orgYear
}

// orgYear is a row of the file by organisation.
type orgYear struct {
	imputed bool
	rough   bool     // the project allows for minor uncertainties in its dates
	states  []status // by the order of the state columns
}

// column is the organisation's column in the file by state.
func (o *organisation) column() string { return strings.ToLower(o.name) }

func (o *organisation) imputed(year int) bool { return o.years[year].imputed }

// readOrganisations reads the file by organisation and year.
func (c *conversion) readOrganisations(file rows) error {
	byName := map[string]*organisation{}
	for r, err := range file {
		if err != nil {
			return err
		}
		if c.stateColumns == nil {
			c.stateColumns = columnsBut(r, about)
		}
		name := r.Get("ioname")
		o := byName[name]
		if o == nil {
			o = &organisation{name: name, years: map[int]orgYear{}}
			byName[name] = o
			c.organisations = append(c.organisations, o)
		}
		if err := o.read(r, c.stateColumns); err != nil {
			return fmt.Errorf("line %d: %w", r.Line, err)
		}
	}
	slices.SortFunc(c.organisations, func(a, b *organisation) int {
		return cmp.Or(strings.Compare(a.column(), b.column()), strings.Compare(a.name, b.name))
	})
	for i, o := range c.organisations {
		if i > 0 && o.column() == c.organisations[i-1].column() {
			return fmt.Errorf("%q and %q differ in case alone; the file by state has one column for both",
				c.organisations[i-1].name, o.name)
		}
	}
	return nil
}

// columnsBut lists the columns of a file but for some.
func columnsBut(r dataset.CSVRow, those []string) []string {
	var out []string
	for column := range r.Fields() {
		if !slices.Contains(those, column) {
			out = append(out, column)
		}
	}
	slices.Sort(out)
	return out
}

func (o *organisation) read(r dataset.CSVRow, states []string) error {
	year, err := strconv.Atoi(r.Get("year"))
	if err != nil {
		return fmt.Errorf("%q is not a year", r.Get("year"))
	}
	if _, twice := o.years[year]; twice {
		return fmt.Errorf("%s stands twice for %d", o.name, year)
	}
	o.title, o.number = r.Get("orgname"), r.Get("ionum")
	if long := r.Get("longorgname"); len(long) > len(o.title) {
		o.title = long
	}
	for column, into := range map[string]*int{"sdate": &o.founded, "deaddate": &o.ended} {
		text := r.Get(column)
		if text == "" {
			continue
		}
		if *into, err = strconv.Atoi(text); err != nil || *into < 1 || *into > 9999 {
			return fmt.Errorf("%q is not a year in column %s", text, column)
		}
	}
	for column, into := range map[string]*bool{"integrated": &o.integrated, "replaced": &o.replaced} {
		*into = *into || r.Get(column) == "1"
	}
	for _, kind := range []string{"political", "social", "economic"} {
		if r.Get(kind) == "1" {
			o.kind = kind
		}
	}
	y := orgYear{imputed: r.Get("imputed") == "1", states: make([]status, len(states)),
		rough: strings.Contains(r.Get("accuracyofpre1965membershipdates"), "minor uncertainties")}
	for i, state := range states {
		y.states[i], _ = readStatus(r.Get(state))
	}
	o.years[year] = y
	return nil
}

// history is what the file by state has of one state of ours.
type history struct {
	state *identity.State
	years map[int]stateYear
}

// stateYear is a row of the file by state.
type stateYear struct {
	code, name string   // ccode and state
	cells      []status // by the order of the organisations
}

// readStates reads the file by state and year, each row for the state that its number stands for in that year.
func (c *conversion) readStates(file rows) error {
	checked := false
	for r, err := range file {
		if err != nil {
			return err
		}
		if !checked {
			if err := c.checkColumns(r); err != nil {
				return err
			}
			checked = true
		}
		c.readState(r)
	}
	return nil
}

// checkColumns makes sure that both files are about the same organisations.
func (c *conversion) checkColumns(r dataset.CSVRow) error {
	found := columnsBut(r, required[stateFile])
	var wanted []string
	for _, o := range c.organisations {
		wanted = append(wanted, o.column())
	}
	slices.Sort(wanted)
	for _, column := range wanted {
		if !slices.Contains(found, column) {
			return fmt.Errorf("it lacks a column for %q, which %s has", column, igoFile)
		}
	}
	for _, column := range found {
		if !slices.Contains(wanted, column) {
			return fmt.Errorf("its column %q is no organisation of %s", column, igoFile)
		}
	}
	return nil
}

func (c *conversion) readState(r dataset.CSVRow) {
	c.cells += len(c.organisations)
	code, name := r.Get("ccode"), r.Get("state")
	whole := func(reason string) {
		c.leaveOut(dataset.Omission{Unit: stateYears, File: stateFile, Place: fmt.Sprintf("line %d", r.Line),
			Value: code + " " + name + " " + r.Get("year"), Reason: reason, Count: len(c.organisations)})
	}
	if len(c.organisations) == 0 {
		return
	}
	year, err := strconv.Atoi(r.Get("year"))
	if err != nil || year < 1 || year > lastYear {
		whole("not a year that the data cover")
		return
	}
	state := c.stateIn(code, year)
	if state == nil {
		whole("the table of states has no state for the number in that year")
		return
	}
	h := c.histories[state.ID]
	if h == nil {
		h = &history{state: state, years: map[int]stateYear{}}
		c.histories[state.ID] = h
	}
	if _, twice := h.years[year]; twice {
		whole("another row stands for " + state.Name + " in that year already")
		return
	}
	y := stateYear{code: code, name: name, cells: make([]status, len(c.organisations))}
	for i, o := range c.organisations {
		var ok bool
		if y.cells[i], ok = readStatus(r.Get(o.column())); !ok {
			c.leaveOut(dataset.Omission{Unit: stateYears, File: stateFile, Value: r.Get(o.column()),
				Place: fmt.Sprintf("line %d, column %s", r.Line, o.column()), Reason: "not a status"})
		}
	}
	h.years[year] = y
}

// stateIn is the state that has a number for the greater part of a year; of two that have it for equally many days the
// later one.
func (c *conversion) stateIn(code string, year int) *identity.State {
	y := graph.Year(year)
	var found *identity.State
	var longest graph.Day
	for _, span := range c.states.Spans("cow", code, graph.Interval{From: y.First(), To: y.Last()}) {
		if days := span.Days.To - span.Days.From + 1; days >= longest {
			found, longest = span.State, days
		}
	}
	return found
}
