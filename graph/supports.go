package graph

import (
	"cmp"
	"encoding/base64"
	"strings"
)

// SupportsQuery asks what a source supports: the entities whose records stand on it, and the relationships of which it
// makes a claim that stands.
type SupportsQuery struct {
	Source string // id of the source
	Limit  int    // entities and relationships shown, both together; 0 is DefaultLimit
	// Cursor continues where an earlier answer was cut; from Next of the same question.
	Cursor string
}

// Complete fills in the defaults and reports what is wrong, naming the parameter.
func (q *SupportsQuery) Complete() error {
	return within("limit", &q.Limit, DefaultLimit, MaxLimit)
}

// Filter shows of relationships what the source says.
func (q *SupportsQuery) Filter() Filter { return Filter{Sources: []string{q.Source}} }

// SupportsAnswer answers a SupportsQuery.
type SupportsAnswer struct {
	Marker
	Source        Source
	Entities      []Entity       // by id; all of them come before the first relationship
	Relationships []Relationship // by id, with the claims of the source alone that stand, as [Filter.Pass] shows them
	// EntityCount, RelationshipCount and ClaimCount are of all pages. ClaimCount is of standing claims.
	EntityCount, RelationshipCount, ClaimCount int

	Complete bool   // true where nothing is left beyond this page
	Next     string // cursor of the next page; "" where there is none
}

// SupportPlace is a place in the order of what a source supports: entities by id, then relationships by id. The zero
// place is before all.
type SupportPlace struct {
	Element Element // EntityElement or RelationshipElement
	ID      string
}

// Compare orders places.
func (p SupportPlace) Compare(q SupportPlace) int {
	return cmp.Or(cmp.Compare(p.rank(), q.rank()), strings.Compare(p.ID, q.ID))
}

func (p SupportPlace) rank() int {
	switch p.Element {
	case EntityElement:
		return 1
	case RelationshipElement:
		return 2
	case SourceElement: // supports nothing of itself
	}
	return 0
}

// Entity is the id after which entities follow, and false where none follow any more.
func (p SupportPlace) Entity() (id string, follow bool) {
	if p.Element == RelationshipElement {
		return "", false
	}
	return p.ID, true
}

// Relationship is the id after which relationships follow; "" where all follow.
func (p SupportPlace) Relationship() string {
	if p.Element == RelationshipElement {
		return p.ID
	}
	return ""
}

// Cursor is the opaque text that continues after this place.
func (p SupportPlace) Cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(string(p.Element) + " " + p.ID))
}

// ParseSupportCursor reads what [SupportPlace.Cursor] wrote. The empty text is the zero place.
func ParseSupportCursor(text string) (SupportPlace, error) {
	if text == "" {
		return SupportPlace{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	element, id, _ := strings.Cut(string(raw), " ")
	p := SupportPlace{Element(element), id}
	sound := false
	switch p.Element {
	case EntityElement:
		sound = CheckEntityID(id) == nil
	case RelationshipElement:
		_, sound = TypeOfRelationshipID(id)
	case SourceElement:
	}
	if err != nil || !sound {
		return SupportPlace{}, Invalid("cursor", "%q is not a cursor; use the one that the last answer gave, as it is", text)
	}
	return p, nil
}

// End settles whether the answer is complete, once its page is filled in: whether more is left than what is on it.
func (a *SupportsAnswer) End(more bool) {
	a.Complete, a.Next = !more, ""
	switch e, r := len(a.Entities), len(a.Relationships); {
	case !more:
	case r > 0:
		a.Next = SupportPlace{RelationshipElement, a.Relationships[r-1].ID()}.Cursor()
	case e > 0:
		a.Next = SupportPlace{EntityElement, a.Entities[e-1].ID}.Cursor()
	}
}
