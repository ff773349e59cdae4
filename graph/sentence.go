package graph

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
)

// Sentence says a step in words: who is joined to whom, how, since when, and on whose word, with the sources' ids in
// brackets. The relationships are those of the step as shown, in the order of their ids; name gives the name to write
// for an entity's id. Relationships that differ in nothing but their role are told in one clause.
func Sentence(rels []Relationship, name func(id string) string) string {
	t := Telling{Name: name}
	return t.Sentence(rels)
}

// Telling is how steps are told in words for a reader that Sentence does not suit: one for whom texts have to be escaped,
// or who wants notes.
type Telling struct {
	// Name gives the name to write for an entity's id.
	Name func(id string) string
	// Word gives what to write for a role, title or status; nil leaves each as it is.
	Word func(text string) string
	// Note gives what to write after a clause for the standing claims that it rests on; nil writes the sources' ids in
	// brackets.
	Note func(claims []Claim) string
}

// Sentence says a step in words.
func (t *Telling) Sentence(rels []Relationship) string {
	var room [512]byte
	return string(t.AppendSentence(room[:0], rels))
}

// AppendSentence appends what [Telling.Sentence] gives.
func (t *Telling) AppendSentence(b []byte, rels []Relationship) []byte {
	if len(rels) == 1 { // as in nearly every step
		return append(t.appendClause(b, []*Relationship{&rels[0]}), '.')
	}
	told := make([]bool, len(rels))
	for i := range rels {
		if told[i] {
			continue
		}
		var some [8]*Relationship
		clause := append(some[:0], &rels[i])
		for j := i + 1; j < len(rels); j++ {
			if !told[j] && t.sameClause(&rels[i], &rels[j]) {
				told[j] = true
				clause = append(clause, &rels[j])
			}
		}
		if i > 0 {
			b = append(b, "; "...)
		}
		b = t.appendClause(b, clause)
	}
	return append(b, '.')
}

// sameClause reports whether two relationships differ in nothing but role, sources and who says so.
func (t *Telling) sameClause(r, o *Relationship) bool {
	var room [2][256]byte
	return bytes.Equal(t.appendHead(room[0][:0], r), t.appendHead(room[1][:0], o)) &&
		bytes.Equal(appendTail(room[0][:0], r), appendTail(room[1][:0], o))
}

func (t *Telling) word(text string) string {
	if t.Word == nil {
		return text
	}
	return t.Word(text)
}

func (t *Telling) appendClause(b []byte, clause []*Relationship) []byte {
	var some [3][8]string
	roles, sources, saidBy := some[0][:0], some[1][:0], some[2][:0]
	for _, r := range clause {
		if r.Role != "" {
			roles = append(roles, t.word(r.Role))
		}
		standing := Standing(r.Claims)
		for i := range standing {
			if c := &standing[i]; c.Source != "" {
				sources = append(sources, c.Source)
			}
			if c := &standing[i]; c.SaidBy != "" {
				saidBy = append(saidBy, t.Name(c.SaidBy))
			}
		}
	}
	b = t.appendHead(b, clause[0])
	if slices.Sort(roles); len(roles) > 0 {
		b = appendJoined(append(b, " ("...), roles, ", ")
		b = append(b, ')')
	}
	b = appendTail(b, clause[0])
	if slices.Sort(saidBy); len(saidBy) > 0 {
		b = appendJoined(append(b, ", according to "...), slices.Compact(saidBy), " and ")
	}
	if t.Note != nil {
		return append(b, t.Note(standingOf(clause))...)
	}
	slices.Sort(sources)
	b = appendJoined(append(b, " ["...), slices.Compact(sources), ", ")
	return append(b, ']')
}

func standingOf(clause []*Relationship) []Claim {
	var claims []Claim
	for _, r := range clause {
		claims = append(claims, Standing(r.Claims)...)
	}
	return claims
}

func appendJoined(b []byte, list []string, between string) []byte {
	for i, s := range list {
		if i > 0 {
			b = append(b, between...)
		}
		b = append(b, s...)
	}
	return b
}

// appendHead writes what stands before the roles.
func (t *Telling) appendHead(b []byte, r *Relationship) []byte {
	b = append(b, t.Name(r.From)...)
	switch {
	case r.Type == HoldsOffice && r.Title != "":
		b = appendJoined(b, []string{" is ", t.word(r.Title), " in "}, "")
		return append(b, t.Name(r.To)...)
	case r.Type == MemberOf && r.Status != "" && r.Status != "member":
		b = append(b, " has the status "...)
		if t.Word == nil {
			b = strconv.AppendQuote(b, r.Status)
		} else {
			b = append(b, t.Word(strconv.Quote(r.Status))...)
		}
		return append(append(b, " in "...), t.Name(r.To)...)
	}
	b = append(append(b, ' '), cmp.Or(r.Type.verb(), string(r.Type))...)
	b = append(append(b, ' '), t.Name(r.To)...)
	if r.Title != "" {
		b = append(append(b, " as "...), t.word(r.Title)...)
	}
	return b
}

// appendTail writes what stands after the roles.
func appendTail(b []byte, r *Relationship) []byte {
	if r.Share != nil {
		b = strconv.AppendFloat(append(b, ", "...), *r.Share, 'f', -1, 64)
		b = append(b, " %"...)
	}
	switch {
	case !r.Since.IsZero() && r.Since == r.Until:
		b = r.Since.appendWords(append(b, ", "...))
	case !r.Since.IsZero() && !r.Until.IsZero():
		b = r.Since.appendWords(append(b, ", from "...))
		b = r.Until.appendWords(append(b, " to "...))
	case !r.Since.IsZero():
		b = r.Since.appendWords(append(b, ", since "...))
	case !r.Until.IsZero():
		b = r.Until.appendWords(append(b, ", until "...))
	case !r.Observed.IsZero():
		b = r.Observed.appendWords(append(b, ", as of "...))
	}
	if r.Conflict {
		b = append(b, " (sources disagree)"...)
	}
	return b
}
