package ftm

import "strings"

// sort is what becomes of the entities of a schema.
type sort int

const (
	other sort = iota // left out
	person
	organisation
	position
	edge
)

var sorts = map[string]sort{
	"Person": person, "Organization": organisation, "Company": organisation, "PublicBody": organisation,
	"LegalEntity": organisation, "Position": position, "Occupancy": edge, "Membership": edge, "Directorship": edge,
	"Ownership": edge, "Succession": edge,
}

// ancestors gives the schemas that the one refines, of those that become the same here. Fragments of one entity may be of
// a schema and of one that refines it.
var ancestors = map[string][]string{
	"Person": {"LegalEntity"}, "Organization": {"LegalEntity"}, "PublicBody": {"Organization", "LegalEntity"},
	"Company": {"Organization", "LegalEntity"},
}

// private are the schemas that tell of people's private ties.
var private = map[string]bool{"Family": true, "Associate": true, "UnknownLink": true, "Similar": true}

// things are the further schemas of FollowTheMoney that an owner may own or a tie may lead to.
const things = `Address Airplane Article Asset Audio BankAccount CallForTenders Contract CourtCase CryptoWallet Document Email
	Event Folder HyperText Image License Message Note Package Page Pages PlainText Project RealEstate Security Table
	Territory Thing TaxRoll Trip UserAccount Vehicle Vessel Video Workbook`

// ties are the further schemas without a counterpart that nothing leads to.
const ties = `Call ContractAward Control CourtCaseParty Debt Documentation EconomicActivity Employment Identification Interest
	Interval Mention Passport Payment ProjectParticipant Representation Risk Sanction Value Analyzable`

var known = func() map[string]bool {
	all := map[string]bool{}
	for _, name := range strings.Fields(things) {
		all[name] = true
	}
	for _, name := range strings.Fields(ties) {
		all[name] = false
	}
	return all
}()

// whyNot says why entities of a schema are left out.
func whyNot(schema string) string {
	if private[schema] {
		return "people appear in their public roles only"
	}
	if _, ok := known[schema]; ok {
		return "the graph has nothing of the kind"
	}
	return "the schema is unknown"
}

// wanted lists the properties that are read, by what becomes of the entity.
var wanted = map[sort][]string{
	person: {"name", "alias", "topics", "wikidataId"},
	organisation: {"name", "alias", "previousName", "abbreviation", "topics", "wikidataId", "country", "jurisdiction",
		"mainCountry", "incorporationDate", "dissolutionDate"},
	position: {"name", "country", "organization", "subnationalArea"},
	edge: {"holder", "post", "member", "organization", "director", "owner", "asset", "predecessor", "successor", "role",
		"status", "percentage", "startDate", "endDate", "date", "periodStart", "periodEnd", "declarationDate", "sourceUrl"},
}
