package identity

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"coopgraph/graph"
)

//go:embed states.csv
var statesCSV string

var stateColumns = []string{"id", "name", "aliases", "iso2", "iso3", "isonum", "cow", "cowabb", "gw", "gec", "wikidata",
	"since", "until", "succeeds", "note"}

// State is a state or territory of today, or one that is gone.
type State struct {
	ID      string // country:aze
	Name    string
	Aliases []string
	// Codes gives the codes by scheme that an entity can carry: those that no other state has had since.
	Codes map[string]string
	// Since and Until bound its existence as a state; zero where that is not said, or goes on.
	Since, Until graph.Date
	Succeeds     []Succession
	Note         string // why the row is as it is
	holds        []holding
}

// Succession is a state that another came after.
type Succession struct {
	ID     string
	Extent string // "in whole" or "in part"
}

// successions reads a list of "country:ussr in part".
func successions(r row) ([]Succession, error) {
	var out []Succession
	var faults []error
	for _, text := range r.list("succeeds") {
		id, extent, _ := strings.Cut(text, " ")
		if !slices.Contains(graph.Succeeds.Info().Roles, extent) {
			faults = append(faults, fmt.Errorf("%q is not an id with %s", text,
				strings.Join(graph.Succeeds.Info().Roles, " or ")))
		}
		out = append(out, Succession{id, extent})
	}
	return out, errors.Join(faults...)
}

// holding is a code in the days in which it stands for a state.
type holding struct {
	scheme, code string
	days         graph.Interval
}

// StateTable is the table of states. It is not changed once it is read, so it may be shared.
type StateTable struct {
	states []State
	byID   map[string]int
	byName index
	byCode map[string][]Span // by "scheme:code", in the order of days
}

// States is the table that comes with the program.
var States = sync.OnceValues(func() (*StateTable, error) {
	t, err := ReadStates(strings.NewReader(statesCSV))
	if err != nil {
		return nil, fmt.Errorf("states.csv: %w", err)
	}
	return t, nil
})

// ReadStates reads a table of states and checks it: no id twice, no code for two states on one day, no successor that
// is not there.
func ReadStates(text io.Reader) (*StateTable, error) {
	rows, err := read(text, stateColumns)
	if err != nil {
		return nil, err
	}
	t := &StateTable{byID: map[string]int{}, byName: index{}, byCode: map[string][]Span{}}
	var faults []error
	for i, r := range rows {
		s, err := readState(r)
		if err != nil {
			faults = append(faults, fmt.Errorf("line %d, %s: %w", r.Line, s.ID, err))
		}
		if _, twice := t.byID[s.ID]; twice {
			faults = append(faults, fmt.Errorf("line %d: %s stands twice", r.Line, s.ID))
		}
		t.states = append(t.states, s)
		t.byID[s.ID] = i
		t.byName.add(i, append([]string{s.Name}, s.Aliases...)...)
	}
	return t, errors.Join(append(faults, t.link()...)...)
}

func readState(r row) (State, error) {
	s := State{ID: r.Get("id"), Name: r.Get("name"), Aliases: r.list("aliases"), Note: r.Get("note")}
	since, until, errDates := r.dates("since", "until")
	s.Since, s.Until = since, until
	faults := []error{graph.CheckEntityID(s.ID), errDates}
	if s.Name == "" {
		faults = append(faults, errors.New("it has no name"))
	}
	before, err := successions(r)
	s.Succeeds, faults = before, append(faults, err)
	for _, scheme := range graph.SchemeNames() {
		for _, text := range r.list(scheme) {
			h, err := readHolding(scheme, text)
			faults = append(faults, err)
			s.holds = append(s.holds, h)
		}
	}
	return s, errors.Join(faults...)
}

// readHolding reads "365" or "365@1922-12-30..1991-12-25", in which either day may be left out.
func readHolding(scheme, text string) (holding, error) {
	code, days, bounded := strings.Cut(text, "@")
	h := holding{scheme: scheme, code: code, days: graph.Interval{From: graph.MinDay, To: graph.MaxDay}}
	if !bounded {
		return h, nil
	}
	from, to, found := strings.Cut(days, "..")
	first, errFirst := graph.ParseDate(from)
	last, errLast := graph.ParseDate(to)
	if !found {
		return h, fmt.Errorf("%q is not CODE@FROM..TO", text)
	}
	h.days = graph.Interval{From: first.First(), To: last.Last()}
	return h, errors.Join(errFirst, errLast)
}

// link settles what needs the whole table.
func (t *StateTable) link() (faults []error) {
	for i := range t.states {
		s := &t.states[i]
		for _, h := range s.holds {
			key := h.scheme + ":" + h.code
			t.byCode[key] = append(t.byCode[key], Span{s, h.days})
		}
		for _, before := range s.Succeeds {
			if _, known := t.byID[before.ID]; !known {
				faults = append(faults, fmt.Errorf("%s succeeds %s, which has no row", s.ID, before.ID))
			}
		}
	}
	for key, spans := range t.byCode {
		slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.Days.From, b.Days.From) })
		for i := 1; i < len(spans); i++ {
			if spans[i].Days.Overlaps(spans[i-1].Days) {
				faults = append(faults, fmt.Errorf("%s stands for %s and %s at once", key, spans[i-1].State.ID, spans[i].State.ID))
			}
		}
	}
	for i := range t.states {
		t.settleCodes(&t.states[i])
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return faults
}

// settleCodes picks the code of each scheme that the entity can carry: one that no other state has had since, and where
// it has several, the first that it still has, or else the first.
func (t *StateTable) settleCodes(s *State) {
	s.Codes = map[string]string{}
	running := map[string]bool{}
	for _, h := range s.holds {
		spans := t.byCode[h.scheme+":"+h.code]
		_, several := s.Codes[h.scheme]
		runs := h.days.To == graph.MaxDay
		if spans[len(spans)-1].State == s && (!several || runs && !running[h.scheme]) {
			s.Codes[h.scheme] = h.code
			running[h.scheme] = runs
		}
	}
}

// All lists the states in the order of the table. The caller must not change them.
func (t *StateTable) All() []State { return t.states }

// ByID finds a state by its id.
func (t *StateTable) ByID(id string) (*State, bool) {
	i, ok := t.byID[id]
	if !ok {
		return nil, false
	}
	return &t.states[i], true
}

// ByName finds the one state that has the name, or the alias, up to case, marks and script.
func (t *StateTable) ByName(name string) (*State, bool) {
	i, ok := t.byName.find(name)
	if !ok {
		return nil, false
	}
	return &t.states[i], true
}

// At finds the state that a code stands for on a day.
func (t *StateTable) At(scheme, code string, day graph.Day) (*State, bool) {
	for _, span := range t.byCode[scheme+":"+code] {
		if span.Days.From <= day && day <= span.Days.To {
			return span.State, true
		}
	}
	return nil, false
}

// Record is what the table says of a state, for a dataset's row; the dataset's sources are still to be added.
func (s *State) Record() graph.Record {
	return graph.Record{Name: s.Name, Aliases: slices.Clone(s.Aliases), Since: s.Since, Until: s.Until}
}
