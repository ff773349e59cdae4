package queries

import "strings"

// entry is one field of a header, with those that stand below it.
type entry struct {
	key, value string
	line       int
	children   []entry
}

// headerEntries reads the lines of a header, each with its // before it. A field is "key: value". Fields below one
// without a value are indented by two spaces more; other lines that are further in continue the value above. A line that
// begins with # is a remark.
func headerEntries(lines []string) ([]entry, *flaw) {
	root := entry{}
	open := []*entry{&root} // the last entry of each depth
	for i, raw := range lines {
		text := strings.TrimPrefix(strings.TrimPrefix(raw, "//"), " ")
		field := strings.TrimLeft(text, " ")
		field = strings.TrimRight(field, " \t")
		if field == "" || field[0] == '#' {
			continue
		}
		if field[0] == '\t' {
			return nil, flawAt(i+1, "a header is indented with spaces, not tabs")
		}
		indent := len(text) - len(strings.TrimLeft(text, " "))
		if last := open[len(open)-1]; len(open) > 1 && last.value != "" && indent > 2*(len(open)-2) {
			last.value += " " + field
			continue
		}
		depth := indent / 2
		if indent%2 != 0 || depth > len(open)-1 {
			return nil, flawAt(i+1, "the indent of %d spaces does not fit; a field below another has two more", indent)
		}
		key, value, found := strings.Cut(field, ":")
		if !found || strings.ContainsAny(key, " \t") {
			return nil, flawAt(i+1, "%q is not a field; write key: value", field)
		}
		parent := open[depth]
		parent.children = append(parent.children, entry{key: key, value: strings.TrimSpace(value), line: i + 1})
		open = append(open[:depth+1], &parent.children[len(parent.children)-1])
	}
	return root.children, nil
}
