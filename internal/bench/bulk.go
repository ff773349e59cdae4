package main

import (
	"context"
	"path/filepath"

	"coopgraph/internal/bulk"
	"coopgraph/loader"
	"coopgraph/neo4jlocal"
)

// bulk measures filling an empty database through the offline importer, reading, checking, schema and all, against the
// importer alone on the very files that it is given, and against transactions.
func (b *bench) bulk(ctx context.Context, dir string) error {
	s := shape{relationships: b.size(1_000_000), seed: 4}
	folder := filepath.Join(dir, "bulk")
	if err := s.write(folder); err != nil {
		return err
	}
	home := func(name string) neo4jlocal.Options {
		return neo4jlocal.Options{Way: neo4jlocal.WayJava, Home: filepath.Join(dir, name), Log: b.stderr}
	}
	open := func() ([]*loader.Dataset, error) {
		d, err := loader.OpenDir(folder)
		return []*loader.Dataset{d}, err
	}
	datasets, err := open()
	if err != nil {
		return err
	}
	alone, err := bulk.ImporterAlone(ctx, home("alone"), datasets)
	if err != nil {
		return err
	}
	if datasets, err = open(); err != nil {
		return err
	}
	whole, err := seconds(func() error {
		_, err := bulk.Load(ctx, home("whole"), datasets, loader.Options{})
		return err
	})
	if err != nil {
		return err
	}
	b.lower(result{Case: "bulk load", Graph: s.name(), Ours: whole, Rival: "neo4j-admin import of the files, ready",
		Theirs: alone.Seconds(), Unit: "s", Required: 1 / 1.5})
	if b.rate > 0 {
		b.lower(result{Case: "bulk load", Graph: s.name(), Ours: whole, Rival: "transactions, at the rate of the first load",
			Theirs: float64(s.relationships) / b.rate, Unit: "s", Required: 5})
	}
	return nil
}
