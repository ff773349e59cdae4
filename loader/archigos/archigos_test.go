package archigos

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

const raw = "../../data/raw/archigos"

func imported(t *testing.T, path string, known ...string) *dataset.Folder {
	t.Helper()
	in, err := dataset.OpenInput(path, known...)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := Import(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// spells lists the stays of an official as "state spell: since to until (observed)".
func spells(f *dataset.Folder, id string) []string {
	var out []string
	for _, r := range f.Rows {
		if r.From == id {
			out = append(out, strings.TrimSpace(r.To+" "+r.Spell)+": "+r.Since.String()+" to "+r.Until.String()+" ("+
				r.Observed.String()+")")
		}
	}
	slices.Sort(out)
	return out
}

func check(t *testing.T, f *dataset.Folder, id, name string, want ...string) {
	t.Helper()
	if got := f.Entities[id].Name; got != name {
		t.Errorf("%s is called %q, want %q", id, got, name)
	}
	if got := spells(f, id); !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", id, got, want)
	}
}

// addsUp checks the tallies, and that no two rows have one key.
func addsUp(t *testing.T, f *dataset.Folder) {
	t.Helper()
	for _, tally := range f.Report.Read {
		if tally.Read != tally.InGraph+tally.LeftOut {
			t.Errorf("%s: %d read, but %d in the graph and %d left out", tally.Unit, tally.Read, tally.InGraph, tally.LeftOut)
		}
		if tally.Unit == unitPart && tally.InGraph != len(f.Rows) {
			t.Errorf("%d parts are in the graph, but there are %d rows", tally.InGraph, len(f.Rows))
		}
	}
	keys := map[graph.RelationshipKey]string{}
	for _, r := range f.Rows {
		if other, twice := keys[r.RelationshipKey]; twice {
			t.Errorf("%s and %s have one key: %+v", r.Locator, other, r.RelationshipKey)
		}
		keys[r.RelationshipKey] = r.Locator
		if f.Entities[r.From].Name == "" || f.Entities[r.To].Name == "" {
			t.Errorf("an end of %+v has no record", r)
		}
		if !r.Until.IsZero() && r.Until.First() < r.Since.First() {
			t.Errorf("%s ends before it begins", r.Locator)
		}
	}
}

func TestLeadersBecomeADataset(t *testing.T) {
	f := imported(t, "testdata")
	addsUp(t, f)
	check(t, f, "official:h-aliyev-aze-1993", "H. Aliyev", "country:aze: 1993-06-24 to 2003-08-04 (2003-08-04)")
	check(t, f, "official:ilhma-aliyev-aze-2003", "Ilhma Aliyev", "country:aze: 2003-08-04 to  (2015-12-31)")
	check(t, f, "official:mutalibov-aze-1991", "Mutalibov",
		"country:aze 1991: 1991-09-08 to 1992-03-06 (1992-03-06)",
		"country:aze 1992-05-14: 1992-05-14 to 1992-05-18 (1992-05-18)",
		"country:aze 1992-05-30: 1992-05-30 to 1992-06-01 (1992-06-01)",
		"country:aze: 1992-08-01 to 1992-09-01 (1992-09-01)")
	check(t, f, "official:yeltsin-ussr-1991", "Yeltsin", "country:rus: 1991-12-26 to 1999-12-31 (1999-12-31)",
		"country:ussr: 1991-08-21 to 1991-12-25 (1991-12-25)")
	check(t, f, "official:nobody-known-geo-2013", "Nobody Known", "country:geo: 2013-11-17 to  (2014-12-31)")
	check(t, f, "official:bildt-swe-1888", "Bildt", "country:swe: 1888-02-06 to 1889-10-12 (1889-10-12)")
	check(t, f, "official:bildt-swe-1991", "Bildt", "country:swe: 1991-10-04 to 1994-10-07 (1994-10-07)")
	if got := f.Entities["official:h-aliyev-aze-1993"].Description; got != "Born in 1923." {
		t.Errorf("H. Aliyev is described as %q", got)
	}
	var pairs []string
	for _, c := range f.Report.SameAs {
		pairs = append(pairs, c.Entity+" "+c.Other)
	}
	want := []string{"official:bildt-swe-1888 official:bildt-swe-1991",
		"official:burdjanadze-geo-2003 official:burdzhanadze-geo-2007"}
	if slices.Sort(pairs); !slices.Equal(pairs, want) {
		t.Errorf("candidates are %q, want %q", pairs, want)
	}
	var left []string
	for _, o := range f.Report.LeftOut {
		left = append(left, o.Place)
	}
	if want := []string{"obsid HON-1883-1", "obsid XXX-2", "obsid XXX-3", "obsid XXX-4", "obsid XXX-1"}; !slices.Equal(left, want) {
		t.Errorf("left out are %q, want %q", left, want)
	}
}

func TestKnownOfficialsAreMet(t *testing.T) {
	known := t.TempDir()
	for name, text := range map[string]string{
		"official.csv": "id,name,sources\nofficial:ilham-aliyev,Ilham Aliyev,s\nofficial:ayaz-mutallibov,Ayaz Mutalibov,s\n",
		"relationships.csv": "type,from,to,title,since\nHOLDS_OFFICE,official:ilham-aliyev,country:aze,President,2003-10-31\n" +
			"HOLDS_OFFICE,official:ayaz-mutallibov,country:aze,Adviser,1990\n",
	} {
		if err := os.WriteFile(filepath.Join(known, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := imported(t, "testdata/archigos.csv", known)
	addsUp(t, f)
	check(t, f, "official:ilham-aliyev", "Ilhma Aliyev", "country:aze: 2003-08-04 to  (2015-12-31)")
	if len(f.Report.Merged) != 1 || f.Report.Merged[0].Entity != "official:ilham-aliyev" {
		t.Errorf("merged is %+v, want Ilham Aliyev alone", f.Report.Merged)
	}
	if !slices.ContainsFunc(f.Report.SameAs, func(c dataset.Candidate) bool {
		return c.Entity == "official:mutalibov-aze-1991" && c.Other == "official:ayaz-mutallibov"
	}) {
		t.Errorf("an adviser with the surname is no candidate: %+v", f.Report.SameAs)
	}
}

func TestTheRealTable(t *testing.T) {
	f := imported(t, raw, "../../data/region", "../../data/trend-2024-06-27")
	addsUp(t, f)
	if got := f.Report.Read[0]; got != (dataset.Tally{Unit: unitSpell, Read: 3409, InGraph: 3404, LeftOut: 5}) {
		t.Errorf("tally is %+v", got)
	}
	for _, o := range f.Report.LeftOut {
		if o.Reason != errNoPerson.Error() {
			t.Errorf("left out: %+v", o)
		}
	}
	check(t, f, "official:ilham-aliyev", "Ilhma Aliyev", "country:aze: 2003-08-04 to  (2015-12-31)")
	check(t, f, "official:heydar-aliyev", "H. Aliyev", "country:aze: 1993-06-24 to 2003-08-04 (2003-08-04)")
	check(t, f, "official:shevardnadze-geo-1992", "Shevardnadze", "country:geo: 1992-03-10 to 2003-11-23 (2003-11-23)")
	check(t, f, "official:mikheil-saakashvili", "Saakashvili",
		"country:geo 2004: 2004-01-25 to 2007-11-25 (2007-11-25)", "country:geo: 2008-01-20 to 2013-11-17 (2013-11-17)")
	check(t, f, "official:f-roosevelt-usa-1933", "F. Roosevelt", "country:usa: 1933-03-04 to 1945-04-12 (1945-04-12)")
	check(t, f, "official:lenin-soviet-russia-1917", "Lenin",
		"country:soviet-russia: 1917-11-07 to 1922-12-29 (1922-12-29)", "country:ussr: 1922-12-30 to 1923-03-10 (1923-03-10)")
	check(t, f, "official:stalin-ussr-1923", "Stalin", "country:ussr: 1923-03-10 to 1953-03-05 (1953-03-05)")
	check(t, f, "official:cleveland-usa-1885", "Cleveland",
		"country:usa 1885: 1885-03-04 to 1889-03-04 (1889-03-04)", "country:usa: 1893-03-04 to 1897-03-04 (1897-03-04)")
}

func TestNamesInReadingOrder(t *testing.T) {
	for text, want := range map[string]string{
		"Grant":                         "Grant",
		"Roosevelt, F.":                 "F. Roosevelt",
		"Duvalier, Jean-Claude":         "Jean-Claude Duvalier",
		"Heemskerk, JA":                 "J.A. Heemskerk",
		"de la Huerta, A":               "A. de la Huerta",
		"Margai,M":                      "M. Margai",
		"Guardia Jr., E.":               "E. Guardia Jr.",
		"Bandaranaike, S.W.R.D.":        "S.W.R.D. Bandaranaike",
		"Ramgoolam N.":                  "N. Ramgoolam",
		"D.Barrow":                      "D. Barrow",
		"G.H.W. Bush":                   "G.H.W. Bush",
		"Charles, baron de Broqueville": "Charles, baron de Broqueville",
		"Surya  Bahadur Thapa":          "Surya Bahadur Thapa",
		"Turki ibn Sa`id":               "Turki ibn Sa'id",
		"AL-Sallal":                     "Al-Sallal",
		"EL Khoury":                     "El Khoury",
		"Nasser (president of UAR)":     "Nasser",
		"Mutsuhito (Emperor)":           "Mutsuhito",
		"13th Dalai Lama":               "13th Dalai Lama",
	} {
		if got, ok := readName(text); !ok || got.name != want || len(got.aliases) > 0 {
			t.Errorf("%q is read as %+v, want %q", text, got, want)
		}
	}
	if got, _ := readName("Joshua (Lij Yasu)"); got.name != "Joshua" || !slices.Equal(got.aliases, []string{"Lij Yasu"}) {
		t.Errorf("Lij Yasu is read as %+v", got)
	}
	for _, text := range []string{"", "Military Junta", "Executive council", "Triumvirate", "(x)", "12"} {
		if got, ok := readName(text); ok {
			t.Errorf("%q is taken for a person called %q", text, got.name)
		}
	}
}

func FuzzReadStint(f *testing.F) {
	const header = "obsid,gwcode,leadid,leader,yrborn,gender,startdate,enddate,exit\n"
	f.Add("AZE-1993,373,a1,\"Aliyev, H.\",1923,M,1993-06-24,2003-08-04,Regular")
	f.Add("A,1,,Joshua (Lij Yasu),,F,1911-05-15,2015-12-31,Still in Office")
	f.Add("A,1,,\"Ramgoolam N.\",0,F,1911,1910-01-01,\n,,,,,,,,")
	f.Fuzz(func(t *testing.T, text string) {
		for r, err := range dataset.ReadCSV(strings.NewReader(header+text), columns...) {
			if err != nil {
				return
			}
			s, err := readStint(r)
			if err != nil {
				continue
			}
			if s.days().Empty() || s.name.name == "" || s.name.name != strings.Join(strings.Fields(s.name.name), " ") {
				t.Errorf("%q is read as %+v", text, s)
			}
			for _, l := range leadersOf([]stint{s}) {
				if len(l.names) == 0 || l.describe() == "" && s.born > 0 {
					t.Errorf("%q gives the leader %+v", text, l)
				}
			}
		}
	})
}
