package api

import (
	"fmt"
	"slices"
	"strings"
)

// fact is a relationship that a user would look up, and what the sources say of it: "dataset since..until", with a
// question mark where a date is not known.
type fact struct {
	from, to, typ, title, role, spell string
	shown                             string // since..until, and the status
	says                              []string
	conflict                          bool
}

var facts = []fact{
	// Who joined the Council of Europe when; where sources differ both are shown.
	{from: "country:geo", to: "organisation:council-of-europe", typ: "MEMBER_OF", shown: "1999-04-27..? member",
		says: []string{"region 1999-04-27..?", "cow-igo 1999..?", "factbook ?..?"}},
	{from: "country:arm", to: "organisation:council-of-europe", typ: "MEMBER_OF", shown: "2001-01..? member",
		says: []string{"region 2001-01..?", "cow-igo 2001..?"}},
	{from: "country:aze", to: "organisation:council-of-europe", typ: "MEMBER_OF", shown: "2002..? member", conflict: true,
		says: []string{"region 2001-01..?", "cow-igo 2002..?"}},
	{from: "country:rus", to: "organisation:council-of-europe", typ: "MEMBER_OF", shown: "1996..2022 member",
		says: []string{"corrections withdraws factbook/factbook-rs", "factbook withdrawn"}},
	{from: "country:ind", to: "organisation:sco", typ: "MEMBER_OF", shown: "2017-06-09..? member",
		says: []string{"corrections withdraws factbook/factbook-in", "factbook withdrawn"}},
	{from: "country:uzb", to: "organisation:guam", typ: "MEMBER_OF", shown: "1999..2005 member", says: []string{"region 1999..2005"}},
	// States that are gone, apart from those of today.
	{from: "country:east-germany", to: "organisation:warsaw-pact", typ: "MEMBER_OF", shown: "1955..1989 member",
		says: []string{"cow-igo 1955..1989"}},
	{from: "country:ussr", to: "organisation:un", typ: "MEMBER_OF", shown: "1945..1991 member", says: []string{"cow-igo 1945..1991"}},
	{from: "country:rus", to: "country:ussr", typ: "SUCCEEDS", role: "in part", shown: "1991-12-26..?", says: []string{"states 1991-12-26..?"}},
	// One that left and came back has two spells.
	{from: "country:gbr", to: "organisation:unesco", typ: "MEMBER_OF", spell: "1945", shown: "1945..1985 member",
		says: []string{"cow-igo 1945..1985"}},
	{from: "country:gbr", to: "organisation:unesco", typ: "MEMBER_OF", shown: "1997..? member",
		says: []string{"cow-igo 1997..?", "factbook ?..?"}},
	// Officials.
	{from: "official:ilham-aliyev", to: "country:aze", typ: "HOLDS_OFFICE", title: "President", shown: "2003-10-31..?",
		says: []string{"factbook 2003-10-31..?", "region 2003-10-31..?"}},
	{from: "official:ilham-aliyev", to: "country:aze", typ: "HOLDS_OFFICE", title: "Effective leader", shown: "2003-08-04..?",
		says: []string{"archigos 2003-08-04..?"}},
	{from: "official:khazar-ibrahim", to: "country:aze", typ: "HOLDS_OFFICE", title: "Ambassador to the United States",
		shown: "2021-09-15..?", says: []string{"factbook 2021-09-15..?"}},
	// Treaties, alliances, borders.
	{from: "country:aze", to: "agreement:kyoto-protocol", typ: "PARTY_TO", role: "in force", shown: "?..?", says: []string{"factbook ?..?"}},
	{from: "country:aze", to: "country:tur", typ: "ALLIED_WITH", role: "defence, non-aggression", shown: "1994..2009",
		says: []string{"atop 1994..2009"}},
	{from: "country:aze", to: "country:geo", typ: "BORDERS", shown: "1991-12..?",
		says: []string{"countries ?..?", "cow-contiguity 1991-12..?", "factbook ?..?"}},
	{from: "country:rus", to: "country:usa", typ: "NEAR_BY_SEA", role: "within 12 miles", shown: "1991-12-26..?",
		says: []string{"cow-contiguity 1991-12-26..?"}},
}

// testFacts asks for facts of every source as a user would: what is between these two?
func (c *client) testFacts() {
	for _, f := range facts {
		got := c.want(200, c.get("/v1/paths?max_hops=1&k=1&undated=keep&types="+f.typ+"&from="+f.from+"&to="+f.to))
		var found map[string]any
		for _, r := range got["graph"].(map[string]any)["relationships"].([]any) {
			r := r.(map[string]any)
			if textOr(r["title"], "") == f.title && textOr(r["role"], "") == f.role && textOr(r["spell"], "") == f.spell {
				found = r
			}
		}
		if found == nil {
			c.t.Errorf("%+v is not there: %v", f, got["graph"])
			continue
		}
		shown := strings.TrimSpace(between(found) + " " + textOr(found["status"], ""))
		if shown != f.shown || found["conflict"] != f.conflict {
			c.t.Errorf("%s %s %s is shown as %s, conflict %v; want %s, %v", f.from, f.typ, f.to, shown, found["conflict"], f.shown, f.conflict)
		}
		var says []string
		for _, claim := range found["claims"].([]any) {
			says = append(says, said(claim.(map[string]any)))
		}
		for _, want := range f.says {
			if !slices.Contains(says, want) {
				c.t.Errorf("%s %s %s: nothing says %q, but %q", f.from, f.typ, f.to, want, says)
			}
		}
	}
	c.testNeighbours("country:aze", "BORDERS", "country:arm country:geo country:irn country:rus country:tur")
}

// testNeighbours asks for all neighbours by one type.
func (c *client) testNeighbours(id, typ, want string) {
	got := c.want(200, c.get("/v1/entities/"+id+"/neighbourhood?undated=keep&types="+typ))
	var ids []string
	for _, n := range got["graph"].(map[string]any)["nodes"].([]any) {
		if n := n.(map[string]any)["id"].(string); n != id {
			ids = append(ids, n)
		}
	}
	slices.Sort(ids)
	if strings.Join(ids, " ") != want {
		c.t.Errorf("%s of %s: got %v, want %s", typ, id, ids, want)
	}
}

func said(claim map[string]any) string {
	switch {
	case claim["withdraws"] != nil:
		return fmt.Sprintf("%s withdraws %s", claim["dataset"], claim["withdraws"])
	case claim["withdrawn"] == true:
		return fmt.Sprintf("%s withdrawn", claim["dataset"])
	}
	return fmt.Sprintf("%s %s", claim["dataset"], between(claim))
}

func between(m map[string]any) string {
	return textOr(m["since"], "?") + ".." + textOr(m["until"], "?")
}

func textOr(v any, none string) string {
	if s, ok := v.(string); ok {
		return s
	}
	return none
}
