package pyenv_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/internal/pyenv"
)

func TestScriptsRunInTheirEnvironmentWhichIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "of its own")
	scripts := fstest.MapFS{
		"requirements.txt": {Data: []byte("# nothing but Python itself\n")},
		"say.py":           {Data: []byte("import os, sys\nprint(sys.prefix, os.environ['WORD'])\nsys.exit(3)\n")},
	}
	var out, faults bytes.Buffer
	o := pyenv.Options{Dir: dir, What: "the scripts", Scripts: scripts, Requirements: "requirements.txt",
		Probe: "import json", Stdout: &out, Stderr: &faults}
	if _, err := pyenv.SetUp(t.Context(), o); err != nil {
		t.Fatal(err, faults.String())
	}
	if !strings.Contains(out.String(), "Installing the scripts") {
		t.Errorf("the first time said %q", out.String())
	}
	out.Reset()
	env, err := pyenv.SetUp(t.Context(), o)
	if err != nil || out.Len() > 0 {
		t.Errorf("the second time said %q (%v)", out.String(), err)
	}
	err = env.Run(t.Context(), []string{"WORD=given"}, "python", env.Script("say.py"))
	if code := pyenv.ExitCode(err); code != 3 {
		t.Errorf("exit code %d (%v), %s", code, err, faults.String())
	}
	if want := filepath.Join(dir, "venv") + " given\n"; out.String() != want {
		t.Errorf("it said %q, want %q", out.String(), want)
	}
	scripts["requirements.txt"].Data = []byte("# something else\n")
	out.Reset()
	if _, err := pyenv.SetUp(t.Context(), o); err != nil || !strings.Contains(out.String(), "Installing the scripts") {
		t.Errorf("with other requirements it said %q (%v)", out.String(), err)
	}
}
