package ftm

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The example of docs/import.md is run as it stands there, and must come to what stands there.
func TestExampleOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(name string) string {
		m := regexp.MustCompile("(?ms)^```\\w+ " + name + "\n(.*?)^```$").FindStringSubmatch(string(text))
		if m == nil {
			t.Fatalf("docs/import.md has no block %s", name)
		}
		return m[1]
	}
	f, err := imported(t, block("minister/entities.ftm.json"))
	if err != nil {
		t.Fatal(err)
	}
	if want := block("minister"); !strings.HasPrefix(f.Summary(), want) {
		t.Errorf("it comes to\n%sthe documentation says\n%s", f.Summary(), want)
	}
	dest := t.TempDir()
	inOrder(t, f, dest)
	got, err := os.ReadFile(filepath.Join(dest, "relationships.csv"))
	if err != nil || string(got) != block("minister/relationships.csv") {
		t.Errorf("relationships.csv is %v\n%s", err, got)
	}
}
