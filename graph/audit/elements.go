package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"coopgraph/graph"
)

func (c *checker) dataset(name string) *dataset {
	d := c.datasets[name]
	if d == nil {
		d = &dataset{}
		c.datasets[name] = d
	}
	return d
}

func (c *checker) source(s graph.Source) error {
	c.counts.Sources++
	c.sources[s.ID] = &source{datasets: c.sets.of(s.Datasets())}
	for _, r := range s.Records {
		c.dataset(r.Dataset).Sources++
	}
	if len(s.Records) == 0 {
		c.found(Finding{Empty, []string{s.ID}, "no dataset says anything of the source " + s.ID})
	}
	return nil
}

// refers notes that something of a dataset stands on a source.
func (c *checker) refers(dataset, id, of string, what func() string) {
	s := c.sources[id]
	switch {
	case s == nil:
		c.say(NoSource, []string{of, id}, "%s: dataset %s names the source %q, which is not there",
			what(), dataset, id)
		return
	case !c.sets.has(s.datasets, dataset):
		c.say(NoSource, []string{of, id}, "%s: dataset %s names the source %q, which only other datasets have",
			what(), dataset, id)
	}
	s.used = true
}

func (c *checker) entity(e graph.Entity) error {
	c.counts.Entities++
	known := &entity{datasets: c.sets.of(e.Datasets()),
		placed: e.Latitude != nil && e.Longitude != nil}
	c.entities[e.ID] = known
	what := func() string { return e.ID + " (" + e.Name + ")" }
	for _, r := range e.Records {
		d := c.dataset(r.Dataset)
		d.Entities++
		if d.ranked && d.Rank != r.Rank {
			c.say(Dataset, []string{e.ID}, "%s: the rank of dataset %s is %d here and %d elsewhere",
				what(), r.Dataset, r.Rank, d.Rank)
		} else {
			d.Rank, d.ranked = r.Rank, true
		}
		if len(r.Sources) == 0 {
			c.say(NoSource, []string{e.ID}, "%s: dataset %s names no source", what(), r.Dataset)
		}
		for _, id := range r.Sources {
			c.refers(r.Dataset, id, e.ID, what)
		}
		if !r.Since.IsZero() && r.Until.Last() < r.Since.First() {
			c.say(TurnedRound, []string{e.ID}, "%s: by dataset %s it ends in %s, before it begins in %s",
				what(), r.Dataset, r.Until, r.Since)
		}
	}
	known.first, known.last = lifetime(e.Records)
	if len(e.Records) == 0 || e.Name == "" {
		c.found(Finding{Empty, []string{e.ID}, "no dataset gives " + e.ID + " a name"})
	}
	for _, scheme := range slices.Sorted(maps.Keys(e.Codes)) {
		ref := scheme + ":" + e.Codes[scheme]
		if other, taken := c.codes[ref]; taken {
			c.say(CodeTwice, []string{other, e.ID}, "%s is the code of %s and of %s", ref, other, what())
			continue
		}
		c.codes[ref] = e.ID
	}
	for _, id := range e.Formerly {
		if other, taken := c.former[id]; taken {
			c.say(FormerID, []string{other, e.ID}, "%s was the id of %s and of %s", id, other, what())
			continue
		}
		c.former[id] = e.ID
	}
	return nil
}

// lifetime is the days from the earliest beginning to the latest end that any record knows.
func lifetime(records []graph.Record) (first, last graph.Day) {
	first, last = graph.MaxDay, graph.MinDay
	for _, r := range records {
		if !r.Since.IsZero() {
			first = min(first, r.Since.First())
		}
		if !r.Until.IsZero() {
			last = max(last, r.Until.Last())
		}
	}
	if first == graph.MaxDay {
		first = graph.MinDay
	}
	if last == graph.MinDay {
		last = graph.MaxDay
	}
	return first, last
}

// withdrawn looks at a relationship that corrections took out of the graph.
func (c *checker) withdrawn(r graph.Relationship) error {
	c.stored(&r, r.ID())
	return nil
}

// relationship looks at a relationship of the graph.
func (c *checker) relationship(r graph.Relationship) error {
	c.counts.Relationships++
	id := r.ID()
	if !c.stored(&r, id) {
		return nil
	}
	c.conflicts(&r, id)
	c.existence(&r, id)
	c.noteSpell(&r, id)
	if r.Type == graph.Borders {
		c.entities[r.From].placed, c.entities[r.To].placed = true, true
	}
	return nil
}

// stored looks at what no dataset can say, and reports whether both ends are there.
func (c *checker) stored(r *graph.Relationship, id string) bool {
	what := func() string { return describe(r) }
	for _, name := range r.Datasets() {
		c.dataset(name).Relationships++
	}
	if len(r.Claims) == 0 {
		c.found(Finding{Empty, []string{id}, what() + " has no claim"})
	}
	for i := range r.Claims {
		c.counts.Claims++
		c.dataset(r.Claims[i].Dataset).Claims++
		c.claim(r, &r.Claims[i], id)
	}
	info := r.Type.Info()
	c.permitted(r, info, id)
	from, fromThere := c.entities[r.From]
	to, toThere := c.entities[r.To]
	for _, end := range []struct {
		id    string
		known *entity
		there bool
	}{{r.From, from, fromThere}, {r.To, to, toThere}} {
		if !end.there {
			c.say(NoRecord, []string{id, end.id}, "%s: its end %q is not there", what(), end.id)
			continue
		}
		for _, name := range r.Datasets() {
			if !c.sets.has(end.known.datasets, name) {
				c.say(NoRecord, []string{id, end.id}, "%s: dataset %s claims it and has no row for %s",
					what(), name, end.id)
			}
		}
	}
	if !fromThere || !toThere {
		return false
	}
	fromKind, _ := graph.KindOfID(r.From)
	toKind, _ := graph.KindOfID(r.To)
	if !info.Joins(fromKind, toKind) {
		c.say(Ends, []string{id}, "%s leads from %s to %s; its type allows %s",
			what(), fromKind, toKind, info.EndsText())
	}
	return true
}

