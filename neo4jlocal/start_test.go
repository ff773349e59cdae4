package neo4jlocal

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestStart runs the real thing, every way that this machine has.
func TestStart(t *testing.T) {
	for _, way := range waysHere(t) {
		if way == WayDocker {
			t.Run("docker", testDockerLife)
			continue
		}
		t.Run("java", func(t *testing.T) {
			t.Run("life of a server", testJavaLife)
			t.Run("child dies with its parent", testParentKilled)
			t.Run("interrupted", testInterrupted)
			t.Run("a start that fails shows Neo4j's own words", testFailingStart)
		})
	}
}

// testJavaLife goes through one life: first start, use, second process refused, stop, second start, death.
func testJavaLife(t *testing.T) {
	var log buffer
	o := testOptions(t.TempDir())
	o.Log = &log
	s := mustStart(t, o)

	mustQuery(t, s, "CREATE (:Kept {name: 'still here'})")
	checkClosed(t, s)
	checkLoopbackOnly(t, s)
	checkPasswordHidden(t, s, log.String())
	checkFound(t, o, s)
	if _, err := Start(t.Context(), o); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "neo4jlocal.test") {
		t.Errorf("a second start on the home gave %v, want ErrInUse naming this program", err)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatalf("stop: %v", err)
	}
	checkNothingLeft(t, o.Home)

	again := mustStart(t, o)
	if again.Password != s.Password {
		t.Error("the password changed between two starts")
	}
	mustQuery(t, again, "MATCH (n:Kept) WITH count(n) AS n RETURN 1 / CASE n WHEN 1 THEN 1 ELSE 0 END")
	if err := again.run.(*javaRun).cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-again.Done():
	case <-time.After(5 * time.Second):
		t.Error("Done is still open five seconds after the child was killed")
	}
	if err := again.Stop(t.Context()); err != nil {
		t.Errorf("stop after the child's own end: %v", err)
	}
}

// checkClosed asks Neo4j itself for what a read could reach.
func checkClosed(t *testing.T, s *Server) {
	t.Helper()
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"LOAD CSV FROM 'file://" + secret + "' AS row RETURN row",
		"LOAD CSV FROM '" + s.HTTPURL + "' AS row RETURN row",
	} {
		if err := s.query(t.Context(), statement); err == nil {
			t.Errorf("%s was answered", statement)
		}
	}
	mustQuery(t, s, "SHOW SETTINGS 'db.transaction.timeout' YIELD value "+
		"RETURN 1 / CASE value WHEN '2m' THEN 1 ELSE 0 END")
}

// checkLoopbackOnly tries every other address of this machine.
func checkLoopbackOnly(t *testing.T, s *Server) {
	t.Helper()
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URI, "bolt://"), ":")
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		network, ok := a.(*net.IPNet)
		if !ok || network.IP.IsLoopback() || network.IP.To4() == nil {
			continue
		}
		conn, err := net.DialTimeout("tcp", net.JoinHostPort(network.IP.String(), port), time.Second)
		if err == nil {
			conn.Close()
			t.Errorf("Bolt is reached at %s:%s", network.IP, port)
		}
	}
}

// checkPasswordHidden looks into every file of the home, the log and the child's command line.
func checkPasswordHidden(t *testing.T, s *Server, log string) {
	t.Helper()
	info, err := os.Stat(filepath.Join(s.Home, "password"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("password file: %v, %v, want mode 0600", info, err)
	}
	if strings.Contains(log, s.Password) {
		t.Error("the log shows the password")
	}
	command, err := exec.Command("ps", "-ww", "-eo", "args").Output()
	if err != nil || !bytes.Contains(command, []byte(s.Home)) {
		t.Errorf("ps does not show the child: %v", err)
	}
	if bytes.Contains(command, []byte(s.Password)) {
		t.Error("ps shows the password")
	}
	holders := 0
	err = filepath.WalkDir(s.Home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil //nolint:nilerr // Neo4j renames files while we look
		}
		if b, err := os.ReadFile(path); err == nil && bytes.Contains(b, []byte(s.Password)) {
			if holders++; filepath.Base(path) != "password" {
				t.Errorf("%s holds the password", path)
			}
		}
		return nil
	})
	if err != nil || holders != 1 {
		t.Errorf("%d files hold the password (%v), want 1", holders, err)
	}
}

func checkFound(t *testing.T, o Options, s *Server) {
	t.Helper()
	found, err := Find(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if found.URI != s.URI || found.Password != s.Password {
		t.Errorf("Find gave %s, want %s", found, s)
	}
	if err := found.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	mustQuery(t, s, "RETURN 1") // it was not ours to stop
}

// checkNothingLeft makes sure that no process has the home on its command line, and that Find sees none.
func checkNothingLeft(t *testing.T, home string) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for {
		out, err := exec.Command("ps", "-ww", "-eo", "pid,args").Output()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(out, []byte(home)) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("a process of %s is still there:\n%s", home, out)
		}
		time.Sleep(20 * time.Millisecond)
	}
	if s, err := Find(t.Context(), Options{Way: WayJava, Home: home}); !errors.Is(err, ErrNotRunning) {
		t.Errorf("Find gave %v, %v, want ErrNotRunning", s, err)
	}
}

// testParentKilled kills a program that has started a Neo4j, without any chance to clean up.
func testParentKilled(t *testing.T) {
	o := testOptions(t.TempDir())
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), helperHome+"="+o.Home)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "ready") {
		t.Fatalf("the helper said %q, %v", line, err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	checkNothingLeft(t, o.Home)
	mustQuery(t, mustStart(t, o), "RETURN 1")
}

// testInterrupted ends the context at several moments of a start; nothing may be left, and the next start must work.
func testInterrupted(t *testing.T) {
	o := testOptions(t.TempDir())
	for _, after := range []time.Duration{0, 300 * time.Millisecond, 1500 * time.Millisecond, 3 * time.Second} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		s, err := Start(ctx, o)
		cancel()
		if err == nil {
			t.Fatalf("start within %s succeeded; the test needs a shorter time", after)
		}
		if !errors.Is(err, context.DeadlineExceeded) || s != nil {
			t.Errorf("interrupted after %s: %v, %v", after, s, err)
		}
		checkNothingLeft(t, o.Home)
	}
	// What a start that is cut while it makes the databases leaves behind, at its worst.
	if err := os.RemoveAll(filepath.Join(o.Home, "neo4j", "data", "transactions")); err != nil {
		t.Fatal(err)
	}
	mustQuery(t, mustStart(t, o), "RETURN 1")
	if _, err := os.Stat(filepath.Join(o.Home, "first-start")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the first start is over, and its mark is still there: %v", err)
	}
}

func testFailingStart(t *testing.T) {
	o := testOptions(t.TempDir())
	o.PageCache = "plenty"
	_, err := Start(t.Context(), o)
	if err == nil {
		t.Fatal("Neo4j started with a page cache of 'plenty'")
	}
	for _, want := range []string{"'plenty' is not a valid size", "console.log", "process ended"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %s:\n%v", want, err)
		}
	}
	checkNothingLeft(t, o.Home)
}
