package mcp

import (
	"cmp"
	"context"
	"strings"

	"coopgraph/graph"
)

// Bounds of what a source supports here.
const (
	defaultSupports = 10
	maxSupports     = 200
)

type sourceInput struct {
	ID     string `json:"id"`
	Limit  int    `json:"limit"`
	Cursor string `json:"cursor"`
}

type sourceAnswer struct {
	state
	sourceRef
	Licence     string      `json:"licence,omitempty"`
	Note        string      `json:"note,omitempty"`
	Datasets    []string    `json:"datasets" jsonschema:"those that draw on it"`
	EntityCount int         `json:"entity_count" jsonschema:"entities that stand on it, in all"`
	TieCount    int         `json:"tie_count" jsonschema:"ties of which it makes a claim that stands, in all"`
	Entities    []entityRef `json:"entities"`
	Steps       []step      `json:"steps" jsonschema:"ties with what this source alone says of them"`
	Complete    bool        `json:"complete"`
	Next        string      `json:"next,omitempty" jsonschema:"cursor of the next page"`
}

func (s *Server) addSource() {
	add(s, tool[sourceInput, *sourceAnswer]{
		name: "source", title: "Which source this is, and what it supports",
		description: "Say which page, report or table a source is (title, publisher, dates, address, terms), and what it supports: " +
			"entities first, then ties with what it says of them.",
		arguments: arguments{
			required(text("id", "The source's id, as it stands in brackets: trend-2024-06-27.")),
			whole("limit", "How many entities and ties to give at most.", defaultSupports, 1, maxSupports),
			cursor(),
		},
		answer: s.source,
	})
}

func (s *Server) source(ctx context.Context, in sourceInput) (*sourceAnswer, error) {
	q := graph.SupportsQuery{Source: strings.Trim(in.ID, "[]"), Limit: cmp.Or(in.Limit, defaultSupports), Cursor: in.Cursor}
	found, err := s.Reader.Supports(ctx, q)
	if err != nil {
		if graph.CodeOf(err) == graph.CodeNotFound {
			err = about("id", err)
		}
		return nil, err
	}
	src := &found.Source
	a := &sourceAnswer{state: s.state(found.Marker), sourceRef: sourceRef{ID: src.ID, Title: src.Title, Publisher: src.Publisher,
		Published: src.Published.String(), Accessed: src.Accessed.String(), URL: src.URL}, Licence: src.Licence, Note: src.Note,
		Datasets: notNil(src.Datasets()), EntityCount: found.EntityCount, TieCount: found.RelationshipCount, Entities: []entityRef{},
		Steps: []step{}, Complete: found.Complete, Next: found.Next}
	for i := range found.Entities {
		e := &found.Entities[i]
		a.Entities = append(a.Entities, entityRef{e.ID, e.Name, string(e.Kind)})
	}
	a.Steps, err = s.supported(ctx, found.Relationships)
	return a, err
}

// supported says in words what a source claims.
func (s *Server) supported(ctx context.Context, rels []graph.Relationship) ([]step, error) {
	v, err := s.view(ctx, &graph.Subgraph{Relationships: rels})
	if err != nil {
		return nil, err
	}
	steps := []step{}
	for i := range rels {
		r := &rels[i]
		ends, err := s.refs(ctx, v, []string{r.From, r.To})
		if err != nil {
			return nil, err
		}
		v.others[r.From], v.others[r.To] = ends[0].Name, ends[1].Name
		steps = append(steps, v.step(r.From, r.To, []string{r.ID()}))
	}
	return steps, nil
}

func (a *sourceAnswer) text() string {
	var w words
	w.line("%s", a.line())
	for _, field := range []struct{ name, value string }{{"Accessed", a.Accessed}, {"Terms", a.Licence}, {"Note", a.Note},
		{"Datasets", strings.Join(a.Datasets, ", ")}} {
		if field.value != "" {
			w.line("%s: %s", field.name, field.value)
		}
	}
	w.line("Supports: %d entities, %s; %d and %d shown", a.EntityCount, plural(a.TieCount, "tie"), len(a.Entities), len(a.Steps))
	for i := range a.Entities {
		w.line("- %s: %s", a.Entities[i].full(), a.Entities[i].Kind)
	}
	for i := range a.Steps {
		w.line("%s", a.Steps[i].line())
	}
	if !a.Complete {
		w.line("\nCut: not all are shown. %s", nextText(a.Next))
	}
	return w.plain(a.state)
}
