package main

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"coopgraph/api"
	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/internal/version"
	"coopgraph/queries"
)

const defaultAddr = "127.0.0.1:8080"

// webSettings are those of the API.
type webSettings struct {
	addr                           string
	hosts, proxies, folders, cross []string
	crossClosed                    bool
	deadline                       time.Duration
}

func (w *webSettings) flags(f *pflag.FlagSet) {
	f.StringVar(&w.addr, "addr", cmp.Or(os.Getenv("COOPGRAPH_ADDR"), defaultAddr),
		"address to listen on; beyond loopback only behind --host [COOPGRAPH_ADDR]")
	f.StringSliceVar(&w.hosts, "host", nil, "names that the server goes by, beside loopback; others are refused")
	f.StringSliceVar(&w.proxies, "trusted-proxy", nil, "addresses or networks whose X-Forwarded-For is believed")
	f.StringSliceVar(&w.cross, "cors-origin", nil, "web pages that may read answers (default: all)")
	f.BoolVar(&w.crossClosed, "cors-closed", false, "no web page of another origin may read answers")
	f.StringSliceVar(&w.folders, "queries", nil, "folders with *.cypher files of your own")
	f.DurationVar(&w.deadline, "deadline", graph.DefaultDeadline, "how long a request may take, at most "+graph.MaxDeadline.String())
}

func serveCommand(s *settings) *cobra.Command {
	var web webSettings
	c := &cobra.Command{
		Use:   "serve",
		Short: "serve the API over a Neo4j that runs already",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			listener, err := web.listen()
			if err != nil {
				return err
			}
			defer func() { _ = listener.Close() }() // serving closes it first
			db, disconnect, err := s.connect(ctx, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer disconnect()
			handler, err := web.handler(ctx, db, c.ErrOrStderr())
			if err != nil {
				return err
			}
			slog.New(slog.NewTextHandler(c.ErrOrStderr(), nil)).Info("serving", "address", listener.Addr().String())
			return web.serve(ctx, listener, handler)
		},
	}
	web.flags(c.Flags())
	return c
}

// listen takes the address before anything is started, so that a port that is taken is known at once.
func (w *webSettings) listen() (net.Listener, error) {
	if w.deadline <= 0 || w.deadline > graph.MaxDeadline {
		return nil, graph.Invalid("--deadline", "%s is out of range; give more than 0 and at most %s", w.deadline, graph.MaxDeadline)
	}
	return listenOn(w.addr)
}

func (w *webSettings) handler(ctx context.Context, db *bolt.DB, stderr io.Writer) (http.Handler, error) {
	catalogue, err := queries.Open(ctx, db, db.Resolve, queries.Options{Folders: w.folders})
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	for _, q := range catalogue.List() {
		if q.Broken != "" {
			log.Warn("a query is left out", "query", q.Name, "reason", q.Broken)
		}
	}
	return api.New(api.Config{Reader: db, Queries: catalogue, Ready: db.Ready, Version: version.Version,
		Commit: version.Commit, Hosts: w.hosts, TrustedProxies: w.proxies, Deadline: w.deadline, Log: log,
		CORS: api.CORS{Closed: w.crossClosed, Origins: w.cross}})
}

func (w *webSettings) serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	return api.Serve(ctx, listener, handler, nil)
}
