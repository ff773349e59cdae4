// Package fit holds what several importers need to make facts of an outside source fit the form of a dataset: [Slug]
// makes ids, [Text], [URL], [Code], [Tag] and [Number] look at single values, [Row] at a whole claim, and [Spells] tells the
// stays in one office apart.
//
// The loader checks every dataset again, whoever made it. The checks are here too because an importer has to know
// beforehand: what does not fit it leaves out, with the reason, and goes on.
package fit

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// The greatest lengths of texts in bytes: of names, titles, roles and the like, and of claims, descriptions, locators and
// lists of aliases. They are the loader's.
const (
	MaxName = 1000
	MaxText = 1 << 20
)

// room is what a slug may take up in an id beside the longest kind and a suffix.
const room = graph.MaxIDLength - len("organisation:") - len("-0123456789abcdef")

// Slug is the part of an id that stands for a name: lower case, transliterated, hyphens between words. It is "" for a
// name without a letter or digit.
func Slug(name string) string {
	slug := strings.ReplaceAll(names.Fold(strings.NewReplacer("'", "", "’", "", "`", "").Replace(name)), " ", "-")
	if len(slug) > room {
		slug = strings.Trim(slug[:room], "-")
	}
	return slug
}

// Text says what keeps s from being a text of the dataset, "" if nothing does. Line breaks and tabs pass in long texts
// alone.
func Text(s string, long bool) string {
	most := MaxName
	if long {
		most = MaxText
	}
	if len(s) > most {
		return fmt.Sprintf("is longer than the %d bytes that are kept", most)
	}
	for i, r := range s {
		switch {
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return "is not UTF-8"
			}
			return "has U+FFFD, which stands where a text was decoded wrongly"
		case long && (r == '\n' || r == '\t' || r == '\r'):
		case r < 0x20, r >= 0x7f && r < 0xa0, r == 0x2028, r == 0x2029:
			return "has the control character " + strconv.QuoteRuneToASCII(r)
		}
	}
	return ""
}

// URL says why s is not a web address, "" if it is one or is empty.
func URL(s string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "is not a web address that begins with https:// or http://"
	}
	return ""
}

var codePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

// Code says why s is not a code, "" if it is one.
func Code(s string) string {
	if codePattern.MatchString(s) {
		return ""
	}
	return "is not a code of letters, digits, dots, underscores and hyphens, 40 at most"
}

var tagPattern = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// Tag says why s is not a language tag as it stands in a dataset, "" if it is one.
func Tag(s string) string {
	tag, err := language.Raw.Parse(s)
	switch {
	case err != nil || !tagPattern.MatchString(s):
		return "is not a language tag of BCP 47 such as az, ka or zh-Hans"
	case tag.String() != s:
		return "is written " + tag.String()
	}
	return ""
}

// Number reads a plain decimal number: no exponent, no NaN, no infinity.
func Number(s string) (float64, bool) {
	if strings.Trim(s, "+-.0123456789") != "" || len(s) > 40 {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f + 0, err == nil // + 0 makes 0 of -0
}

// Meant is the nearest of the words for an error message: "; perhaps X", "" where none is near.
func Meant(word string, words []string) string {
	found := names.Nearest(word, func(yield func(string) bool) {
		for _, w := range words {
			if !yield(w) {
				return
			}
		}
	})
	if found == "" {
		return ""
	}
	return "; perhaps " + found
}
