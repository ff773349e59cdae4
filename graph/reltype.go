package graph

import (
	"fmt"
	"strings"
)

// Type is a relationship type, as it stands in Neo4j: upper case with underscores.
type Type string

// The relationship types.
const (
	MemberOf       Type = "MEMBER_OF"
	PartOf         Type = "PART_OF"
	HoldsOffice    Type = "HOLDS_OFFICE"
	TakesPartIn    Type = "TAKES_PART_IN"
	Links          Type = "LINKS"
	PartOfProject  Type = "PART_OF_PROJECT"
	PartOfEvent    Type = "PART_OF_EVENT"
	PartyTo        Type = "PARTY_TO"
	Attended       Type = "ATTENDED"
	TookPlaceIn    Type = "TOOK_PLACE_IN"
	Chairs         Type = "CHAIRS"
	Concerns       Type = "CONCERNS"
	CooperatesWith Type = "COOPERATES_WITH"
	DisputesWith   Type = "DISPUTES_WITH"
	Borders        Type = "BORDERS"
	NearBySea      Type = "NEAR_BY_SEA"
	RelationsWith  Type = "RELATIONS_WITH"
	AlliedWith     Type = "ALLIED_WITH"
	Succeeds       Type = "SUCCEEDS"
	Owns           Type = "OWNS"
	Directs        Type = "DIRECTS"
)

// Ends is one permitted pair of kinds for the start and the end of a relationship.
type Ends struct{ From, To Kind }

// TypeInfo describes a relationship type.
type TypeInfo struct {
	Type        Type
	Description string
	// Ends lists the permitted pairs of kinds.
	Ends []Ends
	// Undirected is true where the type means the same both ways. Such a relationship is walked both ways whatever
	// direction a question asks for, and its ends are stored in the order of their ids.
	Undirected bool
	// Momentary is true where the fact is of one occasion: until equals since.
	Momentary bool
	// Role says what the role of this type means; "" where it has none.
	Role string
	// Roles lists the permitted roles; empty where any text will do.
	Roles []string
	// Titled is true where the relationship carries a title (of an office).
	Titled bool
	// Statuses lists the permitted statuses; empty where the type has none.
	Statuses []string
	// Shared is true where a share in percent may be given.
	Shared bool
	// Verb joins the names of the two ends into a sentence, read from start to end.
	Verb string
}

func cross(from []Kind, to ...Kind) []Ends {
	var ends []Ends
	for _, f := range from {
		for _, t := range to {
			ends = append(ends, Ends{f, t})
		}
	}
	return ends
}

var (
	states = []Kind{Country}
	bodies = []Kind{Country, Organisation}
)

