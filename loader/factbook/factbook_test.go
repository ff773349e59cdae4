package factbook

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

const raw = "../../data/raw/factbook"

// imported is what an input turns into; known are dataset folders.
func imported(t *testing.T, path string, known ...string) *dataset.Folder {
	t.Helper()
	in, err := dataset.OpenInput(path, known...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	folder, err := Import(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// addsUp checks that every unit that was read is in the graph or left out, and that every row's ends have records.
func addsUp(t *testing.T, f *dataset.Folder) {
	t.Helper()
	inGraph := 0
	for _, tally := range f.Report.Read {
		if tally.Read != tally.InGraph+tally.LeftOut {
			t.Errorf("%s: %d read, but %d in the graph and %d left out", tally.Unit, tally.Read, tally.InGraph, tally.LeftOut)
		}
		if tally.Unit != unitPage && tally.Unit != unitRemark {
			inGraph += tally.InGraph
		}
	}
	if inGraph != len(f.Rows) {
		t.Errorf("%d units are in the graph, but there are %d claims", inGraph, len(f.Rows))
	}
	for _, r := range f.Rows {
		if f.Entities[r.From].Name == "" || f.Entities[r.To].Name == "" || f.Sources[r.Source].Title == "" {
			t.Errorf("an end or the source of %+v has no record", r)
		}
	}
}

// said lists the rows of a relationship in short.
func said(f *dataset.Folder, from, to string) []string {
	var out []string
	for _, r := range f.Rows {
		if r.From == from && r.To == to {
			parts := []string{string(r.Type), r.Role, r.Title, r.Status, r.Since.String(), r.Text}
			out = append(out, strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " | "))
		}
	}
	slices.Sort(out)
	return out
}

func TestPagesBecomeADataset(t *testing.T) {
	f := imported(t, "testdata/pages")
	addsUp(t, f)
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"official:ilham-aliyev", "country:aze", []string{"HOLDS_OFFICE | President | 2003-10-31 | Named as chief of state."}},
		{"official:khazar-ibrahim", "country:aze", []string{"HOLDS_OFFICE | Ambassador to the United States | 2021-09-15 | " +
			"Named as chief of mission; also Permanent Representative to the UN."}},
		{"official:amy-carlon", "country:usa", []string{"HOLDS_OFFICE | Chargé d'Affaires in Azerbaijan (also accredited to " +
			"Georgia) | 2025-06-23 | Named as chief of mission."}},
		{"official:charles-iii", "country:geo", []string{"HOLDS_OFFICE | King | 2022-09-08 | Named as chief of state."}},
		{"official:charles-iii", "country:gbr", []string{"HOLDS_OFFICE | King | 2022-09-08 | Named as chief of state."}},
		{"official:sam-mostyn", "country:geo", []string{"HOLDS_OFFICE | Governor General | 2024-07-01 | " +
			"Named as representing the chief of state."}},
		{"official:john-smith-geo", "country:geo", []string{"HOLDS_OFFICE | acting | Prime Minister | 2020 | " +
			"Named as head of government."}},
		{"official:john-smith-gbr", "country:gbr", []string{"HOLDS_OFFICE | Prime Minister | 2024-07-05 | " +
			"Named as head of government."}},
		{"official:recep-tayyip-erdogan", "country:tur", []string{
			"HOLDS_OFFICE | President | 2014-08-28 | Named as chief of state.",
			"HOLDS_OFFICE | President | Named as head of government, as which since 9 July 2018."}},
		{"country:aze", "country:geo", []string{"BORDERS | Land border of 428 km.", "BORDERS | Land border of 430 km."}},
		{"country:aze", "country:tur", []string{"BORDERS | Land border of 17 km."}},
		{"country:aze", "country:rus", []string{"BORDERS | Land border of 338 km (Dagestan)."}},
		{"country:aze", "organisation:council-of-europe", []string{"MEMBER_OF | member | Listed among the organisations in " +
			"which it takes part."}},
		{"country:aze", "organisation:oas", []string{"MEMBER_OF | observer | Listed among the organisations in which it " +
			"takes part, with the remark \"observer\"."}},
		{"country:aze", "organisation:unmiss", []string{"MEMBER_OF | partner | Listed as taking part in the mission."}},
		{"organisation:eu", "organisation:un", []string{"MEMBER_OF | observer | Listed among the organisations in which it " +
			"takes part, with the remark \"observer\"."}},
		{"country:aze", "agreement:kyoto-protocol", []string{"PARTY_TO | in force | Listed as a party."}},
		{"country:aze", "agreement:comprehensive-nuclear-test-ban-treaty", []string{"PARTY_TO | ratified | Listed as a " +
			"party; the treaty itself is not in force."}},
		{"country:aze", "agreement:lrtap-sulphur-protocol-1994", []string{"PARTY_TO | signed | Listed as having signed, but " +
			"not ratified."}},
	} {
		if got := said(f, c.from, c.to); !slices.Equal(got, c.want) {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
	if r := f.Entities["official:charles-iii"]; r.Name != "Charles III" || r.Type != "monarch" ||
		!slices.Contains(r.Aliases, "King Charles III") || !slices.Equal(r.Sources, []string{"factbook-gg", "factbook-uk"}) {
		t.Errorf("Charles III is %+v", r)
	}
	if s := f.Sources["factbook-aj"]; s.Title != "The World Factbook: Azerbaijan" ||
		!strings.HasSuffix(s.URL, "/asia/aj.json") {
		t.Errorf("the source is %+v", s)
	}
	if len(f.Report.SameAs) != 1 || f.Report.SameAs[0].Entity != "official:john-smith-gbr" {
		t.Errorf("candidates are %+v; want the two John Smiths", f.Report.SameAs)
	}
}

func TestWhatCannotBeReadIsReported(t *testing.T) {
	left := map[string]string{}
	for _, o := range imported(t, "testdata/pages").Report.LeftOut {
		left[o.Unit+": "+o.Value] = o.Reason
	}
	for _, what := range []string{"page: ", "page: World", "page: Akrotiri",
		"office holder: King CHARLES III (since 8 September 2022)", "remark: the post was vacant before",
		"ambassador: Ambassador (vacant)", "membership: IHO (pending member)", "membership: ITUC (NGOs)", "membership: XYZ",
		"membership: ISO", "membership: ICAO (on a bicycle)", "treaty: Moon Dust", unitBorder + ": Ruritania 5 km",
		unitBorder + ": somewhere", unitBorder + ": Cyprus 48 km", unitBorder + ": Russia 2,435 km"} {
		if left[what] == "" {
			t.Errorf("%q is not reported", what)
		}
	}
	if got := left["membership: Listed among the organisations in which it takes part."]; got != "the page says it twice" {
		t.Errorf("an organisation that stands twice in a list is reported as %q", got)
	}
	if len(left) != 17 {
		t.Errorf("%d are left out, want 17: %v", len(left), left)
	}
}

func TestKnownOfficialsKeepTheirIDs(t *testing.T) {
	known := t.TempDir()
	write(t, known, "official.csv", "id,name,sources\nofficial:i-aliyev,İlham Əliyev,s\nofficial:ali-asadov,Ali Asadov,s\n")
	write(t, known, "relationships.csv", "type,from,to,title,since\nHOLDS_OFFICE,official:i-aliyev,country:aze,President,\n"+
		"HOLDS_OFFICE,official:ali-asadov,country:aze,Judge,1990\n")
	f := imported(t, "testdata/pages", known)
	addsUp(t, f)
	if said(f, "official:i-aliyev", "country:aze") == nil || len(f.Report.Merged) == 0 {
		t.Errorf("a known official was not met: %+v", f.Report.Merged)
	}
	if said(f, "official:ali-asadov", "country:aze") != nil && !slices.ContainsFunc(f.Report.Merged,
		func(m dataset.Merge) bool { return m.Entity == "official:ali-asadov" }) {
		t.Error("an id that somebody else has was taken")
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOtherInputs(t *testing.T) {
	if f := imported(t, "testdata/pages/asia/gg.json"); f.Report.Read[0].Read != 1 {
		t.Errorf("of one page %d were read", f.Report.Read[0].Read)
	}
	in, err := dataset.OpenInput(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Import(t.Context(), in); err == nil {
		t.Error("a folder without a page was imported")
	}
}

func TestTheRealFactbook(t *testing.T) {
	f := imported(t, raw, "../../data/region", "../../data/trend-2024-06-27")
	addsUp(t, f)
	for i, want := range []dataset.Tally{{Unit: unitPage, Read: 261, LeftOut: 13}, {Unit: unitHolder, Read: 532, LeftOut: 6},
		{Unit: unitAmbassador, Read: 470, LeftOut: 96}, {Unit: unitMember, Read: 10904},
		{Unit: unitTreaty, Read: 3273}, {Unit: unitBorder, Read: 674, LeftOut: 23}, {Unit: unitRemark, Read: 42, LeftOut: 17}} {
		want.InGraph = want.Read - want.LeftOut
		got := f.Report.Read[i]
		if want.Unit == unitMember { // what kind of organisation each is, is for the table of organisations to say
			want.InGraph, want.LeftOut = got.InGraph, got.LeftOut
		}
		if got != want {
			t.Errorf("tally is %+v, want %+v", got, want)
		}
	}
	for _, o := range f.Report.LeftOut {
		if strings.HasPrefix(o.Reason, "no name") || strings.Contains(o.Reason, "not known") ||
			strings.Contains(o.Reason, "does not say") || o.Reason == "no country of the name" {
			t.Errorf("not read: %+v", o)
		}
	}
	realms := 0
	for _, r := range f.Rows {
		if r.From == "official:charles-iii" {
			realms++
		}
		if r.Type == graph.HoldsOffice && strings.ContainsAny(f.Entities[r.From].Name, "()\",;") {
			t.Errorf("an official is called %q", f.Entities[r.From].Name)
		}
	}
	if realms != 35 {
		t.Errorf("Charles III has %d offices, want 35", realms)
	}
	for _, c := range []struct{ from, to, want string }{
		{"official:ilham-aliyev", "country:aze", "HOLDS_OFFICE | President | 2003-10-31 | Named as chief of state."},
		{"official:alexander-van-der-bellen", "country:aut", "HOLDS_OFFICE | President | 2017-01-26 | Named as chief of state."},
		{"official:xi-jinping", "country:hkg", "HOLDS_OFFICE | President of China | 2013-03-14 | Named as chief of state."},
		{"official:donald-trump", "country:gum", "HOLDS_OFFICE | President | 2025-01-20 | Named as chief of state."},
		{"official:andrew-puzder", "country:usa", "HOLDS_OFFICE | Ambassador to the European Union | 2025-09-11 | Named as " +
			"chief of mission."},
		{"country:isr", "country:pse", "BORDERS | Land border of 330 km (West Bank)."},
		{"country:aze", "country:geo", "BORDERS | Land border of 428 km."},
		{"country:tkm", "organisation:cis", "MEMBER_OF | associate | Listed among the organisations in which it takes part, " +
			"with the remark \"associate member, has not ratified the 1993 CIS charter although it participates in " +
			"meetings and held the chairmanship of the CIS in 2012\"."},
	} {
		if got := said(f, c.from, c.to); !slices.Contains(got, c.want) {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	var texts [2]string
	for i := range texts {
		dir := t.TempDir()
		if err := imported(t, "testdata/pages").Write(dir); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"official.csv", "country.csv", "relationships.csv", "report/left-out.csv"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			texts[i] += string(text)
		}
	}
	if texts[0] != texts[1] {
		t.Error("two imports of one input differ")
	}
}
