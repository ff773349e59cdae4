package format

import (
	"io"
	"strings"
	"unicode/utf8"

	"coopgraph/graph"
	"coopgraph/queries"
)

// markdownTable writes a table of GitHub's Markdown, which is wide-spread.
type markdownTable struct {
	w       io.Writer
	b       strings.Builder
	head    Head
	columns int
}

func newMarkdownTable(w io.Writer) TableWriter { return &markdownTable{w: w} }

func (t *markdownTable) Begin(h Head, columns []queries.Column) error {
	t.head, t.columns = h, len(columns)
	t.b.WriteString(markdownHeading(&h))
	for _, c := range columns {
		t.cell(c.Name)
	}
	t.b.WriteString("|\n")
	for range columns {
		t.b.WriteString("| --- ")
	}
	t.b.WriteString("|\n")
	return t.flush()
}

// cell writes a cell. A line's end in it is a break, since a row is one line.
func (t *markdownTable) cell(s string) {
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	for i := range lines {
		lines[i] = markdown(lines[i])
	}
	t.b.WriteString("| " + strings.Join(lines, "<br>") + " ")
}

func (t *markdownTable) flush() error {
	_, err := io.WriteString(t.w, t.b.String())
	t.b.Reset()
	return err
}

func (t *markdownTable) Row(values []any) error {
	for _, v := range values {
		s, _, err := cell(v)
		if err != nil {
			return err
		}
		t.cell(s)
	}
	t.b.WriteString("|\n")
	return t.flush()
}

func (t *markdownTable) End(m graph.Marker, complete bool) error {
	t.head.Marker = m
	t.head.endTable(complete)
	t.b.WriteString("\n" + markdownFoot(&t.head))
	return t.flush()
}

// markdownHeading is a document's title and question.
func markdownHeading(h *Head) string {
	s := ""
	if h.Title != "" {
		s += "# " + markdown(h.Title) + "\n\n"
	}
	if h.Question != "" {
		s += "Asked by " + codeSpan(h.Question) + ".\n\n"
	}
	return s
}

// markdownFoot is what was left out, the state that was read, and the permanent link.
func markdownFoot(h *Head) string {
	s := ""
	for _, part := range []string{markdown(sentence(h.Cut)), markdown(sentence(readFrom(h.Marker)))} {
		if part != "" {
			s += part + "\n\n"
		}
	}
	if h.Permalink != "" {
		s += "Permanent link: " + markdownLink(h.Permalink) + "\n\n"
	}
	if h.Generator != "" {
		s += "Written by " + markdown(h.Generator) + ".\n"
	}
	return s
}

// markdown writes text so that it is text in Markdown, in GitHub's and Pandoc's too, wherever it stands in a line: no
// emphasis, link, note, image, markup, entity, table cell, formula or list comes of it. Whatever is no character to be
// seen is a space, of which several are one.
func markdown(s string) string {
	words := strings.Fields(oneLine(s))
	s = strings.Join(words, " ")
	var b strings.Builder
	ordinal := true // nothing but digits so far: a list's number where a point or bracket follows
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_[]<>&~|$^@{}", r),
			i == 0 && strings.ContainsRune("#-+=:%", r),
			ordinal && i > 0 && (r == '.' || r == ')'),
			r == ':' && strings.HasPrefix(s[i:], "://"),
			r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"),
			r == '!' && strings.HasPrefix(s[i:], "!["),
			r == ':' && emojiCode(s[i:]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		ordinal = ordinal && '0' <= r && r <= '9'
	}
	return b.String()
}

// emojiCode reports whether s begins with a name between colons, which some readers draw as a picture.
func emojiCode(s string) bool {
	end := strings.IndexByte(s[1:], ':')
	return end > 0 && !strings.ContainsAny(s[1:1+end], " ,.")
}

// codeSpan writes text to be shown as it is, between more backticks than there are in it.
func codeSpan(s string) string {
	s = oneLine(s)
	longest, run := 0, 0
	for _, r := range s {
		if run++; r != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// markdownLink writes an address as a link, if it is one of the web, else as text.
func markdownLink(address string) string {
	if !isWeb(address) {
		return markdown(address)
	}
	return "<" + escapeURL(address, "<>\"\\^`{|}") + ">"
}

func isWeb(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// escapeURL writes by their numbers what no address may have as it is: spaces, control characters and the given ones.
func escapeURL(address, also string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(address, "\ufffd") {
		if r > ' ' && !unprintable(r) && !strings.ContainsRune(also, r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range utf8.AppendRune(nil, r) {
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&0xf])
		}
	}
	return b.String()
}
