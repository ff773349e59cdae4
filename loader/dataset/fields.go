package dataset

import (
	"maps"
	"slices"
	"strings"

	"coopgraph/graph"
)

// The files of a folder that are not of one kind of entity.
const (
	InfoFile          = "dataset.yaml"
	SourcesFile       = "sources.csv"
	RelationshipsFile = "relationships.csv"
)

// NamePrefix begins the columns of an entity file that hold names by language tag.
const NamePrefix = "name_"

// withdrawsColumn is written only where some row fills it: corrections are rare.
const withdrawsColumn = "withdraws"

// KindFile is the file with the entities of a kind.
func KindFile(k graph.Kind) string { return k.Prefix() + ".csv" }

// EntityColumns lists the columns of an entity file in order, but for those of names by language, which come last.
func EntityColumns() []string {
	return slices.Concat([]string{"id", "name", "type", "aliases", "description", "sources", "since", "until",
		"latitude", "longitude", "capital", "url", "formerly"}, graph.SchemeNames())
}

// NeededEntityColumns lists those that are written even where no row fills them.
func NeededEntityColumns() []string { return []string{"id", "name", "sources"} }

// EntityFields writes what a dataset says of an entity, by column.
func EntityFields(id string, r graph.Record) map[string]string {
	fields := map[string]string{
		"id": id, "name": r.Name, "type": r.Type, "aliases": strings.Join(r.Aliases, "|"),
		"description": r.Description, "sources": strings.Join(r.Sources, "|"),
		"since": r.Since.String(), "until": r.Until.String(),
		"latitude": number(r.Latitude), "longitude": number(r.Longitude), "capital": r.Capital, "url": r.URL,
		"formerly": strings.Join(r.Formerly, "|"),
	}
	maps.Copy(fields, r.Codes)
	for tag, name := range r.Names {
		fields[NamePrefix+tag] = name
	}
	return fields
}

// RelationshipColumns lists the columns of relationships.csv in order.
func RelationshipColumns() []string { return append(NeededRelationshipColumns(), withdrawsColumn) }

// NeededRelationshipColumns lists those that are written even where no row fills them.
func NeededRelationshipColumns() []string {
	return []string{"type", "from", "to", "role", "title", "spell", "since", "until", "observed", "status", "share",
		"source", "locator", "claim", "confidence", "said_by"}
}

// RelationshipFields writes a claim, by column.
func RelationshipFields(r Row) map[string]string {
	k := r.Canonical()
	return map[string]string{
		"type": string(k.Type), "from": k.From, "to": k.To, "role": k.Role, "title": k.Title, "spell": k.Spell,
		"since": r.Since.String(), "until": r.Until.String(), "observed": r.Observed.String(), "status": r.Status,
		"share": number(r.Share), "source": r.Source, "locator": r.Locator, "claim": r.Text,
		"confidence": string(r.Confidence), "said_by": r.SaidBy, withdrawsColumn: r.Withdraws,
	}
}

// SourceColumns lists the columns of sources.csv in order, all of which are written.
func SourceColumns() []string {
	return []string{"id", "title", "publisher", "url", "published", "accessed", "licence", "note"}
}

// SourceFields writes what a dataset says of a source, by column.
func SourceFields(id string, s graph.SourceRecord) map[string]string {
	return map[string]string{
		"id": id, "title": s.Title, "publisher": s.Publisher, "url": s.URL, "published": s.Published.String(),
		"accessed": s.Accessed.String(), "licence": s.Licence, "note": s.Note,
	}
}
