package format

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"coopgraph/graph"
)

// entry is one entry of a bibliography, from which BibTeX and CSL are made.
type entry struct {
	key       string
	dataset   bool
	title     string
	author    string // a body, not a person
	published graph.Date
	url       string
	accessed  graph.Date
	version   string
	note      string
}

// entries gives an entry for every source, every dataset, and the answer itself where it has a permanent link. Their
// keys differ.
func (c *Cited) entries() []entry {
	places := c.locators()
	var all []entry
	for i := range c.Sources {
		s := &c.Sources[i]
		all = append(all, entry{key: s.ID, title: s.Title, author: s.Publisher, published: s.Published, url: s.URL,
			accessed: s.Accessed, note: placesText(places[s.ID])})
	}
	for i := range c.Datasets {
		d := &c.Datasets[i]
		e := entry{key: "dataset-" + d.Name, dataset: true, title: d.Title, url: d.URL, version: d.Version}
		if d.Citation != "" {
			e.note = "Cite as: " + sentence(d.Citation)
		}
		all = append(all, e)
	}
	if c.Permalink != "" {
		all = append(all, entry{key: fmt.Sprintf("coopgraph-revision-%d", c.Marker.Revision), title: c.Title, author: "coopgraph",
			published: c.Day, url: c.Permalink, accessed: c.Day, version: strings.TrimSuffix(readFrom(c.Marker), "."),
			note: strings.Join(slices.DeleteFunc([]string{c.moved(), c.Cut}, func(s string) bool { return s == "" }), " ")})
	}
	taken := map[string]bool{}
	for i := range all {
		key := citationKey(all[i].key)
		for n := 2; taken[key]; n++ {
			key = fmt.Sprintf("%s-%d", citationKey(all[i].key), n)
		}
		taken[key] = true
		all[i].key = key
		if all[i].title == "" {
			all[i].title = all[i].key
		}
	}
	return all
}

// citationKey is an id as a key that every program takes; ids of sources are already.
func citationKey(id string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._:", r) {
			return r
		}
		return '-'
	}, id)
}

// placesText lists the places in a source.
func placesText(places []string) string {
	if len(places) == 0 {
		return ""
	}
	shown := places[:min(len(places), maxLocators)]
	s := "At: " + strings.Join(shown, "; ")
	if more := len(places) - len(shown); more > 0 {
		s += fmt.Sprintf("; and %d more", more)
	}
	return s
}

// writeBibTeX writes entries that BibTeX and BibLaTeX read, in UTF-8, a field a line.
func writeBibTeX(w io.Writer, c *Cited) error {
	var b strings.Builder
	for _, e := range c.entries() {
		b.WriteString("@misc{" + e.key)
		field := func(name, value string) {
			if value != "" {
				b.WriteString(",\n  " + name + " = {" + value + "}")
			}
		}
		// A second pair of braces keeps capitals as they are, and a body from being taken apart as a person's name.
		field("title", "{"+latex(e.title)+"}")
		if e.author != "" {
			field("author", "{"+latex(e.author)+"}")
		}
		field("date", e.published.String())
		if !e.published.IsZero() {
			field("year", fmt.Sprint(e.published.Year))
		}
		if e.published.Month != 0 {
			b.WriteString(",\n  month = " + strings.ToLower(time.Month(e.published.Month).String()[:3])) // a name that BibTeX has
		}
		if e.dataset {
			field("howpublished", "Dataset")
		}
		field("version", latex(e.version))
		field("url", escapeURL(e.url, `{}\<>"^`+"`|"))
		field("urldate", e.accessed.String())
		field("note", latex(e.note))
		b.WriteString("\n}\n\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var latexSigns = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\textbraceleft{}`, '}': `\textbraceright{}`, '$': `\$`, '&': `\&`, '#': `\#`, '_': `\_`,
	'%': `\%`, '~': `\textasciitilde{}`, '^': `\textasciicircum{}`, '<': `\textless{}`, '>': `\textgreater{}`,
}

// latex writes text so that it is text in LaTeX. Braces are written by name, since BibTeX counts those with a backslash,
// too; a line's end is a space.
func latex(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(oneLine(s)), " ") {
		if sign, ok := latexSigns[r]; ok {
			b.WriteString(sign)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
