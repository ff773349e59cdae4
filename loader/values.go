package loader

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of what is read, in bytes. Names are indexed by the database, which refuses very long ones.
const (
	maxRecord = 4 << 20
	maxText   = 1 << 20
	maxName   = 1000
)

var codePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

// textFault says what keeps s from being text, "" if nothing does. Line breaks and tabs pass where several lines do.
func textFault(s string, lines bool) string {
	plain := true
	for i := range len(s) {
		if b := s[i]; b < 0x20 || b >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return ""
	}
	for i, r := range s {
		switch {
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return "byte " + strconv.Itoa(i+1) + " of the text is not UTF-8"
			}
			return "it contains U+FFFD, which stands where a text was decoded wrongly"
		case lines && (r == '\n' || r == '\t' || r == '\r'):
		case r < 0x20, r >= 0x7f && r < 0xa0, r == 0x2028, r == 0x2029:
			return "it contains the control character " + strconv.QuoteRuneToASCII(r)
		}
	}
	return ""
}

// urlFault says why s is not a web address, "" if it is one or is empty. Other schemes (javascript:) would run in the
// browser of whoever follows the link.
func urlFault(s string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return quote(s) + " is not a web address"
	case u.Scheme != "https" && u.Scheme != "http":
		return quote(s) + " does not begin with https:// or http://"
	case u.Host == "":
		return quote(s) + " names no host"
	}
	return ""
}

// number reads a plain decimal number. NaN, infinities, exponents and hexadecimals, which ParseFloat takes, are refused.
func number(s string) (float64, bool) {
	if strings.Trim(s, "+-.0123456789") != "" || len(s) > 40 {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f + 0, err == nil // + 0 makes 0 of -0, which JSON would write differently
}

// list splits a field at the bars and drops empty parts.
func list(s string) []string {
	if s == "" {
		return nil
	}
	var parts []string
	for part := range strings.SplitSeq(s, "|") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
