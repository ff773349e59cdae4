package loader

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// model is a random dataset that is edited: rows of relationships.csv by a number, and names by entity.
type model struct {
	name  string
	rows  map[int]string
	names map[string]string
	next  int
}

var randomEnds = []string{"country:a", "country:b", "country:c", "organisation:x", "organisation:y", "organisation:z"}

func newModel(rng *rand.Rand, name string) *model {
	m := &model{name: name, rows: map[int]string{}, names: map[string]string{}}
	for range 12 {
		m.edit(rng)
	}
	return m
}

func one[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

// edit adds a row, takes one away, says it otherwise, or renames an entity.
func (m *model) edit(rng *rand.Rand) {
	keys := slices.Sorted(maps.Keys(m.rows))
	switch what := rng.IntN(6); {
	case what == 0 && len(keys) > 0:
		delete(m.rows, one(rng, keys...))
	case what == 1 && len(keys) > 0:
		m.rows[one(rng, keys...)] = m.row(rng)
	case what == 2:
		m.names[one(rng, randomEnds...)] = fmt.Sprintf("Name %d of %s", rng.IntN(5), m.name)
	default:
		m.rows[m.next] = m.row(rng)
		m.next++
	}
}

// row is a claim, or the withdrawal of some.
func (m *model) row(rng *rand.Rand) string {
	from, to := randomEnds[rng.IntN(3)], randomEnds[3+rng.IntN(3)]
	key := "MEMBER_OF," + from + "," + to + "," + one(rng, "", "old")
	if rng.IntN(3) == 0 {
		key = "BORDERS,country:a,country:" + one(rng, "b", "c") + ","
	}
	source, text := one(rng, "s", "t"), fmt.Sprintf("Says %d.", rng.IntN(1000))
	if rng.IntN(5) == 0 {
		return fmt.Sprintf("%s,,%s,%s,reported,%s", key, source, text, one(rng, "first", "second", "third", "first/s", "second/t"))
	}
	return fmt.Sprintf("%s,%d,%s,%s,%s,", key, 1990+rng.IntN(5), source, text, one(rng, graph.ConfidenceNames()...))
}

// files is the dataset as it stands. Rows that say the same stand once.
func (m *model) files() fstest.MapFS {
	var countries, organisations strings.Builder
	for _, id := range randomEnds {
		name := m.names[id]
		if name == "" {
			name = id
		}
		b := &countries
		if strings.HasPrefix(id, "organisation:") {
			b = &organisations
		}
		fmt.Fprintf(b, "%s,%s,s\n", id, name)
	}
	rows := slices.Compact(slices.Sorted(maps.Values(m.rows)))
	return folder(map[string]string{
		"dataset.yaml":     fmt.Sprintf("name: %s\ntitle: T\nlicence: CC0-1.0\nrank: %d\n", m.name, len(m.name)),
		"sources.csv":      "id,title\ns,S of " + m.name + "\nt,T\n",
		"country.csv":      "id,name,sources\n" + countries.String(),
		"organisation.csv": "id,name,sources\n" + organisations.String(),
		"relationships.csv": "type,from,to,spell,since,source,claim,confidence,withdraws\n" +
			strings.Join(append(rows, ""), "\n"),
	})
}

// TestRandomEditsAndKills edits three datasets that claim the same relationships and withdraw each other's claims, loads
// them with loads that are stopped between batches or killed, unloads them now and then, and at the end compares with a
// graph into which the last state was loaded once.
func TestRandomEditsAndKills(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	db := bolttest.Open(t)
	models := []*model{newModel(rng, "first"), newModel(rng, "second"), newModel(rng, "third")}
	loaded := map[string]bool{}
	done := map[string]int{}
	for range 40 {
		m := one(rng, models...)
		for range rng.IntN(4) {
			m.edit(rng)
		}
		how := one(rng, "whole", "stopped", "stopped", "killed", "unloaded")
		done[how]++
		loaded[m.name] = how != "unloaded"
		switch how {
		case "whole":
			mustLoadFS(t, db, m.files(), Options{BatchSize: 3, Patient: true})
		case "stopped":
			stopSomewhere(t, db, m.files(), rng.IntN(6))
		case "killed":
			killSomewhere(t, put(t, m.files()), time.Duration(rng.IntN(400))*time.Millisecond)
		case "unloaded":
			_, err := Unload(t.Context(), db, m.name, Options{BatchSize: 3, Patient: true})
			if err != nil && graph.CodeOf(err) != graph.CodeNotFound {
				t.Fatal(err)
			}
		}
	}
	if len(done) != 4 {
		t.Errorf("only these ways were met: %v", done)
	}
	for _, m := range models {
		if loaded[m.name] {
			mustLoadFS(t, db, m.files(), Options{Patient: true})
		}
	}
	got, read := dump(t), scanned(t, db)
	bolttest.Wipe(t, neo4jtest.Server(t))
	for _, m := range models {
		if loaded[m.name] {
			mustLoadFS(t, db, m.files(), Options{})
		}
	}
	same(t, "after random edits and kills", got, dump(t))
	same(t, "read after random edits and kills", read, scanned(t, db))
}

// stopSomewhere ends a load before batch n, as Ctrl-C does.
func stopSomewhere(t *testing.T, db *bolt.DB, files fstest.MapFS, n int) {
	t.Helper()
	d, err := Open(files)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w := &hooked{db, func(batch int) {
		if batch == n {
			cancel()
		}
	}}
	if _, err := Load(ctx, w, d, Options{BatchSize: 3, Patient: true}); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// killSomewhere kills a loading process after a while.
func killSomewhere(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	cmd, _ := start(t, job{Config: shortLease(t), Dir: dir, Holder: "killed", BatchSize: 3})
	time.Sleep(after)
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()
}
