package csvmap

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

const (
	head = "dataset: {name: small, title: Small, licence: CC0-1.0}\nsources: {id: s, title: S}\n"
	body = "nodes:\n  file: n.csv\n  id: \"{ID}\"\n  kind: \"{Kind}\"\n  name: \"{Name}\"\n" +
		"relationships:\n  file: r.csv\n  type: HOLDS_OFFICE\n  from: \"{Who}\"\n  to: \"{Where}\"\n  title: \"{Post}\"\n"
	nodesCSV = "ID,Kind,Name,Since\nana-a,official,Ana A,\nguam,organisation,GUAM,1997\n"
	relsCSV  = "Who,Where,Post,From,To,Share\nana-a,country:geo,Minister,2001,2003,\nana-a,guam,Secretary,2004,,\n"
)

// ran is what a mapping comes to over the two small files, or others.
func ran(t testing.TB, mapping string, files ...string) (*dataset.Folder, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for i, name := range append([]string{"n.csv", nodesCSV, "r.csv", relsCSV, "mapping.yaml", mapping}, files...) {
		if i%2 == 0 {
			fsys[name] = &fstest.MapFile{Data: []byte(append([]string{nodesCSV, relsCSV, mapping}, odd(files)...)[i/2]), Mode: 0o644}
		}
	}
	return Import(t.Context(), &dataset.Input{Files: fsys})
}

func odd(list []string) (out []string) {
	for i := 1; i < len(list); i += 2 {
		out = append(out, list[i])
	}
	return out
}

