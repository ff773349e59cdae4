package factbook

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"coopgraph/graph"
)

var (
	lineBreaks = regexp.MustCompile(`(?i)<\s*/?\s*(?:br|p|li|ul)\s*/?\s*>`)
	tags       = regexp.MustCompile(`<[^<>]*>`)
	sameMarks  = strings.NewReplacer("\u2019", "'", "\u2018", "'", "\u02bb", "'", "\u201c", `"`, "\u201d", `"`,
		"\u00a0", " ", "\u200b", "")
)

// plain is a field's text without HTML: tags are dropped, line breaks become semicolons, entities become what they
// stand for, quotation marks and apostrophes become straight, and every run of spaces one space.
func plain(text string) string {
	text = lineBreaks.ReplaceAllString(text, "; ")
	text = sameMarks.Replace(html.UnescapeString(tags.ReplaceAllString(text, "")))
	return strings.Trim(strings.Join(strings.Fields(text), " "), "; ")
}

// cut splits a text at any of the separators, but not within brackets. The parts are trimmed; empty ones are left
// out.
func cut(text, separators string) []string {
	var parts []string
	depth, start := 0, 0
	add := func(part string) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	for i, r := range text {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth = max(depth-1, 0)
		case depth == 0 && strings.ContainsRune(separators, r):
			add(text[start:i])
			start = i + len(string(r))
		}
	}
	add(text[start:])
	return parts
}

// bracket is a text in round brackets with what stands before and after it.
type bracket struct{ before, inside, after string }

// lastBracket finds the last pair of round brackets that is closed, nested ones counted as one.
func lastBracket(text string) (bracket, bool) {
	end := strings.LastIndexByte(text, ')')
	depth := 0
	for i := end; i >= 0; i-- {
		switch text[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return bracket{strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1 : end]),
					strings.TrimSpace(text[end+1:])}, true
			}
		}
	}
	return bracket{}, false
}

const datePattern = `(?:(\d{1,2}) )?(?:([A-Za-z]{3,9})\.? )?(\d{4})`

var (
	dateAlone  = regexp.MustCompile(`^` + datePattern + `$`)
	dateSince  = regexp.MustCompile(`(?i)\bsince ` + datePattern + `\b`)
	datePeriod = regexp.MustCompile(`(?i)\bfor the period ` + datePattern + ` - ` + datePattern + `\b`)
	months     = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// date makes a date of the day, month and year of a pattern; false where there is no such month or day.
func date(day, month, year string) (graph.Date, bool) {
	number, _ := strconv.Atoi(year) // four digits
	d := graph.Year(number)
	if month != "" {
		for i, name := range months {
			if len(month) >= 3 && strings.EqualFold(month[:3], name) {
				d.Month = int8(i + 1)
			}
		}
		if d.Month == 0 {
			return graph.Date{}, false
		}
	}
	if day != "" {
		if month == "" {
			return graph.Date{}, false
		}
		number, _ = strconv.Atoi(day) // one or two digits
		if number == 0 {
			return graph.Date{}, false
		}
		d.Day = int8(number)
	}
	checked, err := graph.ParseDate(d.String())
	return checked, err == nil
}

// term reads when an office began and, where its end is stated, ends: "since 31 October 2003", "28 October 2022",
// "for the period 1 October 2025 - 31 March 2026". The first beginning counts. It is false where there is no date.
func term(text string) (since, until graph.Date, ok bool) {
	if m := datePeriod.FindStringSubmatch(text); m != nil {
		var from, to bool
		since, from = date(m[1], m[2], m[3])
		until, to = date(m[4], m[5], m[6])
		return since, until, from && to
	}
	m := dateSince.FindStringSubmatch(text)
	if m == nil {
		m = dateAlone.FindStringSubmatch(text)
	}
	if m == nil {
		return graph.Date{}, graph.Date{}, false
	}
	since, ok = date(m[1], m[2], m[3])
	return since, graph.Date{}, ok
}
