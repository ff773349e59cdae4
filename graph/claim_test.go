package graph

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

func share(f float64) *float64 { return &f }

func TestDerive(t *testing.T) {
	day := MustDate
	for _, tc := range []struct {
		name   string
		claims []Claim
		want   Facts
	}{
		{"none", nil, Facts{}},
		{"one", []Claim{{Since: day("2001"), Until: day("2003-02"), Observed: day("2002"), Status: "member", Share: share(5),
			Confidence: Reported}},
			Facts{Since: day("2001"), Until: day("2003-02"), Observed: day("2002"), Status: "member", Share: share(5),
				Confidence: Reported}},
		{"the stronger confidence goes first", []Claim{
			{Dataset: "a", Since: day("2001"), Confidence: Inferred, Observed: day("2020")},
			{Dataset: "b", Since: day("2002"), Confidence: Documented}},
			Facts{Since: day("2002"), Observed: day("2020"), Confidence: Documented, Conflict: true}},
		{"then the latest observation", []Claim{
			{Dataset: "a", Status: "member", Observed: day("2001"), Confidence: Reported},
			{Dataset: "b", Status: "former", Observed: day("2005"), Confidence: Reported}},
			Facts{Status: "former", Observed: day("2001"), Confidence: Reported, Conflict: true}},
		{"then the dataset, source and locator", []Claim{
			{Dataset: "b", Source: "a", Share: share(1)}, {Dataset: "a", Source: "b", Share: share(2)},
			{Dataset: "a", Source: "a", Locator: "2", Share: share(3)}, {Dataset: "a", Source: "a", Locator: "1", Share: share(4)}},
			Facts{Share: share(4), Conflict: true}},
		{"what is more precise and agrees refines", []Claim{
			{Dataset: "a", Since: day("2001"), Confidence: Documented}, {Dataset: "b", Since: day("2001-05-07"), Confidence: Inferred},
			{Dataset: "c", Since: day("2001-05"), Confidence: Inferred}},
			Facts{Since: day("2001-05-07"), Confidence: Documented}},
		{"two that refine differently are a conflict", []Claim{
			{Dataset: "a", Until: day("2001")}, {Dataset: "b", Until: day("2001-05")}, {Dataset: "c", Until: day("2001-06")}},
			Facts{Until: day("2001-05"), Conflict: true}},
		{"what is not said is no conflict", []Claim{
			{Dataset: "a", Since: day("2001")}, {Dataset: "b", Until: day("2005"), Status: "member"}, {Dataset: "c", Share: share(0)}},
			Facts{Since: day("2001"), Until: day("2005"), Status: "member", Share: share(0)}},
		{"a share of none is not no share", []Claim{{Dataset: "a", Share: share(0)}, {Dataset: "b", Share: share(1)}},
			Facts{Share: share(0), Conflict: true}},
		{"the earliest observation of all", []Claim{
			{Dataset: "a", Observed: day("2005"), Confidence: Documented}, {Dataset: "b", Observed: day("2003-07"), Confidence: Inferred}},
			Facts{Observed: day("2003-07"), Confidence: Documented}},
		{"ended before it began", []Claim{{Dataset: "a", Since: day("2005")}, {Dataset: "b", Until: day("2001")}},
			Facts{Since: day("2005"), Until: day("2001"), Conflict: true}},
		{"ended in the year in which it began", []Claim{{Dataset: "a", Since: day("2005-06")}, {Dataset: "b", Until: day("2005")}},
			Facts{Since: day("2005-06"), Until: day("2005")}},
	} {
		if got := Derive(tc.claims); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: %+v, want %+v", tc.name, got, tc.want)
		}
	}
}

