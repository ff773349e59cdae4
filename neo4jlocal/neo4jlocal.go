// Package neo4jlocal finds or starts a real Neo4j 5.26 Community on this machine, for development, for tests and as
// the embedded default of `coopgraph up`.
//
// [Start] takes [Options] and returns a [Server] once its data database answers a query. Three ways lead there: a
// server that somebody else runs ([WayURI]), the neo4j service of docker-compose.yml ([WayDocker]), and a child
// process on the machine's own Java ([WayJava]) from the jars that pom.xml pins. [WayAuto] takes the first that can
// be had, in this order. [Find] returns a server that another process of ours has started.
//
// Caveats: the package does not import the Neo4j driver, so it asks Neo4j through Bolt's handshake and through
// Neo4j's own HTTP endpoint; of a server given by URI it checks the handshake alone. A child of the Java way listens
// on loopback only and dies with its parent; data, password and lock live in [Options].Home, jars and the class-data
// archive in the user's cache folder, where every home shares them.
package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Way is how a Neo4j is had.
type Way string

// The ways, in the order in which WayAuto tries the others.
const (
	WayAuto   Way = "auto"
	WayURI    Way = "uri"
	WayDocker Way = "docker"
	WayJava   Way = "java"
)

// Errors that callers can act on; they come wrapped in one that names the place and what to do.
var (
	// ErrInUse says that another living process holds the home folder.
	ErrInUse = errors.New("the folder is in use")
	// ErrPortTaken says that a port that was asked for by number belongs to somebody else.
	ErrPortTaken = errors.New("the port is taken")
	// ErrPassword says that Neo4j refused the user name or password.
	ErrPassword = errors.New("Neo4j refused the user name or password")
	// ErrNotRunning says that Find found no server.
	ErrNotRunning = errors.New("no Neo4j of ours is running")
)

// Options say which Neo4j to find or start. The zero value means: automatic way, default home, default ports.
type Options struct {
	Way  Way    // "" means WayAuto
	Home string // data, password and lock of the Java way; "" means DefaultHome

	// URI and the credentials of a server that somebody else runs. Database is used on every way; "" means neo4j.
	URI, Username, Password, Database string

	// Ports on loopback; 0 means 7687 and 7474, or the next free one where these are taken. A port given by number
	// is taken as an order: if somebody else has it, Start fails with ErrPortTaken.
	BoltPort, HTTPPort int

	ComposeFile string // docker-compose.yml of the Docker way; "" means the one in the working folder

	Heap               string        // greatest Java heap, such as 512m (the default)
	PageCache          string        // Neo4j's page cache, such as 128m (the default)
	JVM                []string      // further options for Java, such as -XX:TieredStopAtLevel=1
	TransactionTimeout time.Duration // Neo4j ends longer transactions itself; 0 means two minutes
	StartTimeout       time.Duration // 0 means two minutes, downloads not counted

	Log io.Writer // progress, in words for people; nil means none
}

// Server is a Neo4j that answers. Copies share the process behind them.
type Server struct {
	Way                               Way
	URI, Username, Password, Database string
	HTTPURL                           string // Neo4j's HTTP endpoint and Browser; empty on the URI way
	Home                              string // folder of the Java way, else empty
	LogFile                           string // what Neo4j printed in this run, on the Java way

	run runner
}

// runner is what stops a server and tells when it ended by itself.
type runner interface {
	stop(ctx context.Context) error
	done() <-chan struct{}
}

// String names the server without its password, so that printing one by mistake gives nothing away.
func (s Server) String() string {
	return fmt.Sprintf("Neo4j at %s (%s, user %s, database %s)", s.URI, s.Way, s.Username, s.Database)
}

// GoString is String: %#v must not show the password either.
func (s Server) GoString() string { return s.String() }

// Start finds or starts a Neo4j and returns when its data database answers. If ctx ends before, whatever was started
// is stopped again. After Start has returned ctx is of no consequence: call Stop.
func Start(ctx context.Context, o Options) (*Server, error) {
	s, err := start(ctx, o)
	if err != nil && ctx.Err() != nil {
		return nil, fmt.Errorf("starting Neo4j was interrupted: %w", context.Cause(ctx))
	}
	return s, err
}

func start(ctx context.Context, o Options) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	way, err := choose(ctx, o)
	if err != nil {
		return nil, err
	}
	switch way {
	case WayURI:
		return startURI(ctx, o)
	case WayDocker:
		return startDocker(ctx, o)
	default:
		return startJava(ctx, o)
	}
}

// Stop ends the server politely, and by force once ctx is done or Neo4j takes longer than 20 seconds. On the URI way
// and for a server that was running before it does nothing. Calling it again is harmless.
func (s *Server) Stop(ctx context.Context) error {
	if s == nil || s.run == nil {
		return nil
	}
	return s.run.stop(ctx)
}

// Done is closed when the Neo4j that Start has started ended, by itself or by Stop; for a server that Start or Find
// only found it is nil.
func (s *Server) Done() <-chan struct{} {
	if s == nil || s.run == nil {
		return nil
	}
	return s.run.done()
}

// choose settles which way Start takes.
func choose(ctx context.Context, o Options) (Way, error) {
	switch o.Way {
	case WayURI, WayDocker, WayJava:
		return o.Way, nil
	case WayAuto:
	default:
		return "", fmt.Errorf("COOPGRAPH_NEO4J is %q: allowed are auto, uri, docker, java", o.Way)
	}
	if o.URI != "" {
		return WayURI, nil
	}
	err := dockerReady(ctx, o)
	if err == nil {
		return WayDocker, nil
	}
	o.logf("Not using Docker: %v.", err)
	return WayJava, ctx.Err()
}

func (o Options) logf(format string, args ...any) {
	if o.Log != nil {
		fmt.Fprintf(o.Log, format+"\n", args...)
	}
}
