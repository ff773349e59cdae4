package factbook

import (
	"slices"
	"strings"
	"testing"
)

func TestNamesInNormalCase(t *testing.T) {
	for text, want := range map[string]string{
		"Ilham ALIYEV":                     "Ilham Aliyev",
		"H. Martin McDOWELL":               "H. Martin McDowell",
		"Sammia Alicia HODGSON MCKENZIE":   "Sammia Alicia Hodgson McKenzie",
		"Sean O'NEILL":                     "Sean O'Neill",
		"Alexander VAN DER BELLEN":         "Alexander Van der Bellen",
		"Bart DE WEVER":                    "Bart De Wever",
		"Américo d'Oliveira DOS RAMOS":     "Américo d'Oliveira dos Ramos",
		"Marcelo REBELO DE SOUSA":          "Marcelo Rebelo de Sousa",
		"Jose Ulisses CORREIA e SILVA":     "Jose Ulisses Correia e Silva",
		"Abdel Fattah EL-SISI":             "Abdel Fattah El-Sisi",
		"Mohammed al-MANFI":                "Mohammed al-Manfi",
		"Yousif AL OTAIBA":                 "Yousif Al Otaiba",
		"MUHAMMAD BIN ZAYID Al Nuhayyan":   "Muhammad bin Zayid Al Nuhayyan",
		"Munipoese MULI'AKA'AKA":           "Munipoese Muli'aka'aka",
		"TUIMALEALI'IFANO Va'aletoa II":    "Tuimaleali'ifano Va'aletoa II",
		"XI Jinping":                       "Xi Jinping",
		"LI Qiang":                         "Li Qiang",
		"KIM Jong Un":                      "Kim Jong Un",
		"CARL XVI GUSTAF":                  "Carl XVI Gustaf",
		"CHARLES III":                      "Charles III",
		"HANS-ADAM II":                     "Hans-Adam II",
		"Denis SASSOU-Nguesso":             "Denis Sassou-Nguesso",
		"Netumbo NANDI-NDAITWAH":           "Netumbo Nandi-Ndaitwah",
		"Dragan ŠUTANOVAC":                 "Dragan Šutanovac",
		"Jesper Møller SØRENSEN":           "Jesper Møller Sørensen",
		"Peter J.M. SQUIRES":               "Peter J.M. Squires",
		"Fadil S M OMAR":                   "Fadil S M Omar",
		"Leo Brent BOZELL III":             "Leo Brent Bozell III",
		"Albert BRYAN, Jr.":                "Albert Bryan Jr.",
		"Ahmad al-Shara'":                  "Ahmad al-Shara'",
		`Ferdinand "BongBong" MARCOS, Jr.`: "Ferdinand Marcos Jr.",
		"Samantha (Sam) MOSTYN":            "Samantha Mostyn",
	} {
		if got, ok := readName(text); !ok || got.Name != want {
			t.Errorf("%q is read as %q, want %q", text, got.Name, want)
		}
	}
	for text, want := range map[string]string{
		`Ferdinand "BongBong" MARCOS, Jr.`:         "BongBong Marcos Jr.",
		"Samantha (Sam) MOSTYN":                    "Sam Mostyn",
		"SONEXAY (also spelled SONXAI) Siphandon":  "Sonxai Siphandon",
		"Alejandro (Alec) Carlos Francisco OXFORD": "Alec Carlos Francisco Oxford",
	} {
		if got, _ := readName(text); !slices.Equal(got.Aliases, []string{want}) {
			t.Errorf("%q is also %q, want %q", text, got.Aliases, want)
		}
	}
	for _, text := range []string{"", "none", "12 people", "(vacant)", strings.Repeat("Ab ", 10), "A <b>"} {
		if got, ok := readName(text); ok {
			t.Errorf("%q is taken for the name %q", text, got.Name)
		}
	}
}

const charge = "Charg&eacute; d&rsquo;Affaires" //nolint:misspell // French, as the Factbook writes it

// brief is a holder as one line: title | name | since | until | marks.
func brief(h holder) string {
	line := h.title + " | " + h.person.Name + " | " + h.since.String()
	if !h.until.IsZero() {
		line += " | until " + h.until.String()
	}
	for mark, there := range map[string]bool{" | represents": h.represents, " | acting": h.acting,
		" | " + h.further + " " + h.furtherSince.String(): h.further != ""} {
		if there {
			line += mark
		}
	}
	return line
}

