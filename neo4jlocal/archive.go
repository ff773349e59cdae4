package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// training makes Neo4j load the classes that every start and most questions need.
var training = []string{
	"CREATE CONSTRAINT training IF NOT EXISTS FOR (n:Training) REQUIRE n.id IS UNIQUE",
	"CREATE FULLTEXT INDEX trainingText IF NOT EXISTS FOR (n:Training) ON EACH [n.name]",
	"UNWIND range(1, 20) AS i MERGE (n:Training {id: i}) SET n += {name: 'n' + i, day: date('2024-06-27')}",
	"MATCH (a:Training), (b:Training) WHERE b.id = a.id + 1 MERGE (a)-[r:NEXT]->(b) SET r.claims = '[]'",
	"MATCH p = shortestPath((a:Training {id: 1})-[:NEXT*..6]-(b:Training {id: 5})) RETURN [n IN nodes(p) | n.id]",
	"MATCH (n:Training) WHERE n.name STARTS WITH 'n' WITH n ORDER BY n.id LIMIT 5 RETURN count(n), collect(n.name)",
	"CALL db.index.fulltext.queryNodes('trainingText', 'n1') YIELD node RETURN node.id",
	"EXPLAIN MATCH (n) RETURN n",
	"MATCH (n:Training) DETACH DELETE n",
}

// classArchive returns the class-data archive for this Java and these jars, making it where there is none: one start
// with a short training, some 20 seconds once, saves 5 at every later one. Going without is no error.
func classArchive(ctx context.Context, o Options, kit javaKit, dir string) (string, error) {
	file := filepath.Join(dir, "classes-"+kit.java.key()+".jsa")
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	failed := file + ".failed"
	if _, err := os.Stat(failed); err == nil {
		return "", nil
	}
	o.logf("Preparing Neo4j for quick starts (once; about 20 seconds).")
	err := makeArchive(ctx, o, kit, file)
	if ctx.Err() != nil {
		return "", fmt.Errorf("preparing Neo4j: %w", context.Cause(ctx))
	}
	if err != nil {
		o.logf("No class-data archive could be made, so Neo4j starts more slowly: %v", err)
		_ = os.WriteFile(failed, []byte(err.Error()+"\n"), 0o600) // do not try at every start
		return "", nil
	}
	return file, nil
}

func makeArchive(ctx context.Context, o Options, kit javaKit, file string) error {
	tmp, err := os.MkdirTemp(filepath.Dir(file), "training-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	h := home(tmp)
	if err := h.make(); err != nil {
		return err
	}
	o.Log, o.Home, o.Database = nil, tmp, defaultDatabase
	o.BoltPort, o.HTTPPort = 0, 0
	password, err := h.password(func(p string) error { return kit.setPassword(ctx, h, p) })
	if err != nil {
		return err
	}
	made := filepath.Join(tmp, "classes.jsa")
	s, err := launch(ctx, o, h, kit, password, []string{"-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"})
	if err != nil {
		return err
	}
	for _, statement := range training {
		err = errors.Join(err, s.query(ctx, statement))
	}
	patient, cancel := context.WithTimeout(ctx, time.Minute) // Java writes the archive while it ends
	defer cancel()
	if err := errors.Join(err, s.run.(*child).stopWithin(patient, time.Minute)); err != nil {
		return err
	}
	return os.Rename(made, file)
}
