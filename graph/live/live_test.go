package live_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/graph/live"
)

func open(t testing.TB, s live.Source, c live.Config) *live.Reader {
	t.Helper()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return live.Open(s, c)
}

// What answers from memory means what every engine means.
func TestConformance(t *testing.T) {
	graphtest.Run(t, graphtest.Size{Graphs: 300, Paths: 3, Neighbourhoods: 2, TieGraphs: 300}, func(t *testing.T, d graphtest.Data) graph.Reader {
		r := open(t, newFake(t, mark("e", 1), d), live.Config{})
		refresh(t, r)
		if !r.Status().InMemory {
			t.Fatalf("status %+v", r.Status())
		}
		return r
	})
}

func TestANewRevisionIsTakenInWhateverItsNumber(t *testing.T) {
	f := newFake(t, mark("e", 5), chain(5))
	r := open(t, f, live.Config{})
	for i, step := range []struct {
		marker graph.Marker
		scans  int
	}{{mark("e", 5), 1}, {mark("e", 5), 1}, {mark("e", 6), 2}, {mark("restored", 6), 3}, {mark("restored", 2), 4}, {mark("", 0), 5}} {
		f.set(t, step.marker, chain(5))
		refresh(t, r)
		if m, err := r.Marker(t.Context()); err != nil || m != step.marker || f.scans != step.scans {
			t.Errorf("step %d: answers from %+v after %d scans, %v; want %+v after %d", i, m, f.scans, err, step.marker, step.scans)
		}
	}
}

func TestAWriteBySomebodyElseIsNoticedByCounts(t *testing.T) {
	f := newFake(t, mark("e", 1), chain(5))
	r := open(t, f, live.Config{})
	refresh(t, r)
	f.set(t, mark("e", 1), chain(6))
	refresh(t, r)
	if n := size(t, r); n != 6 {
		t.Errorf("%d entities, want the new one seen", n)
	}
}

func TestALoadIsSeenWhenItIsDone(t *testing.T) {
	f := newFake(t, mark("e", 1), chain(5))
	r := open(t, f, live.Config{})
	refresh(t, r)
	f.set(t, graph.Marker{Epoch: "e", Revision: 1, Loading: true}, chain(9))
	refresh(t, r)
	if s := r.Status(); size(t, r) != 5 || !s.Loading || !s.InMemory || f.scans != 1 {
		t.Errorf("while a load is under way: %d entities, %+v", size(t, r), s)
	}
	if m, _ := r.Marker(t.Context()); m.Loading {
		t.Error("the answers are said to have half a load, and have none of it")
	}
	f.set(t, mark("e", 2), chain(10))
	refresh(t, r)
	if s := r.Status(); size(t, r) != 10 || s.Loading || s.Marker.Revision != 2 {
		t.Errorf("after the load: %d entities, %+v", size(t, r), s)
	}
}

// A load that begins, or goes by, while the graph is read makes what was read worthless.
func TestAScanCountsOnlyIfNothingMovedMeanwhile(t *testing.T) {
	for name, meanwhile := range map[string]func(f *fake){
		"a load began":        func(f *fake) { f.change(func() { f.marker.Loading = true }) },
		"a load went by":      func(f *fake) { f.change(func() { f.marker.Revision++ }) },
		"a dump was restored": func(f *fake) { f.change(func() { f.marker.Epoch = "other" }) },
		"somebody wrote":      func(f *fake) { f.set(t, f.marker, chain(8)) },
	} {
		f := newFake(t, mark("e", 1), chain(5))
		r := open(t, f, live.Config{})
		refresh(t, r)
		f.set(t, mark("e", 2), chain(7))
		f.during = func() { meanwhile(f); f.during = nil }
		if err := r.Refresh(t.Context()); err == nil || size(t, r) != 5 {
			t.Errorf("%s: got %v, and %d entities instead of the old 5", name, err, size(t, r))
		}
		f.change(func() { f.marker.Loading = false })
		refresh(t, r)
		if s := r.Status(); size(t, r) < 7 || s.Err != nil || s.Marker != f.marker {
			t.Errorf("%s: not taken in afterwards: %d entities, %+v", name, size(t, r), s)
		}
	}
}

// A scan takes twice its time where questions are asked meanwhile, and its own where none are, or nobody can be answered
// from memory yet.
func TestAScanRestsWhileQuestionsAreAsked(t *testing.T) {
	const step = 2 * time.Millisecond
	for name, c := range map[string]struct {
		first, asked bool
		want         time.Duration
	}{
		"the first model":         {first: true, asked: true, want: 100 * step},
		"nobody asks":             {want: 100 * step},
		"questions, at each step": {asked: true, want: 200 * step},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t, mark("e", 1), chain(5))
				r := open(t, f, live.Config{})
				if !c.first {
					refresh(t, r)
					f.set(t, mark("e", 2), chain(7))
				}
				f.fetch = func() {
					time.Sleep(step)
					if c.asked {
						_ = size(t, r)
					}
				}
				began := time.Now()
				refresh(t, r)
				if took := time.Since(began); took != c.want {
					t.Errorf("it took %s, not %s", took, c.want)
				}
			})
		})
	}
}

