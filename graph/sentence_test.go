package graph

import (
	"fmt"
	"testing"
)

func TestSentence(t *testing.T) {
	name := func(id string) string {
		return map[string]string{"country:aze": "Azerbaijan", "country:geo": "Georgia", "country:arm": "Armenia",
			"organisation:guam": "GUAM", "official:jb": "Jeyhun Bayramov", "project:btc": "BTC", "organisation:bp": "BP"}[id]
	}
	rel := func(t Type, from, to, role, title string, claims ...Claim) Relationship {
		return NewRelationship(RelationshipKey{Type: t, From: from, To: to, Role: role, Title: title}, claims)
	}
	day := MustDate
	for _, tc := range []struct {
		want string
		rels []Relationship
	}{
		{"Azerbaijan is a member of GUAM, since 10 October 1997 [guam-about].", []Relationship{
			rel(MemberOf, "country:aze", "organisation:guam", "", "", Claim{Source: "guam-about", Since: day("1997-10-10"), Status: "member"})}},
		{`Armenia has the status "observer" in GUAM, from 2001 to May 2005 [a, b].`, []Relationship{
			rel(MemberOf, "country:arm", "organisation:guam", "", "",
				Claim{Source: "b", Since: day("2001"), Until: day("2005-05"), Status: "observer"}, Claim{Source: "a"})}},
		{"Jeyhun Bayramov is Minister of Foreign Affairs in Azerbaijan, as of 27 June 2024 [t].", []Relationship{
			rel(HoldsOffice, "official:jb", "country:aze", "", "Minister of Foreign Affairs", Claim{Source: "t", Observed: day("2024-06-27")})}},
		{"BP takes part in BTC (shareholder), 30.1 %, until 2020 (sources disagree) [a, b].", []Relationship{
			rel(TakesPartIn, "organisation:bp", "project:btc", "shareholder", "",
				Claim{Dataset: "1", Source: "b", Share: share(30.1), Until: day("2020")}, Claim{Dataset: "2", Source: "a", Share: share(31)})}},
		{"Azerbaijan cooperates with Georgia (energy, transport), as of June 2024 [a, b].", []Relationship{
			rel(CooperatesWith, "country:aze", "country:geo", "energy", "", Claim{Source: "a", Observed: day("2024-06")}),
			rel(CooperatesWith, "country:geo", "country:aze", "transport", "", Claim{Source: "b", Observed: day("2024-06")})}},
		{"Azerbaijan borders Georgia [a]; Azerbaijan cooperates with Georgia (energy), 27 June 2024 [a].", []Relationship{
			rel(Borders, "country:geo", "country:aze", "", "", Claim{Source: "a"}),
			rel(CooperatesWith, "country:aze", "country:geo", "energy", "",
				Claim{Source: "a", Since: day("2024-06-27"), Until: day("2024-06-27")})}},
		{"Armenia has a dispute with Azerbaijan (territorial claims), according to Jeyhun Bayramov [t].", []Relationship{
			rel(DisputesWith, "country:arm", "country:aze", "territorial claims", "", Claim{Source: "t", SaidBy: "official:jb"})}},
		{"Jeyhun Bayramov directs BP as chairman [t].", []Relationship{
			rel(Directs, "official:jb", "organisation:bp", "", "chairman", Claim{Source: "t"})}},
		{".", nil},
	} {
		if got := Sentence(tc.rels, name); got != tc.want {
			t.Errorf("got  %s\nwant %s", got, tc.want)
		}
	}
}

// Another telling has its own names, words and notes, and the same sentence around them.
func TestTelling(t *testing.T) {
	claim := Claim{Dataset: "d", Source: "s", Locator: "p. 1", Confidence: Documented, Status: "observer", SaidBy: "official:z"}
	rels := []Relationship{
		NewRelationship(RelationshipKey{Type: MemberOf, From: "country:a", To: "organisation:b", Role: "part"}, []Claim{claim}),
		NewRelationship(RelationshipKey{Type: MemberOf, From: "country:a", To: "organisation:b", Role: "whole"}, []Claim{claim}),
		NewRelationship(RelationshipKey{Type: Directs, From: "person:c", To: "organisation:b", Title: "head"}, []Claim{{Dataset: "d", Source: "s"}}),
	}
	telling := Telling{
		Name: func(id string) string { return "<" + id + ">" },
		Word: func(s string) string { return "*" + s + "*" },
		Note: func(claims []Claim) string { return fmt.Sprintf("(%d from %s)", len(claims), claims[0].Source) },
	}
	const want = `<country:a> has the status *"observer"* in <organisation:b> (*part*, *whole*), according to <official:z>(2 from s); ` +
		`<person:c> directs <organisation:b> as *head*(1 from s).`
	if got := telling.Sentence(rels); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
