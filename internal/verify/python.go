package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

//go:embed *.py requirements-*.txt
var files embed.FS

// stopWithin is how long a judge may take to end once it was interrupted.
const stopWithin = 5 * time.Second

// maxExamples bounds what Schemathesis tries on each operation and in each of its ways.
const maxExamples = 30

// python is a virtual environment that has what the judges need.
type python struct {
	dir            string // absolute, since Schemathesis leaves files where it runs
	stdout, stderr io.Writer
}

// setUp makes the environment where it is missing, installs what the form needs where it is not there yet, and lays the
// judges beside it.
func setUp(ctx context.Context, dir string, quick bool, stdout, stderr io.Writer) (*python, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	p := &python{dir, stdout, stderr}
	if err := p.writeJudges(); err != nil {
		return nil, err
	}
	requirements := "requirements-full.txt"
	if quick {
		requirements = "requirements-quick.txt"
	}
	if p.has(ctx, requirements) {
		return p, nil
	}
	if err := p.makeVenv(ctx); err != nil {
		return nil, err
	}
	fmt.Fprintf(stdout, "Installing the judges of %s into %s (once).\n", requirements, p.venv())
	err = p.run(ctx, "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
		"-r", filepath.Join(p.dir, "judge", requirements))
	if err != nil {
		return nil, fmt.Errorf("pip could not install %s: %w", requirements, err)
	}
	wanted, err := files.ReadFile(requirements)
	if err != nil {
		return nil, err
	}
	return p, os.WriteFile(p.stamp(requirements), wanted, 0o600)
}

func (p *python) venv() string { return filepath.Join(p.dir, "venv") }

func (p *python) program(name string) string { return filepath.Join(p.venv(), "bin", name) }

// stamp is the file that says which requirements an installation was completed from.
func (p *python) stamp(requirements string) string { return filepath.Join(p.venv(), requirements) }

// has reports whether exactly these requirements were installed and the environment still works. It stops working when
// the Python that it was made from goes.
func (p *python) has(ctx context.Context, requirements string) bool {
	wanted, err := files.ReadFile(requirements)
	if err != nil {
		return false
	}
	installed, err := os.ReadFile(p.stamp(requirements))
	return err == nil && bytes.Equal(installed, wanted) &&
		exec.CommandContext(ctx, p.program("python"), "-c", "import networkx").Run() == nil
}

// makeVenv makes the environment, unless one is there that works.
func (p *python) makeVenv(ctx context.Context) error {
	if exec.CommandContext(ctx, p.program("python"), "-m", "pip", "--version").Run() == nil {
		return nil
	}
	const install = "on Debian or Ubuntu: sudo apt install python3 python3-venv; on Fedora: sudo dnf install python3; " +
		"on macOS: brew install python"
	system, err := exec.LookPath("python3")
	if err != nil {
		return errors.New("python3 is missing, which the judges run on; " + install)
	}
	if exec.CommandContext(ctx, system, "-c", "import sys; sys.exit(sys.version_info < (3, 10))").Run() != nil {
		return cancelled(ctx, fmt.Errorf("%s is older than Python 3.10, which the judges need; %s", system, install))
	}
	if exec.CommandContext(ctx, system, "-c", "import venv, ensurepip").Run() != nil {
		return cancelled(ctx, fmt.Errorf("%s cannot make virtual environments: its venv is missing; %s", system, install))
	}
	if err := os.RemoveAll(p.venv()); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, system, "-m", "venv", p.venv()).CombinedOutput(); err != nil {
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

func (p *python) writeJudges() error {
	dir := filepath.Join(p.dir, "judge")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), text, 0o600)
	})
}

// run runs a program of the environment, shows what it says as it says it, and interrupts it when ctx ends.
func (p *python) run(ctx context.Context, name string, args ...string) error {
	c := exec.CommandContext(ctx, p.program(name), args...)
	c.Dir, c.Stdout, c.Stderr = p.dir, p.stdout, p.stderr
	// A proxy must not come between a judge and the server, which is local as a rule; and nothing is left in the sources.
	c.Env = append(os.Environ(), "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1")
	if name != "python" {
		c.Env = append(c.Env, "NO_PROXY=*", "no_proxy=*")
	}
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = stopWithin
	return c.Run()
}

// judged turns the end of a judge into an error: where it ended by itself with exit code 1 it has said why.
func judged(err error) error {
	if ended, ok := errors.AsType[*exec.ExitError](err); ok && ended.ExitCode() == 1 {
		return errDiffer
	}
	return err
}

// schemathesisArgs asks for the operations that GET anything, with the same examples at every run, and for every check
// but one. That one expects whatever fits the schema to be accepted; but no schema can say which days exist, what a
// cursor is, which slugs ids have, or that as_of excludes from_date: a 400 is the documented answer to those.
func schemathesisArgs(addr, config string) []string {
	base := "http://" + addr
	return []string{"--config-file", config, "run", base + "/openapi.yaml", "--url", base, "--include-method", "GET",
		"--phases", "examples,coverage,fuzzing", "--max-examples", strconv.Itoa(maxExamples),
		"--exclude-checks", "positive_data_acceptance", "--continue-on-failure", "--warnings", "off",
		"--generation-deterministic", "--no-color"}
}