func TestAModelThatIsNotWhatTheSourceCountsIsNotTakenIn(t *testing.T) {
	f := newFake(t, mark("e", 1), chain(5))
	r := open(t, f, live.Config{})
	refresh(t, r)
	f.set(t, mark("e", 2), chain(7))
	f.shift = func(tally *graph.Tally) { tally.Squares++ }
	err := r.Refresh(t.Context())
	if err == nil || !strings.Contains(err.Error(), "coopgraph check") || size(t, r) != 5 || r.Status().Err == nil {
		t.Errorf("got %v and %d entities", err, size(t, r))
	}
	if again := r.Refresh(t.Context()); again == nil || f.scans != 2 {
		t.Errorf("the same graph was read again at once: %d scans, %v", f.scans, again)
	}
	f.shift = nil
	f.set(t, mark("e", 3), chain(8))
	refresh(t, r)
	if size(t, r) != 8 || r.Status().Err != nil {
		t.Errorf("%d entities, %+v", size(t, r), r.Status())
	}
}

func TestWhatDoesNotFitIsAnsweredByTheSource(t *testing.T) {
	f := newFake(t, mark("e", 1), chain(5))
	most := 6
	asked := 0
	r := open(t, f, live.Config{Fits: func(counts map[string]int, held int) error {
		asked++
		if (held > 0) != (counts["Country"] != 5) {
			t.Errorf("%d bytes are held when there are %d countries", held, counts["Country"])
		}
		if counts["Country"] > most {
			return errors.New("too large")
		}
		return nil
	}})
	refresh(t, r)
	if !r.Status().InMemory {
		t.Error("what fits is not in memory")
	}
	f.set(t, mark("e", 2), chain(7))
	refresh(t, r)
	refresh(t, r)
	if s := r.Status(); s.InMemory || s.Refused == nil || size(t, r) != 7 || asked != 2 {
		t.Errorf("%+v, %d entities, asked %d times", s, size(t, r), asked)
	}
}

func TestASnapshotAnswersAtOnceAndIsCheckedLater(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.snapshot")
	f := newFake(t, mark("e", 1), chain(5))
	saveOnce(t, f, path)
	away := &graph.Error{Code: graph.CodeUnavailable, Message: "away"}
	f.away = away
	scans := f.scans
	r := open(t, f, live.Config{Snapshot: path})
	if s := r.Status(); size(t, r) != 5 || !s.Snapshot || !s.InMemory || s.Answering || s.Age() <= 0 {
		t.Errorf("before the source was asked: %d entities, %+v", size(t, r), s)
	}
	if err := r.Refresh(t.Context()); !errors.Is(err, away) || size(t, r) != 5 {
		t.Errorf("while the source is away: %v, %d entities", err, size(t, r))
	}
	f.away = nil
	refresh(t, r)
	if s := r.Status(); f.scans != scans || !s.Snapshot || !s.Answering || s.Err != nil {
		t.Errorf("the same graph was read again: %d scans, %+v", f.scans-scans, s)
	}
	for name, change := range map[string]func(){
		"revision": func() { f.set(t, mark("e", 2), chain(6)) },
		"epoch":    func() { f.set(t, mark("f", 1), chain(6)) },
		"counts":   func() { f.set(t, mark("e", 1), chain(6)) },
	} {
		f.set(t, mark("e", 1), chain(5))
		r := open(t, f, live.Config{Snapshot: path})
		change()
		refresh(t, r)
		if s := r.Status(); size(t, r) != 6 || s.Snapshot || s.Marker != f.marker {
			t.Errorf("another %s: %d entities, %+v", name, size(t, r), s)
		}
		waitSaved(t, r)
		f.set(t, mark("e", 1), chain(5))
		saveOnce(t, f, path)
	}
}

func TestADamagedSnapshotIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.snapshot")
	if err := os.WriteFile(path, []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	f := newFake(t, mark("e", 1), chain(5))
	r := open(t, f, live.Config{Snapshot: path, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if r.Status().InMemory || !strings.Contains(log.String(), "not a snapshot") {
		t.Errorf("status %+v, log %s", r.Status(), log.String())
	}
	refresh(t, r)
	waitSaved(t, r)
	if r := open(t, f, live.Config{Snapshot: path}); !r.Status().InMemory {
		t.Error("it was not written anew")
	}
}
