package audit_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/graph"
	"coopgraph/graph/audit"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

const relationshipHeader = "type,from,to,role,title,spell,since,until,observed,status,share,source,locator,claim,confidence,said_by,withdraws\n"

// sound is a dataset of which nothing is to be said.
func sound() map[string]string {
	return map[string]string{
		"dataset.yaml": "name: sound\ntitle: S\nlicence: x\nrank: 5\n",
		"sources.csv":  "id,title\ns,S\n",
		"country.csv": "id,name,sources,since,until,latitude,longitude,iso3\ncountry:aaa,A,s,1990,,1,1,AAA\n" +
			"country:bbb,B,s,1950,1999-06,,,BBB\ncountry:ccc,C,s,,,2,2,\n",
		"organisation.csv": "id,name,sources,since,until\norganisation:o,O,s,1995-05-08,2010\norganisation:p,P,s,,\n",
		"official.csv":     "id,name,sources\nofficial:x,X,s\nofficial:y,Y,s\n",
		"event.csv":        "id,name,sources,since,until,formerly\nevent:e,E,s,2000-01-01,2000-01-03,event:ee\n",
		"project.csv":      "id,name,sources\nproject:r,R,s\n",
		"relationships.csv": relationshipHeader +
			"BORDERS,country:aaa,country:bbb,,,,1992,1999,,,,s,,A border.,documented,,\n" +
			"MEMBER_OF,country:aaa,organisation:o,,,,1995,2010,,member,,s,row 1,A member.,documented,,\n" +
			"HOLDS_OFFICE,official:x,country:aaa,,President,,2001,2003-05-01,,,,s,,Held it.,documented,official:y,\n",
	}
}

// with adds rows to files of the sound dataset.
func with(rows ...string) fstest.MapFS {
	files := sound()
	for i := 0; i < len(rows); i += 2 {
		files[rows[i]] += rows[i+1]
	}
	return folder(files)
}

// claims adds rows of the form "type,from,to,role,title,spell,since,until,observed,status,share".
func claims(rows ...string) fstest.MapFS {
	text := ""
	for _, row := range rows {
		text += row + ",s,,Text.,documented,,\n"
	}
	return with("relationships.csv", text)
}

// another is a dataset that shares A and O with the sound one.
func another(rows ...string) fstest.MapFS {
	text := relationshipHeader
	for _, row := range rows {
		text += row + "\n"
	}
	return folder(map[string]string{
		"dataset.yaml": "name: another\ntitle: A\nlicence: x\n", "sources.csv": "id,title\ns,S\nt,T\n",
		"country.csv":       "id,name,sources,iso3\ncountry:aaa,A,t,AAA\ncountry:ccc,C,s,\n",
		"organisation.csv":  "id,name,sources\norganisation:o,O,t\norganisation:p,P,t\n",
		"relationships.csv": text,
	})
}

// textsOf is what was found by code.
func textsOf(r audit.Report) map[audit.Code]string {
	out := map[audit.Code]string{}
	for _, g := range r.Groups {
		for _, f := range g.Findings {
			out[g.Code] += f.Text + "\n"
		}
	}
	return out
}

// expect says where the findings are not those wanted: by code, a text that must be among them.
func expect(t *testing.T, what string, r audit.Report, want map[audit.Code]string) {
	t.Helper()
	got := textsOf(r)
	for code, text := range want {
		if found, ok := got[code]; !ok || !strings.Contains(found, text) {
			t.Errorf("%s: no [%s] that says %q, but %q", what, code, text, found)
		}
	}
	for code, text := range got {
		if _, ok := want[code]; !ok {
			t.Errorf("%s: too much: [%s] %s", what, code, text)
		}
	}
}

func TestSoundGraph(t *testing.T) {
	db := bolttest.Open(t)
	expect(t, "empty", check(t, db), nil)
	load(t, db, folder(sound()))
	r := check(t, db)
	expect(t, "sound", r, nil)
	if want := (audit.Counts{Entities: 9, Relationships: 3, Claims: 3, Sources: 1,
		Datasets: 1}); r.Checked != want || r.Revision != 1 {
		t.Errorf("it looked at %+v, revision %d", r.Checked, r.Revision)
	}
	load(t, db, another("MEMBER_OF,country:aaa,organisation:o,,,,1995,2010-01,,member,,t,,So it was.,reported,,",
		"BORDERS,country:ccc,country:aaa,,,,,,,,,t,,A border.,reported,,"))
	expect(t, "two sound datasets", check(t, db), nil)
	reader := struct{ graph.Reader }{db} // an engine that is no Inspector
	if r, err := audit.Check(t.Context(), reader,
		audit.Options{}); err != nil || len(r.Groups) > 0 || r.Checked.Claims != 5 {
		t.Errorf("through a reader alone: %+v, %v", r, err)
	}
}

