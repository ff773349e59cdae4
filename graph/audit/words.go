package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// describe names a relationship for people: "country:aze MEMBER_OF organisation:guam (spell 1990)".
func describe(r *graph.Relationship) string {
	var more []string
	for _, part := range []struct{ name, text string }{{"role ", r.Role}, {"", r.Title}, {"spell ", r.Spell}} {
		if part.text != "" {
			more = append(more, part.name+part.text)
		}
	}
	text := fmt.Sprintf("%s %s %s", r.From, r.Type, r.To)
	if len(more) > 0 {
		text += " (" + strings.Join(more, ", ") + ")"
	}
	return text
}

// origin says where a claim is from: "region: cpc-saidov, first paragraph".
func origin(c *graph.Claim) string {
	text := c.Dataset + ": " + c.Source
	if c.Locator != "" {
		text += ", " + c.Locator
	}
	return text
}

// span writes when a relationship holds: "1997 to 2001-05", "since 1997".
func span(f *graph.Facts) string {
	switch {
	case f.Since.IsZero() && f.Until.IsZero():
		return "seen " + cmp.Or(f.Observed.String(), "on no known day")
	case f.Until.IsZero():
		return "since " + f.Since.String()
	case f.Since.IsZero():
		return "until " + f.Until.String()
	}
	return f.Since.String() + " to " + f.Until.String()
}

// conflicts says which claims contradict each other, and in what.
func (c *checker) conflicts(r *graph.Relationship, id string) {
	if !r.Conflict {
		return
	}
	claims := slices.Clone(graph.Standing(r.Claims))
	graph.SortClaims(claims)
	for code, parts := range map[Code][]string{Conflict: contradictions(claims), Changed: changes(claims)} {
		if len(parts) > 0 {
			c.found(Finding{code, []string{id}, describe(r) + ": " + strings.Join(parts, "; ")})
		}
	}
	if !r.Since.IsZero() && r.Until.Last() < r.Since.First() {
		begins := first(claims, func(c *graph.Claim) bool { return c.Since == r.Since })
		ends := first(claims, func(c *graph.Claim) bool { return c.Until == r.Until })
		c.say(EndsFirst, []string{id}, "%s: it ends in %s by %s, and begins in %s by %s",
			describe(r), r.Until, origin(ends), r.Since, origin(begins))
	}
}

func first(claims []graph.Claim, fits func(*graph.Claim) bool) *graph.Claim {
	for i := range claims {
		if fits(&claims[i]) {
			return &claims[i]
		}
	}
	return &graph.Claim{}
}

// contradictions names for each field the claim whose value is shown and every claim against it.
func contradictions(claims []graph.Claim) []string {
	dates := func(what string, of func(*graph.Claim) graph.Date) string {
		return against(what, claims, func(c *graph.Claim) string { return of(c).String() }, func(a, b *graph.Claim) bool {
			return !of(a).Contains(of(b)) && !of(b).Contains(of(a))
		})
	}
	return filled(
		dates("since", func(c *graph.Claim) graph.Date { return c.Since }),
		dates("until", func(c *graph.Claim) graph.Date { return c.Until }),
		against("status", claims, status, func(a, b *graph.Claim) bool { return a.Status != b.Status && !apart(a, b) }),
		against("share", claims, share, func(a, b *graph.Claim) bool { return *a.Share != *b.Share && !apart(a, b) }),
		seenAfter(claims),
	)
}

// changes names the shares and statuses that were seen on different days. They may both be true.
func changes(claims []graph.Claim) []string {
	return filled(
		against("status", claims, status, func(a, b *graph.Claim) bool { return a.Status != b.Status && apart(a, b) }),
		against("share", claims, share, func(a, b *graph.Claim) bool { return *a.Share != *b.Share && apart(a, b) }),
	)
}

func filled(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// apart reports whether two claims saw the relationship on different days for sure.
func apart(a, b *graph.Claim) bool {
	return !a.Observed.IsZero() && !b.Observed.IsZero() &&
		(a.Observed.Last() < b.Observed.First() || b.Observed.Last() < a.Observed.First())
}

func share(c *graph.Claim) string {
	if c.Share == nil {
		return ""
	}
	return fmt.Sprint(*c.Share) + " %" + seen(c)
}

func status(c *graph.Claim) string {
	if c.Status == "" {
		return ""
	}
	return c.Status + seen(c)
}

// seen adds when that was, since shares and statuses change.
func seen(c *graph.Claim) string {
	if c.Observed.IsZero() {
		return ""
	}
	return ", seen " + c.Observed.String()
}

// against compares the first claim that gives a field with all later ones: "since 1997 (a: b) against 1998 (c: d)".
func against(what string, claims []graph.Claim, value func(*graph.Claim) string,
	contradict func(a, b *graph.Claim) bool) string {
	var shown *graph.Claim
	var others []string
	for i := range claims {
		claim := &claims[i]
		switch {
		case value(claim) == "":
		case shown == nil:
			shown = claim
		case contradict(shown, claim):
			others = append(others, value(claim)+" ("+origin(claim)+")")
		case strings.HasPrefix(value(claim), value(shown)):
			shown = claim // a date that says the same, or the same and more
		}
	}
	if len(others) == 0 {
		return ""
	}
	return what + " " + value(shown) + " (" + origin(shown) + ") against " + strings.Join(others, " and ")
}

// seenAfter tells of a claim that saw the relationship hold after the end that is shown.
func seenAfter(claims []graph.Claim) string {
	f := graph.Derive(claims)
	if f.Until.IsZero() {
		return ""
	}
	var seen []string
	for i := range claims {
		claim := &claims[i]
		if claim.Until.IsZero() && !claim.Observed.IsZero() && claim.Observed.First() > f.Until.Last() {
			seen = append(seen, claim.Observed.String()+" ("+origin(claim)+")")
		}
	}
	if len(seen) == 0 {
		return ""
	}
	ends := first(claims, func(c *graph.Claim) bool { return c.Until == f.Until })
	return "until " + f.Until.String() + " (" + origin(ends) +
		") against seen to hold " + strings.Join(seen, " and ")
}
