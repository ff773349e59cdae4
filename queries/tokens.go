package queries

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a piece of a statement. Blanks and comments are none.
type token struct {
	kind tokenKind
	text string // for a quoted name or a string without its quotes
	line int
}

type tokenKind int

const (
	word   tokenKind = iota // a keyword or name
	quoted                  // a name in backticks
	text                    // a string
	number
	symbol // any other single character
)

// tokenize takes a statement apart as Neo4j does; lines are counted from 1.
func tokenize(s string) ([]token, *flaw) {
	var tokens []token
	line := 1
	for len(s) > 0 {
		n, t, fault := next(s, line)
		if fault != nil {
			return nil, fault
		}
		if t != nil {
			tokens = append(tokens, *t)
		}
		line += strings.Count(s[:n], "\n")
		s = s[n:]
	}
	return tokens, nil
}

// next is the first token of s, nil for a blank or comment, and its length.
func next(s string, line int) (int, *token, *flaw) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case strings.HasPrefix(s, "//"):
		if end := strings.IndexAny(s, "\r\n"); end >= 0 {
			return end, nil, nil
		}
		return len(s), nil, nil
	case strings.HasPrefix(s, "/*"):
		end := strings.Index(s[2:], "*/")
		if end < 0 {
			return 0, nil, flawAt(line, "a comment that begins with /* has no end")
		}
		return end + 4, nil, nil
	case r == '\'' || r == '"':
		return nextString(s, line)
	case r == '`':
		return nextQuoted(s, line)
	case strings.ContainsRune(" \t\r\n", r):
		return size, nil, nil
	case r == '_' || unicode.IsLetter(r):
		n := run(s)
		return n, &token{word, s[:n], line}, nil
	case unicode.IsDigit(r):
		n := run(s)
		return n, &token{number, s[:n], line}, nil
	}
	if r <= ' ' || r > '~' {
		// Neo4j takes some of these for blanks and others for arrows: what one reads otherwise than the other hides.
		return 0, nil, flawAt(line, "the character %q is only allowed in strings, comments and names in backticks", r)
	}
	return size, &token{symbol, s[:size], line}, nil
}

// run is the length of the letters, digits, marks and underscores that s begins with.
func run(s string) int {
	if end := strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.Pc)
	}); end >= 0 {
		return end
	}
	return len(s)
}

func nextString(s string, line int) (int, *token, *flaw) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1, &token{text, s[1:i], line}, nil
		}
	}
	return 0, nil, flawAt(line, "a string has no end")
}

func nextQuoted(s string, line int) (int, *token, *flaw) {
	for i := 1; i < len(s); i++ {
		if s[i] != '`' {
			continue
		}
		if !strings.HasPrefix(s[i+1:], "`") {
			return i + 1, &token{quoted, s[1:i], line}, nil
		}
		i++ // two backticks are one within the name
	}
	return 0, nil, flawAt(line, "a name in backticks has no end")
}
