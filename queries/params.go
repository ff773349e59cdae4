package queries

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"coopgraph/graph"
)

// A date is bound three times: as it was given, and as its first and last day, which are DATEs. A query uses what it
// needs; in Neo4j Browser these are parameters like any other.
const (
	firstSuffix = "_first"
	lastSuffix  = "_last"
)

// today may be given for a date.
const today = "today"

const maxTextLength = 1000

// Resolver gives the id of the entity that a text names, as [names.Find] does: by a name, an id or a code. With kinds,
// it has to be of one of them.
type Resolver func(ctx context.Context, text string, kinds ...graph.Kind) (string, error)

// bind checks the arguments against the parameters and makes of them what the statement is run with. An argument that
// is empty counts as not given.
func (q *Query) bind(ctx context.Context, resolve Resolver, args map[string]string) (map[string]any, error) {
	var names []string
	for _, p := range q.Params {
		names = append(names, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(args)) {
		if !slices.Contains(names, name) {
			if len(names) == 0 {
				return nil, graph.Invalid(name, "the query %s has no parameters", q.Name)
			}
			return nil, graph.Invalid(name, "the query %s has no parameter of this name", q.Name).WithAllowed(names...)
		}
	}
	bound := map[string]any{}
	for i := range q.Params {
		if err := q.Params[i].bind(ctx, resolve, strings.TrimSpace(args[q.Params[i].Name]), bound); err != nil {
			return nil, err
		}
	}
	return bound, nil
}

func (p *Param) bind(ctx context.Context, resolve Resolver, given string, bound map[string]any) error {
	if given == "" {
		given = p.Default
	}
	switch {
	case given == "" && p.Required:
		missing := graph.Invalid(p.Name, "is missing; give %s: %s", p.Type, p.Description)
		return missing.WithAllowed(p.Allowed...)
	case given == "":
		bound[p.Name] = nil
		if p.Type == Date {
			bound[p.Name+firstSuffix], bound[p.Name+lastSuffix] = nil, nil
		}
		return nil
	}
	value, fault := p.convert(given)
	if fault != nil {
		return fault
	}
	switch p.Type {
	case Date:
		date := value.(graph.Date)
		bound[p.Name] = date.String()
		bound[p.Name+firstSuffix], bound[p.Name+lastSuffix] = date.First().Date(), date.Last().Date()
		return nil
	case Entity:
		id, err := p.resolve(ctx, resolve, given)
		bound[p.Name] = id
		return err
	case EntityList:
		return p.bindEntities(ctx, resolve, value.([]string), bound)
	default:
		bound[p.Name] = value
		return nil
	}
}

func (p *Param) bindEntities(ctx context.Context, resolve Resolver, refs []string, bound map[string]any) error {
	var ids []string
	for _, ref := range refs {
		id, err := p.resolve(ctx, resolve, ref)
		if err != nil {
			return err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	bound[p.Name] = ids
	return nil
}

// resolve gives the id of the entity, and refuses one of a kind that the query has no answer for.
func (p *Param) resolve(ctx context.Context, resolve Resolver, ref string) (string, error) {
	var kinds []graph.Kind
	if p.EntityKind != "" {
		kinds = append(kinds, graph.Kind(p.EntityKind))
	}
	id, err := resolve(ctx, ref, kinds...)
	if err != nil {
		if e, ok := errors.AsType[*graph.Error](err); ok && (e.Code == graph.CodeInvalid || e.Code == graph.CodeNotFound) {
			named := *e
			named.Param = p.Name
			return "", &named
		}
		return "", err
	}
	if kind, _ := graph.KindOfID(id); p.EntityKind != "" && string(kind) != p.EntityKind {
		return "", graph.Invalid(p.Name, "%s is of the kind %s; give one of the kind %s", id, kind, p.EntityKind)
	}
	return id, nil
}

// convert reads a value from its text: a string, int64, float64, bool, graph.Date or []string; of entities only the
// text.
func (p *Param) convert(given string) (any, *graph.Error) {
	if len(given) > maxTextLength && p.Type != EntityList && p.Type != StringList {
		return nil, graph.Invalid(p.Name, "the value is %d bytes long; %d are allowed", len(given), maxTextLength)
	}
	value, fault := p.parse(given)
	if fault != nil {
		return nil, fault
	}
	if len(p.Allowed) == 0 {
		return value, nil
	}
	each := []string{given}
	if list, ok := value.([]string); ok {
		each = list
	}
	for _, v := range each {
		if !slices.Contains(p.Allowed, v) {
			return nil, graph.Invalid(p.Name, "%q is not one of the values", v).WithAllowed(p.Allowed...)
		}
	}
	return value, nil
}

func (p *Param) parse(given string) (any, *graph.Error) {
	switch p.Type {
	case Integer:
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil {
			return nil, graph.Invalid(p.Name, "%q is not a whole number, such as 12", given)
		}
		return n, p.checkRange(given, float64(n))
	case Number:
		f, err := strconv.ParseFloat(given, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, graph.Invalid(p.Name, "%q is not a number, such as 12.5", given)
		}
		return f, p.checkRange(given, f)
	case Boolean:
		if given != "true" && given != "false" {
			return nil, graph.Invalid(p.Name, "%q is neither true nor false", given).WithAllowed("true", "false")
		}
		return given == "true", nil
	case Date:
		return p.parseDate(given)
	case EntityList, StringList:
		list := splitList(given)
		if len(list) == 0 || len(list) > graph.MaxListLength {
			return nil, graph.Invalid(p.Name, "%d values; give 1 to %d, with commas between them", len(list),
				graph.MaxListLength)
		}
		return list, nil
	default: // texts and references
		return given, nil
	}
}

func (p *Param) checkRange(given string, v float64) *graph.Error {
	if p.Minimum != nil && v < *p.Minimum || p.Maximum != nil && v > *p.Maximum {
		return graph.Invalid(p.Name, "%s is out of range; give %s", given, p.rangeText())
	}
	return nil
}

// rangeText says which numbers are allowed: "1 to 100", "1 or more"; "" where all are.
func (p *Param) rangeText() string {
	text := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	switch {
	case p.Minimum != nil && p.Maximum != nil:
		return text(*p.Minimum) + " to " + text(*p.Maximum)
	case p.Minimum != nil:
		return text(*p.Minimum) + " or more"
	case p.Maximum != nil:
		return "at most " + text(*p.Maximum)
	}
	return ""
}

func (p *Param) parseDate(given string) (any, *graph.Error) {
	if given == today {
		return graph.DayOf(time.Now()).Date(), nil
	}
	date, err := graph.ParseDate(given)
	if err != nil {
		return nil, graph.Invalid(p.Name, "%q is no date that the calendar has; write 2024, 2024-06, 2024-06-27 or today",
			given)
	}
	return date, nil
}
