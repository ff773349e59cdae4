package ftm

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/graph"
	"coopgraph/loader"
	"coopgraph/loader/dataset"
)

func imported(t testing.TB, text string, known ...fstest.MapFS) (*dataset.Folder, error) {
	t.Helper()
	in := &dataset.Input{Files: fstest.MapFS{"entities.ftm.json": {Data: []byte(text), Mode: 0o644}}}
	for _, k := range known {
		in.Known = append(in.Known, k)
	}
	return Import(t.Context(), in)
}

func fixture(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/entities.ftm.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// inOrder writes a dataset, lets the loader check it, and adds up its report.
func inOrder(t testing.TB, f *dataset.Folder, dest string) {
	t.Helper()
	if err := f.Write(dest); err != nil {
		t.Fatal(err)
	}
	d, err := loader.OpenDir(dest)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(t.Context()); err != nil {
		t.Errorf("the loader finds: %v", err)
	}
	for _, tally := range f.Report.Read {
		if tally.Read != tally.InGraph+tally.LeftOut {
			t.Errorf("the numbers do not add up: %+v", tally)
		}
	}
}

func TestWhatBecomesOfTheEntities(t *testing.T) {
	f, err := imported(t, fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	dest := t.TempDir()
	inOrder(t, f, dest)
	var got []string
	for _, r := range f.Rows {
		line := []string{string(r.Type), r.From, r.To, r.Title, r.Spell, r.Since.String(), r.Until.String(),
			r.Observed.String(), r.Status, r.Source, r.Locator, r.Text}
		got = append(got, strings.Join(line, ";"))
	}
	slices.Sort(got)
	levan, port := "official:levan-example-"+suffix("NK-levan"), "organisation:example-port-company-"+suffix("NK-port")
	ayla := "official:ayla-demir-q900000001"
	minister := levan + ";country:geo;Minister of Ports;"
	want := []string{
		"DIRECTS;" + ayla + ";" + port + ";Chair of the board;;2019-03-01;;2024-06-21;;opensanctions-ge_registry;Directorship dir-1;" +
			"Ayla Demir directs Example Port Company (Chair of the board).",
		"HOLDS_OFFICE;" + ayla + ";country:ussr;Member of the Example Parliament;;1984;1989;1984;;opensanctions-wd_peps;" +
			"Occupancy occ-4;Ayla Demir held the position \"Member of the Example Parliament\"; the dates are those of the term.",
		"HOLDS_OFFICE;" + ayla + ";organisation:eu;European Commissioner;;2010-02-10;2014-11-01;2010-02-10;;opensanctions-wd_peps;" +
			"Occupancy occ-11;Ayla Demir holds or held the position \"European Commissioner\".",
		"HOLDS_OFFICE;" + ayla + ";organisation:example-sea-office-" + suffix("NK-office") + ";Head of the Sea Office;;;;2020-03-01;;" +
			"opensanctions-wd_peps;Occupancy occ-3;Ayla Demir holds or held the position \"Head of the Sea Office\" (Istanbul).",
		"HOLDS_OFFICE;" + minister + "2015;2015;2018-12-31;2015;;opensanctions-ge_declarations;" +
			"Occupancy occ-1, https://example.org/levan;Levan Example held the position \"Minister of Ports\".",
		"HOLDS_OFFICE;" + minister + "2015;2015;2018-12-31;2015;;opensanctions-wd_peps;" +
			"Occupancy occ-1, https://example.org/levan;Levan Example held the position \"Minister of Ports\".",
		"HOLDS_OFFICE;" + minister + ";2021-02-05;;2024-06-21;;opensanctions-wd_peps;Occupancy occ-2;" +
			"Levan Example holds the position \"Minister of Ports\".",
		"HOLDS_OFFICE;official:levan-example-" + suffix("NK-namesake") + ";country:gbr;Member of the Scottish Parliament;;;;2024-06-21;;" +
			"opensanctions-wd_peps;Occupancy occ-10;Levan Example holds the position \"Member of the Scottish Parliament\".",
		"MEMBER_OF;organisation:example-sea-office-" + suffix("NK-office") + ";organisation:council-of-europe;;;2010;;2024-06-21;observer;" +
			"opensanctions-wd_igos;Membership mem-1;Example Sea Office has the status \"observer\" in CoE (Observer).",
		"OWNS;organisation:example-fund-" + suffix("NK-fund") + ";" + port + ";;;;;2024-06-21;;opensanctions-ge_registry;Ownership own-2;" +
			"Example Fund owns Example Port Company, with a percentage given as 25-50.",
		"OWNS;person:olga-owner-" + suffix("NK-owner") + ";" + port + ";;;2012;;2024-06-21;;opensanctions-ge_registry;Ownership own-1;" +
			"Olga Owner owns Example Port Company, 51.5 percent.",
		"OWNS;person:olga-owner-" + suffix("NK-owner") + ";" + port + ";;;2012;;2024-06-21;;opensanctions-un_sc_sanctions;Ownership own-1;" +
			"Olga Owner owns Example Port Company, 51.5 percent.",
		"SUCCEEDS;" + port + ";organisation:example-port-authority-" + suffix("NK-old") + ";;;2005-06-01;;2024-06-21;;" +
			"opensanctions-ge_registry;Succession succ-1;Example Port Company succeeds Example Port Authority.",
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("claims are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if rec := f.Entities[ayla]; rec.Codes["wikidata"] != "Q900000001" || !slices.Equal(rec.Aliases, []string{"A. Demir", "Айла Демир"}) {
		t.Errorf("Ayla Demir is %+v", rec)
	}
	if rec := f.Entities[port]; rec.Type != "company" || rec.Description != "Country given: Georgia." ||
		!slices.Equal(rec.Aliases, []string{"Old Port"}) || len(rec.Sources) != 2 {
		t.Errorf("the port, of two lines, is %+v", rec)
	}
	if f.Entities["organisation:council-of-europe"].Name != "Council of Europe" {
		t.Error("an organisation of the tables has not the name that it has there")
	}
	if i := f.Info; i.Name != "opensanctions" || i.Licence != licence || i.Version != "2024-06-21" {
		t.Errorf("the dataset is %+v", i)
	}
	nothingPrivate(t, dest)
}

// nothingPrivate sees to it that nothing of people is written that is not their names and offices.
func nothingPrivate(t *testing.T, dest string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dest, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"1970", "U1234567", "Secret", "Nino"} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s tells %q", name, secret)
			}
		}
	}
}

