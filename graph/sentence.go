package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Sentence says a step in words: who is joined to whom, how, since when, and on whose word, with the sources' ids in
// brackets. The relationships are those of the step as shown, in the order of their ids; name gives the name to write
// for an entity's id. Relationships that differ in nothing but their role are told in one clause.
func Sentence(rels []Relationship, name func(id string) string) string {
	type clause struct {
		head, tail string // what stands before and after the roles
		roles      []string
		sources    []string
		saidBy     []string
	}
	var clauses []*clause
	for _, r := range rels {
		c := &clause{head: clauseHead(&r, name), tail: clauseTail(&r)}
		if i := slices.IndexFunc(clauses, func(o *clause) bool { return o.head == c.head && o.tail == c.tail }); i >= 0 {
			c = clauses[i]
		} else {
			clauses = append(clauses, c)
		}
		if r.Role != "" {
			c.roles = append(c.roles, r.Role)
		}
		c.sources = append(c.sources, r.Sources()...)
		for _, claim := range Standing(r.Claims) {
			if claim.SaidBy != "" {
				c.saidBy = append(c.saidBy, name(claim.SaidBy))
			}
		}
	}
	parts := make([]string, len(clauses))
	for i, c := range clauses {
		slices.Sort(c.sources)
		slices.Sort(c.saidBy)
		text := c.head
		if slices.Sort(c.roles); len(c.roles) > 0 {
			text += " (" + strings.Join(c.roles, ", ") + ")"
		}
		text += c.tail
		if len(c.saidBy) > 0 {
			text += ", according to " + strings.Join(slices.Compact(c.saidBy), " and ")
		}
		parts[i] = text + " [" + strings.Join(slices.Compact(c.sources), ", ") + "]"
	}
	return strings.Join(parts, "; ") + "."
}

func clauseHead(r *Relationship, name func(string) string) string {
	from, to := name(r.From), name(r.To)
	if r.Type == HoldsOffice && r.Title != "" {
		return fmt.Sprintf("%s is %s in %s", from, r.Title, to)
	}
	if r.Type == MemberOf && r.Status != "" && r.Status != "member" {
		return fmt.Sprintf("%s has the status %q in %s", from, r.Status, to)
	}
	text := from + " " + cmp.Or(r.Type.Info().Verb, string(r.Type)) + " " + to
	if r.Title != "" {
		text += " as " + r.Title
	}
	return text
}

func clauseTail(r *Relationship) string {
	var text string
	if r.Share != nil {
		text += ", " + strconv.FormatFloat(*r.Share, 'f', -1, 64) + " %"
	}
	switch {
	case !r.Since.IsZero() && r.Since == r.Until:
		text += ", " + r.Since.Words()
	case !r.Since.IsZero() && !r.Until.IsZero():
		text += ", from " + r.Since.Words() + " to " + r.Until.Words()
	case !r.Since.IsZero():
		text += ", since " + r.Since.Words()
	case !r.Until.IsZero():
		text += ", until " + r.Until.Words()
	case !r.Observed.IsZero():
		text += ", as of " + r.Observed.Words()
	}
	if r.Conflict {
		text += " (sources disagree)"
	}
	return text
}
