package queries

import "strings"

// splitList takes a list with commas apart; empty parts vanish. A part in double quotes may have commas itself, and two
// double quotes in it are one.
func splitList(s string) []string {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		part, rest, quoted := cutQuoted(s)
		if !quoted {
			part, rest, _ = strings.Cut(s, ",")
		}
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
		s = rest
	}
	return out
}

// cutQuoted takes a part in quotes from the beginning of s. It is false where there is none: a quote that no other closes
// before a comma or the end is a character like any other.
func cutQuoted(s string) (part, rest string, ok bool) {
	if s[0] != '"' {
		return "", "", false
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] != '"':
		case strings.HasPrefix(s[i+1:], `"`):
			i++
		default:
			rest = strings.TrimSpace(s[i+1:])
			if rest != "" && rest[0] != ',' {
				return "", "", false
			}
			return strings.ReplaceAll(s[1:i], `""`, `"`), strings.TrimPrefix(rest, ","), true
		}
	}
	return "", "", false
}

// JoinList makes of several values one argument for a list: with commas between them, and in double quotes what has a
// comma or a quote itself.
func JoinList(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		if strings.ContainsAny(v, `",`) {
			v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		}
		quoted[i] = v
	}
	return strings.Join(quoted, ",")
}
