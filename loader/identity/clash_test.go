package identity

import (
	"testing"

	"coopgraph/graph"
)

// TestSchemesAreNotMixedUp has the codes that mean one state in one scheme and another in the next.
func TestSchemesAreNotMixedUp(t *testing.T) {
	states, err := States()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ scheme, code, day, id string }{
		{"cowabb", "SWZ", "2000", "country:che"}, {"iso3", "SWZ", "2000", "country:swz"},
		{"cowabb", "SWA", "2000", "country:swz"}, {"iso3", "CHE", "2000", "country:che"},
		{"cowabb", "MNG", "2010", "country:mne"}, {"iso3", "MNG", "2010", "country:mng"},
		{"cowabb", "MAC", "2000", "country:mkd"}, {"iso3", "MAC", "2000", "country:mac"},
		{"cowabb", "SLV", "2000", "country:svn"}, {"iso3", "SLV", "2000", "country:slv"},
		{"cowabb", "AUS", "2000", "country:aut"}, {"iso3", "AUS", "2000", "country:aus"},
		{"cow", "31", "2000", "country:bhs"}, {"isonum", "031", "2000", "country:aze"},
		{"cow", "970", "2005", "country:nru"}, {"gw", "970", "2005", "country:kir"},
		{"gec", "CH", "2000", "country:chn"}, {"iso2", "CH", "2000", "country:che"}, {"gec", "SZ", "2000", "country:che"},
		{"gec", "GM", "2000", "country:deu"}, {"iso2", "GM", "2000", "country:gmb"}, {"gec", "GA", "2000", "country:gmb"},
		{"gec", "AU", "2000", "country:aut"}, {"iso2", "AU", "2000", "country:aus"}, {"gec", "AS", "2000", "country:aus"},
		{"gec", "NI", "2000", "country:nga"}, {"gec", "NG", "2000", "country:ner"}, {"gec", "GG", "2000", "country:geo"},
		{"gec", "WE", "2000", "country:pse"}, {"gec", "GZ", "2000", "country:pse"}, {"gec", "PS", "2000", "country:plw"},
		{"cow", "260", "1980", "country:deu"}, {"cow", "255", "2000", "country:deu"}, {"gw", "260", "2000", "country:deu"},
		{"cow", "255", "1850", "country:prussia"}, {"cow", "255", "1900", "country:german-reich"},
		{"cow", "265", "1980", "country:east-germany"}, {"cow", "345", "1900", "country:kingdom-of-serbia"},
		{"cow", "345", "1960", "country:yugoslavia"}, {"cow", "345", "2000", "country:serbia-and-montenegro"},
		{"cow", "345", "2010", "country:srb"}, {"gw", "340", "1900", "country:kingdom-of-serbia"},
		{"gw", "340", "2010", "country:srb"}, {"gw", "345", "2000", "country:serbia-and-montenegro"},
		{"cow", "365", "1900", "country:russian-empire"}, {"cow", "365", "1920", "country:soviet-russia"},
		{"cow", "300", "1850", "country:austrian-empire"}, {"cow", "300", "1900", "country:austria-hungary"},
		{"cow", "640", "1900", "country:ottoman-empire"}, {"cow", "640", "1930", "country:tur"},
		{"cow", "325", "1850", "country:sardinia"}, {"cow", "325", "1900", "country:ita"},
		{"cow", "678", "1980", "country:north-yemen"}, {"cow", "679", "2000", "country:yem"},
		{"gw", "678", "1980", "country:north-yemen"}, {"gw", "678", "2000", "country:yem"},
		{"cow", "816", "1970", "country:north-vietnam"}, {"cow", "816", "1980", "country:vnm"},
		{"cow", "510", "1962", "country:tanganyika"}, {"cow", "510", "1970", "country:tza"},
		{"cow", "651", "1959", "country:egy"}, {"cow", "710", "1900", "country:chn"}, {"gw", "711", "1930", "country:tibet"},
	} {
		s, ok := states.At(c.scheme, c.code, graph.MustDate(c.day).First())
		if !ok || s.ID != c.id {
			t.Errorf("%s:%s in %s stands for %v, want %s", c.scheme, c.code, c.day, s, c.id)
		}
	}
	for id, want := range map[string]map[string]string{
		"country:deu": {"cow": "255", "cowabb": "GMY", "gw": "260"}, "country:srb": {"cow": "345", "gw": "340"},
		"country:yem": {"cow": "679", "gw": "678"}, "country:north-yemen": {"cow": "678", "gw": "", "cowabb": "YAR"},
		"country:prussia": {"cow": "", "gw": ""}, "country:pse": {"gec": "WE"}, "country:ussr": {"iso3": "SUN", "cow": ""},
	} {
		s, _ := states.ByID(id)
		for scheme, code := range want {
			if s.Codes[scheme] != code {
				t.Errorf("%s carries %s %q, want %q", id, scheme, s.Codes[scheme], code)
			}
		}
	}
}

func TestAYearBelongsToWhoHadItsGreaterPart(t *testing.T) {
	states, err := States()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code string
		year int
		id   string
	}{
		{"365", 1917, "country:russian-empire"}, {"365", 1922, "country:soviet-russia"}, {"365", 1991, "country:ussr"},
		{"345", 1992, "country:serbia-and-montenegro"}, {"345", 2006, "country:srb"}, {"640", 1922, "country:ottoman-empire"},
		{"255", 1871, "country:german-reich"}, {"255", 1990, "country:deu"}, {"260", 1990, "country:deu"},
		{"510", 1964, "country:tza"}, {"816", 1976, "country:north-vietnam"},
	} {
		if s, ok := states.InYear("cow", c.code, c.year); !ok || s.ID != c.id {
			t.Errorf("cow:%s in %d is %v, want %s", c.code, c.year, s, c.id)
		}
	}
	if s, ok := states.InYear("cow", "999", 1990); ok {
		t.Errorf("cow:999 is %v", s)
	}
}
