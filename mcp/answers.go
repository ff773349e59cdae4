package mcp

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
)

// state says from what an answer was given.
type state struct {
	Revision int64  `json:"revision" jsonschema:"the revision of the graph that this was answered from"`
	Notice   string `json:"notice,omitempty" jsonschema:"what to know about the state of the data"`
}

// entityRef is an entity as answers refer to it.
type entityRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// tie is a relationship as its claims together say.
type tie struct {
	ID         string   `json:"id" jsonschema:"the tool relationship tells each claim behind it"`
	Type       string   `json:"type"`
	From       string   `json:"from"`
	To         string   `json:"to"`
	Role       string   `json:"role,omitempty"`
	Title      string   `json:"title,omitempty"`
	Status     string   `json:"status,omitempty"`
	Share      *float64 `json:"share,omitempty" jsonschema:"percent"`
	Since      string   `json:"since,omitempty" jsonschema:"absent where no beginning is known"`
	Until      string   `json:"until,omitempty" jsonschema:"absent where no end is known"`
	Observed   string   `json:"observed,omitempty" jsonschema:"when a source first saw it, where no beginning is known"`
	Confidence string   `json:"confidence"`
	Conflict   bool     `json:"conflict,omitempty" jsonschema:"the sources disagree on dates, status or share"`
	Sources    []string `json:"sources"`
}

// step is two entities and all ties between them.
type step struct {
	From string `json:"from"`
	To   string `json:"to"`
	Text string `json:"text" jsonschema:"the ties in words, with ids of sources in brackets"`
	Ties []tie  `json:"ties"`
}

// sourceRef is a source as answers list it.
type sourceRef struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	Published string `json:"published,omitempty"`
	Accessed  string `json:"accessed,omitempty"`
	URL       string `json:"url,omitempty"`
}

// cited is the sources of an answer.
type cited struct {
	Sources     []sourceRef `json:"sources"`
	MoreSources int         `json:"more_sources,omitempty" jsonschema:"so many sources are named by id alone; the tool source tells about each"`
}

// maxSources is how many sources an answer describes.
const maxSources = 40

func (s *Server) state(m graph.Marker) state {
	out := state{Revision: m.Revision}
	if s.Notice != nil {
		out.Notice = s.Notice()
	}
	if m.Loading {
		out.Notice = strings.TrimSpace("A load is under way: this may show half of it. " + out.Notice)
	}
	return out
}

// now is the state of answers that do not say themselves from which they are.
func (s *Server) now(ctx context.Context) (state, error) {
	m, err := s.Reader.Marker(ctx)
	return s.state(m), err
}

// full is a name with its id.
func (r *entityRef) full() string { return fmt.Sprintf("%s (%s)", r.Name, r.ID) }

// refs names entities, also those that are not part of an answer.
func (s *Server) refs(ctx context.Context, v view, ids []string) ([]entityRef, error) {
	out := make([]entityRef, len(ids))
	for i, id := range ids {
		out[i] = v.ref(id)
		if v.nodes[id] != nil {
			continue
		}
		e, err := s.Reader.Entity(ctx, id)
		if err != nil {
			return nil, err
		}
		out[i] = entityRef{id, e.Name, string(e.Kind)}
	}
	return out, nil
}

func refOf(n *graph.Node) entityRef { return entityRef{n.ID, n.Name, string(n.Kind)} }

// view is a subgraph whose parts are looked up by id.
type view struct {
	nodes         map[string]*graph.Node
	relationships map[string]*graph.Relationship
	others        map[string]string // names of who says something and is no part of the subgraph
}

// maxOthers is how many names are looked up for one answer beside those that are part of it.
const maxOthers = 50

// view makes a subgraph's view.
func (s *Server) view(ctx context.Context, g *graph.Subgraph) (view, error) {
	v := view{map[string]*graph.Node{}, map[string]*graph.Relationship{}, map[string]string{}}
	for i := range g.Nodes {
		v.nodes[g.Nodes[i].ID] = &g.Nodes[i]
	}
	for i := range g.Relationships {
		r := &g.Relationships[i]
		v.relationships[r.ID()] = r
		for j := range r.Claims {
			id := r.Claims[j].SaidBy
			if id == "" || v.nodes[id] != nil || v.others[id] != "" || len(v.others) == maxOthers {
				continue
			}
			e, err := s.Reader.Entity(ctx, id)
			if err != nil && graph.CodeOf(err) != graph.CodeNotFound {
				return v, err
			}
			v.others[id] = cmp.Or(e.Name, id)
		}
	}
	return v, nil
}

