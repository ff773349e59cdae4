package graph

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// MaxTimelineIDs is the greatest number of entities of a timeline or of a comparison of two dates.
const MaxTimelineIDs = 20

// EventKind says what happened to a relationship.
type EventKind string

// The kinds of events, in the order in which those of one day are listed: a relationship holds from its first day on,
// through its last.
const (
	Began    EventKind = "began"
	Happened EventKind = "happened" // the whole of a relationship of a type that is of one occasion, such as ATTENDED
	Ended    EventKind = "ended"
)

// EventKinds lists the kinds of events in their order.
func EventKinds() []string { return []string{string(Began), string(Happened), string(Ended)} }

func (k EventKind) rank() int {
	switch k {
	case Began:
		return 1
	case Happened:
		return 2
	case Ended:
		return 3
	}
	return 0
}

// TimelineEvent is something that happened to a relationship on a date.
type TimelineEvent struct {
	Kind         EventKind
	Date         Date   // as precise as known
	Relationship string // id
}

// Day is the day that an event is sorted by: the last that its date may mean for an end, else the first.
func (e TimelineEvent) Day() Day {
	if e.Kind == Ended {
		return e.Date.Last()
	}
	return e.Date.First()
}

// Place is the event's place in the order of events.
func (e TimelineEvent) Place() EventPlace { return EventPlace{e.Day(), e.Kind, e.Relationship} }

// EventPlace is a place in the order of events: by day, then by kind, then by the relationship's id.
type EventPlace struct {
	Day          Day
	Kind         EventKind
	Relationship string
}

// Compare orders places. The zero place, of no kind, is before every other that ParseEventCursor gives for a page.
func (p EventPlace) Compare(q EventPlace) int {
	return cmp.Or(cmp.Compare(p.Day, q.Day), cmp.Compare(p.Kind.rank(), q.Kind.rank()),
		strings.Compare(p.Relationship, q.Relationship))
}

// Cursor is the opaque text that continues after this place.
func (p EventPlace) Cursor() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %s %s", p.Day, p.Kind, p.Relationship))
}

// ParseEventCursor reads what [EventPlace.Cursor] wrote. The empty text is a place before every event.
func ParseEventCursor(text string) (EventPlace, error) {
	if text == "" {
		return EventPlace{Day: MinDay}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	parts := strings.Split(string(raw), " ")
	if err == nil && len(parts) == 3 {
		day, err := strconv.ParseInt(parts[0], 10, 32)
		p := EventPlace{Day(day), EventKind(parts[1]), parts[2]}
		if _, ok := TypeOfRelationshipID(p.Relationship); ok && err == nil && p.Kind.rank() > 0 {
			return p, nil
		}
	}
	return EventPlace{}, Invalid("cursor", "%q is not a cursor; use the one that the last answer gave, as it is", text)
}

// Events lists what happened to a relationship of type t, in order and without its id: when it began and when it
// ended, where these dates are known; a single event for a type that is of one occasion.
func (f *Facts) Events(t Type) []TimelineEvent {
	if t.Info().Momentary {
		switch {
		case !f.Since.IsZero():
			return []TimelineEvent{{Kind: Happened, Date: f.Since}}
		case !f.Until.IsZero():
			return []TimelineEvent{{Kind: Happened, Date: f.Until}}
		}
		return nil
	}
	var out []TimelineEvent
	if !f.Since.IsZero() {
		out = append(out, TimelineEvent{Kind: Began, Date: f.Since})
	}
	if !f.Until.IsZero() {
		out = append(out, TimelineEvent{Kind: Ended, Date: f.Until})
	}
	return out
}

// TimelineQuery asks what began and ended: of one entity all relationships that it is an end of, of several those that
// join two of them.
type TimelineQuery struct {
	IDs []string // ids of entities, 1 to MaxTimelineIDs different ones
	// Filter decides which relationships are looked at. Its FromDate and ToDate bound the events' days, too; AsOf does
	// not. A direction, seen from the entity, is for a single one alone.
	Filter Filter
	Limit  int // events shown; 0 is DefaultLimit
	// Cursor continues where an earlier answer was cut; from Next of the same question.
	Cursor string
}

// Complete fills in the defaults, drops ids that are given again, and reports what is wrong, naming the parameter.
func (q *TimelineQuery) Complete() error {
	var err error
	if q.IDs, err = differentIDs(q.IDs, 1, MaxTimelineIDs); err != nil {
		return err
	}
	if err := q.Filter.directed(q.IDs); err != nil {
		return err
	}
	if err := within("limit", &q.Limit, DefaultLimit, MaxLimit); err != nil {
		return err
	}
	return q.Filter.Check()
}

// EventWindow is the days on which events are listed.
func (q *TimelineQuery) EventWindow() Interval {
	return Interval{q.Filter.FromDate.First(), q.Filter.ToDate.Last()}
}

// directed refuses a direction where it is not seen from one entity.
func (f *Filter) directed(ids []string) error {
	if len(ids) == 1 {
		return nil
	}
	return f.undirected("it is seen from a single entity")
}

// TimelineAnswer answers a TimelineQuery.
type TimelineAnswer struct {
	Marker
	Events []TimelineEvent // by day, then by kind, then by the relationship's id
	// Undated lists relationships of which neither a beginning nor an end is known, by id: the first Limit of them,
	// on the first page.
	Undated []string
	Graph   Subgraph // the entities, and the relationships of the events and the undated ones with their ends
	// Count is of events in all, and UndatedCount of undated relationships, shown or not.
	Count, UndatedCount int
	Complete            bool   // true where nothing is left beyond this page, and all undated ones were shown
	Next                string // cursor of the next page; "" where there is none
}
