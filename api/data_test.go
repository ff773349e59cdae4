package api

import (
	"coopgraph/graph"
	"coopgraph/graph/graphtest"
)

// testData is a small graph with everything that an answer can show: dates of each precision, a conflict, a share, a
// claim that somebody made, parallel relationships, coordinates, codes, and a name that is no good in HTML.
func testData() graphtest.Data {
	var d graphtest.Data
	d.Sources = []graph.Source{
		graph.NewSource("trend-report", []graph.SourceRecord{{Dataset: "trend", Title: "Ministers met in Baku",
			Publisher: "Trend", URL: "https://example.org/report", Published: graph.MustDate("2024-06-27")}}),
		graph.NewSource("guam-charter", []graph.SourceRecord{{Dataset: "region", Title: "Charter of GUAM", Licence: "CC0"}}),
	}
	latitude, longitude := 40.4, 49.9
	entity := func(id, dataset string, r graph.Record) {
		r.Dataset, r.Sources = dataset, []string{"trend-report"}
		d.Entities = append(d.Entities, graph.NewEntity(id, []graph.Record{r}))
	}
	entity("country:aze", "trend", graph.Record{Name: "Azerbaijan", Formerly: []string{"country:azerbaijan-ssr"}, Names: map[string]string{"az": "Azərbaycan"},
		Aliases: []string{"Republic of Azerbaijan"}, Codes: map[string]string{"iso3": "AZE", "iso2": "AZ"},
		Latitude: &latitude, Longitude: &longitude, Capital: "Baku", Since: graph.MustDate("1991-10-18")})
	entity("country:geo", "trend", graph.Record{Name: "Georgia", Codes: map[string]string{"iso3": "GEO"}})
	entity("country:arm", "trend", graph.Record{Name: "Armenia"})
	entity("country:atl", "region", graph.Record{Name: "Atlantis <img onerror=x>", Description: "Sunk."})
	entity("organisation:guam", "region", graph.Record{Name: "GUAM", Type: "intergovernmental"})
	entity("organisation:un", "region", graph.Record{Name: "United Nations", Aliases: []string{"UN"}})
	entity("project:btc", "trend", graph.Record{Name: "Baku–Tbilisi–Ceyhan pipeline"})
	entity("official:jeyhun-bayramov", "trend", graph.Record{Name: "Jeyhun Bayramov"})
	d.Relationships = testRelationships()
	return d
}

func testRelationships() []graph.Relationship {
	claim := func(source, since, until string) graph.Claim {
		dataset := "trend"
		if source == "guam-charter" {
			dataset = "region"
		}
		return graph.Claim{Dataset: dataset, Source: source, Locator: "paragraph 1", Text: "So it says.", Confidence: graph.Reported,
			Since: graph.MustDate(since), Until: graph.MustDate(until), Observed: graph.MustDate("2024-06-27")}
	}
	var rels []graph.Relationship
	add := func(key graph.RelationshipKey, claims ...graph.Claim) {
		rels = append(rels, graph.NewRelationship(key, claims))
	}
	member := claim("guam-charter", "1997-10", "")
	member.Status, member.Confidence = "member", graph.Documented
	later := claim("trend-report", "2001", "")
	share := 30.1
	stake := claim("trend-report", "2006", "")
	stake.Share = &share
	said := claim("trend-report", "", "")
	said.SaidBy = "official:jeyhun-bayramov"
	ended := claim("trend-report", "1995", "1996-03-01")
	add(graph.RelationshipKey{Type: graph.MemberOf, From: "country:aze", To: "organisation:guam"}, member, later)
	add(graph.RelationshipKey{Type: graph.MemberOf, From: "country:geo", To: "organisation:guam"}, member)
	for _, c := range []string{"country:aze", "country:geo", "country:arm"} {
		add(graph.RelationshipKey{Type: graph.MemberOf, From: c, To: "organisation:un"}, claim("trend-report", "1992", ""))
	}
	add(graph.RelationshipKey{Type: graph.TakesPartIn, From: "country:aze", To: "project:btc", Role: "shareholder"}, stake)
	add(graph.RelationshipKey{Type: graph.TakesPartIn, From: "country:aze", To: "project:btc", Role: "transit"}, claim("trend-report", "2006", ""))
	add(graph.RelationshipKey{Type: graph.TakesPartIn, From: "country:geo", To: "project:btc", Role: "transit"}, ended)
	add(graph.RelationshipKey{Type: graph.HoldsOffice, From: "official:jeyhun-bayramov", To: "country:aze",
		Title: "Minister of Foreign Affairs"}, claim("trend-report", "2020-07-16", ""))
	add(graph.RelationshipKey{Type: graph.DisputesWith, From: "country:arm", To: "country:aze", Role: "claims"}, said)
	return rels
}
