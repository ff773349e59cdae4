package format

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/internal/hostile"
	"coopgraph/neo4jlocal/neo4jtest"
)

// statementsOf takes a script apart at semicolons that end a line.
func statementsOf(script string) []string {
	return strings.Split(strings.TrimSuffix(strings.TrimRight(script, "\n"), ";"), ";\n")
}

// The script, run in a real Neo4j, gives the graph, and run again it changes nothing.
func TestCypherInNeo4j(t *testing.T) {
	db := neo4jtest.Server(t)
	bolttest.Wipe(t, db)
	script := string(written(t, "cypher"))
	for range 2 {
		for _, statement := range statementsOf(script) {
			bolttest.Run(t, db, statement, nil)
		}
	}
	g := hostile.Graph()
	var want []string
	for i := range g.Nodes {
		n := &g.Nodes[i]
		want = append(want, marshalled(t, []any{labels(n.Kind), properties(t, n)}))
	}
	for i := range g.Relationships {
		r := &g.Relationships[i]
		want = append(want, marshalled(t, []any{[]any{string(r.Type), r.From, r.To}, relationshipProperties(r)}))
	}
	var got []string
	for _, statement := range []string{
		"MATCH (n) RETURN labels(n) AS head, properties(n) AS p, n.first_day AS first, n.last_day AS last",
		"MATCH (a)-[n]->(b) RETURN [type(n), a.id, b.id] AS head, properties(n) AS p, n.first_day AS first, n.last_day AS last",
	} {
		for _, row := range bolttest.Run(t, db, statement, nil) {
			m := row.AsMap()
			p := m["p"].(map[string]any)
			for name, day := range map[string]any{"first_day": m["first"], "last_day": m["last"]} {
				if day != nil {
					p[name] = day.(interface{ String() string }).String()
				}
			}
			got = append(got, marshalled(t, []any{m["head"], p}))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(got) != len(want) {
		t.Fatalf("%d nodes and relationships, want %d", len(got), len(want))
	}
	wrong := 0
	for i := range want {
		if got[i] != want[i] {
			if wrong++; wrong < 4 {
				t.Errorf("\ngot  %s\nwant %s", got[i], want[i])
			}
		}
	}
}

func labels(k graph.Kind) []any { return []any{"Entity", string(k)} }

func marshalled(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// properties are those of docs/data.md for a node.
func properties(t *testing.T, n *graph.Node) map[string]any {
	t.Helper()
	p := map[string]any{"degree": n.Degree, "sources": n.Sources, "names": n.AllNames(), "aliases": n.Aliases}
	for _, item := range again(t, []hostile.Item{expectedNode(n)}) {
		for name, v := range item {
			p[name] = v
		}
	}
	for scheme, code := range n.Codes {
		p[scheme] = code
	}
	for name, s := range map[string]string{"capital": n.Capital, "url": n.URL, "first_day": n.Since.First().Date().String(), "last_day": n.Until.Last().Date().String()} {
		if s != "" {
			p[name] = s
		}
	}
	return p
}

func expectedNode(n *graph.Node) hostile.Item {
	nodes, _ := hostile.Expected(&graph.Subgraph{Nodes: []graph.Node{*n}})
	for _, name := range []string{"codes", "distance", "hidden"} { // the last two are of the answer, and not of the graph
		delete(nodes[0], name)
	}
	return nodes[0]
}

// relationshipProperties are those of docs/data.md for a relationship.
func relationshipProperties(r *graph.Relationship) hostile.Item {
	_, relationships := hostile.Expected(&graph.Subgraph{Relationships: []graph.Relationship{*r}})
	p := relationships[0]
	for _, name := range []string{"type", "from", "to"} {
		delete(p, name)
	}
	since := r.Since
	if since.IsZero() {
		since = r.Observed
	}
	for name, s := range map[string]string{"first_day": since.First().Date().String(), "last_day": r.Until.Last().Date().String()} {
		if s != "" {
			p[name] = s
		}
	}
	return p
}

// What is not declared never becomes a label or type.
func TestCypherRefusesWhatIsNotDeclared(t *testing.T) {
	f, _ := Graph("cypher")
	var out strings.Builder
	n := graph.Node{Entity: graph.Entity{ID: "country:x", Kind: "Country {x: 1}) DETACH DELETE n //"}}
	if err := f.New(&out).Node(&n); err == nil {
		t.Errorf("a kind is written: %s", out.String())
	}
	r := graph.Relationship{RelationshipKey: graph.RelationshipKey{Type: "X`]->() DETACH DELETE n //", From: "country:x", To: "country:y"}}
	if err := f.New(&out).Relationship("x", &r); err == nil {
		t.Errorf("a type is written: %s", out.String())
	}
}

// Whatever a title holds, the remarks of a script are remarks, of which none ends a statement.
func TestRemarksInCypher(t *testing.T) {
	for _, line := range strings.Split(string(written(t, "cypher")), "\n")[:3] {
		if !strings.HasPrefix(line, "//") || strings.HasSuffix(line, ";") || strings.Contains(line, `\u`) {
			t.Errorf("%q", line)
		}
	}
}

// The lexer that is asked here decodes \u before all else, as Neo4j's does, even after another backslash.
func FuzzCypher(f *testing.F) {
	for _, s := range hostile.Texts() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		literal := string(appendCypher(nil, s))
		if strings.ContainsAny(literal, "\n\r") {
			t.Errorf("%q is on several lines", literal)
		}
		got, ok := cypherText(literal)
		if want := strings.ToValidUTF8(s, "\ufffd"); !ok || got != want {
			t.Errorf("%s is read as %q, want %q", literal, got, want)
		}
	})
}

// cypherText reads literals that are added to each other.
func cypherText(literal string) (string, bool) {
	var decoded strings.Builder
	for i := 0; i < len(literal); i++ {
		if strings.HasPrefix(literal[i:], `\u`) && i+6 <= len(literal) {
			var r rune
			for _, c := range literal[i+2 : i+6] {
				digit := strings.IndexRune(upperHex, c)
				if digit < 0 {
					return "", false
				}
				r = r<<4 | rune(digit)
			}
			if r == '\'' || r == '\\' { // it would not be text any more
				return "", false
			}
			decoded.WriteRune(r)
			i += 5
			continue
		}
		decoded.WriteByte(literal[i])
	}
	var out strings.Builder
	in := false
	text := []rune(decoded.String())
	for i := 0; i < len(text); i++ {
		switch r := text[i]; {
		case r == '\'':
			in = !in
		case !in && (r == ' ' || r == '+'):
		case !in:
			return "", false
		case r == '\\':
			i++
			out.WriteRune(map[rune]rune{'n': '\n', 'r': '\r', 't': '\t', '\\': '\\', '\'': '\''}[text[i]])
		default:
			out.WriteRune(r)
		}
	}
	return out.String(), !in
}
