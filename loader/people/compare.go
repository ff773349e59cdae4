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
	whole, initials := 0, 0
	rest := slices.Clone(y)
	for _, word := range x {
		i := slices.Index(rest, word)
		if i < 0 {
			i = slices.IndexFunc(rest, func(other string) bool { return initial(word, other) })
		}
		switch {
		case i < 0 && misspelt(x, y):
			return Misspelt
		case i < 0:
			return Unlike
		case min(len(word), len(rest[i])) == 1:
			initials++
		case !slices.Contains(particles, word):
			whole++
		}
		rest = slices.Delete(rest, i, i+1)
	}
	switch {
	case whole > 1 && initials == 0 && len(rest) == 0:
		return Equal
	case whole > 1:
		return Part
	case whole == 1:
		return Surname
	}
	return Unlike
}

// particles are words that are part of many names and tell nobody from another.
var particles = []string{"abu", "al", "bin", "bint", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du",
	"el", "ibn", "la", "le", "ould", "van", "von"}

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

// misspelt reports whether the names have as many words and differ in a letter or two of long words, or, for one
// word, whether it is a word of the other with an error.
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
	weight  int    // of the evidence for Same
}

// Find gives the known officials who are the person or may be, by name and office. Of several who are the person the
// one with the most evidence stays; where two have as much, none does, and they are candidates. The order is the
// verdict's, then the id's.
func (k *Known) Find(p Person) []Match {
	var ids []string
	for _, o := range p.Offices {
		ids = append(ids, k.at[o.In]...)
	}
	slices.Sort(ids)
	var found []Match
	for _, id := range slices.Compact(ids) {
		if m := compare(p, *k.people[id]); m.Verdict != Different {
			m.Person = k.people[id]
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Verdict, a.Verdict), cmp.Compare(b.weight, a.weight))
	})
	if len(found) > 1 && found[1].Verdict == Same {
		from := 1
		if found[0].weight == found[1].weight {
			from = 0
		}
		for i := from; i < len(found) && found[i].Verdict == Same; i++ {
			found[i].Verdict = Perhaps
			found[i].Reason += "; others are as like"
		}
	}
	return found
}

// Compare says whether two officials are one, and why.
//
//   - Names that are equal, or that have two whole words in common with no other in one of them: the same, where
//     they hold an office of the same title in one country, or offices there on the same days; else a candidate.
//   - A surname, or one with initials: the same where offices in one country begin within a month of each other, or
//     overlap and lead the country; a candidate where they overlap, or lead it within a generation.
//   - Names a letter or two apart: the same where offices in one country begin on the same day, or, for names of
//     several words, overlap; a candidate where one word is misspelt and the offices overlap.
func Compare(a, b Person) (Verdict, string) {
	m := compare(a, b)
	return m.Verdict, m.Reason
}

func compare(a, b Person) Match {
	var best Match
	for _, x := range a.Offices {
		for _, y := range b.Offices {
			if x.In != y.In {
				continue
			}
			for _, name := range a.Names {
				for _, other := range b.Names {
					m := judge(name, other, x, y)
					if cmp.Or(cmp.Compare(m.Verdict, best.Verdict), cmp.Compare(m.weight, best.weight)) > 0 {
						best = m
					}
				}
			}
		}
	}
	return best
}

const (
	// sameBeginning is the days within which two beginnings count as one: sources date an office from the election, the
	// oath or the decree.
	sameBeginning = 31
	// generation is the days within which two leaders of a country with one surname may well be one.
	generation = 15 * 365
)

func judge(a, b string, x, y Office) Match {
	like := Like(a, b)
	if like == Unlike {
		return Match{}
	}
	overlap, gap := span(x).Overlaps(span(y)), beginnings(x, y)
	title := names.Fold(x.Title) == names.Fold(y.Title) && x.Title != ""
	severalWords := len(names.Tokens(a)) > 1 && len(names.Tokens(b)) > 1
	lead := leads(x) && leads(y)
	var m Match
	switch like {
	case Misspelt:
		m.weigh(overlap && (gap == 0 || severalWords), 2, overlap)
	case Surname:
		m.weigh(overlap && lead, 1, overlap || lead && apart(span(x), span(y)) <= generation)
		m.weigh(overlap && gap <= sameBeginning, 2, false)
	default:
		m.weigh(title || overlap, 3, true)
	}
	m.Reason = fmt.Sprintf("%s: %q and %q; %s", x.In, a, b, strings.Join([]string{words[like], told(x), told(y)}, "; "))
	return m
}

// weigh notes the evidence that two are the same, or that they may be.
func (m *Match) weigh(same bool, weight int, perhaps bool) {
	switch {
	case same:
		m.Verdict, m.weight = Same, weight
	case perhaps:
		m.Verdict = max(m.Verdict, Perhaps)
	}
}

// leading are the words of titles of those who lead a country, and lesser the words that take that away again.
var (
	leading = []string{"president", "prime minister", "premier", "chancellor", "king", "queen", "emperor", "sultan",
		"amir", "supreme leader", "effective leader", "head of government", "chief of state"}
	lesser = []string{"vice", "deputy", "adviser", "envoy", "representative", "office", "council", "assembly",
		"parliament", "committee", "former", "ambassador", "advisor", "minister of"}
)

func leads(o Office) bool {
	title := " " + names.Fold(o.Title) + " "
	has := func(word string) bool { return strings.Contains(title, " "+word+" ") }
	return slices.ContainsFunc(leading, has) && !slices.ContainsFunc(lesser, has)
}

// apart is the number of days between two spans.
func apart(x, y graph.Interval) int {
	return max(0, int(x.From)-int(y.To), int(y.From)-int(x.To))
}

var words = map[Likeness]string{Misspelt: "the names are a letter or two apart",
	Surname: "one gives no more than a surname or initials", Part: "one name is part of the other",
	Equal: "the names agree"}

func told(o Office) string {
	text := o.Title
	switch {
	case !o.Since.IsZero():
		text += " since " + o.Since.String()
	case !o.Observed.IsZero():
		text += " on " + o.Observed.String()
	}
	switch {
	case !o.Until.IsZero():
		text += " until " + o.Until.String()
	case !o.Covered.IsZero():
		text += ", still on " + o.Covered.String()
	}
	return text
}

// span is the days on which the office is held as far as that is known: from the first that is given to the last, and
// on where only a beginning is given, to the end of what the source covers.
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
	case !o.Covered.IsZero():
		i.To = o.Covered.Last()
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
