package csvmap

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"coopgraph/graph"
	"coopgraph/loader/internal/fit"
)

// The bounds of a mapping: its bytes, how deep brackets nest, and the column from which on no list may begin, since lists
// nest on one line.
const (
	maxMapping = 256 << 10
	maxDepth   = 8
	maxIndent  = 100
)

// refused are the tokens that let a YAML text refer to itself, name types, or nest keys: no alias can blow up.
var refused = []token.Type{token.AnchorType, token.AliasType, token.TagType, token.MergeKeyType, token.DirectiveType,
	token.MappingKeyType}

// faults collects what is wrong with a mapping, in the order in which it is found.
type faults struct {
	in   string // the mapping's file name
	list []error
}

// maxFaults is how many faults are listed.
const maxFaults = 100

func (f *faults) add(n *node, path, format string, args ...any) {
	if len(f.list) == maxFaults {
		return
	}
	place := f.in
	if n != nil {
		place = fmt.Sprintf("%s:%d:%d", f.in, n.line, n.column)
	}
	if path != "" {
		place += ": " + path
	}
	f.list = append(f.list, graph.Invalid(place, format, args...))
}

func (f *faults) err() error { return errors.Join(f.list...) }

// node is one value of the mapping with its place.
type node struct {
	line, column int
	text         string // of a scalar
	null         bool
	entries      []entry // of a mapping
	items        []*node // of a list
	form         form
	flow         bool // a mapping in braces
}

type form int

const (
	scalar form = iota
	mapping
	list
)

type entry struct{ key, value *node }

// readYAML reads the mapping as a tree. It gives nil where that cannot be done, with the faults told.
func readYAML(r io.Reader, f *faults) *node {
	text, err := io.ReadAll(io.LimitReader(r, maxMapping+1))
	switch {
	case err != nil:
		f.add(nil, "", "it cannot be read: %v", err)
		return nil
	case len(text) > maxMapping:
		f.add(nil, "", "it is longer than %d bytes", maxMapping)
		return nil
	}
	if what := fit.Text(string(text), true); what != "" {
		f.add(nil, "", "the text %s; save it as UTF-8", what)
		return nil
	}
	tokens := lexer.Tokenize(strings.TrimPrefix(string(text), "\ufeff"))
	if t, what := unfit(tokens); t != nil {
		f.add(&node{line: t.Position.Line, column: t.Position.Column}, "", "%s", what)
		return nil
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		f.syntax(err)
		return nil
	}
	var root *node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if _, comment := doc.Body.(*ast.CommentGroupNode); comment {
			continue
		}
		if root != nil {
			f.add(at(doc.Body), "", "it is a second document; write one")
			return nil
		}
		root = f.tree(doc.Body)
	}
	if root == nil {
		f.add(nil, "", "it is empty; docs/import.md shows what to write")
	}
	return root
}

func (f *faults) syntax(err error) {
	const hint = "; put text with braces, colons or hashes into quotes"
	if e, ok := errors.AsType[*yaml.SyntaxError](err); ok && e.Token != nil && e.Token.Position != nil {
		f.add(&node{line: e.Token.Position.Line, column: e.Token.Position.Column}, "", "it is not YAML: %s%s", e.Message, hint)
		return
	}
	f.add(nil, "", "it is not YAML: %v%s", err, hint)
}

// unfit finds a token that is not read here, before anything is parsed.
func unfit(tokens token.Tokens) (*token.Token, string) {
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		default: // does not nest
		}
		switch {
		case slices.Contains(refused, t.Type):
			return t, fmt.Sprintf("%s is not read here: no anchors, aliases, merges, tags, question marks", t.Type)
		case depth > maxDepth, t.Type == token.SequenceEntryType && t.Position.Column > maxIndent:
			return t, "it is nested too deep"
		}
	}
	return nil, ""
}

func at(n ast.Node) *node {
	out := &node{}
	if t := n.GetToken(); t != nil && t.Position != nil {
		out.line, out.column = t.Position.Line, t.Position.Column
	}
	return out
}

// tree copies what is used of the parsed YAML.
func (f *faults) tree(n ast.Node) *node {
	out := at(n)
	switch n := n.(type) {
	case *ast.MappingNode:
		out.form, out.flow = mapping, n.IsFlowStyle
		for _, v := range n.Values {
			out.entries = append(out.entries, f.entry(v))
		}
	case *ast.MappingValueNode:
		out.form = mapping
		out.entries = []entry{f.entry(n)}
	case *ast.SequenceNode:
		out.form = list
		for _, v := range n.Values {
			out.items = append(out.items, f.tree(v))
		}
	case *ast.StringNode:
		out.text = n.Value
	case *ast.LiteralNode:
		out.text = strings.TrimSpace(n.Value.Value)
	case *ast.NullNode:
		out.null = true
	default: // numbers and booleans are taken as they are written: 1.10 and yes are texts here
		if t := n.GetToken(); t != nil {
			out.text = t.Value
		}
	}
	if len(out.entries) > 0 { // the token of a mapping is its first colon
		out.line, out.column = out.entries[0].key.line, out.entries[0].key.column
	}
	return out
}

func (f *faults) entry(v *ast.MappingValueNode) entry {
	key := at(v.Key)
	if t := v.Key.GetToken(); t != nil {
		key.text = t.Value
	}
	value := &node{line: key.line, column: key.column, null: true}
	if v.Value != nil {
		value = f.tree(v.Value)
	}
	return entry{key, value}
}
