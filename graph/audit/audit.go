// Package audit looks through a whole graph for what cannot be right, and says what to do about it. [Check] gives a
// [Report]: findings by their [Code], each an error (the graph is not what a load leaves behind), a warning (the facts
// contradict each other) or a note (worth a look).
//
// Only what surely contradicts is an error or a warning. Dates are intervals of days: a membership since 1991 in an
// organisation that began in 1991-12 is in order. Of a relationship without an end only the days up to the last on
// which a source saw it are sure. Claims that corrections withdrew are not held against others.
//
// Errors of storage (a property that somebody changed by hand, a lost constraint) are found by engines that are an
// [Inspector]; of others only what they read is looked at.
//
// Caveats: a check goes once over the graph. It keeps some 150 bytes for each entity and source, 150 for each dated
// relationship of a type that may have spells, and the findings that are shown. While a load runs it is CodeBusy.
package audit

import (
	"context"
	"fmt"
	"slices"

	"coopgraph/graph"
)

// Inspector is a reader that can also hold what it stores against what that should be.
type Inspector interface {
	// Inspect is Scan, but that it passes over what cannot be read, and tells of it and of all else that no load leaves
	// behind. The marker's Loading is true only where a load is under way; one that was cut short is a finding.
	Inspect(ctx context.Context, v graph.Visitor, found func(Finding)) (graph.Marker, error)
}

// Options says how much to keep.
type Options struct {
	// Limit is how many findings of a sort are kept; the others are counted. 0 keeps all.
	Limit int
}

// Finding is one thing that is not right.
type Finding struct {
	Code Code     `json:"-"`
	IDs  []string `json:"ids"` // of the elements, where they have any
	Text string   `json:"text"`
}

// Group is all findings of one code.
type Group struct {
	Code     Code      `json:"code"`
	Severity Severity  `json:"severity"`
	What     string    `json:"what"`
	Fix      string    `json:"fix"`
	Count    int       `json:"count"`
	Findings []Finding `json:"findings"` // the first ones
}

// Counts is what was looked at.
type Counts struct {
	Entities      int `json:"entities"`
	Relationships int `json:"relationships"`
	Claims        int `json:"claims"`
	Sources       int `json:"sources"`
	Datasets      int `json:"datasets"`
}

// Report is what a check found.
type Report struct {
	Epoch    string  `json:"epoch"`
	Revision int64   `json:"revision"`
	Checked  Counts  `json:"checked"`
	Errors   int     `json:"errors"`
	Warnings int     `json:"warnings"`
	Notes    int     `json:"notes"`
	Groups   []Group `json:"groups"` // errors first
}

// Check looks through the graph. The same graph gives the same report. A graph that changes meanwhile is looked through
// once more, and then it is CodeBusy.
func Check(ctx context.Context, r graph.Reader, o Options) (Report, error) {
	for try := 0; ; try++ {
		c := newChecker(r, o)
		before, err := r.Marker(ctx)
		if err != nil {
			return Report{}, err
		}
		after, err := c.scan(ctx)
		if err != nil {
			return Report{}, err
		}
		if !after.Loading && before.Revision == after.Revision && before.Epoch == after.Epoch {
			if err := c.finish(ctx); err != nil {
				return Report{}, err
			}
			return c.report(after), nil
		}
		if try > 0 {
			return Report{}, &graph.Error{Code: graph.CodeBusy, Message: "a load is under way, or one was cut short; wait " +
				"until it has ended, or run it again, and then check"}
		}
	}
}

// checker gathers what is needed to judge what comes later in the scan, and the findings.
type checker struct {
	reader   graph.Reader
	limit    int
	counts   Counts
	groups   map[Code]*Group
	sets     sets
	sources  map[string]*source
	entities map[string]*entity
	codes    map[string]string // "iso3:AZE" -> id of the entity
	former   map[string]string // former id -> id of the entity
	datasets map[string]*dataset
	spells   []spell
	offices  []spell
}

// source is what is kept of a source.
type source struct {
	datasets set
	used     bool
}

// entity is what is kept of an entity.
type entity struct {
	first, last graph.Day // of its existence, as wide as any record has it
	datasets    set
	placed      bool // it has coordinates or a border
}

// dataset is what was found of a dataset.
type dataset struct {
	graph.Dataset
	ranked bool
}

func newChecker(r graph.Reader, o Options) *checker {
	return &checker{reader: r, limit: o.Limit, groups: map[Code]*Group{}, sets: newSets(), sources: map[string]*source{},
		entities: map[string]*entity{}, codes: map[string]string{}, former: map[string]string{}, datasets: map[string]*dataset{}}
}

func (c *checker) scan(ctx context.Context) (graph.Marker, error) {
	v := graph.Visitor{Source: c.source, Entity: c.entity, Relationship: c.relationship, Withdrawn: c.withdrawn}
	if i, ok := c.reader.(Inspector); ok {
		return i.Inspect(ctx, v, c.found)
	}
	return c.reader.Scan(ctx, v)
}

// found counts a finding, and keeps it where it is one of the first.
func (c *checker) found(f Finding) {
	g := c.groups[f.Code]
	if g == nil {
		g = &Group{Code: f.Code}
		c.groups[f.Code] = g
	}
	g.Count++
	if c.limit == 0 || len(g.Findings) < c.limit {
		if f.IDs == nil {
			f.IDs = []string{}
		}
		g.Findings = append(g.Findings, f)
	}
}

// say is found with a text made of a format.
func (c *checker) say(code Code, ids []string, format string, args ...any) {
	c.found(Finding{code, ids, fmt.Sprintf(format, args...)})
}

// finish looks at what only the whole shows.
func (c *checker) finish(ctx context.Context) error {
	if err := c.checkDatasets(ctx); err != nil {
		return err
	}
	c.checkSources()
	c.checkPlaces()
	c.checkFormerIDs()
	return c.checkSpells(ctx)
}

func (c *checker) report(m graph.Marker) Report {
	r := Report{Epoch: m.Epoch, Revision: m.Revision, Checked: c.counts, Groups: []Group{}}
	for _, k := range kinds {
		g := c.groups[k.code]
		if g == nil {
			continue
		}
		g.Severity, g.What, g.Fix = k.severity, k.what, k.fix
		switch k.severity {
		case Error:
			r.Errors += g.Count
		case Warning:
			r.Warnings += g.Count
		case Note:
			r.Notes += g.Count
		}
		r.Groups = append(r.Groups, *g)
	}
	slices.SortStableFunc(r.Groups, func(a, b Group) int { return a.Severity.order() - b.Severity.order() })
	return r
}
