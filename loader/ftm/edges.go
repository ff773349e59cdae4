package ftm

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
)

const occupancy = "Occupancy"

// draft makes claims of a relationship, or leaves it out.
func (c *converter) draft(e *entity) {
	switch e.schema {
	case occupancy:
		c.occupancy(e)
	case "Membership":
		c.tie(e, tie{typ: graph.MemberOf, from: "member", to: "organization", starts: []sort{organisation},
			why: "a person's membership has no counterpart: MEMBER_OF leads from states and organisations"})
	case "Directorship":
		c.tie(e, tie{typ: graph.Directs, from: "director", to: "organization", starts: []sort{person},
			why: "the director is no person: DIRECTS leads from people"})
	case "Ownership":
		c.tie(e, tie{typ: graph.Owns, from: "owner", to: "asset", starts: []sort{person, organisation}})
	case "Succession":
		c.tie(e, tie{typ: graph.Succeeds, from: "successor", to: "predecessor", starts: []sort{organisation},
			why: "people do not succeed each other here"})
	}
}

// tie says what a schema becomes.
type tie struct {
	typ      graph.Type
	from, to string // properties
	starts   []sort // that it may lead from
	why      string // it may not lead from others
}

// end gives the entity that a property names, or says why there is none.
func (c *converter) end(e *entity, prop string) (*entity, string) {
	ids := e.props[prop]
	switch {
	case len(ids) == 0:
		return nil, "it has no " + prop
	case len(ids) > 1:
		return nil, "it has several of " + prop + ", and which belong together is not told"
	}
	o := c.entities[ids[0]]
	switch schema := c.things[ids[0]]; {
	case o == nil && schema != "":
		return nil, fmt.Sprintf("its %s is of the schema %s, of which the graph has nothing", prop, schema)
	case o == nil:
		return nil, "its " + prop + " is not in the file"
	case o.fault != "":
		return nil, "its " + prop + " was left out"
	}
	return o, ""
}

func (c *converter) tie(e *entity, t tie) {
	from, to, value, why := c.ends(e, t)
	if why != "" {
		c.fail(e, value, why)
		return
	}
	row := dataset.Row{RelationshipKey: graph.RelationshipKey{Type: t.typ}}
	role := strings.Join(e.props["role"], " / ")
	row.Text = from.name() + " " + t.typ.Info().Verb + " " + to.name()
	switch t.typ {
	case graph.Directs:
		row.Title = role
	case graph.MemberOf:
		if row.Status = status(e); row.Status != "" && row.Status != "member" {
			row.Text = fmt.Sprintf("%s has the status %q in %s", from.name(), row.Status, to.name())
		}
	case graph.Owns:
		row.Share = c.share(e, &row)
	default: // carries nothing more
	}
	if role != "" {
		row.Text += " (" + role + ")"
	}
	row.Text += "."
	since, until := e.props["startDate"], e.props["endDate"]
	if len(since) == 0 && len(until) == 0 && t.typ == graph.Succeeds {
		since = e.props["date"]
	}
	// A former membership can be told without the day on which it ended; nothing else can.
	c.claims(e, row, from, to, since, until, over(e) && row.Status != "former")
}

// ends gives the two ends of a relationship, or why it cannot be one, and the value at fault.
func (c *converter) ends(e *entity, t tie) (from, to *entity, value, why string) {
	if from, why = c.end(e, t.from); why != "" {
		return nil, nil, strings.Join(e.props[t.from], ", "), why
	}
	if to, why = c.end(e, t.to); why != "" {
		return nil, nil, strings.Join(e.props[t.to], ", "), why
	}
	switch {
	case !slices.Contains(t.starts, from.sort):
		return nil, nil, from.schema, cmp.Or(t.why, "its "+t.from+" is neither a person nor an organisation")
	case to.sort != organisation:
		return nil, nil, to.schema, "its " + t.to + " is no organisation"
	case from.ours != "" && from.ours == to.ours:
		return nil, nil, from.ours, "it leads to where it comes from"
	}
	return from, to, "", ""
}

// status is that of a membership where it, or the role, is a word of ours.
func status(e *entity) string {
	for _, word := range slices.Concat(e.props["status"], e.props["role"]) {
		if word = strings.ToLower(word); slices.Contains(graph.MemberOf.Info().Statuses, word) {
			return word
		}
	}
	return ""
}

// share reads a percentage. What is no single number stands in the claim.
func (c *converter) share(e *entity, row *dataset.Row) *float64 {
	given := e.props["percentage"]
	if len(given) == 0 {
		return nil
	}
	if len(given) == 1 {
		n, ok := fit.Number(strings.TrimSpace(strings.TrimSuffix(given[0], "%")))
		if ok && n >= 0 && n <= 100 {
			row.Text += ", " + strconv.FormatFloat(n, 'f', -1, 64) + " percent"
			return &n
		}
	}
	row.Text += ", with a percentage given as " + strings.Join(given, " and ")
	return nil
}

