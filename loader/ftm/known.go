package ftm

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
)

// others are the entities of known datasets.
type others struct {
	byCode map[string]string   // "official Q42" -> id
	byName map[string][]string // slugs of names of organisations -> ids
}

// readOthers reads organisations, officials and people of known datasets: their Wikidata items, and the names of
// organisations.
func readOthers(folders []fs.FS) (*others, error) {
	o := &others{map[string]string{}, map[string][]string{}}
	for _, folder := range folders {
		for _, kind := range []graph.Kind{graph.Organisation, graph.Official, graph.Person} {
			if err := o.read(folder, kind); err != nil {
				return nil, fmt.Errorf("a known dataset: %s: %w", dataset.KindFile(kind), err)
			}
		}
	}
	return o, nil
}

func (o *others) read(folder fs.FS, kind graph.Kind) error {
	f, err := folder.Open(dataset.KindFile(kind))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	for r, err := range dataset.ReadCSV(f, "id", "name") {
		if err != nil {
			return err
		}
		id := r.Get("id")
		if code := r.Get("wikidata"); code != "" {
			o.byCode[kind.Prefix()+" "+code] = id
		}
		if kind != graph.Organisation {
			continue // people are compared by name and office together
		}
		key := fit.Slug(r.Get("name"))
		if !slices.Contains(o.byName[key], id) {
			o.byName[key] = append(o.byName[key], id)
		}
	}
	return nil
}
