package mcp

import (
	"context"
	"errors"
	"slices"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// maxCandidates is how many entities are suggested where one is unknown.
const maxCandidates = 5

// entity finds the entity that is meant: by its id, by a code with its scheme, or by one of its names. Where a name is
// that of several, or of none, the error lists those that were perhaps meant.
func (s *Server) entity(ctx context.Context, param, what string) (string, error) {
	return s.entityOf(ctx, param, what, "")
}

// entityOf is entity, of one kind alone where it is not "".
func (s *Server) entityOf(ctx context.Context, param, what string, kind graph.Kind) (string, error) {
	id, err := s.find(ctx, what, kind)
	if err != nil {
		return "", about(param, err)
	}
	return id, nil
}

func (s *Server) find(ctx context.Context, what string, kind graph.Kind) (string, error) {
	_, isID := graph.KindOfID(what)
	if _, _, isCode := graph.SplitScheme(what); isID || isCode {
		return s.Reader.Resolve(ctx, what)
	}
	q := graph.SearchQuery{Text: what, Limit: maxCandidates}
	if kind != "" {
		q.Kinds = []graph.Kind{kind}
	}
	if len(what) > graph.MaxQueryLength {
		return "", graph.Invalid("", "the name is %d bytes long; %d are allowed", len(what), graph.MaxQueryLength)
	}
	hits, err := s.Reader.Search(ctx, q)
	if err != nil {
		return "", err
	}
	exact := slices.DeleteFunc(slices.Clone(hits), func(h graph.Hit) bool { return names.Fold(h.Matched) != names.Fold(what) })
	if len(exact) == 1 {
		return exact[0].ID, nil
	}
	e := graph.NotFound("", "nothing is called %q; give a name as it is, an id or a code, or use search", shown(what))
	if len(exact) > 1 {
		e = graph.Invalid("", "%q is the name of several; give the id of one", shown(what))
		hits = exact
	}
	for _, h := range hits {
		e.Candidates = append(e.Candidates, graph.Candidate{ID: h.ID, Name: h.Name})
	}
	return "", e
}

// entities finds several, leaving out what is named twice.
func (s *Server) entities(ctx context.Context, param string, refs []string) ([]string, error) {
	var ids []string
	for _, ref := range refs {
		id, err := s.entity(ctx, param, ref)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// about is err as one about the argument. What is wrong with the server's own settings stays what it is.
func about(param string, err error) error {
	e, ok := errors.AsType[*graph.Error](err)
	if !ok || e.Code != graph.CodeInvalid && e.Code != graph.CodeNotFound {
		return err
	}
	named := *e
	named.Param = param
	return &named
}
