package graph

import "strings"

// Kind says what sort of actor or thing an entity is. In Neo4j it is the second label beside Entity.
type Kind string

// The kinds of entity. A kind's identifier prefix is its name in lower case.
const (
	Country      Kind = "Country"
	Organisation Kind = "Organisation"
	Official     Kind = "Official"
	Person       Kind = "Person"
	Project      Kind = "Project"
	Agreement    Kind = "Agreement"
	Event        Kind = "Event"
	Area         Kind = "Area"
)

// KindInfo describes one kind for people.
type KindInfo struct {
	Kind        Kind
	Description string
}

var kinds = []KindInfo{
	{Country, "A state or territory, today's or historical."},
	{Organisation, "An organisation of any type: intergovernmental, ministry, commission, company, bank, news agency."},
	{Official, "A person in a public office."},
	{Person, "A person with a public role but no public office known."},
	{Project, "Something built or run together: a pipeline, a railway, a cable, a corridor, a field."},
	{Agreement, "A treaty, declaration, memorandum or statement that parties made together."},
	{Event, "A visit, meeting, summit, signing, conference or opening."},
	{Area, "A field of cooperation, or a region or sea that cooperation is about."},
}

// Kinds lists every kind, in the order of the documentation. The caller owns the slice.
func Kinds() []KindInfo { return append([]KindInfo(nil), kinds...) }

// Valid reports whether k is declared.
func (k Kind) Valid() bool {
	for _, info := range kinds {
		if info.Kind == k {
			return true
		}
	}
	return false
}

// Prefix is what identifiers of this kind begin with, without the colon: "country" for Country.
func (k Kind) Prefix() string { return strings.ToLower(string(k)) }

// ParseKind finds a kind by its name in any case. The error names all that are allowed.
func ParseKind(s string) (Kind, error) {
	for _, info := range kinds {
		if strings.EqualFold(string(info.Kind), s) {
			return info.Kind, nil
		}
	}
	return "", Invalid("kind", "%q is not a kind of entity", s).WithAllowed(KindNames()...)
}

// KindNames lists the names of all kinds.
func KindNames() []string {
	names := make([]string, len(kinds))
	for i, info := range kinds {
		names[i] = string(info.Kind)
	}
	return names
}

var kindByPrefix = func() map[string]Kind {
	byPrefix := make(map[string]Kind, len(kinds))
	for _, info := range kinds {
		byPrefix[info.Kind.Prefix()] = info.Kind
	}
	return byPrefix
}()
