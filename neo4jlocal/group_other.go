//go:build !linux && !darwin && !freebsd

package neo4jlocal

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
)

var errUnix = errors.New("starting Neo4j on this machine's Java works on Linux, macOS and FreeBSD only: " +
	"run Neo4j yourself and set NEO4J_URI")

func bindToParent(*exec.Cmd) error                 { return errUnix }
func (c *child) signal(syscall.Signal) error       { return c.cmd.Process.Kill() }
func endOrphan(context.Context, int, string) error { return errUnix }
func processBirth(int) (string, error)             { return "", errUnix }
func alive(int, string) bool                       { return false }
func flock(*os.File) (bool, error)                 { return false, errUnix }
