package mcp

import (
	"fmt"
	"strings"
)

// words gathers the lines of an answer.
type words struct{ b strings.Builder }

// line adds a line.
func (w *words) line(format string, args ...any) {
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
}

// cut adds what was left out, if anything was.
func (w *words) cut(what string) *words {
	if what != "" {
		w.line("\nCut: %s.", what)
	}
	return w
}

// end adds what is last in every answer, its sources and the state of the data, and gives the whole.
func (w *words) end(s state, c cited) string {
	if len(c.Sources) > 0 {
		w.line("\nSources")
	}
	for i := range c.Sources {
		w.line("%s", c.Sources[i].line())
	}
	if c.MoreSources > 0 {
		w.line("(%s more, named by id alone; the tool source tells about each)", plural(c.MoreSources, "source"))
	}
	return w.plain(s)
}

// plain is end for answers without sources.
func (w *words) plain(s state) string {
	if s.Notice != "" {
		w.line("\nNote: %s", s.Notice)
	}
	return strings.TrimSuffix(w.b.String(), "\n")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// nextText says how to go on where an answer was cut.
func nextText(cursor string) string {
	if cursor == "" {
		return ""
	}
	return fmt.Sprintf("For more, ask the same with cursor=%q.", cursor)
}
