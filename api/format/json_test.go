package format

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"coopgraph/graph"
)

// without takes members out of an object and gives them.
func without(item map[string]any, names ...string) map[string]any {
	out := map[string]any{}
	for _, name := range names {
		out[name] = item[name]
		delete(item, name)
	}
	return out
}

func rename(item map[string]any, from, to string) {
	if v, ok := item[from]; ok {
		item[to] = v
		delete(item, from)
	}
}

func TestGraphology(t *testing.T) {
	var doc struct {
		Options map[string]any
		Nodes   []struct {
			Key        string
			Attributes map[string]any
		}
		Edges []struct {
			Key, Source, Target string
			Attributes          map[string]any
		}
		Attributes map[string]any
	}
	parse(t, written(t, "graphology"), &doc)
	if doc.Options["type"] != "directed" || doc.Options["multi"] != true || doc.Options["allowSelfLoops"] != true {
		t.Errorf("options %v", doc.Options)
	}
	var nodes, relationships []map[string]any
	for _, n := range doc.Nodes {
		if _, ok := n.Attributes["type"]; ok || n.Attributes["hidden"] == true {
			t.Fatalf("%s has an attribute that Sigma takes for its own", n.Key)
		}
		n.Attributes["id"] = n.Key
		if without(n.Attributes, "label")["label"] != n.Attributes["name"] {
			t.Errorf("%s has another label than its name", n.Key)
		}
		rename(n.Attributes, "entity_type", "type")
		rename(n.Attributes, "hidden_neighbours", "hidden")
		nodes = append(nodes, n.Attributes)
	}
	for _, e := range doc.Edges {
		without(e.Attributes, "label")
		e.Attributes["id"], e.Attributes["from"], e.Attributes["to"] = e.Key, e.Source, e.Target
		rename(e.Attributes, "relationship_type", "type")
		relationships = append(relationships, e.Attributes)
	}
	wantNodes, wantRelationships := expected(t)
	same(t, "nodes", nodes, wantNodes)
	same(t, "relationships", relationships, wantRelationships)
	wantFacts(t, doc.Attributes)
}

// wantFacts holds what a document says of itself.
func wantFacts(t *testing.T, got map[string]any) {
	t.Helper()
	for name, want := range map[string]any{"title": head.Title, "question": head.Question, "permalink": head.Permalink, "revision": 12.0,
		"epoch": "E", "loading": false, "complete": true} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
}

func TestCytoscape(t *testing.T) {
	type element struct {
		Data    map[string]any
		Classes string
	}
	var doc struct {
		Elements struct{ Nodes, Edges []element }
		Data     map[string]any
	}
	parse(t, written(t, "cytoscape"), &doc)
	var nodes, relationships []map[string]any
	for _, n := range doc.Elements.Nodes {
		if n.Classes != n.Data["kind"] || without(n.Data, "label")["label"] != n.Data["name"] {
			t.Errorf("%v: class %s", n.Data, n.Classes)
		}
		nodes = append(nodes, n.Data)
	}
	for _, e := range doc.Elements.Edges {
		without(e.Data, "label")
		rename(e.Data, "source", "from")
		rename(e.Data, "target", "to")
		relationships = append(relationships, e.Data)
	}
	wantNodes, wantRelationships := expected(t)
	same(t, "nodes", nodes, wantNodes)
	same(t, "relationships", relationships, wantRelationships)
	wantFacts(t, doc.Data)
}

func TestD3(t *testing.T) {
	var doc struct {
		Directed, Multigraph bool
		Nodes, Links         []map[string]any
		Graph                map[string]any
	}
	parse(t, written(t, "d3"), &doc)
	for _, l := range doc.Links {
		if without(l, "key")["key"] != l["id"] {
			t.Errorf("%v has another key than its id", l)
		}
		rename(l, "source", "from")
		rename(l, "target", "to")
	}
	wantNodes, wantRelationships := expected(t)
	same(t, "nodes", doc.Nodes, wantNodes)
	same(t, "relationships", doc.Links, wantRelationships)
	wantFacts(t, doc.Graph)
	if !doc.Directed || !doc.Multigraph {
		t.Error("it is no directed graph with parallel edges")
	}
}

