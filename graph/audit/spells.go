package audit

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"coopgraph/graph"
)

// spell is what is kept of a dated relationship, to be held against those of the same group.
type spell struct {
	group uint64 // hash of what makes the spells those of one thing
	code  Code   // of an overlap
	id    string
	sure  graph.Interval
	begin graph.Day // the first day that it may begin on, or be seen on
	open  bool      // it has no end
}

// seed is one for the process: only equality of hashes matters, and the order of findings does not follow them.
var seed = maphash.MakeSeed()

func hash(parts ...string) uint64 { return maphash.String(seed, strings.Join(parts, "\x00")) }

// noteSpell keeps a relationship that others may overlap with.
func (c *checker) noteSpell(r *graph.Relationship, id string) {
	if r.Type.Info().Momentary {
		return
	}
	begin := r.Since
	if begin.IsZero() {
		begin = r.Observed // from then on it counts as holding
	}
	s := spell{code: Overlap, id: id, sure: surely(r), begin: begin.First(), open: r.Until.IsZero()}
	if s.sure.Empty() && (!s.open || begin.IsZero()) {
		return
	}
	// An office is the same whether it is held as acting or not.
	if r.Type.Info().Titled && r.Title != "" {
		s.code = OfficeTwice
		s.group = hash(string(r.Type), r.From, r.To, r.Title)
	} else {
		s.group = hash(string(r.Type), r.From, r.To, r.Role, r.Title)
	}
	c.spells = append(c.spells, s)
	if !s.sure.Empty() && r.Type == graph.HoldsOffice && forOne(r.Title, r.Role) {
		s.group, s.code = hash(r.To, strings.ToLower(r.Title)), SharedOffice
		c.offices = append(c.offices, s)
	}
}

var (
	// headships are titles of which there is one at a time nearly everywhere.
	headships = []string{"president", "prime minister", "king", "queen", "emperor", "emir", "sultan", "monarch",
		"chancellor", "head of state", "head of government", "supreme leader", "foreign minister",
		"secretary general", "secretary-general"}
	// beside are words that make many of one.
	beside = []string{"deputy", "vice", "acting", "interim", "co-", "former", "first", "member", "minister of state",
		"elect"}
)

// forOne reports whether an office is likely one that a single person holds at a time.
func forOne(title, role string) bool {
	title = strings.ToLower(title)
	for _, word := range beside {
		if strings.Contains(title, word) || strings.Contains(strings.ToLower(role), word) {
			return false
		}
	}
	return slices.Contains(headships, title) || strings.HasPrefix(title, "minister of ") ||
		strings.HasPrefix(title, "minister for ")
}

// checkSpells finds the overlaps.
func (c *checker) checkSpells(ctx context.Context) error {
	for _, list := range [][]spell{c.spells, c.offices} {
		pairs := overlaps(list)
		// By ids, since the order of groups is another in every process.
		slices.SortFunc(pairs, func(a, b pair) int {
			return cmp.Or(strings.Compare(a.one.id, b.one.id), strings.Compare(a.other.id, b.other.id))
		})
		for _, p := range pairs {
			if err := c.tell(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// pair is two spells that do not go together.
type pair struct {
	code       Code
	one, other spell
}

// overlaps finds for each spell the one before it in its group that lasts longest, where the two overlap.
func overlaps(list []spell) []pair {
	slices.SortFunc(list, func(a, b spell) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.begin, b.begin), cmp.Compare(a.sure.From, b.sure.From),
			strings.Compare(a.id, b.id))
	})
	var out []pair
	var longest, open spell
	for i, s := range list {
		switch {
		case i == 0 || s.group != list[i-1].group:
			longest, open = s, spell{}
		case s.id == list[i-1].id: // a double, which is another finding
		default:
			switch both := longest.sure.Intersect(s.sure); {
			// A day on which one goes and the next comes is no overlap.
			case both.From < both.To:
				out = append(out, pair{s.code, longest, s})
			case open.id != "" && s.code != SharedOffice && s.begin != graph.MinDay:
				out = append(out, pair{OpenSpell, open, s})
			}
			if longest.sure.Empty() || !s.sure.Empty() && s.sure.To > longest.sure.To {
				longest = s
			}
		}
		if s.open && open.id == "" {
			open = s
		}
	}
	return out
}

// tell reports a pair, with the days of both where the finding is one of those that are kept.
func (c *checker) tell(ctx context.Context, p pair) error {
	f := Finding{Code: p.code, IDs: []string{p.one.id, p.other.id}}
	if g := c.groups[p.code]; c.limit > 0 && g != nil && len(g.Findings) >= c.limit {
		c.found(f)
		return nil
	}
	var parts []string
	for _, s := range []spell{p.one, p.other} {
		r, err := c.reader.Relationship(ctx, s.id)
		switch {
		case graph.CodeOf(err) == graph.CodeNotFound: // its id was changed by hand, which is a finding of its own
			parts = append(parts, s.id)
			continue
		case err != nil:
			return err
		}
		part := describe(&r) + ", " + span(&r.Facts)
		if seen := lastSeen(&r); r.Until.IsZero() && !seen.IsZero() && !r.Since.IsZero() {
			part += " and seen to hold " + seen.String()
		}
		parts = append(parts, part+" ["+strings.Join(r.Sources(), ", ")+"]")
	}
	f.Text = fmt.Sprintf("%s; and %s", parts[0], parts[1])
	c.found(f)
	return nil
}
