package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"coopgraph/api"
	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/internal/version"
	"coopgraph/queries"
	viewer "coopgraph/web"
)

const defaultAddr = "127.0.0.1:8080"

// webSettings are those of the API.
type webSettings struct {
	addr                           string
	hosts, proxies, folders, cross []string
	crossClosed                    bool
	deadline                       time.Duration
	heavy                          int
	rate                           float64
	publicURL                      string
	model                          modelSettings
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
	f.StringVar(&w.publicURL, "public-url", "", "where clients reach the server, for permalinks, such as https://graph.example.org "+
		"(default: the name that each request was made to)")
	f.IntVar(&w.heavy, "heavy", 0, fmt.Sprintf("how many questions that may take long are worked on at once (default here: %d)", api.DefaultHeavy()))
	f.Float64Var(&w.rate, "rate", 0, "how many requests a second one client may make (0: as many as it likes)")
	w.model.flags(f)
}

func serveCommand(s *settings) *cobra.Command {
	var web webSettings
	var from []string
	c := &cobra.Command{
		Use:   "serve",
		Short: "serve the API over a Neo4j that runs already, or without any over files",
		Long: "Serves the graph of a Neo4j that runs already. With --from it needs none: it answers paths, neighbourhoods,\n" +
			"searches and all else but canned queries from dataset folders or a snapshot.",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if len(from) > 0 {
				return serveFrom(c.Context(), from, &web, c.ErrOrStderr())
			}
			return serve(c.Context(), s, &web, c.ErrOrStderr())
		},
	}
	web.flags(c.Flags())
	fromFlag(c.Flags(), &from)
	return c
}

func serve(ctx context.Context, s *settings, web *webSettings, stderr io.Writer) error {
	listener, err := web.listen()
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // serving closes it first
	server, db, disconnect, err := s.find(ctx, stderr)
	if err != nil {
		return err
	}
	defer disconnect()
	log := slog.New(slog.NewTextHandler(stderr, nil))
	engine, err := web.model.engine(ctx, db, server, s.home, log, func(text string) { log.Info(text) })
	if err != nil {
		return err
	}
	defer engine.stop()
	handler, err := web.handler(ctx, engine, db, stderr)
	if err != nil {
		return err
	}
	log.Info("serving", "address", listener.Addr().String())
	return web.serve(ctx, listener, handler)
}

// listen takes the address before anything is started, so that a port that is taken is known at once.
func (w *webSettings) listen() (net.Listener, error) {
	if w.deadline <= 0 || w.deadline > graph.MaxDeadline {
		return nil, graph.Invalid("--deadline", "%s is out of range; give more than 0 and at most %s", w.deadline, graph.MaxDeadline)
	}
	if w.heavy < 0 || w.rate < 0 {
		return nil, graph.Invalid("--heavy", "--heavy and --rate count requests; give 0 or more")
	}
	if err := w.model.check(); err != nil {
		return nil, err
	}
	return listenOn(w.addr)
}

// handler serves what the engine answers, and the canned queries that run as statements; with nil, none can be run.
func (w *webSettings) handler(ctx context.Context, e engine, statements graph.Statements, stderr io.Writer) (http.Handler, error) {
	running := statements != nil
	if !running {
		statements = noDatabase{}
	}
	catalogue, err := queries.Open(ctx, statements, names.Finding(e.reader), queries.Options{Folders: w.folders, PutOff: true})
	if err != nil {
		return nil, err
	}
	var canned api.Queries = catalogue
	if running {
		go follow(ctx, catalogue, slog.New(slog.NewTextHandler(stderr, nil)))
	} else {
		canned = listed{catalogue}
		logBroken(catalogue, slog.New(slog.NewTextHandler(stderr, nil)), true)
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return api.New(api.Config{Reader: e.reader, Viewer: viewer.Handler(), Queries: canned, Ready: e.ready, Freshness: e.freshness, Version: version.Version,
		Commit: version.Commit, Hosts: w.hosts, TrustedProxies: w.proxies, Deadline: w.deadline, Log: log,
		Heavy: w.heavy, Rate: w.rate, PublicURL: strings.TrimSuffix(w.publicURL, "/"),
		CORS: api.CORS{Closed: w.crossClosed, Origins: w.cross}})
}

// follow watches the folders of queries until ctx ends, and checks the built-in ones meanwhile: planning all of them takes a
// database that has just started many seconds.
func follow(ctx context.Context, catalogue *queries.Catalogue, log *slog.Logger) {
	go func() {
		if err := catalogue.CheckEach(ctx); err != nil && ctx.Err() == nil {
			log.Warn("queries are checked when they are used", "reason", err)
		}
		logBroken(catalogue, log, false)
	}()
	err := catalogue.CheckOwn(ctx)
	logBroken(catalogue, log, true)
	if err == nil {
		err = catalogue.Watch(ctx, log)
	}
	if err != nil && ctx.Err() == nil {
		log.Warn("the folders of queries are not watched", "reason", err)
	}
}

// logBroken tells which of the user's queries, or of the built-in ones, cannot be run.
func logBroken(catalogue *queries.Catalogue, log *slog.Logger, own bool) {
	for _, q := range catalogue.List() {
		if q.Broken != "" && q.Own == own {
			log.Warn("a query is left out", "query", q.Name, "reason", q.Broken)
		}
	}
}

func (w *webSettings) serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	return api.Serve(ctx, listener, handler, nil)
}
