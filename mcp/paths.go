package mcp

import (
	"context"
	"fmt"
	"strings"

	"coopgraph/graph"
)

type pathsInput struct {
	From       string     `json:"from"`
	To         string     `json:"to"`
	K          int        `json:"k"`
	MaxHops    int        `json:"max_hops"`
	Mode       graph.Mode `json:"mode"`
	Rank       graph.Rank `json:"rank"`
	Concurrent bool       `json:"concurrent"`
	filterInput
}

type pathsAnswer struct {
	state
	From     entityRef `json:"from"`
	To       entityRef `json:"to"`
	Paths    []route   `json:"paths" jsonschema:"best first"`
	None     *noPath   `json:"none,omitempty" jsonschema:"why there is no path; absent where there is one"`
	Complete bool      `json:"complete" jsonschema:"false where a limit ended the search before all that was asked for was found"`
	Cut      string    `json:"cut,omitempty" jsonschema:"what was left out, and how to get it"`
	cited
}

type route struct {
	Hops         int         `json:"hops"`
	Cost         string      `json:"cost" jsonschema:"sum of ln(neighbours) of the entities passed through: the lower, the more specific"`
	Nodes        []entityRef `json:"nodes"`
	Steps        []step      `json:"steps"`
	SharedPeriod []period    `json:"shared_period" jsonschema:"the days on which all steps hold; empty where there are none as far as known"`
	days         string
}

type period struct {
	From string `json:"from,omitempty" jsonschema:"absent where there is no beginning"`
	To   string `json:"to,omitempty" jsonschema:"absent where there is no end"`
}

func (s *Server) addPaths() {
	add(s, tool[pathsInput, *pathsAnswer]{
		name: "paths", title: "How two are connected",
		description: "Find how two entities are connected: the best paths between them, in words, with dates and sources. Everybody " +
			"shares the United Nations, so the most specific paths come first: those through what few others are tied to. Where there " +
			"is no path, the answer says why and what to relax.",
		arguments: append(arguments{
			required(text("from", "Where the paths begin: a name, an id (country:aze) or a code (iso3:AZE).")),
			required(text("to", "Where they end: a name, an id or a code.")),
			whole("k", "How many paths to give at most.", graph.DefaultK, 1, graph.MaxK),
			whole("max_hops", "The greatest number of steps.", graph.DefaultMaxHops, 1, graph.MaxMaxHops),
			choice("mode", "The k best paths, or the shortest ones alone, every one of them (k at most).", string(graph.Best), graph.Modes()...),
			choice("rank", "Which path is better: the more specific one, or the one of fewer steps.", string(graph.Specific), graph.Ranks()...),
			flag("concurrent", "Only paths of which all steps may hold on one and the same day."),
		}, filterArguments()...),
		answer: s.paths,
	})
}

func (s *Server) paths(ctx context.Context, in pathsInput) (*pathsAnswer, error) {
	q := graph.PathQuery{Mode: in.Mode, Rank: in.Rank, K: in.K, MaxHops: in.MaxHops, Concurrent: in.Concurrent}
	var err error
	if q.From, err = s.entity(ctx, "from", in.From); err != nil {
		return nil, err
	}
	if q.To, err = s.entity(ctx, "to", in.To); err != nil {
		return nil, err
	}
	if q.Filter, err = s.filter(ctx, &in.filterInput); err != nil {
		return nil, err
	}
	if err := q.Complete(); err != nil {
		return nil, err
	}
	found, err := s.Reader.Paths(ctx, q)
	if err != nil {
		return nil, err
	}
	v, err := s.view(ctx, &found.Graph)
	if err != nil {
		return nil, err
	}
	ends, err := s.refs(ctx, v, []string{q.From, q.To})
	if err != nil {
		return nil, err
	}
	a := &pathsAnswer{state: s.state(found.Marker), From: ends[0], To: ends[1], Paths: []route{}, Complete: found.Complete}
	if found.None != nil {
		a.None = noneOf(found.None, &q)
	}
	var ids []string
	for i := range found.Paths[:min(len(found.Paths), q.K)] {
		r := routeOf(v, &found.Paths[i])
		a.Paths = append(a.Paths, r)
		ids = append(ids, sourcesOfSteps(r.Steps)...)
	}
	a.Cut = pathsCut(&found, &q)
	a.Complete = a.Complete && len(a.Paths) == len(found.Paths)
	a.cited, err = s.cite(ctx, ids)
	return a, err
}

func routeOf(v view, p *graph.Path) route {
	r := route{Hops: p.Hops(), Cost: graph.CostText(p.Cost), Nodes: v.refs(p.Nodes), Steps: []step{}, SharedPeriod: []period{},
		days: p.SharedPeriod.Words()}
	for i, ids := range p.Steps {
		r.Steps = append(r.Steps, v.step(p.Nodes[i], p.Nodes[i+1], ids))
	}
	for _, i := range p.SharedPeriod {
		r.SharedPeriod = append(r.SharedPeriod, period{i.From.Date().String(), i.To.Date().String()})
	}
	return r
}

// pathsCut says what of the paths is not shown.
func pathsCut(found *graph.PathAnswer, q *graph.PathQuery) string {
	switch shown := min(len(found.Paths), q.K); {
	case len(found.Paths) > shown && q.K < graph.MaxK:
		return fmt.Sprintf("%d of %d shortest paths are shown; raise k for more", shown, len(found.Paths))
	case len(found.Paths) > shown:
		return fmt.Sprintf("%d of %d shortest paths are shown; narrow by types, kinds or dates to see others", shown, len(found.Paths))
	case !found.Complete && found.None == nil:
		return fmt.Sprintf("the search ended after %d nodes, so that there may be better paths; narrow by types, kinds, dates or max_degree",
			found.Examined)
	}
	return ""
}

func (a *pathsAnswer) text() string {
	var w words
	if a.None != nil {
		w.line("No path from %s to %s. %s", a.From.full(), a.To.full(), a.None.Text)
		return w.end(a.state, a.cited)
	}
	w.line("%s from %s to %s, best first.", plural(len(a.Paths), "path"), a.From.full(), a.To.full())
	for i, p := range a.Paths {
		var chain []string
		for j := range p.Nodes {
			chain = append(chain, p.Nodes[j].full())
		}
		days := "never all at one time as far as known"
		if len(p.SharedPeriod) > 0 {
			days = "all steps hold " + p.days
		}
		w.line("\n%d. %s\n   %s, cost %s, %s", i+1, strings.Join(chain, " — "), plural(p.Hops, "step"), p.Cost, days)
		for j := range p.Steps {
			w.line("   %s", p.Steps[j].line())
		}
	}
	return w.cut(a.Cut).end(a.state, a.cited)
}
