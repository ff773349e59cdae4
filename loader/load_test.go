package loader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"coopgraph/graph"
)

func mustLoad(tb testing.TB, w graph.Writer, files map[string]string, o Options) Summary {
	tb.Helper()
	s, err := Load(tb.Context(), w, opened(tb, files), o)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestLoadWritesInOrderAndInBatchesOfOneType(t *testing.T) {
	f := newFake()
	s := mustLoad(t, f, good(), Options{BatchSize: 3})
	want := []string{"begin", "unchanged", "present", "apply sources 2", "apply entities 3", "apply entities 1", "apply BORDERS 1",
		"apply MEMBER_OF 1", "apply TOOK_PLACE_IN 1", "commit"}
	if !slices.Equal(f.calls, want) {
		t.Errorf("calls are %q\nwant %q", f.calls, want)
	}
	if c := s.Total(); c != (Count{Created: 9}) || s.Revision != 1 || s.Entities[graph.Country] != (Count{Created: 2}) {
		t.Errorf("summary is %+v", s)
	}
	again := mustLoad(t, f, good(), Options{})
	if c := again.Total(); c != (Count{Unchanged: 9}) || again.Revision != 1 {
		t.Errorf("the second load says %+v", again)
	}
	if text := again.String(); !strings.HasPrefix(text, "Dataset test: nothing changed; all 9 elements are in the graph") {
		t.Errorf("the second load says %s", text)
	}
}

func TestLoadWritesTheDifference(t *testing.T) {
	f := newFake()
	mustLoad(t, f, good(), Options{})
	f.calls = nil
	files := swap("country.csv", "Azerbaijan Republic|AZ", "AZ")
	files["event.csv"] = "id,name,sources\nevent:other,Another,report\n"
	files["relationships.csv"] = strings.NewReplacer("event:visit", "event:other", "They share a border.", "A border.").
		Replace(files["relationships.csv"])
	s := mustLoad(t, f, files, Options{})
	want := []string{"begin", "unchanged", "present", "apply entities 2", "apply BORDERS 1", "apply TOOK_PLACE_IN 1",
		"apply -relationships 1", "apply -entities 1", "commit"}
	if !slices.Equal(f.calls, want) {
		t.Errorf("calls are %q\nwant %q", f.calls, want)
	}
	if c := s.Total(); c != (Count{Created: 2, Changed: 2, Removed: 2, Unchanged: 5}) {
		t.Errorf("counts are %+v", c)
	}
	const table = `Dataset test:
                      created    changed    removed  unchanged
  Source                    0          0          0          2
  Country                   0          1          0          1
  Organisation              0          0          0          1
  Event                     1          0          1          0
  MEMBER_OF                 0          0          0          1
  TOOK_PLACE_IN             1          0          1          0
  BORDERS                   0          1          0          0
  all                       2          2          2          5
The graph is at revision 2. It took 0s.
`
	s.Took = 0
	if s.String() != table {
		t.Errorf("summary is\n%s", s.String())
	}
	fresh := newFake()
	mustLoad(t, fresh, files, Options{})
	if !f.equal(fresh) {
		t.Error("the graph is not as after loading the new dataset alone")
	}
}

func TestOrderOfRowsMakesNoDifference(t *testing.T) {
	f := newFake()
	mustLoad(t, f, good(), Options{})
	files := good()
	for name, text := range files {
		if strings.HasSuffix(name, ".csv") {
			lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
			slices.Reverse(lines[1:])
			files[name] = strings.Join(lines, "\n")
		}
	}
	files["country.csv"] = strings.Replace(files["country.csv"], "report|page", "page|report|page", 1)
	if s := mustLoad(t, f, files, Options{}); s.Total().Written() != 0 {
		t.Errorf("the same rows in another order change something:\n%s", s.String())
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	f := newFake()
	s := mustLoad(t, f, good(), Options{DryRun: true, Sample: 1})
	if !slices.Equal(f.calls, []string{"begin", "unchanged", "present", "release"}) || f.held != "" {
		t.Errorf("calls are %q", f.calls)
	}
	text := s.String()
	for _, part := range []string{"Dry run of dataset test:\n", "  create page  A page\n",
		"  create country:aze  Azerbaijan\n", "  create borders:", "country:aze -> country:geo\n", "  and 6 more\nNothing was written.\n"} {
		if !strings.Contains(text, part) {
			t.Errorf("the summary lacks %q:\n%s", part, text)
		}
	}
}

func TestUnloadRemovesWhatTheDatasetSays(t *testing.T) {
	f := newFake()
	mustLoad(t, f, good(), Options{})
	f.calls = nil
	s, err := Unload(t.Context(), f, "test", Options{BatchSize: 3})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"begin", "present", "apply -relationships 1", "apply -relationships 1", "apply -relationships 1",
		"apply -entities 3", "apply -entities 1", "apply -sources 2", "commit"}
	if !slices.Equal(f.calls, want) || s.Total() != (Count{Removed: 9}) {
		t.Errorf("calls are %q, counts %+v", f.calls, s.Total())
	}
	if _, err := Unload(t.Context(), f, "test", Options{}); graph.CodeOf(err) != graph.CodeNotFound || f.held != "" {
		t.Errorf("unloading again gives %v, held by %q", err, f.held)
	}
}

func TestLoadRefusesProblemsBeforeItTakesTheLease(t *testing.T) {
	f := newFake()
	d, err := Open(folder(with("sources.csv", "")))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(t.Context(), f, d, Options{}); len(f.calls) != 0 {
		t.Errorf("calls are %q", f.calls)
	} else if _, ok := errors.AsType[Problems](err); !ok {
		t.Errorf("the error is %v", err)
	}
}

func TestLoadNamesItselfAndWhomItTookOver(t *testing.T) {
	f := newFake()
	f.dead = "ann@box pid 7, dataset test"
	f.after = func(string) {
		if want := "me, dataset test"; f.held != want {
			t.Errorf("the holder is %q, want %q", f.held, want)
		}
	}
	s := mustLoad(t, f, good(), Options{Holder: "me"})
	if !strings.HasPrefix(s.String(), "A load that had died was taken over: ann@box pid 7, dataset test.\n") {
		t.Errorf("the summary is %s", s.String())
	}
	f.held = "bob@box pid 8, dataset region"
	if _, err := Load(t.Context(), f, opened(t, good()), Options{}); graph.CodeOf(err) != graph.CodeBusy ||
		!strings.Contains(err.Error(), "bob@box pid 8, dataset region") {
		t.Errorf("a second load gets %v", err)
	}
}

// failures says of every step of a load what becomes of it when it fails for a while.
func TestLoadWaitsForADatabaseThatGoesAway(t *testing.T) {
	for _, step := range []string{"present", "apply sources 2", "apply MEMBER_OF 1", "commit"} {
		t.Run(step, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, fresh := newFake(), newFake()
				began := time.Now()
				f.fail = func(call string) error {
					if call == step && time.Since(began) < 40*time.Second {
						return graph.Unavailable(nil, "Neo4j does not answer")
					}
					return nil
				}
				mustLoad(t, f, good(), Options{})
				mustLoad(t, fresh, good(), Options{})
				if !f.equal(fresh) {
					t.Error("the graph is not as after an undisturbed load")
				}
				if n := len(f.calls); n > 30 {
					t.Errorf("%d calls in 40 s", n)
				}
			})
		})
	}
}

func TestLoadGivesUpAndIsTakenUpAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, fresh := newFake(), newFake()
		f.fail = func(call string) error {
			if call == "apply MEMBER_OF 1" {
				return graph.Unavailable(nil, "Neo4j does not answer")
			}
			return nil
		}
		began := time.Now()
		_, err := Load(t.Context(), f, opened(t, good()), Options{})
		if took := time.Since(began); took < 50*time.Second || took > time.Minute {
			t.Errorf("it gave up after %s", took)
		}
		if graph.CodeOf(err) != graph.CodeUnavailable || !strings.Contains(err.Error(), "stopped after 7 of 9 elements: Neo4j does not answer; "+
			"the database was waited for, 1m0s at most; run the same load again when it is back") {
			t.Errorf("the error is %v", err)
		}
		f.fail = nil
		s := mustLoad(t, f, good(), Options{})
		mustLoad(t, fresh, good(), Options{})
		if !f.equal(fresh) || s.Total() != (Count{Created: 2, Unchanged: 7}) {
			t.Errorf("the second load did not complete the first: %s", s.String())
		}
	})
}

func TestLoadStopsAtOnceWhereTheLeaseIsLost(t *testing.T) {
	f := newFake()
	f.fail = func(call string) error {
		if call == "apply entities 4" {
			return &graph.Error{Code: graph.CodeLost, Message: "the lease is held by bob"}
		}
		return nil
	}
	_, err := Load(t.Context(), f, opened(t, good()), Options{})
	if graph.CodeOf(err) != graph.CodeLost || !strings.Contains(err.Error(), "another load took over") {
		t.Errorf("the error is %v", err)
	}
	if last := f.calls[len(f.calls)-1]; last != "apply entities 4" {
		t.Errorf("after that it called %q", last)
	}
}

