package neo4jlocal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Find returns a server that another process has started: the one of NEO4J_URI, the child of the process that holds
// the home, or the running neo4j service of the compose file. It starts nothing, and Stop on its result does nothing.
// Where there is none the error wraps ErrNotRunning.
func Find(ctx context.Context, o Options) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if o.Way == WayURI || (o.Way == WayAuto && o.URI != "") {
		return startURI(ctx, o)
	}
	if o.Way != WayDocker {
		if s := findJavaServer(ctx, o); s != nil {
			return s, nil
		}
	}
	if o.Way != WayJava {
		if s := findDockerServer(ctx, o); s != nil {
			return s, nil
		}
	}
	return nil, fmt.Errorf("%w on %s: start one with `coopgraph up`, or set NEO4J_URI, NEO4J_USERNAME and "+
		"NEO4J_PASSWORD to one of your own", ErrNotRunning, o.Home)
}

func findJavaServer(ctx context.Context, o Options) *Server {
	h := home(o.Home)
	r, ok := h.running()
	if !ok {
		return nil
	}
	b, err := os.ReadFile(h.path("password"))
	if err != nil {
		return nil
	}
	password, err := checkPassword(h.path("password"), b)
	if err != nil {
		return nil
	}
	s := &Server{Way: WayJava, URI: r.URI, HTTPURL: r.HTTP, Username: defaultUser, Password: password,
		Database: o.Database, Home: o.Home, LogFile: r.Log}
	if s.answers(ctx) != nil {
		return nil
	}
	return s
}

func findDockerServer(ctx context.Context, o Options) *Server {
	if _, err := os.Stat(filepath.Join(filepath.Dir(o.ComposeFile), ".env")); err != nil {
		return nil // the container needs it, so it was never started from here
	}
	password, err := EnvFile(filepath.Dir(o.ComposeFile))
	if err != nil {
		return nil
	}
	c, err := newCompose(ctx, o.ComposeFile, password)
	if err != nil {
		return nil
	}
	s := c.server(ctx, o, password)
	if s == nil || s.answers(ctx) != nil {
		return nil
	}
	return s
}
