package loader

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// dump is everything that Neo4j has, node by node and property by property, but for the marker and for when a dataset
// was loaded.
func dump(tb testing.TB) []string {
	tb.Helper()
	var out []string
	for _, statement := range []string{
		"MATCH (n) WHERE NOT n:CoopgraphMeta AND NOT n:Dataset RETURN COLLECT { UNWIND labels(n) AS l RETURN l ORDER BY l } AS head, properties(n) AS props",
		"MATCH (n:Dataset) RETURN n.name AS head, {title: n.title, claims: n.claims} AS props",
		"MATCH (a)-[r]->(b) RETURN [type(r), a.id, b.id] AS head, properties(r) AS props",
		"MATCH (n:CoopgraphMeta) RETURN 'held' AS head, [n.holder, n.token, n.unfinished] AS props",
	} {
		for _, row := range bolttest.Run(tb, neo4jtest.Server(tb), statement, nil) {
			text, err := json.Marshal(row.AsMap())
			if err != nil {
				tb.Fatal(err)
			}
			out = append(out, string(text))
		}
	}
	slices.Sort(out)
	return out
}

// scanned is everything that a reader gives.
func scanned(tb testing.TB, db *bolt.DB) []string {
	tb.Helper()
	var out []string
	add := func(v any) error { out = append(out, fmt.Sprintf("%+v", v)); return nil }
	m, err := db.Scan(tb.Context(), graph.Visitor{
		Source: func(s graph.Source) error { return add(s.Records) },
		Entity: func(e graph.Entity) error {
			return add(fmt.Sprint(e.ID, e.Degree, e.Datasets(), e.AllNames(), e.Codes))
		},
		Relationship: func(r graph.Relationship) error {
			return add(fmt.Sprint(r.ID(), r.Since, r.Until, r.Datasets(), len(r.Claims)))
		},
	})
	if err != nil || m.Loading {
		tb.Fatal(m, err)
	}
	return out
}

// same compares two dumps and shows where they part.
func same(tb testing.TB, what string, got, want []string) {
	tb.Helper()
	if len(want) < 5 {
		tb.Errorf("%s: there is next to nothing to compare: %v", what, want)
	}
	if slices.Equal(got, want) {
		return
	}
	tb.Errorf("%s: the graphs differ (%d and %d elements)", what, len(got), len(want))
	shown := 0
	for _, line := range got {
		if _, there := slices.BinarySearch(want, line); !there && shown < 5 {
			tb.Logf("too much: %s", line)
			shown++
		}
	}
	for _, line := range want {
		if _, there := slices.BinarySearch(got, line); !there && shown < 10 {
			tb.Logf("missing: %s", line)
			shown++
		}
	}
}

func TestLoadingAgainChangesNothing(t *testing.T) {
	db := bolttest.Open(t)
	first := mustLoad(t, db, good(), Options{Program: "v1"})
	before := dump(t)
	again := mustLoad(t, db, good(), Options{Program: "v2"})
	same(t, "loaded again", dump(t), before)
	if first.Revision != 1 || again.Revision != 1 || again.Total() != (Count{Unchanged: 9}) {
		t.Errorf("first %s\nthen %s", first.String(), again.String())
	}
	dry := mustLoad(t, db, swap("country.csv", ",Georgia,", ",Gruzia,"), Options{DryRun: true})
	same(t, "after a dry run", dump(t), before)
	if m, err := db.Marker(t.Context()); err != nil || m.Revision != 1 || dry.Total() != (Count{Changed: 1, Unchanged: 8}) {
		t.Errorf("the dry run left %+v, %v and said %s", m, err, dry.String())
	}
}

func TestChangedAndRemovedRows(t *testing.T) {
	db := bolttest.Open(t)
	mustLoad(t, db, good(), Options{})
	files := swap("country.csv", "Azerbaijan Republic|AZ", "AZ")
	files["event.csv"] = "id,name,sources\nevent:other,Another,report\n"
	files["relationships.csv"] = strings.NewReplacer("event:visit", "event:other", "They share a border.", "A border.",
		"MEMBER_OF,country:aze,organisation:guam,,member,1997,", "MEMBER_OF,country:aze,organisation:guam,,observer,1996,").
		Replace(files["relationships.csv"])
	s := mustLoad(t, db, files, Options{BatchSize: 2})
	if c := s.Total(); c != (Count{Created: 2, Changed: 3, Removed: 2, Unchanged: 4}) || s.Revision != 2 {
		t.Errorf("summary is %s", s.String())
	}
	got, read := dump(t), scanned(t, db)
	db = bolttest.Open(t)
	mustLoad(t, db, files, Options{})
	same(t, "changed in place", got, dump(t))
	same(t, "read after a change in place", read, scanned(t, db))
}

