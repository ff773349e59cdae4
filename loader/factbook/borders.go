package factbook

import (
	"regexp"
	"strings"
)

// landBorder is one entry of the field on land borders.
type landBorder struct {
	with   string // the neighbour as the Factbook writes it
	detail string // what stands in brackets: which part of the border it is
	length string // in kilometres, as written
	value  string
}

var (
	nextBorder  = regexp.MustCompile(`\bkm(,| and) (\pL)`)
	borderEntry = regexp.MustCompile(`^(.+?) (\d[\d,]*(?:\.\d+)?) km(?: \((.*)\))?$`)
)

// readBorders reads "Armenia 996 km; Russia (Kaliningrad) 261 km". What is no border with its length is given as it
// stands.
func readBorders(text string) (found []landBorder, left []string) {
	for _, part := range cut(nextBorder.ReplaceAllString(plain(text), "km; $2"), ";") {
		m := borderEntry.FindStringSubmatch(part)
		if m == nil {
			left = append(left, part)
			continue
		}
		found = append(found, landBorder{with: m[1], length: m[2], detail: m[3], value: part})
	}
	return found, left
}

// neighbour takes a bracket off the neighbour's name, which says what part of the border is meant: "Spain (Ceuta)".
func (b *landBorder) neighbour() (name, detail string) {
	if in, ok := lastBracket(b.with); ok && in.after == "" && in.before != "" {
		return in.before, in.inside
	}
	return b.with, ""
}

func (b *landBorder) text(detail string) string {
	text := "Land border of " + b.length + " km"
	for _, d := range []string{detail, b.detail} {
		if d != "" {
			text += " (" + strings.TrimSpace(d) + ")"
		}
	}
	return text + "."
}
