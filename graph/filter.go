package graph

import (
	"math"
	"slices"
	"strconv"
)

// MaxListLength is the greatest number of values in a list of a filter.
const MaxListLength = 500

// Direction says which way relationships are walked from where one stands.
type Direction string

// The directions. Types that are undirected in meaning are walked both ways whatever the direction.
const (
	AnyDirection Direction = "any"
	Outgoing     Direction = "out" // from a relationship's start to its end
	Incoming     Direction = "in"  // from its end to its start
)

// Directions lists the directions.
func Directions() []string { return []string{string(AnyDirection), string(Outgoing), string(Incoming)} }

// Filter narrows what a question sees. The zero Filter lets everything pass. The ends of a question are never filtered
// away.
type Filter struct {
	Types    []Type // only these; empty for all
	NotTypes []Type // none of these
	Kinds    []Kind // nodes shown; empty for all. The inner nodes of a path are shown
	ViaKinds []Kind // nodes passed through: the inner nodes of a path, the nodes that a neighbourhood is walked over
	// Direction is the way walked; "" is any.
	Direction Direction
	// AsOf keeps what holds on some day of it. FromDate and ToDate keep what overlaps them; each may stand alone.
	AsOf             Date
	FromDate, ToDate Date
	// KeepUndated counts a relationship without since as holding before its first observation, too.
	KeepUndated bool
	// MinConfidence, Sources and Datasets are about claims: a relationship passes if one claim satisfies all three,
	// and then shows what the passing claims say.
	MinConfidence Confidence
	Sources       []string
	Datasets      []string
	Avoid         []string // ids of nodes neither shown nor passed through
	MaxDegree     int      // greatest degree of a node passed through; 0 for no bound
}

// Check reports the first thing wrong with the filter, naming the parameter.
func (f *Filter) Check() error {
	if err := f.checkLists(); err != nil {
		return err
	}
	switch f.Direction {
	case "", AnyDirection, Outgoing, Incoming:
	default:
		return Invalid("direction", "%q is not a direction", f.Direction).WithAllowed(Directions()...)
	}
	if f.MinConfidence != "" && f.MinConfidence.Rank() == 0 {
		return Invalid("min_confidence", "%q is not a confidence", f.MinConfidence).WithAllowed(ConfidenceNames()...)
	}
	if !f.AsOf.IsZero() && (!f.FromDate.IsZero() || !f.ToDate.IsZero()) {
		return Invalid("as_of", "as_of and from_date/to_date exclude each other; give one of them")
	}
	if f.Window().Empty() {
		return Invalid("to_date", "to_date %s is before from_date %s", f.ToDate, f.FromDate)
	}
	if f.MaxDegree < 0 {
		return Invalid("max_degree", "%d is below 0", f.MaxDegree)
	}
	return nil
}

func (f *Filter) checkLists() error {
	for _, list := range []struct {
		param  string
		values []Type
	}{{"types", f.Types}, {"not_types", f.NotTypes}} {
		if i := slices.IndexFunc(list.values, func(t Type) bool { return !t.Valid() }); i >= 0 {
			return Invalid(list.param, "%q is not a relationship type", list.values[i]).WithAllowed(TypeNames()...)
		}
	}
	for _, list := range []struct {
		param  string
		values []Kind
	}{{"kinds", f.Kinds}, {"via_kinds", f.ViaKinds}} {
		if i := slices.IndexFunc(list.values, func(k Kind) bool { return !k.Valid() }); i >= 0 {
			return Invalid(list.param, "%q is not a kind", list.values[i]).WithAllowed(KindNames()...)
		}
	}
	for _, list := range []struct {
		param string
		n     int
	}{{"types", len(f.Types)}, {"not_types", len(f.NotTypes)}, {"kinds", len(f.Kinds)}, {"via_kinds", len(f.ViaKinds)},
		{"source", len(f.Sources)}, {"dataset", len(f.Datasets)}, {"avoid", len(f.Avoid)}} {
		if list.n > MaxListLength {
			return Invalid(list.param, "%d values; at most %d are allowed", list.n, MaxListLength)
		}
	}
	return nil
}

// Window is the interval of days that a relationship has to overlap; Always where the filter has no date.
func (f *Filter) Window() Interval {
	if !f.AsOf.IsZero() {
		return Interval{f.AsOf.First(), f.AsOf.Last()}
	}
	return Interval{f.FromDate.First(), f.ToDate.Last()}
}

// Dated reports whether the filter has a date or window.
func (f *Filter) Dated() bool { return f.Window() != Always }

// OnClaims reports whether the filter looks at single claims, so that what a relationship shows depends on it.
func (f *Filter) OnClaims() bool {
	return f.MinConfidence != "" || len(f.Sources) > 0 || len(f.Datasets) > 0
}

// PassType reports whether relationships of type t are seen.
func (f *Filter) PassType(t Type) bool {
	return (len(f.Types) == 0 || slices.Contains(f.Types, t)) && !slices.Contains(f.NotTypes, t)
}

// PassClaim reports whether the claim is seen.
func (f *Filter) PassClaim(c *Claim) bool {
	return c.Confidence.Rank() >= f.MinConfidence.Rank() &&
		(len(f.Sources) == 0 || slices.Contains(f.Sources, c.Source)) &&
		(len(f.Datasets) == 0 || slices.Contains(f.Datasets, c.Dataset))
}

