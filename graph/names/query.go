package names

import (
	"math"
	"strings"
)

// Way is how a query matches a name. A better way is greater.
type Way uint8

// The ways, see [Best].
const (
	NoWay     Way = iota
	Mistyped      // each word of the query is a word of the name or begins one, but for typing errors
	AnyOrder      // each word of the query begins a word of the name
	InOrder       // the same, in their order
	Beginning     // the query begins the name
	Whole
)

// Found is a way with the number of typing errors over all words, which is at least 1 for Mistyped and else 0.
type Found struct {
	Way    Way
	Errors int
}

// The scores. Each way of matching has a range of its own, so that a better way is never overtaken; within the range
// the score rises with the part of the name that the query covers.
const (
	exactScore  = 1.0
	prefixScore = 0.85 // the query begins the name: up to 0.95
	orderScore  = 0.70 // each word of the query begins a word of the name, in their order: up to 0.80
	wordsScore  = 0.55 // the same in any order: up to 0.65
	fuzzyScore  = 0.30 // the same, but for typing errors: up to 0.40, less 0.02 for each error
	coverage    = 0.10
	errorCost   = 0.02
	leastScore  = 0.05
)

// Query is a text to look for, folded once to be held against many names. It is not changed by use.
type Query struct {
	Words   []string // folded
	whole   string
	spelled []spelling // of each word
}

// NewQuery folds the text. A query without a word matches nothing.
func NewQuery(text string) *Query {
	q := &Query{Words: Tokens(text)}
	q.whole = strings.Join(q.Words, " ")
	q.spelled = make([]spelling, len(q.Words))
	for i, w := range q.Words {
		q.spelled[i] = newSpelling(w)
	}
	return q
}

// Folded is the text in folded form.
func (q *Query) Folded() string { return q.whole }

// Match says how the query matches a name that is given in folded form.
func (q *Query) Match(folded string) Found { return q.match(folded, true) }

// MatchWords is Match without Mistyped, which costs much less where a name does not match.
func (q *Query) MatchWords(folded string) Found { return q.match(folded, false) }

func (q *Query) match(folded string, typing bool) Found {
	switch {
	case folded == "" || q.whole == "":
		return Found{}
	case folded == q.whole:
		return Found{Way: Whole}
	case strings.HasPrefix(folded, q.whole):
		return Found{Way: Beginning}
	}
	var room [16]string // most names have fewer words, and then nothing is allocated
	of := room[:0]
	for word := range strings.SplitSeq(folded, " ") {
		of = append(of, word)
	}
	switch {
	case inOrder(q.Words, of):
		return Found{Way: InOrder}
	case anyOrder(q.Words, of):
		return Found{Way: AnyOrder}
	case !typing:
		return Found{}
	}
	if errors, ok := q.typingErrors(of); ok {
		return Found{Way: Mistyped, Errors: errors}
	}
	return Found{}
}

// typingErrors counts the errors over all words; false where a word has more than it may.
func (q *Query) typingErrors(of []string) (int, bool) {
	total := 0
	for i, word := range q.Words {
		allowed := q.spelled[i].allowed
		least := allowed + 1
		for _, w := range of {
			if strings.HasPrefix(w, word) {
				least = 0
				break
			}
			if allowed > 0 {
				least = min(least, q.spelled[i].distance(w))
			}
		}
		if least > allowed {
			return 0, false
		}
		total += least
	}
	return total, true
}

// Score rates a match with a name of the length in bytes, folded. For one way and number of errors, it never rises with
// the length. It is 0 for NoWay.
func (q *Query) Score(f Found, length int) float64 {
	base := 0.0
	switch f.Way {
	case NoWay:
		return 0
	case Whole:
		return exactScore
	case Beginning:
		base = prefixScore
	case InOrder:
		base = orderScore
	case AnyOrder:
		base = wordsScore
	case Mistyped:
		base = fuzzyScore
	}
	covered := min(1, float64(len(q.whole))/float64(length))
	s := base + coverage*covered - errorCost*float64(f.Errors)
	return math.Round(max(s, leastScore)*1e4) / 1e4
}

// Allowed is how many typing errors the word with that number may have: 0, 1 or 2.
func (q *Query) Allowed(word int) int { return q.spelled[word].allowed }

// Errors is the [Distance] of the word with that number from w, which is folded; Allowed+1 where it is more than that.
func (q *Query) Errors(word int, w string) int { return q.spelled[word].distance(w) }
