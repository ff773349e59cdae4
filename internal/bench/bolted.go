package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/csr"
	"coopgraph/internal/bulk"
	"coopgraph/internal/generate"
	"coopgraph/loader"
	"coopgraph/neo4jlocal"
)

// shortestPath is the rival's question. It is asked for ids alone, which is less than our answer holds.
const shortestPath = "MATCH (a:Entity {id: $from}), (b:Entity {id: $to}) MATCH p = shortestPath((a)-[*..12]-(b)) " +
	"RETURN [n IN nodes(p) | n.id] AS nodes, [r IN relationships(p) | r.id] AS relationships"

// dataset writes a generated graph as a folder.
func dataset(ctx context.Context, dir string, g *generate.Graph) (string, error) {
	folder := filepath.Join(dir, "dataset")
	return folder, g.WriteFolder(ctx, folder)
}

// againstNeo4j measures the first path by hops over HTTP and in process against Neo4j's shortestPath. In the quick form
// the read model is built from this Neo4j, too.
func (b *bench) againstNeo4j(ctx context.Context, dir string, s *subject) (err error) {
	folder, err := dataset(ctx, dir, s.Graph)
	if err != nil {
		return err
	}
	d, err := startDatabase(ctx, dir, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop(ctx)) }()
	if _, err := d.load(ctx, folder); err != nil {
		return err
	}
	if b.quick {
		if err := b.building(ctx, d, s.Graph); err != nil {
			return err
		}
	}
	bolt, err := d.boltTimes(ctx, s.ids[:min(len(s.ids), 1000)])
	if err != nil {
		return err
	}
	times, err := s.times(func(from, to string) error {
		_, err := s.model.Paths(ctx, graph.PathQuery{From: from, To: to, Rank: graph.ByHops, K: 1, MaxHops: graph.MaxMaxHops})
		return err
	})
	if err != nil {
		return err
	}
	b.lower(result{Case: "first path by hops, whole answer", Graph: s.Name(), Ours: median(times) / 1000,
		Rival: "Neo4j shortestPath over Bolt", Theirs: median(bolt) / 1000, Unit: "µs"})
	var ours, theirs []float64
	for range b.rounds() {
		one, err := b.underLoad(ctx, apiOf(s), targets(s.ids, graph.ByHops))
		if err != nil {
			return err
		}
		other, err := hammer(len(s.ids), lasting(b.during()), d.queryAPI(ctx, s.ids))
		if err != nil {
			return err
		}
		ours, theirs = append(ours, one.rate), append(theirs, other.rate)
	}
	b.higher(result{Case: "GET /v1/paths?rank=hops&k=1", Graph: s.Name(), Ours: median(ours),
		Rival: "Neo4j Query API, shortestPath", Theirs: median(theirs), Unit: "answers/s", Required: 50})
	return b.swap(ctx, d, s)
}

// boltTimes measures shortestPath for each pair in one session, in nanoseconds, after having gone through them once.
func (d *database) boltTimes(ctx context.Context, ids [][2]string) ([]float64, error) {
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: d.server.Database, AccessMode: neo4j.AccessModeRead})
	defer func() { _ = session.Close(ctx) }()
	var took []float64
	for range 2 {
		took = took[:0]
		for _, p := range ids {
			began := time.Now()
			result, err := session.Run(ctx, shortestPath, map[string]any{"from": p[0], "to": p[1]})
			if err == nil {
				_, err = result.Collect(ctx)
			}
			if err != nil {
				return nil, err
			}
			took = append(took, float64(time.Since(began)))
		}
	}
	return took, nil
}

// queryAPI asks Neo4j's own HTTP endpoint. What net/http takes for it is small beside what Neo4j does.
func (d *database) queryAPI(ctx context.Context, ids [][2]string) func() (asker, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
	address := d.server.HTTPURL + "/db/" + d.server.Database + "/query/v2"
	ask := func(n int) (int, error) {
		body, err := json.Marshal(map[string]any{"statement": shortestPath,
			"parameters": map[string]string{"from": ids[n][0], "to": ids[n][1]}})
		if err != nil {
			return 0, err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
		if err != nil {
			return 0, err
		}
		request.SetBasicAuth(d.server.Username, d.server.Password)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json")
		response, err := client.Do(request)
		if err != nil {
			return 0, err
		}
		defer response.Body.Close()
		text, err := io.ReadAll(response.Body)
		if err == nil && response.StatusCode/100 != 2 {
			err = fmt.Errorf("POST %s: %s: %.200s", address, response.Status, text)
		}
		return len(text), err
	}
	return func() (asker, error) { return ask, nil }
}

// fromNeo4j measures building on a database of its own.
func (b *bench) fromNeo4j(ctx context.Context, dir string, g *generate.Graph) (err error) {
	folder, err := dataset(ctx, dir, g)
	if err != nil {
		return err
	}
	opened, err := loader.OpenDir(folder)
	if err != nil {
		return err
	}
	home := neo4jlocal.Options{Way: neo4jlocal.WayJava, Home: filepath.Join(dir, "home"), Log: b.stderr}
	if _, err := bulk.Load(ctx, home, []*loader.Dataset{opened}, loader.Options{}); err != nil {
		return err
	}
	d, err := startDatabase(ctx, dir, b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop(ctx)) }()
	return b.building(ctx, d, g)
}

// building measures how fast the read model is built from Neo4j, against a session that reads the same rows and does
// nothing with them. Both go once before the clock starts.
func (b *bench) building(ctx context.Context, d *database, g *generate.Graph) error {
	_, relationships := g.Len()
	var ours, theirs []float64
	for round := range 3 {
		bare, err := seconds(func() error { return d.readAll(ctx) })
		if err != nil {
			return err
		}
		built, err := seconds(func() error {
			m, err := csr.Build(ctx, d.graph)
			if err != nil {
				return err
			}
			if _, n := m.Len(); n != relationships {
				return fmt.Errorf("the model has %d relationships of %d", n, relationships)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if round > 0 {
			ours, theirs = append(ours, float64(relationships)/built), append(theirs, float64(relationships)/bare)
		}
	}
	b.higher(result{Case: "build the read model from Neo4j", Graph: g.Name(), Ours: median(ours),
		Rival: "bare driver session reading the same rows", Theirs: median(theirs), Unit: "relationships/s", Required: 0.7})
	return nil
}

// readAll reads every source, entity and relationship with what the read model is made of, type by type as a scan does,
// in the order of their ids, which a scan needs and the indexes give.
func (d *database) readAll(ctx context.Context) error {
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: d.server.Database, AccessMode: neo4j.AccessModeRead,
		FetchSize: 10_000})
	defer func() { _ = session.Close(ctx) }()
	statements := []string{"MATCH (s:Source) WHERE s.id > '' RETURN s.id, s.records ORDER BY s.id",
		"MATCH (n:Entity) WHERE n.id > '' RETURN n.id, n.records, n.degree ORDER BY n.id"}
	for _, t := range graph.TypeNames() {
		statements = append(statements, "MATCH ()-[r:"+t+"]->() WHERE r.id > '' RETURN type(r), startNode(r).id, endNode(r).id, "+
			"r.role, r.title, r.spell, r.claims ORDER BY r.id")
	}
	for _, cypher := range statements {
		result, err := session.Run(ctx, cypher, nil)
		if err != nil {
			return err
		}
		for result.Next(ctx) {
			_ = result.Record()
		}
		if err := result.Err(); err != nil {
			return err
		}
	}
	return nil
}
