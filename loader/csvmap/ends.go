package csvmap

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/loader/internal/fit"
)

// claimCodes adds the codes of a row to those that the tables know, and sees to it that no two entities have one.
func (c *converter) claimCodes(g *getter, p *nodePlan, id string, rec *graph.Record) {
	for _, scheme := range slices.Sorted(maps.Keys(p.codes)) {
		code := g.text(p.codes[scheme], false)
		if code == "" {
			continue
		}
		code = written(scheme, code)
		if what := fit.Code(code); what != "" {
			g.fail(p.codes[scheme], code, what)
		} else if other := c.codes[scheme+":"+code]; other != "" && other != id {
			g.fail(p.codes[scheme], code, "the code belongs to "+other+" already")
		}
		rec.Codes = withCode(rec.Codes, scheme, code)
	}
	codes := rec.Codes
	if g.fault != nil {
		return
	}
	for scheme, code := range codes {
		if other := c.codes[scheme+":"+code]; other != "" && other != id {
			g.fail(firstOf(p.id, p.name, p.code), code, "its "+scheme+" code belongs to "+other+" already")
			return
		}
	}
	for scheme, code := range codes {
		c.codes[scheme+":"+code] = id
	}
}

func withCode(codes map[string]string, scheme, code string) map[string]string {
	if codes == nil {
		codes = map[string]string{}
	}
	codes[scheme] = code
	return codes
}

// written is a code as the scheme writes it: spreadsheets take away leading zeros and people write in lower case.
func written(scheme, code string) string {
	switch scheme {
	case "isonum":
		if len(code) < 3 {
			code = strings.Repeat("0", 3-len(code)) + code
		}
	case "cow", "gw", "cowigo":
		if trimmed := strings.TrimLeft(code, "0"); trimmed != "" {
			code = trimmed
		}
	default:
		code = strings.ToUpper(code)
	}
	return code
}

// byCode finds what a code stands for on a day, or at all times where no day is given.
func (c *converter) byCode(scheme, given string, day graph.Date) (id, what string) {
	code := written(scheme, given)
	if id := c.codes[scheme+":"+code]; id != "" {
		return id, ""
	}
	var found []string
	for _, span := range c.states.Spans(scheme, code, graph.Interval{From: day.First(), To: day.Last()}) {
		if !slices.Contains(found, span.State.ID) {
			found = append(found, span.State.ID)
		}
	}
	if o := c.organisation[scheme+":"+code]; o != "" {
		found = append(found, o)
	}
	switch {
	case len(found) == 1:
		return found[0], ""
	case len(found) == 0 && !day.IsZero():
		return "", fmt.Sprintf("is not the %s code of anything in the tables in %s", scheme, day.Words())
	case len(found) == 0:
		return "", fmt.Sprintf("is not a %s code in the tables of states and organisations", scheme)
	case day.IsZero():
		return "", fmt.Sprintf("stood for %s in turn; a date would tell which is meant", strings.Join(found, ", "))
	}
	return "", fmt.Sprintf("stood for %s in turn in %s; a more precise date would tell which is meant",
		strings.Join(found, ", "), day.Words())
}

// entity finds the end of a relationship on a day.
func (c *converter) entity(g *getter, e *end, day graph.Date) string {
	if e == nil {
		return ""
	}
	id, value, what, t := c.find(g, e, day)
	switch {
	case g.fault != nil, value == "" && what == "":
		return ""
	case what == "" && e.kind != "" && !ofKind(id, e.kind):
		what = fmt.Sprintf("is %s, which is no %s", id, e.kind.Prefix())
	}
	if what != "" {
		g.fail(t, value, what)
		return ""
	}
	_, there := c.folder.Entities[id]
	if _, known := c.known(id); !there && !known {
		g.fail(t, value, "is not among the nodes, nor in the tables of states and organisations")
		return ""
	}
	return id
}

// find looks an end up by key, name or code.
func (c *converter) find(g *getter, e *end, day graph.Date) (id, value, what string, t *text) {
	switch {
	case e.code != nil:
		value = g.text(e.code, false)
		if e.day != nil {
			day = g.date(e.day)
		}
		if value != "" && g.fault == nil {
			id, what = c.byCode(e.scheme, value, day)
		}
		return id, value, what, e.code
	case e.name != nil:
		value = g.text(e.name, false)
		if value != "" {
			id, what = c.named(value, e.kind)
		}
		return id, value, what, e.name
	}
	value = g.text(e.key, false)
	if value == "" {
		return "", "", "", e.key
	}
	if id = c.keys[value]; id != "" {
		return id, value, "", e.key
	}
	if _, ok := graph.KindOfID(value); ok {
		return value, value, "", e.key
	}
	return "", value, "is not the key of a node" + c.meant(value), e.key
}

// maxGuesses bounds how many rows are told a near key, since looking for one takes a pass over all.
const maxGuesses = 100

func (c *converter) meant(value string) string {
	const least = 4 // of shorter texts, such as running numbers, every other is near
	if c.guesses++; c.guesses > maxGuesses || len(value) < least {
		return ""
	}
	return fit.Meant(value, slices.Sorted(maps.Keys(c.keys)))
}

// named finds the one entity of a name, among the nodes or else in the tables.
func (c *converter) named(name string, kind graph.Kind) (id, what string) {
	var found []string
	for _, id := range c.byName[names.Fold(name)] {
		if kind == "" || ofKind(id, kind) {
			found = append(found, id)
		}
	}
	switch len(found) {
	case 1:
		return found[0], ""
	case 0:
	default:
		return "", "is the name of " + strings.Join(found, ", ")
	}
	if s, ok := c.states.ByName(name); ok && (kind == "" || kind == graph.Country) {
		found = append(found, s.ID)
	}
	if o, ok := c.organisations.ByName(name); ok && (kind == "" || kind == graph.Organisation) {
		found = append(found, o.ID)
	}
	switch len(found) {
	case 1:
		c.merge(found[0], name)
		return found[0], ""
	case 0:
		return "", "is neither the name of a node nor of one state or organisation in the tables"
	}
	return "", "is the name of " + strings.Join(found, ", ")
}
