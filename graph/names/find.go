package names

import (
	"context"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Finder is the part of a [graph.Reader] by which an entity is found.
type Finder interface {
	Resolve(ctx context.Context, ref string) (string, error)
	Search(ctx context.Context, q graph.SearchQuery) ([]graph.Hit, error)
}

// maxCandidates is how many entities are suggested where a text does not name exactly one.
const maxCandidates = 5

// Find gives the id of the entity that somebody means: by its id, by a code with its scheme ("iso3:AZE"), or by a name.
// Names are compared in folded form, and only whole ones count: a beginning or a slip of the pen is suggested and never
// taken. With kinds, the entity has to be of one of them, and names of others do not count, so that UNFCCC is the
// convention where an agreement is asked for and the secretariat where an organisation is.
//
// A name of nothing is CodeNotFound with the nearest entities as candidates; a name of several is CodeInvalid with these
// as candidates, as is what is of another kind. Param is "name" then; whoever asks for a parameter puts its name there.
// An id or code costs one question to the reader, a name one search.
func Find(ctx context.Context, in Finder, text string, kinds ...graph.Kind) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", graph.Invalid("name", "there is no name; give a name, an id (country:aze) or a code (iso3:AZE)")
	case len(text) > graph.MaxIDLength:
		return "", graph.Invalid("name", "the name is %d bytes long; %d are allowed", len(text), graph.MaxIDLength)
	}
	_, isID := graph.KindOfID(text)
	if _, _, isCode := graph.SplitScheme(text); isID || isCode {
		id, err := in.Resolve(ctx, text)
		if err == nil {
			err = ofKind(id, kinds)
		}
		if err != nil {
			return "", err
		}
		return id, nil
	}
	hits, err := in.Search(ctx, graph.SearchQuery{Text: text, Kinds: kinds, Limit: 2 * maxCandidates})
	if err != nil {
		return "", err
	}
	folded := Fold(text)
	exact := slices.DeleteFunc(slices.Clone(hits), func(h graph.Hit) bool { return Fold(h.Matched) != folded })
	switch len(exact) {
	case 1:
		return exact[0].ID, nil
	case 0:
		return "", graph.NotFound("name", "%s is called %q; write a whole name, an id (country:aze) or a code (iso3:AZE)",
			nothing(kinds), text).WithCandidates(candidates(hits)...)
	}
	return "", graph.Invalid("name", "%q is the name of several; give the id of one", text).WithCandidates(candidates(exact)...)
}

// Finding is [Find] in one graph, for whoever is handed a function.
func Finding(in Finder) func(ctx context.Context, text string, kinds ...graph.Kind) (string, error) {
	return func(ctx context.Context, text string, kinds ...graph.Kind) (string, error) {
		return Find(ctx, in, text, kinds...)
	}
}

func ofKind(id string, kinds []graph.Kind) error {
	kind, _ := graph.KindOfID(id)
	if len(kinds) == 0 || slices.Contains(kinds, kind) {
		return nil
	}
	return graph.Invalid("name", "%s is of the kind %s; give one of the kind %s", id, kind, listed(kinds))
}

// nothing is the subject of a sentence about what is not there.
func nothing(kinds []graph.Kind) string {
	if len(kinds) == 0 {
		return "nothing"
	}
	return "nothing of the kind " + listed(kinds)
}

func listed(kinds []graph.Kind) string {
	texts := make([]string, len(kinds))
	for i, k := range kinds {
		texts[i] = string(k)
	}
	return strings.Join(texts, " or ")
}

func candidates(hits []graph.Hit) []graph.Candidate {
	var out []graph.Candidate
	for _, h := range hits[:min(len(hits), maxCandidates)] {
		out = append(out, graph.Candidate{ID: h.ID, Name: h.Name})
	}
	return out
}
