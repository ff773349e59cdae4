package contiguity

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// told gives the rows in short, sorted.
func told(rows []dataset.Row) []string {
	var out []string
	for _, r := range rows {
		out = append(out, fmt.Sprintf("%s %s %s %s %s %s..%s %s", r.Type, strings.TrimPrefix(r.From, "country:"),
			strings.TrimPrefix(r.To, "country:"), r.Role, r.Spell, r.Since, r.Until, r.Observed))
	}
	slices.Sort(out)
	return out
}

func TestSpellsBetweenStates(t *testing.T) {
	folder := imported(t, "testdata")
	want := []string{
		"BORDERS arm rus   1991-12.. 2016-12", // and none with the Soviet Union, whose last month it is
		"BORDERS arm tur   1991-12.. 2016-12",
		"BORDERS can usa   .. 1920-01", // when the file begins with Canada
		"BORDERS deu fra   .. 1955-05", // two numbers, one state
		"BORDERS fra ita   .. 1944-08", // when the file begins with France again
		"BORDERS fra ita  1916 ..1942-11 1916-01",
		"BORDERS ottoman-empire russian-empire   ..1917-11-06 1917-03",
		"BORDERS ottoman-empire soviet-russia   1917-11-07..1922-11-01 ",
		"BORDERS soviet-russia tur   1922-11-02..1922-12-29 ",
		"BORDERS tur ussr   1922-12-30..1991-12 ",
		"NEAR_BY_SEA rus tur within 400 miles  1991-12.. 2016-12",
	}
	slices.Sort(want)
	if got := told(folder.Rows); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	report := folder.Report
	if tally := report.Read[0]; tally != (dataset.Tally{Unit: "row", Read: 25, InGraph: 18, LeftOut: 7}) {
		t.Errorf("the numbers are %+v", tally)
	}
	for _, reason := range []string{"not contiguous", "no two states", "not two state numbers", "not one of 0 to 5",
		"not two days", "ends before it begins"} {
		if !slices.ContainsFunc(report.LeftOut, func(o dataset.Omission) bool { return strings.Contains(o.Reason, reason) }) {
			t.Errorf("nothing was left out for %q: %+v", reason, report.LeftOut)
		}
	}
	for _, as := range []string{"cow:255", "cow:260"} {
		if !slices.ContainsFunc(report.Merged, func(m dataset.Merge) bool { return m.Entity == "country:deu" && m.As == as }) {
			t.Errorf("the report does not tell why %s is Germany", as)
		}
	}
}

func TestTheWholeFile(t *testing.T) {
	folder := imported(t, "../../data/raw/cow-contiguity")
	tally := folder.Report.Read[0]
	if tally.Read != 1874 || tally.Read != tally.InGraph+tally.LeftOut || tally.LeftOut != 180 {
		t.Errorf("the numbers are %+v, want all 1874 rows in the graph but the 180 of conttype 0", tally)
	}
	got := told(folder.Rows)
	for _, want := range []string{
		"BORDERS aze tur   1991-12.. 2016-12",
		"BORDERS deu pol   1990-10.. 2016-12",
		"BORDERS deu east-germany   ..1990-10 1955-05",
		"BORDERS czechoslovakia deu   ..1992-12 1955-05",
		"BORDERS mne srb   2006-06.. 2016-12",
		"BORDERS eri eth   1993-05.. 2016-12",
		"NEAR_BY_SEA rus usa within 12 miles  1991-12-26.. 2016-12",
		"NEAR_BY_SEA usa ussr within 12 miles  1959-01..1991-12-25 ",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	keys := map[string]bool{}
	for _, r := range folder.Rows {
		if keys[r.ID()] {
			t.Errorf("%v stands twice", r.RelationshipKey)
		}
		keys[r.ID()] = true
		if r.Since.IsZero() && r.Observed.IsZero() || r.Until.IsZero() && r.Observed.IsZero() {
			t.Errorf("%v has too few dates: %+v", r.RelationshipKey, r.Claim)
		}
		if !r.Until.IsZero() && r.Until.Last() < max(r.Since.First(), graph.MinDay) {
			t.Errorf("%v ends before it begins", r.RelationshipKey)
		}
		for _, end := range []string{r.From, r.To} {
			if _, ok := folder.Entities[end]; !ok {
				t.Errorf("%s has no entity", end)
			}
		}
	}
	// A number stands for one state on a day, so no two states that had it may have the same neighbour on one day.
	for _, same := range [][2]string{{"country:ussr", "country:rus"}, {"country:prussia", "country:german-reich"}} {
		for _, a := range folder.Rows {
			for _, b := range folder.Rows {
				if a.Type == b.Type && a.Role == b.Role && other(a, same[0]) != "" && other(a, same[0]) == other(b, same[1]) &&
					days(a).Overlaps(days(b)) && a.Until.Month == 0 {
					t.Errorf("%v and %v overlap", a, b)
				}
			}
		}
	}
}

func other(r dataset.Row, id string) string {
	switch id {
	case r.From:
		return r.To
	case r.To:
		return r.From
	}
	return ""
}

func days(r dataset.Row) graph.Interval {
	return graph.NewRelationship(r.RelationshipKey, []graph.Claim{r.Claim}).Holds(false)
}

func TestBadFilesAreRefused(t *testing.T) {
	for name, text := range map[string]string{"no header": "", "another header": "a,b\n1,2\n",
		"broken quotes": "ccode1,ccode2,conttype,stdate,enddate\n\"1,2\n"} {
		path := filepath.Join(t.TempDir(), fileName)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		in, err := dataset.OpenInput(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Import(t.Context(), in); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzImport holds any file to the numbers adding up and to what the loader asks of rows.
func FuzzImport(f *testing.F) {
	text, err := os.ReadFile("testdata/contdir.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("ccode1,ccode2,conttype,stdate,enddate\n255,365,1,0001-01-01,9999-12-31\n365,255,1,1816-01-01,1816-01-31\n")
	states, err := identity.States()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := &conversion{states: states, folder: newFolder()}
		if err := c.convert(strings.NewReader(text)); err != nil {
			return
		}
		if tally := c.folder.Report.Read[0]; tally.Read != tally.InGraph+tally.LeftOut {
			t.Errorf("the numbers do not add up: %+v", tally)
		}
		for _, r := range c.folder.Rows {
			if r.From == r.To || r.Since.IsZero() && r.Observed.IsZero() {
				t.Errorf("a bad row: %+v", r)
			}
			if !r.Until.IsZero() && !r.Since.IsZero() && r.Until.Last() < r.Since.First() {
				t.Errorf("it ends before it begins: %+v", r)
			}
		}
	})
}
