// Package names folds and matches the names of entities, so that a search finds what people mean however they write
// it: Azərbaycan, Грузия, თბილისი, Bairamov.
//
// [Fold] gives the form that is stored and compared, [Best] says how well a query matches an entity's names, and
// [LuceneQuery] finds the candidates for Best in a full-text index over folded names. Every engine uses the three, so
// that all rank alike. [Find] gives the one entity that somebody means by an id, a code or a name, on every front.
//
// Caveat: transliteration goes letter by letter and by no language's own rules. Scripts that write no vowels (Arabic,
// Hebrew) fold to consonants, and Chinese characters fold to their Mandarin reading.
package names

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// ownRules come before go-unidecode: letters for which it gives what nobody in the region types.
var ownRules = map[rune]string{
	'ə': "a", 'ǝ': "a", // Azerbaijani: passports and press write Aliyev, Mammadov
	'я': "ya", 'ю': "yu", 'й': "y", 'ё': "yo", 'э': "e", 'ы': "y", // Russian: Gruziya, Bayramov
	'є': "ye", 'ї': "yi", 'і': "i", // Ukrainian
	'қ': "q", 'ғ': "gh", 'ң': "ng", 'ү': "u", 'ұ': "u", 'ө': "o", 'һ': "h", 'ә': "a", // Kazakh, Kyrgyz, Tatar
	'ҷ': "j", 'ҳ': "h", 'ӣ': "i", 'ӯ': "u", // Tajik
	'և': "ev", // Armenian: Yerevan
}

// digraphs are two letters that are read as one; they are replaced before single letters.
var digraphs = strings.NewReplacer("ու", "u", "ՈՒ", "u", "Ու", "u")

// Fold gives the form of s by which names are compared: lower case, transliterated to ASCII, every run of anything
// that is neither letter nor digit one space, none at the ends. The result has only a-z, 0-9 and single spaces, is
// empty where s has no letter or digit, and folds to itself.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	write := func(c byte) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteByte(c)
	}
	for _, r := range digraphs.Replace(s) {
		r = unicode.ToLower(r)
		if r <= unicode.MaxASCII { // most names are ASCII, and a string for each letter would cost more than all else
			if isPlain(byte(r)) {
				write(byte(r))
			} else {
				gap = true
			}
			continue
		}
		letters, breaks := foldRune(r)
		gap = gap || breaks
		for _, c := range []byte(letters) {
			switch {
			case 'A' <= c && c <= 'Z':
				write(c + 'a' - 'A')
			case isPlain(c):
				write(c)
			case c == ' ' || breaks:
				gap = true
			}
		}
		gap = gap || breaks
	}
	return b.String()
}

// isPlain reports whether c is one of the characters that folded words are written with.
func isPlain(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// foldRune gives what r, which is not ASCII, is written as, and whether it separates words. Marks that a transliteration adds to a letter
// (the Kazakh k', the Georgian t`) and signs that stand for nothing by themselves (soft hyphens, joiners) do not.
func foldRune(r rune) (letters string, breaks bool) {
	if own, ok := ownRules[r]; ok {
		return own, false
	}
	switch {
	case unicode.In(r, unicode.L, unicode.M, unicode.Nd):
		return unidecode.Unidecode(string(r)), false
	case unicode.Is(unicode.Cf, r):
		return "", false
	}
	return unidecode.Unidecode(string(r)), true
}

// Tokens gives the words of the folded form.
func Tokens(s string) []string { return strings.Fields(Fold(s)) }
