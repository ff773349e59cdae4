package countries

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
)

const fixture = "testdata/countries.json"

func TestImportingTwiceGivesTheSameBytes(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, dest := range []string{first, second, second} {
		if _, err := Import(fixture, dest); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(first)
	if err != nil || len(files) != 4 {
		t.Fatalf("%d files, %v; dataset.yaml, country, relationships and sources are expected", len(files), err)
	}
	for _, file := range files {
		a, errA := os.ReadFile(filepath.Join(first, file.Name()))
		b, errB := os.ReadFile(filepath.Join(second, file.Name()))
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s differs between two imports: %v, %v", file.Name(), errA, errB)
		}
	}
}

func TestACountryIsReadWhole(t *testing.T) {
	f, err := os.Open(fixture)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	folder, leftOut, err := Read(f)
	if err != nil {
		t.Fatal(err)
	}
	r := folder.Entities["country:ooo"]
	if r.Name != "Ostland" || r.Type != "state" || r.Capital != "Oststadt, Neustadt" || r.Codes["isonum"] != "901" ||
		*r.Latitude != 40.5 || *r.Longitude != 47 {
		t.Errorf("Ostland is %+v", r)
	}
	want := map[string]string{"de": "Ostland", "sr": "Остланд", "sr-Latn": "Ostland", "zh": "东国", "sk": "Ostdžan"}
	if !maps.Equal(r.Names, want) {
		t.Errorf("names are %v, want %v", r.Names, want)
	}
	if aliases := []string{"Republic of Ostland", "Estland-upon-Sea", "Република Остланд"}; !slices.Equal(r.Aliases, aliases) {
		t.Errorf("aliases are %q, want %q", r.Aliases, aliases)
	}
	if names := folder.Entities["country:www"].Names; len(names) != 0 {
		t.Errorf("a damaged name was kept: %v", names)
	}
	if kind := folder.Entities["country:nnn"].Type; kind != "" {
		t.Errorf("where the list leaves it open, the record says %q", kind)
	}
	if len(folder.Rows) != 1 || folder.Rows[0].From != "country:ooo" || folder.Rows[0].To != "country:www" ||
		folder.Rows[0].Type != graph.Borders {
		t.Errorf("borders are %+v; want the one that both sides list", folder.Rows)
	}
	if len(leftOut) != 1 || !strings.Contains(leftOut[0], "OOO-NNN") {
		t.Errorf("left out is %q; want the border that one side alone lists", leftOut)
	}
}

func TestBadListsAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON": "cca3,name\n", "no list": `{"cca3": "AAA"}`, "no code": `[{"name": {"common": "Nowhere"}}]`,
		"a code twice": `[{"cca3": "AAA", "name": {"common": "A"}}, {"cca3": "AAA", "name": {"common": "B"}}]`,
	} {
		if _, _, err := Read(strings.NewReader(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Import(filepath.Join(t.TempDir(), "missing.json"), t.TempDir()); err == nil {
		t.Error("a missing file is no error")
	}
}
