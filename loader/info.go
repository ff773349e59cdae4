package loader

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// maxInfo is the greatest size of dataset.yaml in bytes.
const maxInfo = 64 << 10

// defaultRank lets every dataset with a rank of its own speak first, the bundled ones included.
const defaultRank = 100

var infoKeys = []string{"name", "title", "version", "description", "licence", "citation", "url", "rank"}

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// plainTokens are those of a flat YAML mapping. Anything else nests, refers or names types, and is refused before it
// is parsed, so that no alias can blow up and no depth can exhaust the stack.
var plainTokens = []token.Type{token.DocumentHeaderType, token.DocumentEndType, token.MappingValueType,
	token.CommentType, token.LiteralType, token.FoldedType, token.SingleQuoteType, token.DoubleQuoteType,
	token.SpaceType, token.NullType, token.ImplicitNullType, token.InfinityType, token.NanType, token.IntegerType,
	token.BinaryIntegerType, token.OctetIntegerType, token.HexIntegerType, token.FloatType, token.StringType,
	token.BoolType}

// infoReader reads dataset.yaml.
type infoReader struct {
	*collector
	values map[string]string
	at     map[string]*token.Token
}

// readInfo reads dataset.yaml of a folder: what it says, and the rank of its records.
func readInfo(fsys fs.FS, c *collector) (graph.Dataset, int) {
	f := c.openFor(fsys, infoFile, true)
	if f == nil {
		return graph.Dataset{}, 0
	}
	defer func() { _ = f.Close() }()
	text, err := readAll(f, maxInfo)
	if err != nil {
		c.about(infoFile, "shorten it, or put long texts into a file of their own", "it cannot be read: %s", reason(err))
		return graph.Dataset{}, 0
	}
	r := infoReader{c, map[string]string{}, map[string]*token.Token{}}
	if !r.parse(text) {
		return graph.Dataset{}, 0
	}
	return r.info()
}

func (r *infoReader) problem(t *token.Token, field, fix, format string, args ...any) {
	p := Problem{File: infoFile, Field: field, Message: fmt.Sprintf(format, args...), Fix: fix}
	if t != nil && t.Position != nil {
		p.Line, p.Column = t.Position.Line, t.Position.Column
	}
	r.add(p)
}

// parse fills in the values, and reports whether the file was a mapping at all.
func (r *infoReader) parse(text []byte) bool {
	const fix = "write one `key: value` a line, with text in quotes where it has colons or hashes"
	if what := textFault(string(text), true); what != "" {
		r.about(infoFile, "save it as UTF-8", "%s", what)
		return false
	}
	tokens := lexer.Tokenize(string(text))
	for _, t := range tokens {
		if !slices.Contains(plainTokens, t.Type) {
			r.problem(t, "", fix, "%s is not read here: no lists, nested mappings, anchors, aliases, tags", t.Type)
			return false
		}
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		if e, ok := errors.AsType[*yaml.SyntaxError](err); ok {
			r.problem(e.Token, "", fix, "it is not YAML: %s", e.Message)
		} else {
			r.about(infoFile, fix, "it is not YAML: %v", err)
		}
		return false
	}
	for _, doc := range file.Docs {
		switch body := doc.Body.(type) {
		case *ast.MappingNode:
			for _, v := range body.Values {
				r.take(v)
			}
		case *ast.MappingValueNode:
			r.take(body)
		case nil, *ast.CommentGroupNode:
		default:
			r.problem(body.GetToken(), "", fix, "it is not a list of keys with values")
			return false
		}
	}
	return true
}

func (r *infoReader) take(v *ast.MappingValueNode) {
	t := v.Key.GetToken()
	key := t.Value
	switch _, twice := r.at[key]; {
	case !slices.Contains(infoKeys, key):
		fix := "the keys are " + strings.Join(infoKeys, ", ")
		if meant := names.Nearest(key, slices.Values(infoKeys)); meant != "" {
			fix = "write " + meant
		}
		r.problem(t, "", fix, "unknown key %s", quote(key))
		return
	case twice:
		r.problem(t, key, "keep one of them", "the key is given twice")
		return
	}
	r.at[key] = t
	switch value := v.Value.(type) {
	case *ast.StringNode:
		r.values[key] = strings.TrimSpace(value.Value)
	case *ast.LiteralNode:
		r.values[key] = strings.TrimSpace(value.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		r.values[key] = value.GetToken().Value
	case *ast.NullNode:
	default:
		r.problem(t, key, "write the text in quotes", "it has no plain value")
	}
}

// info checks the values and makes the dataset of them.
func (r *infoReader) info() (graph.Dataset, int) {
	for _, key := range []string{"name", "title", "licence"} {
		if r.values[key] == "" {
			r.problem(r.at[key], key, "add `"+key+": ...`", "it is missing, and every dataset needs it")
		}
	}
	v := r.values
	if name := v["name"]; name != "" && (!slug.MatchString(name) || len(name) > graph.MaxIDLength) {
		r.problem(r.at["name"], "name", "use lower-case letters and digits with single hyphens between them, such as "+
			"trend-2024-06-27", "%s cannot name a dataset", quote(name))
	}
	if what := urlFault(v["url"]); what != "" {
		r.problem(r.at["url"], "url", "write a whole address that begins with https:// or http://", "%s", what)
	}
	rank := defaultRank
	if text := v["rank"]; text != "" {
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			r.problem(r.at["rank"], "rank", "write a whole number; the lowest wins", "%s is not a rank", quote(text))
		}
		rank = int(n)
	}
	return graph.Dataset{Name: v["name"], Title: v["title"], Version: v["version"], Description: v["description"],
		Licence: v["licence"], Citation: v["citation"], URL: v["url"]}, rank
}