// second is another dataset that shares Azerbaijan, GUAM and the membership with the good one.
func second() map[string]string {
	return map[string]string{
		"dataset.yaml":     "name: second\ntitle: Another test\nlicence: CC0-1.0\nrank: -1\n",
		"sources.csv":      "id,title,published\nreport,The report,2024-06-27\nbook,A book,2001\n",
		"country.csv":      "id,name,sources,name_de\ncountry:aze,Republic of Azerbaijan,book,Aserbaidschan\ncountry:tur,Türkiye,book,Türkei\n",
		"organisation.csv": "id,name,sources\norganisation:guam,GUAM,book\n",
		"relationships.csv": "type,from,to,status,since,source,claim,confidence\n" +
			"MEMBER_OF,country:aze,organisation:guam,member,1998,book,Joined in 1998.,documented\n" +
			"BORDERS,country:aze,country:tur,,,book,A border.,documented\n",
	}
}

func TestTwoDatasetsClaimTheSame(t *testing.T) {
	db := bolttest.Open(t)
	mustLoad(t, db, good(), Options{})
	alone := dump(t)
	mustLoad(t, db, second(), Options{})
	aze, err := db.Entity(t.Context(), "country:aze")
	if err != nil || aze.Name != "Republic of Azerbaijan" || len(aze.Records) != 2 || aze.Names["de"] != "Aserbaidschan" || aze.Degree != 3 {
		t.Errorf("Azerbaijan is %+v, %v", aze, err)
	}
	member := graph.RelationshipKey{Type: graph.MemberOf, From: "country:aze", To: "organisation:guam"}
	if r, err := db.Relationship(t.Context(), member.ID()); err != nil || len(r.Claims) != 3 || !r.Conflict {
		t.Errorf("the membership is %+v, %v", r, err)
	}
	both := dump(t)
	s, err := Unload(t.Context(), db, "second", Options{})
	if err != nil || s.Total() != (Count{Removed: 7}) {
		t.Errorf("unloading says %s, %v", s.String(), err)
	}
	same(t, "with the second unloaded", dump(t), alone)
	mustLoad(t, db, second(), Options{})
	same(t, "with the second loaded again", dump(t), both)
	for _, name := range []string{"test", "second"} {
		if _, err := Unload(t.Context(), db, name, Options{}); err != nil {
			t.Error(err)
		}
	}
	if left := dump(t); len(left) != 1 { // the marker
		t.Errorf("with both unloaded there is left %v", left)
	}
}

