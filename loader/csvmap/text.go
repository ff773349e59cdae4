package csvmap

import (
	"maps"
	"slices"
	"strings"

	"coopgraph/loader/internal/fit"
)

// text is one key of the mapping that gives a text for each row: a template, and a table from what the file writes to
// what is meant.
type text struct {
	at        *node
	path      string
	template  template
	values    map[string]string // nil where there is no such table
	otherwise *string           // what values that are not in the table mean
	separator string            // of a list
	ours      bool              // a constant is a word of ours, so that it may be called as a column is
}

// defaultSeparator stands between the parts of a list in one cell.
const defaultSeparator = "|"

// section is a mapping within the mapping: its keys, and the texts that were read of it.
type section struct {
	*faults
	at    *node
	path  string
	keys  []string // that are allowed
	nodes map[string]*node
	texts []*text
}

// section reads a mapping with the allowed keys. It is never nil.
func (f *faults) section(n *node, path string, keys ...string) *section {
	s := &section{faults: f, at: n, path: path, keys: keys, nodes: map[string]*node{}}
	if n.form != mapping {
		f.add(n, path, "it is no list of keys with values; the keys are %s", strings.Join(keys, ", "))
		return s
	}
	for _, e := range n.entries {
		switch key := e.key.text; {
		case !slices.Contains(keys, key):
			f.add(e.key, path, "unknown key %q%s; the keys are %s", key, fit.Meant(key, keys), strings.Join(keys, ", "))
		case s.nodes[key] != nil:
			f.add(e.key, s.under(key), "the key stands twice")
		default:
			s.nodes[key] = e.value
		}
	}
	return s
}

// sections reads one mapping or a list of them.
func (f *faults) sections(n *node, path string, keys ...string) []*section {
	if n == nil || n.null {
		return nil
	}
	if n.form != list {
		return []*section{f.section(n, path, keys...)}
	}
	var out []*section
	for _, item := range n.items {
		out = append(out, f.section(item, path, keys...))
	}
	return out
}

func (s *section) under(key string) string {
	if s.path == "" {
		return key
	}
	return s.path + "." + key
}

// has reports whether a key is given.
func (s *section) has(key string) bool { return s.nodes[key] != nil && !s.nodes[key].null }

// word is a plain text that has no columns, such as a file name.
func (s *section) word(key string) string {
	if !s.has(key) {
		return ""
	}
	n := s.nodes[key]
	if n.form != scalar {
		s.add(n, s.under(key), "it is no plain text")
		return ""
	}
	return strings.TrimSpace(n.text)
}

// oneOf is a word that must be among the allowed ones.
func (s *section) oneOf(key string, allowed []string) string {
	w := s.word(key)
	if w == "" || slices.Contains(allowed, w) {
		return w
	}
	s.add(s.nodes[key], s.under(key), "%q is not allowed%s; write one of %s", w, fit.Meant(w, allowed),
		strings.Join(allowed, ", "))
	return ""
}

// text reads a text, nil where the key is not given.
func (s *section) text(key string) *text {
	if !s.has(key) {
		return nil
	}
	return s.textOf(s.nodes[key], s.under(key))
}

// list reads one text or several, each of which gives a list.
func (s *section) list(key string) []*text {
	if !s.has(key) {
		return nil
	}
	n := s.nodes[key]
	if n.form != list {
		return []*text{s.textOf(n, s.under(key))}
	}
	var out []*text
	for _, item := range n.items {
		out = append(out, s.textOf(item, s.under(key)))
	}
	return out
}

// byKey reads a mapping from keys of the file's author, such as language tags, to texts.
func (s *section) byKey(key string, fault func(string) string) map[string]*text {
	if !s.has(key) {
		return nil
	}
	n := s.nodes[key]
	if n.form != mapping {
		s.add(n, s.under(key), "it is no list of keys with values")
		return nil
	}
	out := map[string]*text{}
	for _, e := range n.entries {
		if what := fault(e.key.text); what != "" {
			s.add(e.key, s.under(key), "%q %s", e.key.text, what)
			continue
		}
		out[e.key.text] = s.textOf(e.value, s.under(key)+"."+e.key.text)
	}
	return out
}

// braced gives the name in {Name} written without quotes, which YAML reads as a mapping with one key and no value.
func (n *node) braced() (string, bool) {
	if n.form == mapping && n.flow && len(n.entries) == 1 && n.entries[0].value.null && n.entries[0].value.form == scalar {
		return n.entries[0].key.text, true
	}
	return "", false
}

// textOf reads a text in its short form, a template, or in its long form with a table of values. It is never nil.
func (s *section) textOf(n *node, path string) *text {
	t := &text{at: n, path: path, separator: defaultSeparator}
	s.texts = append(s.texts, t)
	short := n
	if name, ok := n.braced(); ok {
		t.template = template{{column: strings.TrimSpace(name)}}
		return t
	}
	if n.form == mapping {
		long := s.section(n, path, "text", "values", "otherwise", "separator")
		t.values, t.otherwise = long.table("values"), nil
		if long.has("otherwise") {
			w := long.word("otherwise")
			t.otherwise = &w
		}
		if sep := long.nodes["separator"]; sep != nil && sep.text != "" {
			t.separator = sep.text
		}
		if short = long.nodes["text"]; short == nil {
			s.add(n, path, "it has no text; write for example text: \"{Column}\"")
			return t
		}
		if name, ok := short.braced(); ok {
			t.template = template{{column: strings.TrimSpace(name)}}
			return t
		}
	}
	if short.form != scalar {
		s.add(short, path, "it is no text; put what has braces or colons into quotes")
		return t
	}
	parsed, err := parseTemplate(strings.TrimSpace(short.text))
	if err != nil {
		s.add(short, path, "%v", err)
	}
	t.template = parsed
	return t
}

// table reads the values of a long text.
func (s *section) table(key string) map[string]string {
	if !s.has(key) {
		return nil
	}
	n, out := s.nodes[key], map[string]string{}
	if n.form != mapping {
		s.add(n, s.under(key), "it is no list of what the file writes: what is meant")
		return out
	}
	for _, e := range n.entries {
		if e.value.form != scalar {
			s.add(e.value, s.under(key), "%q has no plain value", e.key.text)
			continue
		}
		if _, twice := out[e.key.text]; twice {
			s.add(e.key, s.under(key), "%q stands twice", e.key.text)
		}
		out[e.key.text] = strings.TrimSpace(e.value.text)
	}
	return out
}

// outcomes lists what the text can come to where that is fixed: its constant, or the values of its table.
func (t *text) outcomes() []string {
	if t == nil {
		return nil
	}
	var out []string
	if t.values != nil {
		out = slices.Sorted(maps.Values(t.values))
		if t.otherwise != nil {
			out = append(out, *t.otherwise)
		}
	} else if c, fixed := t.template.constant(); fixed {
		out = []string{c}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// check holds what a text can come to against a rule.
func (f *faults) check(t *text, fault func(string) string) {
	if t != nil {
		t.ours = true
	}
	for _, o := range t.outcomes() {
		if what := fault(o); what != "" {
			f.add(t.at, t.path, "%q %s", o, what)
		}
	}
}
