package graph

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// Place is a node's place in the order of a neighbourhood: by distance, then by least degree, then by id.
type Place struct {
	Distance, Degree int
	ID               string
}

// Compare orders places.
func (p Place) Compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Distance, q.Distance), cmp.Compare(p.Degree, q.Degree), strings.Compare(p.ID, q.ID))
}

// Cursor is the opaque text that continues after this place.
func (p Place) Cursor() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %d %s", p.Distance, p.Degree, p.ID))
}

// ParseCursor reads what Cursor wrote. The empty text is the zero Place, which is before every other.
func ParseCursor(text string) (Place, error) {
	if text == "" {
		return Place{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	parts := strings.SplitN(string(raw), " ", 3)
	if err != nil || len(parts) != 3 {
		return Place{}, Invalid("cursor", "%q is not a cursor; use the one that the last answer gave, as it is", text)
	}
	distance, err1 := strconv.Atoi(parts[0])
	degree, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil || distance < 1 || degree < 0 || CheckEntityID(parts[2]) != nil {
		return Place{}, Invalid("cursor", "%q is not a cursor; use the one that the last answer gave, as it is", text)
	}
	return Place{distance, degree, parts[2]}, nil
}
