package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph/bolt"
	"coopgraph/loader"
	"coopgraph/neo4jlocal"
)

// database is the Neo4j that is measured with.
type database struct {
	server *neo4jlocal.Server
	driver neo4j.DriverWithContext
	graph  *bolt.DB
}

func startDatabase(ctx context.Context, dir string, log *bench) (*database, error) {
	server, err := neo4jlocal.Start(ctx, neo4jlocal.Options{Way: neo4jlocal.WayJava, Home: filepath.Join(dir, "home"),
		Heap: "1g", PageCache: "256m", TransactionTimeout: 10 * time.Minute, Log: log.stderr})
	if err != nil {
		return nil, err
	}
	d := &database{server: server}
	d.driver, err = neo4j.NewDriverWithContext(server.URI, neo4j.BasicAuth(server.Username, server.Password, ""))
	if err == nil {
		d.graph, err = bolt.Open(ctx, bolt.Config{URI: server.URI, Username: server.Username, Password: server.Password,
			Database: server.Database})
	}
	if err != nil {
		return nil, errors.Join(err, server.Stop(context.WithoutCancel(ctx)))
	}
	return d, nil
}

func (d *database) stop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	return errors.Join(d.graph.Close(ctx), d.driver.Close(ctx), d.server.Stop(ctx))
}

func (d *database) run(ctx context.Context, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: d.server.Database})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, cypher, params)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// empty deletes everything, and makes the schema, which both sides then have.
func (d *database) empty(ctx context.Context) error {
	if _, err := d.run(ctx, "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", nil); err != nil {
		return err
	}
	load, err := d.graph.Begin(ctx, "bench")
	if err != nil {
		return err
	}
	return load.Release(ctx)
}

// load loads a folder through transactions and gives the seconds, reading and checking included.
func (d *database) load(ctx context.Context, folder string) (float64, error) {
	return seconds(func() error {
		dataset, err := loader.OpenDir(folder)
		if err != nil {
			return err
		}
		_, err = loader.Load(ctx, d.graph, dataset, loader.Options{})
		return err
	})
}

// loading measures loads against a bare loop over the driver and against each other.
func (b *bench) loading(ctx context.Context, dir string) (err error) {
	d, err := startDatabase(ctx, dir, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop(ctx)) }()
	s := shape{relationships: b.size(100_000), seed: 2}
	folder, changed := filepath.Join(dir, "first"), filepath.Join(dir, "changed")
	s.changed = 0.01
	if err := s.write(changed); err != nil {
		return err
	}
	s.changed = 0
	if err := s.write(folder); err != nil {
		return err
	}
	var first, again, little []float64
	bare := map[int][]float64{}
	var rows *bareRows
	for round := range b.rounds() + 1 {
		took, err := b.oneRound(ctx, d, folder, changed)
		if err != nil {
			return err
		}
		if rows == nil {
			if rows, err = readBareRows(ctx, d); err != nil {
				return err
			}
		}
		loops := map[int]float64{}
		for _, size := range []int{1000, 5000, 20_000} {
			if loops[size], err = rows.write(ctx, d, size); err != nil {
				return err
			}
		}
		if round == 0 {
			continue // the database warms up
		}
		first, again, little = append(first, took[0]), append(again, took[1]), append(little, took[2])
		for size, t := range loops {
			bare[size] = append(bare[size], t)
		}
	}
	best, bestSize := 0.0, 0
	for size, times := range bare {
		if rate := float64(s.relationships) / median(times); rate > best {
			best, bestSize = rate, size
		}
	}
	b.rate = float64(s.relationships) / median(first)
	b.higher(result{Case: "first load", Graph: s.name(), Ours: b.rate, Theirs: best,
		Rival: fmt.Sprintf("driver loop, UNWIND and MERGE, batches of %d", bestSize), Unit: "relationships/s", Required: 0.8})
	b.lower(result{Case: "load again, nothing changed", Graph: s.name(), Ours: median(again), Rival: "first load",
		Theirs: median(first), Unit: "s", Required: 10})
	b.lower(result{Case: "load again, 1 % of the rows changed", Graph: s.name(), Ours: median(little), Rival: "first load",
		Theirs: median(first), Unit: "s", Required: 5})
	return b.memory(ctx, dir, d)
}

// oneRound loads into an empty graph, again, and with a few rows changed.
func (b *bench) oneRound(ctx context.Context, d *database, folder, changed string) (took [3]float64, err error) {
	if err := d.empty(ctx); err != nil {
		return took, err
	}
	for i, f := range []string{folder, folder, changed} {
		if took[i], err = d.load(ctx, f); err != nil {
			return took, err
		}
	}
	return took, nil
}

// memory measures the greatest memory of a process that reads, checks and compares without writing.
func (b *bench) memory(ctx context.Context, dir string, d *database) error {
	var peaks []float64
	var names []string
	for _, rows := range []int{b.size(100_000), b.size(1_000_000)} {
		s := shape{relationships: rows, seed: 3}
		folder := filepath.Join(dir, "memory")
		if err := s.write(folder); err != nil {
			return err
		}
		if err := d.empty(ctx); err != nil {
			return err
		}
		c := exec.CommandContext(ctx, b.program, "load", "--dry-run", folder)
		c.Env = append(os.Environ(), "COOPGRAPH_NEO4J=uri", "NEO4J_URI="+d.server.URI, "NEO4J_USERNAME="+d.server.Username,
			"NEO4J_PASSWORD="+d.server.Password, "NEO4J_DATABASE="+d.server.Database)
		c.Stderr = b.stderr
		peak, err := peakOf(c)
		if err != nil {
			return fmt.Errorf("%s load --dry-run: %w", b.program, err)
		}
		peaks, names = append(peaks, peak), append(names, s.name())
	}
	b.lower(result{Case: "peak memory of a dry run", Graph: names[1], Ours: peaks[1], Rival: "the same, " + names[0],
		Theirs: peaks[0], Unit: "MB", Required: 1 / 1.2})
	return nil
}