func TestLoadStopsBetweenBatches(t *testing.T) {
	f, fresh := newFake(), newFake()
	ctx, cancel := context.WithCancel(t.Context())
	f.fail = func(call string) error {
		if call == "apply entities 4" {
			cancel() // in the middle of a batch, which is finished all the same
		}
		return nil
	}
	_, err := Load(ctx, f, opened(t, good()), Options{})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "stopped after 6 of 9 elements; running it again completes it") {
		t.Errorf("the error is %v", err)
	}
	if f.held != "" || !f.called("release") {
		t.Error("the lease was not released")
	}
	f.fail = nil
	mustLoad(t, f, good(), Options{})
	mustLoad(t, fresh, good(), Options{})
	if !f.equal(fresh) {
		t.Error("the second load did not complete the first")
	}
}

func TestLoadThatHangsEndsSoonAfterItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &hanging{newFake()}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		_, err := Load(ctx, f, opened(t, good()), Options{})
		if took := time.Since(began); took != time.Second+grace || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %s: %v", took, err)
		}
	})
}

// hanging never finishes a batch.
type hanging struct{ *fake }

func (h *hanging) Begin(ctx context.Context, holder string) (graph.Load, error) {
	l, err := h.fake.Begin(ctx, holder)
	return &hangingLoad{l.(*fakeLoad)}, err
}

type hangingLoad struct{ *fakeLoad }

func (*hangingLoad) Apply(ctx context.Context, _ graph.Batch) error {
	<-ctx.Done()
	return context.Cause(ctx)
}

func TestProgressIsForTerminalsOnly(t *testing.T) {
	var out bytes.Buffer
	mustLoad(t, newFake(), good(), Options{Progress: &out})
	if out.Len() != 0 {
		t.Errorf("it wrote %q", out.String())
	}
	p := progress{newBar(&out, "test", 4)}
	p.add(3)
	p.end()
	if !strings.Contains(out.String(), "test") || !strings.Contains(out.String(), "0/4") {
		t.Errorf("the bar shows %q", out.String())
	}
}

func TestBatchesAreBoundByTheirText(t *testing.T) {
	long := strings.Repeat("x", maxText)
	p := newPlan("test")
	for i := range 20 {
		record := appendRecord(nil, place{}, graph.Record{Description: long})
		if err := p.entities.Add(fmt.Append(nil, i), record); err != nil {
			t.Fatal(err)
		}
	}
	var sizes []int
	for b, err := range p.batches(100) {
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, b.Size())
	}
	if !slices.Equal(sizes, []int{7, 7, 6}) {
		t.Errorf("sizes are %v", sizes)
	}
}
