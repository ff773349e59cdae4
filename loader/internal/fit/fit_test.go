package fit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

func TestValues(t *testing.T) {
	for name, want := range map[string]string{"Azərbaycan Respublikası": "azarbaycan-respublikasi", "N'Djamena": "ndjamena",
		"…": "", strings.Repeat("word ", 100): strings.TrimSuffix(strings.Repeat("word-", 34), "-")} {
		if got := Slug(name); got != want {
			t.Errorf("slug of %q is %q, want %q", name, got, want)
		}
		if want != "" && graph.CheckEntityID("organisation:"+Slug(name)+"-0123456789abcdef") != nil {
			t.Errorf("the slug of %q makes no id", name)
		}
	}
	for _, c := range []struct {
		what string
		got  bool
		want bool
	}{
		{"plain", Text("plain", false) == "", true},
		{"line break", Text("a\nb", false) == "", false},
		{"line break in a long text", Text("a\nb", true) == "", true},
		{"damaged", Text("a\ufffd", true) == "", false},
		{"not UTF-8", Text("a\xe9", true) == "", false},
		{"too long", Text(strings.Repeat("x", MaxName+1), false) == "", false},
		{"address", URL("https://example.org/x") == "", true},
		{"script", URL("javascript:alert(1)") == "", false},
		{"code", Code("Q227") == "", true},
		{"code with a space", Code("Q 227") == "", false},
		{"tag", Tag("zh-Hans") == "", true},
		{"tag in wrong case", Tag("AZ") == "", false},
	} {
		if c.got != c.want {
			t.Errorf("%s: sound is %v", c.what, c.got)
		}
	}
	for text, want := range map[string]bool{"12.5": true, "-3": true, "1e3": false, "NaN": false, "": false, "0x1": false} {
		if _, ok := Number(text); ok != want {
			t.Errorf("%q is a number: %v", text, ok)
		}
	}
}

func TestRow(t *testing.T) {
	share := 120.0
	good := func(typ graph.Type, from, to string) dataset.Row {
		return dataset.Row{RelationshipKey: graph.RelationshipKey{Type: typ, From: from, To: to},
			Claim: graph.Claim{Text: "It is so.", Confidence: graph.Reported}}
	}
	for name, c := range map[string]struct {
		change func(*dataset.Row)
		field  string
	}{
		"sound":              {func(*dataset.Row) {}, ""},
		"unknown type":       {func(r *dataset.Row) { r.Type = "MEMBERSHIP" }, "type"},
		"wrong ends":         {func(r *dataset.Row) { r.To = "country:geo" }, "from"},
		"role where is none": {func(r *dataset.Row) { r.Role = "x" }, "role"},
		"title":              {func(r *dataset.Row) { r.Title = "x" }, "title"},
		"status":             {func(r *dataset.Row) { r.Status = "membre" }, "status"},
		"share":              {func(r *dataset.Row) { r.Share = &share }, "share"},
		"no claim":           {func(r *dataset.Row) { r.Text = "" }, "claim"},
		"confidence":         {func(r *dataset.Row) { r.Confidence = "sure" }, "confidence"},
		"ends before":        {func(r *dataset.Row) { r.Since, r.Until = graph.MustDate("2001"), graph.MustDate("2000") }, "until"},
	} {
		r := good(graph.MemberOf, "country:aze", "organisation:guam")
		c.change(&r)
		if field, fault := Row(&r); field != c.field || (fault == "") != (c.field == "") {
			t.Errorf("%s: fault in %q: %s", name, field, fault)
		}
	}
	visit := good(graph.Attended, "country:aze", "event:visit")
	visit.Since = graph.MustDate("2024-06-27")
	if _, fault := Row(&visit); fault != "" || visit.Until != visit.Since {
		t.Errorf("a claim of one occasion: %s, until %s", fault, visit.Until)
	}
}

func TestSpells(t *testing.T) {
	for name, c := range map[string]struct{ days, want []string }{
		"one":                      {[]string{"1999..2003"}, []string{""}},
		"two terms in a row":       {[]string{"2003..2007", "1999..2003"}, []string{"", "1999"}},
		"sources that disagree":    {[]string{"1999..2003", "2001..2003"}, []string{"", ""}},
		"the same, more precise":   {[]string{"1999..2003", "1999-05..2003-02"}, []string{"", ""}},
		"the end alone":            {[]string{"1999..2003", "..2003"}, []string{"", ""}},
		"still runs":               {[]string{"1999..2003", "2005.."}, []string{"1999", ""}},
		"twice in a year":          {[]string{"1999-01..1999-02", "1999-05..1999-06", "2001.."}, []string{"1999-01", "1999-05", ""}},
		"twice in a month":         {[]string{"1999-01-01..1999-01-02", "1999-01-05..1999-01-06", "2001.."}, []string{"1999-01-01", "1999-01-05", ""}},
		"undated is the last":      {[]string{"1999..2003", "..", "2005.."}, []string{"1999", "", ""}},
		"three, with one in doubt": {[]string{"1990..1993", "1999..2003", "2000..2002", "2010.."}, []string{"1990", "1999", "1999", ""}},
	} {
		var rows []dataset.Row
		for _, d := range c.days {
			since, until, _ := strings.Cut(d, "..")
			rows = append(rows, dataset.Row{
				RelationshipKey: graph.RelationshipKey{Type: graph.HoldsOffice, From: "official:a", To: "country:aze"},
				Claim:           graph.Claim{Since: graph.MustDate(since), Until: graph.MustDate(until)}})
		}
		back := slices.Clone(rows)
		slices.Reverse(back)
		Spells(rows)
		Spells(back)
		slices.Reverse(back)
		for _, list := range [][]dataset.Row{rows, back} {
			var got []string
			for _, r := range list {
				got = append(got, r.Spell)
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%s: spells are %q, want %q", name, got, c.want)
			}
		}
	}
}
