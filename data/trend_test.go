package data

import (
	"slices"
	"strings"
	"testing"

	"coopgraph/graph/names"
)

const report = "trend-2024-06-27"

// named lists what the report names, with the forms under which somebody who has read it would search.
var named = map[string][]string{
	"country:aze":                    {"Azerbaijan"},
	"country:geo":                    {"Georgia"},
	"country:arm":                    {"Armenia"},
	"official:jeyhun-bayramov":       {"Jeyhun Bayramov"},
	"official:ilia-darchiashvili":    {"Ilia Darchiashvili"},
	"organisation:mfa-aze":           {"Azerbaijani Foreign Ministry", "Ministry of Foreign Affairs of Azerbaijan"},
	"organisation:mfa-geo":           {"Georgian Foreign Ministry", "Ministry of Foreign Affairs of Georgia"},
	"organisation:trend-news-agency": {"Trend", "Trend News Agency"},
	"organisation:un":                {"UN", "United Nations"},
	"organisation:osce":              {"OSCE"},
	"organisation:council-of-europe": {"Council of Europe"},
	"organisation:oic":               {"OIC"},
	"organisation:guam":              {"GUAM"},
	"organisation:unfccc":            {"UN Framework Convention on Climate Change", "UNFCCC"},
	"organisation:joint-commission-aze-geo": {"Joint Intergovernmental Commission",
		"Joint Intergovernmental Commission on Economic Cooperation between Azerbaijan and Georgia"},
	"project:btc":                   {"BTC", "Baku–Tbilisi–Ceyhan (BTC) pipeline", "Baku-Tbilisi-Ceyhan pipeline"},
	"project:southern-gas-corridor": {"Southern Gas Corridor"},
	"project:btk":                   {"BTK", "Baku-Tbilisi-Kars (BTK) railway", "Baku–Tbilisi–Kars railway"},
	"project:black-sea-cable":       {"Black Sea green energy cable"},
	"event:bayramov-tbilisi-2024":   {"Visit of Jeyhun Bayramov to Georgia"},
	"event:bayramov-darchiashvili-2024": {"Meeting of Jeyhun Bayramov and Ilia Darchiashvili",
		"Meeting of the foreign ministers of Azerbaijan and Georgia, 27 June 2024"},
	"event:bayramov-darchiashvili-2024-one-on-one": {"One-on-one meeting of Jeyhun Bayramov and Ilia Darchiashvili"},
	"event:bayramov-darchiashvili-2024-extended":   {"Extended meeting of Jeyhun Bayramov and Ilia Darchiashvili"},
	"event:bayramov-darchiashvili-2024-press":      {"Press conference of Jeyhun Bayramov and Ilia Darchiashvili"},
	"event:cop29": {"COP29", "29th session of the Conference of the Parties",
		"29th session of the Conference of the Parties to the UN Framework Convention on Climate Change"},
	"agreement:arm-aze-peace-agreement":  {"peace agreement"},
	"area:peace-process":                 {"peace process", "peace agenda"},
	"area:strategic-partnership-aze-geo": {"strategic partnership"},
	"area:politics":                      {"politics"},
	"area:security":                      {"security"},
	"area:defence":                       {"defense", "defence"},
	"area:economy":                       {"economy"},
	"area:trade":                         {"trade"},
	"area:energy":                        {"energy"},
	"area:transport":                     {"transport"},
	"area:communications":                {"communications"},
	"area:culture":                       {"culture", "cultural exchange"},
	"area:humanitarian":                  {"humanitarian cooperation", "humanitarian partnership"},
	"area:education":                     {"education"},
	"area:sports":                        {"sports"},
	"area:investment":                    {"investment"},
	"area:political-consultations":       {"political consultation mechanisms"},
	"area:high-level-political-dialogue": {"high-level political dialogue"},
	"area:diplomatic-missions":           {"diplomatic missions"},
	"area:consular-activities":           {"consular activities"},
	"area:multilateral-platforms":        {"multilateral platforms"},
	"area:energy-project-protection":     {"critical energy projects"},
	"area:security-threats":              {"regional and global security threats"},
	"area:economic-integration":          {"economic integration"},
}

