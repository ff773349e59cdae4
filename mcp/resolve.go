package mcp

import (
	"context"
	"errors"
	"slices"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// entity finds the entity that is meant: by its id, by a code with its scheme, or by one of its names, and of one of the
// kinds where there are any. Where a name is that of several, or of none, the error lists those that were perhaps meant.
func (s *Server) entity(ctx context.Context, param, what string, kinds ...graph.Kind) (string, error) {
	id, err := names.Find(ctx, s.Reader, what, kinds...)
	if err != nil {
		return "", about(param, err)
	}
	return id, nil
}

// entities finds several, leaving out what is named twice.
func (s *Server) entities(ctx context.Context, param string, refs []string, kinds ...graph.Kind) ([]string, error) {
	var ids []string
	for _, ref := range refs {
		id, err := s.entity(ctx, param, ref, kinds...)
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
