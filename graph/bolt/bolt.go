// Package bolt keeps a graph in Neo4j. [Open] gives a [DB], which is a [graph.Reader], a [graph.Writer] and a runner of
// [graph.Statements]. It is the only package that imports the Neo4j driver.
//
// Reads go through sessions with read access and see what the last load of this process wrote (causal bookmarks). A
// question is answered in one transaction, with the commit marker looked at before and after: where a load was under
// way the question is asked once more, and if it still is, the answer says so ([graph.Marker.Loading]).
//
// Writes are fenced: the marker node carries the lease, every batch takes its lock and checks its token, and numbers
// itself, so that a batch whose commit was never answered is found out about and written exactly once.
//
// Caveats: paths are found by fetching nodes in batches (see graph/pathfind), which costs a round trip a batch. Search
// takes at most [maxCandidates] candidates from the full-text index. Degrees are kept on the nodes by loads; what
// another program writes is not counted until the next load touches it.
package bolt

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"coopgraph/graph"
)

// Config says where Neo4j is and how long to wait for it.
type Config struct {
	URI      string // bolt://, neo4j://, or either with +s or +ssc; required
	Username string // "" and an empty password: no authentication
	Password string
	Database string // "" is the server's default database
	// Lease is how long a load may be silent before another may take it over; 0 is 15 s. It is renewed every third
	// of it.
	Lease time.Duration
	// RetryTime bounds how long a read is tried again when the database does not answer; 0 is 300 ms.
	RetryTime time.Duration
	// MaxConnections bounds the pool; 0 is 50.
	MaxConnections int
}

const (
	defaultLease     = 15 * time.Second
	defaultRetryTime = 300 * time.Millisecond
	connectTimeout   = 3 * time.Second
	fetchSize        = 1000
	fewRows          = 32 // what is fetched at once of a scan that others shall not notice: a millisecond or two of work
	// maxCandidates bounds what one search takes from the full-text index.
	maxCandidates = 5000
	// slack is added to the server's own limit on a transaction, so that the nearer deadline, the caller's, is the
	// one that ends it and names the reason.
	slack = 500 * time.Millisecond
)

// DB is a graph in Neo4j. It is safe for concurrent use.
type DB struct {
	driver    neo4j.DriverWithContext
	bookmarks neo4j.BookmarkManager
	config    Config
	first     sync.Once
}

var (
	_ graph.Reader     = (*DB)(nil)
	_ graph.Writer     = (*DB)(nil)
	_ graph.Statements = (*DB)(nil)
)

// Open makes a DB. It connects to nothing yet: a database that is away now may be there later; see [DB.Ready]. A URI
// that cannot be used is CodeInvalid.
func Open(_ context.Context, c Config) (*DB, error) {
	if c.Lease == 0 {
		c.Lease = defaultLease
	}
	if c.RetryTime == 0 {
		c.RetryTime = defaultRetryTime
	}
	if c.MaxConnections == 0 {
		c.MaxConnections = 50
	}
	auth := neo4j.NoAuth()
	if c.Username != "" || c.Password != "" {
		auth = neo4j.BasicAuth(c.Username, c.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(c.URI, auth, func(d *config.Config) {
		d.MaxConnectionPoolSize = c.MaxConnections
		d.ConnectionAcquisitionTimeout = connectTimeout
		d.SocketConnectTimeout = connectTimeout
		d.MaxTransactionRetryTime = c.RetryTime
		d.FetchSize = fetchSize
		d.UserAgent = "coopgraph"
		d.TelemetryDisabled = true
	})
	if err != nil {
		return nil, &graph.Error{Code: graph.CodeInvalid, Param: "NEO4J_URI", Err: err,
			Message: fmt.Sprintf("%q is not an address of Neo4j; write bolt://host:7687 or neo4j://host:7687",
				withoutUser(c.URI))}
	}
	return &DB{driver: driver, config: c,
		bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})}, nil
}

// withoutUser drops a user and password that somebody put into the address.
func withoutUser(uri string) string {
	if u, err := url.Parse(uri); err == nil {
		u.User = nil
		return u.String()
	}
	return "the address given"
}

// Close ends all connections.
func (db *DB) Close(ctx context.Context) error { return db.driver.Close(ctx) }

// Ready asks the graph's own database a question that reads its store. A check of the connection alone stays green
// where the disk is full. It is nil where the database answers, else CodeUnavailable, or CodeInvalid for a wrong
// password or an unknown database.
func (db *DB) Ready(ctx context.Context) error {
	_, err := db.read(ctx, func(tx neo4j.ManagedTransaction) error {
		_, err := collect(ctx, tx, "MATCH (n) RETURN n LIMIT 1", nil)
		return err
	})
	return err
}

func (db *DB) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return db.sessionFetching(ctx, mode, fetchSize)
}

// sessionFetching makes a session that asks for so many rows at a time.
func (db *DB) sessionFetching(ctx context.Context, mode neo4j.AccessMode, rows int) neo4j.SessionWithContext {
	// The driver (5.28) finishes setting itself up while it connects for the first time, unguarded: several at once
	// would be a data race. Whether this first connection succeeds does not matter; the session will find out.
	db.first.Do(func() { _ = db.driver.VerifyConnectivity(ctx) })
	return db.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: db.config.Database,
		BookmarkManager: db.bookmarks, FetchSize: rows})
}

// read answers one question in one transaction. fn may be called more than once and has to begin anew each time. A
// question that met a load under way is asked once more, as is one whose connection broke: the pool may hold
// connections to a database that has been started anew since.
func (db *DB) read(ctx context.Context, fn func(tx neo4j.ManagedTransaction) error) (graph.Marker, error) {
	session := db.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }() // what the session held is the driver's to clean up
	marker, err := bracketed(ctx, session, fn)
	if err == nil && marker.Loading || err != nil && connectivity(err) && ctx.Err() == nil {
		marker, err = bracketed(ctx, session, fn)
	}
	if err != nil {
		return graph.Marker{}, db.explain(ctx, err)
	}
	return marker, nil
}

// bracketed looks at the commit marker before and after the question.
func bracketed(ctx context.Context, session neo4j.SessionWithContext, fn func(tx neo4j.ManagedTransaction) error) (graph.Marker, error) {
	var marker graph.Marker
	_, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		before, err := readMarker(ctx, tx)
		if err != nil {
			return nil, err
		}
		if err := fn(tx); err != nil {
			return nil, err
		}
		if marker, err = readMarker(ctx, tx); err != nil {
			return nil, err
		}
		marker.Loading = marker.Loading || before.Loading || before.Revision != marker.Revision
		return nil, nil
	}, timeout(ctx))
	return marker, err
}

// timeout hands the caller's deadline to the server, which then ends the transaction even if we are gone.
func timeout(ctx context.Context) func(*neo4j.TransactionConfig) {
	if deadline, ok := ctx.Deadline(); ok {
		return neo4j.WithTxTimeout(max(time.Until(deadline)+slack, time.Millisecond))
	}
	return func(*neo4j.TransactionConfig) {}
}

// collect runs a statement and gives all its rows.
func collect(ctx context.Context, tx neo4j.ManagedTransaction, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	result, err := tx.Run(ctx, cypher, params)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// each runs a statement and calls back with every row as it comes.
func each(ctx context.Context, tx neo4j.ManagedTransaction, cypher string, params map[string]any, fn func([]any) error) error {
	result, err := tx.Run(ctx, cypher, params)
	if err != nil {
		return err
	}
	for result.Next(ctx) {
		if err := fn(result.Record().Values); err != nil {
			return err
		}
	}
	return result.Err()
}
