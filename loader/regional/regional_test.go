package regional

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

const header = "action,table,match,rows,set,reason\n"

const someCorrections = header +
	"drop,relationships,type=TAKES_PART_IN;from=country:www,1,,A wish is no part.\n" +
	"change,nodes,id=event:summit-2020,1,until=2020-05-05;since=2020-05-04,It had two days.\n" +
	"add,relationships,,,type=BORDERS;from=country:www;to=country:ooo;source=page-b;locator=map;claim=They touch.;confidence=inferred,Seen on the map.\n"

func readPack(t *testing.T, corrections string) *dataset.Folder {
	t.Helper()
	folder, err := Read(os.DirFS("testdata/pack"), strings.NewReader(corrections))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func find(t *testing.T, folder *dataset.Folder, kind graph.Type, from, to string) dataset.Row {
	t.Helper()
	i := slices.IndexFunc(folder.Rows, func(r dataset.Row) bool { return r.Type == kind && r.From == from && r.To == to })
	if i < 0 {
		t.Fatalf("no %s from %s to %s", kind, from, to)
	}
	return folder.Rows[i]
}

func TestWritingTwiceGivesTheSameBytes(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, dest := range []string{first, second, second} {
		if err := readPack(t, someCorrections).Write(dest); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(first)
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		a, errA := os.ReadFile(filepath.Join(first, file.Name()))
		b, errB := os.ReadFile(filepath.Join(second, file.Name()))
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s differs between two imports: %v, %v", file.Name(), errA, errB)
		}
	}
}

func TestDatesAreSettled(t *testing.T) {
	folder := readPack(t, header)
	for _, want := range []struct {
		kind                         graph.Type
		from, to                     string
		since, until, observed, says string
	}{
		{graph.TookPlaceIn, "event:summit-2020", "country:ooo", "2020-05-04", "2020-05-04", "", "of one occasion"},
		{graph.Concerns, "event:summit-2020", "project:pipe", "2020-05-04", "", "2020-05-06", "from the event's day on"},
		{graph.Concerns, "agreement:pipe-treaty", "project:pipe", "2020-05-04", "", "2020-05-06", "from the first signature on"},
		{graph.CooperatesWith, "country:ooo", "country:www", "", "", "2020-05-06", "seen on the source's date"},
		{graph.HoldsOffice, "official:anna-ost", "country:ooo", "", "2019", "2019", "held until then, before the source's date"},
		{graph.TakesPartIn, "organisation:pipe-co", "project:pipe", "2030", "", "", "not yet on the source's date"},
		{graph.Owns, "organisation:holding", "organisation:pipe-co", "", "", "", "undated source"},
	} {
		r := find(t, folder, want.kind, want.from, want.to)
		if r.Since.String() != want.since || r.Until.String() != want.until || r.Observed.String() != want.observed {
			t.Errorf("%s %s %s: since %s until %s observed %s; %s", want.kind, want.from, want.to, r.Since, r.Until, r.Observed,
				want.says)
		}
	}
	if summit := folder.Entities["event:summit-2020"]; summit.Since.String() != "2020-05-04" || summit.Until != summit.Since {
		t.Errorf("the summit's days are %s to %s", summit.Since, summit.Until)
	}
	if owns := find(t, folder, graph.Owns, "organisation:holding", "organisation:pipe-co"); owns.Share == nil || *owns.Share != 60 {
		t.Errorf("a part with a share is owned: %+v", owns)
	}
}

func TestCorrectionsAreAppliedAndTold(t *testing.T) {
	folder := readPack(t, someCorrections)
	if len(folder.Rows) != 11 {
		t.Errorf("%d rows; one of 11 was dropped and one added", len(folder.Rows))
	}
	find(t, folder, graph.Borders, "country:ooo", "country:www")
	if until := folder.Entities["event:summit-2020"].Until.String(); until != "2020-05-05" {
		t.Errorf("the summit ends %s", until)
	}
	told := folder.Notes["DROPPED.md"]
	for _, want := range []string{"Dropped (1)", "relationships line 12", "A wish is no part.", "Changed (1)",
		"until: (none) → 2020-05-05", "Added, by inference from other rows (1)", "claim They touch."} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told in:\n%s", want, told)
		}
	}
}

func TestBadCorrectionsAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"drop,relationships,type=NOTHING,1,,Why.":             "line 2: 0 rows of relationships.csv match where 1 should",
		"drop,relationships,confidence=reported,1,,Why.":      "10 rows",
		"erase,relationships,type=NOTHING,1,,Why.":            `"erase" is not an action`,
		"drop,people,type=NOTHING,1,,Why.":                    `"people" is not a table`,
		"drop,relationships,NOTHING,1,,Why.":                  "is not column=value",
		"drop,relationships,type=PART_OF,1,since=2020,Why.":   "only drop sets none",
		"change,relationships,type=PART_OF,1,since=2020,":     "no reason",
		"add,relationships,type=PART_OF,1,since=2020,Why.":    "only add takes none",
		"change,relationships,type=PART_OF,1,since=20,Why.":   "relationships.csv, line 10, since",
		"change,relationships,type=PART_OF,1,share=x,Why.":    "is not a number",
		"change,relationships,type=PART_OF,1,source=no,Why.":  `"no" is not in sources.csv`,
		"change,nodes,id=project:pipe,1,id=country:ooo,Why.":  "stands twice",
		"change,nodes,id=project:pipe,1,id=Pipe,Why.":         "is not an entity id",
		"change,sources,id=page-b,1,id=page-a,Why.":           "stands twice",
		"change,sources,id=page-b,1,published=yesterday,Why.": "is not a date",
	} {
		_, err := Read(os.DirFS("testdata/pack"), strings.NewReader(header+line+"\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n\tgives %v, want %q", line, err, want)
		}
	}
}

func TestTheTableOfCorrectionsIsReadable(t *testing.T) {
	list, err := readCorrections(strings.NewReader(corrections))
	if err != nil || len(list) < 100 {
		t.Fatalf("%d corrections, %v", len(list), err)
	}
	if _, err := csv.NewReader(strings.NewReader(corrections)).ReadAll(); err != nil {
		t.Error(err)
	}
}

func TestAPackWithoutAFileIsRefused(t *testing.T) {
	if _, err := Import(t.Context(), &dataset.Input{Files: os.DirFS(t.TempDir())}); err == nil || !strings.Contains(err.Error(), "nodes.csv") {
		t.Errorf("gives %v; the missing file is not named", err)
	}
}
