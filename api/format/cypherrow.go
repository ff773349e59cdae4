package format

import (
	"strconv"
	"strings"

	"coopgraph/graph"
)

// The properties of docs/data.md beside the id, in the order of a row.
var (
	cypherNodes = append([]field[graph.Node]{
		{"name", text, func(n *graph.Node) value { return textOf(n.Name) }},
		{"names", list, func(n *graph.Node) value { return listOf(n.AllNames()) }},
		{"aliases", list, func(n *graph.Node) value { return listOf(n.Aliases) }},
		{"kind", text, func(n *graph.Node) value { return textOf(string(n.Kind)) }},
		{"type", text, func(n *graph.Node) value { return textOf(n.Type) }},
		{"description", text, func(n *graph.Node) value { return textOf(n.Description) }},
		{"capital", text, func(n *graph.Node) value { return textOf(n.Capital) }},
		{"url", text, func(n *graph.Node) value { return textOf(n.URL) }},
		{"since", text, func(n *graph.Node) value { return dateOf(n.Since) }},
		{"until", text, func(n *graph.Node) value { return dateOf(n.Until) }},
		{"first_day", day, func(n *graph.Node) value { return dayOf(n.Since.First()) }},
		{"last_day", day, func(n *graph.Node) value { return dayOf(n.Until.Last()) }},
		{"latitude", number, func(n *graph.Node) value { return numberOf(n.Latitude) }},
		{"longitude", number, func(n *graph.Node) value { return numberOf(n.Longitude) }},
		{"degree", whole, func(n *graph.Node) value { return wholeOf(n.Degree) }},
		{"sources", list, func(n *graph.Node) value { return listOf(n.Sources) }},
		{"datasets", list, func(n *graph.Node) value { return listOf(n.Datasets()) }},
	}, schemeFields...)

	cypherRelationships = append([]field[graph.Relationship]{
		{"first_day", day, func(r *graph.Relationship) value {
			if r.Since.IsZero() {
				return dayOf(r.Observed.First())
			}
			return dayOf(r.Since.First())
		}},
		{"last_day", day, func(r *graph.Relationship) value { return dayOf(r.Until.Last()) }},
	}, relationshipFields[1:]...) // the type is the relationship's own

	readNodes         = readMap(cypherNodes, 1)
	readRelationships = readMap(cypherRelationships, 3)
)

func dayOf(d graph.Day) value {
	v := dateOf(d.Date())
	if v.sort == text {
		v.sort = day
	}
	return v
}

// readMap is the map that a statement makes of a row v, whose fields begin at a place in it.
func readMap[T any](fields []field[T], at int) string {
	var b strings.Builder
	b.WriteString("{id: v[0]")
	for i, f := range fields {
		from := "v[" + strconv.Itoa(at+i) + "]"
		switch f.sort {
		case whole:
			from = "toInteger(" + from + ")"
		case number:
			from = "toFloat(" + from + ")"
		case truth:
			from = "toBoolean(" + from + ")"
		case day:
			from = "date(" + from + ")"
		case list:
			from = "split(" + from + ", '" + betweenTexts + "')"
		case text, dict, absent:
		}
		b.WriteString(", " + f.name + ": " + from)
	}
	return b.String() + "}"
}

// cypherRow is what there is to say of an item: ids, then the fields.
type cypherRow struct {
	texts    []string
	literals []string // of the ids alone
	values   []value
	odd      bool // there is a text with one of the signs that stand between
}

func rowOf[T any](fields []field[T], item *T, ids ...string) cypherRow {
	r := cypherRow{texts: append(make([]string, 0, len(ids)+len(fields)), ids...)}
	for i := range fields {
		v := fields[i].of(item)
		s := v.plain()
		if v.sort == list {
			s = strings.Join(v.list, betweenTexts)
			for _, one := range v.list {
				r.odd = r.odd || one == "" || strings.Contains(one, betweenTexts)
			}
		}
		r.odd = r.odd || strings.Contains(s, betweenValues)
		r.texts, r.values = append(r.texts, s), append(r.values, v)
	}
	if r.odd {
		for _, id := range ids {
			r.literals = append(r.literals, string(appendCypher(nil, id)))
		}
	}
	return r
}

// literalMap is the map of an odd row.
func literalMap[T any](fields []field[T], r *cypherRow) string {
	b := []byte("{id: " + r.literals[0])
	for i, f := range fields {
		v := &r.values[i]
		if v.sort == absent {
			continue
		}
		b = append(append(b, ", "+f.name+": "...), literalOf(v)...)
	}
	return string(append(b, '}'))
}

func literalOf(v *value) string {
	switch v.sort {
	case text:
		return string(appendCypher(nil, v.text))
	case day:
		return "date('" + v.text + "')"
	case number: // a float has a point or an exponent
		s := strconv.FormatFloat(v.number, 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	case list:
		parts := make([]string, len(v.list))
		for i, s := range v.list {
			parts[i] = string(appendCypher(nil, s))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case whole, truth, dict, absent:
	}
	return v.plain()
}
