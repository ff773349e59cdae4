package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Confidence says how well a claim is supported.
type Confidence string

// The confidences, from the strongest.
const (
	Documented Confidence = "documented" // the document itself, or a register or official page, says so
	Reported   Confidence = "reported"   // somebody, such as a news agency, reports it
	Inferred   Confidence = "inferred"   // concluded from other facts
)

// ConfidenceNames lists the confidences from the strongest.
func ConfidenceNames() []string {
	return []string{string(Documented), string(Reported), string(Inferred)}
}

// Rank orders confidences: 3 for documented, 2 for reported, 1 for inferred, 0 for anything else.
func (c Confidence) Rank() int {
	switch c {
	case Documented:
		return 3
	case Reported:
		return 2
	case Inferred:
		return 1
	}
	return 0
}

// Claim is what one source says of a relationship, by way of one dataset.
type Claim struct {
	Dataset string `json:"dataset"`
	Source  string `json:"source"`            // id of the source
	Locator string `json:"locator,omitempty"` // where in the source: paragraph, row, field
	Text    string `json:"claim"`             // the claim in our own words
	Since   Date   `json:"since,omitzero"`
	Until   Date   `json:"until,omitzero"`
	// Observed is a day on which the source saw it hold; where the source gives none, the source's own date.
	Observed   Date       `json:"observed,omitzero"`
	Status     string     `json:"status,omitempty"`
	Share      *float64   `json:"share,omitempty"` // percent; nil where none is stated
	Confidence Confidence `json:"confidence"`
	// SaidBy is the id of the entity who says so according to the source; "" where the source itself says it.
	SaidBy string `json:"said_by,omitempty"`
	// Withdraws makes this a correction that says nothing of its own: it withdraws what a dataset claims of the
	// relationship, "factbook", or what the dataset has from one source, "factbook/factbook-aj". Text is the reason.
	Withdraws string `json:"withdraws,omitempty"`
}

// withdraws reports whether c withdraws the other claim.
func (c *Claim) withdraws(other *Claim) bool {
	if c.Withdraws == "" {
		return false // as nearly always, and every answer asks it of every claim
	}
	dataset, source, one := strings.Cut(c.Withdraws, "/")
	return dataset == other.Dataset && (!one || source == other.Source)
}

// WithdrawnAmong reports whether one of the claims of its relationship withdraws c.
func (c *Claim) WithdrawnAmong(claims []Claim) bool {
	if c.Withdraws != "" {
		return false
	}
	for i := range claims {
		if claims[i].withdraws(c) {
			return true
		}
	}
	return false
}

// Standing gives the claims that are neither corrections nor withdrawn by one of the corrections among them, in the same
// order. Where nothing was withdrawn it is the slice itself.
func Standing(claims []Claim) []Claim {
	corrected := false
	for i := range claims {
		corrected = corrected || claims[i].Withdraws != ""
	}
	if !corrected {
		return claims
	}
	var out []Claim
	for i := range claims {
		if claims[i].Withdraws == "" && !claims[i].WithdrawnAmong(claims) {
			out = append(out, claims[i])
		}
	}
	return out
}

// Facts are what a relationship's claims amount to.
type Facts struct {
	Since, Until Date
	// Observed is the earliest observation among the claims.
	Observed   Date
	Status     string
	Share      *float64
	Confidence Confidence // the strongest
	// Conflict is true where claims contradict each other in since, until, status or share.
	Conflict bool
}

// Derive says what claims amount to. It is the one documented order by which disagreement is settled for display:
//
//   - Corrections and what they withdraw are left out, see [Standing].
//   - Claims are taken in the order of [SortClaims]: strongest confidence first, then the latest observation, then
//     dataset, source and locator as text.
//   - Since, until, status and share are each the first that is known. A date that falls within that first one and is
//     more precise replaces it, since it says the same and more.
//   - Two known values that cannot both be true are a conflict, which is shown and never hidden; so is an end that lies
//     before the beginning, and a claim without an end that saw it hold after the end that is shown.
//
// The claims themselves are not changed. Derive costs O(n log n) in the number of claims.
func Derive(claims []Claim) Facts {
	ordered := slices.Clone(Standing(claims))
	SortClaims(ordered)
	var f Facts
	for _, c := range ordered {
		f.Since = f.settleDate(f.Since, c.Since)
		f.Until = f.settleDate(f.Until, c.Until)
		if !c.Observed.IsZero() && (f.Observed.IsZero() || c.Observed.First() < f.Observed.First()) {
			f.Observed = c.Observed
		}
		f.settleStanding(&c)
		if c.Confidence.Rank() > f.Confidence.Rank() {
			f.Confidence = c.Confidence
		}
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && f.Until.Last() < f.Since.First() {
		f.Conflict = true
	}
	seenLater := func(c Claim) bool {
		return c.Until.IsZero() && !c.Observed.IsZero() && c.Observed.First() > f.Until.Last()
	}
	f.Conflict = f.Conflict || slices.ContainsFunc(ordered, seenLater)
	return f
}

// settleStanding settles status and share.
func (f *Facts) settleStanding(c *Claim) {
	switch {
	case f.Status == "":
		f.Status = c.Status
	case c.Status != "" && c.Status != f.Status:
		f.Conflict = true
	}
	switch {
	case f.Share == nil:
		f.Share = c.Share
	case c.Share != nil && *c.Share != *f.Share:
		f.Conflict = true
	}
}

func (f *Facts) settleDate(settled, next Date) Date {
	switch {
	case next.IsZero() || settled == next:
		return settled
	case settled.IsZero():
		return next
	case settled.Contains(next):
		return next
	case !next.Contains(settled):
		f.Conflict = true
	}
	return settled
}

// Holds is the interval of days on which the relationship holds: from the first day of since to the last day of until.
// Without until no end is known, so it goes on. Without since it begins with the earliest observation; what was before
// is unknown, and counts as holding only where keepUndated is true. Without either it holds on no day unless
// keepUndated is true.
func (f Facts) Holds(keepUndated bool) Interval {
	i := Interval{f.Since.First(), f.Until.Last()}
	if f.Since.IsZero() && !keepUndated {
		if f.Observed.IsZero() {
			return Never
		}
		i.From = f.Observed.First()
	}
	if i.Empty() {
		return Never
	}
	return i
}

// SortClaims puts claims into the documented order, in place. The order is total: equal claims only are level.
func SortClaims(claims []Claim) {
	slices.SortFunc(claims, func(a, b Claim) int {
		return cmp.Or(
			cmp.Compare(b.Confidence.Rank(), a.Confidence.Rank()),
			cmp.Compare(observedRank(b), observedRank(a)),
			strings.Compare(a.Dataset, b.Dataset),
			strings.Compare(a.Source, b.Source),
			strings.Compare(a.Locator, b.Locator),
			strings.Compare(a.Since.String(), b.Since.String()),
			strings.Compare(a.Until.String(), b.Until.String()),
			strings.Compare(a.Observed.String(), b.Observed.String()),
			strings.Compare(a.Status, b.Status),
			cmp.Compare(shareRank(a), shareRank(b)),
			strings.Compare(a.SaidBy, b.SaidBy),
			strings.Compare(a.Text, b.Text),
			strings.Compare(a.Withdraws, b.Withdraws),
		)
	})
}

func observedRank(c Claim) Day {
	if c.Observed.IsZero() {
		return MinDay
	}
	return c.Observed.Last()
}

func shareRank(c Claim) float64 {
	if c.Share == nil {
		return -1
	}
	return *c.Share
}
