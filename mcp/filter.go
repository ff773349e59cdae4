package mcp

import (
	"context"
	"slices"

	"coopgraph/graph"
)

// filterInput is the filter as it stands among a tool's arguments.
type filterInput struct {
	Types         []graph.Type     `json:"types"`
	NotTypes      []graph.Type     `json:"not_types"`
	Kinds         []graph.Kind     `json:"kinds"`
	ViaKinds      []graph.Kind     `json:"via_kinds"`
	Direction     graph.Direction  `json:"direction"`
	AsOf          string           `json:"as_of"`
	FromDate      string           `json:"from_date"`
	ToDate        string           `json:"to_date"`
	Undated       string           `json:"undated"`
	MinConfidence graph.Confidence `json:"min_confidence"`
	Sources       []string         `json:"sources"`
	Datasets      []string         `json:"datasets"`
	Avoid         []string         `json:"avoid"`
	MaxDegree     int              `json:"max_degree"`
}

// maxMaxDegree is the greatest bound on a degree that makes sense.
const maxMaxDegree = 1_000_000_000

// datePattern is the form of a date.
const datePattern = `^\d{4}(-\d{2}(-\d{2})?)?$`

// filterArguments are those of the filter, less those that a tool has no use for.
func filterArguments(without ...string) arguments {
	all := arguments{
		choices("types", "Only ties of these types.", graph.TypeNames()),
		as("types", choices("not_types", "No ties of these types.", graph.TypeNames())),
		choices("kinds", "Only entities of these kinds between or beside those asked about.", graph.KindNames()),
		as("kinds", choices("via_kinds", "Pass only through entities of these kinds.", graph.KindNames())),
		choice("direction", "Which way ties are followed: from their start (out), to it (in), or both. Types that mean the same both "+
			"ways are always followed both ways.", string(graph.AnyDirection), graph.Directions()...),
		date("as_of", "Only what holds on this date: 2024, 2024-06 or 2024-06-27. Not together with from_date or to_date."),
		date("from_date", "Only what holds on this date or later."),
		date("to_date", "Only what holds on this date or earlier."),
		choice("undated", "Whether a tie without a known beginning counts as holding before it was first observed.", "drop", "drop", "keep"),
		choice("min_confidence", "Only claims that are at least so well supported.", nil, graph.ConfidenceNames()...),
		list("sources", "Only claims of these sources, by id.", 1, graph.MaxListLength),
		list("datasets", "Only claims of these datasets, by name; the tool datasets lists them.", 1, graph.MaxListLength),
		list("avoid", "Entities to go round: names, ids or codes.", 1, graph.MaxListLength),
		whole("max_degree", "Pass only through entities with at most so many neighbours, so as to go round what everybody shares.",
			nil, 1, maxMaxDegree),
	}
	return slices.DeleteFunc(all, func(a argument) bool { return slices.Contains(without, a.name) })
}

func text(name, description string) argument {
	return argument{name: name, description: description, shape: textShape, most: maxTextLength}
}

func date(name, description string) argument {
	return argument{name: name, description: description, shape: textShape, most: maxTextLength, pattern: datePattern}
}

func choice(name, description string, byDefault any, allowed ...string) argument {
	return argument{name: name, description: description, shape: textShape, byDefault: byDefault, allowed: allowed, most: maxTextLength}
}

func choices(name, description string, allowed []string) argument {
	return argument{name: name, description: description, shape: listShape, allowed: allowed, least: 1, most: len(allowed)}
}

func list(name, description string, least, most int) argument {
	return argument{name: name, description: description, shape: listShape, least: least, most: most}
}

func whole(name, description string, byDefault any, least, most int) argument {
	return argument{name: name, description: description, shape: wholeShape, byDefault: byDefault, least: least, most: most}
}

func flag(name, description string) argument {
	return argument{name: name, description: description, shape: flagShape, byDefault: false}
}

func cursor() argument {
	return text("cursor", "Continue where an earlier answer was cut: its next, as it is, with the same other arguments.")
}

// as leaves the values of an argument to another one's schema.
func as(other string, a argument) argument {
	a.untold, a.description = true, a.description+" Values as in "+other+"."
	return a
}

func required(a argument) argument { a.required = true; return a }

// filter makes the filter that was asked for. Sources and datasets that do not exist are refused: they would let nothing
// pass, and a slip of the pen would look like an answer.
func (s *Server) filter(ctx context.Context, in *filterInput) (graph.Filter, error) {
	f := graph.Filter{Types: in.Types, NotTypes: in.NotTypes, Kinds: in.Kinds, ViaKinds: in.ViaKinds, Direction: in.Direction,
		MinConfidence: in.MinConfidence, Sources: in.Sources, Datasets: in.Datasets, MaxDegree: in.MaxDegree,
		KeepUndated: in.Undated == "keep"}
	var err error
	for _, d := range []struct {
		param, text string
		into        *graph.Date
	}{{"as_of", in.AsOf, &f.AsOf}, {"from_date", in.FromDate, &f.FromDate}, {"to_date", in.ToDate, &f.ToDate}} {
		if *d.into, err = graph.ParseDate(d.text); err != nil {
			return f, about(d.param, err)
		}
	}
	if err := f.Check(); err != nil {
		return f, err
	}
	if f.Avoid, err = s.entities(ctx, "avoid", in.Avoid); err != nil {
		return f, err
	}
	for _, id := range f.Sources {
		if _, err := s.Reader.Source(ctx, id); err != nil {
			return f, about("sources", err)
		}
	}
	return f, s.checkDatasets(ctx, f.Datasets)
}

// about gives the ids of the entities that a question is about, and its filter.
func (s *Server) about(ctx context.Context, entities []string, in *filterInput) ([]string, graph.Filter, error) {
	ids, err := s.entities(ctx, "entities", entities)
	if err != nil {
		return nil, graph.Filter{}, err
	}
	f, err := s.filter(ctx, in)
	return ids, f, err
}

func (s *Server) checkDatasets(ctx context.Context, asked []string) error {
	if len(asked) == 0 {
		return nil
	}
	datasets, err := s.Reader.Datasets(ctx)
	if err != nil {
		return err
	}
	var known []string
	for _, d := range datasets {
		known = append(known, d.Name)
	}
	for _, name := range asked {
		if !slices.Contains(known, name) {
			return graph.Invalid("datasets", "%q is not a dataset here", shown(name)).WithAllowed(known...)
		}
	}
	return nil
}
