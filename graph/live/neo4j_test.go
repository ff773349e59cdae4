package live_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/live"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

const often = 20 * time.Millisecond

const places = 30

func place(i int) string { return fmt.Sprintf("country:p%02d", i) }

// loadVersion makes every country of a ring border every third one, and every relationship and name say the version. It is
// written in many small batches, so that a graph that is read in between is of two versions.
func loadVersion(t testing.TB, w graph.Writer, version int) graph.Marker {
	t.Helper()
	ctx := context.Background()
	load, err := w.Begin(ctx, "test")
	if err != nil {
		t.Error(err)
		return graph.Marker{}
	}
	text := fmt.Sprintf("v%d", version)
	var batches []graph.Batch
	const together = 6
	for first := 0; first < places; first += together {
		b := graph.Batch{Dataset: "d", Sources: []graph.SourceWrite{{ID: "s", Record: graph.SourceRecord{Title: text}}}}
		for i := first; i < first+together; i++ {
			b.Entities = append(b.Entities, graph.EntityWrite{ID: place(i), Record: graph.Record{Name: text + " " + place(i)}})
		}
		batches = append(batches, b)
	}
	for first := 0; first < places; first += together {
		b := graph.Batch{Dataset: "d"}
		for i := first; i < first+together; i++ {
			for _, step := range []int{1, 3} {
				b.Relationships = append(b.Relationships, graph.RelationshipWrite{
					Key:    graph.RelationshipKey{Type: graph.MemberOf, From: place(i), To: place((i + step) % places)},
					Claims: []graph.Claim{{Source: "s", Text: text, Confidence: graph.Documented}}})
			}
		}
		batches = append(batches, b)
	}
	for _, b := range batches {
		if err := load.Apply(ctx, b); err != nil {
			t.Error(err)
			return graph.Marker{}
		}
	}
	marker, err := load.Commit(ctx, &graph.Dataset{Name: "d", Title: text, Entities: places, Claims: 2 * places})
	if err != nil {
		t.Error(err)
	}
	return marker
}

// versions gives the version of everything in an answer.
func versions(g graph.Subgraph) map[string]int {
	seen := map[string]int{}
	for _, n := range g.Nodes {
		var v int
		_, _ = fmt.Sscanf(n.Name, "v%d", &v) // 0 is no version
		seen[fmt.Sprintf("v%d", v)]++
	}
	for _, r := range g.Relationships {
		seen[r.Claims[0].Text]++
	}
	return seen
}

// Readers that ask without pause while loads run never get an error, nor an answer of two versions.
func TestAnswersAreOfOneRevisionWhileLoadsRun(t *testing.T) {
	db := bolttest.Open(t)
	loadVersion(t, db, 1)
	snapshot := filepath.Join(t.TempDir(), "snapshot")
	r := open(t, db, live.Config{Interval: often, Snapshot: snapshot})
	refresh(t, r)
	stop := run(t, r)
	const loads = 3
	var done atomic.Bool
	var asking sync.WaitGroup
	var answers atomic.Int64
	var seen sync.Map
	for i := range 2 {
		asking.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(i), 1))
			for last := int64(0); !done.Load(); {
				a, err := r.Neighbourhood(t.Context(), graph.NeighbourhoodQuery{Starts: []string{place(rng.IntN(places))}, Depth: 4})
				p, errP := r.Paths(t.Context(), graph.PathQuery{From: place(rng.IntN(places)), To: place(rng.IntN(places)), Rank: graph.ByHops})
				if err != nil || errP != nil {
					t.Errorf("a question failed: %v, %v", err, errP)
					return
				}
				for _, answer := range []struct {
					graph.Subgraph
					graph.Marker
				}{{a.Graph, a.Marker}, {p.Graph, p.Marker}} {
					if of := versions(answer.Subgraph); len(of) != 1 || of[fmt.Sprintf("v%d", answer.Revision)] == 0 || answer.Loading {
						t.Errorf("the answer of revision %+v is of %v", answer.Marker, of)
						return
					}
					if answer.Revision < last {
						t.Errorf("revision %d after %d", answer.Revision, last)
					}
					last = answer.Revision
					seen.Store(answer.Revision, true)
				}
				answers.Add(2)
			}
		})
	}
	for version := 2; version <= 1+loads; version++ {
		marker := loadVersion(t, db, version)
		until(t, "the load is taken in", func() bool { return r.Status().Marker == marker })
	}
	done.Store(true)
	asking.Wait()
	stop()
	revisions := 0
	seen.Range(func(any, any) bool { revisions++; return true })
	if revisions < loads {
		t.Errorf("answers of %d revisions, which proves little", revisions)
	}
	t.Logf("%d answers of %d revisions", answers.Load(), revisions)
	if again := open(t, db, live.Config{Snapshot: snapshot}); again.Status().Marker != r.Status().Marker {
		t.Errorf("the file has %+v and not the last revision, %+v", again.Status().Marker, r.Status().Marker)
	}
}

