package queries

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// scans are the built-in queries that have to read all of something, with the reason.
var scans = map[string]string{
	"most-connected": "the kind is a parameter, and labels never come from one; degrees have no index",
	"disagreements":  "without an entity it is about all ties, and conflicts have no index",
}

// asked gives for some built-in queries arguments, a row that has to be in the answer, written with fmt and as far as
// it matters, and the least number of rows.
var asked = map[string]struct {
	args map[string]string
	row  string
	rows int
}{
	"members": {map[string]string{"organisation": "organisation:guam", "on": "2024-06-27"},
		"[country:ukr Ukraine member 1997-10-10", 4},
	"shared-ties": {map[string]string{"a": "iso3:AZE", "b": "iso2:GE"},
		"[Project project:btk Baku-Tbilisi-Kars railway railway", 30},
	"office-holders": {map[string]string{"of": "country:geo", "title": "FOREIGN", "on": "2024-06-27"},
		"[official:ilia-darchiashvili Ilia Darchiashvili Minister of Foreign Affairs Georgia 2022-04-04 2024-11-28", 1},
	"projects-through": {map[string]string{"country": "country:geo"},
		"[project:btc Baku-Tbilisi-Ceyhan pipeline pipeline State Oil Company of the Azerbaijan Republic 25", 20},
	"meetings-by-year": {map[string]string{"a": "country:aze", "b": "country:geo"}, "[2024 ", 10},
	"organisations-of": {map[string]string{"members": "country:aze,country:geo,iso3:ARM", "on": "2024"},
		"Azerbaijan Georgia] [Armenia]", 10},
	"official-timeline": {map[string]string{"official": "official:jeyhun-bayramov"},
		"[2018-04-23 2020-07-16", 8},
	"agreements-between": {map[string]string{"a": "country:aze", "b": "country:geo", "on": "2006-05"},
		"[agreement:guam-charter-2006 Charter of GUAM treaty [signed", 4},
	"in-office-at-signing": {map[string]string{"a": "country:aze", "b": "country:geo"},
		"[AGRI memorandum of Bucharest agreement:agri-memorandum-2010 2010-04-13 Georgia Nika Gilauri Prime Minister", 20},
	"sources-of":     {map[string]string{"entity": "project:southern-gas-corridor"}, "[trend-2024-06-27 ", 10},
	"disagreements":  {map[string]string{"entity": "project:btc"}, "Baku-Tbilisi-Ceyhan", 1},
	"most-connected": {map[string]string{"kind": "Country", "top": "5"}, "[country:aze Azerbaijan", 5},
	"borders":        {map[string]string{"country": "country:aze", "on": "2024"}, "[country:geo Georgia Tbilisi", 5},
	"ties-among":     {map[string]string{"entities": "country:aze,country:geo,organisation:guam"}, "", 10},
	"project-graph":  {map[string]string{"project": "project:southern-gas-corridor"}, "", 50},
}

func TestBuiltIn(t *testing.T) {
	db := openBundled(t)
	c, err := Open(t.Context(), db, names.Finding(db), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range c.List() {
		t.Run(q.Name, func(t *testing.T) {
			if q.Broken != "" {
				t.Fatal(q.Broken)
			}
			if len(q.Warnings) > 0 && scans[q.Name] == "" {
				t.Errorf("its plan reads too much: %s", q.Warnings)
			}
			want, ok := asked[q.Name]
			if !ok {
				return // its example is run on all the bundled data
			}
			r, err := c.Run(t.Context(), q.Name, want.args)
			if err != nil {
				t.Fatal(err)
			}
			again, err := c.Run(t.Context(), q.Name, want.args)
			if err != nil || !reflect.DeepEqual(again, r) {
				t.Errorf("asked again it answers otherwise: %v", err)
			}
			found := slices.ContainsFunc(r.Rows, func(row []any) bool { return strings.Contains(fmt.Sprint(row), want.row) })
			if len(r.Rows) < want.rows || !found || r.Marker.Revision != 3 {
				t.Errorf("%d rows at revision %d; want %d and %s", len(r.Rows), r.Marker.Revision, want.rows, want.row)
			}
			checkTypes(t, q, r)
		})
	}
}

// checkTypes holds the values of an answer against the types of the columns.
func checkTypes(t *testing.T, q Query, r Result) {
	t.Helper()
	if (r.Graph != nil) != q.Graph {
		t.Errorf("graph %v", r.Graph)
	}
	filled := make([]bool, len(q.Columns))
	for _, row := range r.Rows {
		for i, v := range row {
			got := map[string]Type{"string": String, "int64": Integer, "float64": Number, "bool": Boolean, "graph.Date": Date,
				"[]interface {}": List, "graph.Entity": Entity, "graph.Relationship": Relationship}[fmt.Sprintf("%T", v)]
			if v != nil && got != q.Columns[i].Type {
				t.Fatalf("the column %s has a %T", q.Columns[i].Name, v)
			}
			filled[i] = filled[i] || v != nil
		}
	}
	for i, c := range q.Columns {
		if !filled[i] && c.Name != "status" && c.Name != "until" && c.Name != "observed" {
			t.Errorf("the column %s is empty throughout: is the property of another name?", c.Name)
		}
	}
}

func TestBuiltInGraph(t *testing.T) {
	db := openBundled(t)
	c, err := Open(t.Context(), db, names.Finding(db), Options{PutOff: true})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Run(t.Context(), "ties-among", map[string]string{"entities": "country:aze,country:geo,organisation:guam,country:chl"})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, n := range r.Graph.Nodes {
		ids = append(ids, n.ID)
	}
	if !slices.Equal(ids, []string{"country:aze", "country:chl", "country:geo", "organisation:guam"}) {
		t.Error(ids)
	}
	for i, rel := range r.Graph.Relationships {
		if len(rel.Claims) == 0 || i > 0 && r.Graph.Relationships[i-1].ID() >= rel.ID() {
			t.Errorf("%s has no claim or is out of order", rel.ID())
		}
	}
}

func TestValuesAreOnlyValues(t *testing.T) {
	db := openBundled(t)
	c, err := Open(t.Context(), db, names.Finding(db), Options{PutOff: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{`'`, `"`, "`", `\u0027`, `\`, "' OR true //", "*/", "$of", "}) DETACH DELETE n //", "\x00", "%", ".*"} {
		r, err := c.Run(t.Context(), "office-holders", map[string]string{"of": "country:geo", "title": value})
		if err != nil || len(r.Rows) > 0 {
			t.Errorf("%q: %d rows, %v", value, len(r.Rows), err)
		}
	}
	for _, id := range []string{"country:geo'", "country:`geo`", "iso3:GEO' OR true", "nowhere:xyz"} {
		if _, err := c.Run(t.Context(), "office-holders", map[string]string{"of": id}); graph.CodeOf(err) != graph.CodeInvalid &&
			graph.CodeOf(err) != graph.CodeNotFound {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// The example in the documentation has to work as it stands there.
func TestDocumentedExample(t *testing.T) {
	db := openBundled(t)
	text, err := os.ReadFile("../docs/own-queries.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "```cypher\n")
	example, _, _ = strings.Cut(example, "```")
	c, err := Open(t.Context(), db, names.Finding(db), Options{PutOff: true,
		Folders: []string{folder(t, map[string]string{"joined-since": example})}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Run(t.Context(), "joined-since", map[string]string{"organisation": "organisation:guam", "day": "1997"})
	if err != nil || len(r.Rows) < 4 {
		t.Errorf("%d rows, %v", len(r.Rows), err)
	}
}
