package queries

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
)

func query(params ...Param) *Query { return &Query{Name: "q", Params: params} }

func TestBind(t *testing.T) {
	day := graph.MustDate
	for _, tc := range []struct {
		param Param
		given string
		want  map[string]any
	}{
		{Param{Type: String}, "  it's $x; ` ", map[string]any{"p": "it's $x; `"}},
		{Param{Type: String, Default: "d"}, "", map[string]any{"p": "d"}},
		{Param{Type: String}, "", map[string]any{"p": nil}},
		{Param{Type: String, Allowed: []string{"a", "b"}}, "b", map[string]any{"p": "b"}},
		{Param{Type: Integer}, "-12", map[string]any{"p": int64(-12)}},
		{Param{Type: Number}, "12.5", map[string]any{"p": 12.5}},
		{Param{Type: Boolean}, "true", map[string]any{"p": true}},
		{Param{Type: Boolean, Default: "false"}, "", map[string]any{"p": false}},
		{Param{Type: Date}, "2024-06-27",
			map[string]any{"p": "2024-06-27", "p_first": day("2024-06-27"), "p_last": day("2024-06-27")}},
		{Param{Type: Date}, "2024-02",
			map[string]any{"p": "2024-02", "p_first": day("2024-02-01"), "p_last": day("2024-02-29")}},
		{Param{Type: Date, Default: "2023"}, "",
			map[string]any{"p": "2023", "p_first": day("2023-01-01"), "p_last": day("2023-12-31")}},
		{Param{Type: Date}, "", map[string]any{"p": nil, "p_first": nil, "p_last": nil}},
		{Param{Type: Entity}, "iso3:AZE", map[string]any{"p": "country:aze"}},
		{Param{Type: Entity, EntityKind: "Country"}, "country:geo", map[string]any{"p": "country:geo"}},
		{Param{Type: Integer, Minimum: bound(1), Maximum: bound(100)}, "100", map[string]any{"p": int64(100)}},
		{Param{Type: EntityList}, `"Korea, Republic of",country:geo`,
			map[string]any{"p": []string{"Korea, Republic of", "country:geo"}}},
		{Param{Type: EntityList}, "country:geo, iso3:AZE ,country:geo",
			map[string]any{"p": []string{"country:geo", "country:aze"}}},
		{Param{Type: StringList}, "a, b,,a", map[string]any{"p": []string{"a", "b", "a"}}},
		{Param{Type: StringList, Default: "a", Allowed: []string{"a", "b"}}, "", map[string]any{"p": []string{"a"}}},
	} {
		tc.param.Name = "p"
		got, err := query(tc.param).bind(t.Context(), sameID, map[string]string{"p": tc.given})
		if err != nil || !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s %q: got %v, %v; want %v", tc.param.Type, tc.given, got, err, tc.want)
		}
	}
}

func bound(f float64) *float64 { return &f }

// The kind of a parameter goes with the text, so that a name is looked for among its kind alone.
func TestKindsGoWithNames(t *testing.T) {
	var asked [][]graph.Kind
	resolve := func(_ context.Context, _ string, kinds ...graph.Kind) (string, error) {
		asked = append(asked, kinds)
		return "organisation:guam", nil
	}
	_, err := query(Param{Name: "a", Type: Entity, EntityKind: "Organisation"}, Param{Name: "b", Type: EntityList}).
		bind(t.Context(), resolve, map[string]string{"a": "GUAM", "b": "GUAM"})
	if err != nil || !reflect.DeepEqual(asked, [][]graph.Kind{{graph.Organisation}, nil}) {
		t.Errorf("asked with %v, %v", asked, err)
	}
}

