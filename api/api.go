// Package api answers HTTP requests about a graph: gin handlers over a [graph.Reader].
//
// [New] makes the handler, [Serve] runs it with timeouts and ends it politely. What the routes take and answer is
// written down in openapi.yaml, which is served at /openapi.yaml; tests hold every real response against it. The types
// of answers are generated from it, for programs that read them. Graph-shaped answers are written straight from the
// domain's types, in the same bytes that the generated ones would give.
//
// Every error is application/problem+json. An answer that breaks off after its first byte ends as a broken connection,
// never as a clean 200.
package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"coopgraph/graph"
	"coopgraph/internal/hosts"
)

// Config says what an API answers from and how.
type Config struct {
	// Reader answers the questions. It is required.
	Reader graph.Reader
	// Queries is the catalogue of canned queries; nil for none.
	Queries Queries
	// Ready asks the data's own database whether it answers; nil asks Reader for its marker.
	Ready func(ctx context.Context) error
	// Freshness says how old answers may be where Reader answers from a copy of the graph; nil where it never does.
	Freshness func() Freshness
	// Version and Commit say which program this is.
	Version, Commit string
	// Hosts are the names beside loopback that the server goes by. A request with another Host is refused, since a
	// web page could otherwise reach a local server through a name of its own (DNS rebinding).
	Hosts []string
	// TrustedProxies are the addresses or networks whose X-Forwarded-For is believed; none by default.
	TrustedProxies []string
	CORS           CORS
	// Viewer serves the pages at /, /embed, /embed.js and /assets/, and sets their policies itself; nil for none.
	Viewer http.Handler
	// Deadline is the time that a request may take; 0 is [graph.DefaultDeadline].
	Deadline time.Duration
	// PublicURL is where clients reach the server, without a slash at its end, for permalinks: "https://graph.example.org".
	// "" is the Host of each request, over http.
	PublicURL string
	// Heavy is how many questions that may take long are worked on at once, and how many exports are streamed at once;
	// further ones wait a second for their turn and are then refused. 0 is [DefaultHeavy].
	Heavy int
	// Rate is how many requests a second one client may make, with bursts of twice as many; 0 is without bound.
	Rate float64
	// Log receives a line for every request; nil is [slog.Default].
	Log *slog.Logger
}

// CORS says which web pages may read answers. The zero value lets every page do so: the API only reads, and knows no
// cookies or logins that a page could borrow.
type CORS struct {
	Closed  bool     // no page may
	Origins []string // only these may, such as "https://example.org"; empty for all
}

// Freshness says how old answers may be.
type Freshness struct {
	// Copied says that answers come from a copy, which goes on while the database is away.
	Copied bool
	// Age is how long ago the database said that it has nothing newer.
	Age time.Duration
	// Note says in a sentence what users should know; "" where all is well.
	Note string
}

type server struct {
	Config
	hosts  hosts.Names
	build  string // tells programs apart in ETags
	varies varies

	metrics          *metrics
	rates            *rates // nil where there is no bound
	questions, flows turns  // of what may take long to answer, and to send
}

// New makes the handler for all routes.
func New(cfg Config) (http.Handler, error) {
	if cfg.Reader == nil {
		return nil, errors.New("api: no reader to answer from")
	}
	if cfg.Deadline <= 0 {
		cfg.Deadline = graph.DefaultDeadline
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Queries == nil {
		cfg.Queries = noQueries{}
	}
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	engine, err := s.engine()
	if err != nil {
		return nil, err
	}
	return compressed(engine)
}

func newServer(cfg Config) (*server, error) {
	known, err := hosts.Parse(cfg.Hosts)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	if cfg.Heavy < 0 || cfg.Rate < 0 {
		return nil, errors.New("api: a bound on requests is below 0; 0 is the default")
	}
	heavy := cmp.Or(cfg.Heavy, DefaultHeavy())
	s := &server{Config: cfg, hosts: known, build: cfg.Version + " " + cfg.Commit, rates: newRates(cfg.Rate), varies: cfg.CORS.varies(),
		questions: make(turns, heavy), flows: make(turns, heavy)}
	s.metrics = s.newMetrics()
	return s, nil
}

// compressed lets clients that can read it have zstd or gzip. One answer has one tag, packed or not, so tags are weak.
func compressed(h http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.EnableZstd(true))
	if err != nil {
		return nil, fmt.Errorf("api: compression: %w", err)
	}
	packing := wrap(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if takesPacked(r) {
			packing.ServeHTTP(w, r)
			return
		}
		h.ServeHTTP(w, r)
	}), nil
}

// takesPacked reports whether an answer may be compressed. Who does not say what it can read gets it as it is.
func takesPacked(r *http.Request) bool { return len(r.Header["Accept-Encoding"]) > 0 }

