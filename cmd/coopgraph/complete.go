package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/queries"
)

// completeWithin is how long somebody who pressed Tab waits for suggestions.
const completeWithin = time.Second

const noFiles = cobra.ShellCompDirectiveNoFileComp

// completeParam suggests values for a query's parameter.
func (o *queryOptions) completeParam(s *settings, p queries.Param) cobra.CompletionFunc {
	var fixed []string
	switch {
	case p.IsEntity():
		var kinds []graph.Kind
		if p.EntityKind != "" {
			kinds = append(kinds, graph.Kind(p.EntityKind))
		}
		return func(c *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if o.complete(c.Flags(), s) != nil {
				return nil, noFiles
			}
			return o.suggest(c.Context(), p.IsList(), typed, kinds)
		}
	case len(p.Allowed) > 0:
		fixed = p.Allowed
	case p.Type == queries.Boolean:
		fixed = []string{"true", "false"}
	case p.Type == queries.Date:
		fixed = []string{"today"}
	}
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before, typed := lastOfList(p.IsList(), typed)
		var out []cobra.Completion
		for _, v := range fixed {
			if strings.HasPrefix(v, typed) {
				out = append(out, before+v)
			}
		}
		return out, noFiles
	}
}

// lastOfList takes the part of a list that is being typed apart from those before it.
func lastOfList(isList bool, typed string) (before, last string) {
	if !isList {
		return "", typed
	}
	at := strings.LastIndexByte(typed, ',') + 1
	return typed[:at], typed[at:]
}

// completeEntities suggests entities for the arguments of a command, out of what it asks: for most of them at most.
func (a *asking) completeEntities(c *cobra.Command, most int) {
	c.ValidArgsFunction = func(c *cobra.Command, given []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(given) >= most {
			return nil, noFiles
		}
		return a.suggest(c.Context(), false, typed, nil)
	}
}

// suggest gives suggestions for what is typed. Where nobody can be asked, or it takes too long, there are none: whoever
// presses Tab wants no error.
func (a *asking) suggest(ctx context.Context, isList bool, typed string, kinds []graph.Kind) ([]cobra.Completion, cobra.ShellCompDirective) {
	before, typed := lastOfList(isList, typed)
	ctx, cancel := context.WithTimeout(ctx, completeWithin)
	defer cancel()
	var out []cobra.Completion
	for _, h := range a.searchQuietly(ctx, typed, kinds) {
		if text, description := suggestion(typed, h); !strings.Contains(text, ",") || !isList {
			out = append(out, cobra.CompletionWithDesc(before+text, description))
		}
	}
	return out, noFiles | cobra.ShellCompDirectiveKeepOrder
}

// completeFlag suggests the values of a flag; of one that takes several, for the one that is being typed.
func completeFlag(c *cobra.Command, name string, values []string) {
	if len(values) == 0 {
		return
	}
	isList := c.Flag(name).Value.Type() == "stringSlice"
	_ = c.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before, last := lastOfList(isList, typed)
		var out []cobra.Completion
		for _, v := range values {
			if len(v) >= len(last) && strings.EqualFold(v[:len(last)], last) {
				out = append(out, before+v)
			}
		}
		if isList {
			return out, noFiles | cobra.ShellCompDirectiveNoSpace
		}
		return out, noFiles
	})
}

// suggestion is how a hit completes what was typed: by the name that begins so, else by its id.
func suggestion(typed string, h graph.Hit) (text, description string) {
	for _, name := range []string{h.Name, h.Matched} {
		if len(name) >= len(typed) && strings.EqualFold(name[:len(typed)], typed) {
			return typed + name[len(typed):], h.ID // a shell goes by case
		}
	}
	return h.ID, h.Name
}

func (a *asking) searchQuietly(ctx context.Context, typed string, kinds []graph.Kind) []graph.Hit {
	text := typed
	if kind, slug, isID := strings.Cut(typed, ":"); isID {
		if k, err := graph.ParseKind(kind); err == nil && len(kinds) == 0 {
			kinds = []graph.Kind{k}
		}
		text = strings.ReplaceAll(slug, "-", " ")
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	ask, stop, err := a.open(ctx, io.Discard)
	if err != nil {
		return nil
	}
	defer stop()
	s := session{Client: ask}
	hits, err := s.Search(ctx, graph.SearchQuery{Text: text, Kinds: kinds, Limit: graph.DefaultSearchLimit})
	if err != nil {
		return nil
	}
	return hits
}
