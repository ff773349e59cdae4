package graph

import (
	"slices"
	"strings"
)

// Relationship joins two entities. What is known of it are its claims; the Facts are derived from them.
type Relationship struct {
	RelationshipKey
	Claims []Claim // in the order of [SortClaims]
	Facts
}

// NewRelationship makes a relationship of its key and claims: ends in canonical order, claims in documented order,
// facts derived. It takes the claims over.
func NewRelationship(key RelationshipKey, claims []Claim) Relationship {
	SortClaims(claims)
	return Relationship{RelationshipKey: key.Canonical(), Claims: claims, Facts: Derive(claims)}
}

// Sources lists the ids of the sources of all standing claims, sorted, each once.
func (r *Relationship) Sources() []string {
	return distinct(Standing(r.Claims), func(c *Claim) string { return c.Source })
}

// Datasets lists the names of the datasets of all claims, sorted, each once.
func (r *Relationship) Datasets() []string {
	return distinct(r.Claims, func(c *Claim) string { return c.Dataset })
}

// Withdrawn reports whether every claim was withdrawn by a correction. Such a relationship is no part of the graph: no
// question finds it.
func (r *Relationship) Withdrawn() bool { return len(Standing(r.Claims)) == 0 }

// Other is the end that is not id; for a loop it is id itself.
func (r *Relationship) Other(id string) string {
	if r.From == id {
		return r.To
	}
	return r.From
}

// SortRelationships sorts by id, in place.
func SortRelationships(rels []Relationship) {
	type keyed struct {
		id  string
		rel Relationship
	}
	byID := make([]keyed, len(rels))
	for i, r := range rels {
		byID[i] = keyed{r.ID(), r}
	}
	slices.SortFunc(byID, func(a, b keyed) int { return strings.Compare(a.id, b.id) })
	for i := range byID {
		rels[i] = byID[i].rel
	}
}

func distinct[T any](items []T, of func(*T) string) []string {
	var out []string
	for i := range items {
		if s := of(&items[i]); s != "" {
			if out == nil {
				out = make([]string, 0, len(items))
			}
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
