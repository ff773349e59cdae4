package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"coopgraph/api"
	"coopgraph/client"
	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/names"
	"coopgraph/internal/version"
	"coopgraph/queries"
)

// asking is what the commands that ask have in common: whom they ask, and in which form they print the answer. Every one
// of them speaks HTTP through [client], with a server elsewhere or with the API in this process.
type asking struct {
	settings *settings
	server   string
	from     []string
	form     form
	// queries are the canned queries that can be run in the Neo4j of the settings; nil for none.
	queries func(ctx context.Context, db *bolt.DB) (*queries.Catalogue, error)
}

func (a *asking) flags(c *cobra.Command, formats []string) {
	f := c.Flags()
	serverFlag(f, &a.server)
	fromFlag(f, &a.from)
	a.form.flags(c, formats)
}

func serverFlag(f *pflag.FlagSet, into *string) {
	f.StringVar(into, "server", os.Getenv("COOPGRAPH_SERVER"), "ask this server, such as http://127.0.0.1:8080, in place of Neo4j [COOPGRAPH_SERVER]")
}

// session is one command's work: whom it asks, and where its answer goes.
type session struct {
	*client.Client
	out, errs io.Writer
	form      *form
}

// run opens whom is asked, does the work, and closes again.
func (a *asking) run(c *cobra.Command, work func(ctx context.Context, s *session) error) error {
	ctx := c.Context()
	ask, stop, err := a.open(ctx, c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer stop()
	err = work(ctx, &session{ask, c.OutOrStdout(), c.ErrOrStderr(), &a.form})
	return byFlags(c.Flags(), err)
}

// open makes the client.
func (a *asking) open(ctx context.Context, stderr io.Writer) (*client.Client, func(), error) {
	options := client.Options{Retries: 3, UserAgent: "coopgraph/" + version.Version}
	if len(a.from) == 0 && a.server != "" {
		c, err := client.New(a.server, options)
		if err != nil {
			return nil, nil, graph.Invalid("--server", "%q is not the address of a server; write it like http://127.0.0.1:8080", a.server)
		}
		return c, func() {}, nil
	}
	cfg, stop, err := a.config(ctx, stderr)
	if err != nil {
		return nil, nil, err
	}
	// The API says what went wrong within to its log alone, and here whoever asks is whoever may know.
	cfg.Log = slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	cfg.Version, cfg.Commit, cfg.Deadline = version.Version, version.Commit, graph.MaxDeadline
	cfg.PublicURL = "http://" + defaultAddr // where a server is usually found
	handler, err := api.New(cfg)
	if err == nil {
		options.Transport = direct{handler}
		var c *client.Client
		if c, err = client.New("http://localhost", options); err == nil {
			return c, stop, nil
		}
	}
	stop()
	return nil, nil, err
}

// config says what answers in this process: files, or the Neo4j of the settings.
func (a *asking) config(ctx context.Context, stderr io.Writer) (api.Config, func(), error) {
	if len(a.from) > 0 {
		model, err := readFrom(ctx, a.from, stderr)
		return api.Config{Reader: model}, func() {}, err
	}
	db, disconnect, err := a.settings.connect(ctx, stderr)
	if err != nil || a.queries == nil {
		return api.Config{Reader: db}, disconnect, err
	}
	catalogue, err := a.queries(ctx, db)
	if err != nil {
		disconnect()
	}
	return api.Config{Reader: db, Queries: catalogue}, disconnect, err
}

// Resolve implements names.Finder: ids and codes are for the server to look up.
func (s *session) Resolve(_ context.Context, ref string) (string, error) { return ref, nil }

// Search implements names.Finder.
func (s *session) Search(ctx context.Context, q graph.SearchQuery) ([]graph.Hit, error) {
	kinds := make([]string, len(q.Kinds))
	for i, k := range q.Kinds {
		kinds[i] = string(k)
	}
	found, err := s.Client.Search(ctx, q.Text, q.Limit, kinds...)
	if err != nil {
		return nil, err
	}
	hits := make([]graph.Hit, len(found.Results))
	for i, h := range found.Results {
		hits[i] = graph.Hit{ID: h.Id, Kind: graph.Kind(h.Kind), Name: h.Name, Matched: h.Matched, Score: h.Score, Degree: h.Degree}
	}
	return hits, nil
}

// find turns names into ids; ids and codes stay what they are.
func (s *session) find(ctx context.Context, texts ...string) ([]string, error) {
	ids := make([]string, len(texts))
	for i, text := range texts {
		var err error
		if ids[i], err = names.Find(ctx, s, text); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// byFlags is err with the parameter that it is about named as the command's flag.
func byFlags(flags *pflag.FlagSet, err error) error {
	e, ok := errors.AsType[*client.Error](err)
	if !ok || e.Parameter == nil {
		return err
	}
	name := strings.ReplaceAll(*e.Parameter, "_", "-")
	if flags.Lookup(name) == nil {
		return err
	}
	named := *e
	flag := "--" + name
	named.Parameter = &flag
	return &named
}

// nothingFoundError ends a command whose question was answered, with nothing.
type nothingFoundError struct{}

// Error implements error. It is not printed: the answer has said so.
func (nothingFoundError) Error() string { return "nothing was found" }

// foundIf is the error of an answer that has something, or has nothing.
func foundIf(something bool) error {
	if something {
		return nil
	}
	return nothingFoundError{}
}

// note tells what is no part of an answer.
func (s *session) note(format string, args ...any) {
	fmt.Fprintf(s.errs, "coopgraph: "+format+"\n", args...)
}
