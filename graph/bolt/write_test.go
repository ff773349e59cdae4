package bolt_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/graph/graphtest"
	"coopgraph/neo4jlocal/neo4jtest"
)

func begin(t *testing.T, w graph.Writer, holder string) graph.Load {
	t.Helper()
	load, err := w.Begin(t.Context(), holder)
	if err != nil {
		t.Fatal(err)
	}
	return load
}

func apply(t *testing.T, load graph.Load, b graph.Batch) {
	t.Helper()
	if err := load.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func commit(t *testing.T, load graph.Load, d *graph.Dataset) graph.Marker {
	t.Helper()
	marker, err := load.Commit(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return marker
}

// pair is two countries and a relationship of them, as one dataset tells it.
func pair(dataset, since string) graph.Batch {
	key := graph.RelationshipKey{Type: graph.Borders, From: "country:aze", To: "country:geo"}
	return graph.Batch{Dataset: dataset,
		Sources: []graph.SourceWrite{{ID: "s", Record: graph.SourceRecord{Title: "Title of " + dataset}}},
		Entities: []graph.EntityWrite{{ID: "country:aze", Record: graph.Record{Name: "Azerbaijan " + dataset}},
			{ID: "country:geo", Record: graph.Record{Name: "Georgia", Codes: map[string]string{"iso3": "GEO"}}}},
		Relationships: []graph.RelationshipWrite{{Key: key, Claims: []graph.Claim{{Source: "s", Text: "They border.",
			Since: graph.MustDate(since), Confidence: graph.Documented, Observed: graph.MustDate("2024")}}}}}
}

// TestWritesMeet loads two datasets that name the same things, and takes one away again.
func TestWritesMeet(t *testing.T) {
	db := bolttest.Open(t)
	var revisions []int64
	for _, d := range []struct{ name, since string }{{"first", "1991"}, {"second", "1992"}} {
		load := begin(t, db, d.name)
		apply(t, load, pair(d.name, d.since))
		revisions = append(revisions, commit(t, load, &graph.Dataset{Name: d.name, Title: d.name, Entities: 2}).Revision)
	}
	id := pair("first", "1991").Relationships[0].Key.ID()
	rel, err := db.Relationship(t.Context(), id)
	if err != nil || len(rel.Claims) != 2 || !rel.Conflict {
		t.Errorf("two datasets that disagree: got %+v, %v; want both claims and a conflict", rel, err)
	}
	if got, err := db.Resolve(t.Context(), "iso3:GEO"); got != "country:geo" || err != nil {
		t.Errorf("iso3:GEO: got %q, %v", got, err)
	}
	b := pair("first", "1991")
	load := begin(t, db, "remover")
	apply(t, load, graph.Batch{Dataset: "first", RemoveRelationships: []string{id},
		RemoveEntities: []string{b.Entities[0].ID, b.Entities[1].ID}, RemoveSources: []string{"s"}})
	revisions = append(revisions, commit(t, load, &graph.Dataset{Name: "first"}).Revision)
	if revisions[0] != 1 || revisions[1] != 2 || revisions[2] != 3 {
		t.Errorf("revisions: got %v, want 1, 2, 3", revisions)
	}
	rel, err = db.Relationship(t.Context(), id)
	if err != nil || rel.Since != graph.MustDate("1992") || rel.Conflict {
		t.Errorf("after removing one dataset: got %+v, %v; want what the other says", rel, err)
	}
	e, err := db.Entity(t.Context(), "country:aze")
	if err != nil || e.Name != "Azerbaijan second" || e.Degree != 1 {
		t.Errorf("after removing one dataset: got %+v, %v", e, err)
	}
	datasets, err := db.Datasets(t.Context())
	if err != nil || len(datasets) != 1 || datasets[0].Name != "second" || datasets[0].LoadedAt == "" {
		t.Errorf("datasets: got %+v, %v; want the second alone, with its time", datasets, err)
	}
}

// TestLastClaimGone removes everything and looks for leftovers.
func TestLastClaimGone(t *testing.T) {
	db := bolttest.Open(t)
	load := begin(t, db, "loader")
	b := pair("only", "1991")
	apply(t, load, b)
	commit(t, load, nil)
	load = begin(t, db, "remover")
	err := load.Apply(t.Context(), graph.Batch{Dataset: "only", RemoveEntities: []string{"country:aze"}})
	if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "borders:") {
		t.Errorf("removing a node that is still joined: got %v, want it refused, naming the relationship", err)
	}
	apply(t, load, graph.Batch{Dataset: "only", RemoveRelationships: []string{b.Relationships[0].Key.ID()}})
	commit(t, load, nil)
	if e, err := db.Entity(t.Context(), "country:geo"); err != nil || e.Degree != 0 {
		t.Errorf("degree after the last relationship went: got %d, %v", e.Degree, err)
	}
	load = begin(t, db, "remover")
	apply(t, load, graph.Batch{Dataset: "only", RemoveEntities: []string{"country:aze", "country:geo"}, RemoveSources: []string{"s"}})
	commit(t, load, nil)
	rows := bolttest.Run(t, neo4jtest.Server(t), "MATCH (n) RETURN labels(n)[0] AS label", nil)
	if len(rows) != 1 || rows[0].Values[0] != "CoopgraphMeta" {
		t.Errorf("left over: %v, want the marker alone", rows)
	}
}

func TestMissingEndIsRefused(t *testing.T) {
	db := bolttest.Open(t)
	load := begin(t, db, "loader")
	b := pair("d", "1991")
	b.Entities = b.Entities[:1]
	if err := load.Apply(t.Context(), b); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("got %v, want a relationship without an end refused", err)
	}
	if err := load.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Entity(t.Context(), "country:aze"); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("got %v, want nothing of the batch written", err)
	}
}

