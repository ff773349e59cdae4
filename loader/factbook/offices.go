package factbook

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"coopgraph/graph"
)

// holder is somebody who is named as the holder of an office.
type holder struct {
	title        string // without the person; "" where the source gives none
	acting       bool
	person       personName
	since, until graph.Date
	// represents is true of somebody who represents the chief of state.
	represents bool
	// further is an office that is told beside the first: "presidency member".
	further      string
	furtherSince graph.Date
	value        string // as it stands in the source
}

// unread is a part of a field that names no holder that could be read.
type unread struct {
	value, reason string
	remark        bool // it names nobody as a holder
}

var (
	// noteStart is where a remark on the whole field begins.
	noteStart = regexp.MustCompile(`(?i)(?:^|[;.)])\s*note\b\s*\d*\s*[-:]`)
	// nextHolder finds where, after the bracket with a term, somebody else is named without a semicolon.
	nextHolder  = regexp.MustCompile(`(\([^()]*(?:\d{4}|vacant)[^()]*\)),? (and |represented by )`)
	afterVacant = regexp.MustCompile(`(\(vacant[^()]*\)) (\pL)`)
	representBy = regexp.MustCompile(`^(?:.*\b(?:is|are) )?represented by `)
	sentence    = regexp.MustCompile(`\b(?:is|was|are|were|has|have) `)
	namesNobody = regexp.MustCompile(`^(?:former |none\b)`)
	surname     = regexp.MustCompile(`\p{Lu}{5,}`)
	memberSince = regexp.MustCompile(`([\pL ]+ member) since ` + datePattern)
)

// readHolders reads a field such as "King CHARLES III (since 8 September 2022); represented by Governor General
// Mary SIMON (since 26 July 2021)".
func readHolders(text string) (found []holder, left []unread) {
	text = plain(text)
	if at := noteStart.FindStringIndex(text); at != nil {
		from := at[0]
		if text[from] == ')' {
			from++
		}
		left = append(left, unread{strings.Trim(text[from:], "; "), "a note", true})
		text = text[:from]
	}
	text = nextHolder.ReplaceAllString(text, "$1; $2")
	text = afterVacant.ReplaceAllString(text, "$1; $2")
	for _, part := range cut(text, ";") {
		part = strings.TrimPrefix(part, "and ")
		if n := len(found); n > 0 && found[n-1].amend(part) {
			continue
		}
		holders, problem := readPart(part)
		found = append(found, holders...)
		if problem != nil {
			left = append(left, *problem)
		}
	}
	return found, left
}

// amend adds to a holder what the next part says of the same person, and reports whether it did: "also spelled
// Vajiralongkorn (since 1 December 2016)".
func (h *holder) amend(part string) bool {
	if !strings.HasPrefix(part, "also ") {
		return false
	}
	h.value += "; " + part
	if h.since.IsZero() {
		if b, found := lastBracket(part); found {
			h.since, h.until, _ = term(b.inside)
			part = b.before
		}
	}
	if other, found := strings.CutPrefix(part, "also spelled "); found {
		if name, ok := readName(other); ok {
			h.person.Aliases = append(h.person.Aliases, name.Name)
		}
	}
	return true
}

// readPart reads a part between semicolons.
func readPart(part string) ([]holder, *unread) {
	h := holder{value: part}
	rest := part
	if at := representBy.FindStringIndex(rest); at != nil {
		h.represents, rest = true, rest[at[1]:]
	}
	switch {
	case strings.Contains(rest, "(vacant"), rest == "vacant":
		return nil, &unread{part, "the office is vacant", false}
	case namesNobody.MatchString(rest), !strings.ContainsFunc(rest, unicode.IsUpper):
		return nil, &unread{part, "a remark that names no holder", true}
	}
	rest = h.takeTerm(rest)
	if sentence.MatchString(rest) {
		return nil, &unread{part, "a sentence, not an office with its holder", !surname.MatchString(part)}
	}
	e := takeApart(rest)
	h.title, h.acting = strings.CutPrefix(e.title, "Acting ")
	if h.title == "" && h.further != "" {
		h.title, h.further, h.furtherSince = title(h.further[:1])+h.further[1:], "", graph.Date{}
	}
	return h.named(e)
}

// takeTerm takes what stands in brackets after the name: the term, a rank, a remark.
func (h *holder) takeTerm(rest string) string {
	for {
		b, found := lastBracket(rest)
		if !found || b.before == "" || b.after != "" && !strings.HasPrefix(b.after, ",") {
			return rest
		}
		if since, until, ok := term(b.inside); ok {
			h.since, h.until = since, until // of several brackets the first, which comes last here
		}
		if m := memberSince.FindStringSubmatch(b.inside); m != nil {
			h.further = title(strings.TrimSpace(m[1]))
			h.furtherSince, _ = date(m[2], m[3], m[4])
		}
		rest = b.before + b.after
	}
}

// takeApart finds the title, the honorifics and the name. What follows the name belongs to the title where it is a
// realm ("of Denmark"), or where there is no other title (", Head of Representation").
func takeApart(text string) entitled {
	e := splitTitle(strings.NewReplacer(", Jr", " Jr", ", Sr", " Sr").Replace(text))
	name, apposition, found := strings.Cut(e.rest, ", ")
	if found && e.title == "" {
		e.title = strings.TrimPrefix(strings.TrimPrefix(apposition, "RN, "), "the ")
	}
	name, realm, found := strings.Cut(name, " of ")
	if found {
		e.title = strings.TrimSpace(e.title + " of " + realm)
	}
	e.rest = name
	return e
}

// pairTitles are the titles of those who hold one office together, for one of them.
var pairTitles = map[string]string{"co-chiefs of state Captains Regent": "Captain Regent",
	"Captains Regent": "Captain Regent"}

// named reads the name, or the two names of those who hold an office together.
func (h *holder) named(e entitled) ([]holder, *unread) {
	names := []string{e.rest}
	if single, pair := pairTitles[h.title]; pair {
		names, h.title = strings.Split(e.rest, " and "), single
	}
	var out []holder
	for _, text := range names {
		one := *h
		var ok bool
		if one.person, ok = readName(text); !ok {
			return nil, &unread{h.value, "no name could be read", false}
		}
		if e.honorific != "" {
			one.person.Aliases = append(one.person.Aliases, e.honorific+" "+one.person.Name)
		} else if monarch := firstWord(h.title); slices.Contains(regnal, monarch) {
			one.person.Aliases = append(one.person.Aliases, monarch+" "+one.person.Name)
		}
		out = append(out, one)
	}
	return out, nil
}

// regnal are the titles with which a monarch is called by name.
var regnal = []string{"King", "Queen", "Emperor", "Sultan", "Pope"}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}
