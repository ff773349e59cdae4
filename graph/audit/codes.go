package audit

// Severity says how bad a finding is.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the graph is not what a load leaves behind, or says what no dataset can
	Warning Severity = "warning" // facts that contradict each other
	Note    Severity = "note"    // worth a look
)

func (s Severity) order() int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	case Note:
	}
	return 2
}

// Code names a sort of finding, for programs.
type Code string

// The codes. Of storage, found by an [Inspector]:
const (
	Schema     Code = "schema"
	Marker     Code = "marker"
	Unfinished Code = "unfinished"
	Unsettled  Code = "unsettled"
	Unreadable Code = "unreadable"
	Duplicate  Code = "duplicate"
	ID         Code = "id"
	Derived    Code = "derived"
	Degree     Code = "degree"
	Stray      Code = "stray"
	Extra      Code = "extra"
)

// Of what is stored:
const (
	Dataset      Code = "dataset"
	NoSource     Code = "no-source"
	NoRecord     Code = "no-record"
	Empty        Code = "empty"
	Ends         Code = "ends"
	NotPermitted Code = "not-permitted"
	TurnedRound  Code = "turned-round"
)

// Of what is said:
const (
	Conflict      Code = "conflict"
	EndsFirst     Code = "ends-first"
	MemberOutside Code = "member-outside"
	Outside       Code = "outside"
	Overlap       Code = "overlap"
	OfficeTwice   Code = "office-twice"
	CodeTwice     Code = "code-twice"
	FormerID      Code = "former-id"
	Changed       Code = "changed"
	Outlives      Code = "outlives"
	OpenSpell     Code = "open-spell"
	SharedOffice  Code = "shared-office"
	NoPlace       Code = "no-place"
	UnusedSource  Code = "unused-source"
	Idle          Code = "idle-correction"
)

// kind is what is said of all findings of a code.
type kind struct {
	code      Code
	severity  Severity
	what, fix string
}

// again is how what a load derives is derived anew: a load that finds its rows unchanged does not write them.
const again = "unload one of the datasets that it has (coopgraph unload NAME) and load it again, which writes it anew"

// recount sets all degrees.
const recount = "MATCH (n:Entity) SET n.degree = COUNT { MATCH (n)--(o:Entity) WHERE o <> n RETURN DISTINCT o } " +
	"REMOVE n:Unsettled"

// kinds lists the codes in the order of a report.
var kinds = []kind{
	{Schema, Error, "constraints and indexes that are missing",
		"run the statement in Neo4j Browser; where it fails since there are doubles, mend these first"},
	{Marker, Error, "the node with the revision is missing or there twice",
		"load any dataset, which makes it anew; of two delete one"},
	{Unfinished, Error, "loads that were cut short", "run the load of the dataset again, which completes it"},
	{Unreadable, Error, "elements that are not in the form that a load writes",
		"delete the element in Neo4j Browser (DETACH DELETE) and load its datasets again"},
	{Duplicate, Error, "ids that several elements have",
		"delete all but one in Neo4j Browser, and load the datasets again"},
	{ID, Error, "ids that do not fit what they are of",
		"somebody changed it by hand: delete the element in Neo4j Browser (DETACH DELETE) and load its datasets again"},
	{Derived, Error, "properties that do not agree with what the datasets say",
		"somebody changed it by hand, or an older coopgraph wrote it: " + again},
	{Unsettled, Error, "entities whose degree was not counted at the end of a load", "run in Neo4j Browser: " + recount},
	{Degree, Error, "degrees that are not the number of neighbours", "run in Neo4j Browser: " + recount},
	{Dataset, Error, "datasets that are not as they were recorded",
		"load the dataset again; if it is said to be unchanged, unload it first"},
	{NoSource, Error, "facts without a source", "add the source to sources.csv of the dataset and load it again"},
	{NoRecord, Error, "entities that a dataset names and does not have",
		"give the entity a row in the dataset and load it again"},
	{Empty, Error, "entities of which no dataset says anything, relationships without a claim, claims that say nothing",
		"delete the element in Neo4j Browser (DETACH DELETE) and load its datasets again"},
	{Ends, Error, "relationships between kinds that their type does not join",
		"correct the row in the dataset and load it again"},
	{NotPermitted, Error, "roles, titles, statuses and shares that their type does not have",
		"correct the row in the dataset and load it again"},
	{TurnedRound, Error, "claims and entities that end before they begin",
		"correct the row in the dataset and load it again"},
	{Stray, Warning, "nodes and relationships that no load wrote",
		"delete them, or keep what is your own in another database: questions may count them and never show them"},
	{Conflict, Warning, "claims that contradict each other",
		"find out who is right; a dataset of your own can withdraw the wrong claim (column withdraws)"},
	{EndsFirst, Warning, "relationships that by their claims together end before they begin", "as for a conflict"},
	{Overlap, Warning, "spells of one relationship that surely overlap",
		"see whether the two are one spell under two keys, or a date is wrong"},
	{OfficeTwice, Warning, "people in one office twice at once", "see whether the two are one spell, or a date is wrong"},
	{MemberOutside, Warning, "memberships before or after the organisation or the member existed",
		"see which date is wrong, or whether a predecessor or successor is meant"},
	{Outside, Warning, "other relationships before or after one of their ends existed", "as for memberships"},
	{CodeTwice, Warning, "codes that several entities have",
		"see whether the two are one, or leave the code to one of them"},
	{FormerID, Warning, "former ids that an entity has today, or that several entities had",
		"an id leads to the entity that has it, and else to the first that had it: see which is meant, and take the former " +
			"id out of the other's column formerly"},
	{Changed, Note, "shares and statuses that differ from one day to another",
		"both may be true: shown is that of the strongest, then latest claim; spells tell them apart"},
	{Outlives, Note, "relationships without an end whose one end exists no more", "give them an until where it is known"},
	{OpenSpell, Note, "spells without an end that run on into a later one",
		"give the earlier one its until where it is known"},
	{SharedOffice, Note, "offices for one that several held at once", "see whether the office is one, or a date is wrong"},
	{NoPlace, Note, "countries with no border and no coordinates", "add the coordinates where they are known"},
	{UnusedSource, Note, "sources that nothing refers to", "remove the row from sources.csv if it is not kept on purpose"},
	{Idle, Note, "corrections of which nothing of the relationship is there to withdraw",
		"see whether the correction's key is the claim's own, and whether that dataset is loaded"},
	{Extra, Note, "properties and labels that no load wrote",
		"keep in mind that the next load of the element removes them"},
}
