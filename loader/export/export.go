// Package export writes a graph back as dataset folders, one for each dataset, so that what is loaded elsewhere from
// there is the same graph, property by property. [Write] is all there is.
//
// It asks a [graph.Reader] for its full scan, once, and is sure that it saw one revision: a load that comes between
// lets it begin again, and then gives up. The folders are written aside and renamed at the end, so that an export that
// was interrupted leaves nothing at its destination. The same graph gives the same bytes, in the order of rows and
// columns that [dataset.Folder] writes; neither the revision nor a time stands in them.
//
// Memory does not grow with the graph: rows are sorted in 32 MB, and what exceeds that lies in temporary files (see
// loader/internal/extsort) of about the size of what is written.
//
// Caveats: what the loader filled in is written out, such as observed where a source's own date stood for it. Files for
// people beside a dataset (LICENCE, ORIGIN.md, report) are not in the graph, and so are not written. Which revision it
// was is in the [Summary].
package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"coopgraph/graph"
)

// Options says what to write.
type Options struct {
	// Datasets names the datasets; all of the graph where there is none.
	Datasets []string
}

// Summary says what was written.
type Summary struct {
	graph.Marker
	Datasets []graph.Dataset // in the order of rank, then name, each with its rank
}

// errMoved says that the graph changed while it was read.
var errMoved = errors.New("the graph changed while it was read")

// Write writes datasets of the graph into dest, each into a folder of its name. dest must not exist, or be an empty
// folder. A graph that is being loaded, or of which a load was cut short, is CodeBusy; an unknown dataset and an empty
// graph are CodeNotFound; a graph that cannot be written so that it could be loaded again, because somebody changed it
// by hand, is CodeInternal, with what is wrong.
func Write(ctx context.Context, r graph.Reader, dest string, o Options) (Summary, error) {
	dest = filepath.Clean(dest)
	if err := checkDest(dest); err != nil {
		return Summary{}, err
	}
	s, err := attempt(ctx, r, dest, o)
	if errors.Is(err, errMoved) {
		s, err = attempt(ctx, r, dest, o)
	}
	if errors.Is(err, errMoved) {
		return Summary{}, busy()
	}
	return s, err
}

func busy() error {
	return &graph.Error{Code: graph.CodeBusy, Message: "a load is under way, or one was cut short, so that the graph is " +
		"not whole; wait until it has ended, or run it again, and then export"}
}

// checkDest refuses a destination that something would be lost or mixed up in.
func checkDest(dest string) error {
	entries, err := os.ReadDir(dest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return graph.Invalid("DEST", "%s cannot be written to: %v; name a folder that does not exist yet", dest, reason(err))
	case len(entries) > 0:
		return graph.Invalid("DEST", "the folder %s is not empty; name one that does not exist yet, or empty this one", dest)
	}
	return nil
}

// reason is an error without the path that the message names anyway.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// attempt exports what is there now; errMoved where that changed meanwhile.
func attempt(ctx context.Context, r graph.Reader, dest string, o Options) (Summary, error) {
	before, err := r.Marker(ctx)
	if err != nil {
		return Summary{}, err
	}
	if before.Loading {
		return Summary{}, busy()
	}
	known, err := r.Datasets(ctx)
	if err != nil {
		return Summary{}, err
	}
	wanted, err := choose(known, o.Datasets)
	if err != nil {
		return Summary{}, err
	}
	c := newCollector(known, wanted)
	after, err := r.Scan(ctx, graph.Visitor{Source: c.source, Entity: c.entity, Relationship: c.relationship,
		Withdrawn: c.relationship})
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return Summary{}, ctx.Err()
	case err != nil:
		// Half a load may look like damage.
		if now, again := r.Marker(ctx); again == nil && now != before {
			err = errMoved
		}
		return Summary{}, err
	case after != before:
		return Summary{}, errMoved
	}
	if err := c.complete(); err != nil {
		return Summary{}, err
	}
	s := Summary{Marker: after, Datasets: c.written()}
	return s, c.into(ctx, dest)
}

// choose finds the datasets that were asked for.
func choose(known []graph.Dataset, names []string) ([]graph.Dataset, error) {
	if len(known) == 0 {
		return nil, graph.NotFound("graph", "it has no dataset, so there is nothing to export; load one first")
	}
	var all []string
	for _, d := range known {
		if !folderName.MatchString(d.Name) {
			return nil, damaged("the dataset %q has a name that no folder can have", d.Name)
		}
		all = append(all, d.Name)
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return nil, graph.NotFound("dataset", "the graph has no dataset %q", name).WithAllowed(all...)
		}
	}
	if len(names) == 0 {
		return known, nil
	}
	unwanted := func(d graph.Dataset) bool { return !slices.Contains(names, d.Name) }
	return slices.DeleteFunc(slices.Clone(known), unwanted), nil
}

// damaged is about a graph that no load leaves behind.
func damaged(format string, args ...any) error {
	return &graph.Error{Code: graph.CodeInternal, Message: fmt.Sprintf(format, args...) +
		"; somebody changed the graph by hand: `coopgraph check` lists what is wrong and how to mend it"}
}

// into writes the folders beside dest and puts them into its place.
func (c *collector) into(ctx context.Context, dest string) (err error) {
	parent := filepath.Dir(dest)
	if err := os.MkdirAll(parent, 0o755); err != nil { //nolint:gosec // datasets are there for others to read
		return graph.Invalid("DEST", "the folder %s cannot be made: %v", parent, reason(err))
	}
	aside, err := os.MkdirTemp(parent, "."+strings.TrimLeft(filepath.Base(dest), ".")+".part-*")
	if err != nil {
		return graph.Invalid("DEST", "nothing can be written to %s: %v", parent, reason(err))
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(aside)
		}
	}()
	if err := c.write(ctx, aside); err != nil {
		return err
	}
	if err := os.Chmod(aside, 0o755); err != nil { //nolint:gosec // as above
		return fmt.Errorf("open the export to others: %w", err)
	}
	// Only an empty folder can be removed, so what somebody else put there meanwhile stays.
	if err := os.Remove(dest); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return graph.Invalid("DEST", "the folder %s cannot be replaced: %v; name one that does not exist yet", dest,
			reason(err))
	}
	if err := os.Rename(aside, dest); err != nil {
		return graph.Invalid("DEST", "the export cannot be moved to %s: %v; name a folder that does not exist yet", dest, err)
	}
	return nil
}
