package mcp

import (
	"context"

	"coopgraph/graph"
)

type searchInput struct {
	Query string       `json:"query"`
	Kinds []graph.Kind `json:"kinds"`
	Limit int          `json:"limit"`
}

type searchAnswer struct {
	state
	Results []searchHit `json:"results" jsonschema:"best first"`
	More    bool        `json:"more,omitempty" jsonschema:"there are further ones: raise limit, or narrow by kinds or a longer name"`
	query   string
}

type searchHit struct {
	entityRef
	Matched    string  `json:"matched,omitempty" jsonschema:"the other name that matched"`
	Score      float64 `json:"score" jsonschema:"1 is an exact match"`
	Neighbours int     `json:"neighbours"`
}

func (s *Server) addSearch() {
	add(s, tool[searchInput, *searchAnswer]{
		name: "search", title: "Search by name",
		description: "Find countries, organisations, officials, people, projects, agreements, events and areas by name, however " +
			"it is spelt: other languages and scripts, former names, acronyms, typing errors. Gives ids for the other tools, which " +
			"take exact names as well.",
		arguments: arguments{
			required(argument{name: "query", description: "A name or a part of one, in any language or script.", shape: textShape,
				most: graph.MaxQueryLength}),
			choices("kinds", "Only entities of these kinds.", graph.KindNames()),
			whole("limit", "How many to give at most.", graph.DefaultSearchLimit, 1, graph.MaxSearch-1),
		},
		answer: s.search,
	})
}

func (s *Server) search(ctx context.Context, in searchInput) (*searchAnswer, error) {
	q := graph.SearchQuery{Text: in.Query, Kinds: in.Kinds, Limit: in.Limit}
	if q.Limit == 0 {
		q.Limit = graph.DefaultSearchLimit
	}
	q.Limit++ // to know whether there are more
	hits, err := s.Reader.Search(ctx, q)
	if err != nil {
		return nil, about("query", err)
	}
	a := &searchAnswer{Results: []searchHit{}, query: in.Query, More: len(hits) == q.Limit}
	for _, h := range hits[:min(len(hits), q.Limit-1)] {
		hit := searchHit{entityRef: entityRef{h.ID, h.Name, string(h.Kind)}, Score: h.Score, Neighbours: h.Degree}
		if h.Matched != h.Name {
			hit.Matched = h.Matched
		}
		a.Results = append(a.Results, hit)
	}
	a.state, err = s.now(ctx)
	return a, err
}

func (a *searchAnswer) text() string {
	var w words
	if len(a.Results) == 0 {
		w.line("Nothing is called %q. Try a shorter or another name, or leave kinds out.", a.query)
	}
	for _, h := range a.Results {
		matched := ""
		if h.Matched != "" {
			matched = ", also called " + h.Matched
		}
		w.line("- %s (%s): %s%s, %s", h.Name, h.ID, h.Kind, matched, plural(h.Neighbours, "neighbour"))
	}
	if a.More {
		w.line("There are more; raise limit, or narrow by kinds or a longer name.")
	}
	return w.plain(a.state)
}
