package neo4jlocal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testDockerLife runs the compose file's neo4j service under a project of its own.
func testDockerLife(t *testing.T) {
	dir := t.TempDir()
	b, err := os.ReadFile("../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Way: WayDocker, ComposeFile: filepath.Join(dir, "docker-compose.yml")}
	if err := os.WriteFile(o.ComposeFile, b, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("COMPOSE_PROJECT_NAME", "coopgraphtest"+newPassword()[:8])
	t.Cleanup(func() {
		c, err := newCompose(context.Background(), o.ComposeFile, "x")
		if err == nil {
			_, err = c.output(context.Background(), "down", "-v", "-t", "5")
		}
		if err != nil {
			t.Errorf("cleaning up: %v", err)
		}
	})
	var log buffer
	o.Log = &log
	s := mustStart(t, o)
	mustQuery(t, s, "CREATE (:Kept {name: 'still here'})")
	checkClosed(t, s)
	checkLoopbackOnly(t, s)
	checkFound(t, o, s)
	if strings.Contains(log.String(), s.Password) {
		t.Error("the log shows the password")
	}
	second := mustStart(t, o) // shares the container
	if err := second.Stop(t.Context()); err != nil || second.URI != s.URI {
		t.Errorf("a second start gave %s and %v, want %s", second, err, s)
	}
	mustQuery(t, s, "RETURN 1")
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-s.Done()
	if found, err := Find(t.Context(), o); !errors.Is(err, ErrNotRunning) {
		t.Errorf("after the stop Find gave %v, %v", found, err)
	}
	mustQuery(t, mustStart(t, o), "MATCH (n:Kept) WITH count(n) AS n RETURN 1 / CASE n WHEN 1 THEN 1 ELSE 0 END")
}

func TestEnvFileIsMadeOnceAndKeepsOtherLines(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, ".env")
	if err := os.WriteFile(file, []byte("COOPGRAPH_PORT=9090"), 0o644); err != nil {
		t.Fatal(err)
	}
	first, err := EnvFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := EnvFile(dir)
	if err != nil || first != second || len(first) < 32 {
		t.Errorf("passwords %q and %q, %v: want the same, random one", first, second, err)
	}
	b, err := os.ReadFile(file)
	if want := "COOPGRAPH_PORT=9090\n" + passwordVar + "=" + first + "\n"; err != nil || string(b) != want {
		t.Errorf(".env holds %q, %v; want %q", b, err, want)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf(".env: %v, %v; want mode 0600", info, err)
	}
	if other, err := EnvFile(t.TempDir()); err != nil || other == first {
		t.Errorf("another folder got the same password (%v)", err)
	}
}

func TestDockerForcedWithoutDockerSaysWhatToDo(t *testing.T) {
	fakePath(t, nil)
	_, err := Start(t.Context(), Options{Way: WayDocker, Home: t.TempDir(), ComposeFile: "../docker-compose.yml"})
	if err == nil || !strings.Contains(err.Error(), "docker program") || !strings.Contains(err.Error(), "COOPGRAPH_NEO4J=java") {
		t.Errorf("got %v", err)
	}
}

func TestDockerImageNamesTheDaemonThatDoesNotAnswer(t *testing.T) {
	fakePath(t, map[string]string{"docker": "echo 'Cannot connect to the Docker daemon' >&2; exit 1"})
	err := DockerImage(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "Cannot connect to the Docker daemon") {
		t.Errorf("got %v", err)
	}
}

func TestDockerImageIsPulledWhereItIsMissing(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "pulled")
	fakePath(t, map[string]string{"docker": `case "$1 $2" in
		"version --format") echo 29 ;;
		"image inspect") exit 1 ;;
		"pull ` + Image + `") touch ` + marker + ` ;;
		*) exit 64 ;;
	esac`})
	if err := DockerImage(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(marker); err != nil {
		t.Errorf("nothing was pulled: %v", err)
	}
}
