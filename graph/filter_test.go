package graph

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestFilterCheck(t *testing.T) {
	day := MustDate
	many := slices.Repeat([]string{"a"}, MaxListLength+1)
	for _, tc := range []struct {
		name  string
		f     Filter
		param string // "" where nothing is wrong
	}{
		{"nothing", Filter{}, ""},
		{"everything", Filter{Types: []Type{MemberOf}, NotTypes: []Type{Borders}, Kinds: []Kind{Country},
			ViaKinds: []Kind{Event}, Direction: Outgoing, FromDate: day("2024"), ToDate: day("2024"), KeepUndated: true,
			MinConfidence: Reported, Sources: []string{"s"}, Datasets: []string{"d"}, Avoid: []string{"x"}, MaxDegree: 3}, ""},
		{"a type", Filter{Types: []Type{MemberOf, "KNOWS"}}, "types"},
		{"a type not wanted", Filter{NotTypes: []Type{"KNOWS"}}, "not_types"},
		{"a kind", Filter{Kinds: []Kind{"Planet"}}, "kinds"},
		{"a kind on the way", Filter{ViaKinds: []Kind{"Planet"}}, "via_kinds"},
		{"direction", Filter{Direction: "up"}, "direction"},
		{"confidence", Filter{MinConfidence: "sure"}, "min_confidence"},
		{"both dates and window", Filter{AsOf: day("2024"), ToDate: day("2025")}, "as_of"},
		{"window the wrong way round", Filter{FromDate: day("2024-02"), ToDate: day("2024-01")}, "to_date"},
		{"window within a year", Filter{FromDate: day("2024-06"), ToDate: day("2024")}, ""},
		{"degree", Filter{MaxDegree: -1}, "max_degree"},
		{"sources", Filter{Sources: many}, "source"},
		{"datasets", Filter{Datasets: many}, "dataset"},
		{"avoided", Filter{Avoid: many}, "avoid"},
		{"types, too many", Filter{Types: slices.Repeat([]Type{MemberOf}, MaxListLength+1)}, "types"},
	} {
		err := tc.f.Check()
		if (err == nil) != (tc.param == "") || err != nil && (CodeOf(err) != CodeInvalid || !strings.HasPrefix(err.Error(), tc.param+": ")) {
			t.Errorf("%s: %v, want a fault of %q", tc.name, err, tc.param)
		}
	}
}

func TestFilterPass(t *testing.T) {
	day := MustDate
	r := NewRelationship(RelationshipKey{Type: MemberOf, From: "country:aze", To: "organisation:guam"}, []Claim{
		{Dataset: "d1", Source: "s1", Since: day("2001"), Until: day("2005"), Confidence: Documented},
		{Dataset: "d2", Source: "s2", Since: day("2010"), Confidence: Inferred},
		{Dataset: "d1", Source: "s3", Observed: day("2020"), Status: "observer", Confidence: Reported},
	})
	for _, tc := range []struct {
		name   string
		f      Filter
		passes bool
		shown  []string // sources of the claims shown, in order
		since  string
	}{
		{"nothing", Filter{}, true, []string{"s1", "s3", "s2"}, "2001"},
		{"its type", Filter{Types: []Type{Borders, MemberOf}}, true, []string{"s1", "s3", "s2"}, "2001"},
		{"another type", Filter{Types: []Type{Borders}}, false, nil, ""},
		{"not its type", Filter{NotTypes: []Type{MemberOf}}, false, nil, ""},
		{"on a day", Filter{AsOf: day("2005-12-31")}, true, []string{"s1", "s3", "s2"}, "2001"},
		{"on a day after", Filter{AsOf: day("2006-01-01")}, false, nil, ""},
		{"on some day of a year", Filter{AsOf: day("2005")}, true, []string{"s1", "s3", "s2"}, "2001"},
		{"from a day on", Filter{FromDate: day("2006")}, false, nil, ""},
		{"up to a day", Filter{ToDate: day("2000-12-31")}, false, nil, ""},
		{"up to its first day", Filter{ToDate: day("2001-01-01")}, true, []string{"s1", "s3", "s2"}, "2001"},
		{"confidence", Filter{MinConfidence: Reported}, true, []string{"s1", "s3"}, "2001"},
		{"a source", Filter{Sources: []string{"s2", "x"}}, true, []string{"s2"}, "2010"},
		{"a dataset", Filter{Datasets: []string{"d1"}}, true, []string{"s1", "s3"}, "2001"},
		{"one claim must have all", Filter{Sources: []string{"s2"}, Datasets: []string{"d1"}}, false, nil, ""},
		{"a source and enough confidence", Filter{Sources: []string{"s2"}, MinConfidence: Documented}, false, nil, ""},
		{"the day of what is shown", Filter{Sources: []string{"s2"}, AsOf: day("2015")}, true, []string{"s2"}, "2010"},
		{"undated, dropped", Filter{Sources: []string{"s3"}, AsOf: day("2015")}, false, nil, ""},
		{"undated, kept", Filter{Sources: []string{"s3"}, AsOf: day("2015"), KeepUndated: true}, true, []string{"s3"}, ""},
		{"undated, seen before", Filter{Sources: []string{"s3"}, AsOf: day("2021")}, true, []string{"s3"}, ""},
	} {
		got, ok := tc.f.Pass(r)
		if ok != tc.passes {
			t.Errorf("%s: passes %v", tc.name, ok)
			continue
		}
		var shown []string
		for _, c := range got.Claims {
			shown = append(shown, c.Source)
		}
		if ok && (!slices.Equal(shown, tc.shown) || got.Since.String() != tc.since) {
			t.Errorf("%s: shows %v since %s, want %v since %s", tc.name, shown, got.Since, tc.shown, tc.since)
		}
	}
	if len(r.Claims) != 3 || r.Since != day("2001") {
		t.Errorf("the relationship was changed: %+v", r)
	}
}