func TestFaultyMappings(t *testing.T) {
	long := strings.Repeat("#", maxMapping+1)
	for name, c := range map[string]struct{ mapping, want string }{
		"empty":           {"# nothing\n", "mapping.yaml: it is empty"},
		"not YAML":        {"a: {b} {c}\n", "mapping.yaml:1:8: it is not YAML"},
		"alias":           {"a: &x 1\nb: *x\n", "mapping.yaml:1:4: Anchor is not read here"},
		"merge":           {"<<: {a: b}\n", "mapping.yaml:1:1: MergeKey is not read here"},
		"tag":             {"a: !!str b\n", "Tag is not read here"},
		"deep brackets":   {"a: " + strings.Repeat("[", 20) + "\n", "it is nested too deep"},
		"deep lists":      {strings.Repeat("- ", 200) + "a\n", "it is nested too deep"},
		"too long":        {long, "it is longer than 262144 bytes"},
		"no UTF-8":        {"a: \xff\n", "is not UTF-8; save it as UTF-8"},
		"a list":          {"- a\n", "mapping.yaml:1:1: it is no list of keys with values"},
		"two documents":   {head + body + "---\na: b\n", "it is a second document"},
		"unknown key":     {head + body + "noeds: {}\n", `mapping.yaml:14:1: unknown key "noeds"; perhaps nodes`},
		"key twice":       {head + head + body, `mapping key "dataset" already defined`},
		"nothing":         {head, "relationships: it is missing"},
		"no licence":      {"dataset: {name: a, title: A}\nsources: {id: s, title: S}\n" + body, "mapping.yaml:1:11: dataset.licence: it is missing"},
		"no source":       {"dataset: {name: a, title: A, licence: X}\n" + body, "sources: it is missing"},
		"name":            {strings.Replace(head, "small", "Small One", 1) + body, `"Small One" cannot name a dataset`},
		"rank":            {strings.Replace(head, "licence:", "rank: high, licence:", 1) + body, `"high" is no whole number`},
		"address":         {strings.Replace(head, "licence:", "url: example, licence:", 1) + body, "is not a web address"},
		"source's column": {strings.Replace(head, "title: S}", "title: \"{T}\"}", 1) + body, "the source has no file"},
		"source's date":   {strings.Replace(head, "title: S}", "title: S, published: 1.2.2003}", 1) + body, `mapping.yaml:2:11: sources: "1.2.2003": is not a date in the form 2006-01-02`},
		"no such file":    {head + strings.Replace(body, "n.csv", "m.csv", 1), `mapping.yaml:4:9: nodes.file: there is no file "m.csv" beside the mapping`},
		"file outside":    {head + strings.Replace(body, "n.csv", "../n.csv", 1), "does not lie in the folder"},
		"delimiter":       {head + strings.Replace(body, "n.csv", "n.csv\n  delimiter: pipe", 1), `"pipe" is not a delimiter; write comma, semicolon or tab`},
		"column":          {head + strings.Replace(body, "{Name}", "{Nane}", 1), `mapping.yaml:7:9: nodes.name: n.csv has no column "Nane"; perhaps Name; its columns are ID, Kind, Name, Since`},
		"column as text":  {head + strings.Replace(body, `"{Name}"`, "Name", 1), `"Name" is a column of n.csv; write "{Name}"`},
		"kind":            {head + strings.Replace(body, `"{Kind}"`, "oficial", 1), `"oficial" is not a kind; perhaps official`},
		"kind in values":  {head + strings.Replace(body, `"{Kind}"`, `{text: "{Kind}", values: {P: persona}}`, 1), `nodes.kind: "persona" is not a kind; perhaps person`},
		"no text":         {head + strings.Replace(body, `"{Kind}"`, `{values: {P: person}}`, 1), "it has no text"},
		"scheme alone":    {head + strings.Replace(body, "  kind:", "  scheme: iso3\n  kind:", 1), "code and scheme go together"},
		"scheme":          {head + strings.Replace(body, "  kind:", "  code: \"{ID}\"\n  scheme: iso4\n  kind:", 1), `nodes.scheme: "iso4" is not allowed; perhaps iso2`},
		"code of what":    {head + body + "  said_by: {code: \"{Who}\"}\n", "code and scheme go together"},
		"two ways":        {head + body + "  said_by: {name: \"{Who}\", key: \"{Who}\"}\n", "give one of key, name, or code"},
		"type":            {head + strings.Replace(body, "HOLDS_OFFICE", "HOLD_OFFICE", 1), `relationships.type: "HOLD_OFFICE" is not a relationship type; perhaps HOLDS_OFFICE`},
		"share":           {head + body + "  share: \"{Share}\"\n", "HOLDS_OFFICE has no share"},
		"confidence":      {head + body + "  confidence: sure\n", `"sure" is not allowed; write one of documented, reported, inferred`},
		"date form":       {head + body + "dates: [YYYY-MM-DD]\n", `"YYYY-MM-DD" is not a way of writing dates`},
		"two-digit year":  {head + body + "dates: [02.01.06]\n", `"02.01.06" is not a way of writing dates`},
		"open brace":      {head + strings.Replace(body, `"{Name}"`, `"{Name"`, 1), "does not hold the name of a column"},
		"open bracket":    {head + body + "  claim: \"a[ {Who}\"\n", "is not closed"},
		"language":        {head + strings.Replace(body, "  kind:", "  names: {Azeri language: \"{Name}\"}\n  kind:", 1), "is not a language tag"},
		"scheme of codes": {head + strings.Replace(body, "  kind:", "  codes: {iso: \"{Name}\"}\n  kind:", 1), `"iso" is not a scheme; perhaps iso2`},
		"no from":         {head + strings.Replace(body, "  from: \"{Who}\"\n", "", 1), "relationships.from: it is missing"},
	} {
		_, err := ran(t, c.mapping)
		if err == nil || !strings.Contains(err.Error(), c.want) || graph.CodeOf(err) != graph.CodeInvalid {
			t.Errorf("%s: the mapping is told %v\nwant %s", name, err, c.want)
		}
	}
	if _, err := ran(t, head+strings.Replace(body, "{Name}", "{Name}x{Nome}", 1)+"noeds: 1\n"); strings.Count(fmt.Sprint(err), "\n") != 1 {
		t.Errorf("not all faults are told at once: %v", err)
	}
}

