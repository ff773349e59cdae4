package loader

import (
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
)

// corrections is an overlay over the good dataset: no border, and a membership since 1999 that has one claim less.
func corrections() map[string]string {
	return map[string]string{
		"dataset.yaml":     "name: corrections\ntitle: Corrections\nlicence: CC0-1.0\n",
		"sources.csv":      "id,title,published\nregister,The register,2025\n",
		"country.csv":      "id,name,sources\ncountry:aze,Azerbaijan,register\ncountry:geo,Georgia,register\n",
		"organisation.csv": "id,name,sources\norganisation:guam,GUAM,register\n",
		"relationships.csv": "type,from,to,since,status,source,claim,confidence,withdraws\n" +
			"BORDERS,country:aze,country:geo,,,register,There is no such border.,documented,test\n" +
			"MEMBER_OF,country:aze,organisation:guam,,,register,The page was wrong.,documented,test/page\n" +
			"MEMBER_OF,country:aze,organisation:guam,1999,member,register,Member since 1999.,documented,\n",
	}
}

func TestACorrectionWithdrawsAndIsUndone(t *testing.T) {
	db := bolttest.Open(t)
	mustLoad(t, db, good(), Options{})
	before := dump(t)
	mustLoad(t, db, corrections(), Options{})

	member := graph.RelationshipKey{Type: graph.MemberOf, From: "country:aze", To: "organisation:guam"}
	r, err := db.Relationship(t.Context(), member.ID())
	if err != nil || r.Since.String() != "1999" || len(r.Claims) != 4 || len(r.Sources()) != 2 {
		t.Errorf("the membership is %+v, %v; want it since 1999, with every claim still told", r, err)
	}
	border := graph.RelationshipKey{Type: graph.Borders, From: "country:aze", To: "country:geo"}
	if r, err := db.Relationship(t.Context(), border.ID()); err != nil || !r.Withdrawn() || len(r.Claims) != 2 {
		t.Errorf("the border is %+v, %v; want it told as withdrawn", r, err)
	}
	if n := len(neighbours(t, db, "country:geo")); n != 1 {
		t.Errorf("Georgia has %d relationships; want the event alone", n)
	}
	if e, err := db.Entity(t.Context(), "country:geo"); err != nil || e.Degree != 1 {
		t.Errorf("Georgia has the degree %d, %v; want 1", e.Degree, err)
	}
	both := dump(t)

	// The corrected dataset may come and go, and be loaded again, in any order.
	if s := mustLoad(t, db, good(), Options{}); s.Total().Written() != 0 {
		t.Errorf("loading the corrected dataset again says %s", s.String())
	}
	for _, name := range []string{"test", "corrections"} {
		if _, err := Unload(t.Context(), db, name, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if left := dump(t); len(left) != 1 {
		t.Errorf("with both unloaded there is left %v", left)
	}
	mustLoad(t, db, corrections(), Options{})
	mustLoad(t, db, good(), Options{})
	same(t, "the corrections first", dump(t), both)
	if _, err := Unload(t.Context(), db, "corrections", Options{}); err != nil {
		t.Fatal(err)
	}
	same(t, "with the corrections unloaded", dump(t), before)
}

func neighbours(t *testing.T, db *bolt.DB, id string) []graph.Relationship {
	t.Helper()
	a, err := db.Neighbourhood(t.Context(), graph.NeighbourhoodQuery{Starts: []string{id}})
	if err != nil {
		t.Fatal(err)
	}
	return a.Graph.Relationships
}

func TestAWithdrawalSaysNothingElse(t *testing.T) {
	files := corrections()
	files["relationships.csv"] = "type,from,to,since,source,claim,confidence,withdraws\n" +
		"BORDERS,country:aze,country:geo,1991,register,No.,documented,test\n" +
		"BORDERS,country:aze,country:geo,,register,No.,documented,Test data\n" +
		"BORDERS,country:aze,country:geo,,register,No.,documented,test/\n"
	d, err := Open(folder(files))
	if err != nil {
		t.Fatal(err)
	}
	want := "relationships.csv:2:33: since: a row that withdraws claims nothing itself; leave it empty, and say what is right in a row of its own\n" +
		"relationships.csv:3:58: withdraws: \"Test data\" names no claims; write the name of a dataset, such as factbook, or with one of its sources, such as factbook/factbook-aj\n" +
		"relationships.csv:4:58: withdraws: \"test/\" names no claims; write the name of a dataset, such as factbook, or with one of its sources, such as factbook/factbook-aj"
	if err := d.Check(t.Context()); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
