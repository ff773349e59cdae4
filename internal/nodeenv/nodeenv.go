// Package nodeenv runs JavaScript programs that come with a command of ours: in a folder, made at the first run, that has
// exactly the npm packages of a lock file. Judges of `make verify` are such programs. It is to Node what pyenv is to
// Python.
//
// Caveats: it wants Node 20 with npm on the machine, and at the first run npm must reach a registry. No package's own
// install scripts are run.
package nodeenv

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// stopWithin is how long a program may take to end once it was interrupted.
const stopWithin = 5 * time.Second

// oldest is the oldest Node whose modules our programs are written for.
const oldest = 20

// lock is the file that says which packages there are, beside package.json.
const lock = "package-lock.json"

// Options say what an environment is for.
type Options struct {
	Dir  string // where it lives: the packages, and the scripts beside them
	What string // what it is for in messages: "the judges"
	// Scripts are JavaScript modules, package.json and package-lock.json with exact versions.
	Scripts fs.FS
	// Stdout and Stderr receive what is said.
	Stdout, Stderr io.Writer
}

// Env is an environment that is ready.
type Env struct{ o Options }

// SetUp lays the scripts, and installs what the lock file names where exactly that is not there yet.
func SetUp(ctx context.Context, o Options) (*Env, error) {
	// Absolute, since programs are run in it and may change folders.
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	o.Dir = dir
	e := &Env{o}
	if err := e.look(ctx); err != nil {
		return nil, err
	}
	if err := e.layScripts(); err != nil {
		return nil, err
	}
	wanted, err := fs.ReadFile(o.Scripts, lock)
	if err != nil {
		return nil, err
	}
	if installed, err := os.ReadFile(e.stamp()); err == nil && bytes.Equal(installed, wanted) {
		return e, nil
	}
	fmt.Fprintf(o.Stdout, "Installing %s of %s into %s (once).\n", o.What, lock, dir)
	if err := e.run(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"); err != nil {
		return nil, cancelled(ctx, fmt.Errorf("npm could not install %s: %w", lock, err))
	}
	if err := os.MkdirAll(filepath.Dir(e.stamp()), 0o750); err != nil { // npm makes none for no packages
		return nil, err
	}
	return e, os.WriteFile(e.stamp(), wanted, 0o600)
}

// Dir is the environment's folder, absolute.
func (e *Env) Dir() string { return e.o.Dir }

// stamp is the file that says which lock file an installation was completed from.
func (e *Env) stamp() string { return filepath.Join(e.o.Dir, "node_modules", ".installed-from") }

// look looks for Node and npm.
func (e *Env) look(ctx context.Context) error {
	const install = "on Debian or Ubuntu: sudo apt install nodejs npm; on Fedora: sudo dnf install nodejs; on macOS: brew install node"
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is missing, which %s run on; %s", program, e.o.What, install)
		}
	}
	out, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		return cancelled(ctx, fmt.Errorf("node --version: %w", err))
	}
	version, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(string(out)), "v"), ".")
	if n, err := strconv.Atoi(version); err != nil || n < oldest {
		return fmt.Errorf("node is of version %s, and %s need %d; %s", strings.TrimSpace(string(out)), e.o.What, oldest, install)
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
	if err := os.MkdirAll(e.o.Dir, 0o750); err != nil {
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
		return os.WriteFile(filepath.Join(e.o.Dir, filepath.Base(name)), text, 0o600)
	})
}

// Run runs a script with Node in the environment's folder, shows what it says as it says it, and interrupts it when ctx
// ends. The error is that of [exec.Cmd.Run].
func (e *Env) Run(ctx context.Context, script string, args ...string) error {
	return e.run(ctx, "node", append([]string{script}, args...)...)
}

func (e *Env) run(ctx context.Context, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Stdout, c.Stderr = e.o.Dir, e.o.Stdout, e.o.Stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = stopWithin
	return c.Run()
}
