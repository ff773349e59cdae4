package main

import (
	"github.com/spf13/pflag"

	"coopgraph/graph"
)

// filterFlags are the flags of a filter, named like the API's parameters with hyphens.
type filterFlags struct {
	types, notTypes, kinds, viaKinds, sources, datasets, avoid []string
	direction, asOf, fromDate, toDate, undated, confidence     string
	maxDegree                                                  int
}

func (f *filterFlags) flags(set *pflag.FlagSet) {
	set.StringSliceVar(&f.types, "types", nil, "only these relationship types")
	set.StringSliceVar(&f.notTypes, "not-types", nil, "none of these relationship types")
	set.StringSliceVar(&f.kinds, "kinds", nil, "only these kinds of node between the ends")
	set.StringSliceVar(&f.viaKinds, "via-kinds", nil, "pass only through these kinds")
	set.StringVar(&f.direction, "direction", string(graph.AnyDirection), "any, out or in")
	set.StringVar(&f.asOf, "as-of", "", "only what holds on this date (2024, 2024-06 or 2024-06-27)")
	set.StringVar(&f.fromDate, "from-date", "", "only what holds on this date or later")
	set.StringVar(&f.toDate, "to-date", "", "only what holds on this date or earlier")
	set.StringVar(&f.undated, "undated", "drop", "what has no beginning, before it was first observed: drop or keep")
	set.StringVar(&f.confidence, "min-confidence", "", "documented, reported or inferred")
	set.StringSliceVar(&f.sources, "source", nil, "only claims of these sources")
	set.StringSliceVar(&f.datasets, "dataset", nil, "only claims of these datasets")
	set.StringSliceVar(&f.avoid, "avoid", nil, "ids of nodes to go round")
	set.IntVar(&f.maxDegree, "max-degree", 0, "pass only through nodes of at most this degree (0: any)")
}

func (f *filterFlags) filter() (graph.Filter, error) {
	out := graph.Filter{Direction: graph.Direction(f.direction), MinConfidence: graph.Confidence(f.confidence),
		Sources: f.sources, Datasets: f.datasets, Avoid: f.avoid, MaxDegree: f.maxDegree,
		KeepUndated: f.undated == "keep"}
	if f.undated != "keep" && f.undated != "drop" {
		return out, graph.Invalid("--undated", "%q is not allowed", f.undated).WithAllowed("drop", "keep")
	}
	var err error
	if out.Types, err = parseAll(f.types, graph.ParseType); err != nil {
		return out, err
	}
	if out.NotTypes, err = parseAll(f.notTypes, graph.ParseType); err != nil {
		return out, err
	}
	if out.Kinds, err = parseAll(f.kinds, graph.ParseKind); err != nil {
		return out, err
	}
	if out.ViaKinds, err = parseAll(f.viaKinds, graph.ParseKind); err != nil {
		return out, err
	}
	for _, d := range []struct {
		text string
		into *graph.Date
	}{{f.asOf, &out.AsOf}, {f.fromDate, &out.FromDate}, {f.toDate, &out.ToDate}} {
		if *d.into, err = graph.ParseDate(d.text); err != nil {
			return out, err
		}
	}
	return out, out.Check()
}

func parseAll[T any](texts []string, parse func(string) (T, error)) ([]T, error) {
	var out []T
	for _, text := range texts {
		v, err := parse(text)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
