package cowigo

import (
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
)

// addOrganisation makes the entity of an organisation.
func (c *conversion) addOrganisation(o *organisation) {
	known, ok := c.table.ByCOWName(o.column())
	if !ok {
		c.leaveOut(dataset.Omission{Unit: organisations, File: igoFile, Place: "ioname " + o.name, Value: o.title,
			Reason: notInTable})
		return
	}
	o.identity = known
	r := known.Record()
	r.Sources = []string{sourceID}
	r.Codes["cowigo"] = o.number
	r.Description = o.describe()
	if !slices.Contains(r.Aliases, o.name) && known.Name != o.name {
		r.Aliases = append(r.Aliases, o.name)
	}
	if r.Since.IsZero() {
		r.Since = graph.Year(o.founded)
	}
	if r.Until.IsZero() && !o.goesOn() {
		r.Until = graph.Year(o.ended)
	}
	if before, twice := c.folder.Entities[known.ID]; twice {
		r = joined(before, r)
	}
	c.folder.Entities[known.ID] = r
	if len(known.Factbook) > 0 || len(known.COWNames) > 1 {
		c.folder.Report.Merged = append(c.folder.Report.Merged, dataset.Merge{Entity: known.ID,
			As: fmt.Sprintf("cowigo:%s %s, %s", o.number, o.name, o.title), Reason: mergeReason(known)})
	}
}

// joined is an entity that the project counts under several names.
func joined(before, r graph.Record) graph.Record {
	before.Description += " " + r.Description
	before.Aliases = append(before.Aliases, r.Aliases...)
	slices.Sort(before.Aliases)
	before.Aliases = slices.Compact(before.Aliases)
	if r.Since.First() < before.Since.First() {
		before.Since = r.Since
	}
	if r.Until.Last() > before.Until.Last() {
		before.Until = r.Until
	}
	return before
}

func mergeReason(o *identity.Organisation) string {
	reason := "in the table of organisations it is also what the Factbook calls " + strings.Join(o.Factbook, ", ")
	if len(o.Factbook) == 0 {
		reason = "in the table of organisations it has the names " + strings.Join(o.COWNames, ", ")
	}
	if o.Note != "" {
		reason += ": " + o.Note
	}
	return reason
}

// describe says of what kind the project holds an organisation to be, and from when to when it counts it.
func (o *organisation) describe() string {
	kind := "An"
	if o.kind != "" {
		kind = "A " + o.kind
		if o.kind == "economic" {
			kind = "An economic"
		}
	}
	text := fmt.Sprintf("%s organisation in the data of the Correlates of War project, which dates it from %d", kind,
		o.founded)
	switch {
	case o.ended == 0:
		return text + "."
	case o.goesOn():
		return fmt.Sprintf("%s to %d but counts members after that.", text, o.ended)
	}
	return fmt.Sprintf("%s to %d.", text, o.ended)
}

// addSuccessions makes the rows of organisations that took the place of others. The project marks organisations that
// were integrated or replaced but does not name by what: that is from the table of organisations.
func (c *conversion) addSuccessions() {
	byID := map[string]*organisation{}
	for _, o := range c.organisations {
		if o.identity != nil {
			byID[o.identity.ID] = o
		}
	}
	followed := map[*organisation]bool{}
	for _, o := range c.organisations {
		if o.identity == nil {
			continue
		}
		for _, before := range o.identity.Succeeds {
			if gone := byID[before.ID]; gone != nil {
				followed[gone] = true
				c.folder.Rows = append(c.folder.Rows, succession(o, gone, before.Extent))
			}
		}
	}
	marked, inGraph := 0, 0
	for _, o := range c.organisations {
		if o.mark() == "" {
			continue
		}
		marked++
		if followed[o] {
			inGraph++
			continue
		}
		reason := "the file does not say by what, and the table of organisations names none of the file"
		if o.goesOn() {
			reason = "the file counts members after that; in the table of organisations it is one with what came after"
		}
		c.leaveOut(dataset.Omission{Unit: successions, File: igoFile, Place: fmt.Sprintf("ioname %s, %d", o.name, o.ended),
			Value: o.mark(), Reason: reason})
	}
	c.folder.Report.Tally(successions, marked, inGraph)
}

// mark is what the file says became of an organisation, "" where it says nothing.
func (o *organisation) mark() string {
	switch {
	case o.integrated:
		return "integrated"
	case o.replaced:
		return "replaced"
	}
	return ""
}

func succession(o, gone *organisation, extent string) dataset.Row {
	r := dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: graph.Succeeds, From: o.identity.ID, To: gone.identity.ID, Role: extent},
		Claim: graph.Claim{Source: sourceID, Confidence: graph.Inferred,
			Locator: fmt.Sprintf("%s, ioname %s and %s, columns sdate, deaddate, integrated, replaced", igoFile, gone.name,
				o.name)},
	}
	if gone.mark() == "" {
		r.Observed = graph.Year(max(gone.ended, o.founded))
		r.Text = fmt.Sprintf("The project ends the one in %d and begins the other in %d; that the one took the other's "+
			"place is not from its data.", gone.ended, o.founded)
		return r
	}
	words := map[string]string{"integrated": "integrated into another", "replaced": "replaced by another"}
	r.Since = graph.Year(gone.ended)
	r.Text = fmt.Sprintf("Marked as %s in %d; which one is not from the project's data.", words[gone.mark()], gone.ended)
	return r
}
