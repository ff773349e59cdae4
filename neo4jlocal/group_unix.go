//go:build linux || darwin || freebsd

package neo4jlocal

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"
)

func (c *child) signal(sig syscall.Signal) error { return syscall.Kill(-c.cmd.Process.Pid, sig) }

// endOrphan stops a process group that a dead predecessor left behind, politely first.
func endOrphan(ctx context.Context, pid int, birth string) error {
	for _, step := range []struct {
		sig  syscall.Signal
		wait time.Duration
	}{{syscall.SIGTERM, 15 * time.Second}, {syscall.SIGKILL, 5 * time.Second}} {
		if err := syscall.Kill(-pid, step.sig); err != nil {
			_ = syscall.Kill(pid, step.sig)
		}
		deadline := time.Now().Add(step.wait)
		for time.Now().Before(deadline) && ctx.Err() == nil {
			if !alive(pid, birth) {
				return nil
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return fmt.Errorf("process %d, an earlier Neo4j on this folder, cannot be stopped: end it and start again", pid)
}

// alive tells whether the process that was born at birth still runs.
func alive(pid int, birth string) bool {
	now, err := processBirth(pid)
	return err == nil && now == birth
}

// flock takes an exclusive lock that the kernel gives back when the process dies, so a lock is never stale.
func flock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == syscall.EWOULDBLOCK {
		return false, nil
	}
	return err == nil, err
}
