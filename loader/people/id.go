package people

import (
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// Slug is the part of an official's id that stands for a name, "" for a name without a letter or digit. Initials,
// apostrophes and marks leave no trace of their own.
func Slug(name string) string {
	slug := strings.ReplaceAll(names.Fold(strings.NewReplacer("'", "", "’", "", "`", "").Replace(name)), " ", "-")
	const room = graph.MaxIDLength - len("official:") - len("-country-slug-0000-00-00")
	if len(slug) > room {
		slug = strings.Trim(slug[:room], "-")
	}
	return slug
}

// StateSlug is what stands for a country or organisation in the ids of its officials: "aze" of country:aze.
func StateSlug(id string) string {
	_, slug, _ := strings.Cut(id, ":")
	return slug
}
