package neo4jtest

import (
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// runChild runs TestInChild in a process of its own, since a test that fails on purpose cannot run among those that must
// pass. It must fail, and not by skipping; what it printed is returned.
func runChild(t *testing.T, env ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestInChild$", "-test.v")
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err == nil || strings.Contains(string(out), "SKIP") {
		t.Errorf("the child passed or skipped:\n%s", out)
	}
	return string(out)
}

// TestInChild asks for a server; among the other tests that is the shared one.
func TestInChild(t *testing.T) { Server(t) }

func TestWithoutAnyNeo4jTheTestFailsAndSaysWhatIsMissing(t *testing.T) {
	empty := t.TempDir()
	out := runChild(t, "PATH="+empty, "JAVA_HOME=", "XDG_CACHE_HOME="+empty, "COOPGRAPH_NEO4J=docker")
	if !strings.Contains(out, "no docker program") {
		t.Errorf("it does not say that Docker is missing:\n%s", out)
	}
}

func TestAGivenDatabaseThatHoldsSomethingIsRefused(t *testing.T) {
	s := Server(t)
	run := func(statement string) {
		t.Helper()
		if _, err := ask(t.Context(), &s, statement); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE (:Precious) RETURN 1 AS answer")
	defer run("MATCH (n:Precious) DELETE n RETURN count(*) AS answer")
	out := runChild(t, "COOPGRAPH_TEST_NEO4J_URI="+s.URI, "COOPGRAPH_TEST_NEO4J_PASSWORD="+s.Password)
	if !strings.Contains(out, "is not empty") || strings.Contains(out, s.Password) {
		t.Errorf("it does not refuse, or shows the password:\n%s", out)
	}
	if n, err := ask(t.Context(), &s, "MATCH (n:Precious) RETURN count(n) AS answer"); err != nil || n != 1 {
		t.Errorf("%d nodes are left, %v; want the one", n, err)
	}
}

func TestAUsersServerIsNeverTouched(t *testing.T) {
	touched := make(chan struct{}, 8)
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			touched <- struct{}{}
			conn.Close()
		}
	}()
	empty := t.TempDir()
	runChild(t, "NEO4J_URI=bolt://"+l.Addr().String(), "COOPGRAPH_NEO4J=uri",
		"PATH="+empty, "JAVA_HOME="+empty, "XDG_CACHE_HOME="+empty, "HOME="+empty)
	select {
	case <-touched:
		t.Error("NEO4J_URI was used")
	default:
	}
}

func TestProxyTakesNeo4jAwayAndBringsItBack(t *testing.T) {
	link := Proxy(t, Server(t))
	reach := func() error {
		_, err := dial(link.Server.URI)
		return err
	}
	if err := reach(); err != nil {
		t.Fatalf("through the proxy: %v", err)
	}
	link.Stop()
	if reach() == nil {
		t.Error("Neo4j is reached although the proxy was stopped")
	}
	if err := link.Start(); err != nil {
		t.Fatal(err)
	}
	if err := reach(); err != nil {
		t.Errorf("after the proxy came back: %v", err)
	}
}

func TestProxyAddsLatency(t *testing.T) {
	link := Proxy(t, Server(t))
	link.Add(t, "latency", "downstream", map[string]any{"latency": 300})
	took, err := dial(link.Server.URI)
	if err != nil || took < 300*time.Millisecond {
		t.Errorf("an answer took %s, %v; want 300 ms at least", took, err)
	}
	link.Clear(t)
	if took, err := dial(link.Server.URI); err != nil || took >= 300*time.Millisecond {
		t.Errorf("without the latency an answer took %s, %v", took, err)
	}
}

func TestDropRepliesLosesTheAnswerToACommitThatWasDone(t *testing.T) {
	s := Server(t)
	link := Proxy(t, s)
	ctx := t.Context()
	driver, err := neo4j.NewDriverWithContext(link.Server.URI, neo4j.BasicAuth(s.Username, s.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer driver.Close(ctx)
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: s.Database})
	defer session.Close(ctx)
	tx, err := session.BeginTransaction(ctx)
	if err != nil {
		t.Fatal(err)
	}
	result, err := tx.Run(ctx, "CREATE (:Unheard)", nil)
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	link.DropReplies(t)
	if err := tx.Commit(ctx); err == nil {
		t.Error("the client heard of its commit")
	}
	n, err := ask(ctx, &s, "MATCH (n:Unheard) WITH collect(n) AS found FOREACH (n IN found | DELETE n) RETURN size(found) AS answer")
	if err != nil || n != 1 {
		t.Errorf("%d nodes were committed, %v; want 1", n, err)
	}
	link.Clear(t)
	if _, err := ask(ctx, &link.Server, "RETURN 1 AS answer"); err != nil {
		t.Errorf("after Clear: %v", err)
	}
}

// dial shakes hands by Bolt and tells how long that took.
func dial(uri string) (time.Duration, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	conn, err := net.DialTimeout("tcp", u.Host, 2*time.Second)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(3 * time.Second))
	hello := []byte{0x60, 0x60, 0xB0, 0x17, 0, 8, 8, 5, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0}
	if _, err := conn.Write(hello); err != nil {
		return 0, err
	}
	_, err = conn.Read(make([]byte, 4))
	return time.Since(began), err
}
