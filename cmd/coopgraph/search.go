package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"coopgraph/client"
	"coopgraph/graph"
)

func searchCommand(s *settings) *cobra.Command {
	a := asking{settings: s}
	var kinds []string
	var limit int
	c := &cobra.Command{
		Use:   "search NAME...",
		Short: "find entities by name, however it is spelt",
		Long:  "Other languages and scripts, former names, acronyms and typing errors are found. Several words are one name.",
		Args:  args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, words []string) error {
			if limit < 1 || limit > graph.MaxSearch {
				return graph.Invalid("--limit", "%d is out of range; give 1 to %d", limit, graph.MaxSearch)
			}
			name := strings.Join(words, " ")
			return a.run(c, func(ctx context.Context, s *session) error {
				return lookup(ctx, s, func(ctx context.Context) (*client.SearchAnswer, error) {
					return s.Client.Search(ctx, name, limit, kinds...)
				}, func(w io.Writer, a *client.SearchAnswer) (bool, error) { return showSearch(w, a, limit) })
			})
		},
	}
	c.Flags().StringSliceVar(&kinds, "kinds", nil, "only entities of these kinds")
	c.Flags().IntVar(&limit, "limit", graph.DefaultSearchLimit, fmt.Sprintf("how many at most, 1 to %d", graph.MaxSearch))
	completeFlag(c, "kinds", graph.KindNames())
	a.flags(c, plainFormats)
	a.completeEntities(c, 1)
	return c
}

func showSearch(w io.Writer, a *client.SearchAnswer, limit int) (bool, error) {
	if len(a.Results) == 0 {
		fmt.Fprintln(w, "Nothing is called so.")
		return false, nil
	}
	t := newTable(w, "score", "neighbours", "kind", "id", "name", "also called")
	for _, h := range a.Results {
		matched := h.Matched
		if matched == h.Name {
			matched = ""
		}
		t.row(strconv.FormatFloat(h.Score, 'f', 2, 64), strconv.Itoa(h.Degree), h.Kind, h.Id, h.Name, matched)
	}
	if err := t.Flush(); err != nil {
		return false, err
	}
	if len(a.Results) == limit && limit < graph.MaxSearch {
		fmt.Fprintf(w, "(the first %d; more with --limit)\n", limit)
	}
	return true, nil
}

// lookup is answered for what is looked up, and comes as text or JSON.
func lookup[A any](ctx context.Context, s *session, ask func(context.Context) (*A, error), show func(w io.Writer, a *A) (bool, error)) error {
	o := s.form
	if o.format != textFormat && o.format != "json" {
		return graph.Invalid("--format", "%q is not a form of this answer", o.format).WithAllowed(o.formats...)
	}
	found, err := ask(ctx)
	if err != nil {
		return err
	}
	something := true
	err = o.to(s.out, func(w io.Writer) (err error) {
		if o.format == "json" {
			return writeJSON(w, found)
		}
		something, err = show(w, found)
		return err
	})
	if err != nil {
		return err
	}
	return foundIf(something)
}
