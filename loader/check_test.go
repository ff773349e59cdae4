package loader

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"coopgraph/graph"
)

const relHeader = "type,from,to,role,title,spell,since,until,observed,status,share,source,locator,claim,confidence,said_by\n"

func TestCheckAcceptsWhatIsRight(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"good":            good(),
		"BOM":             with("country.csv", "\xef\xbb\xbf"+good()["country.csv"]),
		"CRLF":            with("relationships.csv", strings.ReplaceAll(good()["relationships.csv"], "\n", "\r\n")),
		"no last newline": with("sources.csv", strings.TrimSuffix(good()["sources.csv"], "\n")),
		"other files":     with("README.md", "about", "LICENSE", "text"),
		"only a header":   with("relationships.csv", relHeader),
		"type in lower":   swap("relationships.csv", "MEMBER_OF", "member_of"),
		"yaml with all": with("dataset.yaml", "---\n# about\nname: test\ntitle: 'A: test'\nversion: 1.10\ndescription: |\n  two\n  lines\n"+
			"licence: \"CC0\"\ncitation: a & b\nurl: https://example.org/x\nrank: -3\n"),
	} {
		t.Run(name, func(t *testing.T) { opened(t, files) })
	}
}

func TestCheckReadsTheContents(t *testing.T) {
	d := opened(t, with("dataset.yaml", "name: test\ntitle: A test\nversion: 1.10\nlicence: CC0\nrank: 7\n"))
	want := graph.Dataset{Name: "test", Title: "A test", Version: "1.10", Licence: "CC0", Rank: 7,
		Entities: 4, Relationships: 3, Claims: 4, Sources: 2, Content: d.Info.Content}
	if d.Info != want || len(d.Info.Content) != 32 {
		t.Errorf("info is %+v, want %+v", d.Info, want)
	}
	entities, relations := all(t, d)
	aze := entities[0]
	got := fmt.Sprint(aze.ID, aze.Record.Aliases, aze.Record.Names, aze.Record.Codes, *aze.Record.Latitude, aze.Record.Rank, aze.Record.Dataset)
	if want := "country:aze[AZ Azerbaijan Republic] map[az:Azərbaycan] map[iso3:AZE] 40.5 7test"; got != want {
		t.Errorf("record is %s, want %s", got, want)
	}
	border, member, place := relations[0], relations[1], relations[2]
	if border.Key.From != "country:aze" || border.Claims[0].SaidBy != "country:geo" {
		t.Errorf("an undirected relationship is not in the order of its ends, or says nobody said it: %+v", border)
	}
	if len(member.Claims) != 2 || member.Claims[0].Source != "page" || member.Claims[1].Observed != date("2024-06-27") {
		t.Errorf("claims are not in order, or a missing observation is not the source's date: %+v", member.Claims)
	}
	if place.Claims[0].Until != date("2024-06-27") {
		t.Errorf("a momentary claim does not end on its day: %+v", place.Claims)
	}
}

