package atop

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
		out = append(out, fmt.Sprintf("%s %s [%s] %s %s..%s %s", strings.TrimPrefix(r.From, "country:"),
			strings.TrimPrefix(r.To, "country:"), r.Role, r.Spell, r.Since, r.Until, r.Observed))
	}
	slices.Sort(out)
	return out
}

func TestYearsAreFoldedIntoSpells(t *testing.T) {
	folder := imported(t, "testdata")
	want := []string{
		"bel gbr [defence]  1925..1925 ",
		"can usa [defence, non-aggression, consultation]  2016.. 2018",
		"deu usa [defence]  1989..1991 ", // 260 and 255 are one state
		"ind rus [neutrality, non-aggression, consultation]  1992..1992 ",
		"ind ussr [neutrality, non-aggression, consultation]  1989..1991 ",
		"irn usa [defence, consultation]  1959..1961 ",
		"pak tur [consultation]  1954..1954 ",
		"pak tur [consultation] 1950 1950..1951 ",
	}
	if got := told(folder.Rows); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, r := range folder.Rows {
		one := strings.Contains(r.Text, "Only “")
		switch r.From {
		case "country:irn":
			if !strings.Contains(r.Text, "Only “United States” owes defence from 1959 to 1960.") {
				t.Errorf("who owes what is not told: %s", r.Text)
			}
		case "country:bel":
			if !strings.Contains(r.Text, "Only “United Kingdom” owes defence in 1925.") {
				t.Errorf("who owes what is not told: %s", r.Text)
			}
		default:
			if one {
				t.Errorf("told as one-sided: %s", r.Text)
			}
		}
	}
	tally := folder.Report.Read[0]
	if tally.Read != 41 || tally.LeftOut != 6 || tally.InGraph != 35 {
		t.Errorf("the numbers are %+v", tally)
	}
	for _, reason := range []string{"number 315 stands for no state in 1993", "stand for one state", "year is not a year",
		"no obligation", "atop_defense is neither 0 nor 1", "not two state numbers"} {
		if !slices.ContainsFunc(folder.Report.LeftOut, func(o dataset.Omission) bool { return strings.Contains(o.Reason, reason) }) {
			t.Errorf("nothing was left out for %q", reason)
		}
	}
}

func TestTheWholeFile(t *testing.T) {
	folder := imported(t, "../../data/raw/atop")
	tally := folder.Report.Read[0]
	if tally.Read != 273126 || tally.InGraph+tally.LeftOut != tally.Read || tally.LeftOut != 2 {
		t.Errorf("the numbers are %+v; want all but the two rows of Czechoslovakia in 1993", tally)
	}
	got := told(folder.Rows)
	for _, want := range []string{
		"aut che [non-aggression]  1975.. 2018",
		"afg ussr [neutrality, non-aggression]  1926..1977 ",
		"arm rus [defence, non-aggression, consultation]",
		"aze tur [",
		"ottoman-empire russian-empire [defence, consultation]  1833..1841 ",
		"east-germany ussr [",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("nothing begins with %q", want)
		}
	}
	keys, held := map[string]bool{}, map[string]bool{}
	for _, r := range folder.Rows {
		if keys[r.ID()] {
			t.Errorf("%v stands twice", r.RelationshipKey)
		}
		keys[r.ID()] = true
		until := r.Until.Year
		if r.Until.IsZero() {
			until = 2018
		}
		for y := r.Since.Year; y <= until; y++ {
			dyad := fmt.Sprint(r.From, r.To, y)
			if held[dyad] {
				t.Errorf("%s has two sets of obligations", dyad)
			}
			held[dyad] = true
		}
	}
	// Each dyad-year of the folder is told by two rows of the file, or by one where one side alone has obligations.
	if n := len(held); n < tally.InGraph/2 || n > tally.InGraph/2+200 {
		t.Errorf("%d dyad-years of %d rows", n, tally.InGraph)
	}
}

func TestBadFilesAreRefused(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "another header": "a,b\n1,2\n"} {
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

// FuzzImport holds any file to the numbers adding up and to spells that do not overlap.
func FuzzImport(f *testing.F) {
	text, err := os.ReadFile("testdata/atop_dyad_year.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	states, err := identity.States()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := newConversion(states)
		if err := c.convert(strings.NewReader(text)); err != nil {
			return
		}
		if tally := c.folder.Report.Read[0]; tally.Read != tally.InGraph+tally.LeftOut {
			t.Errorf("the numbers do not add up: %+v", tally)
		}
		ends := map[graph.RelationshipKey]graph.Interval{}
		for _, r := range c.folder.Rows {
			key := r.RelationshipKey
			if before, twice := ends[key]; twice || r.From >= r.To || r.Role == "" {
				t.Errorf("a bad row: %+v after %v", r, before)
			}
			ends[key] = graph.Interval{From: r.Since.First(), To: r.Until.Last()}
		}
	})
}
