package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"coopgraph/graph"
)

type connectInput struct {
	Entities []string `json:"entities"`
	filterInput
}

type connectAnswer struct {
	state
	Entities []entityRef   `json:"entities" jsonschema:"those asked about"`
	Joined   bool          `json:"joined" jsonschema:"whether all of them are"`
	Method   string        `json:"method" jsonschema:"exact: nothing joins them in fewer steps. distance-network: an approximation"`
	Bound    float64       `json:"bound" jsonschema:"how many times as many steps as needed there are at most"`
	Nodes    []entityRef   `json:"nodes" jsonschema:"what joins them"`
	Steps    []step        `json:"steps" jsonschema:"a tree that joins them"`
	Groups   [][]entityRef `json:"groups,omitempty" jsonschema:"where not all are joined: which are"`
	Complete bool          `json:"complete" jsonschema:"false where the search was ended by its budget"`
	cited
}

func (s *Server) addConnect() {
	add(s, tool[connectInput, *connectAnswer]{
		name: "connect", title: "How several are connected",
		description: fmt.Sprintf("Find a small subgraph that joins %d to %d entities: through whom or what all of them hang together, "+
			"in as few steps as can be found.", graph.MinConnectIDs, graph.MaxConnectIDs),
		arguments: append(arguments{
			required(list("entities", "What to join: names, ids or codes.", graph.MinConnectIDs, graph.MaxConnectIDs)),
		}, filterArguments("direction")...),
		answer: s.connect,
	})
}

func (s *Server) connect(ctx context.Context, in connectInput) (*connectAnswer, error) {
	var q graph.ConnectQuery
	var err error
	if q.IDs, q.Filter, err = s.about(ctx, in.Entities, &in.filterInput); err != nil {
		return nil, err
	}
	if err := q.Complete(); err != nil {
		return nil, entitiesNot(err)
	}
	found, err := s.Reader.Connect(ctx, q)
	if err != nil {
		return nil, err
	}
	v, err := s.view(ctx, &found.Graph)
	if err != nil {
		return nil, err
	}
	a := &connectAnswer{state: s.state(found.Marker), Joined: found.Joined, Method: string(found.Method), Bound: found.Bound,
		Nodes: []entityRef{}, Steps: []step{}, Complete: found.Complete}
	if a.Entities, err = s.refs(ctx, v, q.IDs); err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, id := range q.IDs {
		asked[id] = true
	}
	for i := range found.Graph.Nodes {
		if n := &found.Graph.Nodes[i]; !asked[n.ID] {
			a.Nodes = append(a.Nodes, refOf(n))
		}
	}
	for _, st := range found.Steps {
		a.Steps = append(a.Steps, v.step(st.From, st.To, st.Relationships))
	}
	for _, group := range found.Groups {
		if !found.Joined {
			a.Groups = append(a.Groups, v.refs(group))
		}
	}
	a.cited, err = s.cite(ctx, sourcesOfSteps(a.Steps))
	return a, err
}

func (a *connectAnswer) text() string {
	var w words
	names := joinRefs(a.Entities)
	switch {
	case !a.Joined && a.Complete:
		w.line("Not all of %s can be joined. These hang together:", names)
	case !a.Joined:
		w.line("The search ended at the number of entities that may be examined, before all of %s were joined. So far these hang together:", names)
	case a.Method == string(graph.Exact):
		w.line("%s join %s; nothing joins them in fewer.", plural(len(a.Steps), "step"), names)
	default:
		w.line("%s join %s; this is an approximation, with at most %.4g times as many steps as needed.", plural(len(a.Steps), "step"), names, a.Bound)
	}
	for _, group := range a.Groups {
		w.line("- %s", joinRefs(group))
	}
	if len(a.Nodes) > 0 {
		w.line("Through: %s.", joinRefs(a.Nodes))
	}
	for i := range a.Steps {
		w.line("%s", a.Steps[i].line())
	}
	if a.Joined && !a.Complete {
		w.line("The search for fewer steps was ended by its budget.")
	}
	return w.end(a.state, a.cited)
}

func joinRefs(refs []entityRef) string {
	var parts []string
	for i := range refs {
		parts = append(parts, refs[i].full())
	}
	return strings.Join(parts, ", ")
}

// entitiesNot is what is wrong with a question, where the domain says ids and the tool's argument is entities.
func entitiesNot(err error) error {
	if e, ok := errors.AsType[*graph.Error](err); ok && e.Param == "ids" {
		return about("entities", err)
	}
	return err
}
