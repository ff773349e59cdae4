package dataset

import (
	"os"
	"path/filepath"
	"testing"

	"coopgraph/graph"
)

func TestWriteReplacesItsOwnFilesAlone(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"LICENCE": "mine", "person.csv": "id,name,sources\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	share := 12.5
	f := &Folder{
		Info: Info{Name: "small", Title: "A \"small\" one: Ö & <co>", Rank: 7},
		Entities: map[string]graph.Record{
			"country:bbb": {Name: "B", Sources: []string{"s"}, Names: map[string]string{"de": "Bé, \"B\""}},
			"country:aaa": {Name: "A", Sources: []string{"s", "t"}, Aliases: []string{"x", "y"},
				Formerly: []string{"country:old", "country:older"}},
		},
		Sources: map[string]graph.SourceRecord{"s": {Title: "S"}, "t": {Title: "T"}},
		Rows: []Row{{
			RelationshipKey: graph.RelationshipKey{Type: graph.Borders, From: "country:bbb", To: "country:aaa"},
			Claim: graph.Claim{Source: "s", Locator: "l", Text: "c", Since: graph.MustDate("1991"), Share: &share,
				Confidence: graph.Reported},
		}},
		Notes: map[string]string{"NOTE.md": "# Note\n"},
	}
	if err := f.Write(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"LICENCE":      "mine",
		"NOTE.md":      "# Note\n",
		"dataset.yaml": "name: \"small\"\ntitle: \"A \\\"small\\\" one: Ö & <co>\"\nrank: 7\n",
		"country.csv":  "id,name,aliases,sources,formerly,name_de\ncountry:aaa,A,x|y,s|t,country:old|country:older,\ncountry:bbb,B,,s,,\"Bé, \"\"B\"\"\"\n",
		"relationships.csv": "type,from,to,role,title,spell,since,until,observed,status,share,source,locator,claim," +
			"confidence,said_by\nBORDERS,country:aaa,country:bbb,,,,1991,,,,12.5,s,l,c,reported,\n",
		"sources.csv": "id,title,publisher,url,published,accessed,licence,note\ns,S,,,,,,\nt,T,,,,,,\n",
	} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(text) != want {
			t.Errorf("%s is %v\n%s\nwant\n%s", name, err, text, want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "person.csv")); !os.IsNotExist(err) {
		t.Error("a file of a kind that the dataset no longer has was left")
	}
}