func TestJGF(t *testing.T) {
	var doc struct {
		Graph struct {
			Directed bool
			Type     string
			Nodes    map[string]struct {
				Label    string
				Metadata map[string]any
			}
			Edges []struct {
				ID, Source, Target, Relation, Label string
				Metadata                            map[string]any
			}
			Metadata map[string]any
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(written(t, "jgf")))
	decoder.DisallowUnknownFields() // the schema forbids them
	if err := decoder.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	wantNodes, wantRelationships := expected(t)
	var nodes, relationships []map[string]any
	for _, want := range wantNodes {
		n := doc.Graph.Nodes[want["id"].(string)]
		if n.Label != want["name"] {
			t.Errorf("%s is labelled %q", want["id"], n.Label)
		}
		nodes = append(nodes, n.Metadata)
	}
	for _, e := range doc.Graph.Edges {
		if e.ID != e.Metadata["id"] || e.Relation != e.Metadata["type"] {
			t.Errorf("%+v", e)
		}
		e.Metadata["from"], e.Metadata["to"] = e.Source, e.Target
		relationships = append(relationships, e.Metadata)
	}
	same(t, "nodes", nodes, wantNodes)
	same(t, "relationships", relationships, wantRelationships)
	wantFacts(t, doc.Graph.Metadata)
}

func TestLines(t *testing.T) {
	var nodes, relationships []map[string]any
	claims := 0
	lines := strings.Split(strings.TrimSuffix(string(written(t, "ndjson")), "\n"), "\n")
	for i, line := range lines {
		var record struct{ Header, Node, Relationship, Summary, Error map[string]any }
		parse(t, []byte(line), &record)
		switch {
		case record.Header != nil:
			if i != 0 {
				t.Errorf("the header is line %d", i)
			}
			wantFacts(t, record.Header)
		case record.Summary != nil:
			if i != len(lines)-1 || record.Summary["nodes"] != float64(len(nodes)) || record.Summary["relationships"] != float64(len(relationships)) {
				t.Errorf("line %d: summary %v of %d and %d", i, record.Summary, len(nodes), len(relationships))
			}
			wantFacts(t, record.Summary)
		case record.Node != nil:
			nodes = append(nodes, known(record.Node))
		default:
			claims += len(without(record.Relationship, "claims")["claims"].([]any))
			relationships = append(relationships, known(record.Relationship))
		}
	}
	wantNodes, wantRelationships := expected(t)
	for _, r := range wantRelationships { // which are those of the claims
		without(r, "sources", "datasets")
	}
	same(t, "nodes", nodes, wantNodes)
	same(t, "relationships", relationships, wantRelationships)
	if claims <= len(relationships) {
		t.Errorf("%d claims of %d relationships", claims, len(relationships))
	}
}

// known leaves out what is null or an empty object.
func known(item map[string]any) map[string]any {
	out := map[string]any{}
	for name, v := range item {
		if m, ok := v.(map[string]any); v == nil || ok && len(m) == 0 {
			continue
		}
		out[name] = v
	}
	return out
}

func TestAStreamSaysThatItBroke(t *testing.T) {
	f, _ := Graph("ndjson")
	var out bytes.Buffer
	w := f.New(&out)
	if err := w.Begin(head); err != nil {
		t.Fatal(err)
	}
	if err := w.(Breaker).Break(map[string]any{"status": 503, "detail": "Neo4j\nis away"}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || lines[1] != `{"error":{"detail":"Neo4j\nis away","status":503}}` {
		t.Errorf("%q", lines)
	}
}

// What the state was is told as it was in the end, since a document may begin before the graph is read.
func TestTheStateIsThatOfTheEnd(t *testing.T) {
	for _, name := range GraphNames() {
		f, _ := Graph(name)
		var out bytes.Buffer
		w := f.New(&out)
		if err := w.Begin(head); err != nil {
			t.Fatal(err)
		}
		if err := w.End(graph.Marker{Epoch: "E", Revision: 4711, Loading: true}); err != nil {
			t.Fatal(err)
		}
		if name != "csv" && !strings.Contains(out.String(), "4711") {
			t.Errorf("%s does not name the revision that was read: %s", name, out.String())
		}
	}
}

func TestJSONLD(t *testing.T) {
	var doc struct {
		Context map[string]any   `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	parse(t, written(t, "jsonld"), &doc)
	byID := map[string]map[string]any{}
	triples := map[[3]string]bool{}
	for _, item := range doc.Graph {
		id, _ := item["@id"].(string)
		if len(item) == 2 { // a plain triple
			for predicate, object := range item {
				if predicate != "@id" {
					triples[[3]string{id, predicate, object.(map[string]any)["@id"].(string)}] = true
				}
			}
			continue
		}
		byID[id] = item
	}
	nodes, relationships := expected(t)
	for _, n := range nodes {
		item := byID["urn:coopgraph:"+n["id"].(string)]
		if item["rdfs:label"] != n["name"] || item["schema:description"] != n["description"] || item["cg:degree"] != n["degree"] {
			t.Errorf("got %v, want %v", item, n)
		}
	}
	for _, r := range relationships {
		item := byID["urn:coopgraph:"+r["id"].(string)]
		from, to := "urn:coopgraph:"+r["from"].(string), "urn:coopgraph:"+r["to"].(string)
		if !triples[[3]string{from, "cg:" + r["type"].(string), to}] {
			t.Errorf("there is no triple for %v", r)
		}
		if subject := item["rdf:subject"].(map[string]any)["@id"]; subject != from || item["cg:role"] != r["role"] || item["cg:title"] != r["title"] {
			t.Errorf("got %v, want %v", item, r)
		}
		for _, c := range item["cg:claim"].([]any) {
			claim := c.(map[string]any)
			if claim["prov:hadPrimarySource"] == nil || claim["prov:wasDerivedFrom"] == nil || claim["schema:text"] == "" {
				t.Errorf("a claim without origin: %v", claim)
			}
		}
		if since, ok := r["since"].(string); ok {
			want := map[int]string{4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(since)]
			if got := item["schema:startDate"].(map[string]any); got["@value"] != since || got["@type"] != want {
				t.Errorf("%s is written %v", since, got)
			}
		}
	}
}
