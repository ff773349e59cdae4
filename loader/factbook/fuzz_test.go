package factbook

import (
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/people"
)

func FuzzReadHolders(f *testing.F) {
	for _, seed := range []string{
		"King CHARLES III (since 8 September 2022); represented by Governor-General Dame Cindy KIRO (since 21 October 2021)",
		"co-chiefs of state Captains Regent Matteo ROSSI and Lorenzo BUGLI (for the period 1 October 2025 - 31 March 2026)",
		`President Ferdinand "BongBong" MARCOS, Jr. (since 30 June 2022)`, "Ambassador&nbsp;(vacant); note - x", "((", `A "`,
		"Prime Minister SONEXAY (also spelled SONXAI) Siphandon; also spelled X", "note -", "A (since 99 May 2020) of B of C",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, _ := readHolders(text)
		for _, h := range found {
			if strings.TrimSpace(h.person.Name) == "" || strings.ContainsAny(h.person.Name, "<>;()\"0123456789") {
				t.Errorf("%q has a holder named %q", text, h.person.Name)
			}
			for _, d := range []graph.Date{h.since, h.until, h.furtherSince} {
				if again, err := graph.ParseDate(d.String()); err != nil || again != d {
					t.Errorf("%q has the date %+v", text, d)
				}
			}
			if slug := people.Slug(h.person.Name); slug != "" && graph.CheckEntityID("official:"+slug) != nil {
				t.Errorf("%q has a holder with the slug %q", text, slug)
			}
		}
	})
}

func FuzzLists(f *testing.F) {
	f.Add("ADB, CE, IHO (pending member), EITI (compliant country) (suspended), note: x")
	f.Add("Spain (Ceuta) 8 km and Spain (Melilla) 10.5 km; Mali 1,359 km, Chad 1556 km (x)")
	f.Add("Air Pollution-Sulfur 94, none, Wetlands;((")
	f.Fuzz(func(t *testing.T, text string) {
		members, _ := readMemberships(text)
		for _, m := range members {
			if m.abbreviation == "" || !strings.Contains(plain(text), m.value) {
				t.Errorf("%q has the membership %+v", text, m)
			}
		}
		borders, _ := readBorders(text)
		for _, b := range borders {
			if name, _ := b.neighbour(); name == "" || b.length == "" {
				t.Errorf("%q has the border %+v", text, b)
			}
		}
		if treaties, _ := readTreaties(text); len(treaties) > strings.Count(plain(text), ",")+strings.Count(plain(text), ";")+1 {
			t.Errorf("%q has more treaties than entries: %+v", text, treaties)
		}
	})
}