// claim looks at one claim.
func (c *checker) claim(r *graph.Relationship, claim *graph.Claim, id string) {
	what := func() string { return describe(r) }
	if claim.Text == "" || claim.Confidence.Rank() == 0 {
		c.say(Empty, []string{id}, "%s: the claim of %s has no text, or %q for its confidence",
			what(), origin(claim), claim.Confidence)
	}
	c.refers(claim.Dataset, claim.Source, id, what)
	if claim.SaidBy != "" {
		if said := c.entities[claim.SaidBy]; said == nil || !c.sets.has(said.datasets, claim.Dataset) {
			c.say(NoRecord, []string{id, claim.SaidBy}, "%s: dataset %s has it on the word of %q, for whom it has no row",
				what(), claim.Dataset, claim.SaidBy)
		}
	}
	if !claim.Since.IsZero() && claim.Until.Last() < claim.Since.First() {
		c.say(TurnedRound, []string{id}, "%s: by %s it ends in %s, before it begins in %s",
			what(), origin(claim), claim.Until, claim.Since)
	}
	if claim.Withdraws != "" && !withdrawsSome(r, claim) {
		c.say(Idle, []string{id}, "%s: %s withdraws %s, which claims nothing of it",
			what(), origin(claim), claim.Withdraws)
	}
}

// withdrawsSome reports whether what a correction withdraws is there.
func withdrawsSome(r *graph.Relationship, correction *graph.Claim) bool {
	return slices.ContainsFunc(r.Claims, func(other graph.Claim) bool {
		return other.Withdraws == "" && len(graph.Standing([]graph.Claim{other, *correction})) == 0
	})
}

// permitted holds a relationship against its type.
func (c *checker) permitted(r *graph.Relationship, info graph.TypeInfo, id string) {
	wrong := func(format string, args ...any) {
		c.found(Finding{NotPermitted, []string{id}, describe(r) + ": " + fmt.Sprintf(format, args...)})
	}
	switch {
	case r.Role == "":
	case info.Role == "":
		wrong("its type has no role, and it has %q", r.Role)
	case len(info.Roles) > 0 && !slices.Contains(info.Roles, r.Role):
		wrong("%q is no role of its type; those are %s", r.Role, strings.Join(info.Roles, ", "))
	}
	if r.Title != "" && !info.Titled {
		wrong("its type has no title, and it has %q", r.Title)
	}
	for i := range r.Claims {
		claim := &r.Claims[i]
		if claim.Status != "" && !slices.Contains(info.Statuses, claim.Status) {
			wrong("%q is no status of its type (%s)", claim.Status, origin(claim))
		}
		if claim.Share != nil && !info.Shared {
			wrong("its type has no share (%s)", origin(claim))
		}
		if info.Momentary && claim.Until != claim.Since {
			wrong("it is of one occasion, and until (%s) is not since (%s) (%s)", claim.Until, claim.Since, origin(claim))
		}
	}
}

// checkDatasets holds what was found of each dataset against what its load recorded.
func (c *checker) checkDatasets(ctx context.Context) error {
	recorded, err := c.reader.Datasets(ctx)
	if err != nil {
		if graph.CodeOf(err) == graph.CodeInternal && c.groups[Unreadable] != nil {
			return nil // it is among the findings already
		}
		return err
	}
	c.counts.Datasets = len(recorded)
	var unfinished []string
	if g := c.groups[Unfinished]; g != nil {
		for _, f := range g.Findings {
			unfinished = append(unfinished, f.IDs...)
		}
	}
	for _, d := range recorded {
		n := c.dataset(d.Name)
		if !slices.Contains(unfinished, d.Name) && (n.Sources != d.Sources || n.Entities != d.Entities ||
			n.Relationships != d.Relationships || n.Claims != d.Claims) {
			c.say(Dataset, []string{d.Name}, "dataset %s has %d entities, %d relationships with %d claims and %d sources "+
				"in the graph; its load recorded %d, %d, %d and %d", d.Name, n.Entities, n.Relationships, n.Claims, n.Sources,
				d.Entities, d.Relationships, d.Claims, d.Sources)
		}
		delete(c.datasets, d.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(c.datasets)) {
		if !slices.Contains(unfinished, name) {
			n := c.datasets[name]
			c.say(Dataset, []string{name}, "dataset %q is not recorded, and the graph has %d entities, %d relationships "+
				"with %d claims and %d sources of it", name, n.Entities, n.Relationships, n.Claims, n.Sources)
		}
	}
	return nil
}

func (c *checker) checkSources() {
	for _, id := range slices.Sorted(maps.Keys(c.sources)) {
		if s := c.sources[id]; !s.used {
			c.say(UnusedSource, []string{id}, "%s (of %s)", id, strings.Join(c.sets.names[s.datasets], ", "))
		}
	}
}

func (c *checker) checkFormerIDs() {
	for _, id := range slices.Sorted(maps.Keys(c.former)) {
		if c.entities[id] != nil {
			c.say(FormerID, []string{c.former[id], id}, "%s has a former id that is an entity's: %s", c.former[id], id)
		}
	}
}

func (c *checker) checkPlaces() {
	for _, id := range slices.Sorted(maps.Keys(c.entities)) {
		if kind, _ := graph.KindOfID(id); kind == graph.Country && !c.entities[id].placed {
			c.found(Finding{NoPlace, []string{id}, id})
		}
	}
}