// TestDamage changes the graph by hand.
func TestDamage(t *testing.T) {
	const edge = "MATCH ()-[r:MEMBER_OF]->() "
	const first = "MATCH (n {id: 'country:aaa'}) "
	for what, c := range map[string]struct {
		cypher string
		want   map[audit.Code]string
	}{
		"a name": {first + "SET n.name = 'Other'",
			map[audit.Code]string{audit.Derived: `country:aaa: name is "Other" and should be "A"`}},
		"a day": {edge + "SET r.last_day = date('2009-01-01')", map[audit.Code]string{audit.Derived: "last_day is " +
			"2009-01-01 and should be 2010-12-31"}},
		"no day": {edge + "REMOVE r.first_day", map[audit.Code]string{audit.Derived: "first_day is missing and should be " +
			"1995-01-01"}},
		"too much": {edge + "SET r.share = 5.0, r.weight = 2", map[audit.Code]string{
			audit.Derived: "share is 5 and should not be there", audit.Extra: "has the property weight"}},
		"a digest": {first + "SET n.digests = ['0']", map[audit.Code]string{audit.Derived: "digests is [0]"}},
		"a list": {first + "SET n.sources = ['s', 't']", map[audit.Code]string{audit.Derived: "sources is [s t] and " +
			"should be [s]"}},
		"a source": {"MATCH (s:Source) SET s.title = 'X', s:Mine", map[audit.Code]string{
			audit.Derived: `the source s: title is "X"`, audit.Extra: "s has the label Mine"}},
		"a former id": {"MATCH (n {id: 'event:e'}) SET n.former_ids = ['event:x']", map[audit.Code]string{
			audit.Derived: "former_ids is [event:x] and should be [event:ee]"}},
		"no label of one renamed": {"MATCH (n {id: 'event:e'}) REMOVE n:Renamed", map[audit.Code]string{
			audit.Derived: "event:e: it had other ids before, and the label Renamed is missing"}},
		"a label of one renamed": {first + "SET n:Renamed", map[audit.Code]string{
			audit.Derived: "country:aaa: it had no other id before, and has the label Renamed"}},
		"a record": {first + "SET n.records = '[{]'", map[audit.Code]string{audit.Unreadable: "country:aaa: its records",
			audit.NoRecord: `its end "country:aaa" is not there`, audit.NoPlace: "country:bbb",
			audit.Dataset: "dataset sound has 8 entities"}},
		"claims": {edge + "SET r.claims = 7", map[audit.Code]string{audit.Unreadable: "its claims",
			audit.Dataset: "2 relationships with 2 claims"}},
		"source record": {"MATCH (s:Source) SET s.records = ''", map[audit.Code]string{audit.Unreadable: "the source s",
			audit.NoSource: "which is not there", audit.Dataset: "0 sources"}},
		"dataset": {"MATCH (d:Dataset) SET d.info = '{'", map[audit.Code]string{audit.Unreadable: "the record of " +
			"dataset sound"}},
		"dataset title": {"MATCH (d:Dataset) SET d.claims = 99", map[audit.Code]string{audit.Derived: "the record of " +
			"dataset sound: claims is 99 and should be 3"}},
		"no dataset": {"MATCH (d:Dataset) DELETE d", map[audit.Code]string{audit.Dataset: `"sound" is not recorded`}},
		"two datasets": {"MATCH (d:Dataset) SET d.info = replace(d.info, '\"entities\":9', '\"entities\":10')",
			map[audit.Code]string{audit.Dataset: "recorded 10, 3, 3 and 1"}},
		"another's rank": {"MATCH (n {id: 'country:bbb'}) SET n.records = replace(n.records, '\"rank\":5', '\"rank\":6')",
			map[audit.Code]string{audit.Dataset: "the rank of dataset sound is 6 here and 5 elsewhere",
				audit.Derived: "digests"}},
		"kind": {first + "REMOVE n:Country SET " +
			"n:Official", map[audit.Code]string{audit.ID: `"country:aaa" has the labels Entity, Official`}},
		"id": {"MATCH (n {id: 'project:r'}) SET n.id = 'thing r'", map[audit.Code]string{audit.ID: `the id "thing r"`,
			audit.Derived: "kind"}},
		"no id": {"MATCH (n {id: 'project:r'}) REMOVE n.id", map[audit.Code]string{audit.ID: "has no id",
			audit.Dataset: "8 entities"}},
		"number": {"MATCH (s:Source) SET s.id = 7", map[audit.Code]string{audit.ID: "(:Source) has no id",
			audit.NoSource: "which is not there", audit.Dataset: "0 sources"}},
		"source id": {"MATCH (s:Source) SET s.id = 'S S'", map[audit.Code]string{audit.ID: `"S S" is not the id of a source`,
			audit.NoSource: "which is not there", audit.UnusedSource: "S S"}},
		"role": {edge + "SET r.role = 'x'", map[audit.Code]string{audit.ID: "its id would be member-of:",
			audit.NotPermitted: `no role, and it has "x"`}},
		"ends": {"MATCH (p {id: 'organisation:p'}) MATCH (a)-[r:MEMBER_OF]->(b) WITH p, a, r, properties(r) AS was " +
			"DELETE r CREATE (a)-[q:MEMBER_OF]->(p) SET q = was", map[audit.Code]string{audit.ID: "its id would be",
			audit.Degree: "organisation:o has the degree 1 and 0 neighbours"}},
		"round": {"MATCH (a)-[r:BORDERS]->(b) WITH a, b, r, properties(r) AS p DELETE r CREATE (b)-[q:BORDERS]->(a) " +
			"SET q = p", map[audit.Code]string{audit.ID: "the wrong way round"}},
		"end gone": {"MATCH (n {id: 'country:bbb'}) SET n.id = 'country:zzz'", map[audit.Code]string{audit.ID: "borders:"}},
		"degree": {first + "SET n.degree = 7", map[audit.Code]string{audit.Degree: "country:aaa has the degree 7 and 3 " +
			"neighbours"}},
		"no degree": {first + "REMOVE n.degree", map[audit.Code]string{audit.Degree: "3 neighbours"}},
		"unsettled": {first + "SET n:Unsettled, n.degree = 8", map[audit.Code]string{audit.Unsettled: "country:aaa"}},
		"unfinished": {"MATCH (m:CoopgraphMeta) SET m.unfinished = ['sound'], m.token = 'dead', m.until = 5 WITH m MATCH " +
			"(n {id: 'project:r'}) DELETE n",
			map[audit.Code]string{audit.Unfinished: "dataset sound"}},
		"no marker": {"MATCH (m:CoopgraphMeta) DELETE m", map[audit.Code]string{audit.Marker: "0 nodes"}},
		"stray": {"CREATE (:Thing {id: 'x'})-[:KNOWS]->(:Entity:Country)", map[audit.Code]string{audit.Stray: "labels " +
			"[Thing]", audit.ID: "(:Entity) has no id",
			audit.Degree: "0 neighbours"}},
		"stray relationship": {first + "MATCH (b {id: 'country:ccc'}) CREATE (n)-[:KNOWS]->(b)",
			map[audit.Code]string{audit.Stray: "country:aaa KNOWS country:ccc", audit.Degree: "country:ccc has the degree 0 " +
				"and 1"}},
		"no claim": {edge + "SET r.claims = '[]', r.datasets = [], r.digests = []",
			map[audit.Code]string{audit.Empty: "has no claim", audit.Dataset: "2 claims", audit.Derived: "since",
				audit.Outlives: "organisation:o"}},
		"no text": {edge + `SET r.claims = replace(replace(r.claims, '"A member."', '""'), 'documented', 'rumoured')`, map[audit.Code]string{audit.Empty: `or "rumoured"`, audit.Derived: "confidence"}},
		"no name": {first + `SET n.records = replace(n.records, '"name":"A"', '"name":""')`,
			map[audit.Code]string{audit.Empty: "country:aaa", audit.Derived: "name"}},
		"no source": {first + `SET n.records = replace(n.records, '"sources":["s"],', '')`,
			map[audit.Code]string{audit.NoSource: "dataset sound names no source", audit.Derived: "sources"}},
		"turned claim": {edge + `SET r.claims = replace(r.claims, '"until":"2010"', '"until":"1990"')`, map[audit.Code]string{
			audit.TurnedRound: "by sound: s, row 1 it ends in 1990, before it begins in 1995",
			audit.EndsFirst:   "it ends in 1990", audit.Derived: "until"}},
		"turned entity": {"MATCH (n {id: 'event:e'})" + ` SET n.records = replace(n.records, '"until":"2000-01-03"', '"until":"1999"')`, map[audit.Code]string{
			audit.TurnedRound: "event:e (E): by dataset sound it ends in 1999", audit.Derived: "until"}},
	} {
		db := bolttest.Open(t)
		load(t, db, folder(sound()))
		bolttest.Run(t, neo4jtest.Server(t), c.cypher, nil)
		expect(t, what, check(t, db), c.want)
	}
}

