// Package hostile is a small graph of texts that break careless writers: names in every script, quotes, line ends,
// control characters, and what one program or another takes for markup, a formula, a command or an escape. The tests of
// the formats write it and read it back, and `make verify` has the libraries read it that the formats are for.
//
// Every text stands as a name, a description, a role, a title, a locator and a source's title, once each or more.
package hostile

import (
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Texts lists the texts. None is empty, all are valid UTF-8, and some have control characters.
func Texts() []string {
	return []string{
		"Türkiye", "Azərbaycan Respublikası", "Грузия", "საქართველო", "Հայաստան", "Қазақстан", "Ελλάδα", "中华人民共和国", "日本国",
		"대한민국", "भारत गणराज्य", "ประเทศไทย", "ኢትዮጵያ", "ᠮᠣᠩᠭᠣᠯ", "🌍🤝🏽 family 👨‍👩‍👧", "e\u0301 and é",
		"جمهوری اسلامی ایران", "מדינת ישראל (state)", "right \u202eto left\u202c and on", "zero\u200bwidth\ufeffmark",
		`"double" and 'single' and ” quotes`, "it's", "back`tick ``two`` ```three", `\`, `ends with \`, `\"`, `\u0060 \u0027 \u005C\u00750060`, `C:\users\new`,
		"two\nlines", "carriage\r\nreturn", "a\rb", "tab\tstop", "\n leading", "trailing \n", "  two  spaces ", "\u2028 line \u2029 paragraph \u0085 next",
		"control \x01\x02\x1f\x7f characters", "bell \a escape \x1b[31m red", "form\ffeed \v",
		"<script>alert(1)</script>", "]]>", "<![CDATA[ x ]]>", "<!-- -->", "a & b &amp; c &#65; &unknown; d", "</node></graphml>", "<b>bold</b>",
		"$100 and $x$ and ${y}", "{curly} }{ {{double}}", "100 %", "%%{init: {}}%%", "#hash #35; #quot;", "_under_ *star* **bold** ~~gone~~", "[link](http://example.org) ![image](x)",
		"[^1] [1]", "| pipe | table |", "- item", "1. first", "2) second", "# heading", "> quote", "+ plus", "= equals", "https://example.org/?a=b&c=d www.example.org a@b.example", ":smile:",
		"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.org\",\"x\")", "\t=1", "'quoted", "0123", "1e5", "true", "null", "NaN", "TRUE;FALSE", "a;b, c; d",
		"end", "subgraph", "style a:b", "classDef x fill:#f00;", "click a call b()", "graph TD; a-->b", "a -- b", "--", "//", "/* comment */", "; DETACH DELETE n;", "' OR 1=1 //", "'}) MATCH (n) DETACH DELETE n //",
		"@misc{x, title = {y}}", `\input{/etc/passwd} \textbf{x}`, "100% {unbalanced", "unbalanced}", "a~b^c_d", "urn:x <y>", "\\N \\G \\L \\E \\H", "<html-like>",
		"http://example.org/a b?c={d}|e", "\U0001F468\u200D\U0001F4BB", "\U00020000", "\ufffd", "a\u00a0b\u3000c", "a\u241fb", "a\u241eb\u241d", "\u241f",
	}
}

// Graph is the graph: a node for each text, and relationships that join it to the next. There are parallel ones,
// opposite ones and loops, dates of every precision, shares, coordinates, codes, several claims and a conflict.
func Graph() graph.Subgraph {
	texts := Texts()
	kinds := graph.KindNames()
	var g graph.Subgraph
	for i, text := range texts {
		g.Nodes = append(g.Nodes, node(i, graph.Kind(kinds[i%len(kinds)]), text, texts[(i+1)%len(texts)]))
	}
	types := graph.TypeNames()
	for i := range texts {
		next := g.Nodes[(i+1)%len(texts)].ID
		t := graph.Type(types[i%len(types)])
		g.Relationships = append(g.Relationships, relationship(i, t, g.Nodes[i].ID, next, texts))
		switch i % 10 {
		case 3: // parallel, of the same type and of another
			g.Relationships = append(g.Relationships, relationship(i+1, t, g.Nodes[i].ID, next, texts),
				relationship(i+2, graph.Type(types[(i+1)%len(types)]), g.Nodes[i].ID, next, texts))
		case 5: // opposite
			g.Relationships = append(g.Relationships, relationship(i+1, t, next, g.Nodes[i].ID, texts))
		case 7: // a loop
			g.Relationships = append(g.Relationships, relationship(i+1, t, next, next, texts))
		}
	}
	slices.SortFunc(g.Nodes, func(a, b graph.Node) int { return strings.Compare(a.ID, b.ID) })
	graph.SortRelationships(g.Relationships)
	count(&g)
	return g
}

// count fills in the degrees.
func count(g *graph.Subgraph) {
	neighbours := map[string]map[string]bool{}
	for i := range g.Relationships {
		r := &g.Relationships[i]
		for _, pair := range [][2]string{{r.From, r.To}, {r.To, r.From}} {
			if neighbours[pair[0]] == nil {
				neighbours[pair[0]] = map[string]bool{}
			}
			if pair[0] != pair[1] {
				neighbours[pair[0]][pair[1]] = true
			}
		}
	}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		n.Degree = len(neighbours[n.ID])
		if n.Distance >= 0 {
			n.Hidden = n.Degree % 2
		}
	}
}

