package cowigo

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

func imported(t *testing.T, path string) *dataset.Folder {
	t.Helper()
	in, err := dataset.OpenInput(path)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := Import(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// told gives a row in short.
func told(r *dataset.Row) string {
	return fmt.Sprintf("%s %s %s|%s|%s..%s|%s|%s", strings.TrimPrefix(r.From, "country:"),
		strings.TrimPrefix(r.To, "organisation:"), r.Role, r.Spell, r.Since, r.Until, r.Observed, r.Status)
}

func TestYearsAreFoldedIntoSpells(t *testing.T) {
	folder := imported(t, "testdata")
	texts := map[string]string{
		"geo council-of-europe ||2011..|2014|member": "Coded as a full member from 2011 to 2014, the last year covered; " +
			"nothing is known of 2012. The project's file by organisation has it as an associate member in 2013.",
		"deu upu ||..1964|1960|member": "Coded as a full member from 1960 to 1964. When it began is not known: it was " +
			"after the observation of 1955 and not after that of 1960; the years between are imputed. When it ended is not " +
			"known: it was after the observation of 1960, and had by 1965; the years between are imputed.",
		"ussr gatt ||1990..1991||member": "Coded as a full member from 1990 to 1991. 1991 is the last year in which the " +
			"project counts the state.",
		"rus gatt |1992|..1992|1992|member": "Coded as a full member in 1992. When it began is not known: 1992 is the " +
			"first year in which the project counts the state.",
		"rus gatt ||1994..1995||observer": "Coded as an observer from 1994 to 1995. The organisation ended in that year.",
		"rus wto ||1995..1995||member": "Coded as a full member in 1995. When it ended is not known: nothing is known of " +
			"1996.",
		"organisation:wto gatt in whole||1995..||": "Marked as replaced by another in 1995; which one is not from the " +
			"project's data.",
	}
	for i := range folder.Rows {
		short := told(&folder.Rows[i])
		if want, ok := texts[short]; !ok || folder.Rows[i].Text != want {
			t.Errorf("%s\n%s\nwant\n%s", short, folder.Rows[i].Text, want)
		}
		delete(texts, short)
	}
	for missing := range texts {
		t.Errorf("there is no %s", missing)
	}
	coe := folder.Entities["organisation:council-of-europe"]
	if coe.Since.String() != "1949-05-05" || coe.Codes["cowigo"] != "1390" || !slices.Contains(coe.Aliases, "COE") ||
		!strings.HasPrefix(coe.Description, "A political organisation") {
		t.Errorf("the Council of Europe is %v", coe)
	}
	if gatt := folder.Entities["organisation:gatt"]; gatt.Until.String() != "1995-12-31" {
		t.Errorf("GATT ended in %s", gatt.Until)
	}
}

func TestTheReportAddsUp(t *testing.T) {
	folder := imported(t, "testdata")
	for _, want := range []dataset.Tally{
		{Unit: stateYears, Read: 5 * 27, InGraph: 3 + 5 + 5 + 1, LeftOut: 121},
		{Unit: organisations, Read: 5, InGraph: 4, LeftOut: 1},
		{Unit: successions, Read: 2, InGraph: 1, LeftOut: 1},
		{Unit: otherFile, Read: 16, InGraph: 13, LeftOut: 3},
	} {
		if !slices.Contains(folder.Report.Read, want) {
			t.Errorf("want %v among %v", want, folder.Report.Read)
		}
	}
	for _, want := range []dataset.Omission{
		{Unit: stateYears, File: stateFile, Place: "line 28", Value: "999 atlantis 1991",
			Reason: "the table of states has no state for the number in that year", Count: 5},
		{Unit: stateYears, File: stateFile, Place: "line 27", Value: "255 germany 1991",
			Reason: "another row stands for Germany in that year already", Count: 5},
		{Unit: stateYears, File: stateFile, Place: "line 26, column coe", Value: "x", Reason: "not a status"},
		{Unit: stateYears, File: stateFile, Place: "column zzz", Value: "1, 2, 3 and -9",
			Reason: "the table of organisations has none with that name", Count: 2},
		{Unit: stateYears, File: stateFile, Place: "column coe", Value: "-9", Count: 1,
			Reason: "nothing is known of these years; the status before and after is the same, and the claim names them"},
		{Unit: organisations, File: igoFile, Place: "ioname ZZZ", Value: "Nobody Knows It",
			Reason: "the table of organisations has none with that name"},
		{Unit: otherFile, File: igoFile, Place: "ioname COE", Value: "2", Count: 1,
			Reason: "the file by state, which is followed, has 1"},
	} {
		if !slices.Contains(folder.Report.LeftOut, want) {
			t.Errorf("want %v among\n%v", want, folder.Report.LeftOut)
		}
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	for path, want := range map[string]string{
		"testdata/" + igoFile: "give the folder",
		"..":                  "there is no " + igoFile,
	} {
		in, err := dataset.OpenInput(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Import(t.Context(), in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v does not say %q", path, err, want)
		}
	}
}

const raw = "../../data/raw/cow-igo"

var rawFolder = sync.OnceValues(func() (*dataset.Folder, error) {
	in, err := dataset.OpenInput(raw)
	if err != nil {
		return nil, err
	}
	return Import(nil, in) //nolint:staticcheck // it does not look at the context
})

func TestWhatTheRealFilesAreKnownToSay(t *testing.T) {
	folder, err := rawFolder()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i := range folder.Rows {
		all = append(all, told(&folder.Rows[i]))
	}
	for _, want := range []string{
		"geo council-of-europe ||1999..|2014|member", "arm council-of-europe ||2001..|2014|member",
		"aze council-of-europe ||2002..|2014|member", "aze cis ||1991..|2014|member", "geo cis ||1995..2007||member",
		"east-germany warsaw-pact ||1955..1989||member", // the last year that is coded; it left in 1990
		"ussr un ||1945..1991||member", "rus un ||..|1992|member", "rus un ||..|2014|member",
		"deu nato ||..|1955|member",                                              // under two numbers, one spell
		"est ilo |1921|1921..1940||member",                                       // when the state was no longer counted
		"est ilo ||1992..|2014|member",                                           // and again
		"gbr unesco |1945|1945..1985||member", "gbr unesco ||1997..|2014|member", // left and came back
		"nld ccnr |1816|..1940|1816|member", "uzb sco ||2001..|2014|member", "gbr eec ||1973..1992||member", "fra icao ||..|2013|member", // nothing is known of 2014

		"organisation:african-union oau in whole||2002..||",
	} {
		if !slices.Contains(all, want) {
			t.Errorf("there is no %s", want)
		}
	}
	for _, tally := range folder.Report.Read {
		if tally.Read != tally.InGraph+tally.LeftOut {
			t.Errorf("it does not add up: %v", tally)
		}
	}
	if n := len(folder.Report.LeftOut); n > 2000 {
		t.Errorf("%d lines were left out, which nobody reads", n)
	}
	if o := folder.Entities["organisation:oif"]; !o.Until.IsZero() || o.Codes["cowigo"] != "270" {
		t.Errorf("the Francophonie, whose members go on, is %v", o)
	}
}

// TestSpellsGiveTheFileBack takes every spell apart into years again: together they are the cells of the file that say
// that a state was something in an organisation, each once.
func TestSpellsGiveTheFileBack(t *testing.T) {
	folder, err := rawFolder()
	if err != nil {
		t.Fatal(err)
	}
	cells, unknownYears := rawCells(t)
	got := map[string]string{}
	for i := range folder.Rows {
		r := &folder.Rows[i]
		if r.Type != graph.MemberOf {
			continue
		}
		// The locator has the years that were folded, which since, observed and until must agree with.
		from, to := folded(t, r.Locator)
		if r.Since.Year == 0 && r.Observed == graph.Year(to) && from != to {
			continue // the second claim of a spell
		}
		if begin := max(int(r.Since.Year), from); begin != from || r.Since.IsZero() && r.Observed != graph.Year(from) {
			t.Errorf("%s begins in %d, and claims %s seen %s", told(r), from, r.Since, r.Observed)
		}
		goesOn := true // as far as the file knows
		for year := to + 1; year <= lastYear; year++ {
			goesOn = goesOn && unknownYears[fmt.Sprint(r.From, r.To, year)]
		}
		if end := int(r.Until.Year); end != to && !goesOn || end != 0 && goesOn {
			t.Errorf("%s ends in %d, and claims %s", told(r), to, r.Until)
		}
		for year := from; year <= to; year++ {
			key := fmt.Sprint(r.From, r.To, year)
			if got[key] != "" {
				t.Fatalf("%s is in two spells", key)
			}
			got[key] = r.Status
		}
	}
	for key, want := range cells {
		if got[key] != want {
			t.Errorf("%s is %q in the graph, %q in the file", key, got[key], want)
		}
		delete(got, key)
	}
	for key := range got {
		if !unknownYears[key] {
			t.Errorf("%s is in the graph and not in the file", key)
		}
	}
}

func folded(t *testing.T, locator string) (from, to int) {
	t.Helper()
	parts := strings.Split(locator, ", ")
	first, last, several := strings.Cut(parts[2], " to ")
	if !several {
		last = first
	}
	from, errFrom := strconv.Atoi(first)
	to, errTo := strconv.Atoi(last)
	if errFrom != nil || errTo != nil {
		t.Fatalf("%q has no years", locator)
	}
	return from, to
}

// rawCells reads the file anew, without the importer: the statuses by state, organisation and year, and the unknown
// ones.
func rawCells(t *testing.T) (cells map[string]string, unknownYears map[string]bool) {
	t.Helper()
	in, err := dataset.OpenInput(raw)
	if err != nil {
		t.Fatal(err)
	}
	file, _, err := in.Open(stateFile)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	states, errStates := identity.States()
	table, errTable := identity.Organisations()
	reader := csv.NewReader(file)
	header, errHeader := reader.Read()
	if errStates != nil || errTable != nil || errHeader != nil {
		t.Fatal(errStates, errTable, errHeader)
	}
	cells, unknownYears = map[string]string{}, map[string]bool{}
	for {
		row, err := reader.Read()
		if err == io.EOF {
			return cells, unknownYears
		}
		if err != nil {
			t.Fatal(err)
		}
		year, _ := strconv.Atoi(row[1])
		// On 2 July at noon half of the year is over; who has a number then has it for the greater part, if not alone.
		state, ok := states.At("cow", row[0], graph.Date{Year: int16(year), Month: 7, Day: 2}.First())
		y := graph.Year(year)
		if spans := states.Spans("cow", row[0], graph.Interval{From: y.First(), To: y.Last()}); len(spans) == 1 {
			state, ok = spans[0].State, true
		}
		if !ok {
			t.Fatalf("%s is nobody in %d", row[0], year)
		}
		for i := 3; i < len(row); i++ {
			o, _ := table.ByCOWName(header[i])
			key := fmt.Sprint(state.ID, o.ID, year)
			switch row[i] {
			case "1", "2", "3":
				cells[key] = map[string]string{"1": "member", "2": "associate", "3": "observer"}[row[i]]
			case "-9":
				unknownYears[key] = true
			}
		}
	}
}

// FuzzStates reads any file by state against the fixture's organisations.
func FuzzStates(f *testing.F) {
	text, err := os.ReadFile("testdata/" + stateFile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("ccode,year,state,coe,gatt,upu,wto,zzz\n365,1991,russia,1,-9,2,3,0\n365,1993,russia,-1,-9,-9,1,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		states, errStates := identity.States()
		table, errTable := identity.Organisations()
		organisations, errFile := os.Open("testdata/" + igoFile)
		if errStates != nil || errTable != nil || errFile != nil {
			t.Fatal(errStates, errTable, errFile)
		}
		c := newConversion(states, table)
		err := c.readOrganisations(dataset.ReadCSV(organisations, required[igoFile]...))
		_ = organisations.Close()
		if err != nil {
			t.Fatal(err)
		}
		if c.readStates(dataset.ReadCSV(strings.NewReader(text), required[stateFile]...)) != nil {
			return
		}
		c.convert()
		for _, tally := range c.folder.Report.Read {
			if tally.Read != tally.InGraph+tally.LeftOut {
				t.Errorf("it does not add up: %v", tally)
			}
		}
		ids := map[string]int{}
		for i := range c.folder.Rows {
			r := &c.folder.Rows[i]
			if !r.Since.IsZero() && r.Until.Last() < r.Since.First() {
				t.Errorf("%s ends before it begins", told(r))
			}
			if ids[r.ID()]++; ids[r.ID()] > 2 {
				t.Errorf("%s is one relationship with too many others", told(r))
			}
			if _, ok := c.folder.Entities[r.To]; !ok {
				t.Errorf("%s has no entity", r.To)
			}
		}
	})
}
