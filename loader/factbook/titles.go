package factbook

import (
	"slices"
	"strings"
)

// titleWords are the words of which titles are made, case and all: a surname in capitals is none of them.
var titleWords = wordSet(`
	President Presidency Presidential Prime Minister Ministers King Queen Emperor Sultan Amir Pope Prince Princess Grand
	Duke Duchess Lord Mann Governor Governor-General Lieutenant Lieutenant-Governor Chief Executive Administrator Superior
	Premier Chancellor Commissioner High Prefect Mayor Chairman Chairperson Chair Co-prince co-prince Taoiseach
	Captains Captain Regent co-chiefs Secretary State Supreme Leader Taliban Transition Transitional Interim Acting Caretaker Vice Co-Vice
	Crown Foreign Political Council Cabinet Affairs Commission Assembly People's Territorial Government Republic National
	Safeguard Homeland Commander-in-Chief Sovereign Sudanese Armed Forces Pontifical Vatican City Governorate Swiss
	Confederation China French Polynesia Spain New Zealand Commonwealth Australia Pitcairn Islands Island UK GNU CNSP
	Bailiff Ambassador Ambassador-designate Chargé d'Affaires Apostolic Nuncio Consul Director Head Representation
	Delegation Deputy Member Leadership state First Second Federal Union Executive Board`)

// connectors join title words and stand neither first nor last.
var connectors = wordSet(`of the for and to in &`)

// honorifics stand between a title and a name, or before a name alone. Longer ones come first.
var honorifics = [][]string{
	{"Air", "Vice-Marshal"}, {"Grand", "Chief"}, {"Sr.", "Gen."}, {"Lt.", "Gen."}, {"Maj.", "Gen."}, {"Brig.", "Gen."},
	{"Tan", "Sri"}, {"Crown", "Prince"}, {"General"}, {"Gen."}, {"Col."}, {"Capt."}, {"Maj."}, {"Adm."}, {"Dr."}, {"Sir"},
	{"Dame"}, {"Commander"}, {"Archbishop"}, {"Cardinal"}, {"Ratu"}, {"Sheikh"}, {"King"}, {"Queen"}, {"Sultan"},
	{"Ambassador"},
}

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}
	return set
}

// entitled is a text taken apart into a title, honorifics and the rest, which is the name.
type entitled struct{ title, honorific, rest string }

// splitTitle finds the title at the beginning of a text: the longest run of title words, with what joins them and
// what stands in brackets between or after them. A title that a name alone has is "".
func splitTitle(text string) entitled {
	words := wordsAndBrackets(text)
	end := 0 // of the title
	for i := 0; i < len(words); i++ {
		word := strings.TrimSuffix(words[i], ",")
		if end > 0 && !connectors[words[i-1]] && honorificAt(words[i:]) > 0 && !compound(words[i-1], word) {
			break
		}
		switch {
		case titleWords[word], word == "General" && end > 0,
			strings.HasPrefix(word, "(") && (i == 0 || end == i && !connectors[words[i-1]]):
			end = i + 1
		case !connectors[word] || end == 0:
			i = len(words)
		}
	}
	e := entitled{title: strings.TrimSuffix(strings.Join(words[:end], " "), ",")}
	if end == 1 && strings.HasPrefix(e.title, "(") {
		e.title = strings.Trim(e.title, "()")
	}
	rest := words[end:]
	for n := honorificAt(rest); n > 0; n = honorificAt(rest) {
		e.honorific = strings.TrimSpace(e.honorific + " " + strings.Join(rest[:n], " "))
		rest = rest[n:]
	}
	e.rest = strings.Join(rest, " ")
	return e
}

// honorificAt is the number of words of the honorific with which words begin, 0 for none.
func honorificAt(words []string) int {
	for _, h := range honorifics {
		if len(words) > len(h) && slices.Equal(words[:len(h)], h) {
			return len(h)
		}
	}
	return 0
}

// compound reports whether a word belongs to the title word before it, though it could be an honorific: Governor
// General.
func compound(before, word string) bool {
	return word == "General" && slices.Contains([]string{"Governor", "Consul", "Secretary", "Director"}, before)
}
