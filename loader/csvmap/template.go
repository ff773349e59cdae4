package csvmap

import (
	"fmt"
	"strings"
)

// template is a text in which {Column} stands for a cell, and [ ] for a part that falls away where a cell in it is empty.
type template []part

// part is some text, a column, or an optional part.
type part struct {
	text     string
	column   string
	index    int // of the column in the file, once it is bound
	optional template
}

// parseTemplate reads a text. Brackets in which no column stands are brackets; two braces are one.
func parseTemplate(s string) (template, error) {
	t, _, err := parseParts(s, false)
	return t, err
}

func parseParts(s string, within bool) (t template, rest string, err error) {
	text := func(c string) {
		if n := len(t); n > 0 && t[n-1].column == "" && t[n-1].optional == nil {
			t[n-1].text += c
			return
		}
		t = append(t, part{text: c})
	}
	for s != "" {
		var p part
		switch c := s[0]; {
		case strings.HasPrefix(s, "{{"), strings.HasPrefix(s, "}}"):
			text(string(c))
			s = s[2:]
			continue
		case c == '{':
			p.column, s, err = parseColumn(s)
		case c == '}':
			err = fmt.Errorf("a } stands before its { at %q; write two for a brace", s)
		case c == '[' && opensOptional(s):
			p.optional, s, err = parseOptional(s, within)
		case c == ']' && within:
			return t, s, nil
		default:
			text(s[:1])
			s = s[1:]
			continue
		}
		if err != nil {
			return nil, "", err
		}
		t = append(t, p)
	}
	return t, "", nil
}

// parseColumn reads "{Column}" and gives what comes after it.
func parseColumn(s string) (name, after string, err error) {
	name, after, found := strings.Cut(s[1:], "}")
	if name = strings.TrimSpace(name); !found || name == "" || strings.Contains(name, "{") {
		return "", "", fmt.Errorf("the brace before %q does not hold the name of a column; write two for a brace", s)
	}
	return name, after, nil
}

// parseOptional reads "[ ... ]" and gives what comes after it.
func parseOptional(s string, within bool) (t template, after string, err error) {
	if within {
		return nil, "", fmt.Errorf("an optional part stands within another at %q", s)
	}
	t, after, err = parseParts(s[1:], true)
	if err == nil && after == "" {
		err = fmt.Errorf("the [ before %q is not closed", s)
	}
	if err != nil {
		return nil, "", err
	}
	return t, after[1:], nil
}

// opensOptional reports whether a column stands between the bracket at the beginning and the next closing one.
func opensOptional(s string) bool {
	inner, _, _ := strings.Cut(s, "]")
	return strings.Contains(strings.ReplaceAll(inner, "{{", ""), "{")
}

// columns calls back with every column.
func (t template) columns(fn func(*part)) {
	for i := range t {
		if t[i].column != "" {
			fn(&t[i])
		}
		t[i].optional.columns(fn)
	}
}

// constant is the text of a template without columns.
func (t template) constant() (string, bool) {
	fixed := true
	t.columns(func(*part) { fixed = false })
	if !fixed || len(t) == 0 {
		return "", fixed
	}
	return t[0].text, true
}

// expand fills in the cells. Where one outside of optional parts is empty, the whole is empty: no half sentences.
func (t template) expand(cell func(int) string) string { return strings.TrimSpace(t.fill(cell)) }

func (t template) fill(cell func(int) string) string {
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.column != "":
			value := cell(p.index)
			if value == "" {
				return ""
			}
			b.WriteString(value)
		case p.optional != nil:
			b.WriteString(p.optional.fill(cell))
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}
