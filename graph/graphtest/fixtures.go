package graphtest

import (
	"fmt"
	"strings"

	"coopgraph/graph"
)

// fixture is a small graph, a question, and every acceptable answer to it: the order is total, so there is one.
type fixture struct {
	name string
	// edges are "a b" with an optional type and dates: "a b MEMBER_OF 1999 2004". Nodes are countries, named by letters.
	edges []string
	nodes string // letters of nodes beside those of the edges
	query graph.PathQuery
	want  []string // paths as "a>b>c"
	// none is the expected reason where there is no path, with hops or relaxations: "max_hops 3", "filter dates:2".
	none string
}

var hops1 = graph.PathQuery{From: "a", To: "c", Rank: graph.ByHops}

var fixtures = []fixture{
	{name: "a step", edges: []string{"a b"}, query: graph.PathQuery{From: "a", To: "b"}, want: []string{"a>b"}},
	{name: "the same node", edges: []string{"a b"}, query: graph.PathQuery{From: "a", To: "a"}, want: []string{"a"}},
	{name: "the same node, isolated", nodes: "a", query: graph.PathQuery{From: "a", To: "a", Mode: graph.AllShortest},
		want: []string{"a"}},
	{name: "a loop is no step", edges: []string{"a a", "a b", "b b"}, query: graph.PathQuery{From: "a", To: "b"},
		want: []string{"a>b"}},
	{name: "parallel relationships are one step", edges: []string{"a b MEMBER_OF", "a b OWNS", "b a OWNS", "a b BORDERS"},
		query: graph.PathQuery{From: "a", To: "b"}, want: []string{"a>b"}},
	{name: "opposite relationships, outgoing only", edges: []string{"b a OWNS", "b c OWNS", "a b OWNS"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{Direction: graph.Outgoing}},
		want:  []string{"a>b>c"}},
	{name: "against the direction", edges: []string{"b a OWNS", "b c OWNS"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{Direction: graph.Outgoing}},
		none:  "filter direction:2"},
	{name: "undirected types are walked both ways", edges: []string{"a b BORDERS", "b c BORDERS"},
		query: graph.PathQuery{From: "c", To: "a", Filter: graph.Filter{Direction: graph.Outgoing}},
		want:  []string{"c>b>a"}},
	{name: "ties by id", edges: []string{"a d", "d c", "a b", "b c"}, query: hops1, want: []string{"a>b>c", "a>d>c"}},
	{name: "specific goes round the hub",
		edges: []string{"a h", "h c", "h d", "h e", "h f", "h g", "a x", "x y", "y c"},
		query: graph.PathQuery{From: "a", To: "c"}, want: []string{"a>x>y>c", "a>h>c"}},
	{name: "hops goes through the hub",
		edges: []string{"a h", "h c", "h d", "h e", "h f", "h g", "a x", "x y", "y c"}, query: hops1,
		want: []string{"a>h>c", "a>x>y>c"}},
	{name: "max_hops is part of the question",
		edges: []string{"a h", "h c", "h d", "h e", "h f", "h g", "a x", "x y", "y c"},
		query: graph.PathQuery{From: "a", To: "c", MaxHops: 2}, want: []string{"a>h>c"}},
	{name: "all shortest", edges: []string{"a b", "b c", "a d", "d c", "a e", "e f", "f c"},
		query: graph.PathQuery{From: "a", To: "c", Mode: graph.AllShortest, K: 1}, want: []string{"a>b>c", "a>d>c"}},
	{name: "k cuts", edges: []string{"a b", "b c", "a d", "d c", "a e", "e c"},
		query: graph.PathQuery{From: "a", To: "c", K: 2}, want: []string{"a>b>c", "a>d>c"}},
	{name: "unconnected", edges: []string{"a b"}, nodes: "c", query: hops1, none: "unconnected"},
	{name: "too far", edges: []string{"a b", "b d", "d c"},
		query: graph.PathQuery{From: "a", To: "c", MaxHops: 2}, none: "max_hops 3"},
	{name: "held on the day", edges: []string{"a b MEMBER_OF 1999 2004", "b c MEMBER_OF 2004 2010"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{AsOf: graph.MustDate("2004-06-30")}},
		want:  []string{"a>b>c"}},
	{name: "the last day still counts", edges: []string{"a c MEMBER_OF 1999 2004-02"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{AsOf: graph.MustDate("2004-02-29")}},
		want:  []string{"a>c"}},
	{name: "the day after does not", edges: []string{"a c MEMBER_OF 1999 2004-02"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{AsOf: graph.MustDate("2004-03-01")}},
		none:  "filter dates:1"},
	{name: "never at one time", edges: []string{"a b MEMBER_OF 1999 2001", "b c MEMBER_OF 2005 2010"},
		query: graph.PathQuery{From: "a", To: "c", Concurrent: true}, none: "filter concurrent:2"},
	{name: "at one time, the longer way round",
		edges: []string{"a b MEMBER_OF 1999 2001", "b c MEMBER_OF 2005 2010", "a d MEMBER_OF 2005 2006",
			"d e MEMBER_OF 2006", "e c MEMBER_OF 2006"},
		query: graph.PathQuery{From: "a", To: "c", Concurrent: true}, want: []string{"a>d>e>c"}},
	{name: "avoid does not hide an end", edges: []string{"a b", "b c"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{Avoid: []string{"a", "c"}}},
		want:  []string{"a>b>c"}},
	{name: "avoid hides what is between", edges: []string{"a b", "b c"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{Avoid: []string{"b"}}},
		none:  "filter avoid:2"},
	{name: "two parts of the filter at once leave no single way out", edges: []string{"a b OWNS", "b c OWNS"},
		query: graph.PathQuery{From: "a", To: "c", Filter: graph.Filter{Avoid: []string{"b"},
			Types: []graph.Type{graph.MemberOf}}}, none: "filter"},
}