// over reports whether a relationship is said to have ended.
func over(e *entity) bool {
	return slices.ContainsFunc(e.props["status"], func(s string) bool {
		return slices.Contains([]string{"ended", "former", "inactive", "ceased", "resigned"}, strings.ToLower(s))
	}) && !slices.Contains(e.props["status"], "current")
}

// occupancy makes an office of a position that a person holds.
func (c *converter) occupancy(e *entity) {
	holder, why := c.end(e, "holder")
	if why == "" && holder.sort != person {
		why = "its holder is no person"
	}
	if why != "" {
		c.fail(e, strings.Join(e.props["holder"], ", "), why)
		return
	}
	post, why := c.end(e, "post")
	if why == "" && post.sort != position {
		why = "its post is no position"
	}
	if why != "" {
		c.fail(e, strings.Join(e.props["post"], ", "), why)
		return
	}
	since, until, term := e.props["startDate"], e.props["endDate"], ""
	if len(since) == 0 && len(e.props["periodStart"]) > 0 {
		since, term = e.props["periodStart"], "; the dates are those of the term"
	}
	if len(until) == 0 && len(e.props["periodEnd"]) > 0 {
		until, term = e.props["periodEnd"], "; the dates are those of the term"
	}
	row := dataset.Row{RelationshipKey: graph.RelationshipKey{Type: graph.HoldsOffice, Title: post.name()}}
	verb := "holds or held"
	switch {
	case over(e):
		verb = "held"
	case slices.Contains(e.props["status"], "current"):
		verb = "holds"
	}
	row.Text = fmt.Sprintf("%s %s the position %q", holder.name(), verb, post.name())
	if area := post.props["subnationalArea"]; len(area) > 0 {
		row.Text += " (" + strings.Join(area, ", ") + ")"
	}
	row.Text += term + "."
	to, id, why := c.place(post, since)
	if why != "" {
		c.fail(e, post.name(), why)
		return
	}
	row.To = id
	c.claims(e, row, holder, to, since, until, over(e))
}

// place is where a position is held: the organisation that it names, else its country.
func (c *converter) place(post *entity, since []string) (*entity, string, string) {
	if len(post.props["organization"]) > 0 {
		if o, why := c.end(post, "organization"); why == "" && o.sort == organisation {
			return o, "", ""
		}
	}
	codes := post.props["country"]
	switch {
	case len(codes) == 0:
		return nil, "", "the position names neither a country nor an organisation of the file"
	case len(codes) > 1:
		return nil, "", "the position names several countries (" + strings.Join(codes, ", ") + "), and whose office it is is not told"
	}
	id, why := c.country(codes[0], at(dates(since), 0))
	return nil, id, why
}

// claims writes a relationship once for each dataset that has it.
func (c *converter) claims(e *entity, row dataset.Row, from, to *entity, since, until []string, over bool) {
	begins, badSince := parseDates(since)
	ends, badUntil := parseDates(until)
	seen, badSeen := parseDates(e.props["declarationDate"])
	for _, bad := range []string{badSince, badUntil, badSeen} {
		if bad != "" {
			c.fail(e, bad, "it has a date that is none")
			return
		}
	}
	if over && len(ends) == 0 {
		c.fail(e, strings.Join(e.props["status"], ", "), "it has ended on a day that is not told, and would appear to go on")
		return
	}
	row.Locator = e.schema + " " + e.id
	if urls := e.props["sourceUrl"]; len(urls) > 0 {
		row.Locator += ", " + strings.Join(urls, " ")
	}
	row.Confidence = graph.Reported
	for _, p := range periods(begins, ends) {
		row.Since, row.Until = p.since, p.until
		row.Observed = c.observed(e, p, at(seen, 0))
		for _, source := range c.sources(e) {
			row.Source = source
			c.drafts = append(c.drafts, draft{row, e, from, to})
		}
	}
}

// observed is the day on which the source saw it hold: the day on which the file had it last, for what is said to hold or
// is not said to have ended; of an office of which that is not told, the day of a declaration, or its beginning.
func (c *converter) observed(e *entity, p period, declared graph.Date) graph.Date {
	last := day(e.lastSeen)
	unknown := e.schema == occupancy && !slices.Contains(e.props["status"], "current")
	switch {
	case !p.until.IsZero() && (last.IsZero() || p.until.Last() <= last.First()) || !p.until.IsZero() && unknown:
		if p.since.IsZero() {
			return p.until
		}
		return p.since
	case unknown && !declared.IsZero() && (p.since.IsZero() || declared.First() >= p.since.First()):
		return declared
	case unknown:
		return p.since
	case !p.since.IsZero() && !last.IsZero() && last.Last() < p.since.First():
		return p.since
	}
	return last
}