// bad lists datasets with all that has to be said of them.
var bad = []struct {
	name  string
	files map[string]string
	want  []string
}{
	{"no dataset.yaml", with("dataset.yaml", ""), []string{"dataset.yaml: the file is missing; add it; a dataset needs"}},
	{"no sources.csv", with("sources.csv", ""), []string{"sources.csv: the file is missing"}},
	{"no relationships.csv", with("relationships.csv", ""), []string{"relationships.csv: the file is missing"}},
	{"misspelt file", with("organization.csv", "id"), []string{"organization.csv: no such file belongs to a dataset, so it would not be read; rename it to organisation.csv"}},
	{"foreign file", with("foo.csv.gz", "id"), []string{"foo.csv.gz: no such file"}},
	{"empty file", with("event.csv", " "[1:]+"\n"), []string{"event.csv:1:1: the file is empty"}},
	{"yaml list", with("dataset.yaml", "- a\n"), []string{"dataset.yaml:1:1: SequenceEntry is not read here"}},
	{"yaml alias", with("dataset.yaml", "name: &a x\ntitle: *a\nlicence: y\n"), []string{"dataset.yaml:1:7: Anchor is not read here"}},
	{"yaml scalar", with("dataset.yaml", "hello\n"), []string{"dataset.yaml:1:1: it is not a list of keys with values"}},
	{"yaml bytes", with("dataset.yaml", "name: \xff\n"), []string{"dataset.yaml: byte 7 of the text is not UTF-8; save it as UTF-8"}},
	{"yaml too long", with("dataset.yaml", "#"+strings.Repeat("x", maxInfo)), []string{"dataset.yaml: it cannot be read: it is longer than 65536 bytes"}},
	{"yaml keys", with("dataset.yaml", "name: Test 1\ntitel: x\nlicence: y\nrank: high\nurl: javascript:x\n"), []string{
		"dataset.yaml:2:1: unknown key \"titel\"; write title",
		"dataset.yaml: title: it is missing",
		"dataset.yaml:1:1: name: \"Test 1\" cannot name a dataset",
		"dataset.yaml:5:1: url: \"javascript:x\" does not begin with https",
		"dataset.yaml:4:1: rank: \"high\" is not a rank"}},
	{"UTF-16", with("sources.csv", "\xff\xfei\x00d\x00"), []string{"sources.csv:1:1: the file is UTF-16; save it as UTF-8"}},
	{"header", with("organisation.csv", "id,neme,sources,sources,name_AZ,name_xx1,foo\norganisation:guam,GUAM,report,,,,\n"), []string{
		"organisation.csv:1:4: neme: unknown column \"neme\"; write name; the columns are id,",
		"organisation.csv:1:17: sources: the column is there twice",
		"organisation.csv:1:25: name_AZ: unknown column \"name_AZ\"; write name_az",
		"organisation.csv:1:33: name_xx1: unknown column \"name_xx1\"; write name_ and a language tag",
		"organisation.csv:1:42: foo: unknown column \"foo\"",
		"organisation.csv:1:1: name: the header lacks this column"}},
	{"no id column", with("organisation.csv", "name,sources\nGUAM,report\n"), []string{"organisation.csv:1:1: id: the header lacks this column"}},
	{"encoding", plus("country.csv", "country:arm,Arm\xe9nie,report,,,,,\ncountry:tur,T\u009crk,report,,,,,\ncountry:irn,I\ufffd,report,,,,,\n"), []string{
		"country.csv:4:13: name: byte 4 of the text is not UTF-8",
		"country.csv:5:13: name: it contains the control character '\\u009c'",
		"country.csv:6:13: name: it contains U+FFFD"}},
	{"two lines in a name", plus("country.csv", "country:arm,\"A\nb\",report,,,,,\n"), []string{"country.csv:4:13: name: it contains the control character '\\n'"}},
	{"fields", plus("country.csv", "country:arm,Armenia\ncountry:tur,Turkey, Republic of,report,,,,,\n"), []string{
		"country.csv:4:13: the row has 2 fields and the header 8", "country.csv:5:44: the row has 9 fields and the header 8"}},
	{"quote", plus("country.csv", "country:arm,Arm\"enia,report,,,,,\ncountry:tur,\"Tur\"key,report,,,,,\n"), []string{
		"country.csv:4:16: a double quote stands where none may", "country.csv:5:17: a double quote stands"}},
	{"open quote", plus("country.csv", "country:arm,\"Armenia,report,,,,,\ncountry:tur,Turkey,report,,,,,\n"), []string{
		"country.csv:5:32: a double quote stands where none may; the row begins on line 4, so the quote that opens a field there is perhaps not closed"}},
	{"long name", plus("country.csv", "country:arm,"+strings.Repeat("x", 1001)+",report,,,,,\n"), []string{"country.csv:4:13: name: the text of 1001 bytes is longer than the 1000 that are kept"}},
	{"long row", plus("country.csv", "country:arm,\""+strings.Repeat("x\n", maxRecord)+"\",report,,,,,\n"), []string{"country.csv:4:1: the row is longer than 4194304 bytes; nothing after it was read"}},
	{"ids", plus("country.csv", "country:aze,A,report,,,,,\nCountry:x,B,report,,,,,\norganisation:c,C,report,,,,,\n,D,report,,,,,\ncountry:"+strings.Repeat("x", 200)+",E,report,,,,,\n"), []string{
		"country.csv:4:1: id: \"country:aze\" has a row already, on line 2",
		"country.csv:5:1: id: \"Country:x\" is not the id of an entity; write kind:slug",
		"country.csv:6:1: id: \"organisation:c\" is of the kind Organisation, and this file is for Country; move the row to organisation.csv",
		"country.csv:7:1: id: it is empty",
		"country.csv:8:1: id: \"country:xxx"}},
	{"sources", plus("sources.csv", "report,Again,\nBad Id,X,\nthird,,2024-13\n"), []string{
		"sources.csv:4:1: id: \"report\" has a row already, on line 2",
		"sources.csv:5:1: id: \"Bad Id\" is not the id of a source",
		"sources.csv:6:7: title: it is empty",
		"sources.csv:6:8: published: \"2024-13\" is not a date of the calendar; write 2024, 2024-06 or 2024-06-27"}},
	{"entity fields", plus("country.csv", "country:arm,,reprot,AZE,,91,,\ncountry:tur,Turkey,,T R,,1e1,200,\ncountry:irn,Iran,|,,,NaN,5,\n"), []string{
		"country.csv:4:13: name: it is empty; give the preferred English name",
		"country.csv:4:14: sources: \"reprot\" is not in sources.csv; write report, or add a row",
		"country.csv:4:21: iso3: the code belongs to country:aze already, on line 2 of country.csv",
		"country.csv:4:26: latitude: 91 is not a latitude from -90 to 90",
		"country.csv:4:29: longitude: one half of the place is missing",
		"country.csv:5:20: sources: the entity has no source",
		"country.csv:5:21: iso3: \"T R\" is not a code",
		"country.csv:5:26: latitude: \"1e1\" is not a number",
		"country.csv:5:30: longitude: 200 is not a longitude from -180 to 180",
		"country.csv:6:18: sources: the entity has no source",
		"country.csv:6:22: latitude: \"NaN\" is not a number"}},
	{"former ids", with("country.csv", "id,name,sources,formerly\ncountry:aze,A,report,Country:x|country:aze|country:geo\n"+
		"country:geo,G,report,country:old|organisation:old\ncountry:arm,Arm,report,country:old|country:older\n"), []string{
		"country.csv:2:22: formerly: \"Country:x\" is not the id of an entity; write kind:slug",
		"country.csv:2:22: formerly: \"country:aze\" is the id that the entity has; leave it out",
		"country.csv:2:22: formerly: \"country:geo\" has a row of its own, so it is not a former id; leave it out",
		"country.csv:3:22: formerly: \"organisation:old\" is of the kind Organisation, and the entity of the kind Country; write",
		"country.csv:4:24: formerly: \"country:old\" was the id of country:geo already, on line 3; leave the former id"}},
	{"entity dates", with("event.csv", "id,name,sources,since,until\nevent:visit,V,report,2024-06-27,2024-06-26\nevent:b,B,report,2024-02-30,2024\n"), []string{
		"event.csv:2:33: until: it ends in 2024-06-26, before it begins in 2024-06-27; exchange the two",
		"event.csv:3:18: since: \"2024-02-30\" is not a date of the calendar"}},
	{"ends", rels("MEMBER_OF,country:azr,organisation:guam,,,,,,,,,report,,c,reported,", "MEMBER_OF,organisation:guam,country:aze,,,,,,,,,report,,c,reported,",
		"HOLDS_OFFICE,country:aze,country:geo,,,,,,,,,report,,c,reported,", "MEMBER_OF,aze,,,,,,,,,,report,,c,reported,"), []string{
		"relationships.csv:2:11: from: \"country:azr\" has no row in country.csv; add one, or write country:aze",
		"relationships.csv:3:11: from: MEMBER_OF does not lead from Organisation to Country; exchange from and to; it leads Country -> Organisation, Organisation -> Organisation",
		"relationships.csv:4:14: from: HOLDS_OFFICE does not lead from Country to Country; write Official -> Organisation, Official -> Country",
		"relationships.csv:5:11: from: \"aze\" is not the id of an entity; write kind:slug",
		"relationships.csv:5:15: to: it is empty"}},
	{"needed", rels("MEMBER_OF,country:aze,organisation:guam,,,,,,,,,,,,,", ",country:aze,organisation:guam,,,,,,,,,nowhere,,c,reported,"), []string{
		"relationships.csv:2:49: source: it is empty; name the source by its id in sources.csv; no fact without one",
		"relationships.csv:2:51: claim: it is empty",
		"relationships.csv:2:52: confidence: it is empty",
		"relationships.csv:3:1: type: it is empty",
		"relationships.csv:3:40: source: \"nowhere\" is not in sources.csv"}},
	{"words", rels("MEMBER_OFF,country:aze,organisation:guam,,,,,,,,,report,,c,sure,", "MEMBER_OF,country:aze,organisation:guam,x,y,,,,,membre,,report,,c,reported,country:xxx",
		"ATTENDED,country:aze,event:visit,gest,,,,,,member,,report,,c,reported,"), []string{
		"relationships.csv:2:1: type: \"MEMBER_OFF\" is no relationship type; write MEMBER_OF; allowed are MEMBER_OF, PART_OF",
		"relationships.csv:2:60: confidence: \"sure\" is no confidence; write one of documented, reported, inferred",
		"relationships.csv:3:41: role: MEMBER_OF has no role; leave it empty",
		"relationships.csv:3:43: title: MEMBER_OF has no title",
		"relationships.csv:3:49: status: \"membre\" is no status of MEMBER_OF; write member; allowed are member, associate",
		"relationships.csv:3:76: said_by: \"country:xxx\" has no row in country.csv",
		"relationships.csv:4:34: role: \"gest\" is no role of ATTENDED; write guest; allowed are participant",
		"relationships.csv:4:44: status: ATTENDED has no status"}},
	{"shares", rels("OWNS,country:aze,organisation:guam,,,,,,,,101,report,,c,reported,", "OWNS,country:geo,organisation:guam,,,,,,,,NaN,report,,c,reported,",
		"OWNS,country:geo,organisation:guam,,,2,,,,,-1,report,,c,reported,", "MEMBER_OF,country:geo,organisation:guam,,,2,,,,,5,report,,c,reported,"), []string{
		"relationships.csv:2:43: share: 101 is not a share in percent from 0 to 100",
		"relationships.csv:3:43: share: \"NaN\" is not a number",
		"relationships.csv:4:44: share: -1 is not a share in percent",
		"relationships.csv:5:49: share: MEMBER_OF has no share"}},
	{"dates", rels("MEMBER_OF,country:aze,organisation:guam,,,,2024-13,2024-02-30,20240101,,,report,,c,reported,",
		"MEMBER_OF,country:geo,organisation:guam,,,,2024-06,2024-05-31,,,,report,,c,reported,",
		"ATTENDED,country:geo,event:visit,,,,2024-06-27,2024-06-28,,,,report,,c,reported,",
		"ATTENDED,country:aze,event:visit,,,,,2024,,,,report,,c,reported,"), []string{
		"relationships.csv:2:44: since: \"2024-13\" is not a date of the calendar",
		"relationships.csv:2:52: until: \"2024-02-30\" is not a date",
		"relationships.csv:2:63: observed: \"20240101\" is not a date",
		"relationships.csv:3:52: until: it ends in 2024-05-31, before it begins in 2024-06; exchange the two",
		"relationships.csv:4:48: until: ATTENDED is of one occasion, so until must equal since; write the same date",
		"relationships.csv:5:38: until: ATTENDED is of one occasion"}},
	{"duplicates", rels("BORDERS,country:aze,country:geo,,,,,,,,,report,,c,reported,", "BORDERS,country:geo,country:aze,,,,,,,,,report,,c,reported,",
		"BORDERS,country:geo,country:aze,,,,,,,,,report,,other,reported,"), []string{
		"relationships.csv:3:1: type: the row says the same as that of line 2; remove one of the two"}},
	{"nothing", with("country.csv", "", "organisation.csv", "", "event.csv", "", "relationships.csv", relHeader), []string{"the dataset has no entity; add a row"}},
}

