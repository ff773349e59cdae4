package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"coopgraph/api"
	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/internal/hosts"
	"coopgraph/internal/version"
	"coopgraph/mcp"
	"coopgraph/queries"
)

// mcpSettings are those of the MCP server.
type mcpSettings struct {
	addr                                 string
	hosts, origins, folders, tools, from []string
	deadline                             time.Duration
	model                                modelSettings
}

func (m *mcpSettings) flags(f *pflag.FlagSet) {
	f.StringVar(&m.addr, "http", "", "answer streamable HTTP on this address, such as 127.0.0.1:8090, in place of standard input and output")
	f.StringSliceVar(&m.hosts, "host", nil, "with --http: names that the server goes by, beside loopback; others are refused")
	f.StringSliceVar(&m.origins, "origin", nil, "with --http: web pages that may ask, such as https://example.org (default: none)")
	f.StringSliceVar(&m.folders, "queries", nil, "folders with *.cypher files of your own")
	f.StringSliceVar(&m.tools, "tools", nil, "only these tools, such as search,paths,'query_*' (default: all)")
	f.DurationVar(&m.deadline, "deadline", graph.DefaultDeadline, "how long a call may take, at most "+graph.MaxDeadline.String())
	m.model.flags(f)
	fromFlag(f, &m.from)
}

func mcpCommand(s *settings) *cobra.Command {
	var m mcpSettings
	c := &cobra.Command{
		Use:   "mcp",
		Short: "let a language model ask, by the Model Context Protocol",
		Long: "A program that has a language model starts this command and speaks with it over standard input and output;\n" +
			"docs/mcp.md says how to tell it to. Answers come from a Neo4j that runs already, or with --from from files, and then\n" +
			"without canned queries.",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := m.check(); err != nil {
				return err
			}
			return m.run(c.Context(), s, c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	m.flags(c.Flags())
	return c
}

func (m *mcpSettings) check() error {
	if m.deadline <= 0 || m.deadline > graph.MaxDeadline {
		return graph.Invalid("--deadline", "%s is out of range; give more than 0 and at most %s", m.deadline, graph.MaxDeadline)
	}
	if m.addr != "" && !hosts.IsLoopback(hosts.Of(m.addr)) && len(m.hosts) == 0 {
		return graph.Invalid("--http", "%s can be reached from elsewhere; say with --host by which names, or listen on 127.0.0.1", m.addr)
	}
	return m.model.check()
}

func (m *mcpSettings) run(ctx context.Context, s *settings, in io.Reader, out, stderr io.Writer) error {
	var listener net.Listener
	if m.addr != "" {
		var err error
		if listener, err = net.Listen("tcp", m.addr); err != nil {
			return graph.Invalid("--http", "cannot listen on %s: %v; name another address", m.addr, err)
		}
		defer func() { _ = listener.Close() }() // serving closes it first
	}
	server, stop, err := m.server(ctx, s, stderr)
	if err != nil {
		return err
	}
	defer stop()
	if listener == nil {
		return server.Run(ctx, io.NopCloser(in), stays{out})
	}
	answers, err := server.Handler(mcp.HTTPOptions{Hosts: m.hosts, Origins: m.origins})
	if err != nil {
		return usageError{err}
	}
	watching, done := context.WithCancel(ctx)
	defer done()
	go server.Watch(watching)
	mux := http.NewServeMux()
	mux.Handle("/mcp", answers)
	fmt.Fprintf(stderr, "Answering at http://%s/mcp\n", listener.Addr())
	return api.Serve(ctx, listener, mux, nil)
}

// stays is a stream that is not ours to close.
type stays struct{ io.Writer }

// Close implements io.Closer.
func (stays) Close() error { return nil }

// server makes the server, over Neo4j or over files.
func (m *mcpSettings) server(ctx context.Context, s *settings, stderr io.Writer) (*mcp.Server, func(), error) {
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	config := mcp.Config{Tools: m.tools, Version: version.Version, Deadline: m.deadline, Log: log}
	if len(m.from) > 0 {
		model, err := readFrom(ctx, m.from, stderr)
		if err != nil {
			return nil, nil, err
		}
		config.Reader = model
		server, err := mcp.New(config)
		return server, func() {}, err
	}
	found, db, disconnect, err := s.find(ctx, stderr)
	if err != nil {
		return nil, nil, err
	}
	engine, err := m.model.engine(ctx, db, found, s.home, log, func(text string) { fmt.Fprintln(stderr, text) })
	if err != nil {
		disconnect()
		return nil, nil, err
	}
	stop := func() {
		engine.stop()
		disconnect()
	}
	config.Reader = engine.reader
	if engine.freshness != nil {
		config.Notice = func() string { return engine.freshness().Note }
	}
	catalogue, err := queries.Open(ctx, db, names.Finding(engine.reader), queries.Options{Folders: m.folders, PutOff: true})
	if err == nil {
		config.Queries = catalogue
		var server *mcp.Server
		if server, err = mcp.New(config); err == nil {
			go follow(ctx, catalogue, log)
			return server, stop, nil
		}
	}
	stop()
	return nil, nil, err
}