// TestSchema takes a constraint away, under which a double can come to be.
func TestSchema(t *testing.T) {
	db := bolttest.Open(t)
	load(t, db, folder(sound()))
	s := neo4jtest.Server(t)
	dropped := []string{"CONSTRAINT entity_id", "CONSTRAINT member_of_id", "INDEX entity_iso3", "INDEX entity_names"}
	for _, what := range dropped {
		bolttest.Run(t, s, "DROP "+what, nil)
	}
	var statements []string
	defer func() {
		bolttest.Wipe(t, s)
		for _, statement := range statements {
			bolttest.Run(t, s, statement, nil)
		}
		bolttest.Run(t, s, "CALL db.awaitIndexes(60)", nil)
		expect(t, "with the statements run", check(t, db), nil)
	}()
	bolttest.Run(t, s, "CREATE (n:Entity:Project) WITH n MATCH (o {id: 'project:r'}) SET n = properties(o)", nil)
	bolttest.Run(t, s, "MATCH (a)-[r:MEMBER_OF]->(b) CREATE (a)-[q:MEMBER_OF]->(b) SET q = properties(r)", nil)
	r := check(t, db)
	expect(t, "without constraints", r, map[audit.Code]string{audit.Schema: "CREATE FULLTEXT INDEX entity_names",
		audit.Duplicate: `"project:r"`,
		audit.Dataset:   "10 entities"})
	statements = strings.Split(strings.TrimSpace(textsOf(r)[audit.Schema]), "\n")
	if len(statements) != len(dropped) || !strings.Contains(textsOf(r)[audit.Duplicate], "member-of:") {
		t.Errorf("it misses %q and finds the doubles %s", statements, textsOf(r)[audit.Duplicate])
	}
}

