// Package mcp lets language models ask a graph: a server of the Model Context Protocol over a [graph.Reader] and the
// catalogue of canned queries, made with the official SDK.
//
// [New] makes the server. [Server.Run] speaks over a pair of streams, as programs do that start it themselves;
// [Server.Handler] speaks over streamable HTTP.
//
// Every question of the API is a tool, and so is every canned query. Answers are short: names, ids, a sentence for each
// step with its dates and sources, what was cut and how to get more, and why there is nothing. They come twice, as
// structured content that fits the tool's output schema and as text that reads well, since some clients show a model
// only the one and some only the other. Whatever is wrong with a question is a tool's error, in words that say what to
// do: a model reads it and tries again.
//
// Nothing here writes, takes Cypher or reaches out. Arguments are bounded, and so are the time of a call, the calls at a
// time, and the length of an answer.
//
// Caveat: tools follow a catalogue that is read anew, but a client that caches the list of tools sees it only when it
// listens to changes.
package mcp

import (
	"context"
	"errors"
	"log/slog"
	"path"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"coopgraph/graph"
	"coopgraph/queries"
)

// Queries is a catalogue of canned queries, such as [queries.Catalogue].
type Queries interface {
	// List gives all queries by name, broken ones included.
	List() []queries.Query
	// Run runs a query with arguments by the names of its parameters, as text.
	Run(ctx context.Context, name string, args map[string]string) (queries.Result, error)
}

// Config says what a server answers from and how.
type Config struct {
	// Reader answers the questions. It is required.
	Reader graph.Reader
	// Queries is the catalogue of canned queries; nil for none.
	Queries Queries
	// Notice says in a sentence what users should know of the state of the data, such as that the database is away;
	// "" where all is well. Nil where there is never anything to say.
	Notice func() string
	// Tools are the tools to offer, as patterns of path.Match such as "query_*"; empty for all. Some clients bear only
	// a few dozen tools.
	Tools []string
	// Version says which program this is.
	Version string
	// Deadline is the time that a call may take; 0 is [graph.DefaultDeadline]. A canned query may take the time of its
	// own header, if that is more.
	Deadline time.Duration
	// Log receives what clients are not told: causes of errors and what the protocol's machinery says. Nil is
	// [slog.Default]. It must not write to a stream that a client reads.
	Log *slog.Logger
}

// maxCalls is how many calls are answered at a time. Others wait for their turn until their deadline.
const maxCalls = 8

// Server answers clients. Its methods are safe for concurrent use.
type Server struct {
	Config
	server   *sdk.Server
	protocol *slog.Logger  // of the protocol's machinery
	turns    chan struct{} // one for each call that is being answered
	synced   syncedQueries
}

// New makes a server with all its tools and resources.
func New(cfg Config) (*Server, error) {
	if cfg.Reader == nil {
		return nil, errors.New("mcp: no reader to answer from")
	}
	for _, pattern := range cfg.Tools {
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, graph.Invalid("tools", "%q is not a pattern; write names of tools, with * for any letters", pattern)
		}
	}
	if cfg.Deadline <= 0 {
		cfg.Deadline = graph.DefaultDeadline
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	s := &Server{Config: cfg, turns: make(chan struct{}, maxCalls), protocol: slog.New(quieter{cfg.Log.Handler()})}
	s.server = sdk.NewServer(
		&sdk.Implementation{Name: "coopgraph", Title: "Regional cooperation graph", Version: cfg.Version},
		&sdk.ServerOptions{
			Instructions:      instructions,
			Logger:            s.protocol,
			CompletionHandler: s.complete,
			Capabilities: &sdk.ServerCapabilities{
				Tools:     &sdk.ToolCapabilities{ListChanged: true},
				Resources: &sdk.ResourceCapabilities{},
			},
		})
	s.server.AddReceivingMiddleware(s.guarded, s.withQueries)
	s.addTools()
	s.addResources()
	s.syncQueries()
	return s, nil
}

// instructions is what a client tells its model of this server.
const instructions = `Answers how actors of regional cooperation are connected, since when, through what, and who says so: countries, ` +
	`officials, organisations, projects, agreements, events and the dated, sourced ties between them, over two centuries. ` +
	`Name entities by name, by id ("country:aze") or by code ("iso3:AZE"); where a name is not clear, the error lists candidates, and search finds more. ` +
	`"paths" says how two are connected, "connect" how several are, "common" what they share, "neighbourhood" what is around one, ` +
	`"timeline" what began and ended, "diff" what changed between two dates; "query_..." tools answer questions that come up often. ` +
	`Dates are as precise as known: 2024, 2024-06 or 2024-06-27. "as_of" asks for one date. ` +
	`Every tie is a claim by its sources, not a verdict: cite them (ids in brackets; "source" and "relationship" tell more), ` +
	`and say so where sources disagree. An answer says whether it is complete. That nothing is found does not mean that nothing was: the data have gaps.`

// addTools adds all tools but those of canned queries.
func (s *Server) addTools() {
	s.addSearch()
	s.addEntity()
	s.addPaths()
	s.addNeighbourhood()
	s.addConnect()
	s.addCommon()
	s.addDistances()
	s.addTimeline()
	s.addDiff()
	s.addRelationship()
	s.addSource()
	s.addDatasets()
}

// offers reports whether a tool of this name was asked for.
func (s *Server) offers(tool string) bool {
	for _, pattern := range s.Tools {
		if match, _ := path.Match(pattern, tool); match {
			return true
		}
	}
	return len(s.Tools) == 0
}

// quieter is a log in which the protocol's machinery speaks of its failures alone, not of every session.
type quieter struct{ slog.Handler }

// Enabled implements slog.Handler.
func (q quieter) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && q.Handler.Enabled(ctx, level)
}
