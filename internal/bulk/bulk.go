// Package bulk loads datasets into an empty local Neo4j through Neo4j's own offline importer: [Load] is what
// `coopgraph load --bulk` does, and [ImporterAlone] what it is measured against.
//
// The loader checks and merges, graph/bolt writes the importer's files, neo4jlocal runs the importer on a home
// without a server, and graph/bolt makes a graph of the result: schema, marker, records of the datasets. Until that
// is done the home counts as empty, so that a load that is cut short is simply begun anew.
//
// Caveats: constraints and indexes that somebody made by hand in the empty database are gone afterwards. The
// importer's files lie in the home meanwhile and take about as much room as the datasets; Java takes 2 GB of memory
// at most.
package bulk

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/loader"
	"coopgraph/neo4jlocal"
)

// Result says what a bulk load did.
type Result struct {
	Summaries            []loader.Summary // one for each dataset, as those of loads one after another
	Nodes, Relationships int              // that were imported
	Phases               []Phase
}

// Phase is a part of a bulk load and the time that it took.
type Phase struct {
	Name string
	Took time.Duration
}

// stopWithin is how long the server may take to stop at the end.
const stopWithin = 30 * time.Second

// gcPercent is for the loader, which keeps next to nothing and allocates much: a fifth of its time goes into
// collecting otherwise.
const gcPercent = 400

// Load fills the empty database of o's home. The errors are those of [loader.Bulk] and [neo4jlocal.BeginImport]; a
// database that is not empty is CodeInvalid. After an error, and however else it ends before its end, the database
// is empty.
func Load(ctx context.Context, o neo4jlocal.Options, datasets []*loader.Dataset, lo loader.Options) (r Result,
	err error) {
	im, err := neo4jlocal.BeginImport(ctx, o)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, im.Close()) }()
	watch := stopwatch{began: time.Now(), last: time.Now()}
	writer := bolt.NewBulk(im.Dir())
	defer func() { _ = writer.Close() }() // closed before, where all went well
	var before graph.Marker
	if err := im.Warm(); err != nil {
		return r, err
	}
	g, inner := errgroup.WithContext(ctx)
	if !im.Fresh() {
		g.Go(func() (err error) {
			before, err = look(inner, im)
			return err
		})
	}
	g.Go(func() (err error) {
		defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
		r.Summaries, err = loader.Bulk(inner, writer, datasets, lo)
		return err
	})
	if err := g.Wait(); err != nil {
		return r, err
	}
	arguments, err := writer.Arguments()
	if err != nil {
		return r, err
	}
	r.Nodes, r.Relationships = writer.Len()
	watch.lap("checking and writing the importer's files")
	// The importer leaves a processor idle at times, and the first password needs one.
	g, inner = errgroup.WithContext(ctx)
	g.Go(func() error { return im.SetPassword(inner) })
	g.Go(func() error { return im.Run(inner, arguments) })
	if err := g.Wait(); err != nil {
		return r, err
	}
	watch.lap("Neo4j's importer")
	marker, err := finish(ctx, im, writer, infos(datasets, lo.Program), before, &watch)
	if err != nil {
		return r, err
	}
	r.Phases = watch.phases
	for i := range r.Summaries {
		r.Summaries[i].Revision = marker.Revision - int64(len(datasets)-1-i)
		r.Summaries[i].Took = time.Since(watch.began)
	}
	return r, nil
}

// infos is how the datasets are recorded.
func infos(datasets []*loader.Dataset, program string) []graph.Dataset {
	var out []graph.Dataset
	for _, d := range datasets {
		info := d.Info
		info.Program = program
		out = append(out, info)
	}
	return out
}

// look starts the server to see that the database is empty.
func look(ctx context.Context, im *neo4jlocal.Import) (before graph.Marker, err error) {
	err = serving(ctx, im, 0, func(db *bolt.DB) error {
		vacant, marker, err := db.Vacant(ctx)
		if err == nil && !vacant {
			err = graph.Invalid("--bulk", "the database is not empty, and a bulk load fills an empty one alone; load without "+
				"--bulk, or unload what is there, or set COOPGRAPH_HOME to another folder")
		}
		before = marker
		return err
	})
	return before, err
}

// finish makes a graph of what was imported.
func finish(ctx context.Context, im *neo4jlocal.Import, w *bolt.Bulk, datasets []graph.Dataset, before graph.Marker,
	watch *stopwatch) (marker graph.Marker, err error) {
	nodes, relationships := w.Len()
	err = serving(ctx, im, nodes+relationships, func(db *bolt.DB) error {
		watch.lap("start of Neo4j")
		if marker, err = db.Adopt(ctx, w, datasets, "coopgraph load --bulk", before); err != nil {
			return err
		}
		watch.lap("constraints and indexes")
		return im.Keep()
	})
	watch.lap("stop of Neo4j")
	return marker, err
}

// serving runs fn while Neo4j runs.
func serving(ctx context.Context, im *neo4jlocal.Import, elements int, fn func(*bolt.DB) error) (err error) {
	server, err := im.Start(ctx, elements)
	if err != nil {
		return err
	}
	defer func() {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		err = errors.Join(err, server.Stop(stopping))
	}()
	db, err := bolt.Open(ctx, bolt.Config{URI: server.URI, Username: server.Username, Password: server.Password,
		Database: server.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(context.WithoutCancel(ctx))) }()
	return fn(db)
}

// ImporterAlone measures what Neo4j's importer takes for the files of these datasets, which are written before the
// clock starts, with the same settings of Java. The home, which must be fresh, is empty afterwards.
func ImporterAlone(ctx context.Context, o neo4jlocal.Options, datasets []*loader.Dataset) (took time.Duration,
	err error) {
	im, err := neo4jlocal.BeginImport(ctx, o)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, im.Close()) }()
	if !im.Fresh() {
		return 0, fmt.Errorf("%s has a database; measure in a folder of its own", o.Home)
	}
	writer := bolt.NewBulk(im.Dir())
	defer func() { _ = writer.Close() }()
	if _, err := loader.Bulk(ctx, writer, datasets, loader.Options{}); err != nil {
		return 0, err
	}
	arguments, err := writer.Arguments()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	err = im.Run(ctx, arguments)
	return time.Since(began), err
}

type stopwatch struct {
	began, last time.Time
	phases      []Phase
}

func (w *stopwatch) lap(name string) {
	now := time.Now()
	w.phases = append(w.phases, Phase{name, now.Sub(w.last)})
	w.last = now
}
