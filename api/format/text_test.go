package format

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"coopgraph/graph"
	"coopgraph/internal/hostile"
)

// dotTokens takes a DOT document apart: quoted texts as Graphviz' lexer has them, a backslash before anything but a
// quote being kept, with a quote before them; other signs and words as they are.
func dotTokens(t *testing.T, doc string) (tokens []string) {
	t.Helper()
	for i := 0; i < len(doc); {
		switch c := doc[i]; {
		case c == '"':
			var s strings.Builder
			for i++; ; i++ {
				if i >= len(doc) {
					t.Fatal("a text does not end")
				}
				if doc[i] == '"' {
					break
				}
				if doc[i] == '\\' && doc[i+1] == '"' {
					i++
				} else if doc[i] == '\\' {
					s.WriteByte('\\')
					i++
				}
				s.WriteByte(doc[i])
			}
			i++
			tokens = append(tokens, `"`+s.String())
		case strings.HasPrefix(doc[i:], "//"):
			i += strings.IndexByte(doc[i:], '\n')
		case strings.IndexByte(" \n\t", c) >= 0:
			i++
		default:
			word := regexp.MustCompile(`^([A-Za-z0-9_]+|->|.)`).FindString(doc[i:])
			tokens = append(tokens, word)
			i += len(word)
		}
	}
	return tokens
}

// dotText is a text as Graphviz holds it.
func dotText(s string) string {
	s = strings.Map(func(r rune) rune {
		if unprintable(r) && r != '\n' && r != '\t' {
			return '\ufffd'
		}
		return r
	}, s)
	return strings.ReplaceAll(s, `\`, `\\`)
}

func TestDOT(t *testing.T) {
	tokens := dotTokens(t, string(written(t, "dot")))
	var nodes, relationships []map[string]any
	var item map[string]any
	for i := 0; i < len(tokens); i++ {
		switch tok := tokens[i]; {
		case strings.HasPrefix(tok, `"`) && tokens[i+1] == "[":
			item = map[string]any{"id": tok[1:]}
			nodes = append(nodes, item)
			i++
		case strings.HasPrefix(tok, `"`) && tokens[i+1] == "->":
			item = map[string]any{"from": tok[1:], "to": tokens[i+2][1:]}
			relationships = append(relationships, item)
			i += 3
		case i+2 < len(tokens) && tokens[i+1] == "=" && item != nil:
			item[tok] = tokens[i+2][1:]
			i += 2
		}
	}
	wantNodes, wantRelationships := expected(t)
	for i, n := range nodes {
		rename(n, "entity_name", "name")
		drawn := strings.ReplaceAll(html.UnescapeString(without(n, "label")["label"].(string)), `\\`, `\`)
		if want := strings.TrimSpace(oneLine(wantNodes[i]["name"].(string))); drawn != want {
			t.Errorf("%s is drawn as %q, want %q", n["id"], drawn, want)
		}
	}
	for _, r := range relationships {
		without(r, "label")
	}
	same(t, "nodes", nodes, flatAll(wantNodes, dotText))
	same(t, "relationships", relationships, flatAll(wantRelationships, dotText))
}

func FuzzDOT(f *testing.F) {
	for _, s := range hostile.Texts() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tokens := dotTokens(t, string(appendDOT(nil, s))+"=x")
		if len(tokens) != 3 || tokens[0] != `"`+dotText(strings.ToValidUTF8(s, "\ufffd")) {
			t.Errorf("%q is read as %q", s, tokens)
		}
		label := dotTokens(t, string(appendDOTLabel(nil, s))+"=x")
		if len(label) != 3 || strings.Contains(label[0], "\n") {
			t.Errorf("%q is labelled %q", s, label)
		}
	})
}

// mermaidText undoes what Mermaid is told.
func mermaidText(t *testing.T, s string) string {
	t.Helper()
	return regexp.MustCompile(`#(\d+);`).ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.Atoi(code[1 : len(code)-1])
		if err != nil {
			t.Fatal(err)
		}
		return string(rune(n))
	})
}

func TestMermaid(t *testing.T) {
	g := hostile.Graph()
	lines := strings.Split(strings.TrimSpace(string(written(t, "mermaid"))), "\n")
	if lines[0] != "flowchart LR" {
		t.Errorf("it begins with %q", lines[0])
	}
	node := regexp.MustCompile(`^([a-z0-9_]+)\["([^"]*)"\]:::([A-Z][a-z]+)$`)
	edge := regexp.MustCompile(`^([a-z0-9_]+) -->\|"([^"]*)"\| ([a-z0-9_]+)$`)
	nodes, edges := 0, 0
	for _, line := range lines[1:] {
		switch n, e := node.FindStringSubmatch(line), edge.FindStringSubmatch(line); {
		case n != nil:
			want := g.Nodes[nodes]
			if mermaidText(t, n[2]) != oneLine(want.Name) || n[1] != string(appendMermaidID(nil, want.ID)) || n[3] != string(want.Kind) {
				t.Errorf("%q is of %s %q", line, want.ID, want.Name)
			}
			nodes++
		case e != nil:
			want := &g.Relationships[edges]
			if !strings.HasPrefix(mermaidText(t, e[2]), oneLine(label(want))) || e[1] != string(appendMermaidID(nil, want.From)) {
				t.Errorf("%q is of %v", line, want.RelationshipKey)
			}
			edges++
		case strings.HasPrefix(line, "%% ") && !strings.ContainsAny(line, "{}"), strings.HasPrefix(line, "classDef "):
		default:
			t.Errorf("what is %q?", line)
		}
	}
	if nodes != len(g.Nodes) || edges != len(g.Relationships) {
		t.Errorf("%d nodes and %d edges of %d and %d", nodes, edges, len(g.Nodes), len(g.Relationships))
	}
}

// Ids of different entities stay different.
func TestMermaidIDs(t *testing.T) {
	seen := map[string]string{}
	for _, id := range []string{"country:a-b", "country:a", "country:ab", "country-a:b", "a:b:c", "a-b", "a--b", "a:b", "a_b", "A", "a.b", "é", "X5F", "\x5f"} {
		short := string(appendMermaidID(nil, id))
		if other, ok := seen[short]; ok && graph.CheckEntityID(id) == nil && graph.CheckEntityID(other) == nil {
			t.Errorf("%s and %s are both %s", id, other, short)
		}
		if !regexp.MustCompile(`^[A-Za-z0-9_]+$`).MatchString(short) {
			t.Errorf("%s is %s", id, short)
		}
		seen[short] = id
	}
}

func FuzzMermaid(f *testing.F) {
	for _, s := range hostile.Texts() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := string(appendMermaid(nil, s))
		if !utf8.ValidString(out) || strings.ContainsAny(out, "\"`[]{}<>|%&\n\\") || mermaidText(t, out) != oneLine(s) {
			t.Errorf("%q is written %q", s, out)
		}
	})
}
