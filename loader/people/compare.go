package people

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// Likeness says how far two names agree.
type Likeness int

// The likenesses, from the weakest. Of names of one word, which are surnames more often than not, no more is claimed
// than [Surname].
const (
	Unlike   Likeness = iota
	Misspelt          // nothing but a letter or two apart
	Surname           // all that one gives, a word or initials with one, is part of the other
	Part              // two whole words or more of one are all in the other
	Equal             // the same up to case, marks and script; two words at least
)

// Like says how far two names agree, whichever comes first.
func Like(a, b string) Likeness {
	x, y := names.Tokens(a), names.Tokens(b)
	switch {
	case len(x) < len(y):
		return like(x, y)
	case len(x) > len(y):
		return like(y, x)
	}
	return max(like(x, y), like(y, x))
}

// like compares words with as many or more.
func like(x, y []string) Likeness {
	if len(x) == 0 {
		return Unlike
	}
	whole, found := 0, 0
	rest := slices.Clone(y)
	for _, word := range x {
		i := slices.Index(rest, word)
		if i < 0 {
			i = slices.IndexFunc(rest, func(other string) bool { return initial(word, other) })
		}
		if i < 0 {
			break
		}
		if found++; len(word) > 1 && len(rest[i]) > 1 {
			whole++
		}
		rest = slices.Delete(rest, i, i+1)
	}
	all := found == len(x)
	switch {
	case all && len(rest) == 0 && whole == len(x) && whole > 1:
		return Equal
	case all && whole > 1:
		return Part
	case all && whole == 1:
		return Surname
	case misspelt(x, y):
		return Misspelt
	}
	return Unlike
}

// initial reports whether one word is the first letter of the other.
func initial(a, b string) bool {
	return (len(a) == 1 || len(b) == 1) && a[0] == b[0]
}

// errorsPerName is how many typing errors a misspelt name may have, and leastMisspelt the length from which on a word
// may have one: in short words another letter makes another name.
const (
	errorsPerName = 2
	leastMisspelt = 5
)

// misspelt reports whether the names have as many words and differ in a letter or two of long words, or, for one word,
// whether it is a word of the other with an error.
func misspelt(x, y []string) bool {
	if len(x) == 1 {
		return slices.ContainsFunc(y, func(word string) bool {
			return min(len(x[0]), len(word)) > leastMisspelt && names.Distance(x[0], word, 1) <= 1
		})
	}
	if len(x) != len(y) {
		return false
	}
	faults := 0
	for i := range x {
		switch d := names.Distance(x[i], y[i], errorsPerName); {
		case d == 0:
		case min(len(x[i]), len(y[i])) < leastMisspelt:
			return false
		default:
			faults += d
		}
	}
	return faults <= errorsPerName
}

// Verdict is what is concluded of two officials.
type Verdict int

// The verdicts.
const (
	Different Verdict = iota
	Perhaps           // a candidate: something agrees, not enough
	Same
)

// Match is a known official that may be the one asked for.
type Match struct {
	Person  *Person
	Verdict Verdict
	Reason  string // what agrees and what does not
}

// Find gives the known officials who are the person or may be, by name and office. Of several who are the person all
// but the likeliest become candidates. The order is the verdict's, then the id's.
func (k *Known) Find(p Person) []Match {
	var ids []string
	for _, o := range p.Offices {
		ids = append(ids, k.at[o.In]...)
	}
	slices.Sort(ids)
	var found []Match
	for _, id := range slices.Compact(ids) {
		if verdict, reason := Compare(p, *k.people[id]); verdict != Different {
			found = append(found, Match{k.people[id], verdict, reason})
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int { return cmp.Compare(b.Verdict, a.Verdict) })
	for i := 1; i < len(found); i++ {
		if found[i].Verdict == Same {
			found[i].Verdict = Perhaps
			found[i].Reason += "; " + found[0].Person.ID + " is as like"
		}
	}
	return found
}

// Compare says whether two officials are one.
//
//   - Names that are equal, or one of which has two whole words or more of the other: the same, where they hold an
//     office of the same title in one country, or offices there on the same days; else a candidate.
//   - A surname, or one with initials: the same where offices in one country begin within a month of each other; a
//     candidate where they overlap.
//   - Names a letter or two apart: the same where offices in one country begin on the same day, or, for names of several
//     words, overlap; a candidate where one word is misspelt and the offices overlap.
func Compare(a, b Person) (Verdict, string) {
	best, reason := Different, ""
	for _, x := range a.Offices {
		for _, y := range b.Offices {
			if x.In != y.In {
				continue
			}
			for _, name := range a.Names {
				for _, other := range b.Names {
					if v, why := judge(name, other, x, y); v > best {
						best, reason = v, why
					}
				}
			}
		}
	}
	return best, reason
}

// days within which two beginnings count as one: sources date an office from the election, the oath or the decree.
const sameBeginning = 31

func judge(a, b string, x, y Office) (Verdict, string) {
	like := Like(a, b)
	if like == Unlike {
		return Different, ""
	}
	overlap, gap := span(x).Overlaps(span(y)), beginnings(x, y)
	title := names.Fold(x.Title) == names.Fold(y.Title) && x.Title != ""
	severalWords := len(names.Tokens(a)) > 1 && len(names.Tokens(b)) > 1
	verdict := Different
	switch {
	case like >= Part && (title || overlap),
		like == Surname && overlap && gap <= sameBeginning,
		like == Misspelt && overlap && (gap == 0 || severalWords):
		verdict = Same
	case like >= Part, overlap:
		verdict = Perhaps
	}
	return verdict, fmt.Sprintf("%s: %q and %q; %s", x.In, a, b, strings.Join([]string{words[like], told(x), told(y)}, "; "))
}

var words = map[Likeness]string{Misspelt: "the names are a letter or two apart",
	Surname: "one gives no more than a surname or initials", Part: "one name is part of the other", Equal: "the names agree"}

func told(o Office) string {
	text := o.Title
	switch {
	case !o.Since.IsZero():
		text += " since " + o.Since.String()
	case !o.Observed.IsZero():
		text += " on " + o.Observed.String()
	}
	if !o.Until.IsZero() {
		text += " until " + o.Until.String()
	}
	return text
}

// span is the days on which the office is held as far as that is known: from the first that is given to the last, and
// on where only a beginning is given.
func span(o Office) graph.Interval {
	i := graph.Never
	for _, d := range []graph.Date{o.Since, o.Observed, o.Until} {
		if !d.IsZero() {
			i.From, i.To = min(i.From, d.First()), max(i.To, d.Last())
		}
	}
	switch {
	case !o.Until.IsZero():
		i.To = o.Until.Last()
	case !o.Since.IsZero():
		i.To = graph.MaxDay
	}
	return i
}

// beginnings is the number of days between two beginnings, 0 where one may be the other; a large number where one is
// not known.
func beginnings(x, y Office) int {
	const unknown = 1 << 30
	if x.Since.IsZero() || y.Since.IsZero() {
		return unknown
	}
	return max(0, int(x.Since.First()-y.Since.Last()), int(y.Since.First()-x.Since.Last()))
}
