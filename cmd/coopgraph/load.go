package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/internal/version"
	"coopgraph/loader"
	"coopgraph/loader/dataset"
)

func loadCommand(s *settings) *cobra.Command {
	var dryRun, bulk bool
	c := &cobra.Command{
		Use:   "load [DATASET...]",
		Short: "load dataset folders, or the bundled datasets where none is named",
		Long: "Each DATASET is a folder, the name of a bundled dataset, or a folder of such folders (as `export` makes\n" +
			"them), which are loaded in the order of their rank. A dataset is checked before anything of it is written.\n" +
			"Loading again writes only what has changed. A load that was interrupted is completed by the next.\n\n" +
			"With --bulk an empty database of our own (COOPGRAPH_HOME) is filled through Neo4j's offline importer, for which\n" +
			"no Neo4j may run on it: the same checks, the same graph, many times as fast where there are many rows. Cut\n" +
			"short it leaves the database empty, and is begun anew.",
		RunE: func(c *cobra.Command, names []string) error {
			ctx := c.Context()
			if bulk && dryRun {
				return usageError{errors.New("--bulk fills an empty database, of which there is nothing to compare; leave out " +
					"--dry-run, or use `coopgraph check` to see whether the datasets are in order")}
			}
			datasets, err := openDatasets(names)
			if err != nil {
				return err
			}
			if bulk {
				return loadBulk(ctx, s, datasets, c.OutOrStdout(), c.ErrOrStderr())
			}
			db, disconnect, err := s.connect(ctx, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer disconnect()
			for _, d := range datasets {
				summary, err := loader.Load(ctx, db, d, options(dryRun, c.ErrOrStderr()))
				if err != nil {
					return fmt.Errorf("dataset %s: %w", d.Info.Name, err)
				}
				if _, err := summary.WriteTo(c.OutOrStdout()); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "show what would change and write nothing")
	c.Flags().BoolVar(&bulk, "bulk", false, "fill an empty database of our own through Neo4j's offline importer")
	return c
}

// openDatasets opens folders and bundled datasets by name; all bundled ones where no name is given.
func openDatasets(names []string) ([]*loader.Dataset, error) {
	if len(names) == 0 {
		names = data.Names()
	}
	var out []*loader.Dataset
	for _, name := range names {
		folders, err := datasetsIn(name)
		if err != nil {
			return nil, err
		}
		if len(folders) > 0 {
			out = append(out, folders...)
			continue
		}
		d, err := openDataset(name)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// datasetsIn opens the datasets in a folder that is none itself, in the order of rank, then name. There are none where
// it is a dataset, or nothing of the kind.
func datasetsIn(dir string) ([]*loader.Dataset, error) {
	has := func(folder string) bool { // a broken link is something to complain of, not to pass over
		_, err := os.Lstat(filepath.Join(folder, dataset.InfoFile))
		return err == nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil || slices.Contains(data.Names(), dir) || has(dir) {
		return nil, nil //nolint:nilerr // whoever opens it as a dataset says what is wrong
	}
	var out []*loader.Dataset
	folderOf := map[string]string{}
	for _, e := range entries {
		folder := filepath.Join(dir, e.Name())
		if strings.HasPrefix(e.Name(), ".") || !has(folder) {
			continue
		}
		d, err := openDataset(folder)
		if err != nil {
			return nil, err
		}
		if other, twice := folderOf[d.Info.Name]; twice && d.Info.Name != "" {
			return nil, graph.Invalid("DATASET", "%s and %s are both the dataset %s, of which one would replace the other; "+
				"name the one that you mean", other, folder, d.Info.Name)
		}
		folderOf[d.Info.Name] = folder
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b *loader.Dataset) int {
		return cmp.Or(cmp.Compare(a.Rank(), b.Rank()), strings.Compare(a.Info.Name, b.Info.Name))
	})
	return out, nil
}

func openDataset(name string) (*loader.Dataset, error) {
	for _, bundled := range data.Names() {
		if name == bundled {
			folder, err := fs.Sub(data.FS, name)
			if err != nil {
				return nil, err
			}
			return loader.Open(folder)
		}
	}
	d, err := loader.OpenDir(name)
	if err != nil {
		return nil, &graph.Error{Code: graph.CodeInvalid, Param: "DATASET", Err: err, Message: fmt.Sprintf(
			"%v; give a folder, or the name of a bundled dataset", err), Allowed: data.Names()}
	}
	return d, nil
}

// options are those with which everything is loaded and unloaded here.
func options(dryRun bool, stderr io.Writer) loader.Options {
	return loader.Options{DryRun: dryRun, Progress: stderr, Program: version.Version, Patient: true,
		Waiting: func(reason error) { fmt.Fprintf(stderr, "Waiting for another load, or for its end: %v\n", reason) }}
}

// loadBundled loads what comes with the program, with a progress bar and a line for each dataset.
func loadBundled(ctx context.Context, w graph.Writer, stdout, stderr io.Writer) error {
	datasets, err := openDatasets(nil)
	if err != nil {
		return err
	}
	for _, d := range datasets {
		summary, err := loader.Load(ctx, w, d, options(false, stderr))
		if err != nil {
			return fmt.Errorf("dataset %s: %w", d.Info.Name, err)
		}
		total := summary.Total()
		what := "nothing changed"
		if total.Written() > 0 {
			what = fmt.Sprintf("%d created, %d changed, %d removed, %d unchanged", total.Created, total.Changed,
				total.Removed, total.Unchanged)
		}
		if summary.TookOver != "" {
			what += "; took over from " + summary.TookOver + ", which had died"
		}
		fmt.Fprintf(stdout, "Loaded %-18s %s\n", d.Info.Name, what)
	}
	return nil
}
