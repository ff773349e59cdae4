package graph

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// sound reports whether s is lower-case ASCII letters and digits with single characters of between among them. It is
// asked of every id of every row, so it is no regular expression.
func sound(s, between string) bool {
	joint := true // at the beginning as after a joint, a letter or digit has to come
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			joint = false
		case joint || strings.IndexByte(between, c) < 0:
			return false
		default:
			joint = true
		}
	}
	return !joint
}

// MaxIDLength is the greatest length of an identifier in bytes.
const MaxIDLength = 200

// Scheme is a way of naming entities that others use, such as ISO 3166 codes. A code never stands without its scheme,
// since bare codes clash between schemes.
type Scheme struct {
	Name        string // as it stands before the colon, and as a property in Neo4j: "iso3"
	Description string
}

var schemes = []Scheme{
	{"iso2", "ISO 3166-1 alpha-2"},
	{"iso3", "ISO 3166-1 alpha-3"},
	{"isonum", "ISO 3166-1 numeric, three digits"},
	{"cow", "Correlates of War state number"},
	{"cowabb", "Correlates of War state abbreviation"},
	{"cowigo", "Correlates of War intergovernmental organisation number"},
	{"gw", "Gleditsch-Ward state number"},
	{"gec", "Geopolitical Entities and Codes (formerly FIPS 10-4)"},
	{"wikidata", "Wikidata item"},
}

// Schemes lists the schemes by which every endpoint that takes an id can be asked, as "scheme:code".
func Schemes() []Scheme { return append([]Scheme(nil), schemes...) }

// SchemeNames lists the names of the schemes.
func SchemeNames() []string {
	names := make([]string, len(schemes))
	for i, s := range schemes {
		names[i] = s.Name
	}
	return names
}

// IsScheme reports whether name is a declared scheme.
func IsScheme(name string) bool {
	for _, s := range schemes {
		if s.Name == name {
			return true
		}
	}
	return false
}

// KindOfID gives the kind that an entity's id is of, and false where id is not "kind:slug".
func KindOfID(id string) (Kind, bool) {
	prefix, slug, found := strings.Cut(id, ":")
	if !found || len(id) > MaxIDLength || !sound(slug, "-") {
		return "", false
	}
	kind, ok := kindByPrefix[prefix]
	return kind, ok
}

// CheckEntityID returns an error unless id is "kind:slug" with a declared kind and a slug of lower-case ASCII letters,
// digits and single hyphens.
func CheckEntityID(id string) error {
	if _, ok := KindOfID(id); ok {
		return nil
	}
	return Invalid("id", "%q is not an entity id; write kind:slug, such as country:aze, with a kind of %s, and a slug "+
		"of lower-case letters, digits and single hyphens", id, strings.ToLower(strings.Join(KindNames(), ", ")))
}

// CheckSourceID returns an error unless id is made of lower-case ASCII letters and digits with single hyphens, dots or
// underscores between them.
func CheckSourceID(id string) error {
	if len(id) <= MaxIDLength && sound(id, "-._") {
		return nil
	}
	return Invalid("source", "%q is not a source id; write lower-case letters and digits with single hyphens, dots or "+
		"underscores between them", id)
}

// SplitScheme takes "iso3:AZE" apart, and reports false where the part before the colon is not a declared scheme.
func SplitScheme(ref string) (scheme, code string, ok bool) {
	scheme, code, ok = strings.Cut(ref, ":")
	return scheme, code, ok && IsScheme(scheme) && code != ""
}

// RelationshipKey is what makes a relationship the one it is. Dates are not part of it, so that datasets with
// different dates meet on one relationship.
type RelationshipKey struct {
	Type     Type
	From, To string
	Role     string
	Title    string
	Spell    string // tells spells apart where there were several; given by the dataset
}

// Canonical is the key with its ends in the order of their ids where the type is undirected in meaning.
func (k RelationshipKey) Canonical() RelationshipKey {
	if k.Type.Undirected() && k.From > k.To {
		k.From, k.To = k.To, k.From
	}
	return k
}

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// ID is the relationship's id: its type in lower case with hyphens, a colon, and 16 letters and digits that stand for
// 80 bits of a SHA-256 over the canonical key. The same key gives the same id for ever. The type can be read off it,
// which lets an engine go straight to the index of that type.
func (k RelationshipKey) ID() string { return k.Digest().ID(k.Type) }

// KeyDigest is what tells relationships of one type apart: the first 80 bits of the SHA-256 over the canonical key.
type KeyDigest [10]byte

// Digest makes the key's digest. An engine that keeps it can make ids without taking it anew; see [KeyDigest.ID].
func (k RelationshipKey) Digest() KeyDigest {
	k = k.Canonical()
	text := make([]byte, 0, 256) // most keys are shorter, so that nothing is allocated for them
	for i, part := range [...]string{string(k.Type), k.From, k.To, k.Role, k.Title, k.Spell} {
		if i > 0 {
			text = append(text, 0)
		}
		text = append(text, part...)
	}
	sum := sha256.Sum256(text)
	return KeyDigest(sum[:len(KeyDigest{})])
}

// ID is the id of the relationship of a type whose key has this digest.
func (d KeyDigest) ID(t Type) string { return string(d.AppendID(make([]byte, 0, 40), t)) }

// AppendID appends what [KeyDigest.ID] gives.
func (d KeyDigest) AppendID(b []byte, t Type) []byte {
	for i := range len(t) {
		c := t[i]
		switch {
		case c == '_':
			c = '-'
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return idEncoding.AppendEncode(append(b, ':'), d[:])
}

// TypeOfRelationshipID gives the type that a relationship's id is of, and false where id is not such an id.
func TypeOfRelationshipID(id string) (Type, bool) {
	prefix, rest, found := strings.Cut(id, ":")
	t := Type(strings.ToUpper(strings.ReplaceAll(prefix, "-", "_")))
	return t, found && len(rest) == 16 && t.Valid()
}

// TextOfID is the words of an id's slug, to look for what was meant by an unknown one: "south gas" of
// "project:south-gas".
func TextOfID(id string) string {
	_, slug, found := strings.Cut(id, ":")
	if !found {
		slug = id
	}
	return strings.ReplaceAll(slug[:min(len(slug), MaxQueryLength)], "-", " ")
}