func TestOfficesAreTakenApart(t *testing.T) {
	for text, want := range map[string][]string{
		"President Ilham ALIYEV (since 31 October 2003)":        {"President | Ilham Aliyev | 2003-10-31"},
		"President Denis SASSOU-Nguesso (since 1997)":           {"President | Denis Sassou-Nguesso | 1997"},
		"Prime Minister ABIY Ahmed Ali (since April 2018)":      {"Prime Minister | Abiy Ahmed Ali | 2018-04"},
		"Prime Minister Samuel MATEKANE (28 October 2022)":      {"Prime Minister | Samuel Matekane | 2022-10-28"},
		"President Luong CUONG (since 21 Oct 2024)":             {"President | Luong Cuong | 2024-10-21"},
		"Acting Prime Minister Albin KURTI (since 15 Apr 2025)": {"Prime Minister | Albin Kurti | 2025-04-15 | acting"},
		"Prime Minister Manuel Osa Nsue Nsua (since 17 August 2024)          <br><br>": {
			"Prime Minister | Manuel Osa Nsue Nsua | 2024-08-17"},
		"S&eacute;bastien LECORNU (since 10 September 2025)": {" | Sébastien Lecornu | 2025-09-10"},
		"Michael RANDRIANIRINA (Col.)":                       {" | Michael Randrianirina | "},
		"(Ulu o Tokelau) Esera TUISANO (since 17 March 2025)": {
			"Ulu o Tokelau | Esera Tuisano | 2025-03-17"},
		"Taoiseach (Prime Minister) Michael MARTIN (since 23 January 2025)": {
			"Taoiseach (Prime Minister) | Michael Martin | 2025-01-23"},
		"President of the National Council for the Safeguard of the Homeland (CNSP) General Abdourahame TIANI (since 2023)": {
			"President of the National Council for the Safeguard of the Homeland (CNSP) | Abdourahame Tiani | 2023"},
		"King CHARLES III (since 8 September 2022); represented by Governor General Mary SIMON (since 26 July 2021)": {
			"King | Charles III | 2022-09-08", "Governor General | Mary Simon | 2021-07-26 | represents"},
		"President Emmanuel MACRON (since 14 May 2017), represented by Prefect Bruno ANDRE (since September 2023)": {
			"President | Emmanuel Macron | 2017-05-14", "Prefect | Bruno Andre | 2023-09 | represents"},
		"King FREDERIK X of Denmark (since 14 January 2024)":            {"King of Denmark | Frederik X | 2024-01-14"},
		"Lord of Mann King CHARLES III (since 8 September 2022)":        {"Lord of Mann | Charles III | 2022-09-08"},
		"Prime Minister Crown Prince SALMAN bin Hamad Al-Khalifa":       {"Prime Minister | Salman bin Hamad Al-Khalifa | "},
		"Crown Prince and Prime Minister MUHAMMAD BIN SALMAN":           {"Crown Prince and Prime Minister | Muhammad bin Salman | "},
		"King WACHIRALONGKON; also spelled Vajiralongkorn (since 2016)": {"King | Wachiralongkon | 2016"},
		"Prince HANS-ADAM II (since 13 November 1989, assumed executive powers on 26 August 1984)": {
			"Prince | Hans-Adam II | 1989-11-13"},
		"Chairperson of the Presidency Zeljko KOMSIC (chairperson since 16 July 2025; presidency member since " +
			"20 November 2018 - Croat seat); Denis BECIROVIC (presidency member since 16 November 2022 - Bosniak seat)": {
			"Chairperson of the Presidency | Zeljko Komsic | 2025-07-16 | Presidency member 2018-11-20",
			"Presidency member | Denis Becirovic | 2022-11-16"},
		"co-chiefs of state Captains Regent Matteo ROSSI and Lorenzo BUGLI (for the period 1 October 2025 - 31 March 2026)": {
			"Captain Regent | Matteo Rossi | 2025-10-01 | until 2026-03-31",
			"Captain Regent | Lorenzo Bugli | 2025-10-01 | until 2026-03-31"},
		"Co-prince Emmanuel MACRON (since 14 May 2017); represented by Patrick STROZDA (since 14 May 2017); and Co-prince " +
			"Archbishop Joan-Enric VIVES i Sicilia (since 12 May 2003)": {"Co-prince | Emmanuel Macron | 2017-05-14",
			" | Patrick Strozda | 2017-05-14 | represents", "Co-prince | Joan-Enric Vives i Sicilia | 2003-05-12"},
		"High Commissioner Lene JOHANSEN, chief administrative officer (since 15 May 2017) (2024)": {
			"High Commissioner | Lene Johansen | 2017-05-15"},
		"both reside in the UK and are represented by Commander Andrew WILLIAMS, RN, the officer commanding (since 2025)": {
			"officer commanding | Andrew Williams | 2025 | represents"},
		"Ambassador Henry V. JARDINE (since 22 February 2023) and " + charge + " Adham LOUTFI (since 2023)": {
			"Ambassador | Henry V. Jardine | 2023-02-22", "Chargé d'Affaires | Adham Loutfi | 2023"},
		"Ambassador (vacant) " + charge + " Marc WEINSTOCK (since August 2025)": {
			"Chargé d'Affaires | Marc Weinstock | 2025-08"},
		"Kenneth H&Oslash;EGH, Head of Representation (since 1 August 2021)": {
			"Head of Representation | Kenneth Høegh | 2021-08-01"},
	} {
		found, _ := readHolders(text)
		var got []string
		for _, h := range found {
			got = append(got, brief(h))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q\n is read as %q\n    want    %q", text, got, want)
		}
	}
}

