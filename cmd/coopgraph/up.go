package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"coopgraph/graph"
	"coopgraph/neo4jlocal"
)

// stopWithin is how long stopping may take once Ctrl-C was pressed.
const stopWithin = 30 * time.Second

func upCommand(s *settings) *cobra.Command {
	var web webSettings
	c := &cobra.Command{
		Use:   "up",
		Short: "start what is missing, load the bundled data, serve the API and the viewer",
		Long: "Uses the Neo4j of NEO4J_URI; else starts the neo4j service of docker-compose.yml where there is Docker;\n" +
			"else starts one as a child process on the machine's Java. Ctrl-C stops everything.",
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return up(c.Context(), s, &web, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	web.flags(c.Flags())
	return c
}

func up(ctx context.Context, s *settings, web *webSettings, stdout, stderr io.Writer) (err error) {
	o, err := s.options(stderr)
	if err != nil {
		return err
	}
	listener, err := web.listen()
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // serving closes it first; this is for the ways that lead out before
	began := time.Now()
	server, err := neo4jlocal.Start(ctx, o)
	if err != nil {
		return err
	}
	defer func() {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		err = errors.Join(err, server.Stop(stopping))
	}()
	db, err := open(ctx, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(context.WithoutCancel(ctx))) }()
	fmt.Fprintf(stdout, "Neo4j is ready at %s (%s)\n", server.URI, server.Way)
	if err := upgrade(ctx, db, stdout, false); err != nil {
		return err
	}
	if err := loadBundled(ctx, db, stdout, stderr); err != nil {
		return err
	}
	serving, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-server.Done():
			cancel(&graph.Error{Code: graph.CodeUnavailable, Message: "Neo4j ended by itself; its log is " + server.LogFile})
		case <-serving.Done():
		}
	}()
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	engine, err := web.model.engine(serving, db, server, s.home, log, func(text string) { fmt.Fprintln(stdout, text) })
	if err != nil {
		return err
	}
	defer engine.stop()
	handler, err := web.handler(serving, engine, db, stderr)
	if err != nil {
		return err
	}
	greet(stdout, listener.Addr(), server, time.Since(began))
	if err := web.serve(serving, listener, handler); err != nil {
		return err
	}
	if cause := context.Cause(serving); ctx.Err() == nil && cause != nil {
		return cause
	}
	fmt.Fprintln(stdout, "Stopping.")
	return nil
}

// greet says where everything is, and what to try first.
func greet(stdout io.Writer, addr net.Addr, server *neo4jlocal.Server, took time.Duration) {
	base := "http://" + addr.String()
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		base = fmt.Sprintf("http://127.0.0.1:%d", tcp.Port)
	}
	fmt.Fprintf(stdout, "\nReady after %s.\n\n  Viewer   %s/\n  API      %s/v1/stats\n", took.Round(100*time.Millisecond), base, base)
	if server.HTTPURL != "" {
		fmt.Fprintf(stdout, "  Neo4j    %s (user %s; password in %s)\n", server.HTTPURL, server.Username, passwordPlace(server))
	}
	fmt.Fprintf(stdout, "\nTry:\n\n  curl '%s/v1/paths?from=country:aze&to=country:geo'\n"+
		"  %s path Azerbaijan \"Council of Europe\"\n\nCtrl-C stops everything.\n", base, os.Args[0])
}

func passwordPlace(server *neo4jlocal.Server) string {
	if server.Way == neo4jlocal.WayDocker {
		return ".env"
	}
	return filepath.Join(server.Home, "password")
}

// isDefaultAddr reports whether nobody chose the address, so that the next free port will do.
func isDefaultAddr(addr string) bool { return addr == defaultAddr && os.Getenv("COOPGRAPH_ADDR") == "" }

// listenOn listens on addr; where it is the default and taken, on the next free port.
func listenOn(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if err == nil {
		return listener, nil
	}
	if isDefaultAddr(addr) {
		host, _, _ := strings.Cut(addr, ":")
		for port := 8081; port < 8100; port++ {
			if next, err := net.Listen("tcp", fmt.Sprintf("%s:%d", host, port)); err == nil {
				return next, nil
			}
		}
	}
	return nil, &graph.Error{Code: graph.CodeInvalid, Param: "--addr", Err: err,
		Message: fmt.Sprintf("cannot listen on %s: %v; name another with --addr or COOPGRAPH_ADDR", addr, err)}
}
