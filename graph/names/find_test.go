package names_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// town is a graph of a few entities with their names, searched as every engine does.
type town map[string][]string

func (t town) Resolve(_ context.Context, ref string) (string, error) {
	if ref == "iso3:AZE" {
		return "country:aze", nil
	}
	if _, ok := t[ref]; !ok {
		return "", graph.NotFound("id", "no entity has the id %q", ref)
	}
	return ref, nil
}

func (t town) Search(_ context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	if err := q.Complete(); err != nil {
		return nil, err
	}
	var hits []graph.Hit
	for id, all := range t {
		kind, _ := graph.KindOfID(id)
		if m, ok := names.Best(q.Text, all); ok && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, kind)) {
			hits = append(hits, graph.Hit{ID: id, Kind: kind, Name: all[0], Matched: m.Name, Score: m.Score})
		}
	}
	slices.SortFunc(hits, func(a, b graph.Hit) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(hits, func(a, b graph.Hit) int { return int(10000*b.Score) - int(10000*a.Score) })
	return hits, nil
}

var actors = town{
	"country:aze":         {"Azerbaijan", "Republic of Azerbaijan", "Azərbaycan", "Азербайджан"},
	"country:geo":         {"Georgia", "Грузия"},
	"country:gum":         {"Guam"},
	"organisation:guam":   {"GUAM Organization for Democracy and Economic Development", "GUAM"},
	"agreement:unfccc":    {"UNFCCC"},
	"organisation:unfccc": {"Secretariat of the UNFCCC", "UNFCCC"},
	"official:georgiadis": {"Georgiadis"},
}

func TestFind(t *testing.T) {
	for _, tc := range []struct {
		text  string
		kinds []graph.Kind
		want  string
	}{
		{"country:aze", nil, "country:aze"},
		{"iso3:AZE", []graph.Kind{graph.Country}, "country:aze"},
		{"Azerbaijan", nil, "country:aze"},
		{"  republic of AZERBAIJAN ", nil, "country:aze"},
		{"Azərbaycan", nil, "country:aze"},
		{"Грузия", nil, "country:geo"},
		{"Georgia", nil, "country:geo"}, // not Georgiadis, which begins so
		{"guam", []graph.Kind{graph.Organisation}, "organisation:guam"},
		{"guam", []graph.Kind{graph.Country, graph.Official}, "country:gum"},
		{"UNFCCC", []graph.Kind{graph.Agreement}, "agreement:unfccc"},
	} {
		got, err := names.Find(t.Context(), actors, tc.text, tc.kinds...)
		if got != tc.want || err != nil {
			t.Errorf("%q of %v: %q, %v; want %s", tc.text, tc.kinds, got, err, tc.want)
		}
		if got, err := names.Finding(actors)(t.Context(), tc.text, tc.kinds...); got != tc.want || err != nil {
			t.Errorf("as a function, %q of %v: %q, %v; want %s", tc.text, tc.kinds, got, err, tc.want)
		}
	}
}

func TestFindRefuses(t *testing.T) {
	for _, tc := range []struct {
		text       string
		kinds      []graph.Kind
		code       graph.Code
		says       string
		candidates string
	}{
		{"", nil, graph.CodeInvalid, "there is no name", ""},
		{" \t", nil, graph.CodeInvalid, "there is no name", ""},
		{strings.Repeat("x", 201), nil, graph.CodeInvalid, "201 bytes long; 200 are allowed", ""},
		{"guam", nil, graph.CodeInvalid, `"guam" is the name of several; give the id of one`, "country:gum organisation:guam"},
		{"Georg", nil, graph.CodeNotFound, `nothing is called "Georg"; write a whole name`, "country:geo official:georgiadis"},
		{"Azerbaijn", nil, graph.CodeNotFound, "nothing is called", "country:aze"},
		{"Azerbaijan", []graph.Kind{graph.Organisation, graph.Event}, graph.CodeNotFound,
			`nothing of the kind Organisation or Event is called "Azerbaijan"`, ""},
		{"xyzzy", nil, graph.CodeNotFound, "nothing is called", ""},
		{"'; MATCH (n) //", nil, graph.CodeNotFound, "nothing is called", ""},
		{"country:nowhere", nil, graph.CodeNotFound, "no entity has the id", ""},
		{"country:aze", []graph.Kind{graph.Official}, graph.CodeInvalid, "country:aze is of the kind Country; give one of the kind Official", ""},
	} {
		id, err := names.Find(t.Context(), actors, tc.text, tc.kinds...)
		e, ok := errors.AsType[*graph.Error](err)
		if !ok || e.Code != tc.code || !strings.Contains(e.Message, tc.says) {
			t.Errorf("%.20q of %v: %q, %v; want %s with %q", tc.text, tc.kinds, id, err, tc.code, tc.says)
			continue
		}
		var got []string
		for _, c := range e.Candidates {
			got = append(got, c.ID)
		}
		if strings.Join(got, " ") != tc.candidates {
			t.Errorf("%.20q of %v suggests %v, want %s", tc.text, tc.kinds, got, tc.candidates)
		}
	}
}
