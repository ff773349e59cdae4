package names

import (
	"fmt"
	"strings"
)

// LuceneQuery is a query in Lucene's syntax for a full-text index over folded names: each word of the query must be a
// word of some name, the beginning of one, or one with the typing errors that [Best] allows, which makes what it finds
// a superset of what Best accepts. Whole words weigh more than beginnings and these more than errors, so that the
// first of many results are the likely ones. It is "" where the query has no letter or digit.
//
// The index's analyzer must split words at spaces and keep all of them: one with stop words would never find "of".
// Nothing needs escaping, because a folded word has only a-z and 0-9 and Lucene's operators are in upper case.
// Lucene looks at the 50 nearest words of the index for a word with errors; in a graph with more names that are so
// close, it may miss some that Best would accept.
func LuceneQuery(query string) string {
	words := Tokens(query)
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = fmt.Sprintf("(%s^4 OR %s*^2", w, w)
		if n := allowedErrors(w); n > 0 {
			parts[i] += fmt.Sprintf(" OR %s~%d", w, n)
		}
		parts[i] += ")"
	}
	return strings.Join(parts, " AND ")
}
