package audit

import (
	"slices"
	"strings"
)

// set stands for a set of datasets. There are few different ones, so elements hold a number.
type set int32

// sets numbers sets of names.
type sets struct {
	numbers map[string]set
	names   [][]string
}

func newSets() sets { return sets{numbers: map[string]set{}} }

func (s *sets) of(names []string) set {
	key := strings.Join(names, "\x00")
	n, ok := s.numbers[key]
	if !ok {
		n = set(len(s.names))
		s.numbers[key] = n
		s.names = append(s.names, names)
	}
	return n
}

func (s *sets) has(n set, name string) bool { return slices.Contains(s.names[n], name) }
