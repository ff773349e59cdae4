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
	var room [512]byte
	return string(AppendSentence(room[:0], rels, name))
}

// AppendSentence appends what [Sentence] gives.
func AppendSentence(b []byte, rels []Relationship, name func(id string) string) []byte {
	if len(rels) == 1 { // as in nearly every step
		return append(appendClause(b, []*Relationship{&rels[0]}, name), '.')
	}
	told := make([]bool, len(rels))
	for i := range rels {
		if told[i] {
			continue
		}
		var some [8]*Relationship
		clause := append(some[:0], &rels[i])
		for j := i + 1; j < len(rels); j++ {
			if !told[j] && sameClause(&rels[i], &rels[j], name) {
				told[j] = true
				clause = append(clause, &rels[j])
			}
		}
		if i > 0 {
			b = append(b, "; "...)
		}
		b = appendClause(b, clause, name)
	}
	return append(b, '.')
}

// sameClause reports whether two relationships differ in nothing but role, sources and who says so.
func sameClause(r, o *Relationship, name func(string) string) bool {
	var room [2][256]byte
	return bytes.Equal(appendHead(room[0][:0], r, name), appendHead(room[1][:0], o, name)) &&
		bytes.Equal(appendTail(room[0][:0], r), appendTail(room[1][:0], o))
}

func appendClause(b []byte, clause []*Relationship, name func(string) string) []byte {
	var some [3][8]string
	roles, sources, saidBy := some[0][:0], some[1][:0], some[2][:0]
	for _, r := range clause {
		if r.Role != "" {
			roles = append(roles, r.Role)
		}
		standing := Standing(r.Claims)
		for i := range standing {
			if c := &standing[i]; c.Source != "" {
				sources = append(sources, c.Source)
			}
			if c := &standing[i]; c.SaidBy != "" {
				saidBy = append(saidBy, name(c.SaidBy))
			}
		}
	}
	b = appendHead(b, clause[0], name)
	if slices.Sort(roles); len(roles) > 0 {
		b = appendJoined(append(b, " ("...), roles, ", ")
		b = append(b, ')')
	}
	b = appendTail(b, clause[0])
	if slices.Sort(saidBy); len(saidBy) > 0 {
		b = appendJoined(append(b, ", according to "...), slices.Compact(saidBy), " and ")
	}
	slices.Sort(sources)
	b = appendJoined(append(b, " ["...), slices.Compact(sources), ", ")
	return append(b, ']')
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
func appendHead(b []byte, r *Relationship, name func(string) string) []byte {
	b = append(b, name(r.From)...)
	switch {
	case r.Type == HoldsOffice && r.Title != "":
		b = appendJoined(b, []string{" is ", r.Title, " in "}, "")
		return append(b, name(r.To)...)
	case r.Type == MemberOf && r.Status != "" && r.Status != "member":
		b = strconv.AppendQuote(append(b, " has the status "...), r.Status)
		return append(append(b, " in "...), name(r.To)...)
	}
	b = append(append(b, ' '), cmp.Or(r.Type.verb(), string(r.Type))...)
	b = append(append(b, ' '), name(r.To)...)
	if r.Title != "" {
		b = append(append(b, " as "...), r.Title...)
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