func randomClaims(r *rand.Rand) []Claim {
	claims := make([]Claim, 1+r.IntN(5))
	for i := range claims {
		claims[i] = Claim{
			Dataset: string(rune('a' + r.IntN(3))), Source: string(rune('a' + r.IntN(3))), Locator: string(rune('a' + r.IntN(2))),
			Text: string(rune('a' + r.IntN(2))), Since: randomDate(r), Until: randomDate(r), Observed: randomDate(r),
			Status:     []string{"", "member", "observer"}[r.IntN(3)],
			Confidence: []Confidence{Documented, Reported, Inferred}[r.IntN(3)],
		}
		if r.IntN(2) == 0 {
			claims[i].Share = share(float64(r.IntN(2)))
		}
	}
	return claims
}

// Facts do not depend on the order in which claims come, sorting is total, and claims are not changed.
func TestDeriveWhateverTheOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	conflicts := map[bool]int{}
	for range 3000 {
		claims := randomClaims(r)
		before := append([]Claim(nil), claims...)
		facts := Derive(claims)
		conflicts[facts.Conflict]++
		if !reflect.DeepEqual(claims, before) {
			t.Fatal("the claims were changed")
		}
		sorted := append([]Claim(nil), claims...)
		SortClaims(sorted)
		r.Shuffle(len(claims), func(i, j int) { claims[i], claims[j] = claims[j], claims[i] })
		if got := Derive(claims); !reflect.DeepEqual(got, facts) {
			t.Fatalf("%+v: %+v or %+v", claims, facts, got)
		}
		SortClaims(claims)
		if !reflect.DeepEqual(claims, sorted) {
			t.Fatalf("sorted they are %+v or %+v", claims, sorted)
		}
		if one := Derive(claims[:1]); one.Conflict && (one.Since.IsZero() || one.Until.IsZero()) {
			t.Fatalf("one claim contradicts itself: %+v", claims[0])
		}
	}
	if conflicts[true] < 100 || conflicts[false] < 100 {
		t.Errorf("the input was not varied: %v", conflicts)
	}
}

func TestHolds(t *testing.T) {
	day := MustDate
	for _, tc := range []struct {
		name                   string
		since, until, observed string
		want, undated          Interval // without and with keepUndated
	}{
		{"both", "2001", "2003-02", "", Interval{day("2001-01-01").First(), day("2003-02-28").First()}, Interval{}},
		{"no end known", "2001-05", "", "2010", Interval{day("2001-05-01").First(), MaxDay}, Interval{}},
		{"no beginning known", "", "2003", "2002-03", Interval{day("2002-03-01").First(), day("2003-12-31").First()},
			Interval{MinDay, day("2003-12-31").First()}},
		{"only seen", "", "", "2002", Interval{day("2002-01-01").First(), MaxDay}, Always},
		{"nothing known", "", "", "", Never, Always},
		{"only an end", "", "2003", "", Never, Interval{MinDay, day("2003-12-31").First()}},
		{"seen after its end", "", "2003", "2005", Never, Interval{MinDay, day("2003-12-31").First()}},
		{"ended before it began", "2005", "2003", "", Never, Never},
		{"one day", "2024-06-27", "2024-06-27", "", Interval{day("2024-06-27").First(), day("2024-06-27").First()}, Interval{}},
	} {
		f := Facts{Since: day(tc.since), Until: day(tc.until), Observed: day(tc.observed)}
		if tc.undated == (Interval{}) {
			tc.undated = tc.want
		}
		if got, kept := f.Holds(false), f.Holds(true); got != tc.want || kept != tc.undated {
			t.Errorf("%s: %v and %v, want %v and %v", tc.name, got, kept, tc.want, tc.undated)
		}
	}
}

func TestConfidenceRank(t *testing.T) {
	if Documented.Rank() <= Reported.Rank() || Reported.Rank() <= Inferred.Rank() || Inferred.Rank() <= Confidence("sure").Rank() {
		t.Error("out of order")
	}
	for _, name := range ConfidenceNames() {
		if Confidence(name).Rank() == 0 {
			t.Errorf("%s has no rank", name)
		}
	}
}