// rels is the good dataset with these rows as relationships.
func rels(rows ...string) map[string]string {
	return with("relationships.csv", relHeader+strings.Join(rows, "\n")+"\n")
}

func TestCheckFindsEveryProblem(t *testing.T) {
	for _, c := range bad {
		t.Run(c.name, func(t *testing.T) {
			d, err := Open(folder(c.files))
			if err != nil {
				t.Fatal(err)
			}
			err = d.Check(t.Context())
			problems, ok := errors.AsType[Problems](err)
			if !ok {
				t.Fatalf("the error is %v, want problems", err)
			}
			for i, p := range problems {
				if i >= len(c.want) {
					t.Errorf("one more: %s", p.Error())
				} else if !strings.HasPrefix(p.Error(), c.want[i]) {
					t.Errorf("problem %d is\n  %s\nwant\n  %s", i, p.Error(), c.want[i])
				}
				if p.Fix == "" {
					t.Errorf("nothing is said about what to do: %s", p.Error())
				}
			}
			if len(problems) < len(c.want) {
				t.Errorf("missing: %q", c.want[len(problems):])
			}
			if again := d.Check(t.Context()); again == nil || again.Error() != err.Error() {
				t.Errorf("a second check says %v", again)
			}
		})
	}
}

func TestCheckFindsTwoKeysWithOneID(t *testing.T) {
	d, err := Open(folder(plus("relationships.csv",
		"MEMBER_OF,country:geo,organisation:guam,,member,1997-10-10,,,report,p 3,Is a member.,reported,\n")))
	if err != nil {
		t.Fatal(err)
	}
	c := newChecker(d)
	c.idOf = func(graph.RelationshipKey) string { return "member-of:0123456789abcdef" }
	if err := c.check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(c.list) != 1 || !strings.Contains(c.list[0].Error(), "relationships.csv:6:1: type: the relationship gets the id member-of:0123456789abcdef, which that of line 2 has") {
		t.Errorf("got %v", c.list)
	}
}

func TestProblemsAreCapped(t *testing.T) {
	d, err := Open(folder(plus("country.csv", strings.Repeat("x\n", MaxProblems+5))))
	if err != nil {
		t.Fatal(err)
	}
	problems, _ := errors.AsType[Problems](d.Check(t.Context()))
	if len(problems) != MaxProblems+1 || problems[MaxProblems].Message != "5 further problems are not listed" {
		t.Errorf("%d problems, the last %v", len(problems), problems[len(problems)-1])
	}
	if lines := strings.Split(problems.Error(), "\n"); len(lines) != shownProblems+1 || lines[shownProblems] != "and 9001 more" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestCheckEndsWithItsContext(t *testing.T) {
	d, err := Open(folder(good()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Check(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := d.Check(t.Context()); err != nil {
		t.Errorf("a later check fails: %v", err)
	}
}
