package graphtest

import (
	"fmt"
	"math/rand/v2"

	"coopgraph/graph"
)

// What random graphs are made of: few values, so that ties, parallel and opposite relationships and filters that
// really cut are common.
var (
	randomKinds  = []graph.Kind{graph.Country, graph.Organisation, graph.Official, graph.Project}
	randomTypes  = []graph.Type{graph.MemberOf, graph.CooperatesWith, graph.HoldsOffice, graph.TakesPartIn, graph.Borders}
	randomDates  = []string{"", "", "1998", "2001-03", "2004-02-29", "2004", "2010-06-15"}
	randomGrades = []graph.Confidence{graph.Documented, graph.Reported, graph.Inferred}
	randomSets   = []string{"first", "second"}
	randomStatus = []string{"", "", "member", "observer"}
)

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// RandomData makes a small graph whose ids begin with the prefix, so that many can be kept in one database: some nodes
// isolated, loops, parallel and opposite relationships, partial dates, several claims that disagree.
func RandomData(rng *rand.Rand, prefix string) Data {
	var d Data
	n := 2 + rng.IntN(8)
	for i := range n {
		kind := pick(rng, randomKinds)
		id := fmt.Sprintf("%s:%s-%c", kind.Prefix(), prefix, 'a'+i)
		d.Entities = append(d.Entities, graph.NewEntity(id, randomRecords(rng, prefix, kind, fmt.Sprintf("%s %c", prefix, 'A'+i))))
	}
	made := map[string]bool{}
	for range rng.IntN(2*n + 1) {
		rel := varied(randomRelationship(rng, prefix, pick(rng, d.Entities).ID, pick(rng, d.Entities).ID))
		if !made[rel.ID()] {
			made[rel.ID()] = true
			d.Relationships = append(d.Relationships, rel)
		}
	}
	for _, id := range randomSources(prefix) {
		d.Sources = append(d.Sources, graph.NewSource(id, []graph.SourceRecord{{Dataset: randomSets[0], Title: id}}))
	}
	return d
}

// randomRecords are what one or two datasets say of an entity, each on some of the sources. A former id may be one of
// another entity's former ids, or the id of an entity.
func randomRecords(rng *rand.Rand, prefix string, kind graph.Kind, name string) []graph.Record {
	var records []graph.Record
	for _, dataset := range randomSets[:1+rng.IntN(4)/3] {
		r := graph.Record{Dataset: dataset, Name: name}
		for _, source := range randomSources(prefix) {
			if rng.IntN(3) == 0 {
				r.Sources = append(r.Sources, source)
			}
		}
		if rng.IntN(4) == 0 {
			r.Formerly = []string{fmt.Sprintf("%s:%s-%s", kind.Prefix(), prefix, pick(rng, []string{"old", "older", "a", "b"}))}
		}
		records = append(records, r)
	}
	return records
}

// varied makes some relationships occasions, and leaves some without any date but that of an observation, as many are in
// real data.
func varied(r graph.Relationship) graph.Relationship {
	switch {
	case r.Role == "":
	case r.Type == graph.TakesPartIn:
		r.Type = graph.Attended
	case r.Type == graph.Borders:
		for i := range r.Claims {
			r.Claims[i].Since, r.Claims[i].Until = graph.Date{}, graph.Date{}
		}
	}
	return graph.NewRelationship(r.RelationshipKey, r.Claims)
}

func randomSources(prefix string) []string { return []string{prefix + "-s1", prefix + "-s2"} }

