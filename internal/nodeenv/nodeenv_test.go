package nodeenv_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/internal/nodeenv"
	"coopgraph/internal/pyenv"
)

// scripts are those of an environment without packages, so that nothing is fetched.
func scripts() fstest.MapFS {
	return fstest.MapFS{
		"package.json":      {Data: []byte(`{"name": "of-its-own", "private": true, "type": "module"}`)},
		"package-lock.json": {Data: []byte(`{"name": "of-its-own", "lockfileVersion": 3, "requires": true, "packages": {"": {"name": "of-its-own"}}}`)},
		"say.mjs":           {Data: []byte("console.log(process.cwd(), process.argv[2]);\nprocess.exit(3);\n")},
	}
}

func TestScriptsRunInTheirEnvironmentWhichIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "of its own")
	var out, faults bytes.Buffer
	o := nodeenv.Options{Dir: dir, What: "the scripts", Scripts: scripts(), Stdout: &out, Stderr: &faults}
	if _, err := nodeenv.SetUp(t.Context(), o); err != nil {
		t.Fatal(err, faults.String())
	}
	if !strings.Contains(out.String(), "Installing the scripts") {
		t.Errorf("the first time said %q", out.String())
	}
	out.Reset()
	env, err := nodeenv.SetUp(t.Context(), o)
	if err != nil || out.Len() > 0 {
		t.Errorf("the second time said %q (%v)", out.String(), err)
	}
	err = env.Run(t.Context(), "say.mjs", "given")
	if code := pyenv.ExitCode(err); code != 3 {
		t.Errorf("exit code %d (%v), %s", code, err, faults.String())
	}
	if want := dir + " given\n"; out.String() != want {
		t.Errorf("it said %q, want %q", out.String(), want)
	}
	changed := scripts()
	changed["package-lock.json"].Data = append(changed["package-lock.json"].Data, '\n')
	o.Scripts = changed
	out.Reset()
	if _, err := nodeenv.SetUp(t.Context(), o); err != nil || !strings.Contains(out.String(), "Installing the scripts") {
		t.Errorf("with another lock file it said %q (%v)", out.String(), err)
	}
}

// program lays a program of a name that says a text.
func program(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\necho "+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	path := t.TempDir()
	o := nodeenv.Options{Dir: t.TempDir(), What: "the scripts", Scripts: scripts(), Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}}
	t.Setenv("PATH", path)
	if _, err := nodeenv.SetUp(t.Context(), o); err == nil || !strings.Contains(err.Error(), "node is missing") || !strings.Contains(err.Error(), "apt install nodejs") {
		t.Errorf("without Node: %v", err)
	}
	program(t, path, "node", "v18.1.0")
	if _, err := nodeenv.SetUp(t.Context(), o); err == nil || !strings.Contains(err.Error(), "npm is missing") {
		t.Errorf("without npm: %v", err)
	}
	program(t, path, "npm", "10")
	if _, err := nodeenv.SetUp(t.Context(), o); err == nil || !strings.Contains(err.Error(), "v18.1.0") || !strings.Contains(err.Error(), "20") {
		t.Errorf("with an old Node: %v", err)
	}
}
