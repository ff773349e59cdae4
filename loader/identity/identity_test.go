package identity

import (
	"strings"
	"testing"

	"coopgraph/graph"
)

func TestCodesStandForOneStateOnADay(t *testing.T) {
	states, err := States()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ scheme, code, day, id string }{
		{"cow", "365", "1985", "country:ussr"}, {"cow", "365", "2001", "country:rus"},
		{"cow", "373", "2001", "country:aze"}, {"gec", "AJ", "2001", "country:aze"},
	} {
		s, ok := states.At(c.scheme, c.code, graph.MustDate(c.day).First())
		if !ok || s.ID != c.id {
			t.Errorf("%s:%s in %s stands for %v, want %s", c.scheme, c.code, c.day, s, c.id)
		}
	}
	rus, _ := states.ByID("country:rus")
	ussr, _ := states.ByID("country:ussr")
	if rus.Codes["cow"] != "365" || ussr.Codes["cow"] != "" {
		t.Errorf("cow:365 should stand with Russia alone, which has it now: %v, %v", rus.Codes, ussr.Codes)
	}
	spans := states.Spans("cow", "365", graph.Interval{From: graph.MustDate("1980").First(), To: graph.MustDate("2000").Last()})
	if len(spans) != 2 || spans[0].State != ussr || spans[1].State != rus {
		t.Errorf("cow:365 from 1980 to 2000 is %v", spans)
	}
}

func TestOrganisationsAreFoundByWhatOthersCallThem(t *testing.T) {
	organisations, err := Organisations()
	if err != nil {
		t.Fatal(err)
	}
	for id, found := range map[string]func() (*Organisation, bool){
		"organisation:council-of-europe": func() (*Organisation, bool) { return organisations.ByFactbook("CE") },
		"organisation:adb":               func() (*Organisation, bool) { return organisations.ByFactbook("ADB") },
		"organisation:afdb":              func() (*Organisation, bool) { return organisations.ByCOWName("AfDB") },
		"organisation:guam":              func() (*Organisation, bool) { return organisations.ByName("GUUAM") },
		"organisation:icc":               func() (*Organisation, bool) { return organisations.ByCOWName("icc") },
		"organisation:g-5":               func() (*Organisation, bool) { return organisations.ByFactbookOf("G-5", "fr") },
		"organisation:outreach-five":     func() (*Organisation, bool) { return organisations.ByFactbookOf("G-5", "in") },
		"organisation:g-7":               func() (*Organisation, bool) { return organisations.ByFactbookOf("G-7", "fr") },
		"organisation:international-chamber-of-commerce": func() (*Organisation, bool) {
			return organisations.ByFactbook("ICC (NGOs)")
		},
	} {
		if o, ok := found(); !ok || o.ID != id {
			t.Errorf("%v was found, want %s", o, id)
		}
	}
	if o, ok := organisations.ByFactbook("G-5"); ok {
		t.Errorf("G-5 stands for two groups but finds %s", o.ID)
	}
}

func TestFaultyTablesAreRefused(t *testing.T) {
	const states = "id,name,aliases,iso2,iso3,isonum,cow,cowabb,gw,gec,wikidata,since,until,succeeds,note\n"
	const organisations = "id,name,type,acronyms,aliases,former,cowigo,cowname,factbook,wikidata,since,until,succeeds,note\n"
	for want, text := range map[string]string{
		"header":              "id,name\n",
		"stands twice":        states + "country:a,A,,,,,,,,,,,,,\ncountry:a,B,,,,,,,,,,,,,\n",
		"at once":             states + "country:a,A,,,,,7,,,,,,,,\ncountry:b,B,,,,,7@1990..,,,,,,,,\n",
		"has no row":          states + "country:a,A,,,,,,,,,,,,country:b in part,\n",
		"not an id with":      states + "country:a,A,,,,,,,,,,,,country:a partly,\n",
		"is not CODE@FROM":    states + "country:a,A,,,,,7@1990,,,,,,,,\n",
		"it has no name":      states + "country:a,,,,,,,,,,,,,,\n",
		"is not an entity id": states + "a,A,,,,,,,,,,,,,\n",
	} {
		if _, err := ReadStates(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v does not say %q", text, err, want)
		}
	}
	for want, text := range map[string]string{
		"header":         "id,name\n",
		`"CE" stands`:    organisations + "organisation:a,A,,,,,,,CE,,,,,\norganisation:b,B,,,,,,,CE,,,,,\n",
		"has no row":     organisations + "organisation:a,A,,,,,,,,,,,organisation:b in whole,\n",
		"it has no name": organisations + "organisation:a,,,,,,,,,,,,,\n",
	} {
		if _, err := ReadOrganisations(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v does not say %q", text, err, want)
		}
	}
}