func TestWhatIsNoHolderIsTold(t *testing.T) {
	for text, want := range map[string]unread{
		"President (vacant)": {"President (vacant)", "the office is vacant", false},
		"none":               {"none", "a remark that names no holder", true},
		"the US Ambassador to New Zealand is accredited to Samoa": {"the US Ambassador to New Zealand is accredited to Samoa",
			"a sentence, not an office with its holder", true},
		"it is managed by Director Raymond F. GREENE (since 2024)": {"it is managed by Director Raymond F. GREENE (since 2024)",
			"a sentence, not an office with its holder", false},
		"President 007 of 12": {"President 007 of 12", "no name could be read", false},
	} {
		found, left := readHolders(text)
		if len(found) != 0 || len(left) != 1 || left[0] != want {
			t.Errorf("%q: found %+v, left %+v; want %+v left", text, found, left, want)
		}
	}
	_, left := readHolders("Ambassador Odo TEVI (since 8 September 2017)<br>note - also Permanent Representative to the UN")
	if len(left) != 1 || left[0].value != "note - also Permanent Representative to the UN" || !left[0].remark {
		t.Errorf("a note is told as %+v", left)
	}
}

func TestListsAreTakenApart(t *testing.T) {
	found, introduction := readMemberships("Afghanistan is a member of the following: ADB, CIS (participating member, has not " +
		"signed the 1993 CIS charter), EITI (compliant country) (suspended), G- 9,&nbsp; WTO (2024), none")
	var got []string
	for _, m := range found {
		got = append(got, m.abbreviation+"="+m.bracket)
	}
	want := []string{"ADB=", "CIS=participating member, has not signed the 1993 CIS charter", "EITI=suspended", "G-9=",
		"WTO=2024"}
	if !slices.Equal(got, want) || introduction != "Afghanistan is a member of the following" {
		t.Errorf("memberships are %q after %q; want %q", got, introduction, want)
	}
	borders, left := readBorders("Spain (Ceuta) 8 km and Spain (Melilla) 10.5 km; Mali 1,359 km, Chad 1556 km; " +
		"Canada 8,891 km (including 2,475 km with Alaska); the sea")
	got = nil
	for _, b := range borders {
		name, detail := b.neighbour()
		got = append(got, name+": "+b.text(detail))
	}
	want = []string{"Spain: Land border of 8 km (Ceuta).", "Spain: Land border of 10.5 km (Melilla).",
		"Mali: Land border of 1,359 km.", "Chad: Land border of 1556 km.",
		"Canada: Land border of 8,891 km (including 2,475 km with Alaska)."}
	if !slices.Equal(got, want) || !slices.Equal(left, []string{"the sea"}) {
		t.Errorf("borders are %q, left %q; want %q", got, left, want)
	}
	treaties, left := readTreaties("Antarctic- Marine Living Resources, Air Pollution-Sulfur 94, Moon Dust")
	if len(treaties) != 2 || treaties[0].id != "antarctic-marine-living-resources-convention" ||
		treaties[1].id != "lrtap-sulphur-protocol-1994" || !slices.Equal(left, []string{"Moon Dust"}) {
		t.Errorf("treaties are %+v, left %q", treaties, left)
	}
	if none, left := readTreaties("none of the selected agreements"); len(none)+len(left) != 0 {
		t.Errorf("none is %v, %v", none, left)
	}
}
