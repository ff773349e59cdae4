package archigos

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	inBrackets = regexp.MustCompile(`\s*\(([^()]*)\)`)
	bunched    = regexp.MustCompile(`([A-Z]\.)([A-Z][a-z])`) // D.Barrow
	// initialsLast are initials after a surname, without a comma: "Ramgoolam N.".
	initialsLast = regexp.MustCompile(`^([^,]{2,}[^.,]) ((?:[A-Z]\.)+)$`)
	bareInitials = regexp.MustCompile(`^[A-Z]{1,2}$`)
	collective   = regexp.MustCompile(`(?i)\b(?:council|junta|triumvirate|regency|ministers)\b`)
)

// leaderName is a leader's name in reading order, and what else the table calls the leader.
type leaderName struct {
	name    string
	aliases []string
}

// readName makes "Roosevelt, F." into "F. Roosevelt" and "Joshua (Lij Yasu)" into "Joshua", also known as "Lij
// Yasu". It adds no name that is not there and corrects no spelling. It is false for what is no person, such as a
// junta, and for what has no letter.
func readName(text string) (leaderName, bool) {
	text = strings.Join(strings.Fields(strings.NewReplacer("`", "'", "’", "'").Replace(text)), " ")
	var n leaderName
	for _, m := range inBrackets.FindAllStringSubmatch(text, -1) {
		if isName(m[1]) {
			n.aliases = append(n.aliases, m[1])
		}
	}
	text = inOrder(strings.TrimSpace(inBrackets.ReplaceAllString(text, "")))
	text = bunched.ReplaceAllString(text, "$1 $2")
	words := strings.Fields(text)
	for i, word := range words {
		// AL-Sallal, EL Khoury: an article in capitals; initials without stops are another thing.
		for _, article := range []string{"AL", "EL"} {
			if rest, found := strings.CutPrefix(word, article); found && (rest == "" || rest[0] == '-') {
				words[i] = article[:1] + "l" + rest
			}
		}
	}
	n.name = strings.Join(words, " ")
	return n, strings.ContainsFunc(n.name, unicode.IsLetter) && !collective.MatchString(n.name)
}

// inOrder puts what stands after a comma, or initials at the end, before the surname.
func inOrder(text string) string {
	if m := initialsLast.FindStringSubmatch(text); m != nil {
		return m[2] + " " + m[1]
	}
	surname, given, found := strings.Cut(text, ",")
	given = strings.TrimSpace(given)
	r := []rune(given)
	if !found || len(r) == 0 || !unicode.IsUpper(r[0]) {
		return text // "Charles, baron de Broqueville" is in order
	}
	if bareInitials.MatchString(given) {
		given = strings.Join(strings.Split(given, ""), ".") + "."
	}
	return given + " " + strings.TrimSpace(surname)
}

// rankOnly are texts in brackets that are no names.
var rankOnly = []string{"Emperor", "King", "Regency", "Regent"}

// isName reports whether a text in brackets is another name: "Lij Yasu", and not "president of UAR" or "Emperor".
func isName(text string) bool {
	for _, rank := range rankOnly {
		if text == rank {
			return false
		}
	}
	words := strings.Fields(text)
	for _, word := range words {
		if !unicode.IsUpper([]rune(word)[0]) {
			return false
		}
	}
	return len(words) > 0
}
