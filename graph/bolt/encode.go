package bolt

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// sink takes the properties of a node or relationship. What is written in a transaction and what goes into the files of
// a [Bulk] is made by the same functions, which tell the two apart by nothing but their sink.
type sink interface {
	required(key, value string)       // a text that is there even if it is empty
	text(key, value string)           // an empty one is left out
	list(key string, values []string) // as is an empty list
	day(key string, d graph.Day)      // and an end of time
	whole(key string, n int64)
	number(key string, f float64)
	truth(key string, b bool)
}

// properties of a node or relationship, as the driver takes them.
type properties map[string]any

func (p properties) required(key, value string) { p[key] = value }

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

func (p properties) day(key string, d graph.Day) {
	if !endOfTime(d) {
		p[key] = boltDate(d)
	}
}

func (p properties) whole(key string, n int64)    { p[key] = n }
func (p properties) number(key string, f float64) { p[key] = f }
func (p properties) truth(key string, b bool)     { p[key] = b }

func endOfTime(d graph.Day) bool { return d == graph.MinDay || d == graph.MaxDay }

func boltDate(d graph.Day) neo4j.Date { return neo4j.DateOf(d.Time()) }

// span writes the dates as text and as days that Cypher can compare.
func span(s sink, since, until graph.Date, first, last graph.Day) {
	s.text("since", since.String())
	s.text("until", until.String())
	s.day("first_day", first)
	s.day("last_day", last)
}

func encodeEntity(e graph.Entity) (properties, error) {
	p := properties{}
	return p, writeEntity(p, &e)
}

func writeEntity(s sink, e *graph.Entity) error {
	s.required("id", e.ID) // first, so that the database finds it without reading the rest
	if err := writeRecords(s, e.Records, ofRecord); err != nil {
		return graph.Invalid(e.ID, "its records cannot be written: %v", err)
	}
	s.required("kind", string(e.Kind))
	s.whole("degree", int64(e.Degree))
	s.text("name", e.Name)
	s.text("type", e.Type)
	s.text("description", e.Description)
	s.text("capital", e.Capital)
	s.text("url", e.URL)
	s.list("aliases", e.Aliases)
	all := e.AllNames()
	s.list("names", all)
	s.list("sources", e.Sources)
	s.list("former_ids", e.Formerly)
	span(s, e.Since, e.Until, e.Since.First(), e.Until.Last())
	if e.Latitude != nil && e.Longitude != nil {
		s.number("latitude", *e.Latitude)
		s.number("longitude", *e.Longitude)
	}
	for scheme, code := range e.Codes {
		s.text(scheme, code)
	}
	folded := make([]string, len(all))
	for i, name := range all {
		folded[i] = names.Fold(name)
	}
	slices.Sort(folded)
	s.list("search", slices.Compact(folded))
	return nil
}

func encodeSource(source graph.Source) (properties, error) {
	p := properties{}
	return p, writeSource(p, &source)
}

func writeSource(s sink, source *graph.Source) error {
	s.required("id", source.ID)
	if err := writeRecords(s, source.Records, ofSource); err != nil {
		return graph.Invalid(source.ID, "its records cannot be written: %v", err)
	}
	s.text("title", source.Title)
	s.text("publisher", source.Publisher)
	s.text("url", source.URL)
	s.text("licence", source.Licence)
	s.text("note", source.Note)
	s.text("published", source.Published.String())
	s.text("accessed", source.Accessed.String())
	return nil
}

func encodeRelationship(r graph.Relationship) (properties, error) {
	p := properties{}
	return p, writeRelationship(p, r.ID(), &r)
}

// writeRelationship writes a relationship, whose id it is given since that costs a checksum.
func writeRelationship(s sink, id string, r *graph.Relationship) error {
	s.required("id", id)
	if err := writeClaims(s, r); err != nil {
		return graph.Invalid(id, "its claims cannot be written: %v", err)
	}
	s.truth("conflict", r.Conflict)
	s.required("confidence", string(r.Confidence))
	first := r.Since.First()
	if r.Since.IsZero() {
		first = r.Observed.First()
	}
	span(s, r.Since, r.Until, first, r.Until.Last())
	s.text("observed", r.Observed.String())
	s.text("status", r.Status)
	s.text("role", r.Role)
	s.text("title", r.Title)
	s.text("spell", r.Spell)
	if r.Share != nil {
		s.number("share", *r.Share)
	}
	s.list("sources", r.Sources())
	return nil
}

// writeWithdrawn writes a relationship that is kept aside as a node, which has to name its type and ends itself.
func writeWithdrawn(s sink, id string, r *graph.Relationship) error {
	s.required("type", string(r.Type))
	s.required("from", r.From)
	s.required("to", r.To)
	return writeRelationship(s, id, r)
}

// writeRecords writes records as JSON, and the digest of each beside its dataset.
func writeRecords[T any](s sink, records []T, dataset func(T) string) error {
	texts := make([][]byte, len(records))
	for i := range records {
		var err error
		if texts[i], err = json.Marshal(&records[i]); err != nil {
			return err
		}
	}
	s.required("records", "["+string(bytes.Join(texts, []byte{','}))+"]")
	byDataset := map[string]string{}
	datasets := make([]string, len(records))
	for i, r := range records {
		datasets[i] = dataset(r)
		byDataset[datasets[i]] = graph.DigestJSON(texts[i])
	}
	writeDigests(s, datasets, func(d string) string { return byDataset[d] })
	return nil
}

// writeClaims writes claims as JSON, and the digest of those of a dataset beside it.
func writeClaims(s sink, r *graph.Relationship) error {
	whole, err := claimsJSON(r.Claims, "")
	if err != nil {
		return err
	}
	s.required("claims", string(whole))
	datasets := r.Datasets()
	var fault error
	writeDigests(s, datasets, func(d string) string {
		if len(datasets) == 1 {
			return graph.DigestJSON(whole)
		}
		own, err := claimsJSON(r.Claims, d)
		fault = cmp.Or(fault, err)
		return graph.DigestJSON(own)
	})
	return fault
}

// claimsJSON is the JSON of a dataset's claims; of all where dataset is "".
func claimsJSON(claims []graph.Claim, dataset string) ([]byte, error) {
	out := append(make([]byte, 0, 256*len(claims)), '[')
	for i := range claims {
		if dataset != "" && claims[i].Dataset != dataset {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		var err error
		if out, err = claims[i].AppendJSON(out); err != nil {
			return nil, err
		}
	}
	return append(out, ']'), nil
}

// writeDigests writes the datasets that say something, sorted, and beside each the digest of what it says (see
// [graph.Digest]), by which a load sees what has changed without reading it.
func writeDigests(s sink, datasets []string, digest func(dataset string) string) {
	slices.Sort(datasets)
	digests := make([]string, len(datasets))
	for i, d := range datasets {
		digests[i] = digest(d)
	}
	s.list("datasets", datasets)
	s.list("digests", digests)
}