func TestToday(t *testing.T) {
	before := time.Now().UTC().Format(time.DateOnly)
	got, err := query(Param{Name: "p", Type: Date, Default: "today"}).bind(t.Context(), sameID, nil)
	after := time.Now().UTC().Format(time.DateOnly)
	if err != nil || got["p"] != before && got["p"] != after || got["p_first"] != graph.MustDate(got["p"].(string)) {
		t.Errorf("got %v, %v; want %s", got, err, after)
	}
}

func TestBindRefuses(t *testing.T) {
	long := strings.Repeat("x", maxTextLength+1)
	many := strings.Repeat("a,", graph.MaxListLength+1)
	for _, tc := range []struct {
		param Param
		given string
		code  graph.Code
		says  string
	}{
		{Param{Type: String, Required: true, Description: "The name."}, " ", graph.CodeInvalid, "p: is missing; give string: The name."},
		{Param{Type: String}, long, graph.CodeInvalid, "1001 bytes long; 1000 are allowed"},
		{Param{Type: String, Allowed: []string{"a", "b"}}, "c", graph.CodeInvalid, `"c" is not one of the values; allowed: [a b]`},
		{Param{Type: StringList, Allowed: []string{"a", "b"}}, "a,c", graph.CodeInvalid, `"c" is not one of the values`},
		{Param{Type: StringList}, many, graph.CodeInvalid, "501 values; give 1 to 500"},
		{Param{Type: StringList}, ",", graph.CodeInvalid, "0 values"},
		{Param{Type: Integer}, "1.5", graph.CodeInvalid, "not a whole number"},
		{Param{Type: Integer}, "99999999999999999999", graph.CodeInvalid, "not a whole number"},
		{Param{Type: Integer, Minimum: bound(1), Maximum: bound(100)}, "0", graph.CodeInvalid, "0 is out of range; give 1 to 100"},
		{Param{Type: Number, Minimum: bound(0.5)}, "0.4", graph.CodeInvalid, "0.4 is out of range; give 0.5 or more"},
		{Param{Type: Number, Maximum: bound(2)}, "3", graph.CodeInvalid, "3 is out of range; give at most 2"},
		{Param{Type: Number}, "NaN", graph.CodeInvalid, "not a number"},
		{Param{Type: Number}, "1e999", graph.CodeInvalid, "not a number"},
		{Param{Type: Boolean}, "yes", graph.CodeInvalid, "allowed: [true false]"},
		{Param{Type: Date}, "2024-13", graph.CodeInvalid, `"2024-13" is no date that the calendar has`},
		{Param{Type: Date}, "2024-02-30", graph.CodeInvalid, "no date"},
		{Param{Type: Entity}, "nobody", graph.CodeNotFound, "p: no entity has the id \"nobody\"; did you mean country:aze"},
		{Param{Type: EntityList}, "country:geo,nobody", graph.CodeNotFound, "no entity"},
		{Param{Type: Entity, EntityKind: "Organisation"}, "country:geo", graph.CodeInvalid,
			"country:geo is of the kind Country; give one of the kind Organisation"},
	} {
		tc.param.Name = "p"
		_, err := query(tc.param).bind(t.Context(), sameID, map[string]string{"p": tc.given})
		if graph.CodeOf(err) != tc.code || !strings.Contains(fmt.Sprint(err), tc.says) {
			t.Errorf("%s %.20q: got %v; want %s with %q", tc.param.Type, tc.given, err, tc.code, tc.says)
		}
	}
}

func TestBindRefusesUnknownNames(t *testing.T) {
	_, err := query(Param{Name: "a", Type: String}, Param{Name: "b", Type: Date}).bind(t.Context(), sameID,
		map[string]string{"a": "x", "as_of": "2024"})
	if graph.CodeOf(err) != graph.CodeInvalid || err.Error() !=
		"as_of: the query q has no parameter of this name; allowed: [a b]" {
		t.Error(err)
	}
	if _, err = query().bind(t.Context(), sameID, map[string]string{"x": "1"}); graph.CodeOf(err) != graph.CodeInvalid {
		t.Error(err)
	}
}