func TestWhatIsLeftOut(t *testing.T) {
	f, err := imported(t, fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, o := range f.Report.LeftOut {
		told[o.Unit+" "+o.Place] = o.Reason
	}
	for place, reason := range map[string]string{
		"Occupancy line 18, occ-5":         "the position names several countries (ge, tr)",
		"Occupancy line 19, occ-6":         "the code is of a territory whose state is disputed",
		"Occupancy line 20, occ-7":         "it has ended on a day that is not told",
		"Occupancy line 21, occ-8":         "its post is not in the file",
		"Occupancy line 22, occ-9":         "it has a date that is none",
		"Membership line 32, mem-2":        "a person's membership has no counterpart",
		"Directorship line 34, dir-2":      "the director is no person",
		"Ownership line 37, own-3":         "its asset is of the schema Vessel",
		"Family from line 40 on":           "people appear in their public roles only",
		"Sanction from line 41 on":         "the graph has nothing of the kind",
		"Vessel from line 39 on":           "the graph has nothing of the kind",
		"unknown schema line 42":           "the schema is unknown",
		"damaged line line 43":             "its property holder is no list of texts",
		"damaged line line 44":             "it is not a FollowTheMoney entity in JSON",
		"Person from line 4 on":            "no public position",
		"Position from line 9 on":          "nobody who was taken over holds it",
		"alias that is no text Q900000001": "a dataset cannot hold the name",
	} {
		if !strings.HasPrefix(told[place], reason) {
			t.Errorf("%s is left out because %q, want %q", place, told[place], reason)
		}
	}
	if len(f.Report.LeftOut) != 17 {
		t.Errorf("left out is %+v", f.Report.LeftOut)
	}
}

func TestTheOrderOfLinesMakesNoDifference(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(fixture(t)), "\n")
	files := func() map[string]string {
		f, err := imported(t, strings.Join(lines, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		dest := t.TempDir()
		inOrder(t, f, dest)
		out := map[string]string{}
		for _, pattern := range []string{"*", "report/read.csv", "report/merged.csv", "report/same-as.csv"} {
			names, _ := filepath.Glob(filepath.Join(dest, pattern))
			for _, name := range names {
				text, _ := os.ReadFile(name)
				out[filepath.Base(name)] = string(text)
			}
		}
		return out
	}
	first := files()
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		for name, text := range files() {
			if text != first[name] {
				t.Errorf("%s is\n%s\nwas\n%s", name, text, first[name])
			}
		}
	}
}

func TestKnownDatasets(t *testing.T) {
	known := fstest.MapFS{
		"official.csv":     {Data: []byte("id,name,sources,wikidata\nofficial:ayla,Ayla D.,s,Q900000001\nofficial:levan,Levan Example,s,\n")},
		"organisation.csv": {Data: []byte("id,name,sources\norganisation:port,Example Port Company,s\n")},
		"relationships.csv": {Data: []byte("type,from,to,title,since,until,observed\n" +
			"HOLDS_OFFICE,official:levan,country:geo,Minister of Ports,2015,,\n")},
	}
	f, err := imported(t, fixture(t), known)
	if err != nil {
		t.Fatal(err)
	}
	inOrder(t, f, t.TempDir())
	for _, id := range []string{"official:ayla", "official:levan"} {
		if f.Entities[id].Name == "" || !slices.ContainsFunc(f.Report.Merged, func(m dataset.Merge) bool { return m.Entity == id }) {
			t.Errorf("%s was not found again: %+v", id, f.Report.Merged)
		}
	}
	if !slices.ContainsFunc(f.Report.SameAs, func(c dataset.Candidate) bool { return c.Other == "organisation:port" }) {
		t.Errorf("the company of the same name is no candidate: %+v", f.Report.SameAs)
	}
}

func TestOtherFiles(t *testing.T) {
	for name, text := range map[string]string{"nothing": "", "no JSON": "a,b\n1,2\n", "no relationship": `{"id":"a","schema":"Company","properties":{"name":["A"]}}`} {
		if _, err := imported(t, text); graph.CodeOf(err) != graph.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	plain := `{"id":"a","schema":"Company","properties":{"name":["A & Co"]}}
{"id":"b","schema":"Company","properties":{"name":["B"],"wikidataId":["Q1234567"]}}
{"id":"c","schema":"Company","properties":{"name":["B"],"wikidataId":["Q1234567"]}}
{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"startDate":["2001","2003"],"endDate":["2002"]}}
` + `{"id":"long","schema":"Company","properties":{"name":["` + strings.Repeat("x", maxLine) + `"]}}`
	f, err := imported(t, plain)
	if err != nil {
		t.Fatal(err)
	}
	inOrder(t, f, t.TempDir())
	if f.Info.Name != "ftm" || len(f.Rows) != 3 || f.Rows[0].Source != "followthemoney" {
		t.Errorf("entities without datasets come to %+v, %+v", f.Info, f.Rows)
	}
	if f.Entities["organisation:b-q1234567"].Codes["wikidata"] == "" || len(f.Entities) != 3 {
		t.Errorf("two entities of one Wikidata item are %+v", f.Entities)
	}
	if o := f.Report.LeftOut; len(o) != 1 || !strings.Contains(o[0].Reason, "longer than") {
		t.Errorf("the long line: %+v", o)
	}
}

// FuzzLines holds the reader against any lines: it ends, the numbers add up, and the loader accepts what it makes.
func FuzzLines(f *testing.F) {
	text := fixture(f)
	f.Add(text)
	for line := range strings.Lines(text) {
		f.Add(line)
	}
	f.Add(`{"id":"a","schema":"Company","properties":{"name":["A"]}}` + "\n" + `{"id":"o","schema":"Ownership","properties":{"owner":["a"],"asset":["a"]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		folder, err := imported(t, text)
		if err != nil {
			return
		}
		inOrder(t, folder, t.TempDir())
	})
}
