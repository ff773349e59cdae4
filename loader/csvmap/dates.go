package csvmap

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"coopgraph/graph"
)

// layout is a way of writing dates, as Go writes it: how 2 January 2006 would stand there.
type layout struct {
	form       string
	month, day bool // what it tells beside the year
}

var defaultLayouts = []layout{{form: "2006-01-02", month: true, day: true}, {form: "2006-01", month: true}, {form: "2006"}}

var (
	yearPart  = regexp.MustCompile(`2006`)
	monthPart = regexp.MustCompile(`January|Jan|01|\b1\b`)
	dayPart   = regexp.MustCompile(`02|\b2\b`)
	clockPart = regexp.MustCompile(`[T ]15:04(:05)?Z?$`)
	between   = regexp.MustCompile(`^[-./, ]*$`)
)

// parseLayout reads a layout. Two-digit years are refused: nobody knows their century.
func parseLayout(form string) (layout, error) {
	rest := clockPart.ReplaceAllString(form, "")
	take := func(p *regexp.Regexp) bool {
		at := p.FindStringIndex(rest)
		if at == nil {
			return false
		}
		rest = rest[:at[0]] + " " + rest[at[1]:]
		return true
	}
	l := layout{form: form}
	year := take(yearPart)
	l.month, l.day = take(monthPart), take(dayPart)
	if !year || l.day && !l.month || !between.MatchString(rest) {
		return l, fmt.Errorf("%q is not a way of writing dates; write 2 January 2006 as the file would, such as 2006-01-02, "+
			"02.01.2006, 2/1/2006, 1/2/2006 (month first), Jan 2006 or 2006", form)
	}
	return l, nil
}

func (f *faults) layouts(s *section) []layout {
	var out []layout
	for _, form := range s.words("dates") {
		l, err := parseLayout(form)
		if err != nil {
			f.add(s.nodes["dates"], s.under("dates"), "%v", err)
			continue
		}
		out = append(out, l)
	}
	return out
}

// parse reads a date in the layout, no more precise than that tells.
func (l layout) parse(s string) (graph.Date, bool) {
	t, err := time.Parse(l.form, s)
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return graph.Date{}, false
	}
	d := graph.Year(t.Year())
	if l.month {
		d.Month = int8(t.Month())
	}
	if l.day {
		d.Day = int8(t.Day())
	}
	return d, true
}

// parseDate reads a date in one of the layouts. What two of them read differently is not guessed.
func parseDate(s string, layouts []layout) (graph.Date, string) {
	var found graph.Date
	for _, l := range layouts {
		d, ok := l.parse(s)
		switch {
		case !ok:
		case !found.IsZero() && d != found:
			return graph.Date{}, fmt.Sprintf("may be %s or %s", found.Words(), d.Words())
		default:
			found = d
		}
	}
	if !found.IsZero() {
		return found, ""
	}
	forms := make([]string, len(layouts))
	for i, l := range layouts {
		forms[i] = l.form
	}
	return found, "is not a date in the form " + strings.Join(forms, " or ")
}
