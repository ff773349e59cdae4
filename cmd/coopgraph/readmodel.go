package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"coopgraph/api"
	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/live"
	"coopgraph/neo4jlocal"
)

// The ways to use the read model.
const (
	modelAuto = "auto" // where it fits into memory
	modelOn   = "on"
	modelOff  = "off" // everything goes through Cypher
)

// modelSettings are those of the read model.
type modelSettings struct{ mode string }

func (m *modelSettings) flags(f *pflag.FlagSet) {
	f.StringVar(&m.mode, "read-model", cmp.Or(os.Getenv("COOPGRAPH_READ_MODEL"), modelAuto),
		"keep the graph in memory and answer from there: on, off, or auto, where it fits [COOPGRAPH_READ_MODEL]")
}

func (m *modelSettings) check() error {
	switch m.mode {
	case modelAuto, modelOn, modelOff:
		return nil
	}
	return graph.Invalid("--read-model", "%q is no way to use the read model", m.mode).
		WithAllowed(modelAuto, modelOn, modelOff)
}

// engine is what answers, apart from canned queries.
type engine struct {
	reader    graph.Reader
	ready     func(context.Context) error // nil asks the reader
	freshness func() api.Freshness        // nil where answers are never from a copy
	stop      func()                      // what was begun for it
}

// engine chooses what answers, and says so. What it begins ends with ctx, or when it is stopped.
func (m *modelSettings) engine(ctx context.Context, db *bolt.DB, server *neo4jlocal.Server, home string, log *slog.Logger,
	say func(string)) (engine, error) {
	if m.mode == modelOff {
		say("Read model: off; all answers come from Neo4j")
		return engine{db, db.Ready, nil, func() {}}, nil
	}
	_, counts, err := db.Counts(ctx)
	if err != nil {
		return engine{}, err
	}
	say(m.choice(counts))
	config := live.Config{Snapshot: snapshotFile(home, server, log), Log: log}
	if m.mode == modelAuto {
		config.Fits = fits
	}
	r := live.Open(db, config)
	running, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(running)
	}()
	return engine{r, db.Ready, func() api.Freshness { return freshness(r.Status()) }, func() {
		stop()
		<-done
	}}, nil
}

// choice says what was chosen and why.
func (m *modelSettings) choice(counts map[string]int) string {
	need := size(copies * estimate(counts))
	if m.mode == modelOn {
		return "Read model: on; it takes about " + need + " of memory while it is exchanged"
	}
	if err := fits(counts, 0); err != nil {
		return "Read model: off; " + err.Error()
	}
	if free, ok := freeMemory(); ok {
		return "Read model: on, since it fits: it takes about " + need + " of memory while it is exchanged, and " + size(free) +
			" are free"
	}
	return "Read model: on; it takes about " + need + " of memory while it is exchanged, and this system does not say what is free"
}

// freshness says what users should know of the state of the copy.
func freshness(s live.Status) api.Freshness {
	f := api.Freshness{Copied: s.InMemory, Age: s.Age()}
	age := s.Age().Round(time.Second)
	switch {
	case s.Refused != nil:
		f.Note = "answers come from Neo4j and not from memory: " + s.Refused.Error()
	case !s.InMemory:
		f.Note = "answers come from Neo4j until the graph is in memory"
	case !s.Answering && s.Err != nil:
		f.Note = fmt.Sprintf("Neo4j does not answer; answers are of revision %d, as it was %s ago", s.Marker.Revision, age)
	case s.Building:
		f.Note = fmt.Sprintf("a newer revision is being read; answers are of revision %d, as it was %s ago", s.Marker.Revision, age)
	case s.Err != nil:
		f.Note = fmt.Sprintf("the graph cannot be taken in as it is now; answers are of revision %d, as it was %s ago; the "+
			"log says why", s.Marker.Revision, age)
	}
	return f
}

// snapshotFile is where the read model of this server's graph is kept; "" where there is no place.
func snapshotFile(home string, server *neo4jlocal.Server, log *slog.Logger) string {
	dir := cmp.Or(server.Home, home)
	if dir == "" {
		var err error
		if dir, err = neo4jlocal.DefaultHome(); err != nil {
			log.Warn("the graph in memory is not saved", "reason", err)
			return ""
		}
	}
	const private = 0o700
	if err := os.MkdirAll(dir, private); err != nil {
		log.Warn("the graph in memory is not saved", "reason", err)
		return ""
	}
	// A server of our own may have another port each time; any other is known by its address.
	name := "own"
	if server.Way != neo4jlocal.WayJava {
		sum := sha256.Sum256([]byte(server.URI + "\x00" + server.Database))
		name = hex.EncodeToString(sum[:6])
	}
	return filepath.Join(dir, "read-model-"+name+".snapshot")
}