func TestBundledDatasets(t *testing.T) {
	db := bolttest.Open(t)
	load := func() (total Count) {
		for _, name := range []string{"countries", "trend-2024-06-27", "region"} { // export's tests load all
			sub, err := fs.Sub(data.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			d, err := Open(sub)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Load(t.Context(), db, d, Options{})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			c := s.Total()
			total.Created, total.Changed, total.Removed = total.Created+c.Created, total.Changed+c.Changed, total.Removed+c.Removed
			t.Logf("%s in %s", name, s.Took)
		}
		return total
	}
	if c := load(); c.Created < 2000 {
		t.Errorf("it wrote %+v", c)
	}
	before := dump(t)
	if c := load(); c.Written() != 0 {
		t.Errorf("loading again wrote %+v", c)
	}
	same(t, "loaded again", dump(t), before)
}

// hooked tells of every batch before it is written, by number, and of the commit, as number 0.
type hooked struct {
	graph.Writer
	before func(n int)
}

type hookedLoad struct {
	graph.Load
	before func(n int)
	n      int
}

func (l *hookedLoad) Commit(ctx context.Context, d *graph.Dataset) (graph.Marker, error) {
	l.before(0)
	return l.Load.Commit(ctx, d)
}

func (h *hooked) Begin(ctx context.Context, holder string) (graph.Load, error) {
	l, err := h.Writer.Begin(ctx, holder)
	if err != nil {
		return nil, err
	}
	return &hookedLoad{Load: l, before: h.before}, nil
}

func (l *hookedLoad) Apply(ctx context.Context, b graph.Batch) error {
	l.n++
	l.before(l.n)
	return l.Load.Apply(ctx, b)
}

func TestTwoLoadsAtOnce(t *testing.T) {
	db := bolttest.Open(t)
	refused := 0
	first := &hooked{db, func(int) {
		_, err := Load(t.Context(), db, opened(t, second()), Options{Holder: "bob"})
		if graph.CodeOf(err) != graph.CodeBusy || !strings.Contains(err.Error(), "ann, dataset test") {
			t.Errorf("the second load gets %v", err)
		}
		refused++
	}}
	mustLoad(t, first, good(), Options{Holder: "ann"})
	if refused != 6 {
		t.Errorf("refused %d times", refused)
	}
}

// versions are two large states of one dataset, of which neither contains the other.
func versions(rows int) (a, b fstest.MapFS) {
	a, b = large(rows), large(rows)
	lines := strings.Split(string(b[relationshipsFile].Data), "\n")
	for i := range lines {
		switch {
		case i == 0:
		case i%7 == 0:
			lines[i] = ""
		case i%3 == 0:
			lines[i] = strings.ReplaceAll(lines[i], "belonged to", "was in")
		case i%5 == 0:
			lines[i] = strings.ReplaceAll(lines[i], ",,,s", ",,,t")
		}
	}
	b[relationshipsFile] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n")), Mode: 0o644}
	return a, b
}

// TestStoppedAtAnyTime stops loads of two versions of a dataset in turn: one at a moment drawn from the time that a load
// takes, the next shortly after a batch that is drawn, since on a loaded machine a moment tells little of how far it is.
func TestStoppedAtAnyTime(t *testing.T) {
	db := bolttest.Open(t)
	a, b := versions(4000)
	whole := mustLoadFS(t, db, a, Options{BatchSize: 100})
	want := dump(t)
	db = bolttest.Open(t)
	stopped := 0
	for i := range 8 {
		d, err := Open([]fstest.MapFS{a, b}[i%2])
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		at := -1 // 0 is the commit
		if i%2 == 0 {
			time.AfterFunc(rand.N(whole.Took), cancel)
		} else {
			at = 1 + rand.IntN(12)
		}
		w := &hooked{db, func(n int) {
			if n == at {
				time.AfterFunc(rand.N(10*time.Millisecond), cancel)
			}
		}}
		_, err = Load(ctx, w, d, Options{BatchSize: 100})
		cancel()
		switch {
		case errors.Is(err, context.Canceled):
			stopped++
		case err != nil:
			t.Errorf("stopped with %v", err)
		}
	}
	if stopped < 4 {
		t.Errorf("only %d of 8 loads were stopped", stopped)
	}
	s := mustLoadFS(t, db, a, Options{BatchSize: 100})
	if s.TookOver != "" {
		t.Errorf("a load that was stopped kept its lease: %s", s.TookOver)
	}
	same(t, "after loads that were stopped", dump(t), want)
}

func mustLoadFS(tb testing.TB, w graph.Writer, fsys fstest.MapFS, o Options) Summary {
	tb.Helper()
	d, err := Open(fsys)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := Load(tb.Context(), w, d, o)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestNeo4jGoesAwayAndComesBack(t *testing.T) {
	db := bolttest.Open(t)
	a, _ := versions(2000)
	mustLoadFS(t, db, a, Options{})
	want := dump(t)
	bolttest.Wipe(t, neo4jtest.Server(t))
	link := neo4jtest.Proxy(t, neo4jtest.Server(t))
	far := bolttest.Connect(t, bolttest.Config(link.Server))
	away := 0
	w := &hooked{far, func(n int) {
		if n%5 != 0 || away == 3 {
			return
		}
		away++
		link.Stop()
		time.AfterFunc(2*time.Second, func() {
			if err := link.Start(); err != nil {
				t.Error(err)
			}
		})
	}}
	mustLoadFS(t, w, a, Options{BatchSize: 100})
	if away != 3 {
		t.Errorf("Neo4j went away %d times", away)
	}
	same(t, "after Neo4j was away", dump(t), want)
}

func TestNeo4jStaysAway(t *testing.T) {
	db := bolttest.Open(t)
	mustLoad(t, db, good(), Options{})
	want := dump(t)
	bolttest.Wipe(t, neo4jtest.Server(t))
	link := neo4jtest.Proxy(t, neo4jtest.Server(t))
	config := bolttest.Config(link.Server)
	config.Lease = 2 * time.Second
	far := bolttest.Connect(t, config)
	w := &hooked{far, func(n int) {
		if n == 3 {
			link.Stop()
		}
	}}
	_, err := Load(t.Context(), w, opened(t, good()), Options{RetryFor: 3 * time.Second, Holder: "ann"})
	if graph.CodeOf(err) != graph.CodeUnavailable || !strings.Contains(err.Error(), "stopped after 6 of 9 elements") {
		t.Errorf("the error is %v", err)
	}
	time.Sleep(config.Lease)
	s := mustLoad(t, db, good(), Options{})
	if s.TookOver != "ann, dataset test" || s.Total() != (Count{Created: 3, Unchanged: 6}) {
		t.Errorf("the next load says %s", s.String())
	}
	same(t, "taken up again", dump(t), want)
}
