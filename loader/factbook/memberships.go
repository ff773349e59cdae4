package factbook

import "strings"

// membership is one entry of the field on organisations.
type membership struct {
	abbreviation string
	bracket      string // what stands in brackets after it, the last of several
	value        string
}

// readMemberships reads "ADB, CE, IHO (pending member), OAS (observer)". What stands before a colon is an
// introduction.
func readMemberships(text string) (found []membership, introduction string) {
	text = plain(text)
	if before, after, ok := strings.Cut(text, ": "); ok && strings.Contains(before, " ") {
		introduction, text = before, after
	}
	for _, part := range cut(text, ",;") {
		m := membership{abbreviation: part, value: part}
		for b, ok := lastBracket(m.abbreviation); ok && b.after == "" && b.before != ""; b, ok = lastBracket(m.abbreviation) {
			if m.bracket == "" {
				m.bracket = b.inside
			}
			m.abbreviation = b.before
		}
		m.abbreviation = strings.ReplaceAll(m.abbreviation, "- ", "-")
		if m.abbreviation != "none" {
			found = append(found, m)
		}
	}
	return found, introduction
}

// standing is what a bracket means for a membership: a status of the graph, or the reason for leaving it out.
type standing struct{ status, reason string }

const (
	notTheState  = "national bodies take part, not the state"
	notYetMember = "a candidate, not a member"
	signedOnly   = "has signed the founding treaty and is no member"
)

// standings are the brackets that the Factbook writes.
var standings = map[string]standing{
	"":                     {status: "member"},
	"nonregional member":   {status: "member"}, // of a regional development bank
	"nonregional members":  {status: "member"},
	"regional":             {status: "member"},
	"permanent":            {status: "member"}, // of the Security Council
	"temporary":            {status: "member"},
	"compliant country":    {status: "member"}, // of the transparency initiative EITI
	"implementing country": {status: "member"},
	"Chinese Taipei":       {status: "member"}, // the name under which Taiwan takes part
	"2024":                 {status: "member"},
	"associate":            {status: "associate"},
	"associate member":     {status: "associate"},
	"associated member":    {status: "associate"},
	"associate member, has not ratified the 1993 CIS charter although it participates in meetings and held the " +
		"chairmanship of the CIS in 2012": {status: "associate"},
	"participating member, has not signed the 1993 CIS charter": {status: "associate"},
	"correspondent":             {status: "associate"}, // classes of members of ISO without a vote
	"subscriber":                {status: "associate"},
	"observer":                  {status: "observer"},
	"associate observer":        {status: "observer"},
	"partner":                   {status: "partner"},
	"partners":                  {status: "partner"},
	"dialogue partner":          {status: "partner"},
	"dialogue member":           {status: "partner"},
	"sectoral dialogue partner": {status: "partner"},
	"cooperating state":         {status: "partner"}, // of the European Space Agency
	"enhanced engagement":       {status: "partner"}, // of the OECD, which now says key partner
	"suspended":                 {status: "suspended"},
	"temporarily suspended":     {status: "suspended"},
	"excluded from formal participation since 1962": {status: "suspended"},
	"NGOs":                {reason: notTheState},
	"national committees": {reason: notTheState},
	"candidate":           {reason: notYetMember},
	"candidates":          {reason: notYetMember},
	"candidate country":   {reason: notYetMember},
	"accession candidate": {reason: notYetMember},
	"pending member":      {reason: notYetMember},
	"signatory":           {reason: signedOnly},
	"de facto member":     {reason: "takes part without being a party"},
	"subbureau":           {reason: "a bureau under that of another member"},
}
