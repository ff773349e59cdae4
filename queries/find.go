package queries

import (
	"cmp"
	"slices"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// BuiltIn gives the built-in queries as their files have them, in the order of groups and then by name. No database has
// seen them: it is for fronts that list them before there is one.
func BuiltIn() []Query {
	all, _ := readAll(nil) // without folders there is nothing that cannot be read
	var out []Query
	for _, q := range all {
		out = append(out, *q)
	}
	Order(out)
	return out
}

// OwnAll gives the queries of user folders as their files have them, by name, broken ones included. No database has seen
// them. An error means that a folder cannot be read.
func OwnAll(folders []string) ([]Query, error) {
	all, err := readAll(folders)
	if err != nil {
		return nil, err
	}
	sort(all)
	var out []Query
	for _, q := range all {
		if q.Own {
			out = append(out, *q)
		}
	}
	return out, nil
}

// Own gives the query of this name in user folders. One that is not there is CodeNotFound, with the nearest of all
// queries; a broken one CodeInvalid, with what is wrong.
func Own(name string, folders []string) (Query, error) {
	all, err := readAll(folders)
	if err != nil {
		return Query{}, err
	}
	sort(all)
	i := slices.IndexFunc(all, func(q *Query) bool { return q.Own && q.Name == name })
	if i < 0 {
		return Query{}, unknown(name, all)
	}
	if q := all[i]; q.Broken != "" {
		return Query{}, graph.Invalid("query", "%s cannot be run: %s", name, q.Broken)
	}
	return *all[i], nil
}

const maxSuggestions = 5

// unknown says that there is no such query, with those that were perhaps meant: first by their names, then by their titles.
func unknown(name string, among []*Query) error {
	missing := graph.NotFound("query", "there is no query %q", name)
	type near struct {
		graph.Candidate
		score float64
	}
	var all []string
	var found []near
	for _, q := range among {
		all = append(all, q.Name)
		score := 0.0
		for _, word := range append([]string{name}, names.Tokens(name)...) {
			if len(word) < 3 {
				continue
			}
			if m, ok := names.Best(word, []string{q.Name}); ok {
				score = max(score, 1+m.Score)
			}
			if m, ok := names.Best(word, []string{q.Title}); ok {
				score = max(score, m.Score)
			}
		}
		if score > 0 {
			found = append(found, near{graph.Candidate{ID: q.Name, Name: q.Title}, score})
		}
	}
	if len(found) == 0 {
		return missing.WithAllowed(slices.Compact(all)...)
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(b.score, a.score) })
	for _, n := range found[:min(len(found), maxSuggestions)] {
		missing.Candidates = append(missing.Candidates, n.Candidate)
	}
	return missing
}