func TestTheReportsNamesAreFoundAsThemselves(t *testing.T) {
	d := read(t, report)
	entities := d.all()
	for id, forms := range named {
		r, there := entities[id]
		if !there || r["sources"] != report {
			t.Errorf("%s: not there, or without the report as its source: %s", id, r)
		}
		for _, form := range forms {
			if found := exactly(form, entities); len(found) != 1 || found[0] != id {
				t.Errorf("%q finds %s as itself; it names %s", form, found, id)
			}
		}
	}
}

// all gives the entities of every kind by id.
func (d *dataset) all() map[string]record {
	entities := map[string]record{}
	for id := range d.entities {
		kind, _, _ := strings.Cut(id, ":")
		for _, r := range d.tables[kind] {
			entities[r["id"]] = r
		}
	}
	return entities
}

// exactly lists the entities of which the text is a whole name.
func exactly(text string, entities map[string]record) []string {
	var found []string
	for id, r := range entities {
		all := append(strings.Split(r["aliases"], "|"), r["name"])
		if match, ok := names.Best(text, all); ok && match.Score == 1 {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	return found
}

// said lists facts that the report states and the paragraph that states them.
var said = []struct{ kind, from, to, role, title, paragraph, by string }{
	{"HOLDS_OFFICE", "official:jeyhun-bayramov", "country:aze", "", "Minister of Foreign Affairs", "1", ""},
	{"HOLDS_OFFICE", "official:jeyhun-bayramov", "organisation:mfa-aze", "", "Minister of Foreign Affairs", "1", ""},
	{"HOLDS_OFFICE", "official:ilia-darchiashvili", "country:geo", "", "Minister of Foreign Affairs", "1", ""},
	{"HOLDS_OFFICE", "official:ilia-darchiashvili", "organisation:mfa-geo", "", "Minister of Foreign Affairs", "1", ""},
	{"PART_OF_EVENT", "event:bayramov-darchiashvili-2024", "event:bayramov-tbilisi-2024", "", "", "1", ""},
	{"PART_OF", "organisation:joint-commission-aze-geo", "country:geo", "commission between", "", "6", ""},
	{"CHAIRS", "country:aze", "event:cop29", "", "", "10", ""},
	{"CONCERNS", "event:cop29", "organisation:unfccc", "session of its parties", "", "10", ""},
	{"DISPUTES_WITH", "country:arm", "country:aze", "territorial claims in constitution and legislative acts (as alleged)",
		"", "12", "official:jeyhun-bayramov"},
}

// fields are the roles in which the two states are said to cooperate.
var fields = []string{"strategic partnership", "politics", "security", "defence", "economy", "trade", "energy", "transport",
	"communications", "culture", "humanitarian cooperation", "education", "sports", "investment",
	"political consultation mechanisms", "high-level political dialogue", "protection of critical energy projects",
	"mutual support in the UN", "mutual support in the OSCE", "mutual support in the Council of Europe",
	"mutual support in the OIC", "mutual support in GUAM"}

func TestTheReportsFactsAreThere(t *testing.T) {
	rows := read(t, report).tables["relationships"]
	for _, s := range said {
		if !slices.ContainsFunc(rows, func(r record) bool {
			return r["type"] == s.kind && r["from"] == s.from && r["to"] == s.to && r["role"] == s.role &&
				r["title"] == s.title && r["locator"] == "paragraph "+s.paragraph && r["said_by"] == s.by
		}) {
			t.Errorf("not there: %v", s)
		}
	}
	for _, field := range fields {
		if !slices.ContainsFunc(rows, func(r record) bool {
			return r["type"] == "COOPERATES_WITH" && r["from"] == "country:aze" && r["to"] == "country:geo" && r["role"] == field
		}) {
			t.Errorf("Azerbaijan and Georgia do not cooperate in %q", field)
		}
	}
}

// The report neither says who is a member of what, nor that a peace agreement was signed.
func TestNothingElseIsPutIntoTheReportsMouth(t *testing.T) {
	for _, r := range read(t, report).tables["relationships"] {
		if r["type"] == "MEMBER_OF" || r["type"] == "PARTY_TO" || r["confidence"] == "documented" || r["source"] != report {
			t.Errorf("the report does not say: %s", r)
		}
	}
}
