package graphtest

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"coopgraph/graph"
)

// Supports implements graph.Reader: it lists everything that the source supports and cuts the page out.
func (r *Reference) Supports(ctx context.Context, q graph.SupportsQuery) (graph.SupportsAnswer, error) {
	if err := q.Complete(); err != nil {
		return graph.SupportsAnswer{}, err
	}
	after, err := graph.ParseSupportCursor(q.Cursor)
	if err != nil {
		return graph.SupportsAnswer{}, err
	}
	source, err := r.Source(ctx, q.Source)
	if err != nil {
		return graph.SupportsAnswer{}, err
	}
	answer := graph.SupportsAnswer{Marker: r.marker, Source: source, Complete: true}
	var last graph.SupportPlace
	room := func(element graph.Element, id string) bool {
		place := graph.SupportPlace{Element: element, ID: id}
		switch {
		case place.Compare(after) <= 0:
			return false
		case len(answer.Entities)+len(answer.Relationships) == q.Limit:
			answer.Complete, answer.Next = false, last.Cursor()
			return false
		}
		last = place
		return true
	}
	for _, id := range sortedKeys(r.entities) {
		stands := slices.ContainsFunc(r.entities[id].Records, func(record graph.Record) bool {
			return slices.Contains(record.Sources, q.Source)
		})
		if stands {
			answer.EntityCount++
		}
		if stands && room(graph.EntityElement, id) {
			answer.Entities = append(answer.Entities, r.entities[id])
		}
	}
	for _, id := range sortedKeys(r.rels) {
		shown, ok := sees(&graph.Filter{Sources: []string{q.Source}}, r.rels[id])
		if ok {
			answer.RelationshipCount++
			answer.ClaimCount += len(shown.Claims)
		}
		if ok && room(graph.RelationshipElement, id) {
			answer.Relationships = append(answer.Relationships, shown)
		}
	}
	return answer, nil
}

// supporter is the part of a Reader that CompareSupports asks.
type supporter interface {
	Supports(ctx context.Context, q graph.SupportsQuery) (graph.SupportsAnswer, error)
}

// supportCases is what questions about sources have to have met.
var supportCases = []string{"supports: nothing", "supports: an entity", "supports: a relationship",
	"supports: both on a page", "supports: a page ends with the entities", "supports: later page", "supports: whole",
	"supports: a part of the claims", "supports: several claims", "supports: all its claims withdrawn",
	"supports: some of its claims withdrawn"}

// CompareSupports asks both what each source of the data supports, follows the cursor to the end, and fails where a page
// differs.
func CompareSupports(t *testing.T, rng *rand.Rand, got, want supporter, d Data, seen *Variety) {
	t.Helper()
	for _, s := range d.Sources {
		q := graph.SupportsQuery{Source: s.ID, Limit: pick(rng, []int{0, 2, 3, 5})}
		followed(t, func(cursor string) string {
			q.Cursor = cursor
			answer := compare(t, d, q, got.Supports, want.Supports)
			seen.supports(q, answer)
			return answer.Next
		})
		for _, r := range d.Relationships {
			own := func(claims []graph.Claim) (n int) {
				for i := range claims {
					if claims[i].Source == s.ID && claims[i].Withdraws == "" {
						n++
					}
				}
				return n
			}
			all, standing := own(r.Claims), own(graph.Standing(r.Claims))
			seen.note("supports: all its claims withdrawn", all > 0 && standing == 0)
			seen.note("supports: some of its claims withdrawn", standing > 0 && standing < all)
			seen.note("supports: a part of the claims", standing > 0 && standing < len(graph.Standing(r.Claims)))
		}
	}
}

func (v *Variety) supports(q graph.SupportsQuery, a graph.SupportsAnswer) {
	v.note("questions", true)
	entities, relationships := len(a.Entities), len(a.Relationships)
	v.note("supports: nothing", a.EntityCount+a.RelationshipCount == 0)
	v.note("supports: an entity", entities > 0)
	v.note("supports: a relationship", relationships > 0)
	v.note("supports: both on a page", entities > 0 && relationships > 0)
	v.note("supports: a page ends with the entities", q.Cursor == "" && entities == a.EntityCount && relationships == 0 && !a.Complete)
	v.note("supports: later page", q.Cursor != "")
	v.note("supports: whole", q.Cursor == "" && a.Complete)
	for _, r := range a.Relationships {
		v.note("supports: several claims", len(r.Claims) > 1)
	}
}

// MissingSupports lists what no question about a source has met.
func (v *Variety) MissingSupports() []string {
	return slices.DeleteFunc(slices.Clone(supportCases), func(what string) bool { return v.seen[what] > 0 })
}

// runSupports asks about the sources of some of the graphs: the questions look at everything, which takes a database
// its time.
func runSupports(t *testing.T, rng *rand.Rand, reader graph.Reader, random []Data) {
	var seen Variety
	const graphs = 60
	for i := 0; i < len(random); i += 1 + len(random)/graphs {
		CompareSupports(t, rng, reader, NewReference(random[i]), random[i], &seen)
	}
	if missing := seen.MissingSupports(); len(missing) > 0 {
		t.Errorf("the random input was not varied: no case of %v", missing)
	}
}
