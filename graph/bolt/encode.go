package bolt

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// properties of a node or relationship; nil values are left out by the database.
type properties map[string]any

func (p properties) text(key, value string) {
	if value != "" {
		p[key] = value
	}
}

func (p properties) list(key string, values []string) {
	if len(values) > 0 {
		p[key] = values
	}
}

// span sets the dates as text and as days that Cypher can compare.
func (p properties) span(since, until graph.Date, first, last graph.Day) {
	p.text("since", since.String())
	p.text("until", until.String())
	p.day("first_day", first)
	p.day("last_day", last)
}

func (p properties) day(key string, d graph.Day) {
	if d != graph.MinDay && d != graph.MaxDay {
		p[key] = boltDate(d)
	}
}

func boltDate(d graph.Day) neo4j.Date {
	date := d.Date()
	return neo4j.DateOf(time.Date(date.Year, time.Month(date.Month), date.Day, 0, 0, 0, 0, time.UTC))
}

func encodeEntity(e graph.Entity) (properties, error) {
	records, err := json.Marshal(e.Records)
	if err != nil {
		return nil, graph.Invalid(e.ID, "its records cannot be written: %v", err)
	}
	p := properties{"id": e.ID, "kind": string(e.Kind), "degree": int64(e.Degree), "records": string(records)}
	p.text("name", e.Name)
	p.text("type", e.Type)
	p.text("description", e.Description)
	p.text("capital", e.Capital)
	p.text("url", e.URL)
	p.list("aliases", e.Aliases)
	p.list("names", e.AllNames())
	p.list("sources", e.Sources)
	p.span(e.Since, e.Until, e.Since.First(), e.Until.Last())
	if e.Latitude != nil && e.Longitude != nil {
		p["latitude"], p["longitude"] = *e.Latitude, *e.Longitude
	}
	for scheme, code := range e.Codes {
		p.text(scheme, code)
	}
	var folded []string
	for _, name := range e.AllNames() {
		folded = append(folded, names.Fold(name))
	}
	slices.Sort(folded)
	p.list("search", slices.Compact(folded))
	digests(p, e.Records, func(r graph.Record) string { return r.Dataset }, func(r graph.Record) any { return r })
	return p, nil
}

func encodeSource(s graph.Source) (properties, error) {
	records, err := json.Marshal(s.Records)
	if err != nil {
		return nil, graph.Invalid(s.ID, "its records cannot be written: %v", err)
	}
	p := properties{"id": s.ID, "records": string(records)}
	p.text("title", s.Title)
	p.text("publisher", s.Publisher)
	p.text("url", s.URL)
	p.text("licence", s.Licence)
	p.text("note", s.Note)
	p.text("published", s.Published.String())
	p.text("accessed", s.Accessed.String())
	digests(p, s.Records, func(r graph.SourceRecord) string { return r.Dataset },
		func(r graph.SourceRecord) any { return r })
	return p, nil
}

func encodeRelationship(r graph.Relationship) (properties, error) {
	claims, err := json.Marshal(r.Claims)
	if err != nil {
		return nil, graph.Invalid(r.ID(), "its claims cannot be written: %v", err)
	}
	p := properties{"id": r.ID(), "claims": string(claims), "conflict": r.Conflict, "confidence": string(r.Confidence)}
	first := r.Since.First()
	if r.Since.IsZero() {
		first = r.Observed.First()
	}
	p.span(r.Since, r.Until, first, r.Until.Last())
	p.text("observed", r.Observed.String())
	p.text("status", r.Status)
	p.text("role", r.Role)
	p.text("title", r.Title)
	p.text("spell", r.Spell)
	if r.Share != nil {
		p["share"] = *r.Share
	}
	p.list("sources", r.Sources())
	byDataset := map[string][]graph.Claim{}
	for _, c := range r.Claims {
		byDataset[c.Dataset] = append(byDataset[c.Dataset], c)
	}
	digests(p, r.Datasets(), func(d string) string { return d }, func(d string) any { return byDataset[d] })
	return p, nil
}

// digests sets the datasets that say something, sorted, and beside each the digest of what it says, by which a load
// sees what has changed without reading it.
func digests[T any](p properties, parts []T, dataset func(T) string, content func(T) any) {
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b T) int { return strings.Compare(dataset(a), dataset(b)) })
	var datasets, sums []string
	for _, part := range parts {
		datasets = append(datasets, dataset(part))
		sums = append(sums, graph.Digest(content(part)))
	}
	p["datasets"], p["digests"] = datasets, sums
}