// date makes dates of every precision, and none.
func date(i int) graph.Date {
	year := 1800 + i*7%225
	switch i % 4 {
	case 1:
		return graph.Year(year)
	case 2:
		return graph.Date{Year: int16(year), Month: int8(1 + i%12)}
	case 3:
		return graph.Date{Year: int16(year), Month: int8(1 + i%12), Day: int8(1 + i%28)}
	}
	return graph.Date{}
}

func node(i int, kind graph.Kind, name, description string) graph.Node {
	r := graph.Record{Dataset: "hostile", Name: name, Description: description, Since: date(i), Sources: []string{sourceID(i)},
		Names: map[string]string{"x-other": description}, Aliases: []string{name + "!", "-" + name}}
	if i%3 == 0 {
		latitude, longitude := float64(i)-50.5, float64(-i)
		r.Latitude, r.Longitude = &latitude, &longitude
	}
	if i%4 == 1 {
		r.Type, r.Capital, r.URL = "type of "+name, name, "https://example.org/"+name
		r.Codes = map[string]string{"iso3": fmt.Sprintf("X%02d", i), "wikidata": fmt.Sprintf("Q%d", i), "gec": "code " + name}
	}
	if i%5 == 2 {
		r.Until = date(i + 1)
	}
	records := []graph.Record{r}
	if i%6 == 0 {
		records = append(records, graph.Record{Dataset: "another", Name: name, Rank: 1})
	}
	n := graph.Node{Entity: graph.NewEntity(fmt.Sprintf("%s:hostile-%d", kind.Prefix(), i), records), Distance: -1, Hidden: -1}
	if i%2 == 0 {
		n.Distance = i % 5
	}
	return n
}

func relationship(i int, t graph.Type, from, to string, texts []string) graph.Relationship {
	at := func(n int) string { return texts[(i+n)%len(texts)] }
	key := graph.RelationshipKey{Type: t, From: from, To: to}
	if i%2 == 0 {
		key.Role = at(2)
	}
	if i%3 == 0 {
		key.Title = at(3)
	}
	if i%5 == 0 {
		key.Spell = fmt.Sprintf("%d", 1900+i)
	}
	c := graph.Claim{Dataset: "hostile", Source: sourceID(i), Locator: at(4), Text: at(5), Since: date(i), Observed: date(i + 3),
		Confidence: graph.Confidence(graph.ConfidenceNames()[i%3])}
	if i%4 == 0 {
		c.Status = at(6)
		c.SaidBy = from
	}
	if i%6 == 1 {
		share := float64(i) / 4
		c.Share = &share
	}
	claims := []graph.Claim{c}
	if i%7 == 2 { // another source says something else
		other := c
		other.Dataset, other.Source, other.Locator, other.Status = "another", sourceID(i+1), "", "otherwise"
		other.Since = graph.Year(1700)
		claims = append(claims, other)
	}
	return graph.NewRelationship(key, claims)
}

func sourceID(i int) string { return fmt.Sprintf("hostile-%d", i%len(Texts())) }

// Sources are those that the graph's claims name.
func Sources() []graph.Source {
	var out []graph.Source
	texts := Texts()
	for i, text := range texts {
		out = append(out, graph.NewSource(sourceID(i), []graph.SourceRecord{{Dataset: "hostile", Title: text,
			Publisher: texts[(i+7)%len(texts)], URL: "https://example.org/" + text, Published: date(i), Accessed: date(i + 3),
			Note: texts[(i+8)%len(texts)]}}))
	}
	slices.SortFunc(out, func(a, b graph.Source) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Datasets are those that the graph's claims name.
func Datasets() []graph.Dataset {
	return []graph.Dataset{
		{Name: "another", Title: "Another {dataset} & more", Licence: "CC0"},
		{Name: "hostile", Title: `A dataset of "hostile" texts`, Version: "1.0_b", Licence: "CC BY 4.0", URL: "https://example.org/data",
			Citation: "Hostile & Sons (2026), 100% of_all {texts}, Journal of #Names 1(1)"},
	}
}
