package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"coopgraph/loader"
)

// reading measures reading and checking a dataset, on one processor, against encoding/csv on the same file.
func (b *bench) reading(ctx context.Context, dir string) error {
	s := shape{relationships: b.size(1_000_000), seed: 1}
	folder := filepath.Join(dir, "reading")
	if err := s.write(folder); err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var ours, theirs []float64
	for range b.rounds() {
		took, err := seconds(func() error {
			d, err := loader.OpenDir(folder)
			if err != nil {
				return err
			}
			return d.Check(ctx)
		})
		if err != nil {
			return err
		}
		ours = append(ours, float64(s.relationships)/took)
		if took, err = seconds(func() error { return readCSV(filepath.Join(folder, "relationships.csv")) }); err != nil {
			return err
		}
		theirs = append(theirs, float64(s.relationships)/took)
	}
	r := result{Case: "read and check, one processor", Graph: s.name(), Ours: median(ours), Rival: "encoding/csv alone",
		Theirs: median(theirs), Unit: "rows/s"}
	r.Required = min(300_000/r.Theirs, 0.5)
	b.higher(r)
	return os.RemoveAll(folder)
}

func readCSV(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for err == nil {
		_, err = r.Read()
	}
	if !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}
