package factbook

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// personName is a name in normal case.
type personName struct {
	Name    string
	Aliases []string // with a rank or honorific, with a nickname, another spelling
}

// lowParticles are never capitalised within a name; midParticles are not where a surname goes on with them.
var (
	lowParticles = []string{"bin", "bint", "ibn", "ibni", "al-marhum", "dos", "das", "da", "do", "e", "y", "i"}
	midParticles = []string{"de", "der", "den", "del", "la", "van", "von", "of", "the"}
	// mixedBeginnings stand before a surname that is in capitals but for them: McDONALD.
	mixedBeginnings = []string{"Mc", "Mac", "Fitz", "De", "Di", "Du", "La", "Le", "Van"}
)

// normalCase writes a name in normal case. The Factbook has the surname, or what stands for one, in capitals.
func normalCase(name string) string {
	words := strings.Fields(name)
	run := false // the word before was in capitals
	for i, word := range words {
		inCapitals := capitals(word)
		switch low := strings.ToLower(word); {
		case !inCapitals:
			words[i] = normalParts(word)
		case i > 0 && roman(word):
		case slices.Contains(lowParticles, low) && i > 0, run && slices.Contains(midParticles, low):
			words[i] = low
		default:
			words[i] = normalParts(word)
		}
		run = inCapitals
	}
	return strings.Join(words, " ")
}

// capitals reports whether a word has two letters or more and all are capitals. Initials are not such a word.
func capitals(word string) bool {
	if strings.Contains(word, ".") {
		return false
	}
	letters := 0
	for _, r := range word {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1
}

// roman reports whether a word is a number of I, V and X, as monarchs have.
func roman(word string) bool {
	return slices.Contains([]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII",
		"XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"}, word)
}

// normalParts writes the parts of a word between hyphens in normal case.
func normalParts(word string) string {
	parts := strings.Split(word, "-")
	for i, part := range parts {
		parts[i] = normalPart(part)
	}
	return strings.Join(parts, "-")
}

func normalPart(part string) string {
	for _, beginning := range mixedBeginnings {
		if rest, found := strings.CutPrefix(part, beginning); found && capitals(rest) {
			return beginning + title(rest)
		}
	}
	if !capitals(part) {
		return part
	}
	if rest, found := strings.CutPrefix(part, "MC"); found && len(rest) > 2 {
		return "Mc" + title(rest)
	}
	// One letter before the apostrophe is a particle (O'Neill, D'Alema); more are a syllable (Muli'aka'aka).
	first, rest, found := strings.Cut(part, "'")
	if found && utf8.RuneCountInString(first) == 1 {
		return first + "'" + title(rest)
	}
	return title(part)
}

// title writes a word in small letters but for the first.
func title(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + strings.ToLower(word[size:])
}

// longestName is the greatest number of words that is taken for a name.
const longestName = 9

// readName reads a person's name as the Factbook writes it, less titles: `Samantha (Sam) MOSTYN`, `Albert BRYAN,
// Jr.`, `SONEXAY (also spelled SONXAI) Siphandon`. It is false where the text cannot be a name.
func readName(text string) (personName, bool) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, ", Jr", " Jr"), ", Sr", " Sr")
	var n personName
	nickname := ""
	var words []string
	for _, word := range wordsAndBrackets(text) {
		inner := strings.Trim(word, `()"`)
		spelled, other := strings.CutPrefix(inner, "also spelled ")
		switch {
		case inner == word:
			words = append(words, word)
		case other && len(words) > 0:
			n.Aliases = append(n.Aliases, spelled) // the whole of it is made below
		case isWord(inner) && len(words) > 0 && nickname == "":
			nickname = inner
			n.Aliases = append(n.Aliases, "\x00")
			words = append(words, word)
		default:
			return personName{}, false
		}
	}
	return finishName(n, words, nickname)
}

// finishName makes the name and its aliases of the words.
func finishName(n personName, words []string, nickname string) (personName, bool) {
	at := slices.IndexFunc(words, func(w string) bool { return strings.ContainsAny(w, `("`) })
	full := words
	if at >= 0 {
		full = slices.Delete(slices.Clone(words), at, at+1)
	}
	if len(full) == 0 || len(full) > longestName || !slices.ContainsFunc(full, beginsName) {
		return personName{}, false
	}
	for _, w := range full {
		if !isNameWord(w) {
			return personName{}, false
		}
	}
	n.Name = normalCase(strings.Join(full, " "))
	aliases := n.Aliases
	n.Aliases = nil
	for _, a := range aliases {
		if a == "\x00" {
			a = strings.Join(append([]string{nickname}, words[at+1:]...), " ")
		} else if i := slices.IndexFunc(full, capitals); i >= 0 {
			a = strings.Join(slices.Concat(full[:i], []string{a}, full[i+1:]), " ")
		}
		n.Aliases = append(n.Aliases, normalCase(a))
	}
	return n, true
}

// wordsAndBrackets splits at spaces, but not within brackets or quotation marks.
func wordsAndBrackets(text string) []string {
	var words []string
	depth, quoted, start := 0, false, 0
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth = max(depth-1, 0)
		case r == '"':
			quoted = !quoted
		case r == ' ' && depth == 0 && !quoted:
			words = append(words, text[start:i])
			start = i + 1
		}
	}
	words = append(words, text[start:])
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

func isWord(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-' && r != '\''
	})
}

// isNameWord reports whether a word may stand in a name: letters, marks, and what joins or shortens them.
func isNameWord(s string) bool {
	return strings.ContainsFunc(s, unicode.IsLetter) && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-'.`", r)
	})
}

func beginsName(s string) bool {
	return strings.ContainsFunc(s, unicode.IsUpper)
}