func TestNothingAppliedKeepsTheRevision(t *testing.T) {
	db := bolttest.Open(t)
	load := begin(t, db, "loader")
	apply(t, load, pair("d", "1991"))
	info := &graph.Dataset{Name: "d", Title: "D", Entities: 2}
	before := commit(t, load, info)
	info.Program = "another"
	if after := commit(t, begin(t, db, "loader"), info); after != before {
		t.Errorf("got %+v, want %+v as before", after, before)
	}
	info.Version = "2"
	if after := commit(t, begin(t, db, "loader"), info); after.Revision != before.Revision+1 {
		t.Errorf("a new version of the dataset: got %+v, want one revision more", after)
	}
}

func TestSecondLoadIsRefusedWithTheHoldersName(t *testing.T) {
	db := bolttest.Open(t)
	load := begin(t, db, "maria@desk pid 7")
	_, err := db.Begin(t.Context(), "other")
	if graph.CodeOf(err) != graph.CodeBusy || !strings.Contains(err.Error(), "maria@desk pid 7") {
		t.Errorf("got %v, want it refused with the holder's name", err)
	}
	if err := load.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := begin(t, db, "other").Release(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestTakeOver lets a load fall silent, and another take over: what the first tries then is refused.
func TestTakeOver(t *testing.T) {
	s := neo4jtest.Server(t)
	bolttest.Wipe(t, s)
	c := bolttest.Config(s)
	c.Lease = time.Second
	proxy := neo4jtest.Proxy(t, s)
	through := c
	through.URI = proxy.Server.URI
	sleeper := bolttest.Connect(t, through)
	silent := begin(t, sleeper, "the sleeper")
	apply(t, silent, pair("d", "1991"))
	proxy.Stop()
	db := bolttest.Connect(t, c)
	var next graph.Load
	for next == nil {
		load, err := db.Begin(t.Context(), "the next")
		if err != nil && graph.CodeOf(err) != graph.CodeBusy {
			t.Fatal(err)
		}
		next = load
		time.Sleep(50 * time.Millisecond)
	}
	if next.TookOver() != "the sleeper" {
		t.Errorf("took over from %q, want the sleeper named", next.TookOver())
	}
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	if err := silent.Apply(t.Context(), pair("d", "1999")); graph.CodeOf(err) != graph.CodeLost {
		t.Errorf("a batch after the lease was lost: got %v, want it refused", err)
	}
	if m, err := db.Marker(t.Context()); err != nil || !m.Loading {
		t.Errorf("while half a load is there: got %+v, %v; want loading", m, err)
	}
	other := commit(t, next, &graph.Dataset{Name: "other", Title: "Other", Entities: 1})
	if !other.Loading {
		t.Errorf("another dataset was loaded meanwhile: got %+v; want loading, since half of this one is there", other)
	}
	next = begin(t, db, "the next")
	if m := commit(t, next, &graph.Dataset{Name: "d", Title: "D", Entities: 2}); m.Revision != 2 || m.Loading {
		t.Errorf("got %+v; want the half load's revision raised, and loading over", m)
	}
	if _, err := silent.Commit(t.Context(), nil); graph.CodeOf(err) != graph.CodeLost {
		t.Errorf("a commit after the lease was lost: got %v, want it refused", err)
	}
	if err := silent.Release(t.Context()); graph.CodeOf(err) != graph.CodeLost {
		t.Errorf("a release after the lease was lost: got %v, want it refused", err)
	}
}

// TestAnswerToACommitLost cuts the connection after Neo4j was told to commit, so that its fate is unknown, and gives
// the batch again: whether it was written or not, it is there once.
func TestAnswerToACommitLost(t *testing.T) {
	s := neo4jtest.Server(t)
	for cut := int64(0); cut < 3000; cut += 150 {
		bolttest.Wipe(t, s)
		proxy := neo4jtest.Proxy(t, s)
		c := bolttest.Config(s)
		c.URI = proxy.Server.URI
		load := begin(t, bolttest.Connect(t, c), "loader")
		proxy.Add(t, "limit_data", "downstream", map[string]any{"bytes": cut})
		b := pair("d", "1991")
		b.Entities = append(b.Entities, graph.EntityWrite{ID: "country:arm", Record: graph.Record{Name: "Armenia"}})
		err := load.Apply(t.Context(), b)
		if err != nil && graph.CodeOf(err) != graph.CodeUnavailable {
			t.Fatalf("cut after %d bytes: got %v, want CodeUnavailable", cut, err)
		}
		proxy.Clear(t)
		if err != nil {
			apply(t, load, b)
		}
		commit(t, load, nil)
		rows := bolttest.Run(t, s, "MATCH (n:Entity) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)", nil)
		if n, r := rows[0].Values[0].(int64), rows[0].Values[1].(int64); n != 3 || r != 1 {
			t.Fatalf("cut after %d bytes: %d nodes and %d relationships, want 3 and 1", cut, n, r)
		}
	}
}

// TestDoubtIsSettled gives another batch after one of unknown fate.
func TestDoubtIsSettled(t *testing.T) {
	s := neo4jtest.Server(t)
	bolttest.Wipe(t, s)
	proxy := neo4jtest.Proxy(t, s)
	c := bolttest.Config(s)
	c.URI = proxy.Server.URI
	load := begin(t, bolttest.Connect(t, c), "loader")
	proxy.Stop()
	if err := load.Apply(t.Context(), pair("d", "1991")); graph.CodeOf(err) != graph.CodeUnavailable {
		t.Fatalf("got %v, want CodeUnavailable", err)
	}
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	apply(t, load, pair("d", "1999"))
	commit(t, load, nil)
	rel, err := bolttest.Connect(t, bolttest.Config(s)).Relationship(t.Context(), pair("d", "1991").Relationships[0].Key.ID())
	if err != nil || len(rel.Claims) != 1 || rel.Since != graph.MustDate("1999") {
		t.Errorf("got %+v, %v; want the second batch alone", rel, err)
	}
}

// TestUnknownIDSuggestsTheNearest asks for what is nearly there.
func TestUnknownIDSuggestsTheNearest(t *testing.T) {
	db := bolttest.Open(t)
	load := begin(t, db, "loader")
	apply(t, load, pair("d", "1991"))
	commit(t, load, nil)
	for id, want := range map[string]string{"country:azr": "country:aze", "country:georgia": "country:geo"} {
		_, entity := db.Entity(t.Context(), id)
		_, paths := db.Paths(t.Context(), graph.PathQuery{From: "country:geo", To: id})
		for _, err := range []error{entity, paths} {
			if e, ok := errors.AsType[*graph.Error](err); !ok || len(e.Candidates) == 0 || e.Candidates[0].ID != want {
				t.Errorf("%s: got %v, want %s suggested", id, err, want)
			}
		}
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	db := bolttest.Open(t)
	bolttest.Run(t, neo4jtest.Server(t), "CREATE (:CoopgraphMeta {key: 'graph', schema: 99, revision: 0})", nil)
	if _, err := db.Begin(t.Context(), "loader"); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("got %v, want a graph of a newer version refused", err)
	}
	if _, _, err := db.Upgrade(t.Context(), "loader"); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("got %v, want a graph of a newer version not to be upgraded", err)
	}
}

// TestOlderSchemaIsUpgraded takes back what the second version brought, which gives a graph as the first left it.
func TestOlderSchemaIsUpgraded(t *testing.T) {
	db := bolttest.Open(t)
	if from, to, err := db.Upgrade(t.Context(), "upgrader"); from != 0 || to != 0 || err != nil {
		t.Errorf("an empty graph: got %d, %d, %v", from, to, err)
	}
	if err := graphtest.Store(t.Context(), db, graphtest.RandomData(rand.New(rand.NewPCG(1, 2)), "g")); err != nil {
		t.Fatal(err)
	}
	server := neo4jtest.Server(t)
	bolttest.Run(t, server, "DROP CONSTRAINT withdrawn_id", nil)
	bolttest.Run(t, server, "MATCH (m:CoopgraphMeta) SET m.schema = 1", nil)
	_, err := db.Begin(t.Context(), "loader")
	if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "coopgraph upgrade") {
		t.Errorf("got %v, want a word on how to upgrade", err)
	}
	if _, err := db.Stats(t.Context()); err != nil {
		t.Errorf("an older graph cannot be read: %v", err)
	}
	for _, want := range [][2]int{{1, 3}, {3, 3}} {
		if from, to, err := db.Upgrade(t.Context(), "upgrader"); from != want[0] || to != want[1] || err != nil {
			t.Errorf("got %d, %d, %v; want %v", from, to, err, want)
		}
	}
	if found := bolttest.Run(t, server, "SHOW CONSTRAINTS YIELD name WHERE name = 'withdrawn_id'", nil); len(found) != 1 {
		t.Error("the upgrade did not make the constraint of the second version")
	}
	bolttest.Run(t, server, "MATCH (m:CoopgraphMeta) SET m.schema = 2", nil)
	if from, to, err := db.Upgrade(t.Context(), "upgrader"); from != 2 || to != 3 || err != nil {
		t.Errorf("from the second: got %d, %d, %v", from, to, err)
	}
	l, err := db.Begin(t.Context(), "loader")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Release(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestErrors looks at how trouble is named.
func TestErrors(t *testing.T) {
	s := neo4jtest.Server(t)
	c := bolttest.Config(s)
	wrong := c
	wrong.Password = "not the password"
	err := bolttest.Connect(t, wrong).Ready(t.Context())
	if graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "NEO4J_PASSWORD") {
		t.Errorf("wrong password: got %v, want it to name NEO4J_PASSWORD", err)
	}
	nowhere := c
	nowhere.URI = "bolt://127.0.0.1:1"
	if err := bolttest.Connect(t, nowhere).Ready(t.Context()); graph.CodeOf(err) != graph.CodeUnavailable {
		t.Errorf("nothing there: got %v, want CodeUnavailable", err)
	}
	missing := c
	missing.Database = "nosuch"
	if err := bolttest.Connect(t, missing).Ready(t.Context()); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("unknown database: got %v, want CodeInvalid", err)
	}
	if _, err := bolt.Open(t.Context(), bolt.Config{URI: "http://x"}); graph.CodeOf(err) != graph.CodeInvalid {
		t.Errorf("wrong scheme: got %v, want CodeInvalid", err)
	}
	routed := c
	routed.URI = strings.Replace(c.URI, "bolt://", "neo4j://", 1)
	if err := bolttest.Connect(t, routed).Ready(t.Context()); err != nil {
		t.Errorf("neo4j://: got %v, want it to answer like bolt://", err)
	}
}

// TestDeadline hangs the connection: the answer comes in time, and says what happened.
func TestDeadline(t *testing.T) {
	s := neo4jtest.Server(t)
	bolttest.Wipe(t, s)
	proxy := neo4jtest.Proxy(t, s)
	c := bolttest.Config(s)
	c.URI = proxy.Server.URI
	db := bolttest.Connect(t, c)
	if err := graphtest.Store(t.Context(), db, graphtest.Data{}); err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	proxy.Add(t, "timeout", "downstream", map[string]any{"timeout": 0})
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	began := time.Now()
	_, err := db.Paths(ctx, graph.PathQuery{From: "country:aze", To: "country:geo"})
	if code := graph.CodeOf(err); code != graph.CodeDeadline && code != graph.CodeUnavailable {
		t.Errorf("got %v, want CodeDeadline or CodeUnavailable", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s with a deadline of 1s", took)
	}
}
