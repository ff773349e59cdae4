package loader

import (
	"strings"

	"coopgraph/graph"
)

var relationshipSchema = schema{
	required: []string{"type", "from", "to", "source", "claim", "confidence"},
	optional: []string{"role", "title", "spell", "since", "until", "observed", "status", "share", "locator", "said_by",
		"withdraws"},
	long: []string{"claim", "locator"},
}

// relationshipColumns are the columns of relationships.csv.
type relationshipColumns struct {
	typ, from, to, role, title, spell, since, until, observed            column
	status, share, source, locator, claim, confidence, saidBy, withdraws column
}

// relationshipRows reads relationships.csv, of which every row is one claim.
func (c *checker) relationshipRows(t *table) func(row) {
	at := relationshipColumns{typ: t.column("type"), from: t.column("from"), to: t.column("to"), role: t.column("role"),
		title: t.column("title"), spell: t.column("spell"), since: t.column("since"), until: t.column("until"),
		observed: t.column("observed"), status: t.column("status"), share: t.column("share"), source: t.column("source"),
		locator: t.column("locator"), claim: t.column("claim"), confidence: t.column("confidence"),
		saidBy: t.column("said_by"), withdraws: t.column("withdraws")}
	return func(r row) {
		info, known := r.relationshipType(at.typ)
		key, whole := c.key(r, at, info, known)
		claim := c.claim(r, at, info, known)
		if whole {
			c.keep(r, at, key, &claim)
		}
	}
}

// relationshipType reads a type. It is kept in upper case, in whatever case it is written.
func (r row) relationshipType(c column) (graph.TypeInfo, bool) {
	s, ok := r.needed(c, "write a type such as "+string(graph.MemberOf))
	if !ok {
		return graph.TypeInfo{}, false
	}
	if t := graph.Type(s); t.Valid() {
		return t.Info(), true
	}
	t, err := graph.ParseType(s)
	if err != nil {
		r.oneOf(c, "relationship type", graph.TypeNames())
		return graph.TypeInfo{}, false
	}
	return t.Info(), true
}

// key reads what makes the relationship the one it is, and reports false where that cannot be told.
func (c *checker) key(r row, at relationshipColumns, info graph.TypeInfo, known bool) (graph.RelationshipKey, bool) {
	from, fromKind, fromOK := c.entity(r, at.from)
	to, toKind, toOK := c.entity(r, at.to)
	if !known || !fromOK || !toOK {
		return graph.RelationshipKey{}, false
	}
	if !info.Joins(fromKind, toKind) {
		fix := "write " + info.EndsText()
		if info.Joins(toKind, fromKind) {
			fix = "exchange from and to; it leads " + info.EndsText()
		}
		r.problem(at.from, fix, "%s does not lead from %s to %s", info.Type, fromKind, toKind)
	}
	key := graph.RelationshipKey{Type: info.Type, From: from, To: to, Role: r.get(at.role),
		Title: r.get(at.title), Spell: r.get(at.spell)}
	switch {
	case key.Role == "":
	case info.Role == "":
		r.problem(at.role, "leave it empty, or say it in the claim", "%s has no role", info.Type)
	case len(info.Roles) > 0:
		r.oneOf(at.role, "role of "+string(info.Type), info.Roles)
	}
	if key.Title != "" && !info.Titled {
		r.problem(at.title, "leave it empty, or say it in the claim", "%s has no title", info.Type)
	}
	return key.Canonical(), true
}

// claim reads what one source says of the relationship.
func (c *checker) claim(r row, at relationshipColumns, info graph.TypeInfo, known bool) graph.Claim {
	claim := graph.Claim{Dataset: c.d.Info.Name, Locator: r.get(at.locator), Observed: r.date(at.observed),
		Share: r.within(at.share, 0, 100, "a share in percent")}
	var published graph.Date
	claim.Text, _ = r.needed(at.claim, "say in your own words what the source says")
	if id, ok := r.needed(at.source, "name the source by its id in "+sourcesFile+"; no fact without one"); ok {
		published = c.source(r, at.source, id)
		claim.Source = id
	}
	if s, ok := r.needed(at.confidence, "write documented, reported or inferred"); ok {
		claim.Confidence = graph.Confidence(s)
		r.oneOf(at.confidence, "confidence", graph.ConfidenceNames())
	}
	if r.get(at.saidBy) != "" {
		id, _, _ := c.entity(r, at.saidBy)
		claim.SaidBy = id
	}
	claim.Status = r.get(at.status)
	claim.Since, claim.Until = r.interval(at.since, at.until)
	if known {
		r.permitted(at, info, &claim)
	}
	if r.get(at.withdraws) != "" {
		r.withdrawal(at, &claim)
	} else if r.get(at.observed) == "" && seenThen(&claim, published) {
		claim.Observed = published
	}
	return claim
}

// seenThen reports whether a source of this date can have seen the claim hold: one that tells of the past, or of what
// is to come, did not.
func seenThen(c *graph.Claim, published graph.Date) bool {
	claimed := graph.Interval{From: c.Since.First(), To: c.Until.Last()}
	return !published.IsZero() && claimed.Overlaps(graph.Interval{From: published.First(), To: published.Last()})
}

// withdrawal reads what a correction withdraws. It says nothing else of the relationship.
func (r row) withdrawal(at relationshipColumns, claim *graph.Claim) {
	claim.Withdraws = r.get(at.withdraws)
	dataset, source, one := strings.Cut(claim.Withdraws, "/")
	if !slug.MatchString(dataset) || one && graph.CheckSourceID(source) != nil {
		r.problem(at.withdraws, "write the name of a dataset, such as factbook, or with one of its sources, such as "+
			"factbook/factbook-aj", "%s names no claims", quote(claim.Withdraws))
	}
	for _, c := range []column{at.since, at.until, at.observed, at.status, at.share} {
		if r.get(c) != "" {
			r.problem(c, "leave it empty, and say what is right in a row of its own", "a row that withdraws claims nothing itself")
		}
	}
	claim.Since, claim.Until, claim.Observed = graph.Date{}, graph.Date{}, graph.Date{}
	claim.Status, claim.Share = "", nil
}

// permitted holds a claim against what its type carries, and ends a momentary one on the day on which it begins.
func (r row) permitted(at relationshipColumns, info graph.TypeInfo, claim *graph.Claim) {
	switch {
	case claim.Status == "":
	case len(info.Statuses) == 0:
		r.problem(at.status, "leave it empty, or say it in the claim", "%s has no status", info.Type)
	default:
		r.oneOf(at.status, "status of "+string(info.Type), info.Statuses)
	}
	if claim.Share != nil && !info.Shared {
		r.problem(at.share, "leave it empty, or say it in the claim", "%s has no share", info.Type)
	}
	if !info.Momentary || r.get(at.since) != "" && claim.Since.IsZero() {
		return
	}
	if !claim.Until.IsZero() && claim.Until != claim.Since && claim.Until.Last() >= claim.Since.First() {
		r.problem(at.until, "write the same date as in since, or leave until empty",
			"%s is of one occasion, so until must equal since", info.Type)
	}
	claim.Until = claim.Since
}

// keep adds a claim to the contents.
func (c *checker) keep(r row, at relationshipColumns, key graph.RelationshipKey, claim *graph.Claim) {
	c.keyBuf = relationKey(c.keyBuf[:0], key.Type, c.idOf(key))
	c.textBuf = appendClaim(c.textBuf[:0], key, claim, r.place(at.typ))
	c.put(c.claims, c.keyBuf, c.textBuf)
	c.rows++
}
