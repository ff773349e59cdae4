package graph

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
)

func TestNewEntityMerges(t *testing.T) {
	records := func() []Record {
		return []Record{
			{Dataset: "b", Name: "Georgia", Sources: []string{"s2", "s1"}, Names: map[string]string{"ka": "საქართველო", "fr": "Géorgie"},
				Formerly: []string{"country:georgia", "country:gruzia"},
				Aliases:  []string{"Sakartvelo"}, Latitude: share(42), Longitude: share(43.5), Since: MustDate("1991")},
			{Dataset: "a", Name: "Georgia (country)", Type: "state", Sources: []string{"s1", "s3"},
				Names: map[string]string{"fr": "La Géorgie", "de": "Georgien", "it": ""}, Aliases: []string{"Georgia", "Gruziya"},
				Formerly: []string{"country:ge", "country:georgia"},
				Codes:    map[string]string{"iso3": "GEO"}, Rank: 1, Since: MustDate("1918"), Until: MustDate("1921")},
			{Dataset: "c", Name: "Grusinien", Rank: -1, Capital: "Tbilisi", Latitude: share(1), Longitude: share(2),
				Codes: map[string]string{"iso3": "XXX", "iso2": "GE"}},
		}
	}
	e := NewEntity("country:geo", records())
	want := Record{
		Name: "Grusinien", Type: "state", Capital: "Tbilisi", Sources: []string{"s1", "s2", "s3"},
		Names:    map[string]string{"ka": "საქართველო", "fr": "Géorgie", "de": "Georgien"},
		Aliases:  []string{"Georgia", "Georgia (country)", "Gruziya", "Sakartvelo"},
		Codes:    map[string]string{"iso3": "XXX", "iso2": "GE"},
		Formerly: []string{"country:ge", "country:georgia", "country:gruzia"},
		Latitude: share(1), Longitude: share(2), Since: MustDate("1991"), Until: MustDate("1921"),
	}
	if !reflect.DeepEqual(e.Record, want) || e.Kind != Country {
		t.Errorf("got  %+v\nwant %+v", e.Record, want)
	}
	if got := e.Datasets(); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Error(got)
	}
	if got := e.AllNames(); !slices.Equal(got, []string{"Grusinien", "Georgia", "Georgia (country)", "Gruziya", "Sakartvelo",
		"Georgien", "Géorgie", "საქართველო"}) {
		t.Error(got)
	}
	for _, order := range [][]int{{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		all := records()
		shuffled := []Record{all[order[0]], all[order[1]], all[order[2]]}
		if other := NewEntity("country:geo", shuffled); !reflect.DeepEqual(other, e) {
			t.Errorf("in the order %v it is %+v", order, other)
		}
	}
}

func TestNewSourceMerges(t *testing.T) {
	s := NewSource("s", []SourceRecord{
		{Dataset: "b", Title: "B", Publisher: "P", Published: MustDate("2024"), Note: "n"},
		{Dataset: "a", Title: "A", URL: "u", Licence: "l", Accessed: MustDate("2025")},
	})
	want := SourceRecord{Title: "A", Publisher: "P", URL: "u", Published: MustDate("2024"), Accessed: MustDate("2025"),
		Licence: "l", Note: "n"}
	if s.SourceRecord != want || !slices.Equal(s.Datasets(), []string{"a", "b"}) {
		t.Errorf("%+v", s)
	}
}

func TestRelationshipLists(t *testing.T) {
	r := NewRelationship(RelationshipKey{Type: MemberOf, From: "country:aze", To: "organisation:guam"}, []Claim{
		{Dataset: "b", Source: "s2"}, {Dataset: "a", Source: "s1"}, {Dataset: "b", Source: "s1"}})
	if !slices.Equal(r.Sources(), []string{"s1", "s2"}) || !slices.Equal(r.Datasets(), []string{"a", "b"}) {
		t.Errorf("%v, %v", r.Sources(), r.Datasets())
	}
	loop := Relationship{RelationshipKey: RelationshipKey{From: "x", To: "x"}}
	if r.Other("country:aze") != "organisation:guam" || r.Other("organisation:guam") != "country:aze" || loop.Other("x") != "x" {
		t.Error("the other end is not")
	}
	var rels []Relationship
	for i := range 20 {
		rels = append(rels, Relationship{RelationshipKey: RelationshipKey{Type: MemberOf, From: fmt.Sprint(i), To: "x"}})
	}
	SortRelationships(rels)
	for i := 1; i < len(rels); i++ {
		if rels[i-1].ID() >= rels[i].ID() {
			t.Errorf("%s before %s", rels[i-1].ID(), rels[i].ID())
		}
	}
}

func TestDigest(t *testing.T) {
	a, b := Record{Dataset: "d", Name: "x", Names: map[string]string{"a": "1", "b": "2"}}, Record{Dataset: "d", Name: "y"}
	if Digest(a) != Digest(Record{Dataset: "d", Name: "x", Names: map[string]string{"b": "2", "a": "1"}}) || Digest(a) == Digest(b) {
		t.Error("digests do not go by content")
	}
	if got := Digest(b); got != "d6b1b1ecd2085518" {
		t.Errorf("the digest is %s: every loaded graph would seem changed", got)
	}
}

func TestErrors(t *testing.T) {
	cause := errors.New("cause")
	err := Unavailable(cause, "no answer from %s", "x")
	wrapped := fmt.Errorf("asking: %w", err)
	if CodeOf(wrapped) != CodeUnavailable || !errors.Is(wrapped, cause) || err.RetryAfter <= 0 {
		t.Errorf("%+v", err)
	}
	if CodeOf(nil) != "" || CodeOf(cause) != CodeInternal {
		t.Error("codes of others")
	}
	missing := NotFound("id", "no entity %q", "x")
	got := missing.WithCandidates(Candidate{"country:aze", "Azerbaijan"}, Candidate{"country:geo", "Georgia"}).Error()
	if got != `id: no entity "x"; did you mean country:aze (Azerbaijan), country:geo (Georgia)` {
		t.Error(got)
	}
}
