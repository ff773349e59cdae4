// Package regional turns the hand-collected pack on the region (nodes.csv, relationships.csv, sources.csv) into a
// dataset folder. What is doubted in the pack is corrected by corrections.csv, a table that a person can read, and
// every correction is told in the folder's DROPPED.md. It never touches the database.
package regional

import (
	"context"
	_ "embed"
	"io"
	"io/fs"
	"strings"

	"coopgraph/loader/dataset"
)

// corrections is the table of what was dropped, changed and added, with a reason for each.
//
//go:embed corrections.csv
var corrections string

// Import turns the pack, a folder, into a dataset, DROPPED.md included.
func Import(_ context.Context, in *dataset.Input) (*dataset.Folder, error) {
	return Read(in.Files, strings.NewReader(corrections))
}

// Read turns the pack into a dataset, corrected by the table of corrections, which it tells in the note DROPPED.md.
func Read(pack fs.FS, corrections io.Reader) (*dataset.Folder, error) {
	list, err := readCorrections(corrections)
	if err != nil {
		return nil, err
	}
	tables := map[string]*table{}
	for _, name := range []string{"nodes", "relationships", "sources"} {
		if tables[name], err = readTable(pack, name+".csv"); err != nil {
			return nil, err
		}
	}
	told, err := apply(list, tables)
	if err != nil {
		return nil, err
	}
	folder := &dataset.Folder{Info: info(), Notes: map[string]string{"DROPPED.md": told}}
	if folder.Sources, err = sources(tables["sources"]); err != nil {
		return nil, err
	}
	if folder.Rows, err = rows(tables["relationships"], folder.Sources); err != nil {
		return nil, err
	}
	if folder.Entities, err = entities(tables["nodes"], folder.Rows); err != nil {
		return nil, err
	}
	return folder, nil
}

func info() dataset.Info {
	return dataset.Info{
		Name: "region", Title: "South Caucasus, Black Sea and Caspian cooperation", Version: "1", Rank: 30,
		Licence: "CC-BY-4.0",
		Description: "Projects, organisations, agreements, officials and meetings of the region, collected by hand from " +
			"public pages; each claim in our own words with its page and the place in it.",
		Citation: "The coopgraph authors, South Caucasus, Black Sea and Caspian cooperation, version 1.",
	}
}
