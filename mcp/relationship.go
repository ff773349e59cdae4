package mcp

import (
	"context"
	"fmt"
	"strings"

	"coopgraph/graph"
)

type relationshipInput struct {
	ID string `json:"id"`
}

type relationshipAnswer struct {
	state
	Tie       tie       `json:"tie"`
	From      entityRef `json:"from"`
	To        entityRef `json:"to"`
	Text      string    `json:"text"`
	Withdrawn bool      `json:"withdrawn,omitempty" jsonschema:"every claim was withdrawn by a correction: it is no part of the graph"`
	Claims    []claim   `json:"claims" jsonschema:"the best supported first"`
	cited
}

// claim is what one source says.
type claim struct {
	Source     string   `json:"source"`
	Dataset    string   `json:"dataset"`
	Locator    string   `json:"locator,omitempty" jsonschema:"where in the source"`
	Text       string   `json:"text"`
	Since      string   `json:"since,omitempty"`
	Until      string   `json:"until,omitempty"`
	Observed   string   `json:"observed,omitempty" jsonschema:"when the source saw it hold"`
	Status     string   `json:"status,omitempty"`
	Share      *float64 `json:"share,omitempty"`
	Confidence string   `json:"confidence"`
	SaidBy     string   `json:"said_by,omitempty" jsonschema:"id of who says so according to the source"`
	Withdraws  string   `json:"withdraws,omitempty" jsonschema:"the claims that this correction withdraws: a dataset, or dataset/source"`
	Withdrawn  bool     `json:"withdrawn,omitempty"`
}

func (s *Server) addRelationship() {
	add(s, tool[relationshipInput, *relationshipAnswer]{
		name: "relationship", title: "Who says so",
		description: "Say who claims a tie, where in which source, with which dates, and whether they disagree; also what a correction withdrew.",
		arguments:   arguments{required(text("id", "The tie's id, as other answers give it: member-of:931jq3ncyb66cw10."))},
		answer:      s.relationship,
	})
}

func (s *Server) relationship(ctx context.Context, in relationshipInput) (*relationshipAnswer, error) {
	r, err := s.Reader.Relationship(ctx, in.ID)
	if err != nil {
		return nil, about("id", err)
	}
	v, err := s.view(ctx, &graph.Subgraph{Relationships: []graph.Relationship{r}})
	if err != nil {
		return nil, err
	}
	ends, err := s.refs(ctx, v, []string{r.From, r.To})
	if err != nil {
		return nil, err
	}
	v.others[r.From], v.others[r.To] = ends[0].Name, ends[1].Name
	a := &relationshipAnswer{Tie: tieOf(r.ID(), &r), From: ends[0], To: ends[1], Withdrawn: r.Withdrawn(), Claims: []claim{},
		Text: graph.Sentence([]graph.Relationship{r}, v.name)}
	var ids []string
	for i := range r.Claims {
		c := &r.Claims[i]
		a.Claims = append(a.Claims, claim{Source: c.Source, Dataset: c.Dataset, Locator: c.Locator, Text: c.Text, Since: c.Since.String(),
			Until: c.Until.String(), Observed: c.Observed.String(), Status: c.Status, Share: c.Share, Confidence: string(c.Confidence),
			SaidBy: c.SaidBy, Withdraws: c.Withdraws, Withdrawn: c.WithdrawnAmong(r.Claims)})
		ids = append(ids, c.Source)
	}
	if a.cited, err = s.cite(ctx, ids); err != nil {
		return nil, err
	}
	a.state, err = s.now(ctx)
	return a, err
}

func (a *relationshipAnswer) text() string {
	var w words
	w.line("%s", a.Text)
	switch {
	case a.Withdrawn:
		w.line("Every claim was withdrawn by a correction, so that this is no part of the graph.")
	case a.Tie.Conflict:
		w.line("The sources disagree.")
	}
	for i := range a.Claims {
		w.line("- %s", a.Claims[i].line())
	}
	return w.end(a.state, a.cited)
}

func (c *claim) line() string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%s]", c.Source)
	if c.Locator != "" {
		fmt.Fprintf(&b, " %s:", c.Locator)
	}
	fmt.Fprintf(&b, " %s (%s", c.Text, c.Confidence)
	for _, field := range []struct{ name, value string }{{"since", c.Since}, {"until", c.Until}, {"observed", c.Observed},
		{"status", c.Status}, {"said by", c.SaidBy}, {"withdraws", c.Withdraws}} {
		if field.value != "" {
			fmt.Fprintf(&b, ", %s %s", field.name, field.value)
		}
	}
	if c.Share != nil {
		fmt.Fprintf(&b, ", share %g %%", *c.Share)
	}
	if c.Withdrawn {
		b.WriteString(", withdrawn")
	}
	return b.String() + ")"
}