// Neo4j goes away and comes back, with a load in between that was not seen.
func TestNeo4jGoesAwayAndComesBack(t *testing.T) {
	direct := bolttest.Open(t)
	first := loadVersion(t, direct, 1)
	link := neo4jtest.Proxy(t, neo4jtest.Server(t))
	db := bolttest.Connect(t, bolttest.Config(link.Server))
	r := open(t, db, live.Config{Interval: often})
	run(t, r)
	until(t, "it is in memory", func() bool { return r.Status().InMemory })
	link.Stop()
	until(t, "that Neo4j is away is noticed", func() bool { s := r.Status(); return !s.Answering && s.Err != nil })
	before := r.Status()
	age := before.Age()
	a, err := r.Neighbourhood(t.Context(), graph.NeighbourhoodQuery{Starts: []string{place(0)}, Depth: 4})
	if err != nil || len(a.Graph.Nodes) < places/2 || a.Marker != first {
		t.Errorf("while Neo4j is away: %d nodes of %+v, %v", len(a.Graph.Nodes), a.Marker, err)
	}
	if s := r.Status(); s.Age() <= age || age <= 0 || s.Confirmed != before.Confirmed || !s.InMemory {
		t.Errorf("the age of the answers is %s after %s: %+v", s.Age(), age, s)
	}
	second := loadVersion(t, direct, 2)
	if err := link.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "the load that was made meanwhile is taken in", func() bool {
		s := r.Status()
		return s.Marker == second && s.Answering && s.Err == nil
	})
	if n, err := r.Entity(t.Context(), place(0)); err != nil || n.Name != "v2 "+place(0) {
		t.Errorf("got %+v, %v", n, err)
	}
}

// A dump that is restored has another epoch and may have a smaller revision; somebody who writes by hand changes neither.
func TestRestoredDumpAndWritesByHand(t *testing.T) {
	db := bolttest.Open(t)
	loadVersion(t, db, 1)
	loadVersion(t, db, 2)
	r := open(t, db, live.Config{Interval: often})
	run(t, r)
	until(t, "it is in memory", func() bool { return r.Status().Marker.Revision == 2 })
	s := neo4jtest.Server(t)
	bolttest.Run(t, s, "MATCH (m:CoopgraphMeta) SET m.epoch = 'restored', m.revision = 1", nil)
	until(t, "the dump is taken in", func() bool { return r.Status().Marker == graph.Marker{Epoch: "restored", Revision: 1} })
	bolttest.Run(t, s, "MATCH (n:Entity {id: $id}) DETACH DELETE n", map[string]any{"id": place(7)})
	until(t, "what somebody deleted is gone", func() bool {
		_, err := r.Entity(t.Context(), place(7))
		return graph.CodeOf(err) == graph.CodeNotFound
	})
	if s := r.Status(); (s.Marker != graph.Marker{Epoch: "restored", Revision: 1}) || s.Err != nil {
		t.Errorf("status %+v", s)
	}
	bolttest.Run(t, s, "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) CREATE (a)-[:BORDERS]->(b)",
		map[string]any{"a": place(1), "b": place(9)}) // without an id it is in no scan
	time.Sleep(10 * often)
	until(t, "a relationship that is none of ours does no harm", func() bool { s := r.Status(); return s.Err == nil && !s.Building })
}

// What half a load wrote is not seen, and neither is it where the load died.
func TestHalfALoadIsNotSeen(t *testing.T) {
	db := bolttest.Open(t)
	loadVersion(t, db, 1)
	r := open(t, db, live.Config{Interval: often})
	run(t, r)
	until(t, "it is in memory", func() bool { return r.Status().InMemory })
	load, err := db.Begin(t.Context(), "half")
	if err != nil {
		t.Fatal(err)
	}
	err = load.Apply(t.Context(), graph.Batch{Dataset: "d", Entities: []graph.EntityWrite{{ID: place(0), Record: graph.Record{Name: "half"}}}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		until(t, "the load is noticed", func() bool { return r.Status().Loading })
		confirmed := r.Status().Confirmed
		until(t, "it is asked again", func() bool { return r.Status().Confirmed.After(confirmed) })
		if n, err := r.Entity(t.Context(), place(0)); err != nil || n.Name != "v1 "+place(0) {
			t.Errorf("half a load is seen: %+v, %v", n, err)
		}
		_ = load.Release(t.Context()) // the second time it is released already
	}
	second := loadVersion(t, db, 2)
	until(t, "the next load completes it", func() bool { return r.Status().Marker == second })
}
