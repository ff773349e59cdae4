package csr

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/graphtest"
)

// throughFile writes the model and reads it again.
func throughFile(t testing.TB, m *Model) *Model {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.snapshot")
	if err := m.WriteSnapshot(path); err != nil {
		t.Fatal(err)
	}
	again, err := ReadSnapshot(path)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// A model that went through a file is an engine like every other.
func TestConformanceOfASnapshot(t *testing.T) {
	graphtest.Run(t, graphtest.Size{Graphs: 500, Paths: 4, Neighbourhoods: 2, TieGraphs: 300}, func(t *testing.T, d graphtest.Data) graph.Reader {
		return throughFile(t, build(t, d))
	})
}

// rich is a graph that has something in every list of a model.
func rich(rng *rand.Rand) graphtest.Data {
	d := graphtest.RandomData(rng, "a")
	lat := 41.7
	id := "country:rich"
	d.Entities = append(d.Entities, graph.NewEntity(id, []graph.Record{
		{Dataset: "first", Name: "Rich", Type: "state", Names: map[string]string{"ka": "მდიდარი", "ru": "Богатая"}, Latitude: &lat,
			Aliases: []string{"Wealthy Republic"}, Codes: map[string]string{"iso2": "RI", "iso3": "RIC"}, Sources: []string{"a-s1"},
			Formerly: []string{"country:poor"},
			Since:    graph.MustDate("1918-05-26"), Capital: "Rich City", URL: "https://example.org"},
		{Dataset: "second", Name: "Rich Land", Rank: 1}}))
	for range 4 {
		d.Relationships = append(d.Relationships, graph.NewRelationship(
			graph.RelationshipKey{Type: graph.Borders, From: id, To: d.Entities[0].ID, Role: fmt.Sprint(rng.Uint32()), Title: "t", Spell: "s"},
			[]graph.Claim{{Dataset: "first", Source: "a-s1", Text: "said", Confidence: graph.Reported, SaidBy: id},
				{Dataset: "second", Source: "a-s2", Text: "said too", Confidence: graph.Documented}}))
	}
	d.Relationships = append(d.Relationships, graph.NewRelationship(
		graph.RelationshipKey{Type: graph.Borders, From: id, To: d.Entities[1].ID, Role: "w"},
		[]graph.Claim{{Dataset: "first", Source: "a-s1", Text: "said", Confidence: graph.Reported},
			{Dataset: "second", Source: "a-s1", Text: "no", Confidence: graph.Reported, Withdraws: "first"}}),
		graph.NewRelationship(graph.RelationshipKey{Type: graph.MemberOf, From: id, To: id},
			[]graph.Claim{{Dataset: "first", Source: "a-s1", Text: "itself", Confidence: graph.Reported}}))
	return d
}

// snapshotOf is a snapshot's bytes.
func snapshotOf(t testing.TB, m *Model) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.snapshot")
	if err := m.WriteSnapshot(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSnapshotKeepsEverythingOfARichGraph(t *testing.T) {
	m := build(t, rich(rand.New(rand.NewPCG(1, 1))))
	for i, l := range m.lists() {
		if len(l.bytes()) == 0 {
			t.Errorf("list %d of the model is empty, so that this proves nothing of it", i)
		}
	}
	b := snapshotOf(t, m)
	again, err := readSnapshot(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(snapshotOf(t, again), b) {
		t.Error("a snapshot of what was read of a snapshot is another")
	}
	sameAnswers(t, again, m)
	empty := build(t, graphtest.Data{})
	sameAnswers(t, throughFile(t, empty), empty)
}

// examined is what depends on the searches that ran before.
var examined = regexp.MustCompile(`"Examined":\d+`)

// sameAnswers demands that two models say the same.
func sameAnswers(t testing.TB, a, b *Model) {
	t.Helper()
	got, want := strings.Split(everything(t, a), "\n"), strings.Split(everything(t, b), "\n")
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("answer %d: got %.1000s, want %.1000s", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d answers and not %d", len(got), len(want))
	}
}

// everything asks a small model all that can be asked, and writes the answers down. Errors are answers: all that matters
// where a model is wrong is that there are any.
func everything(t testing.TB, m *Model) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // a search that does not end is found
	defer cancel()
	var b strings.Builder
	note := func(answer any, err error) {
		if ctx.Err() != nil {
			t.Fatal("a search does not end")
		}
		text, _ := json.Marshal(answer) // a NaN cannot be written, and is as good an answer as any other
		fmt.Fprintf(&b, "%s %v\n", examined.ReplaceAll(text, nil), err)
	}
	midway := graph.SupportPlace{Element: graph.RelationshipElement, ID: "borders:m000000000000000"}.Cursor()
	note(m.Stats(ctx))
	note(m.Datasets(ctx))
	var ids []string
	note(m.Scan(ctx, graph.Visitor{
		Source: func(s graph.Source) error {
			note(s, nil)
			note(m.Source(ctx, s.ID))
			note(m.Supports(ctx, graph.SupportsQuery{Source: s.ID, Limit: 3}))
			note(m.Supports(ctx, graph.SupportsQuery{Source: s.ID, Cursor: midway}))
			return nil
		},
		Entity: func(e graph.Entity) error {
			ids = append(ids, e.ID)
			for _, name := range e.AllNames() {
				note(m.Search(ctx, graph.SearchQuery{Text: name[:min(len(name), 100)] + "x"}))
				note(m.Search(ctx, graph.SearchQuery{Text: name[:min(len(name), 3)], Kinds: []graph.Kind{graph.Country}}))
			}
			return nil
		},
		Relationship: func(r graph.Relationship) error { note(m.Relationship(ctx, r.ID())); return nil },
		Withdrawn:    func(r graph.Relationship) error { note(m.Relationship(ctx, r.ID())); return nil },
	}))
	note(m.Resolve(ctx, "iso2:RI"))
	note(m.Resolve(ctx, "country:nowhere"))
	note(m.Resolve(ctx, "country:poor"))
	note(m.Entities(ctx, graph.EntitiesQuery{}))
	filters := []graph.Filter{{}, {AsOf: graph.MustDate("2004"), Types: []graph.Type{graph.Borders, graph.MemberOf}},
		{Datasets: []string{"first"}, KeepUndated: true}, {Sources: []string{"a-s1"}, FromDate: graph.MustDate("1998")}}
	for i, from := range ids {
		for j, to := range ids {
			f := filters[(i+j)%len(filters)]
			for _, rank := range []graph.Rank{graph.Specific, graph.ByHops} {
				note(m.Paths(ctx, graph.PathQuery{From: from, To: to, Rank: rank, K: 1 + 3*(i%2), Filter: f}))
				note(m.Paths(ctx, graph.PathQuery{From: from, To: to, Rank: rank, Mode: graph.AllShortest, Filter: f}))
			}
			note(m.Paths(ctx, graph.PathQuery{From: from, To: to, Concurrent: true, Filter: f}))
		}
		note(m.Neighbourhood(ctx, graph.NeighbourhoodQuery{Starts: []string{from}, Depth: 3, Filter: filters[i%len(filters)]}))
		note(m.Ties(ctx, graph.TiesQuery{ID: from, Filter: filters[i%len(filters)]}))
	}
	return b.String()
}

func TestSnapshotRefusesWhatIsNone(t *testing.T) {
	good := snapshotOf(t, build(t, rich(rand.New(rand.NewPCG(2, 2)))))
	change := func(at int, b ...byte) []byte {
		c := bytes.Clone(good)
		copy(c[at:], b)
		return c
	}
	for name, tc := range map[string]struct {
		b    []byte
		want string
	}{
		"empty":         {nil, "not a snapshot"},
		"text":          {[]byte("id,name\ncountry:aze,Azerbaijan\n"), "not a snapshot"},
		"other machine": {change(8, 1, 2, 3, 4), "another order of bytes"},
		"other version": {change(12, 99), "version 99"},
		"other types":   {change(16, ^good[16]), "other kinds or types"},
		"longer":        {append(bytes.Clone(good), 0), "should have"},
		"cut":           {good[:len(good)-8], "should have"},
		"half":          {good[:len(good)/2], "should have"},
		"only a header": {good[:headerSize], "should have"},
		"huge table":    {change(56, 255, 255, 255, 255), "does not fit"},
		"table":         {change(headerSize+8, ^good[headerSize+8]), "table is damaged"},
		"content":       {change(len(good)-20, ^good[len(good)-20]), "damaged"},
	} {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, tc.b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadSnapshot(path)
		if err == nil || graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), tc.want) ||
			!strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want that it %s", name, err, tc.want)
		}
	}
	if _, err := ReadSnapshot(t.TempDir()); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("a folder: %v", err)
	}
	if _, err := ReadSnapshot(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestWritingASnapshot(t *testing.T) {
	m := build(t, rich(rand.New(rand.NewPCG(3, 3))))
	dir := t.TempDir()
	path := filepath.Join(dir, "graph.snapshot")
	old, young := path+".1.writing", path+".2.writing"
	for _, name := range []string{path, old, young} {
		if err := os.WriteFile(name, []byte("something older"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteSnapshot(path); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSnapshot(path); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a dead writer left is there: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("what another is writing is gone: %v", err)
	}
	if err := m.WriteSnapshot(filepath.Join(dir, "no", "folder")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into no folder: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("the folder has %v", entries)
	}
}

// Whatever a record was, the checker ends where the decoder does.
func TestCheckerWalksLikeTheDecoder(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	records := 0
	for range 200 {
		m := build(t, rich(rng))
		c := checker{words: uint64(m.words.len())}
		d := decoder{words: &m.words}
		compare := func(address uint32, check func(), decode func()) {
			c.read(m.blob.at(address))
			d.read(m.blob.at(address))
			check()
			decode()
			records++
			if c.bad || c.at != d.at {
				t.Fatalf("record at %d: bad %v, at %d and not %d", address, c.bad, c.at, d.at)
			}
		}
		for _, a := range m.records {
			compare(a, c.entity, func() { d.entity(&graph.Entity{}) })
		}
		for _, a := range append(m.payloads, m.aside.payloads...) {
			compare(a, c.relationship, func() { d.relationship(&graph.Relationship{}) })
		}
	}
	t.Logf("%d records", records)
}

// resealed puts the right checksums onto a snapshot that was changed, so that what they cannot find is looked for.
func resealed(b []byte) []byte {
	var h header
	if len(b) < headerSize {
		return b
	}
	if _, err := binary.Decode(b, binary.NativeEndian, &h); err != nil || int(h.Sections) > (len(b)-headerSize)/entrySize {
		return b
	}
	table := make([]entry, h.Sections)
	if _, err := binary.Decode(b[headerSize:], binary.NativeEndian, table); err != nil {
		return b
	}
	for i, e := range table {
		if e.Offset <= uint64(len(b)) && e.Length <= uint64(len(b))-e.Offset {
			table[i].Sum = sum(b[e.Offset : e.Offset+e.Length])
		}
	}
	copy(b, sealed(h, table))
	return b
}

// Damage is found by a checksum, or touched nothing that counts.
func TestDamagedSnapshots(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	m := build(t, rich(rng))
	good := snapshotOf(t, m)
	refused := 0
	for range 1500 {
		b := bytes.Clone(good)
		b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
		again, err := readSnapshot(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			refused++
		} else {
			sameAnswers(t, again, m)
		}
	}
	if refused < 1200 {
		t.Errorf("only %d refused", refused)
	}
}

// A wrong snapshot with the right checksums is refused, or it gives some answers.
func TestWrongSnapshotsNeverPanic(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	good := snapshotOf(t, build(t, rich(rng)))
	refused, taken := 0, 0
	for range 2000 {
		b := bytes.Clone(good)
		for range 1 + rng.IntN(2) {
			at := headerSize + rng.IntN(len(b)-headerSize)
			switch rng.IntN(4) {
			case 0:
				b[at] ^= 1 << rng.IntN(8)
			case 1:
				b[at] = byte(rng.Uint32())
			case 2:
				b[at]++
			case 3:
				other := headerSize + rng.IntN(len(b)-headerSize)
				n := min(1+rng.IntN(8), len(b)-at, len(b)-other)
				copy(b[at:at+n], good[other:other+n])
			}
		}
		again, err := readSnapshot(bytes.NewReader(resealed(b)), int64(len(b)))
		if err != nil {
			refused++
			continue
		}
		taken++
		everything(t, again)
	}
	if refused < 300 || taken < 150 {
		t.Errorf("%d refused and %d taken: too few of one to prove anything", refused, taken)
	}
}

// FuzzReadSnapshot: no bytes make a panic, a search without end, or memory beyond the file's size.
func FuzzReadSnapshot(f *testing.F) {
	for seed := range uint64(3) {
		f.Add(snapshotOf(f, build(f, rich(rand.New(rand.NewPCG(seed, 7))))))
	}
	f.Add(snapshotOf(f, build(f, graphtest.Data{})))
	f.Fuzz(func(t *testing.T, b []byte) {
		for range 2 {
			if m, err := readSnapshot(bytes.NewReader(b), int64(len(b))); err == nil && m.nodes() < 30 {
				everything(t, m)
			}
			b = resealed(bytes.Clone(b))
		}
	})
}

// Whatever one end of a relationship says otherwise than the other is refused, checksums or not.
func TestBothEndsAgree(t *testing.T) {
	fresh := func() *Model { return build(t, rich(rand.New(rand.NewPCG(8, 10)))) }
	if err := fresh().settle(); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for at := range fresh().arcs.to {
		for part, change := range []func(m *Model){
			func(m *Model) { m.arcs.to[at] ^= 1 },
			func(m *Model) { m.arcs.rel[at] ^= 1 },
			func(m *Model) { m.arcs.rel[at] ^= incoming },
			func(m *Model) { m.arcs.tag[at] ^= undated },
			func(m *Model) { m.arcs.from[at]++ },
			func(m *Model) { m.arcs.until[at]-- },
			func(m *Model) { m.outs[m.arcs.rel[at]&^incoming] ^= 1 },
		} {
			m := fresh()
			n := m.owner(uint32(at))
			if loop := m.arcs.to[at] == n; loop && part >= 3 && part <= 5 {
				continue // a loop is one arc, and nothing says otherwise
			}
			change(m)
			if err := m.settle(); err == nil {
				t.Fatalf("part %d of arc %d was changed, and nothing was found", part, at)
			}
			refused++
		}
	}
	if refused < 100 {
		t.Errorf("only %d changes were made", refused)
	}
}
