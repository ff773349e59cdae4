package main

import (
	"cmp"
	"context"
	"io"
	"os"
	"time"

	"github.com/spf13/pflag"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/neo4jlocal"
)

// settings are what all commands share. Each has an environment variable and a flag; the flag wins.
type settings struct {
	home, way, uri, username, password, database string
}

// variables lists the settings, so that flags, environment and help cannot disagree.
func (s *settings) variables() []struct {
	into                          *string
	flag, env, byDefault, meaning string
} {
	return []struct {
		into                          *string
		flag, env, byDefault, meaning string
	}{
		{&s.home, "home", "COOPGRAPH_HOME", "", "folder for data and password of a Neo4j of our own (default: the user's data folder)"},
		{&s.way, "neo4j", "COOPGRAPH_NEO4J", "auto", "which Neo4j: auto, uri, docker or java"},
		{&s.uri, "neo4j-uri", "NEO4J_URI", "", "address of a Neo4j that runs already, bolt:// or neo4j://"},
		{&s.username, "neo4j-username", "NEO4J_USERNAME", "neo4j", "its user"},
		{&s.password, "neo4j-password", "NEO4J_PASSWORD", "", "its password; on a command line others can see it, so rather set the variable"},
		{&s.database, "neo4j-database", "NEO4J_DATABASE", "", "its database (default: the server's own default)"},
	}
}

func (s *settings) flags(f *pflag.FlagSet) {
	for _, v := range s.variables() {
		usage := v.meaning + " [" + v.env + "]"
		if v.flag == "neo4j-password" {
			// The environment is read when it is needed, so that help never shows the password as a default.
			f.StringVar(v.into, v.flag, "", usage)
			continue
		}
		f.StringVar(v.into, v.flag, cmp.Or(os.Getenv(v.env), v.byDefault), usage)
	}
}

func (s *settings) options(log io.Writer) (neo4jlocal.Options, error) {
	way := neo4jlocal.Way(s.way)
	switch way {
	case neo4jlocal.WayAuto, neo4jlocal.WayURI, neo4jlocal.WayDocker, neo4jlocal.WayJava:
	default:
		return neo4jlocal.Options{}, graph.Invalid("--neo4j", "%q is no way to a Neo4j", s.way).
			WithAllowed("auto", "uri", "docker", "java")
	}
	return neo4jlocal.Options{Way: way, Home: s.home, URI: s.uri, Username: s.username,
		Password: cmp.Or(s.password, os.Getenv("NEO4J_PASSWORD")), Database: s.database, Log: log}, nil
}

// connect opens the graph of a Neo4j that is running already: the one of NEO4J_URI, or one that `coopgraph up` started.
// The function that it returns closes it again, also after ctx has ended.
func (s *settings) connect(ctx context.Context, stderr io.Writer) (*bolt.DB, func(), error) {
	_, db, disconnect, err := s.find(ctx, stderr)
	return db, disconnect, err
}

// find is connect, and says which server it is.
func (s *settings) find(ctx context.Context, stderr io.Writer) (*neo4jlocal.Server, *bolt.DB, func(), error) {
	o, err := s.options(stderr)
	if err != nil {
		return nil, nil, nil, err
	}
	server, err := neo4jlocal.Find(ctx, o)
	if err != nil {
		return nil, nil, nil, err
	}
	db, err := open(ctx, server)
	if err != nil {
		return nil, nil, nil, err
	}
	return server, db, func() { _ = db.Close(context.WithoutCancel(ctx)) }, nil // nothing was left unsent
}

// readyWithin is how long a Neo4j that was found may take to answer.
const readyWithin = 30 * time.Second

// open connects and waits until the data's own database answers. A wrong password is an error at once.
func open(ctx context.Context, s *neo4jlocal.Server) (*bolt.DB, error) {
	db, err := bolt.Open(ctx, bolt.Config{URI: s.URI, Username: s.Username, Password: s.Password, Database: s.Database})
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(readyWithin); ; {
		err := db.Ready(ctx)
		if err == nil {
			return db, nil
		}
		if graph.CodeOf(err) != graph.CodeUnavailable || time.Now().After(deadline) {
			_ = db.Close(ctx) // the reason is already in err
			return nil, err
		}
		select {
		case <-ctx.Done():
			_ = db.Close(context.WithoutCancel(ctx))
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}
