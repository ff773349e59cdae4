package states

import (
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

// succession finds the row in which one state succeeds another.
func succession(t *testing.T, f *dataset.Folder, from, to string) dataset.Row {
	t.Helper()
	for _, r := range f.Rows {
		if r.Type == graph.Succeeds && r.From == "country:"+from && r.To == "country:"+to {
			return r
		}
	}
	t.Fatalf("%s does not succeed %s", from, to)
	return dataset.Row{}
}

func TestTheListIsToldByDays(t *testing.T) {
	folder := imported(t, "testdata")
	if got := folder.Report.Read; !slices.Contains(got, dataset.Tally{Unit: unitRow, Read: 10, InGraph: 6, LeftOut: 4}) {
		t.Errorf("the numbers are %+v", got)
	}
	for _, tally := range folder.Report.Read {
		if tally.Unit == unitDay && (tally.LeftOut != 31 || tally.Read != tally.InGraph+tally.LeftOut) {
			t.Errorf("31 days are Czechoslovakia's after its end: %+v", tally)
		}
	}
	var russia []string
	for _, m := range folder.Report.Merged {
		if strings.HasPrefix(m.As, "cow:365 ") {
			russia = append(russia, m.Entity)
		}
	}
	slices.Sort(russia)
	if want := []string{"country:rus", "country:russian-empire", "country:soviet-russia", "country:ussr"}; !slices.Equal(russia,
		want) {
		t.Errorf("365 is %v, want %v", russia, want)
	}
	for _, reason := range []string{"stands for no state in these days", "not a state number", "not two days",
		"ends before it begins"} {
		if !slices.ContainsFunc(folder.Report.LeftOut, func(o dataset.Omission) bool { return strings.Contains(o.Reason, reason) }) {
			t.Errorf("nothing was left out for %q", reason)
		}
	}
	pan := succession(t, folder, "pan", "col")
	if pan.Source != listSource || pan.Confidence != graph.Documented || !strings.Contains(pan.Locator, "cow:95 (PAN") {
		t.Errorf("the list has Panama begin on that day: %+v", pan)
	}
	// In this list Czechoslovakia ends too late, and Czechia begins on the day.
	if cze := succession(t, folder, "cze", "czechoslovakia"); !strings.Contains(cze.Locator, "cow:316") {
		t.Errorf("Czechia is %+v", cze)
	}
}

func TestTheWholeList(t *testing.T) {
	folder := imported(t, "../../data/raw/cow-igo")
	for _, tally := range folder.Report.Read {
		if tally.LeftOut != 0 || tally.Read != tally.InGraph {
			t.Errorf("something was left out: %+v", tally)
		}
	}
	for id, want := range map[string]graph.Record{
		"country:ussr":        {Name: "Soviet Union", Type: "historical state", Since: graph.MustDate("1922-12-30")},
		"country:aze":         {Name: "Azerbaijan", Since: graph.MustDate("1991")},
		"country:deu":         {Name: "Germany", Since: graph.MustDate("1949-05-23")},
		"country:north-yemen": {Name: "North Yemen", Type: "historical state", Since: graph.MustDate("1918")},
	} {
		r := folder.Entities[id]
		if r.Name != want.Name || r.Type != want.Type || r.Since != want.Since {
			t.Errorf("%s is %+v", id, r)
		}
	}
	for _, c := range []struct {
		from, to, since string
		confidence      graph.Confidence
	}{
		{"cze", "czechoslovakia", "1993-01-01", graph.Documented},
		{"deu", "east-germany", "1990-10-03", graph.Documented},
		{"yem", "south-yemen", "1990-05-22", graph.Documented},
		{"mne", "serbia-and-montenegro", "2006-06-03", graph.Inferred}, // the list has Montenegro nine days later
		{"rus", "ussr", "1991-12-26", graph.Inferred},                  // the list has one state
		{"kor", "korea", "1948-08-15", graph.Inferred},
		{"mmr", "burma-konbaung", "1948-01-04", graph.Inferred}, // the list has Burma begin then, and nothing of the kingdom
		{"ita", "papal-states", "1870-09", graph.Inferred},
		{"prussia", "hanover", "1866", graph.Inferred},
	} {
		r := succession(t, folder, c.from, c.to)
		if r.Since.String() != c.since || r.Confidence != c.confidence {
			t.Errorf("%s succeeds %s since %s, %s; want %s, %s", c.from, c.to, r.Since, r.Confidence, c.since, c.confidence)
		}
	}
	carried := map[string]string{}
	for id, r := range folder.Entities {
		for scheme, code := range r.Codes {
			if other, twice := carried[scheme+":"+code]; twice {
				t.Errorf("%s:%s is carried by %s and %s", scheme, code, id, other)
			}
			carried[scheme+":"+code] = id
		}
	}
	for _, r := range folder.Rows {
		if r.Since.IsZero() || r.From == r.To {
			t.Errorf("a bad row: %+v", r)
		}
	}
}

func TestBadListsAreRefused(t *testing.T) {
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

// FuzzImport holds any list to the numbers adding up, in rows and in days.
func FuzzImport(f *testing.F) {
	text, err := os.ReadFile("testdata/cow_states.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	table, err := identity.States()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := &conversion{table: table, folder: newFolder()}
		if err := c.convert(strings.NewReader(text)); err != nil {
			return
		}
		for _, tally := range c.folder.Report.Read {
			if tally.Read != tally.InGraph+tally.LeftOut {
				t.Errorf("the numbers do not add up: %+v", tally)
			}
		}
	})
}