// write writes what the loader would refuse, through its own interface.
func write(t *testing.T, db *bolt.DB, b graph.Batch, d graph.Dataset) {
	t.Helper()
	l, err := db.Begin(t.Context(), "test")
	if err == nil {
		b.Dataset = d.Name
		err = l.Apply(t.Context(), b)
	}
	if err == nil {
		_, err = l.Commit(t.Context(), &d)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestRefusedByTheLoader is about what another program may write.
func TestRefusedByTheLoader(t *testing.T) {
	db := bolttest.Open(t)
	load(t, db, folder(sound()))
	third := 30.0
	d := graph.MustDate
	rel := func(typ graph.Type, from, to, title string, c graph.Claim) graph.RelationshipWrite {
		c.Text, c.Confidence = "x", graph.Reported
		return graph.RelationshipWrite{Key: graph.RelationshipKey{Type: typ, From: from, To: to, Title: title},
			Claims: []graph.Claim{c}}
	}
	write(t, db, graph.Batch{
		Sources: []graph.SourceWrite{{ID: "q", Record: graph.SourceRecord{Title: "Q"}}},
		Entities: []graph.EntityWrite{{ID: "country:aaa", Record: graph.Record{Name: "A", Sources: []string{"gone"}}},
			{ID: "official:z", Record: graph.Record{Name: "Z", Sources: []string{"q"}}}},
		Relationships: []graph.RelationshipWrite{
			rel(graph.Borders, "country:aaa", "official:z", "", graph.Claim{Source: "s"}),
			rel(graph.MemberOf, "country:aaa", "organisation:p", "Chief", graph.Claim{Source: "q", Status: "chief",
				Share: &third, SaidBy: "official:x"}),
			rel(graph.Attended, "official:z", "event:e", "", graph.Claim{Source: "q", Since: d("2000-01-01"),
				Until: d("2000-01-02")}),
		},
	}, graph.Dataset{Name: "other", Title: "O", Licence: "x", Entities: 2, Relationships: 3, Claims: 3, Sources: 1})
	r := check(t, db)
	expect(t, "written by others", r, map[audit.Code]string{
		audit.NoSource:     `country:aaa (A): dataset other names the source "gone", which is not there`,
		audit.NoRecord:     "dataset other claims it and has no row for organisation:p",
		audit.Ends:         "leads from Country to Official; its type allows Country -> Country",
		audit.NotPermitted: "its type has no title",
	})
	for code, texts := range map[audit.Code][]string{
		audit.NoSource:     {`names the source "s", which only other datasets have`},
		audit.NoRecord:     {"no row for event:e", `on the word of "official:x"`},
		audit.NotPermitted: {`"chief" is no status`, "no share", "until (2000-01-02) is not since (2000-01-01)"},
	} {
		for _, text := range texts {
			if !strings.Contains(textsOf(r)[code], text) {
				t.Errorf("no [%s] that says %q in\n%s", code, text, textsOf(r)[code])
			}
		}
	}
}

// TestFacts loads datasets that are in order each, and contradict themselves or each other.
func TestFacts(t *testing.T) {
	type found = map[audit.Code]string
	const member = "MEMBER_OF,country:aaa,organisation:o,,,"
	const elder = "MEMBER_OF,country:bbb,organisation:p,,,"
	const office = "HOLDS_OFFICE,official:x,country:ccc,"
	for what, c := range map[string]struct {
		first, second fstest.MapFS
		want          found
	}{
		"since": {claims(), another(member + ",1996,2010,,member,,t,p 2,Later.,reported,,"), found{
			audit.Conflict: "country:aaa MEMBER_OF organisation:o: since 1995 (sound: s, row 1) against 1996 (another: t, p " +
				"2)"}},
		"status": {claims(), another(member + ",1995,2010,2000,observer,,t,,So.,reported,,"), found{
			audit.Conflict: "status member (sound: s, row 1) against observer, seen 2000 (another: t)"}},
		"status later": {claims("MEMBER_OF,country:ccc,organisation:p,,,,,,2001,observer,"),
			another("MEMBER_OF,country:ccc,organisation:p,,,,,,2002,member,,t,,So.,documented,,"), found{
				audit.Changed: "status member, seen 2002 (another: t) against observer, seen 2001 (sound: s)"}},
		"seen after": {claims(), another(member + ",1995,,2012,,,t,,So.,reported,,"), found{
			audit.Conflict: "until 2010 (sound: s, row 1) against seen to hold 2012 (another: t)"}},
		"share": {claims("TAKES_PART_IN,country:aaa,project:r,shareholder,,,,,2002-03,,10",
			"TAKES_PART_IN,country:aaa,project:r,shareholder,,,,,2002,,10.5"), nil,
			found{audit.Conflict: "share 10.5 %, seen 2002 (sound: s) against 10 %, seen 2002-03 (sound: s)"}},
		"ends first": {claims("MEMBER_OF,country:ccc,organisation:p,,,,2005,,,,",
			"MEMBER_OF,country:ccc,organisation:p,,,,,2001,,,"), nil,
			found{audit.EndsFirst: "it ends in 2001 by sound: s, and begins in 2005 by sound: s"}},
		"withdrawn": {claims(), another(member+",1996,2010,,member,,t,p 2,Later.,reported,,",
			member+",,,,,,t,,It was 1996.,documented,,sound/s"), nil},
		"all withdrawn": {claims(), another(member + ",,,,,,t,,Never.,documented,,sound"), nil},
		"idle": {claims(), another("BORDERS,country:aaa,country:ccc,,,,,,,,,t,,Never.,documented,,sound"), found{
			audit.Idle: "country:aaa BORDERS country:ccc: another: t withdraws sound, which claims nothing of it"}},
		"spells": {claims(elder+"1,1980,1985-06,,,", elder+",1984,1990,,,"), nil, found{
			audit.Overlap: "country:bbb MEMBER_OF organisation:p (spell 1), 1980 to 1985-06 [s]; and country:bbb MEMBER_OF " +
				"organisation:p, 1984 to 1990 [s]"}},
		"spells within one": {claims(elder+"1,1980,1990,,,", elder+"2,1981,1982,,,", elder+",1985,1986,,,"), nil,
			found{audit.Overlap: "spell 2"}},
		"spells that may meet": {claims(elder+"1,1980,1985,,,", elder+",1985,1990,,,"), nil, nil},
		"spells on one day":    {claims(elder+"1,1980,1985-01-01,,,", elder+",1985-01-01,1990,,,"), nil, nil},
		"a spell seen in another": {claims(elder+"1,1980,,1987,,", elder+",1985,1990,,,"), nil,
			found{audit.Overlap: "since 1980 and seen to hold 1987", audit.Outlives: "spell 1"}},
		"a spell without an end": {claims(elder+"1,1980,,1981,,", elder+",1985,1990,,,"), nil,
			found{audit.OpenSpell: "since 1980 and seen to hold 1981", audit.Outlives: "spell 1"}},
		"a spell before": {claims(elder+"1,1980,1981,1981,,", elder+",1985,,1990,,"), nil,
			found{audit.Outlives: ""}},
		"an open one seen later": {claims(elder+"1,1960,1970,,,", elder+",,,1985,,"), nil, found{audit.Outlives: "bbb"}},
		"two roles of one": {claims("COOPERATES_WITH,country:aaa,country:ccc,oil,,,1996,1999,,,",
			"COOPERATES_WITH,country:aaa,country:ccc,gas,,,1996,1999,,,"), nil, nil},
		"one office twice": {claims(office+",Minister,1,2001,2002,,,", office+",Minister,,2002,2004,,,"), nil, nil},
		"one office surely twice": {claims(office+"acting,Minister,,2001,2003,,,", office+",Minister,,2001-05,2004,,,"), nil,
			found{
				audit.OfficeTwice: "official:x HOLDS_OFFICE country:ccc (role acting, Minister), 2001 to 2003 [s]"}},
		"two offices": {claims(office+",Minister of A,,2001,2003,,,", office+",Minister of B,,2001,2003,,,"), nil, nil},
		"two presidents": {claims("HOLDS_OFFICE,official:y,country:aaa,,President,,2002-12,2004,,,"), nil, found{
			audit.SharedOffice: "official:x HOLDS_OFFICE country:aaa (President), 2001 to 2003-05-01 [s]"}},
		"a president after another": {claims("HOLDS_OFFICE,official:y,country:aaa,,President,,2003-05-01,2004,,,"), nil, nil},
		"two deputies": {claims("HOLDS_OFFICE,official:x,country:ccc,,Deputy Minister,,2001,2004,,,",
			"HOLDS_OFFICE,official:y,country:ccc,,Deputy Minister,,2001,2004,,,"), nil, nil},
		"member before the organisation": {claims("MEMBER_OF,country:ccc,organisation:o,,,,1994,1999,,,"), nil, found{
			audit.MemberOutside: "it began in 1994, and organisation:o begins on 1995-05-08"}},
		"member seen before": {claims("MEMBER_OF,country:ccc,organisation:o,,,,,,1995-04,,"), nil, found{
			audit.MemberOutside: "it was seen to hold in 1995-04, and organisation:o begins on 1995-05-08",
			audit.Outlives:      "has no end"}},
		"member perhaps before": {claims("MEMBER_OF,country:ccc,organisation:o,,,,1995-05,1999,,,"), nil, nil},
		"member after": {claims("MEMBER_OF,country:ccc,organisation:o,,,,2011,2012,,,"), nil,
			found{audit.MemberOutside: "it began in 2011, and organisation:o ends on 2010-12-31"}},
		"member until after": {claims("MEMBER_OF,country:ccc,organisation:o,,,,2001,2011-01,,,"), nil,
			found{audit.MemberOutside: "it lasted until 2011-01"}},
		"member seen after": {claims("MEMBER_OF,country:ccc,organisation:o,,,,2001,,2012,,"), nil,
			found{audit.MemberOutside: "it was seen to hold in 2012"}},
		"member of what is no more": {claims("MEMBER_OF,country:ccc,organisation:o,,,,2001,,2005,,"), nil,
			found{audit.Outlives: "it has no end, and organisation:o ends on 2010-12-31"}},
		"a state that is no more": {claims("MEMBER_OF,country:bbb,organisation:p,,,,1999-07,2001,,,"), nil,
			found{audit.MemberOutside: "country:bbb ends on 1999-06-30"}},
		"at an event that was over": {claims("ATTENDED,country:ccc,event:e,guest,,,2000-01-04,,,,"), nil,
			found{audit.Outside: "event:e ends on 2000-01-03"}},
		"chair of an event to come":  {claims("CHAIRS,country:ccc,event:e,,,,1998,,1999,,"), nil, nil},
		"another knows it as longer": {claims("MEMBER_OF,country:ccc,organisation:o,,,,2011,2012,,,"), longer(), nil},
		"no place": {with("country.csv", "country:ddd,D,s,,,,,\n"), nil,
			found{audit.NoPlace: "country:ddd"}},
		"unused source": {with("sources.csv", "u,U\n"), nil, found{audit.UnusedSource: "u (of sound)"}},
		"one code": {with("country.csv", "country:ddd,D,s,,,1,1,AAA2\n"), codeOf("country:ddd", "AAA"),
			found{audit.CodeTwice: "iso3:AAA is the code of country:aaa and of country:ddd (D)"}},
		"a former id that another has": {folder(sound()), formerly("another", "country:ccc,C,s,2,2,country:bbb"),
			found{audit.FormerID: "country:ccc has a former id that is an entity's: country:bbb"}},
		"a former id of two": {formerly("one", "country:ccc,C,s,2,2,country:old"), formerly("two", "country:ddd,D,s,2,2,country:old"),
			found{audit.FormerID: "country:old was the id of country:ccc and of country:ddd (D)"}},
	} {
		db := bolttest.Open(t)
		load(t, db, c.first)
		if c.second != nil {
			load(t, db, c.second)
		}
		r := check(t, db)
		expect(t, what, r, c.want)
		if slices.ContainsFunc(r.Groups, func(g audit.Group) bool { return g.Severity == audit.Error }) {
			t.Errorf("%s: what the loader took is called an error", what)
		}
	}
}

// longer is a dataset by which the organisation lasted until 2015.
func longer() fstest.MapFS {
	f := another()
	f["organisation.csv"].Data = []byte("id,name,sources,until\norganisation:o,O,t,2015\n")
	f["country.csv"].Data = []byte("id,name,sources\ncountry:aaa,A,s\n")
	return f
}

// codeOf is a dataset that gives an entity a code, and has the lowest rank.
func codeOf(id, code string) fstest.MapFS {
	f := longer()
	f["dataset.yaml"].Data = []byte("name: another\ntitle: A\nlicence: x\nrank: 1\n")
	f["country.csv"].Data = []byte("id,name,sources,iso3\n" + id + ",D,s," + code + "\n")
	return f
}

// formerly is a dataset whose one country had other ids.
func formerly(name, row string) fstest.MapFS {
	f := longer()
	f["dataset.yaml"].Data = []byte("name: " + name + "\ntitle: A\nlicence: x\n")
	f["country.csv"].Data = []byte("id,name,sources,latitude,longitude,formerly\n" + row + "\n")
	return f
}

func TestLimitAndOrder(t *testing.T) {
	db := bolttest.Open(t)
	rows := ""
	for _, id := range []string{"d", "e", "f", "g", "h"} {
		rows += "country:" + id + "," + id + ",s,,,,,\n"
	}
	load(t, db, with("country.csv", rows, "sources.csv", "u,U\n"))
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (n {id: 'country:d'}) SET n.degree = 3", nil)
	r, err := audit.Check(t.Context(), db, audit.Options{Limit: 2})
	if err != nil || r.Errors != 1 || r.Notes != 6 || len(r.Groups) != 3 || r.Groups[0].Severity != audit.Error ||
		r.Groups[1].Count != 5 || len(r.Groups[1].Findings) != 2 {
		t.Errorf("the report is %+v, %v", r, err)
	}
	var text strings.Builder
	if _, err := r.WriteTo(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The graph at revision 1: 14 entities, 3 relationships with 3 claims, 2 sources, 1 " +
		"dataset.\n1 error, 0 warnings, 6 notes.\n",
		"error: degrees that are not the number of neighbours (1) [degree]", "  - country:d\n  - country:e\n  and 3 more\n",
		"What to do: "} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, &text)
		}
	}
}

func TestLoadUnderWay(t *testing.T) {
	db := bolttest.Open(t)
	load(t, db, folder(sound()))
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (m:CoopgraphMeta) SET m.unfinished = ['sound'], m.token = 'x', m.until "+
		"= datetime.realtime().epochMillis + 60000", nil)
	if _, err := audit.Check(t.Context(), db, audit.Options{}); graph.CodeOf(err) != graph.CodeBusy {
		t.Errorf("the error is %v", err)
	}
}
