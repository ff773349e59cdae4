package neo4jlocal

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

const stopGrace = 20 * time.Second

// child is a process that ends with ours.
type child struct {
	cmd   *exec.Cmd
	ended chan struct{}
	err   error // how it ended; read after ended is closed
	once  sync.Once
}

// startChild starts cmd in a process group of its own, so that Ctrl-C in a terminal reaches us alone and we choose the
// order in which things stop.
//
// The goroutine keeps its thread until the child has ended: on Linux the kernel kills the child when the *thread*
// that started it ends, and Go ends idle threads as it likes.
func startChild(cmd *exec.Cmd) (*child, error) {
	if err := bindToParent(cmd); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		c.err = cmd.Wait()
		close(c.ended)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return c, nil
}

func (c *child) done() <-chan struct{} { return c.ended }

func (c *child) stop(ctx context.Context) error { return c.stopWithin(ctx, stopGrace) }

// stopWithin asks the child's group to end, and kills it once ctx is done or the grace is over.
func (c *child) stopWithin(ctx context.Context, grace time.Duration) error {
	var killed error
	c.once.Do(func() {
		_ = c.signal(syscall.SIGTERM)
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-c.ended:
			return
		case <-ctx.Done():
		case <-timer.C:
			killed = fmt.Errorf("process %d did not end within %s and was killed; its data is recovered at the next start",
				c.cmd.Process.Pid, grace)
		}
		_ = c.signal(syscall.SIGKILL)
	})
	<-c.ended
	return killed
}

// runChild runs cmd to its end; if ctx is done before, the whole group is stopped.
func runChild(ctx context.Context, cmd *exec.Cmd) error {
	return runChildWithin(ctx, cmd, 3*time.Second)
}

// runChildWithin is runChild with a grace of its own for a cmd that is interrupted.
func runChildWithin(ctx context.Context, cmd *exec.Cmd, grace time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c, err := startChild(cmd)
	if err != nil {
		return err
	}
	select {
	case <-c.ended:
		return c.err
	case <-ctx.Done():
		_ = c.stopWithin(context.Background(), grace)
		return context.Cause(ctx)
	}
}

// tail returns the last n lines of a file, indented, for an error message. Java's stack frames are left out: they would
// push away the sentence that says what is wrong.
func tail(path string, n int) string {
	f, err := os.Open(path)
	if err != nil {
		return "  (" + err.Error() + ")"
	}
	defer f.Close()
	var lines []string
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		if strings.HasPrefix(scanner.Text(), "\tat ") || strings.HasPrefix(scanner.Text(), "\t... ") {
			continue
		}
		if lines = append(lines, "  "+scanner.Text()); len(lines) > n {
			lines = lines[1:]
		}
	}
	if len(lines) == 0 {
		return "  (empty)"
	}
	return strings.Join(lines, "\n")
}
