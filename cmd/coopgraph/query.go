package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"coopgraph/graph/bolt"
	"coopgraph/graph/names"
	"coopgraph/queries"
)

func queryCommand(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "query [NAME] [--PARAMETER VALUE]...",
		Short: "run a canned query, or list them where none is named",
		Long: "Runs a canned query. Each has flags for its parameters: `query NAME --help` shows them. A query of your own is run\n" +
			"in the same way, with --queries and its folder beside it.",
		// The flags of a query of one's own are known once its folder is read, so that they are read apart; see runOwn.
		DisableFlagParsing: true,
		RunE:               func(c *cobra.Command, args []string) error { return runOwn(c, s, args) },
		ValidArgsFunction:  completeOwn,
	}
	var o queryOptions
	o.flags(c.Flags(), tableFormats) // for the help alone
	for _, q := range queries.BuiltIn() {
		if !c.ContainsGroup(q.Group) {
			c.AddGroup(&cobra.Group{ID: q.Group, Title: q.Group + ":"})
		}
		run := runCommand(s, q)
		run.GroupID = q.Group
		c.AddCommand(run)
	}
	c.AddCommand(queryNewCommand(), queryCheckCommand(s), queryDocsCommand(s))
	return c
}

// queryOptions are what every run of a query has beside its parameters.
type queryOptions struct {
	asking
	params, folders []string
}

func (o *queryOptions) flags(f *pflag.FlagSet, formats []string) {
	f.StringArrayVarP(&o.params, "param", "p", nil, "a parameter, as key=value; may be repeated")
	foldersFlag(f, &o.folders)
	serverFlag(f, &o.server)
	o.form.flagsOf(f, formats)
}

// complete says whom to ask. Queries of one's own run in Neo4j, whatever server there is.
func (o *queryOptions) complete(f *pflag.FlagSet, s *settings) error {
	o.settings = s
	o.queries = func(ctx context.Context, db *bolt.DB) (*queries.Catalogue, error) {
		return openCatalogue(ctx, db, o.folders)
	}
	if len(o.folders) == 0 {
		return nil
	}
	if f.Changed("server") {
		return usageError{errors.New("--queries and --server exclude each other: queries of your own run in Neo4j; a server runs those that it was " +
			"started with")}
	}
	o.server = ""
	return nil
}

func foldersFlag(f *pflag.FlagSet, into *[]string) {
	f.StringSliceVar(into, "queries", nil, "folders with *.cypher files of your own")
}

// withCatalogue opens the catalogue over the Neo4j that is running. A query is checked when it is run.
func withCatalogue(c *cobra.Command, s *settings, folders []string, do func(*queries.Catalogue) error) error {
	db, disconnect, err := s.connect(c.Context(), c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer disconnect()
	catalogue, err := openCatalogue(c.Context(), db, folders)
	if err != nil {
		return err
	}
	return do(catalogue)
}

func openCatalogue(ctx context.Context, db *bolt.DB, folders []string) (*queries.Catalogue, error) {
	return queries.Open(ctx, db, names.Finding(db), queries.Options{Folders: folders, PutOff: true})
}

// runOwn carries out `query` itself: it lists what there is, or runs a query that is not built in.
func runOwn(c *cobra.Command, s *settings, args []string) error {
	o, name, help, err := peek(c, s, args)
	switch {
	case err != nil:
		return c.FlagErrorFunc()(c, err)
	case name == "" && help:
		return c.Help()
	case name == "" && o.server != "":
		return o.run(c, func(ctx context.Context, s *session) error {
			list, err := s.Queries(ctx)
			if err != nil {
				return err
			}
			return listQueries(s.out, each(list.Queries, queryOf))
		})
	case name == "":
		return withCatalogue(c, s, o.folders, func(catalogue *queries.Catalogue) error {
			if err := catalogue.CheckOwn(c.Context()); err != nil {
				return err
			}
			return listQueries(c.OutOrStdout(), catalogue.List())
		})
	}
	q, err := o.find(c, name)
	if err != nil {
		return err
	}
	run := runCommand(s, q)
	// It stands alone, and would not know where it belongs.
	run.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: c.CommandPath() + " " + name}
	run.SilenceErrors, run.SilenceUsage = true, true
	run.Flags().AddFlagSet(c.InheritedFlags())
	run.SetOut(c.OutOrStdout())
	run.SetErr(c.ErrOrStderr())
	run.SetFlagErrorFunc(c.FlagErrorFunc())
	at := slices.Index(args, name)
	run.SetArgs(slices.Delete(slices.Clone(args), at, at+1))
	return run.ExecuteContext(c.Context())
}

// find finds a query that is not built in: in the folders, or on the server.
func (o *queryOptions) find(c *cobra.Command, name string) (q queries.Query, err error) {
	if o.server == "" {
		return queries.Own(name, o.folders)
	}
	err = o.run(c, func(ctx context.Context, s *session) error {
		there, err := s.Query(ctx, name)
		if err == nil {
			q = queryOf(*there)
		}
		return err
	})
	return q, err
}

// peek reads of a command line what every query has, and the query's name, "" where there is none. Flags that it does not
// know are the query's own; without a name they are an error.
func peek(c *cobra.Command, s *settings, args []string) (o *queryOptions, name string, help bool, err error) {
	parse := func(strict bool) error {
		o, help = &queryOptions{}, false
		set := pflag.NewFlagSet(c.Name(), pflag.ContinueOnError)
		set.SetOutput(io.Discard)
		set.ParseErrorsAllowlist.UnknownFlags = !strict
		o.flags(set, tableFormats)
		set.AddFlagSet(c.InheritedFlags())
		set.BoolVarP(&help, "help", "h", false, "")
		err := set.Parse(args)
		name = set.Arg(0)
		return cmp.Or(err, o.complete(set, s))
	}
	if err = parse(false); err == nil && name == "" {
		err = parse(true)
	}
	return o, name, help, err
}

// pairs reads what was given with -p.
func pairs(params []string) (map[string]any, error) {
	given := map[string]any{}
	for _, p := range params {
		key, value, ok := strings.Cut(p, "=")
		if !ok {
			return nil, usageError{fmt.Errorf("-p %s: write key=value", p)}
		}
		if _, twice := given[key]; twice {
			return nil, usageError{fmt.Errorf("-p %s is given twice", key)}
		}
		given[key] = value
	}
	return given, nil
}

func listQueries(w io.Writer, list []queries.Query) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, q := range list {
		var params []string
		for _, p := range q.Params {
			text := p.Name
			if !p.Required {
				text = "[" + text + "]"
			}
			params = append(params, text)
		}
		title := q.Title
		if q.Broken != "" {
			title = "broken: " + q.Broken
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", q.Name, strings.Join(params, " "), title)
	}
	return table.Flush()
}

// completeOwn offers the names of the user's queries; those of the built-in ones are offered as commands.
func completeOwn(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	o, name, _, err := peek(c, nil, args)
	if err != nil && !errors.Is(err, pflag.ErrHelp) || name != "" || len(o.folders) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	own, err := queries.OwnAll(o.folders)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, q := range own {
		out = append(out, cobra.CompletionWithDesc(q.Name, q.Title))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
