package main

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"coopgraph/graph/names"
)

// completeWithin bounds a suggestion: whoever types waits for it.
const completeWithin = 2 * time.Second

// maxSuggestions is how many names are suggested.
const maxSuggestions = 30

// completeFlag suggests the values of a flag; of one that takes several, for the one that is being typed.
func completeFlag(c *cobra.Command, name string, values []string) {
	if len(values) == 0 {
		return
	}
	isList := c.Flag(name).Value.Type() == "stringSlice"
	_ = c.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before, last := "", typed
		if at := strings.LastIndexByte(typed, ','); isList && at >= 0 {
			before, last = typed[:at+1], typed[at+1:]
		}
		var out []string
		for _, v := range values {
			if len(v) >= len(last) && strings.EqualFold(v[:len(last)], last) {
				out = append(out, before+v)
			}
		}
		directive := cobra.ShellCompDirectiveNoFileComp
		if isList {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		return out, directive
	})
}

// completeEntities suggests entities for the arguments of a command, most of them at most. Where nobody can be asked in
// time there are none, and not a word: a shell would print it into what is being typed.
func (a *asking) completeEntities(c *cobra.Command, most int) {
	c.ValidArgsFunction = func(c *cobra.Command, given []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(given) >= most || strings.TrimSpace(typed) == "" {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		ctx, cancel := context.WithTimeout(c.Context(), completeWithin)
		defer cancel()
		return a.suggest(ctx, typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// suggest gives the names that go on from what is typed, with ids to tell them apart; for the beginning of an id, ids.
func (a *asking) suggest(ctx context.Context, typed string) []string {
	ask, stop, err := a.open(ctx, io.Discard)
	if err != nil {
		return nil
	}
	defer stop()
	_, slug, isID := strings.Cut(typed, ":")
	text := typed
	if isID {
		text = strings.ReplaceAll(slug, "-", " ")
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	found, err := ask.Search(ctx, text, maxSuggestions)
	if err != nil {
		return nil
	}
	var out []string
	for _, h := range found.Results {
		for _, name := range []string{h.Name, h.Matched} {
			suggestion := name + "\t" + h.Id
			if isID {
				suggestion = h.Id + "\t" + h.Name
			}
			shownAs, _, _ := strings.Cut(suggestion, "\t")
			if begins(shownAs, typed) && !slices.Contains(out, suggestion) {
				out = append(out, suggestion)
			}
		}
	}
	return out
}

// begins reports whether a text begins with what is typed, whatever the case and the accents.
func begins(text, typed string) bool { return strings.HasPrefix(names.Fold(text), names.Fold(typed)) }