func randomRelationship(rng *rand.Rand, prefix, from, to string) graph.Relationship {
	key := graph.RelationshipKey{Type: pick(rng, randomTypes), From: from, To: to, Role: pick(rng, []string{"", "x"})}
	var claims []graph.Claim
	for range 1 + rng.IntN(3) {
		c := graph.Claim{Dataset: pick(rng, randomSets), Source: pick(rng, randomSources(prefix)),
			Text: "said", Confidence: pick(rng, randomGrades), Status: pick(rng, randomStatus),
			Since: graph.MustDate(pick(rng, randomDates)), Observed: graph.MustDate(pick(rng, randomDates))}
		if until := graph.MustDate(pick(rng, randomDates)); until.Last() >= c.Since.First() {
			c.Until = until
		}
		if rng.IntN(3) == 0 {
			share := float64(rng.IntN(3) * 10)
			c.Share = &share
		}
		claims = append(claims, c)
	}
	if rng.IntN(8) == 0 {
		what := pick(rng, randomSets)
		if rng.IntN(2) == 0 {
			what += "/" + pick(rng, randomSources(prefix))
		}
		claims = append(claims, graph.Claim{Dataset: pick(rng, randomSets), Source: pick(rng, randomSources(prefix)),
			Text: "wrong", Confidence: pick(rng, randomGrades), Withdraws: what})
	}
	return graph.NewRelationship(key, claims)
}

// RandomFilter makes a filter of which each part is set about as often as not at all; ids to avoid are of the data.
func RandomFilter(rng *rand.Rand, d Data, prefix string) graph.Filter {
	var f graph.Filter
	seldom := func() bool { return rng.IntN(6) == 0 }
	if seldom() {
		f.Types = []graph.Type{pick(rng, randomTypes), pick(rng, randomTypes), pick(rng, randomTypes)}
	}
	if seldom() {
		f.NotTypes = []graph.Type{pick(rng, randomTypes)}
	}
	if seldom() {
		f.Kinds = []graph.Kind{pick(rng, randomKinds), pick(rng, randomKinds), pick(rng, randomKinds)}
	}
	if seldom() {
		f.ViaKinds = []graph.Kind{pick(rng, randomKinds), pick(rng, randomKinds), pick(rng, randomKinds)}
	}
	if seldom() {
		f.Direction = pick(rng, []graph.Direction{graph.AnyDirection, graph.Outgoing, graph.Incoming})
	}
	randomWindow(rng, &f)
	if seldom() {
		f.MinConfidence = pick(rng, randomGrades)
	}
	if seldom() {
		f.Sources = []string{pick(rng, randomSources(prefix))}
	}
	if seldom() {
		f.Datasets = []string{pick(rng, randomSets)}
	}
	if seldom() {
		f.Avoid = []string{pick(rng, d.Entities).ID}
	}
	if seldom() {
		f.MaxDegree = 1 + rng.IntN(4)
	}
	return f
}

func randomWindow(rng *rand.Rand, f *graph.Filter) {
	switch rng.IntN(6) {
	case 0:
		f.AsOf = graph.MustDate(pick(rng, randomDates[2:]))
	case 1:
		f.FromDate, f.ToDate = graph.MustDate(pick(rng, randomDates)), graph.MustDate(pick(rng, randomDates))
		if f.Window().Empty() {
			f.ToDate = graph.Date{}
		}
	}
	f.KeepUndated = rng.IntN(3) == 0
}

// RandomPathQuery makes a question about two nodes of the data, seldom the same one.
func RandomPathQuery(rng *rand.Rand, d Data, prefix string) graph.PathQuery {
	return graph.PathQuery{From: pick(rng, d.Entities).ID, To: pick(rng, d.Entities).ID,
		Filter:     RandomFilter(rng, d, prefix),
		Mode:       pick(rng, []graph.Mode{"", graph.Best, graph.AllShortest}),
		Rank:       pick(rng, []graph.Rank{"", graph.Specific, graph.ByHops}),
		K:          rng.IntN(6),
		MaxHops:    pick(rng, []int{0, 1, 2, 3, 12}),
		Concurrent: rng.IntN(4) == 0}
}

// RandomNeighbourhoodQuery makes a question about one to three starts of the data.
func RandomNeighbourhoodQuery(rng *rand.Rand, d Data, prefix string) graph.NeighbourhoodQuery {
	q := graph.NeighbourhoodQuery{Filter: RandomFilter(rng, d, prefix), Depth: rng.IntN(graph.MaxDepth + 1),
		Limit: pick(rng, []int{0, 1, 2, 3, 5})}
	for range 1 + rng.IntN(3) {
		q.Starts = append(q.Starts, pick(rng, d.Entities).ID)
	}
	return q
}