// engine sets gin up with nothing that it does by default: no debugging output, no belief in proxies, no redirects,
// and neither its logger nor its recovery, which would end a broken stream as a clean 200.
func (s *server) engine() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.RedirectTrailingSlash = false
	engine.HandleMethodNotAllowed = true
	if err := engine.SetTrustedProxies(s.TrustedProxies); err != nil {
		return nil, fmt.Errorf("api: trusted proxies: %w", err)
	}
	engine.Use(s.measure, s.logRequest, s.recovery, s.securityHeaders, s.checkHost, s.cors)
	engine.NoRoute(func(c *gin.Context) {
		s.fail(c, &graph.Error{Code: codeNoRoute,
			Message: fmt.Sprintf("there is nothing at %.200q; see /openapi.yaml", c.Request.URL.Path)})
	})
	engine.NoMethod(func(c *gin.Context) {
		if c.Request.Method == http.MethodOptions { // the Allow header is the answer
			c.Status(http.StatusNoContent)
			c.Writer.WriteHeaderNow()
			return
		}
		s.fail(c, &graph.Error{Code: codeNoMethod,
			Message: fmt.Sprintf("%.20q is not possible here; the Allow header says what is", c.Request.Method)})
	})
	s.routes(engine)
	return engine, nil
}

// routes binds every route of openapi.yaml. A test compares the two.
func (s *server) routes(engine *gin.Engine) {
	v1 := engine.Group("/v1", s.staleness)
	if s.rates != nil {
		v1.Use(s.checkRate)
	}
	s.lookups(v1)
	s.bindQuestions(v1)
	get(v1, "/queries", s.listQueries)
	get(v1, "/queries/:name", s.getQuery)
	both(v1, "/queries/:name/run", s.heavy(s.questions, s.runQuery))
	get(engine, "/healthz", s.healthz)
	get(engine, "/readyz", s.readyz)
	get(engine, "/metrics", s.serveMetrics())
	get(engine, "/openapi.yaml", s.openapi())
	s.docs(engine)
	s.viewer(engine)
}

// lookups binds what is answered by reading what is asked for.
func (s *server) lookups(v1 gin.IRoutes) {
	both(v1, "/entities", read(s, jsonOnly, parseEntities, s.entities))
	get(v1, "/entities/:id", read(s, jsonOnly, parseID, s.entity))
	get(v1, "/search", read(s, jsonOnly, parseSearch, s.search))
	get(v1, "/relationships/:id", read(s, jsonOnly, parseID, s.relationship))
	get(v1, "/sources/:id", read(s, citationShapes, parseSource, s.source))
	get(v1, "/datasets", read(s, jsonOnly, parseNothing, s.datasets))
	get(v1, "/stats", read(s, jsonOnly, parseNothing, s.stats))
	get(v1, "/schema", s.schema())
}

// bindQuestions binds what is searched for, and may take long.
func (s *server) bindQuestions(v1 gin.IRoutes) {
	question := func(path string, h gin.HandlerFunc) { both(v1, path, s.heavy(s.questions, h)) }
	around := read(s, citedShapes, parseNeighbourhood, s.neighbourhood)
	get(v1, "/entities/:id/neighbourhood", s.heavy(s.questions, around))
	get(v1, "/entities/:id/ties", s.heavy(s.questions, read(s, jsonOnly, parseTies, s.ties)))
	question("/neighbourhood", around)
	question("/paths", read(s, citedShapes, parsePaths, s.paths))
	question("/paths/diff", read(s, citedShapes, parsePathsDiff, s.pathsDiff))
	question("/distances", read(s, jsonOnly, parseDistances, s.distances))
	question("/connect", read(s, citedShapes, parseConnect, s.connect))
	question("/common", read(s, citedShapes, parseCommon, s.common))
	question("/timeline", read(s, citedShapes, parseTimeline, s.timeline))
	question("/diff", read(s, citedShapes, parseDiff, s.diff))
	both(v1, "/graph", s.heavy(s.flows, s.graph))
}

// viewer binds the pages of the viewer where there is one.
func (s *server) viewer(engine *gin.Engine) {
	if s.Viewer == nil {
		return
	}
	for _, path := range []string{"/", "/embed", "/embed.js", "/assets/*name"} {
		get(engine, path, gin.WrapH(s.Viewer))
	}
}

func get(r gin.IRoutes, path string, h gin.HandlerFunc) {
	r.GET(path, h)
	r.HEAD(path, h)
}

// both binds a question that may be asked in a body as well.
func both(r gin.IRoutes, path string, h gin.HandlerFunc) {
	get(r, path, h)
	r.POST(path, h)
}
