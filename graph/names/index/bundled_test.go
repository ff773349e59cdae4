package index_test

import (
	"encoding/csv"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/graph/graphtest"
	"coopgraph/graph/names/index"
)

// bundled reads the entities of the bundled datasets, sorted by id, as far as their names need it.
func bundled(t *testing.T) []graph.Entity {
	t.Helper()
	records := map[string][]graph.Record{}
	for _, dataset := range data.Names() {
		files, err := fs.Glob(data.FS, dataset+"/*.csv")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if _, err := graph.ParseKind(strings.TrimSuffix(path.Base(file), ".csv")); err != nil {
				continue // sources and relationships
			}
			for _, row := range rows(t, file) {
				r := graph.Record{Dataset: dataset, Name: row["name"], Names: map[string]string{}}
				if row["aliases"] != "" {
					r.Aliases = strings.Split(row["aliases"], "|")
				}
				for column, value := range row {
					if tag, ok := strings.CutPrefix(column, "name_"); ok && value != "" {
						r.Names[tag] = value
					}
				}
				records[row["id"]] = append(records[row["id"]], r)
			}
		}
	}
	var entities []graph.Entity
	for _, id := range slices.Sorted(maps.Keys(records)) {
		entities = append(entities, graph.NewEntity(id, records[id]))
	}
	if len(entities) < 3000 {
		t.Fatalf("only %d entities", len(entities))
	}
	return entities
}

func rows(t *testing.T, file string) []map[string]string {
	t.Helper()
	f, err := data.FS.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		out = append(out, row)
	}
	return out
}

// searcher answers a graph's searches by an index, as an engine does.
func searcher(t *testing.T, entities []graph.Entity) func(q graph.SearchQuery) []graph.Hit {
	t.Helper()
	var p people
	for _, e := range entities {
		p.names, p.degrees = append(p.names, e.AllNames()), append(p.degrees, e.Degree)
	}
	x := p.build(t)
	return func(q graph.SearchQuery) []graph.Hit {
		var pass func(uint32) bool
		if len(q.Kinds) > 0 {
			pass = func(node uint32) bool { return slices.Contains(q.Kinds, entities[node].Kind) }
		}
		matches, err := x.Search(t.Context(), q.Text, q.Limit, pass)
		if err != nil {
			t.Fatal(err)
		}
		var hits []graph.Hit
		for _, m := range matches {
			e := entities[m.Node]
			hits = append(hits, graph.Hit{ID: e.ID, Kind: e.Kind, Name: e.Name, Matched: p.names[m.Node][m.Name],
				Score: m.Score, Degree: e.Degree})
		}
		return hits
	}
}

// What people ask for is found among the bundled names, and the answers are those of the reference.
func TestBundledNames(t *testing.T) {
	entities := bundled(t)
	reference := graphtest.NewReference(graphtest.Data{Entities: entities})
	search := searcher(t, entities)
	compare := func(q graph.SearchQuery) []graph.Hit {
		t.Helper()
		want, err := reference.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got := search(q)
		if diff := graphtest.Difference(got, want); diff != "" && len(got)+len(want) > 0 {
			t.Fatalf("%+v: %s", q, diff)
		}
		return got
	}
	for text, id := range map[string]string{"Грузия": "country:geo", "საქართველო": "country:geo",
		"Հայաստան": "country:arm", "Azərbaycan": "country:aze", "Azerbaycan": "country:aze", "Bairamov": "official:jeyhun-bayramov",
		"btc pipeline": "project:btc", "council of europ": "organisation:council-of-europe", "GUUAM": "organisation:guam",
		"Türkiye": "country:tur", "Turkey": "country:tur", "Ivory Coast": "country:civ", "Swaziland": "country:swz",
		"Swazliand": "country:swz", "pipeline baku ceyhan": "project:btc"} {
		if hits := compare(graph.SearchQuery{Text: text, Limit: 10}); len(hits) == 0 || hits[0].ID != id {
			t.Errorf("%q finds %+v, want %s first", text, hits, id)
		}
	}
	w := &writer{Rand: rand.New(rand.NewPCG(31, 32)), words: []string{"a"}}
	all := people{}
	for _, e := range entities {
		all.names = append(all.names, e.AllNames())
	}
	ways := map[string]int{}
	for range 60 {
		q := graph.SearchQuery{Text: w.query(all), Limit: 1 + w.IntN(30)}
		if q.Text == "" || len(q.Text) > graph.MaxQueryLength {
			continue
		}
		if w.IntN(3) == 0 {
			q.Kinds = []graph.Kind{graph.Country, graph.Organisation}[:1+w.IntN(2)]
		}
		for _, h := range compare(q) {
			ways[wayOf(h.Score)]++
		}
	}
	if len(ways) < 5 {
		t.Errorf("only matched by %v: the input was not varied", ways)
	}
}

// Suggestions for an unknown id go by its words; an entity of the bundled data is found for ids with errors.
func TestBundledIDs(t *testing.T) {
	entities := bundled(t)
	at := func(i int) string { return entities[i].ID }
	for id, want := range map[string]string{"country:gea": "country:geo",
		"official:jeihun-bayramof": "official:jeyhun-bayramov", "project:bct": "project:btc", "organisation:gaum": "organisation:guam"} {
		near := index.NearestIDs(len(entities), at, id, 1000)
		if !slices.ContainsFunc(near, func(i int) bool { return at(i) == want }) {
			t.Errorf("%s: %d ids without %s", id, len(near), want)
		}
	}
}
