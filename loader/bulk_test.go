package loader

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"coopgraph/graph"
)

// bulkFake keeps what it is given.
type bulkFake struct {
	mu    sync.Mutex
	got   graph.BulkPart
	fault error
}

func (f *bulkFake) Encode(p *graph.BulkPart) (graph.BulkForm, error) { return *p, f.fault }

func (f *bulkFake) Append(form graph.BulkForm) error {
	if !f.mu.TryLock() {
		return errors.New("two goroutines append at a time")
	}
	defer f.mu.Unlock()
	p := form.(graph.BulkPart)
	f.got.Sources = append(f.got.Sources, p.Sources...)
	f.got.Entities = append(f.got.Entities, p.Entities...)
	f.got.Relationships = append(f.got.Relationships, p.Relationships...)
	return nil
}

func TestBulkMergesDatasetsAndCountsDegrees(t *testing.T) {
	f := &bulkFake{}
	datasets := []*Dataset{opened(t, good()), opened(t, second()), opened(t, corrections())}
	summaries, err := Bulk(t.Context(), f, datasets, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range f.got.Entities {
		got = append(got, fmt.Sprint(e.ID, " ", e.Degree, " ", e.Name, " ", e.Datasets()))
	}
	for _, r := range f.got.Relationships {
		if r.ID != r.Relationship.ID() {
			t.Errorf("%s is called %s", r.Relationship.ID(), r.ID)
		}
		got = append(got, fmt.Sprint(r.Type, " ", r.From, " ", r.To, " ", r.Since, " ", len(r.Claims), " ", r.Withdrawn()))
	}
	for _, s := range f.got.Sources {
		got = append(got, fmt.Sprint(s.ID, " ", s.Datasets()))
	}
	want := []string{"country:aze 2 Republic of Azerbaijan [corrections second test]",
		"country:geo 1 Georgia [corrections test]", "country:tur 1 Türkiye [second]", "event:visit 1 A visit [test]",
		"organisation:guam 1 GUAM [corrections second test]"}
	if text := strings.Join(got, "\n"); !strings.HasPrefix(text, strings.Join(want, "\n")) ||
		!strings.Contains(text, "BORDERS country:aze country:geo  2 true") || !strings.Contains(text, "[second test]") {
		t.Errorf("got\n%s", text)
	}
	alone := newFake()
	for i, files := range []map[string]string{good(), second(), corrections()} {
		s := mustLoad(t, alone, files, Options{})
		s.Took, s.Revision = 0, 0
		if fmt.Sprint(s.Sample, s.String()) != fmt.Sprint(summaries[i].Sample, summaries[i].String()) {
			t.Errorf("got %v %s\nwant %v %s", summaries[i].Sample, summaries[i].String(), s.Sample, s.String())
		}
	}
}

func TestBulkOfMuchIsInOrder(t *testing.T) {
	d, err := Open(large(20_000))
	if err != nil {
		t.Fatal(err)
	}
	f := &bulkFake{}
	if _, err := Bulk(t.Context(), f, []*Dataset{d}, Options{}); err != nil {
		t.Fatal(err)
	}
	for i, r := range f.got.Relationships {
		if i > 0 && r.ID <= f.got.Relationships[i-1].ID {
			t.Fatalf("%s comes after %s", r.ID, f.got.Relationships[i-1].ID)
		}
	}
	if len(f.got.Relationships) != d.Info.Relationships || len(f.got.Entities) != d.Info.Entities {
		t.Errorf("%d relationships, %d entities; want %+v", len(f.got.Relationships), len(f.got.Entities), d.Info)
	}
}

func TestBulkRefuses(t *testing.T) {
	wrong := func(name string) *Dataset {
		d, err := Open(folder(with("dataset.yaml", "name: "+name+"\ntitle: T\nlicence: L\n",
			"sources.csv", "id,title\nreport,\n")))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	_, err := Bulk(t.Context(), &bulkFake{}, []*Dataset{wrong("one"), opened(t, good()), wrong("two")}, Options{})
	if problems, ok := errors.AsType[Problems](err); !ok || len(problems) == 0 ||
		!strings.Contains(err.Error(), "dataset one: ") || !strings.Contains(err.Error(), "dataset two: ") {
		t.Errorf("two datasets with problems gave %v", err)
	}
	_, err = Bulk(t.Context(), &bulkFake{}, []*Dataset{opened(t, good()), opened(t, good())}, Options{})
	if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "named twice") {
		t.Errorf("a dataset that is named twice gave %v", err)
	}
	full := errors.New("the disk is full")
	_, err = Bulk(t.Context(), &bulkFake{fault: full}, []*Dataset{opened(t, good())}, Options{})
	if !errors.Is(err, full) {
		t.Errorf("a writer that fails gave %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	d := opened(t, good())
	cancel()
	if _, err := Bulk(ctx, &bulkFake{}, []*Dataset{d}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it gave %v", err)
	}
}
