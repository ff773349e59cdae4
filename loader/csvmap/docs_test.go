package csvmap

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"coopgraph/loader"
	"coopgraph/loader/dataset"
)

var fence = regexp.MustCompile("(?ms)^```(\\w+) ([\\w/.-]+)\n(.*?)^```$")

// The examples of docs/import.md are run as they stand there, and must come to what stands there.
func TestExamplesOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	root, want := t.TempDir(), map[string]string{}
	summaries := map[string]string{}
	for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
		name, body := m[2], m[3]
		example, file, _ := strings.Cut(name, "/")
		switch {
		case m[1] == "text":
			summaries[example] = body
		case file == "left-out":
			want[example] = body
		case m[1] == "yaml" || m[1] == "csv":
			if err := os.MkdirAll(filepath.Join(root, example), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, name), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, example := range []string{"posts", "talks"} {
		dest := filepath.Join(t.TempDir(), example)
		f := imported(t, filepath.Join(root, example))
		if got := f.Summary(); !strings.HasPrefix(got, summaries[example]) || summaries[example] == "" {
			t.Errorf("%s: it comes to\n%sthe documentation says\n%s", example, got, summaries[example])
		}
		inOrder(t, f, dest)
		left, _ := os.ReadFile(filepath.Join(dest, "report", "left-out.csv"))
		if string(left) != want[example] {
			t.Errorf("%s: left out is\n%sthe documentation says\n%s", example, left, want[example])
		}
	}
}

func TestSentences(t *testing.T) {
	f, err := ran(t, head+body+"  claim: \"Is named as {Post}[ from {From}][ until {To}].\"\n")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"Is named as Minister from 2001 until 2003.", "Is named as Secretary from 2004."} {
		if f.Rows[i].Text != want {
			t.Errorf("the claim is %q, want %q", f.Rows[i].Text, want)
		}
	}
}

func imported(t *testing.T, path string) *dataset.Folder {
	t.Helper()
	in, err := dataset.OpenInput(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Import(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// inOrder writes a dataset and lets the loader check it.
func inOrder(t *testing.T, f *dataset.Folder, dest string) {
	t.Helper()
	if err := f.Write(dest); err != nil {
		t.Fatal(err)
	}
	d, err := loader.OpenDir(dest)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(t.Context()); err != nil {
		t.Errorf("the loader finds: %v", err)
	}
	for _, tally := range f.Report.Read {
		if tally.Read != tally.InGraph+tally.LeftOut {
			t.Errorf("the numbers do not add up: %+v", tally)
		}
	}
}
