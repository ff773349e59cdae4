package mcp

import (
	"coopgraph/graph"
	"coopgraph/graph/graphtest"
)

// testData is a small graph with everything that an answer can show: dates of each precision, a disagreement, a share, a
// claim that somebody made, a correction, parallel ties, two entities of one name, and names that are no good in markup.
func testData() graphtest.Data {
	d := graphtest.Data{Sources: []graph.Source{
		graph.NewSource("trend-report", []graph.SourceRecord{{Dataset: "trend", Title: "Ministers met in Baku", Publisher: "Trend",
			URL: "https://example.org/report", Published: graph.MustDate("2024-06-27")}}),
		graph.NewSource("guam-charter", []graph.SourceRecord{{Dataset: "region", Title: "Charter of GUAM", Licence: "CC0",
			Accessed: graph.MustDate("2026-01-22"), Note: "English text"}}),
	}}
	entity := func(id, dataset string, r graph.Record) {
		r.Dataset, r.Sources = dataset, []string{"trend-report"}
		d.Entities = append(d.Entities, graph.NewEntity(id, []graph.Record{r}))
	}
	entity("country:aze", "trend", graph.Record{Name: "Azerbaijan", Names: map[string]string{"az": "Azərbaycan"},
		Aliases: []string{"Republic of Azerbaijan"}, Codes: map[string]string{"iso3": "AZE"}, Capital: "Baku",
		Since: graph.MustDate("1991-10-18"), Description: "A country on the Caspian Sea."})
	entity("country:geo", "trend", graph.Record{Name: "Georgia", Codes: map[string]string{"iso3": "GEO"}})
	entity("country:arm", "trend", graph.Record{Name: "Armenia"})
	entity("country:atl", "region", graph.Record{Name: "Atlantis <img onerror=x>", Description: "Sunk."})
	entity("organisation:guam", "region", graph.Record{Name: "GUAM", Type: "intergovernmental"})
	entity("organisation:un", "region", graph.Record{Name: "United Nations", Aliases: []string{"UN"}})
	entity("project:btc", "trend", graph.Record{Name: "Baku–Tbilisi–Ceyhan pipeline"})
	entity("project:twin-a", "trend", graph.Record{Name: "Twin"})
	entity("area:twin-b", "trend", graph.Record{Name: "Twin"})
	entity("official:jeyhun-bayramov", "trend", graph.Record{Name: "Jeyhun Bayramov"})
	entity("official:ilia-darchiashvili", "trend", graph.Record{Name: "Ilia Darchiashvili"})
	entity("event:meeting", "trend", graph.Record{Name: "Meeting in Baku", Since: graph.MustDate("2024-06-27"), Until: graph.MustDate("2024-06-27")})
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
	add := func(t graph.Type, from, to, role, title string, claims ...graph.Claim) {
		key := graph.RelationshipKey{Type: t, From: from, To: to, Role: role, Title: title}
		rels = append(rels, graph.NewRelationship(key, claims))
	}
	member := claim("guam-charter", "1997-10", "")
	member.Status, member.Confidence = "member", graph.Documented
	share := 30.1
	stake := claim("trend-report", "2006", "")
	stake.Share = &share
	said := claim("trend-report", "", "")
	said.SaidBy = "official:jeyhun-bayramov"
	wrong := claim("trend-report", "1980", "")
	correction := claim("guam-charter", "", "")
	correction.Withdraws, correction.Text = "trend", "It was never so."
	add(graph.MemberOf, "country:aze", "organisation:guam", "", "", member, claim("trend-report", "2001", ""))
	add(graph.MemberOf, "country:geo", "organisation:guam", "", "", member)
	for _, c := range []string{"country:aze", "country:geo", "country:arm"} {
		add(graph.MemberOf, c, "organisation:un", "", "", claim("trend-report", "1992", ""))
	}
	add(graph.MemberOf, "country:atl", "organisation:un", "", "", wrong, correction)
	add(graph.TakesPartIn, "country:aze", "project:btc", "shareholder", "", stake)
	add(graph.TakesPartIn, "country:aze", "project:btc", "transit", "", claim("trend-report", "2006", ""))
	add(graph.TakesPartIn, "country:geo", "project:btc", "transit", "", claim("trend-report", "1995", "1996-03-01"))
	add(graph.HoldsOffice, "official:jeyhun-bayramov", "country:aze", "", "Minister of Foreign Affairs", claim("trend-report", "2020-07-16", ""))
	for _, o := range []string{"official:jeyhun-bayramov", "official:ilia-darchiashvili"} {
		add(graph.Attended, o, "event:meeting", "participant", "", claim("trend-report", "2024-06-27", "2024-06-27"))
	}
	add(graph.DisputesWith, "country:arm", "country:aze", "claims", "", said)
	return rels
}
