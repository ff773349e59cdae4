package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"coopgraph/graph"
)

// maxCandidates is how many entities are suggested where one is unknown.
const maxCandidates = 5

// resolve turns what a parameter says into an entity's id. Where it names nothing, the error names the parameter and
// what was perhaps meant, also for a bare name: "Georgia" is not an id, but it is clear what it stands for.
func (s *server) resolve(ctx context.Context, param, ref string) (string, error) {
	id, err := s.Reader.Resolve(ctx, ref)
	if err == nil {
		return id, nil
	}
	return "", s.suggest(ctx, param, ref, err)
}

// toID is resolve for what an engine is about to be asked about: a full id is taken as it is, since the engine finds out
// by itself whether it exists, and another question would cost as much again. Where the engine's answer is an error,
// [server.asked] finds out which parameter it was and what was perhaps meant.
func (s *server) toID(ctx context.Context, param, ref string) (string, error) {
	if _, isID := graph.KindOfID(ref); isID {
		return ref, nil
	}
	return s.resolve(ctx, param, ref)
}

// named is a reference and the parameter that it came in.
type named struct{ param, ref string }

// asked runs ask with the ids that the references stand for, one for each, once the filter is resolved. Where anything
// is unknown the references are looked up in their order: an id that an entity had before is asked about under the one
// that it has now; of any other the error names the parameter and what was perhaps meant.
func (s *server) asked(ctx context.Context, refs []named, f *graph.Filter, ask func(ids []string) error) error {
	ids, err := s.taken(ctx, refs)
	if err == nil {
		err = s.resolveFilter(ctx, f)
	}
	resolved := err == nil
	if resolved {
		err = ask(ids)
	}
	if code := graph.CodeOf(err); code != graph.CodeNotFound && code != graph.CodeInvalid {
		return err
	}
	now := make([]string, len(refs))
	for i, r := range refs {
		var unknown error
		if now[i], unknown = s.resolve(ctx, r.param, r.ref); unknown != nil {
			return unknown
		}
	}
	if resolved && !slices.Equal(now, ids) {
		return ask(now)
	}
	return err
}

// renamed is the error of a request for an entity under an id that it had before.
type renamed struct{ from, to string }

// Error implements error.
func (r *renamed) Error() string { return r.from + " is " + r.to + " now" }

// movedTo is an error where an id in a request's address is one that its entity had before: the address of the entity is
// another now, and whoever asks is told so rather than answered. A code is no id, and stays a way of asking.
func movedTo(ref, id string) error {
	if _, isID := graph.KindOfID(ref); isID && ref != id {
		return &renamed{ref, id}
	}
	return nil
}

// taken is toID for several.
func (s *server) taken(ctx context.Context, refs []named) ([]string, error) {
	ids := make([]string, len(refs))
	for i, r := range refs {
		var err error
		if ids[i], err = s.toID(ctx, r.param, r.ref); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// aboutEntities is asked for a question about a list of entities, in which one that is named twice counts once.
func aboutEntities[A any](ctx context.Context, s *server, param string, refs []string, f *graph.Filter,
	ask func(ids []string) (A, error)) (A, error) {
	var answer A
	all := each(refs, func(ref string) named { return named{param, ref} })
	err := s.asked(ctx, all, f, func(ids []string) (err error) {
		answer, err = ask(different(ids))
		return err
	})
	return answer, err
}

// different gives the texts in their order, each once.
func different(texts []string) []string {
	out := make([]string, 0, len(texts))
	for _, text := range texts {
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func (s *server) suggest(ctx context.Context, param, ref string, err error) error {
	e, ok := errors.AsType[*graph.Error](err)
	if !ok || e.OfSettings() || (e.Code != graph.CodeNotFound && e.Code != graph.CodeInvalid) {
		return err
	}
	named := *e
	named.Param = param
	if len(named.Candidates) == 0 {
		named.Candidates = s.nearestEntities(ctx, ref)
	}
	return &named
}

// nearestEntities searches for the words of an id. A search that fails suggests nothing: the first error matters more.
func (s *server) nearestEntities(ctx context.Context, ref string) []graph.Candidate {
	text := strings.TrimSpace(graph.TextOfID(ref))
	hits, err := s.Reader.Search(ctx, graph.SearchQuery{Text: text, Limit: maxCandidates})
	if err != nil {
		return nil
	}
	candidates := make([]graph.Candidate, len(hits))
	for i, h := range hits {
		candidates[i] = graph.Candidate{ID: h.ID, Name: h.Name}
	}
	return candidates
}

// resolveAll resolves a list, leaving out what is named twice.
func (s *server) resolveAll(ctx context.Context, param string, refs []string) ([]string, error) {
	var ids []string
	for _, ref := range refs {
		id, err := s.resolve(ctx, param, ref)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return different(ids), nil
}

// resolveFilter resolves the ids in a filter, and refuses sources and datasets that do not exist: they would let
// nothing pass, and a slip of the pen would look like an answer.
func (s *server) resolveFilter(ctx context.Context, f *graph.Filter) error {
	var err error
	if f.Avoid, err = s.resolveAll(ctx, "avoid", f.Avoid); err != nil {
		return err
	}
	for _, id := range f.Sources {
		if _, err := s.Reader.Source(ctx, id); err != nil {
			return about("source", err)
		}
	}
	if len(f.Datasets) == 0 {
		return nil
	}
	datasets, err := s.Reader.Datasets(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, d := range datasets {
		names = append(names, d.Name)
	}
	for _, name := range f.Datasets {
		if !slices.Contains(names, name) {
			return graph.Invalid("dataset", "%.100q is not a dataset here", name).WithAllowed(names...)
		}
	}
	return nil
}

// about is err as one about the parameter. What is wrong with the server's settings stays what it is.
func about(param string, err error) error {
	if e, ok := errors.AsType[*graph.Error](err); ok && !e.OfSettings() {
		named := *e
		named.Param = param
		return &named
	}
	return err
}
