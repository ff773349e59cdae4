package api

import "coopgraph/graph"

// orNull is v, or null where it has no value.
func orNull[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

// dateOrNull is a date as precise as known, or null.
func dateOrNull(d graph.Date) *string { return orNull(d.String()) }

// notNil keeps an empty list from becoming null.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// dict keeps an empty map from becoming null.
func dict(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

// each encodes every item of a list; the result is never null.
func each[T, A any](list []T, encode func(T) A) []A {
	out := make([]A, len(list))
	for i, item := range list {
		out[i] = encode(item)
	}
	return out
}

func encodeRecord(r graph.Record) Record {
	return Record{
		Dataset: r.Dataset, Sources: notNil(r.Sources), Name: r.Name, Type: orNull(r.Type), Names: dict(r.Names),
		Aliases: notNil(r.Aliases), Formerly: notNil(r.Formerly), Codes: dict(r.Codes), Description: orNull(r.Description),
		Since: dateOrNull(r.Since), Until: dateOrNull(r.Until), Latitude: r.Latitude, Longitude: r.Longitude,
		Capital: orNull(r.Capital), Url: orNull(r.URL),
	}
}

func encodeSource(src graph.Source) Source {
	return Source{
		Id: src.ID, Title: src.Title, Publisher: orNull(src.Publisher), Url: orNull(src.URL),
		Published: dateOrNull(src.Published), Accessed: dateOrNull(src.Accessed), Licence: orNull(src.Licence),
		Note: orNull(src.Note), Datasets: notNil(src.Datasets()),
	}
}

func encodeSourceRecord(r graph.SourceRecord) SourceRecord {
	return SourceRecord{
		Dataset: r.Dataset, Title: r.Title, Publisher: orNull(r.Publisher), Url: orNull(r.URL),
		Published: dateOrNull(r.Published), Accessed: dateOrNull(r.Accessed), Licence: orNull(r.Licence),
		Note: orNull(r.Note),
	}
}

// encodeCounts counts by name, and in all.
func encodeCounts[K ~string](counts map[K]int) Counts {
	out := Counts{By: make(map[string]int, len(counts))}
	for name, n := range counts {
		out.By[string(name)] = n
		out.Total += n
	}
	return out
}