// What is wrong with a row keeps out that row alone, and is told with its place.
func TestRowsThatAreLeftOut(t *testing.T) {
	dates := head + body + "  since: \"{From}\"\n  until: \"{To}\"\ndates: [1/2/2006, 2/1/2006, \"2006\"]\n"
	owns := head + strings.NewReplacer("HOLDS_OFFICE", "OWNS", "  title: \"{Post}\"\n", "  share: \"{Share}\"\n").Replace(body)
	for name, c := range map[string]struct{ mapping, file, row, want string }{
		"fields":          {head + body, "n.csv", "a,official", "n.csv;line 4;;the row has 2 fields and the header 4"},
		"quote":           {head + body, "n.csv", `b"c,official,B,`, "n.csv;line 4;;line 4 is not CSV"},
		"kind":            {head + body, "n.csv", "b,minister,B,", "n.csv;line 4, column Kind;minister;is not a kind"},
		"no kind":         {head + body, "n.csv", "b,,B,", "n.csv;line 4, column Kind;;nothing says of what kind"},
		"no id":           {head + body, "n.csv", "B b,official,B,", "n.csv;line 4, column ID;B b;it is not an id"},
		"id of another":   {head + body, "n.csv", "person:b,official,B,", "n.csv;line 4, column ID;person:b;it is the id of a person"},
		"id twice":        {head + body, "n.csv", "ana-a,official,B,", "n.csv;line 4, column ID;official:ana-a;the node is there already, from n.csv, line 2"},
		"no name":         {head + body, "n.csv", "b,official,,", "n.csv;line 4, column Name;;the node has no name"},
		"encoding":        {head + body, "n.csv", "b,official,Bj\xf6rk,", "n.csv;line 4, column Name;Bj\ufffdrk;the text is not UTF-8"},
		"unknown state":   {head + strings.Replace(body, "  id:", "  key:", 1), "n.csv", "b,country,Ruritania,", "n.csv;line 4, column Name;Ruritania;it is not the name of one state"},
		"no such key":     {head + body, "r.csv", "ana-b,guam,X,,,", "r.csv;line 4, column Who;ana-b;is not the key of a node; perhaps ana-a"},
		"no such id":      {head + body, "r.csv", "official:ana-b,guam,X,,,", "r.csv;line 4, column Who;official:ana-b;is not among the nodes"},
		"no end":          {head + body, "r.csv", "ana-a,,X,,,", "r.csv;line 4, column Where;;to is empty"},
		"ends":            {head + body, "r.csv", "guam,ana-a,X,,,", "r.csv;line 4, column Who;guam;HOLDS_OFFICE does not lead from Organisation to Official"},
		"date":            {dates, "r.csv", "ana-a,guam,X,May 2003,,", "r.csv;line 4, column From;May 2003;is not a date in the form"},
		"date in doubt":   {dates, "r.csv", "ana-a,guam,X,3/4/2003,,", "r.csv;line 4, column From;3/4/2003;may be 4 March 2003 or 3 April 2003"},
		"ends before":     {dates, "r.csv", "ana-a,guam,X,2003,2002,", "r.csv;line 4, column To;2002;it ends in 2002, before it begins in 2003"},
		"no number":       {owns, "r.csv", "ana-a,guam,,,,half", "r.csv;line 4, column Share;half;is not a plain number"},
		"share":           {owns, "r.csv", "ana-a,guam,,,,120", "r.csv;line 4, column Share;120;it is not within 0 and 100 percent"},
		"half a sentence": {head + body + "  claim: \"{Who} is {Post}.\"\n", "r.csv", "ana-a,guam,,,,", "r.csv;line 4, column Post;;the claim cannot be written"},
		"source":          {head + body + "  source: \"{Share}\"\n", "r.csv", "ana-a,guam,X,,,t", "r.csv;line 4, column Share;t;it is not the id of a source"},
		"the same":        {head + body + "  locator: p 1\n", "r.csv", "ana-a,guam,Secretary,,,", "r.csv;line 4;;r.csv, line 3 says exactly the same"},
		"code in turn":    {head + strings.Replace(body, `to: "{Where}"`, `to: {code: "{Where}", scheme: cow}`, 1), "r.csv", "ana-a,2,X,,,\nana-a,365,X,,,", "r.csv;line 5, column Where;365;stood for country:"},
		"name of none":    {head + strings.Replace(body, `to: "{Where}"`, `to: {name: "{Where}"}`, 1), "r.csv", "ana-a,Nowhere,X,,,", "r.csv;line 4, column Where;Nowhere;is neither the name"},
	} {
		text := map[string]string{"n.csv": nodesCSV, "r.csv": relsCSV}[c.file] + c.row + "\n"
		f, err := ran(t, c.mapping, c.file, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var told []string
		for _, o := range f.Report.LeftOut {
			told = append(told, strings.Join([]string{o.File, o.Place, o.Value, o.Reason}, ";"))
		}
		if !slices.ContainsFunc(told, func(s string) bool { return strings.HasPrefix(s, c.want) }) {
			t.Errorf("%s: left out is %q, want %q", name, told, c.want)
		}
		inOrder(t, f, t.TempDir())
	}
}

func TestWhatIsFoundInTheTables(t *testing.T) {
	mapping := head + "nodes:\n  file: n.csv\n  name: {Name}\n  kind: {Kind}\n  code: {ISO}\n  scheme: isonum\n  description: {Note}\n" +
		"relationships:\n  file: r.csv\n  type: MEMBER_OF\n  from: {code: {C}, scheme: cow}\n  to: {name: {Org}, kind: organisation}\n" +
		"  since: {From}\n  status: {text: {How}, values: {full: member}, otherwise: observer}\n"
	f, err := ran(t, mapping, "n.csv", "Name,Kind,ISO,Note\nAserbaidschan,country,31,x\nGeorgia,country,,\nSmall Office,organisation,,\n",
		"r.csv", "C,Org,From,How\n365,Small Office,1985,full\n365,Small Office,2001,full\n373,council of EUROPE,2001-01-25,half\n002,Small Office,,\n")
	if err != nil {
		t.Fatal(err)
	}
	aze := f.Entities["country:aze"]
	if aze.Name != "Azerbaijan" || !slices.Contains(aze.Aliases, "Aserbaidschan") || aze.Description != "x" {
		t.Errorf("Azerbaijan is %+v", aze)
	}
	var got []string
	for _, r := range f.Rows {
		got = append(got, strings.Join([]string{r.From, r.To, r.Since.String(), r.Status, r.Text}, " "))
	}
	want := []string{
		"country:ussr organisation:small-office 1985 member Soviet Union is a member of Small Office.",
		"country:rus organisation:small-office 2001 member Russia is a member of Small Office.",
		"country:aze organisation:council-of-europe 2001-01-25 observer Azerbaijan is a member of Council of Europe.",
		"country:usa organisation:small-office   United States is a member of Small Office.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("claims are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(f.Report.Merged) != 1 || f.Report.Merged[0].As != "council of EUROPE" {
		t.Errorf("merged is %+v", f.Report.Merged)
	}
	inOrder(t, f, t.TempDir())
}

func TestTemplates(t *testing.T) {
	cells := map[string]string{"Name": "Ana", "Post": "Minister"}
	for text, want := range map[string]string{
		"{Name} is {Post}[ since {From}].": "Ana is Minister.", "[{Post} ]{Name}": "Minister Ana", "[{From} ]{Name}": "Ana",
		"{Name} since {From}": "", "{Name} [x]": "Ana [x]", "{{{Name}}}": "{Ana}", "plain": "plain", "": "",
		"{ Name }": "Ana",
	} {
		tmpl, err := parseTemplate(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		var columns []string
		tmpl.columns(func(p *part) { p.index = len(columns); columns = append(columns, p.column) })
		if got := tmpl.expand(func(i int) string { return cells[columns[i]] }); got != want {
			t.Errorf("%q comes to %q, want %q", text, got, want)
		}
	}
}

func TestFilesOfTheFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, text []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var packed strings.Builder
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte("\xef\xbb\xbf" + nodesCSV))
	_ = z.Close()
	write("n.csv.gz", []byte(packed.String()))
	write("r.csv", []byte(strings.ReplaceAll(relsCSV, ",", "\t")))
	write("my mapping.yaml", []byte(head+strings.Replace(body, "r.csv", "r.csv\n  delimiter: tab\n  missing: Minister", 1)))
	f := imported(t, filepath.Join(dir, "my mapping.yaml"))
	if len(f.Rows) != 2 || f.Rows[0].Title != "" || f.Rows[1].Title != "Secretary" || f.Rows[1].Locator != "r.csv, line 3" {
		t.Errorf("rows are %+v", f.Rows)
	}
	inOrder(t, f, t.TempDir())
	outside := filepath.Join(t.TempDir(), "r.csv")
	if err := os.Rename(filepath.Join(dir, "r.csv"), outside); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "r.csv")); err != nil {
		t.Fatal(err)
	}
	in, err := dataset.OpenInput(filepath.Join(dir, "my mapping.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Import(t.Context(), in); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a link out of the folder: %v", err)
	}
}

func TestDateForms(t *testing.T) {
	for form, c := range map[string]struct{ text, want string }{
		"2006-01-02": {"2024-06-27", "2024-06-27"}, "02.01.2006": {"27.06.2024", "2024-06-27"}, "1/2/2006": {"6/27/2024", "2024-06-27"},
		"2/1/2006": {"27/6/2024", "2024-06-27"}, "01/2006": {"06/2024", "2024-06"}, "Jan 2006": {"Jun 2024", "2024-06"},
		"2 January 2006": {"27 June 2024", "2024-06-27"}, "2006": {"2024", "2024"}, "2006-01-02 15:04:05": {"2024-06-27 00:00:00", "2024-06-27"},
		"20060102": {"20240627", "2024-06-27"}, "January 2, 2006": {"June 27, 2024", "2024-06-27"},
	} {
		l, err := parseLayout(form)
		if err != nil {
			t.Error(err)
			continue
		}
		if d, what := parseDate(c.text, []layout{l}); d.String() != c.want {
			t.Errorf("%s in the form %s is %q, %s", c.text, form, d, what)
		}
	}
}