// name is the name of an entity; its id where it is not known.
func (v view) name(id string) string {
	if n := v.nodes[id]; n != nil {
		return n.Name
	}
	return cmp.Or(v.others[id], id)
}

func (v view) ref(id string) entityRef {
	if n := v.nodes[id]; n != nil {
		return refOf(n)
	}
	kind, _ := graph.KindOfID(id)
	return entityRef{id, id, string(kind)}
}

func (v view) refs(ids []string) []entityRef {
	out := make([]entityRef, len(ids))
	for i, id := range ids {
		out[i] = v.ref(id)
	}
	return out
}

// tieOf writes a relationship. Its id is given, since it costs a checksum to make.
func tieOf(id string, r *graph.Relationship) tie {
	t := tie{ID: id, Type: string(r.Type), From: r.From, To: r.To, Role: r.Role, Title: r.Title, Status: r.Status, Share: r.Share,
		Since: r.Since.String(), Until: r.Until.String(), Confidence: string(r.Confidence), Conflict: r.Conflict,
		Sources: notNil(r.Sources())}
	if r.Since.IsZero() {
		t.Observed = r.Observed.String()
	}
	return t
}

// ties writes relationships of the answer, by their ids.
func (v view) ties(ids []string) []tie {
	out := make([]tie, 0, len(ids))
	for _, id := range ids {
		if r := v.relationships[id]; r != nil {
			out = append(out, tieOf(id, r))
		}
	}
	return out
}

// sentence says relationships of the answer in words, by their ids.
func (v view) sentence(ids []string) string {
	var rels []graph.Relationship
	for _, id := range ids {
		if r := v.relationships[id]; r != nil {
			rels = append(rels, *r)
		}
	}
	return graph.Sentence(rels, v.name)
}

func (v view) step(from, to string, ids []string) step {
	return step{From: from, To: to, Text: v.sentence(ids), Ties: v.ties(ids)}
}

// maxShownIDs is how many ids of ties a line of a text names.
const maxShownIDs = 3

// line is a step as a text lists it: in words, and by the ids of its ties, for the tool relationship.
func (s *step) line() string {
	var ids []string
	for _, t := range s.Ties[:min(len(s.Ties), maxShownIDs)] {
		ids = append(ids, t.ID)
	}
	more := ""
	if n := len(s.Ties) - len(ids); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("- %s (%s%s)", s.Text, strings.Join(ids, ", "), more)
}

// cite describes the sources by their ids, in any order and number. One that is gone is left out: only a load under way
// can have taken it.
func (s *Server) cite(ctx context.Context, ids []string) (cited, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	out := cited{Sources: []sourceRef{}, MoreSources: max(0, len(ids)-maxSources)}
	for _, id := range ids[:min(len(ids), maxSources)] {
		src, err := s.Reader.Source(ctx, id)
		if graph.CodeOf(err) == graph.CodeNotFound {
			continue
		}
		if err != nil {
			return cited{}, err
		}
		out.Sources = append(out.Sources, sourceRef{ID: id, Title: src.Title, Publisher: src.Publisher,
			Published: src.Published.String(), Accessed: src.Accessed.String(), URL: src.URL})
	}
	return out, nil
}

// sourcesOf lists the ids of the sources of ties.
func sourcesOf(ties []tie) []string {
	var ids []string
	for i := range ties {
		ids = append(ids, ties[i].Sources...)
	}
	return ids
}

func sourcesOfSteps(steps []step) []string {
	var ids []string
	for i := range steps {
		ids = append(ids, sourcesOf(steps[i].Ties)...)
	}
	return ids
}

// line is a source as a text lists it.
func (r *sourceRef) line() string {
	parts := []string{r.Title, r.Publisher, cmp.Or(r.Published, accessedText(r.Accessed)), r.URL}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return fmt.Sprintf("[%s] %s", r.ID, strings.Join(parts, ", "))
}

func accessedText(date string) string {
	if date == "" {
		return ""
	}
	return "accessed " + date
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