var types = []TypeInfo{
	{Type: MemberOf, Description: "Belongs to an organisation, with a status.",
		Ends: cross(bodies, Organisation), Verb: "is a member of",
		Statuses: []string{"member", "associate", "observer", "partner", "suspended", "former"}},
	{Type: PartOf, Description: "Is a ministry, body or part of, or a commission between.",
		Ends: cross([]Kind{Organisation}, Organisation, Country), Role: "how it is a part", Verb: "is part of"},
	{Type: HoldsOffice, Description: "Holds an office in a country or organisation.",
		Ends: cross([]Kind{Official}, Organisation, Country), Titled: true, Role: "manner (acting, monarch)",
		Verb: "holds office in"},
	{Type: TakesPartIn, Description: "Takes part in a project.",
		Ends: cross(bodies, Project), Shared: true, Role: "part taken",
		Roles: []string{"transit", "supplier", "buyer", "shareholder", "operator", "financier"}, Verb: "takes part in"},
	{Type: Links, Description: "A project runs through or reaches a country.",
		Ends: cross([]Kind{Project}, Country), Verb: "links"},
	{Type: PartOfProject, Description: "A project is a part of a larger one.",
		Ends: cross([]Kind{Project}, Project), Verb: "is part of"},
	{Type: PartOfEvent, Description: "An event is a part of a larger one, such as a meeting within a visit.",
		Ends: cross([]Kind{Event}, Event), Momentary: true, Verb: "was part of"},
	{Type: PartyTo, Description: "Is a party to an agreement; the role is the stage reached.",
		Ends: cross([]Kind{Country, Organisation}, Agreement), Role: "stage",
		Roles: []string{"signed", "ratified", "in force", "adopted", "acceded", "initialled", "announced", "witness"},
		Verb:  "is a party to"},
	{Type: Attended, Description: "Was present at an event, in a role.",
		Ends: cross([]Kind{Official, Country, Organisation}, Event), Momentary: true, Role: "part played",
		Roles: []string{"participant", "host", "guest", "speaker", "mediator", "signatory", "witness", "chair",
			"co-chair", "lead negotiator"}, Verb: "attended"},
	{Type: TookPlaceIn, Description: "Where an event was held.",
		Ends: cross([]Kind{Event}, Country), Momentary: true, Role: "town", Verb: "took place in"},
	{Type: Chairs, Description: "Chairs an organisation or event.",
		Ends: cross([]Kind{Country, Official}, Organisation, Event), Role: "manner", Verb: "chairs"},
	{Type: Concerns, Description: "Is about.",
		Ends: cross([]Kind{Event, Agreement, Organisation}, Project, Organisation, Country, Area, Agreement, Event),
		Role: "stance or topic", Verb: "concerns"},
	{Type: CooperatesWith, Description: "Cooperates in an area, which is the role.",
		Ends: cross(states, Country), Undirected: true, Role: "area of cooperation", Verb: "cooperates with"},
	{Type: DisputesWith, Description: "Has a dispute with; the role is its subject.",
		Ends: cross(states, Country), Role: "subject of the dispute", Verb: "has a dispute with"},
	{Type: Borders, Description: "Shares a land border with.",
		Ends: cross(states, Country), Undirected: true, Verb: "borders"},
	{Type: NearBySea, Description: "Lies across water from, with no land border; the role is how near.",
		Ends: cross(states, Country), Undirected: true, Role: "distance",
		Roles: []string{"within 12 miles", "within 24 miles", "within 150 miles", "within 400 miles"},
		Verb:  "lies across water from"},
	{Type: RelationsWith, Description: "Has diplomatic relations with, at a level.",
		Ends: cross(states, Country), Undirected: true, Role: "level", Verb: "has diplomatic relations with"},
	{Type: AlliedWith, Description: "Is allied with; the role names the obligations.",
		Ends: cross(states, Country), Undirected: true, Role: "obligations", Verb: "is allied with"},
	{Type: Succeeds, Description: "Succeeds another, in whole or in part.",
		Ends: []Ends{{Country, Country}, {Organisation, Organisation}}, Role: "extent",
		Roles: []string{"in whole", "in part"}, Verb: "succeeds"},
	{Type: Owns, Description: "Owns an organisation or a share of it.",
		Ends: cross([]Kind{Organisation, Official, Person, Country}, Organisation), Shared: true, Verb: "owns"},
	{Type: Directs, Description: "Directs an organisation.",
		Ends: cross([]Kind{Official, Person}, Organisation), Titled: true, Verb: "directs"},
}

var typeByName = func() map[Type]*TypeInfo {
	byName := make(map[Type]*TypeInfo, len(types))
	for i := range types {
		byName[types[i].Type] = &types[i]
	}
	return byName
}()

// Types lists every relationship type, in the order of the documentation. The caller owns the slice but not what its
// elements refer to.
func Types() []TypeInfo { return append([]TypeInfo(nil), types...) }

// TypeNames lists the names of all relationship types.
func TypeNames() []string {
	names := make([]string, len(types))
	for i, info := range types {
		names[i] = string(info.Type)
	}
	return names
}

// Info describes t. For a type that is not declared it is the zero TypeInfo.
func (t Type) Info() TypeInfo {
	if info := typeByName[t]; info != nil {
		return *info
	}
	return TypeInfo{}
}

// Valid reports whether t is declared.
func (t Type) Valid() bool { return typeByName[t] != nil }

// Undirected reports whether t means the same both ways.
func (t Type) Undirected() bool { info := typeByName[t]; return info != nil && info.Undirected }

// verb joins the names of the two ends into a sentence; "" where t is not declared.
func (t Type) verb() string {
	if info := typeByName[t]; info != nil {
		return info.Verb
	}
	return ""
}

// ParseType finds a type by its name in any case. The error names all that are allowed.
func ParseType(s string) (Type, error) {
	t := Type(strings.ToUpper(s))
	if !t.Valid() {
		return "", Invalid("type", "%q is not a relationship type", s).WithAllowed(TypeNames()...)
	}
	return t, nil
}

// Joins reports whether a relationship of this type may lead from one kind to the other.
func (i TypeInfo) Joins(from, to Kind) bool {
	for _, e := range i.Ends {
		if e.From == from && e.To == to {
			return true
		}
	}
	return false
}

// EndsText lists the permitted ends for people: "Country -> Organisation, ...".
func (i TypeInfo) EndsText() string {
	parts := make([]string, len(i.Ends))
	for n, e := range i.Ends {
		parts[n] = fmt.Sprintf("%s -> %s", e.From, e.To)
	}
	return strings.Join(parts, ", ")
}
