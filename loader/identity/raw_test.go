package identity

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// unresolved lists what the raw data has and the table has no state for, with the reason.
var unresolved = map[string]string{
	"cow:315 in 1993": "ATOP goes on for a year with Czechoslovakia's pact with Syria, after Czechoslovakia had ended",
}

// TestEveryCodeOfTheRawDataStandsForAState goes through every number and year of the raw files.
func TestEveryCodeOfTheRawDataStandsForAState(t *testing.T) {
	states, err := States()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	check := func(scheme, code string, from, to int) {
		for year := from; year <= to; year++ {
			key := fmt.Sprintf("%s:%s in %d", scheme, code, year)
			if seen[key] {
				continue
			}
			seen[key] = true
			_, ok := states.InYear(scheme, code, year)
			if _, listed := unresolved[key]; ok == listed {
				t.Errorf("%s: found is %v, listed as unresolved is %v", key, ok, listed)
			}
		}
	}
	year := func(text string) int {
		n, err := strconv.Atoi(text[:4])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	each := func(path string, fn func(r dataset.CSVRow)) {
		in, err := dataset.OpenInput("../../data/raw/" + path)
		if err != nil {
			t.Fatal(err)
		}
		file, _, err := in.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		for r, err := range dataset.ReadCSV(file) {
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			fn(r)
		}
	}
	each("cow-igo/cow_states.csv", func(r dataset.CSVRow) {
		check("cow", r.Get("ccode"), year(r.Get("styear")), year(r.Get("endyear")))
		if s, ok := states.InYear("cow", r.Get("ccode"), year(r.Get("endyear"))); ok {
			if abb, ok := states.InYear("cowabb", r.Get("stateabb"), year(r.Get("endyear"))); !ok || abb != s {
				t.Errorf("cowabb:%s and cow:%s are not one state", r.Get("stateabb"), r.Get("ccode"))
			}
		}
	})
	each("cow-igo/state_year_formatv3.csv.gz", func(r dataset.CSVRow) {
		check("cow", r.Get("ccode"), year(r.Get("year")), year(r.Get("year")))
	})
	each("atop/atop_dyad_year.csv.gz", func(r dataset.CSVRow) {
		check("cow", r.Get("ccode1"), year(r.Get("year")), year(r.Get("year")))
		check("cow", r.Get("ccode2"), year(r.Get("year")), year(r.Get("year")))
	})
	each("cow-contiguity/contdir.csv.gz", func(r dataset.CSVRow) {
		if r.Get("conttype") == "0" {
			return // not contiguous: these rows run on through years in which there was no such state
		}
		check("cow", r.Get("ccode1"), year(r.Get("stdate")), year(r.Get("enddate")))
		check("cow", r.Get("ccode2"), year(r.Get("stdate")), year(r.Get("enddate")))
	})
	each("archigos/archigos.csv.gz", func(r dataset.CSVRow) {
		check("gw", r.Get("gwcode"), year(r.Get("startdate")), year(r.Get("enddate")))
		days := graph.Interval{From: graph.MustDate(r.Get("startdate")).First(), To: graph.MustDate(r.Get("enddate")).Last()}
		for _, span := range states.Spans("gw", r.Get("gwcode"), days) {
			if span.Days.From == days.From {
				days.From = span.Days.To + 1
			}
		}
		if !days.Empty() {
			t.Errorf("gw:%s stands for no state in some days of %s", r.Get("gwcode"), r.Get("obsid"))
		}
	})
	for key := range unresolved {
		if !seen[key] {
			t.Errorf("%s is listed as unresolved and is not in the raw data", key)
		}
	}
}

// TestTodaysStatesAreThoseOfTheCountries compares the table with the bundled list of countries.
func TestTodaysStatesAreThoseOfTheCountries(t *testing.T) {
	states, err := States()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("../../data/countries/country.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	today := 0
	for r, err := range dataset.ReadCSV(file, "id", "name", "iso2", "iso3", "isonum") {
		if err != nil {
			t.Fatal(err)
		}
		today++
		s, ok := states.ByID(r.Get("id"))
		if !ok {
			t.Errorf("%s has no row", r.Get("id"))
			continue
		}
		if s.Name != r.Get("name") {
			t.Errorf("%s is %q in one and %q in the other", s.ID, s.Name, r.Get("name"))
		}
		for _, scheme := range []string{"iso2", "iso3", "isonum"} {
			if s.Codes[scheme] != r.Get(scheme) {
				t.Errorf("%s has %s %q in one and %q in the other", s.ID, scheme, s.Codes[scheme], r.Get(scheme))
			}
		}
	}
	gone := slices.DeleteFunc(slices.Clone(states.All()), func(s State) bool { return s.Codes["iso2"] != "" })
	if today != 250 || today+len(gone) != len(states.All()) {
		t.Errorf("%d of today and %d gone do not make %d", today, len(gone), len(states.All()))
	}
	for _, s := range gone {
		if s.Until.IsZero() || s.Note == "" && len(s.Succeeds) == 0 && s.Since.IsZero() {
			t.Errorf("%s is gone, and the table does not say when or why it has a row", s.ID)
		}
	}
}

// TestNamesStandForOneState holds the table to names that tell one state from another.
func TestNamesStandForOneState(t *testing.T) {
	states, err := States()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states.All() {
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			if found, ok := states.ByName(name); !ok || found.ID != s.ID {
				t.Errorf("%q of %s stands for %v", name, s.ID, found)
			}
		}
		if !s.Since.IsZero() && !s.Until.IsZero() && s.Until.Last() < s.Since.First() {
			t.Errorf("%s ends before it begins", s.ID)
		}
	}
}
