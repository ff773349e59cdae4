package export

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/extsort"
)

// write writes the folders of all datasets that were asked for below dir. The dataset.yaml, without which a folder is
// none, comes last.
func (c *collector) write(ctx context.Context, dir string) error {
	for _, p := range c.parts {
		if !p.wanted {
			continue
		}
		if err := os.Mkdir(filepath.Join(dir, p.Name), 0o755); err != nil { //nolint:gosec // for others to read
			return fmt.Errorf("make a dataset folder: %w", err)
		}
		for file, s := range shapes {
			if s.always { // it is written again where it has rows
				if err := c.begin(dir, p, file).end(); err != nil {
					return err
				}
			}
		}
	}
	if err := c.tables(ctx, dir); err != nil {
		return err
	}
	for _, p := range c.parts {
		if !p.wanted {
			continue
		}
		if err := describe(filepath.Join(dir, p.Name), p.Dataset); err != nil {
			return err
		}
	}
	return nil
}

// tables writes the CSV files, one after the other, as the rows come from the sorter.
func (c *collector) tables(ctx context.Context, dir string) error {
	if err := c.rows.Seal(); err != nil {
		return err
	}
	var t *table
	n := 0
	err := c.rows.Each(func(r extsort.Record) error {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at, file := int(binary.BigEndian.Uint32(r.Key)), int(r.Key[4])
		if t == nil || t.part != c.parts[at] || t.file != file {
			if err := t.end(); err != nil {
				return err
			}
			t = c.begin(dir, c.parts[at], file)
		}
		return t.row(string(r.Key[5:]), string(r.Value))
	})
	return errors.Join(err, t.end())
}

// table is a CSV file that is being written. A nil one has ended.
type table struct {
	part    *part
	file    int
	columns []string // that are written
	into    *os.File
	text    *bufio.Writer
	csv     *csv.Writer
	err     error
}

func (c *collector) begin(dir string, p *part, file int) *table {
	s, used := shapes[file], p.used[file]
	t := &table{part: p, file: file}
	for _, column := range s.columns {
		if used[column] || slices.Contains(s.needed, column) {
			t.columns = append(t.columns, column)
		}
	}
	for _, column := range slices.Sorted(maps.Keys(used)) {
		if !slices.Contains(s.columns, column) {
			t.columns = append(t.columns, column)
		}
	}
	t.into, t.err = os.Create(filepath.Join(dir, p.Name, s.name))
	if t.err != nil {
		return t
	}
	t.text = bufio.NewWriterSize(t.into, 64<<10)
	t.csv = csv.NewWriter(t.text)
	t.err = t.csv.Write(t.columns)
	return t
}

// row writes a row from what stands in the sorter.
func (t *table) row(key, value string) error {
	if t.err != nil {
		return t.err
	}
	fields := map[string]string{}
	for i, text := range strings.Split(key, "\x00") {
		fields[shapes[t.file].columns[i]] = text
	}
	if value != "" {
		pairs := strings.Split(value, "\x00")
		for i := 0; i < len(pairs); i += 2 {
			fields[pairs[i]] = pairs[i+1]
		}
	}
	line := make([]string, len(t.columns))
	for i, column := range t.columns {
		// A CSV reader takes the two characters for the end of a line and gives back one.
		line[i] = strings.ReplaceAll(fields[column], "\r\n", "\r\r\n")
	}
	t.err = t.csv.Write(line)
	return t.err
}

// end sees to it that all is on the disk, since the folder may get its name right after.
func (t *table) end() error {
	if t == nil || t.into == nil {
		return t.fault()
	}
	t.csv.Flush()
	err := errors.Join(t.csv.Error(), t.text.Flush(), t.into.Sync(), t.into.Close())
	if t.err == nil && err != nil {
		t.err = fmt.Errorf("write a file of the export: %w", err)
	}
	t.into = nil
	return t.fault()
}

func (t *table) fault() error {
	if t == nil {
		return nil
	}
	return t.err
}

// describe writes dataset.yaml, and reads it again: there are texts that YAML has ways of its own with.
func describe(dir string, d graph.Dataset) error {
	info := dataset.Info{Name: d.Name, Title: d.Title, Version: d.Version, Description: d.Description,
		Licence: d.Licence, Citation: d.Citation, URL: d.URL, Rank: d.Rank}
	path := filepath.Join(dir, dataset.InfoFile)
	if err := os.WriteFile(path, info.YAML(), 0o644); err != nil { //nolint:gosec // for others to read
		return fmt.Errorf("write a file of the export: %w", err)
	}
	read, err := loader.OpenDir(dir)
	if err != nil {
		return err
	}
	got := dataset.Info{Name: read.Info.Name, Title: read.Info.Title, Version: read.Info.Version,
		Description: read.Info.Description, Licence: read.Info.Licence, Citation: read.Info.Citation, URL: read.Info.URL,
		Rank: read.Rank()}
	if got != info {
		return damaged("the description of dataset %s cannot be written so that it reads the same", d.Name)
	}
	return nil
}