// PassClaims gives the standing claims that are seen, in the same order.
func (f *Filter) PassClaims(claims []Claim) []Claim {
	var out []Claim
	standing := Standing(claims)
	for i := range standing {
		if f.PassClaim(&standing[i]) {
			out = append(out, standing[i])
		}
	}
	return out
}

// PassDates reports whether what the facts say overlaps the filter's window.
func (f *Filter) PassDates(facts *Facts) bool {
	return !f.Dated() || facts.Holds(f.KeepUndated).Overlaps(f.Window())
}

// Pass gives the relationship as the filter shows it: with the passing claims alone and the facts derived from them.
// It is false where the relationship is not seen at all. Direction is not looked at: it depends on where one stands.
func (f *Filter) Pass(r Relationship) (Relationship, bool) {
	if !f.PassType(r.Type) {
		return r, false
	}
	if f.OnClaims() {
		claims := f.PassClaims(r.Claims)
		if len(claims) == 0 {
			return r, false
		}
		r.Claims, r.Facts = claims, Derive(claims)
	}
	return r, f.PassDates(&r.Facts)
}

// PassDirection reports whether a relationship of type t may be walked from a node, where outgoing says that the node
// is its start.
func (f *Filter) PassDirection(t Type, outgoing bool) bool {
	switch f.Direction {
	case Outgoing:
		return outgoing || t.Undirected()
	case Incoming:
		return !outgoing || t.Undirected()
	case AnyDirection:
	}
	return true
}

// PassShown reports whether a node that is no end of the question may be shown.
func (f *Filter) PassShown(id string, kind Kind) bool {
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, kind)) && !slices.Contains(f.Avoid, id)
}

// PassVia reports whether a node that is no end of the question may be passed through.
func (f *Filter) PassVia(id string, kind Kind, degree int) bool {
	return (len(f.ViaKinds) == 0 || slices.Contains(f.ViaKinds, kind)) &&
		(f.MaxDegree == 0 || degree <= f.MaxDegree) && !slices.Contains(f.Avoid, id)
}

// Part is one part of a filter that can be relaxed by itself.
type Part string

// The parts of a filter, named like the parameters. PartDates stands for as_of, from_date, to_date and undated.
const (
	PartTypes      Part = "types"
	PartNotTypes   Part = "not_types"
	PartKinds      Part = "kinds"
	PartViaKinds   Part = "via_kinds"
	PartDirection  Part = "direction"
	PartDates      Part = "dates"
	PartConfidence Part = "min_confidence"
	PartSource     Part = "source"
	PartDataset    Part = "dataset"
	PartAvoid      Part = "avoid"
	PartMaxDegree  Part = "max_degree"
	PartConcurrent Part = "concurrent"
)

// Parts lists the parts that are set, in a fixed order.
func (f *Filter) Parts() []Part {
	var parts []Part
	add := func(p Part, set bool) {
		if set {
			parts = append(parts, p)
		}
	}
	add(PartTypes, len(f.Types) > 0)
	add(PartNotTypes, len(f.NotTypes) > 0)
	add(PartKinds, len(f.Kinds) > 0)
	add(PartViaKinds, len(f.ViaKinds) > 0)
	add(PartDirection, f.Direction == Outgoing || f.Direction == Incoming)
	add(PartDates, f.Dated())
	add(PartConfidence, f.MinConfidence != "")
	add(PartSource, len(f.Sources) > 0)
	add(PartDataset, len(f.Datasets) > 0)
	add(PartAvoid, len(f.Avoid) > 0)
	add(PartMaxDegree, f.MaxDegree > 0)
	return parts
}

// Without is the filter with one part relaxed.
func (f Filter) Without(p Part) Filter {
	switch p {
	case PartTypes:
		f.Types = nil
	case PartNotTypes:
		f.NotTypes = nil
	case PartKinds:
		f.Kinds = nil
	case PartViaKinds:
		f.ViaKinds = nil
	case PartDirection:
		f.Direction = AnyDirection
	case PartDates:
		f.AsOf, f.FromDate, f.ToDate = Date{}, Date{}, Date{}
	case PartConfidence:
		f.MinConfidence = ""
	case PartSource:
		f.Sources = nil
	case PartDataset:
		f.Datasets = nil
	case PartAvoid:
		f.Avoid = nil
	case PartMaxDegree:
		f.MaxDegree = 0
	case PartConcurrent: // is of the question, not of its filter
	}
	return f
}

// Cost is what passing through a node of this degree costs: ln(degree) in whole millionths, so that sums are exact in
// any order. A degree below 2 costs nothing.
func Cost(degree int) int64 {
	if degree < 2 {
		return 0
	}
	return int64(math.Round(math.Log(float64(degree)) * 1e6))
}

// CostText writes a cost, which is never below 0, in nats with six decimals.
func CostText(cost int64) string { return string(AppendCost(nil, cost)) }

// AppendCost appends what [CostText] writes.
func AppendCost(b []byte, cost int64) []byte {
	// A million more, so that the fraction has its six digits; the digit in front of them is not its own.
	b = strconv.AppendInt(b, cost/1e6, 10)
	point := len(b)
	b = strconv.AppendInt(b, 1e6+cost%1e6, 10)
	b[point] = '.'
	return b
}
