package graph

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Record is what one dataset says of an entity. Every field but Dataset and Name may be empty.
type Record struct {
	Dataset string   `json:"dataset"`
	Sources []string `json:"sources,omitempty"` // ids of the sources that the record stands on
	Name    string   `json:"name"`              // preferred English name
	Type    string   `json:"type,omitempty"`    // finer than the kind: intergovernmental, ministry, pipeline, ...
	// Names gives names by BCP 47 language tag.
	Names map[string]string `json:"names,omitempty"`
	// Aliases are other names: acronyms, former names, spellings.
	Aliases     []string `json:"aliases,omitempty"`
	Description string   `json:"description,omitempty"`
	// Codes gives identifiers by scheme, see [Schemes].
	Codes map[string]string `json:"codes,omitempty"`
	// Formerly lists ids that the entity had before: it was renamed, or another entity was found to be the same.
	Formerly []string `json:"formerly,omitempty"`
	// Since and Until bound the entity's existence, or an event's days.
	Since Date `json:"since,omitzero"`
	Until Date `json:"until,omitzero"`
	// Latitude and Longitude are in degrees, WGS 84; both or neither.
	Latitude  *float64 `json:"latitude,omitempty"`
	Longitude *float64 `json:"longitude,omitempty"`
	Capital   string   `json:"capital,omitempty"`
	URL       string   `json:"url,omitempty"`
	// Rank settles which record is shown first where several give the same field: the lowest. A dataset sets it.
	Rank int `json:"rank,omitempty"`
}

// Entity is a node of the graph. What is known of it are its records, one for each dataset that names it; the other
// fields are derived from them by [NewEntity].
type Entity struct {
	ID      string
	Kind    Kind
	Records []Record // in the order of rank, then dataset
	Record           // what the records amount to; its Dataset and Rank mean nothing
	// Degree is the number of distinct other neighbours in the whole graph of the revision.
	Degree int
}

// NewEntity makes an entity of its records, which it takes over. Where several records give the same single field, the
// one of least rank, then of the first dataset by name, is shown; lists are joined; a preferred name of a further
// record that differs becomes an alias.
func NewEntity(id string, records []Record) Entity {
	kind, _ := KindOfID(id)
	slices.SortFunc(records, func(a, b Record) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), strings.Compare(a.Dataset, b.Dataset))
	})
	return Entity{ID: id, Kind: kind, Records: records, Record: mergeRecords(records)}
}

func mergeRecords(records []Record) Record {
	var m Record
	var aliases []string
	for _, r := range records {
		m.Name = cmp.Or(m.Name, r.Name)
		aliases = append(append(aliases, r.Name), r.Aliases...)
		m.Type = cmp.Or(m.Type, r.Type)
		m.Description = cmp.Or(m.Description, r.Description)
		m.Capital = cmp.Or(m.Capital, r.Capital)
		m.URL = cmp.Or(m.URL, r.URL)
		m.Sources = append(m.Sources, r.Sources...)
		m.Formerly = append(m.Formerly, r.Formerly...)
		m.Names = mergeMap(m.Names, r.Names)
		m.Codes = mergeMap(m.Codes, r.Codes)
		if m.Since.IsZero() {
			m.Since = r.Since
		}
		if m.Until.IsZero() {
			m.Until = r.Until
		}
		if m.Latitude == nil && m.Longitude == nil {
			m.Latitude, m.Longitude = r.Latitude, r.Longitude
		}
	}
	slices.Sort(m.Sources)
	m.Sources = slices.Compact(m.Sources)
	slices.Sort(m.Formerly)
	m.Formerly = slices.Compact(m.Formerly)
	for _, a := range aliases {
		if a != "" && a != m.Name && !slices.Contains(m.Aliases, a) {
			m.Aliases = append(m.Aliases, a)
		}
	}
	slices.Sort(m.Aliases)
	return m
}

func mergeMap(into, from map[string]string) map[string]string {
	for k, v := range from {
		if into == nil {
			into = map[string]string{}
		}
		if _, taken := into[k]; !taken && v != "" {
			into[k] = v
		}
	}
	return into
}

// Datasets lists the names of the datasets that name the entity, sorted.
func (e *Entity) Datasets() []string {
	return distinct(e.Records, func(r *Record) string { return r.Dataset })
}

// AllNames lists every name of the entity, the preferred one first, each once.
func (e *Entity) AllNames() []string {
	names := append([]string{e.Name}, e.Aliases...)
	for _, tag := range slices.Sorted(maps.Keys(e.Names)) {
		names = append(names, e.Names[tag])
	}
	var out []string
	for _, n := range names {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