func TestFilterNodesAndDirections(t *testing.T) {
	f := Filter{Kinds: []Kind{Country}, ViaKinds: []Kind{Event}, Avoid: []string{"country:aze"}, MaxDegree: 5}
	for _, tc := range []struct {
		id     string
		kind   Kind
		degree int
		shown  bool
		via    bool
	}{
		{"country:geo", Country, 9, true, false}, {"event:x", Event, 5, false, true}, {"event:x", Event, 6, false, false},
		{"country:aze", Country, 1, false, false},
	} {
		if f.PassShown(tc.id, tc.kind) != tc.shown || f.PassVia(tc.id, tc.kind, tc.degree) != tc.via {
			t.Errorf("%+v", tc)
		}
	}
	var all Filter
	if !all.PassShown("x", Country) || !all.PassVia("x", Country, 1e9) {
		t.Error("the zero filter holds something back")
	}
	for _, tc := range []struct {
		way     Direction
		t       Type
		out, in bool
	}{
		{"", MemberOf, true, true}, {AnyDirection, MemberOf, true, true}, {Outgoing, MemberOf, true, false},
		{Incoming, MemberOf, false, true}, {Outgoing, Borders, true, true}, {Incoming, Borders, true, true},
	} {
		f := Filter{Direction: tc.way}
		if f.PassDirection(tc.t, true) != tc.out || f.PassDirection(tc.t, false) != tc.in {
			t.Errorf("%+v", tc)
		}
	}
}

