package queries

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// beginnings are the words that a statement may begin with. All else (SHOW, TERMINATE, USE, CREATE, EXPLAIN, CYPHER,
// ...) either is no query or changes how it is run.
var beginnings = []string{"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"}

// namespaced are Neo4j's own functions with a dot in their names. Any other is a plugin's, and such may read files and
// run statements that no plan shows. Functions without a dot are always Neo4j's own, and read nothing outside.
var namespaced = []string{
	"date.truncate", "date.transaction", "date.statement", "date.realtime",
	"datetime.truncate", "datetime.transaction", "datetime.statement", "datetime.realtime",
	"datetime.fromepoch", "datetime.fromepochmillis",
	"localdatetime.truncate", "localdatetime.transaction", "localdatetime.statement", "localdatetime.realtime",
	"time.truncate", "time.transaction", "time.statement", "time.realtime",
	"localtime.truncate", "localtime.transaction", "localtime.statement", "localtime.realtime",
	"duration.between", "duration.inmonths", "duration.indays", "duration.inseconds",
	"point.distance", "point.withinbbox", "vector.similarity.cosine", "vector.similarity.euclidean",
}

var escape = regexp.MustCompile(`(?i)\\u`)

// checkText looks at a whole file for what has no business in any part of it.
func checkText(text string) *flaw {
	for i, line := range strings.Split(text, "\n") {
		switch {
		case !utf8.ValidString(line):
			return flawAt(i+1, "the text is not UTF-8; save the file as UTF-8")
		case strings.Contains(line, "\x00"):
			return flawAt(i+1, "the text has a NUL character")
		case escape.MatchString(line):
			return flawAt(i+1, `\u escapes are not allowed, since they can hide a command; write the character itself`)
		}
	}
	return nil
}

// checkWords is the first lock: what the words of the statement may be. It goes by words because EXPLAIN does not show
// the operators of a subquery within an expression, where LOAD CSV and CALL would pass unseen.
func (q *Query) checkWords() *flaw {
	tokens, fault := tokenize(q.text)
	if fault != nil {
		return fault
	}
	if len(tokens) == 0 {
		return flawAt(strings.Count(q.text, "\n")+1, "there is no statement below the header")
	}
	if first := tokens[0]; first.kind != word || !slices.Contains(beginnings, strings.ToUpper(first.text)) {
		return flawAt(first.line, "the statement begins with %q; a query begins with %s", first.text,
			strings.Join(beginnings, ", "))
	}
	used := map[string]int{}
	for i, t := range tokens {
		if fault := checkToken(t, tokens[i+1:]); fault != nil {
			return fault
		}
		if fault := checkFunction(tokens[:i], t); fault != nil {
			return fault
		}
		if t.kind == symbol && t.text == "$" {
			name := tokens[min(i+1, len(tokens)-1)]
			if name.kind != word || !valueName.MatchString(name.text) {
				return flawAt(t.line, "%q is not a name for a parameter; begin with a lower-case letter and use only "+
					"such, digits and _", name.text)
			}
			used[name.text] = t.line
		}
	}
	return q.checkUse(used)
}

// checkToken refuses a token for what it is or for what follows. Words are refused wherever they stand: a property or
// variable of such a name has to be written in backticks.
func checkToken(t token, rest []token) *flaw {
	switch {
	case t.kind == symbol && t.text == ";":
		return flawAt(t.line, "there is a ; in it; a file has one statement, without ; at its end")
	case t.kind != word:
		return nil
	}
	switch strings.ToUpper(t.text) {
	case "LOAD":
		return flawAt(t.line, "LOAD CSV is not allowed: it reads files and addresses")
	case "CALL":
		if !opens(rest) {
			return flawAt(t.line, "CALL of a procedure is not allowed; only subqueries, CALL { ... }, are")
		}
	case "USE":
		return flawAt(t.line, "USE is not allowed: a query runs on the graph's own database")
	}
	return nil
}

// opens reports whether what comes next opens a subquery, or the variables that one imports.
func opens(rest []token) bool {
	return len(rest) > 0 && rest[0].kind == symbol && (rest[0].text == "{" || rest[0].text == "(")
}

// checkFunction refuses the call of a function that is not Neo4j's own: t is what follows the tokens before it.
func checkFunction(before []token, t token) *flaw {
	if t.kind != symbol || t.text != "(" || len(before) == 0 {
		return nil
	}
	isName := func(t token) bool { return t.kind == word || t.kind == quoted }
	i := len(before) - 1
	if !isName(before[i]) {
		return nil
	}
	name, plain := before[i].text, before[i].kind == word
	for ; i >= 2 && before[i-1].kind == symbol && before[i-1].text == "." && isName(before[i-2]); i -= 2 {
		name = before[i-2].text + "." + name
		plain = plain && before[i-2].kind == word
	}
	if plain && (!strings.Contains(name, ".") || slices.Contains(namespaced, strings.ToLower(name))) {
		return nil
	}
	return flawAt(t.line, "the function %s is not allowed: it is not one of Neo4j's own", name)
}

// checkUse holds the parameters that the statement uses against those that are declared.
func (q *Query) checkUse(used map[string]int) *flaw {
	for _, p := range q.Params {
		found := used[p.Name] > 0
		delete(used, p.Name)
		if p.Type == Date {
			for _, suffix := range []string{firstSuffix, lastSuffix} {
				found = found || used[p.Name+suffix] > 0
				delete(used, p.Name+suffix)
			}
		}
		if !found {
			return flawAt(1, "the parameter %s is declared and not used; use $%[1]s or take it out of the header", p.Name)
		}
	}
	var undeclared []string
	for name := range used {
		undeclared = append(undeclared, name)
	}
	if len(undeclared) == 0 {
		return nil
	}
	slices.Sort(undeclared)
	return flawAt(used[undeclared[0]], "the parameter $%s is used and not declared; add it to the header's parameters",
		undeclared[0])
}
