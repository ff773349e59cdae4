package queries

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"coopgraph/graph"
)

const (
	// settleTime is how long a folder has to be quiet before it is read: an editor writes a file in several steps.
	settleTime = 200 * time.Millisecond
	// lookAgain is how often a folder that went away is looked for, and one that could not be read is read again.
	lookAgain = 2 * time.Second
)

// Watch reads the user folders anew whenever a file in them changes, until ctx ends: what is dropped in can be run a
// moment later, what is taken away is gone, and a file that is broken is refused with its reason while all others serve.
// Of a file that was edited nothing older goes on serving, since that would answer otherwise than the file says. What
// did not change is not checked again. A folder that is removed and comes back is found within seconds.
//
// Each time it logs one line with what came, changed and went, and what is broken now. It returns at once where there
// are no folders; an error means that the system cannot watch any.
func (c *Catalogue) Watch(ctx context.Context, log *slog.Logger) error {
	if len(c.folders) == 0 {
		return nil
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return &graph.Error{Code: graph.CodeUnavailable, Err: err, Message: fmt.Sprintf(
			"the folders of queries cannot be watched (%v); what changes in them is seen at the next start", err)}
	}
	defer func() { _ = watcher.Close() }()
	w := &watch{catalogue: c, watcher: watcher, log: log, missing: map[string]bool{}}
	w.add(c.folders...)
	// What changed between the start and the first look is seen now.
	w.quiet = time.NewTimer(0)
	defer w.quiet.Stop()
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-watcher.Events:
			w.saw(e)
		case err := <-watcher.Errors: // some events were lost
			log.Warn("watching the folders of queries", "reason", err)
			w.quiet.Reset(settleTime)
		case <-again.C:
			w.lookForMissing()
		case <-w.quiet.C:
			w.reload(ctx)
		}
	}
}

type watch struct {
	catalogue *Catalogue
	watcher   *fsnotify.Watcher
	log       *slog.Logger
	quiet     *time.Timer     // runs out once the folders have been quiet
	missing   map[string]bool // folders that are not there to be watched
	failed    string          // why the last reading failed; it is logged once
}

func (w *watch) add(folders ...string) {
	for _, folder := range folders {
		if err := w.watcher.Add(folder); err != nil {
			w.missing[folder] = true
		} else {
			delete(w.missing, folder)
		}
	}
}

// saw takes note of what happened to a file, or to a folder itself. That somebody reads a file is nothing to act on.
func (w *watch) saw(e fsnotify.Event) {
	if e.Op == fsnotify.Chmod && !strings.HasSuffix(e.Name, extension) {
		return
	}
	for _, folder := range w.catalogue.folders {
		if filepath.Clean(e.Name) == filepath.Clean(folder) && e.Has(fsnotify.Remove|fsnotify.Rename) {
			_ = w.watcher.Remove(folder) // it may be gone already
			w.missing[folder] = true
			w.quiet.Reset(settleTime)
		}
	}
	if strings.HasSuffix(e.Name, extension) {
		w.quiet.Reset(settleTime)
	}
}

func (w *watch) lookForMissing() {
	if len(w.missing) == 0 && w.failed == "" {
		return
	}
	for folder := range w.missing {
		w.add(folder)
	}
	w.quiet.Reset(0)
}

func (w *watch) reload(ctx context.Context) {
	change, err := w.catalogue.reload(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		if reason := err.Error(); reason != w.failed {
			w.failed = reason
			w.log.Warn("the folders of queries cannot be read; those read before go on", "reason", reason)
		}
	default:
		w.failed = ""
		change.log(w.log)
	}
}

// change is what a reading found to be otherwise than the one before, by the names of files.
type change struct{ came, changed, went, broken []string }

func (ch *change) log(log *slog.Logger) {
	if len(ch.came)+len(ch.changed)+len(ch.went) == 0 {
		return
	}
	level, args := slog.LevelInfo, []any{}
	for _, part := range []struct {
		name  string
		files []string
	}{{"new", ch.came}, {"changed", ch.changed}, {"gone", ch.went}, {"broken", ch.broken}} {
		if len(part.files) > 0 {
			args = append(args, part.name, strings.Join(part.files, "; "))
		}
	}
	if len(ch.broken) > 0 {
		level = slog.LevelWarn
	}
	log.Log(context.Background(), level, "queries were read anew", args...)
}

// compare says how the second reading differs from the first.
func compare(before, after []*Query) change {
	var ch change
	was := map[origin]*Query{}
	for _, q := range before {
		was[q.origin()] = q
	}
	for _, q := range after {
		old, known := was[q.origin()]
		delete(was, q.origin())
		switch {
		case !known:
			ch.came = append(ch.came, q.File)
		case !old.same(q):
			ch.changed = append(ch.changed, q.File)
		default:
			continue
		}
		if q.Broken != "" {
			ch.broken = append(ch.broken, q.Broken)
		}
	}
	for at := range was {
		ch.went = append(ch.went, at.file)
	}
	slices.Sort(ch.went)
	return ch
}
