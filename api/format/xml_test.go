package format

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"coopgraph/graph"
)

// readable is a text as XML can hold it.
func readable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff' {
			return '\ufffd'
		}
		return r
	}, s)
}

func flatAll(items []map[string]any, text func(string) string) []map[string]any {
	out := make([]map[string]any, len(items))
	for i, item := range items {
		out[i] = flat(item, text)
	}
	return out
}

func TestGEXF(t *testing.T) {
	type element struct {
		ID     string `xml:"id,attr"`
		Label  string `xml:"label,attr"`
		Source string `xml:"source,attr"`
		Target string `xml:"target,attr"`
		Kind   string `xml:"kind,attr"`
		Start  string `xml:"start,attr"`
		End    string `xml:"end,attr"`
		Values []struct {
			For   string `xml:"for,attr"`
			Value string `xml:"value,attr"`
		} `xml:"attvalues>attvalue"`
	}
	var doc struct {
		XMLName xml.Name `xml:"http://gexf.net/1.3 gexf"`
		Graph   struct {
			Mode       string `xml:"mode,attr"`
			TimeFormat string `xml:"timeformat,attr"`
			Attributes []struct {
				Class     string `xml:"class,attr"`
				Attribute []struct {
					ID string `xml:"id,attr"`
				} `xml:"attribute"`
			} `xml:"attributes"`
			Nodes []element `xml:"nodes>node"`
			Edges []element `xml:"edges>edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(written(t, "gexf"), &doc); err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, a := range doc.Graph.Attributes {
		for _, one := range a.Attribute {
			declared[a.Class+one.ID] = true
		}
	}
	values := func(class string, e *element) map[string]any {
		item := map[string]any{"id": e.ID}
		for _, v := range e.Values {
			if !declared[class+v.For] {
				t.Errorf("%s is not declared for a %s", v.For, class)
			}
			item[v.For] = v.Value
		}
		return item
	}
	var nodes, relationships []map[string]any
	for i := range doc.Graph.Nodes {
		n := &doc.Graph.Nodes[i]
		item := values("node", n)
		if n.Label != item["name"] {
			t.Errorf("%s is labelled %q", n.ID, n.Label)
		}
		wantPeriod(t, n.ID, n.Start, n.End, item)
		nodes = append(nodes, item)
	}
	for i := range doc.Graph.Edges {
		e := &doc.Graph.Edges[i]
		item := values("edge", e)
		item["from"], item["to"] = e.Source, e.Target
		if e.Kind != item["type"] {
			t.Errorf("%s is of the kind %q", e.ID, e.Kind)
		}
		wantPeriod(t, e.ID, e.Start, e.End, item)
		relationships = append(relationships, item)
	}
	wantNodes, wantRelationships := expected(t)
	same(t, "nodes", nodes, flatAll(wantNodes, readable))
	same(t, "relationships", relationships, flatAll(wantRelationships, readable))
	if doc.Graph.Mode != "dynamic" || doc.Graph.TimeFormat != "date" {
		t.Errorf("it is %s with times as %s", doc.Graph.Mode, doc.Graph.TimeFormat)
	}
}

// wantPeriod holds the days at an item against its dates.
func wantPeriod(t *testing.T, id, start, end string, item map[string]any) {
	t.Helper()
	date := func(name string) graph.Date {
		s, _ := item[name].(string)
		d, err := graph.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	since, until := date("since"), date("until")
	if since.IsZero() {
		since = date("observed")
	}
	wantStart, wantEnd := since.First().Date().String(), until.Last().Date().String()
	if wantStart != "" && wantEnd != "" && wantStart > wantEnd {
		wantStart, wantEnd = "", ""
	}
	if start != wantStart || end != wantEnd {
		t.Errorf("%s is from %q to %q, want %q to %q", id, start, end, wantStart, wantEnd)
	}
}

func TestGraphML(t *testing.T) {
	type data struct {
		Key   string `xml:"key,attr"`
		Value string `xml:",chardata"`
	}
	type element struct {
		ID     string `xml:"id,attr"`
		Source string `xml:"source,attr"`
		Target string `xml:"target,attr"`
		Data   []data `xml:"data"`
	}
	var doc struct {
		XMLName xml.Name `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
		Keys    []struct {
			ID   string `xml:"id,attr"`
			For  string `xml:"for,attr"`
			Name string `xml:"attr.name,attr"`
		} `xml:"key"`
		Graph struct {
			Default string    `xml:"edgedefault,attr"`
			Data    []data    `xml:"data"`
			Nodes   []element `xml:"node"`
			Edges   []element `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(written(t, "graphml"), &doc); err != nil {
		t.Fatal(err)
	}
	nameOf := map[string]string{}
	for _, k := range doc.Keys {
		nameOf[k.For+" "+k.ID] = k.Name
	}
	values := func(of string, list []data) map[string]any {
		item := map[string]any{}
		for _, d := range list {
			name := nameOf[of+" "+d.Key]
			if name == "" {
				t.Errorf("%s is not declared for a %s", d.Key, of)
			}
			item[name] = d.Value
		}
		return item
	}
	var nodes, relationships []map[string]any
	for _, n := range doc.Graph.Nodes {
		item := values("node", n.Data)
		item["id"] = n.ID
		if without(item, "label")["label"] != item["name"] {
			t.Errorf("%s has another label than its name", n.ID)
		}
		nodes = append(nodes, item)
	}
	for _, e := range doc.Graph.Edges {
		item := values("edge", e.Data)
		without(item, "label")
		item["id"], item["from"], item["to"] = e.ID, e.Source, e.Target
		relationships = append(relationships, item)
	}
	wantNodes, wantRelationships := expected(t)
	same(t, "nodes", nodes, flatAll(wantNodes, readable))
	same(t, "relationships", relationships, flatAll(wantRelationships, readable))
	if about := values("graph", doc.Graph.Data); about["title"] != head.Title || about["revision"] != "12" || doc.Graph.Default != "directed" {
		t.Errorf("of itself it says %v", about)
	}
}

// Nothing in a comment ends it.
func TestRemarksInXML(t *testing.T) {
	var out bytes.Buffer
	p := page{w: &out}
	p.remark("a --> b -- c --- ---")
	if err := p.flush(); err != nil {
		t.Fatal(err)
	}
	inside := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(out.String()), "<!--"), "-->")
	if strings.Contains(inside, "--") || strings.HasSuffix(inside, "-") {
		t.Errorf("%q", out.String())
	}
}

func FuzzXML(f *testing.F) {
	f.Add("]]>\x00\ufffe<&\"'\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		p := page{}
		p.raw("<a")
		p.attribute("b", s)
		p.raw(">")
		p.text(s)
		p.raw("</a>")
		var doc struct {
			B string `xml:"b,attr"`
			S string `xml:",chardata"`
		}
		if err := xml.Unmarshal(p.b.Bytes(), &doc); err != nil {
			t.Fatalf("%q: %v", p.b.String(), err)
		}
		if want := readable(strings.ToValidUTF8(s, "\ufffd")); doc.B != doc.S || len([]rune(doc.S)) < len([]rune(want)) {
			t.Errorf("%q is read as %q and %q", s, doc.B, doc.S)
		}
	})
}
