package graph

import (
	"cmp"
	"slices"
	"strings"
)

// SourceRecord is what one dataset says of a source.
type SourceRecord struct {
	Dataset   string `json:"dataset"`
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	Published Date   `json:"published,omitzero"`
	Accessed  Date   `json:"accessed,omitzero"`
	Licence   string `json:"licence,omitempty"`
	Note      string `json:"note,omitempty"`
}

// Source is where claims come from: a page, a report, a table. Sources are reached by reference from records and
// claims; they are neither ends of questions nor part of a path.
type Source struct {
	ID           string
	Records      []SourceRecord // in the order of the datasets' names
	SourceRecord                // what the records amount to; its Dataset means nothing
}

// NewSource makes a source of its records, which it takes over: each field is the first that is known, in the order of
// the datasets' names.
func NewSource(id string, records []SourceRecord) Source {
	slices.SortFunc(records, func(a, b SourceRecord) int { return strings.Compare(a.Dataset, b.Dataset) })
	s := Source{ID: id, Records: records}
	for _, r := range records {
		s.Title = cmp.Or(s.Title, r.Title)
		s.Publisher = cmp.Or(s.Publisher, r.Publisher)
		s.URL = cmp.Or(s.URL, r.URL)
		s.Licence = cmp.Or(s.Licence, r.Licence)
		s.Note = cmp.Or(s.Note, r.Note)
		s.Published = cmp.Or(s.Published, r.Published)
		s.Accessed = cmp.Or(s.Accessed, r.Accessed)
	}
	return s
}

// Datasets lists the names of the datasets that name the source, sorted.
func (s *Source) Datasets() []string {
	return distinct(s.Records, func(r *SourceRecord) string { return r.Dataset })
}
