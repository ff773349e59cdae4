package loader

import (
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"coopgraph/graph"
)

// Count counts elements by what became of what the dataset says of them. Created means that the dataset said nothing
// of the element before, though another may have.
type Count struct {
	Created, Changed, Removed, Unchanged int
}

// Written is the number of elements that were, or in a dry run would be, written.
func (c Count) Written() int { return c.Created + c.Changed + c.Removed }

// Change is one element that was or would be written.
type Change struct {
	Action  string // "create", "change" or "remove"
	Element graph.Element
	ID      string
	Name    string // a name or title, for a relationship its ends; "" for what is removed
}

// Summary says what a load did, or in a dry run would do.
type Summary struct {
	Dataset       string
	DryRun        bool
	Sources       Count
	Entities      map[graph.Kind]Count
	Relationships map[graph.Type]Count
	// Revision is that of the graph after the load; 0 after a dry run.
	Revision int64
	// TookOver names the holder of a load that had died and was taken over; "" if there was none.
	TookOver string
	// Sample is the first changes of each sort, as many as Options.Sample.
	Sample []Change
	Took   time.Duration

	sample  int            // how many changes of a sort are kept
	sampled map[string]int // how many there are by action and element
}

// Total is the sum of all counts.
func (s *Summary) Total() Count {
	sum := s.Sources
	for _, counts := range []iterCounts{maps.Values(s.Entities), maps.Values(s.Relationships)} {
		for c := range counts {
			sum = Count{sum.Created + c.Created, sum.Changed + c.Changed, sum.Removed + c.Removed, sum.Unchanged + c.Unchanged}
		}
	}
	return sum
}

type iterCounts = func(yield func(Count) bool)

// settle counts an element of the dataset, and reports whether it must be written.
func (s *Summary) settle(e graph.Element, id string, name func() string, before, now string) bool {
	switch before {
	case "":
		s.count(e, id, func(c *Count) { c.Created++ })
		s.note("create", e, id, name)
	case now:
		s.count(e, id, func(c *Count) { c.Unchanged++ })
		return false
	default:
		s.count(e, id, func(c *Count) { c.Changed++ })
		s.note("change", e, id, name)
	}
	return true
}

// remove counts an element that the dataset no longer has.
func (s *Summary) remove(e graph.Element, id string) {
	s.count(e, id, func(c *Count) { c.Removed++ })
	s.note("remove", e, id, func() string { return "" })
}

func (s *Summary) count(e graph.Element, id string, fn func(*Count)) {
	switch e {
	case graph.SourceElement:
		fn(&s.Sources)
	case graph.EntityElement:
		kind, _ := graph.KindOfID(id)
		c := s.Entities[kind]
		fn(&c)
		s.Entities[kind] = c
	case graph.RelationshipElement:
		t, _ := graph.TypeOfRelationshipID(id)
		c := s.Relationships[t]
		fn(&c)
		s.Relationships[t] = c
	}
}

func (s *Summary) note(action string, e graph.Element, id string, name func() string) {
	if sort := action + string(e); s.sampled[sort] < s.sample {
		s.sampled[sort]++
		s.Sample = append(s.Sample, Change{action, e, id, name()})
	}
}

// String is the summary for people, as WriteTo writes it.
func (s *Summary) String() string {
	var b strings.Builder
	_, _ = s.WriteTo(&b)
	return b.String()
}

// WriteTo writes the summary for people: what changed by kind and type, in a dry run with the sample.
func (s *Summary) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	total := s.Total()
	if s.TookOver != "" {
		fmt.Fprintf(&b, "A load that had died was taken over: %s.\n", s.TookOver)
	}
	switch {
	case total.Written() == 0 && s.DryRun:
		fmt.Fprintf(&b, "Dry run of dataset %s: nothing would change; all %d elements are in the graph as they are in the dataset.\n",
			s.Dataset, total.Unchanged)
	case total.Written() == 0:
		fmt.Fprintf(&b, "Dataset %s: nothing changed; all %d elements are in the graph as they are in the dataset.\n",
			s.Dataset, total.Unchanged)
	default:
		s.writeTable(&b, total)
	}
	if s.DryRun {
		fmt.Fprintf(&b, "Nothing was written.\n")
	} else {
		fmt.Fprintf(&b, "The graph is at revision %d. It took %s.\n", s.Revision, s.Took.Round(time.Millisecond))
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

func (s *Summary) writeTable(b *strings.Builder, total Count) {
	title := "Dataset " + s.Dataset
	if s.DryRun {
		title = "Dry run of dataset " + s.Dataset
	}
	fmt.Fprintf(b, "%s:\n", title)
	format := strings.Repeat("%11s", 4) + "\n"
	fmt.Fprintf(b, "  %-16s"+format, "", "created", "changed", "removed", "unchanged")
	line := func(name string, c Count) {
		if c != (Count{}) {
			fmt.Fprintf(b, "  %-16s"+strings.ReplaceAll(format, "s", "d"), name, c.Created, c.Changed, c.Removed, c.Unchanged)
		}
	}
	line("Source", s.Sources)
	for _, k := range graph.Kinds() {
		line(string(k.Kind), s.Entities[k.Kind])
	}
	for _, name := range graph.TypeNames() {
		line(name, s.Relationships[graph.Type(name)])
	}
	line("all", total)
	if s.DryRun {
		s.writeSample(b, total)
	}
}

func (s *Summary) writeSample(b *strings.Builder, total Count) {
	for _, c := range s.Sample {
		fmt.Fprintf(b, "  %s %s", c.Action, c.ID)
		if c.Name != "" {
			fmt.Fprintf(b, "  %s", c.Name)
		}
		b.WriteByte('\n')
	}
	if more := total.Written() - len(s.Sample); more > 0 && len(s.Sample) > 0 {
		fmt.Fprintf(b, "  and %d more\n", more)
	}
}
