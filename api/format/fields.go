package format

import (
	"slices"
	"strconv"
	"strings"

	"coopgraph/graph"
)

// sort is the sort of a value.
type sort uint8

const (
	absent sort = iota // there is no value
	text
	whole
	number
	truth
	list // of texts, which are ids and names of datasets but in Cypher
	dict
	day // a date to the day, where a format has such; text elsewhere
)

// value is one value of a node or relationship. It is a struct and no interface since there are a dozen for each, and
// none is worth an allocation.
type value struct {
	sort   sort
	text   string
	whole  int64
	number float64
	truth  bool
	list   []string
	dict   map[string]string
}

func textOf(s string) value {
	if s == "" {
		return value{}
	}
	return value{sort: text, text: s}
}

func dateOf(d graph.Date) value { return textOf(d.String()) }

func wholeOf(n int) value { return value{sort: whole, whole: int64(n)} }

func truthOf(b bool) value { return value{sort: truth, truth: b} }

// countOf is a number that -1 stands for the absence of.
func countOf(n int) value {
	if n < 0 {
		return value{}
	}
	return wholeOf(n)
}

func numberOf(f *float64) value {
	if f == nil {
		return value{}
	}
	return value{sort: number, number: *f}
}

func listOf(l []string) value {
	if len(l) == 0 {
		return value{}
	}
	return value{sort: list, list: l}
}

// plain writes the value as text, a list with semicolons between.
func (v *value) plain() string {
	switch v.sort {
	case text, day:
		return v.text
	case whole:
		return strconv.FormatInt(v.whole, 10)
	case number:
		return strconv.FormatFloat(v.number, 'f', -1, 64)
	case truth:
		return strconv.FormatBool(v.truth)
	case list:
		return strings.Join(v.list, "; ")
	case absent, dict: // dictionaries are taken apart first, see flat
	}
	return ""
}

// field is what there is to say of every T.
type field[T any] struct {
	name string
	sort sort
	of   func(*T) value
}

var nodeFields = []field[graph.Node]{
	{"name", text, func(n *graph.Node) value { return textOf(n.Name) }},
	{"kind", text, func(n *graph.Node) value { return textOf(string(n.Kind)) }},
	{"type", text, func(n *graph.Node) value { return textOf(n.Type) }},
	{"description", text, func(n *graph.Node) value { return textOf(n.Description) }},
	{"degree", whole, func(n *graph.Node) value { return wholeOf(n.Degree) }},
	{"distance", whole, func(n *graph.Node) value { return countOf(n.Distance) }},
	{"hidden", whole, func(n *graph.Node) value { return countOf(n.Hidden) }},
	{"since", text, func(n *graph.Node) value { return dateOf(n.Since) }},
	{"until", text, func(n *graph.Node) value { return dateOf(n.Until) }},
	{"latitude", number, func(n *graph.Node) value { return numberOf(n.Latitude) }},
	{"longitude", number, func(n *graph.Node) value { return numberOf(n.Longitude) }},
	{"datasets", list, func(n *graph.Node) value { return listOf(n.Datasets()) }},
	{"codes", dict, func(n *graph.Node) value {
		if len(n.Codes) == 0 {
			return value{}
		}
		return value{sort: dict, dict: n.Codes}
	}},
}

var relationshipFields = []field[graph.Relationship]{
	{"type", text, func(r *graph.Relationship) value { return textOf(string(r.Type)) }},
	{"since", text, func(r *graph.Relationship) value { return dateOf(r.Since) }},
	{"until", text, func(r *graph.Relationship) value { return dateOf(r.Until) }},
	{"observed", text, func(r *graph.Relationship) value { return dateOf(r.Observed) }},
	{"status", text, func(r *graph.Relationship) value { return textOf(r.Status) }},
	{"role", text, func(r *graph.Relationship) value { return textOf(r.Role) }},
	{"title", text, func(r *graph.Relationship) value { return textOf(r.Title) }},
	{"spell", text, func(r *graph.Relationship) value { return textOf(r.Spell) }},
	{"share", number, func(r *graph.Relationship) value { return numberOf(r.Share) }},
	{"confidence", text, func(r *graph.Relationship) value { return textOf(string(r.Confidence)) }},
	{"conflict", truth, func(r *graph.Relationship) value { return truthOf(r.Conflict) }},
	{"sources", list, func(r *graph.Relationship) value { return listOf(r.Sources()) }},
	{"datasets", list, func(r *graph.Relationship) value { return listOf(r.Datasets()) }},
}

// schemeFields has a field for every scheme of codes.
var schemeFields = func() []field[graph.Node] {
	var fields []field[graph.Node]
	for _, scheme := range graph.SchemeNames() {
		fields = append(fields, field[graph.Node]{scheme, text, func(n *graph.Node) value { return textOf(n.Codes[scheme]) }})
	}
	return fields
}()

// flatNodeFields are nodeFields for formats without dictionaries: every scheme of codes is a field.
var flatNodeFields = append(slices.DeleteFunc(slices.Clone(nodeFields), func(f field[graph.Node]) bool { return f.sort == dict }),
	schemeFields...)

// renamed gives fields with some of their names changed.
func renamed[T any](fields []field[T], names map[string]string) []field[T] {
	fields = slices.Clone(fields)
	for i := range fields {
		if name, ok := names[fields[i].name]; ok {
			fields[i].name = name
		}
	}
	return fields
}

// label is what to write at a drawn relationship: "holds office (Minister of Foreign Affairs)".
func label(r *graph.Relationship) string {
	b := make([]byte, 0, 64)
	for _, c := range []byte(r.Type) {
		switch {
		case c == '_':
			c = ' '
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	between := " ("
	for _, part := range [...]string{r.Status, r.Role, r.Title} {
		if part != "" && part != "member" { // of a member of, it says nothing more
			b = append(append(b, between...), part...)
			between = ", "
		}
	}
	if between == ", " {
		b = append(b, ')')
	}
	return string(b)
}
