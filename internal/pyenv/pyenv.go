// Package pyenv runs Python programs that come with a command of ours: in a virtual environment, made at the first run,
// that has exactly the packages of a requirements file. The judges of `make verify` and the rivals of `make bench` are
// such programs.
//
// Caveats: it wants Python 3.10 with venv on the machine, and at the first run pip must reach a package index.
package pyenv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// stopWithin is how long a program may take to end once it was interrupted.
const stopWithin = 5 * time.Second

// Options say what an environment is for.
type Options struct {
	Dir          string // where it lives: venv and scripts below it
	What         string // what it is for in messages: "the judges"
	Scripts      fs.FS  // Python files and requirements, laid into Dir/scripts
	Requirements string // the name of the requirements among Scripts, with exact versions
	Probe        string // a Python statement that works only where the packages are there: "import networkx"
	// Stdout and Stderr receive what is said.
	Stdout, Stderr io.Writer
}

// Env is an environment that is ready.
type Env struct{ o Options }

// SetUp makes the environment where it is missing, installs what the requirements name where it is not there yet, and
// lays the scripts beside it.
func SetUp(ctx context.Context, o Options) (*Env, error) {
	// Absolute, since programs are run in it and may change folders.
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	o.Dir = dir
	e := &Env{o}
	if err := e.layScripts(); err != nil {
		return nil, err
	}
	if e.complete(ctx) {
		return e, nil
	}
	if err := e.makeVenv(ctx); err != nil {
		return nil, err
	}
	fmt.Fprintf(o.Stdout, "Installing %s of %s into %s (once).\n", o.What, o.Requirements, e.venv())
	err = e.Run(ctx, nil, "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
		"-r", e.Script(o.Requirements))
	if err != nil {
		return nil, fmt.Errorf("pip could not install %s: %w", o.Requirements, err)
	}
	wanted, err := fs.ReadFile(o.Scripts, o.Requirements)
	if err != nil {
		return nil, err
	}
	return e, os.WriteFile(e.stamp(), wanted, 0o600)
}

// Dir is the environment's folder, absolute.
func (e *Env) Dir() string { return e.o.Dir }

// Script is where a script lies, absolute.
func (e *Env) Script(name string) string { return filepath.Join(e.o.Dir, "scripts", name) }

func (e *Env) venv() string { return filepath.Join(e.o.Dir, "venv") }

func (e *Env) program(name string) string { return filepath.Join(e.venv(), "bin", name) }

// stamp is the file that says which requirements an installation was completed from.
func (e *Env) stamp() string { return filepath.Join(e.venv(), e.o.Requirements) }

// complete reports whether exactly these requirements were installed and the environment still works. It stops working
// when the Python that it was made from goes.
func (e *Env) complete(ctx context.Context) bool {
	wanted, err := fs.ReadFile(e.o.Scripts, e.o.Requirements)
	if err != nil {
		return false
	}
	installed, err := os.ReadFile(e.stamp())
	return err == nil && bytes.Equal(installed, wanted) &&
		exec.CommandContext(ctx, e.program("python"), "-c", e.o.Probe).Run() == nil
}

// makeVenv makes the environment, unless one is there that works.
func (e *Env) makeVenv(ctx context.Context) error {
	if exec.CommandContext(ctx, e.program("python"), "-m", "pip", "--version").Run() == nil {
		return nil
	}
	const install = "on Debian or Ubuntu: sudo apt install python3 python3-venv; on Fedora: sudo dnf install python3; " +
		"on macOS: brew install python"
	system, err := exec.LookPath("python3")
	if err != nil {
		return fmt.Errorf("python3 is missing, which %s run on; %s", e.o.What, install)
	}
	if exec.CommandContext(ctx, system, "-c", "import sys; sys.exit(sys.version_info < (3, 10))").Run() != nil {
		return cancelled(ctx, fmt.Errorf("%s is older than Python 3.10, which %s need; %s", system, e.o.What, install))
	}
	if exec.CommandContext(ctx, system, "-c", "import venv, ensurepip").Run() != nil {
		return cancelled(ctx, fmt.Errorf("%s cannot make virtual environments: its venv is missing; %s", system, install))
	}
	if err := os.RemoveAll(e.venv()); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, system, "-m", "venv", e.venv()).CombinedOutput(); err != nil {
		return cancelled(ctx, fmt.Errorf("python3 -m venv: %w: %s", err, out))
	}
	return nil
}

// cancelled is the context's error where that ended a program, since then err says nothing about the machine.
func cancelled(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func (e *Env) layScripts() error {
	dir := filepath.Join(e.o.Dir, "scripts")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	return fs.WalkDir(e.o.Scripts, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(e.o.Scripts, name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), text, 0o600)
	})
}

// Run runs a program of the environment in its folder with additional variables, shows what it says as it says it, and
// interrupts it when ctx ends. The error is that of [exec.Cmd.Run].
func (e *Env) Run(ctx context.Context, variables []string, name string, args ...string) error {
	c := exec.CommandContext(ctx, e.program(name), args...)
	c.Dir, c.Stdout, c.Stderr = e.o.Dir, e.o.Stdout, e.o.Stderr
	// Nothing is left in the sources.
	c.Env = append(append(os.Environ(), "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1"), variables...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = stopWithin
	return c.Run()
}

// ExitCode is the code that a program ended with by itself, 0 where err is nil, and -1 where it was ended or never ran.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		return ended.ExitCode()
	}
	return -1
}
