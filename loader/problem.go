package loader

import (
	"fmt"
	"strings"

	"coopgraph/loader/internal/extsort"
)

// MaxProblems is how many problems are listed one by one; the rest is counted in a last Problem without a place.
const MaxProblems = 10_000

// shownProblems is how many of them the text of an error shows.
const shownProblems = 1000

// Problem is one thing wrong with a dataset: where, what, and what to do.
type Problem struct { //nolint:errname // users mend problems, not errors
	File         string // "relationships.csv"; "" where it is about the whole dataset
	Line, Column int    // from 1, the column in bytes; 0 where it is about the whole file
	Field        string // name of the column or key; "" if none
	Message      string
	Fix          string

	wanted *wanted // set until it is known what was meant
}

// wanted is an id that is not there, for which a near one among those that are is looked for at the end.
type wanted struct {
	id    string
	among *extsort.Sorter
	fix   func(meant string) string
}

// Error writes the problem on one line: "relationships.csv:12:5: since: what is wrong; what to do".
func (p Problem) Error() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
		}
		b.WriteString(": ")
	}
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(p.Message)
	if p.Fix != "" {
		b.WriteString("; " + p.Fix)
	}
	return b.String()
}

// Problems lists everything that is wrong with a dataset: dataset.yaml, sources.csv, the files of the kinds in the
// order of [graph.Kinds], relationships.csv, and within a file by line.
type Problems []Problem //nolint:errname // as Problem

// Error writes one problem a line, the first 1,000, and counts the rest.
func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == shownProblems {
			fmt.Fprintf(&b, "\nand %d more", len(ps)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// collector gathers problems in the order in which they are found.
type collector struct {
	list Problems
	more int // found beyond MaxProblems
}

func (c *collector) add(p Problem) {
	if len(c.list) >= MaxProblems {
		c.more++
		return
	}
	p.Message, p.Fix = shorten(p.Message, 2000), shorten(p.Fix, 2000)
	c.list = append(c.list, p)
}

// addAt adds a problem with its message.
func (c *collector) addAt(p Problem, format string, args ...any) {
	p.Message = fmt.Sprintf(format, args...)
	c.add(p)
}

// about adds a problem of a whole file.
func (c *collector) about(file, fix, format string, args ...any) {
	c.add(Problem{File: file, Message: fmt.Sprintf(format, args...), Fix: fix})
}

// err is the problems as an error, nil if there are none.
func (c *collector) err() error {
	switch {
	case len(c.list) == 0:
		return nil
	case c.more > 0:
		return append(c.list[:len(c.list):len(c.list)], Problem{
			Message: fmt.Sprintf("%d further problems are not listed", c.more), Fix: "mend those above and check again"})
	}
	return c.list
}

// shorten cuts a text that came from outside for a message.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "..."
}

// quote writes a value from outside so that a terminal shows it and does not obey it.
func quote(s string) string { return fmt.Sprintf("%q", shorten(s, 100)) }
