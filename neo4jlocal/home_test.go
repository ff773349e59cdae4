package neo4jlocal

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestPickPort(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().(*net.TCPAddr).Port
	port, err := pickPort("Bolt", 0, taken, taken+1)
	if err != nil || port <= taken+1 || port > taken+1000 {
		t.Errorf("with %d taken and %d promised: %d, %v; want a later one", taken, taken+1, port, err)
	}
	if _, err := pickPort("Bolt", taken, 7687, 0); !errors.Is(err, ErrPortTaken) {
		t.Errorf("a taken port that was asked for gave %v, want ErrPortTaken", err)
	}
}

func TestPasswordIsKeptOnlyOnceItIsSet(t *testing.T) {
	h := home(t.TempDir())
	if _, err := h.password(func(string) error { return errors.New("no") }); err == nil {
		t.Fatal("a password that could not be set was returned")
	}
	first, err := h.password(func(string) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(h.path("password"), 0o644); err != nil {
		t.Fatal(err)
	}
	second, err := h.password(func(string) error { return errors.New("set twice") })
	if err != nil || second != first || len(first) != 32 {
		t.Errorf("%q, then %q, %v; want the same", first, second, err)
	}
	if info, _ := os.Stat(h.path("password")); info.Mode().Perm() != 0o600 {
		t.Errorf("a readable password file stayed so: %v", info.Mode())
	}
}

func TestPasswordLostWithDataIsAnError(t *testing.T) {
	h := home(t.TempDir())
	if err := os.MkdirAll(h.path("neo4j", "data", "databases", "system"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := h.password(func(string) error { t.Error("set was called"); return nil })
	if err == nil || !strings.Contains(err.Error(), "password is missing") {
		t.Errorf("got %v", err)
	}
}

func TestLockOfADeadProcessIsFree(t *testing.T) {
	h := home(t.TempDir())
	if err := os.WriteFile(h.path("lock"), []byte("process 1 (old), since long ago, and a long line at that\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := h.lock()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, _ := os.ReadFile(h.path("lock")); strings.Contains(string(b), "old") {
		t.Errorf("the lock still names the dead: %s", b)
	}
	if _, err := h.lock(); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "COOPGRAPH_HOME") {
		t.Errorf("a held lock gave %v", err)
	}
}

// orphan is a process like the one that a killed parent leaves where there is no Pdeathsig.
func orphan(t *testing.T, script string) (pid int, ended <-chan struct{}) {
	t.Helper()
	cmd := exec.Command("sh", "-c", script)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { _ = cmd.Wait(); close(done) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-done })
	return cmd.Process.Pid, done
}

func TestOrphanIsStopped(t *testing.T) {
	h, pid, ended := orphanHome(t, nil)
	var log buffer
	if err := h.endOrphan(t.Context(), Options{Log: &log}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(2 * time.Second):
		t.Errorf("process %d still runs", pid)
	}
	if _, err := os.Stat(h.path("run.json")); err == nil {
		t.Error("run.json is still there")
	}
	if !strings.Contains(log.String(), "left behind") {
		t.Errorf("nobody was told: %q", log.String())
	}
}

// A pid is given out again: the process that has it now must be left alone.
func TestAnotherProcessWithTheOrphansNumberIsLeftAlone(t *testing.T) {
	h, pid, ended := orphanHome(t, func(r *running) { r.Birth = "12345" })
	if err := h.endOrphan(t.Context(), Options{}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
		t.Errorf("process %d was killed", pid)
	case <-time.After(200 * time.Millisecond):
	}
}

func orphanHome(t *testing.T, change func(*running)) (home, int, <-chan struct{}) {
	t.Helper()
	h := home(t.TempDir())
	pid, ended := orphan(t, "sleep 60")
	birth, err := processBirth(pid)
	if err != nil {
		t.Fatal(err)
	}
	r := running{PID: pid, Birth: birth}
	if change != nil {
		change(&r)
	}
	if err := h.writeRunning(r); err != nil {
		t.Fatal(err)
	}
	return h, pid, ended
}

func TestWatchdogKillsTheChildWhenItsPipeCloses(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "pid")
	cmd := exec.Command("/bin/sh", "-c", "echo $$ >"+mark+"; exec sleep 60")
	pipe, err := watched(cmd)
	if err != nil {
		t.Fatal(err)
	}
	c, err := startChild(cmd)
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(5 * time.Second)
	for b, _ := os.ReadFile(mark); len(b) == 0; b, _ = os.ReadFile(mark) {
		if time.Now().After(deadline) {
			t.Fatal("the child did not start")
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := pipe.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.done():
	case <-time.After(5 * time.Second):
		_ = c.stop(t.Context())
		t.Error("the child lives on")
	}
}

func TestWatchdogPassesAPoliteStopOn(t *testing.T) {
	mark := filepath.Join(t.TempDir(), "said")
	cmd := exec.Command("/bin/sh", "-c", "trap 'echo bye >"+mark+"; exit 7' TERM; while :; do sleep 0.05; done")
	if _, err := watched(cmd); err != nil {
		t.Fatal(err)
	}
	c, err := startChild(cmd)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if err := c.stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(mark); string(b) != "bye\n" {
		t.Errorf("the child was not asked politely: it left %q", b)
	}
}
