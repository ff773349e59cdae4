package format

import (
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// facts is what a document says of itself: names and values in order, without those that are empty.
func (h *Head) facts() []fact {
	all := []fact{
		{"title", textOf(h.Title)},
		{"question", textOf(h.Question)},
		{"permalink", textOf(h.Permalink)},
		{"generator", textOf(h.Generator)},
		{"revision", value{sort: whole, whole: h.Marker.Revision}},
		{"epoch", textOf(h.Marker.Epoch)},
		{"loading", truthOf(h.Marker.Loading)},
		{"complete", truthOf(h.Cut == "")},
		{"cut", textOf(h.Cut)},
	}
	return slices.DeleteFunc(all, func(f fact) bool { return f.value.sort == absent })
}

type fact struct {
	name  string
	value value
}

// about is the same in words, for formats that have one place for it.
func (h *Head) about() string {
	parts := []string{sentence(h.Title), sentence(h.Question), sentence(readFrom(h.Marker)), sentence(h.Cut), h.Permalink}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " ")
}

// sentence ends a text with a full stop, where it is not empty and has an end of its own.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// readFrom says in words which state was read; "" for the zero marker.
func readFrom(m graph.Marker) string {
	if m == (graph.Marker{}) {
		return ""
	}
	s := fmt.Sprintf("Revision %d", m.Revision)
	if m.Epoch != "" {
		s += " of the graph " + m.Epoch
	}
	if m.Loading {
		s += "; a load was under way, so that half of it may have been seen"
	}
	return s + "."
}

// remarks is what stands in comments at the top of a document, a line each.
func (h *Head) remarks() []string {
	lines := []string{h.Title, h.Question, h.Permalink, readFrom(h.Marker), h.Cut, h.Generator}
	lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	for i, l := range lines {
		lines[i] = oneLine(l)
	}
	return lines
}

// oneLine makes one line of a text: whatever is no printable character of it is a space.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}