// Each part, set alone, is listed alone, and relaxing it leaves the zero filter.
func TestPartsAndWithout(t *testing.T) {
	day := MustDate
	single := map[Part]Filter{
		PartTypes: {Types: []Type{MemberOf}}, PartNotTypes: {NotTypes: []Type{MemberOf}}, PartKinds: {Kinds: []Kind{Country}},
		PartViaKinds: {ViaKinds: []Kind{Country}}, PartDirection: {Direction: Incoming}, PartDates: {AsOf: day("2024")},
		PartConfidence: {MinConfidence: Documented}, PartSource: {Sources: []string{"s"}}, PartDataset: {Datasets: []string{"d"}},
		PartAvoid: {Avoid: []string{"x"}}, PartMaxDegree: {MaxDegree: 1},
	}
	for part, f := range single {
		if !slices.Equal(f.Parts(), []Part{part}) {
			t.Errorf("%s is listed as %v", part, f.Parts())
		}
		if relaxed := f.Without(part); len(relaxed.Parts()) != 0 {
			t.Errorf("without %s there is left %v", part, relaxed.Parts())
		}
		if len(f.Parts()) != 1 {
			t.Errorf("%s: Without changed the filter", part)
		}
	}
	all := Filter{Types: []Type{MemberOf}, NotTypes: []Type{Borders}, Kinds: []Kind{Country}, ViaKinds: []Kind{Country},
		Direction: Outgoing, FromDate: day("2020"), ToDate: day("2024"), MinConfidence: Reported, Sources: []string{"s"},
		Datasets: []string{"d"}, Avoid: []string{"x"}, MaxDegree: 2}
	if len(all.Parts()) != len(single) {
		t.Errorf("all parts: %v", all.Parts())
	}
	for i, part := range all.Parts() {
		want := slices.Delete(slices.Clone(all.Parts()), i, i+1)
		if relaxed := all.Without(part); !slices.Equal(relaxed.Parts(), want) {
			t.Errorf("without %s: %v", part, relaxed.Parts())
		}
	}
	for _, f := range []Filter{{Direction: AnyDirection}, {KeepUndated: true}} {
		if len(f.Parts()) != 0 {
			t.Errorf("%+v narrows nothing and has the parts %v", f, f.Parts())
		}
	}
	if same := all.Without(PartConcurrent); !reflect.DeepEqual(same, all) {
		t.Error("concurrent is no part of a filter")
	}
}

func TestCost(t *testing.T) {
	for degree, want := range map[int]int64{0: 0, 1: 0, 2: 693147, 3: 1098612, 10: 2302585, 193: 5262690, 1000000: 13815511} {
		if got := Cost(degree); got != want {
			t.Errorf("the cost of degree %d is %d, want %d", degree, got, want)
		}
	}
	for d := 2; d < 5000; d++ {
		if Cost(d) >= Cost(d+1) {
			t.Fatalf("degree %d costs no less than %d", d, d+1)
		}
	}
	for cost, want := range map[int64]string{0: "0.000000", 693147: "0.693147", 13815511: "13.815511", 1000001: "1.000001"} {
		if got := CostText(cost); got != want {
			t.Errorf("%d is written %s", cost, got)
		}
	}
}

func TestQuestionsComplete(t *testing.T) {
	p, n, e, s := PathQuery{}, NeighbourhoodQuery{Starts: []string{"country:aze"}}, EntitiesQuery{}, SearchQuery{Text: "x"}
	for _, q := range []interface{ Complete() error }{&p, &n, &e, &s} {
		if err := q.Complete(); err != nil {
			t.Errorf("%T: %v", q, err)
		}
	}
	if p.K != 3 || p.MaxHops != 6 || p.Mode != Best || p.Rank != Specific || n.Depth != 1 || n.Limit != 100 || e.Limit != 100 ||
		s.Limit != 10 || p.Budget != DefaultBudget || n.Budget != DefaultBudget {
		t.Errorf("defaults: %+v %+v %+v %+v", p, n, e, s)
	}
	starts := []string{"country:aze"}
	for param, q := range map[string]interface{ Complete() error }{
		"mode": &PathQuery{Mode: "worst"}, "rank": &PathQuery{Rank: "x"}, "k": &PathQuery{K: 51}, "max_hops": &PathQuery{MaxHops: 13},
		"as_of": &PathQuery{Filter: Filter{AsOf: MustDate("2024"), FromDate: MustDate("2023")}},
		"ids":   &NeighbourhoodQuery{}, "depth": &NeighbourhoodQuery{Starts: starts, Depth: 5},
		"limit": &NeighbourhoodQuery{Starts: starts, Limit: 5001}, "kind": &EntitiesQuery{Kind: "Planet"}, "q": &SearchQuery{},
		"kinds": &SearchQuery{Text: "x", Kinds: []Kind{"Planet"}},
	} {
		if err := q.Complete(); CodeOf(err) != CodeInvalid || !strings.HasPrefix(fmt.Sprint(err), param+": ") {
			t.Errorf("%s: %v", param, err)
		}
	}
	for _, q := range []PathQuery{{K: -1}, {MaxHops: -2}} {
		if q.Complete() == nil {
			t.Errorf("%+v is accepted", q)
		}
	}
}
