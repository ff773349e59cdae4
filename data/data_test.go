package data

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"coopgraph/graph"
)

func TestBundledDatasetsAreWellFormed(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			d := read(t, name)
			d.checkDescription(t)
			d.checkSources(t)
			d.checkEntities(t)
			d.checkRelationships(t)
		})
	}
}

func (d *dataset) checkDescription(t *testing.T) {
	for _, key := range []string{"name", "title", "version", "description", "licence", "citation", "rank"} {
		if d.description[key] == "" {
			t.Errorf("dataset.yaml: no %s", key)
		}
	}
	if d.description["name"] != d.name {
		t.Errorf("dataset.yaml: name %q, but the folder is %q", d.description["name"], d.name)
	}
	for _, file := range []string{"LICENCE", "ORIGIN.md"} {
		if text, err := FS.ReadFile(d.name + "/" + file); err != nil || len(text) < 200 {
			t.Errorf("%s: %v, %d bytes; the licence and origin of the data stand beside it", file, err, len(text))
		}
	}
}

func (d *dataset) checkSources(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range d.tables["sources"] {
		if err := graph.CheckSourceID(r["id"]); err != nil {
			t.Errorf("%s: %v", r, err)
		}
		if seen[r["id"]] || r["title"] == "" {
			t.Errorf("%s: twice, or without a title", r)
		}
		seen[r["id"]] = true
		checkDates(t, r, "published", "accessed")
	}
}

func (d *dataset) checkEntities(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range graph.Kinds() {
		for _, r := range d.tables[kind.Kind.Prefix()] {
			if k, ok := graph.KindOfID(r["id"]); !ok || k != kind.Kind {
				t.Errorf("%s: not an id of kind %s", r, kind.Kind)
			}
			if seen[r["id"]] || r["name"] == "" || strings.TrimSpace(r["name"]) != r["name"] {
				t.Errorf("%s: twice, or without a clean name", r)
			}
			seen[r["id"]] = true
			for source := range strings.SplitSeq(r["sources"], "|") {
				if !d.sources[source] {
					t.Errorf("%s: no source %q", r, source)
				}
			}
			checkDates(t, r, "since", "until")
			if (r["latitude"] == "") != (r["longitude"] == "") {
				t.Errorf("%s: one coordinate alone", r)
			}
			checkColumns(t, r)
		}
	}
}

func checkColumns(t *testing.T, r record) {
	known := append([]string{"id", "name", "type", "aliases", "description", "sources", "since", "until", "latitude",
		"longitude", "capital", "url", "formerly"}, graph.SchemeNames()...)
	for column := range r {
		if !slices.Contains(known, column) && !strings.HasPrefix(column, "name_") {
			t.Fatalf("column %q is not known", column)
		}
	}
}

func (d *dataset) checkRelationships(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range d.tables["relationships"] {
		if line := r.String(); seen[line] {
			t.Errorf("%s: stands twice", r)
		} else {
			seen[line] = true
		}
		if !d.entities[r["from"]] || !d.entities[r["to"]] || r["from"] == r["to"] {
			t.Errorf("%s: an end without a row, or a loop", r)
		}
		if !d.sources[r["source"]] || r["claim"] == "" || r["locator"] == "" {
			t.Errorf("%s: no source, claim or locator", r)
		}
		if !slices.Contains(graph.ConfidenceNames(), r["confidence"]) {
			t.Errorf("%s: no confidence %q", r, r["confidence"])
		}
		if r["said_by"] != "" && !d.entities[r["said_by"]] {
			t.Errorf("%s: said_by is no entity of the dataset", r)
		}
		checkType(t, r)
		checkDates(t, r, "since", "until", "observed")
	}
}

func checkType(t *testing.T, r record) {
	info := graph.Type(r["type"]).Info()
	from, _ := graph.KindOfID(r["from"])
	to, _ := graph.KindOfID(r["to"])
	switch {
	case !info.Joins(from, to):
		t.Errorf("%s: %s joins %s", r, info.Type, info.EndsText())
	case r["role"] != "" && (info.Role == "" || len(info.Roles) > 0 && !slices.Contains(info.Roles, r["role"])):
		t.Errorf("%s: role %q; allowed are %s", r, r["role"], info.Roles)
	case (r["title"] != "") != info.Titled:
		t.Errorf("%s: title %q", r, r["title"])
	case r["status"] != "" && !slices.Contains(info.Statuses, r["status"]):
		t.Errorf("%s: status %q; allowed are %s", r, r["status"], info.Statuses)
	case r["withdraws"] != "":
	case r["status"] == "" && len(info.Statuses) > 0:
		t.Errorf("%s: no status", r)
	case r["share"] != "" && !info.Shared:
		t.Errorf("%s: a share", r)
	case info.Undirected && r["from"] > r["to"]:
		t.Errorf("%s: undirected in meaning, so the lesser id comes first", r)
	case info.Momentary && r["until"] != r["since"]:
		t.Errorf("%s: of one occasion, so until is since", r)
	}
}

// checkDates checks the dates in the columns; the first two bound an interval.
func checkDates(t *testing.T, r record, columns ...string) {
	dates := make([]graph.Date, 0, len(columns))
	for _, column := range columns {
		date, err := graph.ParseDate(r[column])
		if err != nil {
			t.Errorf("%s: %s: %v", r, column, err)
		}
		dates = append(dates, date)
	}
	if columns[0] == "since" && dates[0].First() > dates[1].Last() {
		t.Errorf("%s: ends before it begins", r)
	}
}

func TestFilesArePlain(t *testing.T) {
	for _, name := range Names() {
		for path, text := range files(t, name) {
			if !utf8.Valid(text) || strings.HasPrefix(string(text), "\ufeff") || strings.Contains(string(text), "\r") {
				t.Errorf("%s: not plain UTF-8 with LF, without BOM", path)
			}
		}
	}
}