// data makes the fixture's graph under a prefix.
func (f *fixture) data(prefix string) Data {
	var d Data
	letters := map[string]bool{}
	for _, l := range strings.Split(f.nodes, "") {
		letters[l] = true
	}
	for _, edge := range f.edges {
		fields := strings.Fields(edge)
		letters[fields[0]], letters[fields[1]] = true, true
		key := graph.RelationshipKey{Type: graph.Owns, From: node(prefix, fields[0]), To: node(prefix, fields[1])}
		claim := graph.Claim{Dataset: "fixtures", Source: prefix + "-s", Text: "said", Confidence: graph.Reported,
			Observed: graph.MustDate("2020")}
		if len(fields) > 2 {
			key.Type = graph.Type(fields[2])
		}
		if len(fields) > 3 {
			claim.Since = graph.MustDate(fields[3])
		}
		if len(fields) > 4 {
			claim.Until = graph.MustDate(fields[4])
		}
		d.Relationships = append(d.Relationships, graph.NewRelationship(key, []graph.Claim{claim}))
	}
	for _, l := range sortedKeys(letters) {
		if l != "" {
			d.Entities = append(d.Entities, graph.NewEntity(node(prefix, l),
				[]graph.Record{{Dataset: "fixtures", Name: prefix + " " + l}}))
		}
	}
	d.Sources = []graph.Source{graph.NewSource(prefix+"-s", []graph.SourceRecord{{Dataset: "fixtures", Title: prefix}})}
	return d
}

func node(prefix, letter string) string { return "country:" + prefix + "-" + letter }

// question is the fixture's question under a prefix.
func (f *fixture) question(prefix string) graph.PathQuery {
	q := f.query
	q.From, q.To = node(prefix, q.From), node(prefix, q.To)
	q.Filter.Avoid = nil
	for _, letter := range f.query.Filter.Avoid {
		q.Filter.Avoid = append(q.Filter.Avoid, node(prefix, letter))
	}
	return q
}

// answered writes an answer as a fixture does.
func answered(prefix string, a graph.PathAnswer) (paths []string, none string) {
	for _, p := range a.Paths {
		text := strings.Join(p.Nodes, ">")
		paths = append(paths, strings.ReplaceAll(text, "country:"+prefix+"-", ""))
	}
	if a.None == nil {
		return paths, ""
	}
	none = string(a.None.Reason)
	if a.None.Hops > 0 {
		none += fmt.Sprintf(" %d", a.None.Hops)
	}
	for _, r := range a.None.Relax {
		none += fmt.Sprintf(" %s:%d", r.Part, r.Hops)
	}
	return paths, none
}
