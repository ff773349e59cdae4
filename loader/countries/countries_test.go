package countries

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

const fixture = "testdata/countries.json"

// imported is what a file turns into.
func imported(t *testing.T, path string) (*dataset.Folder, error) {
	t.Helper()
	in, err := dataset.OpenInput(path)
	if err != nil {
		t.Fatal(err)
	}
	return Import(t.Context(), in)
}

func TestACountryIsReadWhole(t *testing.T) {
	folder, err := imported(t, fixture)
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
	left := folder.Report.LeftOut
	if len(left) != 1 || left[0].Place != "OOO.borders" || left[0].Value != "NNN" {
		t.Errorf("left out is %+v; want the border that one side alone lists", left)
	}
}

func TestBadListsAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON": "cca3,name\n", "no list": `{"cca3": "AAA"}`, "no code": `[{"name": {"common": "Nowhere"}}]`,
		"a code twice": `[{"cca3": "AAA", "name": {"common": "A"}}, {"cca3": "AAA", "name": {"common": "B"}}]`,
	} {
		path := filepath.Join(t.TempDir(), "countries.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := imported(t, path); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := imported(t, t.TempDir()); err == nil {
		t.Error("a missing file is no error")
	}
}
