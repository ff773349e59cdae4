package countries

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"coopgraph/graph"
)

// isoNames are the short English names of ISO 3166 where the list has another name altogether, which becomes an alias.
// Where ISO's name is the longer ("Iran (Islamic Republic of)") or spelled differently, the list's is kept.
var isoNames = map[string]string{
	"CIV": "Côte d'Ivoire",
	"CPV": "Cabo Verde",
	"MAC": "Macao",
	"TLS": "Timor-Leste",
	"VAT": "Holy See",
}

// moreAliases are names in wide use that the list lacks.
var moreAliases = map[string][]string{
	"TUR": {"Turkey"},
}

// names gives the common names by language: translations, and over them the names in the country's own languages.
func (c *country) names() map[string]string {
	names := map[string]string{}
	for code, n := range c.Translations {
		if text := repaired(n.Common); text != "" {
			names[languageTag(code, text)] = text
		}
	}
	for code, n := range c.Name.Native {
		if text := repaired(n.Common); text != "" && code != "eng" {
			names[languageTag(code, text)] = text
		}
	}
	return names
}

// aliases lists the further names: the official one, in English and in the country's own languages, the spellings of
// the list, and translations that a native name displaced. The two-letter code, which the list counts among the
// spellings, is left to its scheme: bare codes clash.
func (c *country) aliases(r *graph.Record) []string {
	candidates := append([]string{c.Name.Common, c.Name.Official}, moreAliases[c.CCA3]...)
	candidates = append(candidates, c.AltSpellings...)
	for _, code := range slices.Sorted(maps.Keys(c.Name.Native)) {
		candidates = append(candidates, c.Name.Native[code].Common, c.Name.Native[code].Official)
	}
	for _, code := range slices.Sorted(maps.Keys(c.Translations)) {
		if text := repaired(c.Translations[code].Common); text != r.Names[languageTag(code, text)] {
			candidates = append(candidates, text)
		}
	}
	taken := slices.Collect(maps.Values(r.Names))
	var aliases []string
	for _, text := range candidates {
		text = repaired(text)
		if text == "" || text == r.Name || text == c.CCA2 || slices.Contains(taken, text) ||
			slices.Contains(aliases, text) {
			continue
		}
		aliases = append(aliases, text)
	}
	return aliases
}

// digraphs are single characters that the list's Slovak names have in place of two letters, which nobody types.
var digraphs = strings.NewReplacer("ǆ", "dž", "ǅ", "Dž", "Ǆ", "DŽ")

// repaired is the name without stray spaces and digraphs, or "" for one that is damaged beyond that: a capital Ǉ
// within a name stands for letters that can only be guessed.
func repaired(name string) string {
	if strings.ContainsRune(name, 'Ǉ') {
		return ""
	}
	return strings.Join(strings.Fields(digraphs.Replace(name)), " ")
}

// languageTag gives the BCP 47 tag for an ISO 639-3 code: the two-letter code where there is one. Serbian is told
// apart by script, since the list has its translations in Latin and its native names in Cyrillic letters.
func languageTag(code, text string) string {
	if code == "srp" && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		return "sr-Latn"
	}
	return cmp.Or(twoLetters[code], code)
}

// twoLetters gives the ISO 639-1 code of the languages in the list that have one; the others keep three letters.
var twoLetters = map[string]string{
	"afr": "af", "amh": "am", "ara": "ar", "aym": "ay", "aze": "az", "bel": "be", "ben": "bn", "bis": "bi", "bos": "bs",
	"bre": "br", "bul": "bg", "cat": "ca", "ces": "cs", "cha": "ch", "dan": "da", "deu": "de", "div": "dv", "dzo": "dz",
	"ell": "el", "eng": "en", "est": "et", "fao": "fo", "fas": "fa", "fij": "fj", "fin": "fi", "fra": "fr", "gle": "ga",
	"glv": "gv", "grn": "gn", "hat": "ht", "heb": "he", "her": "hz", "hin": "hi", "hmo": "ho", "hrv": "hr", "hun": "hu",
	"hye": "hy", "ind": "id", "isl": "is", "ita": "it", "jpn": "ja", "kal": "kl", "kat": "ka", "kaz": "kk", "khm": "km",
	"kin": "rw", "kir": "ky", "kon": "kg", "kor": "ko", "lao": "lo", "lat": "la", "lav": "lv", "lin": "ln", "lit": "lt",
	"ltz": "lb", "mah": "mh", "mkd": "mk", "mlg": "mg", "mlt": "mt", "mon": "mn", "mri": "mi", "msa": "ms",
	"mya": "my", "nau": "na", "nbl": "nr", "nde": "nd", "ndo": "ng", "nep": "ne", "nld": "nl", "nno": "nn", "nob": "nb",
	"nor": "no", "nya": "ny", "per": "fa", "pol": "pl", "por": "pt", "pus": "ps", "que": "qu", "roh": "rm", "ron": "ro",
	"run": "rn", "rus": "ru", "sag": "sg", "sin": "si", "slk": "sk", "slv": "sl", "smo": "sm", "sna": "sn", "som": "so",
	"sot": "st", "spa": "es", "sqi": "sq", "srp": "sr", "ssw": "ss", "swa": "sw", "swe": "sv", "tam": "ta", "tgk": "tg",
	"tha": "th", "tir": "ti", "ton": "to", "tsn": "tn", "tso": "ts", "tuk": "tk", "tur": "tr", "ukr": "uk", "urd": "ur",
	"uzb": "uz", "ven": "ve", "vie": "vi", "xho": "xh", "zho": "zh", "zul": "zu",
}
