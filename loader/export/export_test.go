package export_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/data"
	"coopgraph/graph"
	"coopgraph/graph/bolt"
	"coopgraph/graph/bolt/bolttest"
	"coopgraph/loader"
	"coopgraph/loader/export"
	"coopgraph/neo4jlocal/neo4jtest"
)

func TestMain(m *testing.M) { neo4jtest.Main(m) }

// load loads folders into the graph.
func load(t *testing.T, db *bolt.DB, folders ...fs.FS) {
	t.Helper()
	for _, folder := range folders {
		d, err := loader.Open(folder)
		if err == nil {
			_, err = loader.Load(t.Context(), db, d, loader.Options{})
		}
		if err != nil {
			t.Fatalf("%s: %v", d.Info.Name, err)
		}
	}
}

// bundled gives the bundled datasets.
func bundled(t *testing.T) []fs.FS {
	t.Helper()
	var out []fs.FS
	for _, name := range data.Names() {
		out = append(out, sub(t, data.FS, name))
	}
	return out
}

func sub(t *testing.T, fsys fs.FS, name string) fs.FS {
	t.Helper()
	folder, err := fs.Sub(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// files reads all files below a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// exported exports the graph into a new folder.
func exported(t *testing.T, r graph.Reader, datasets ...string) (string, export.Summary) {
	t.Helper()
	dest := filepath.Join(t.TempDir(), "all")
	s, err := export.Write(t.Context(), r, dest, export.Options{Datasets: datasets})
	if err != nil {
		t.Fatal(err)
	}
	return dest, s
}

// same says where two lists part.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	shown := 0
	for _, line := range got {
		if _, there := slices.BinarySearch(want, line); !there && shown < 5 {
			t.Errorf("%s: too much: %s", what, line)
			shown++
		}
	}
	for _, line := range want {
		if _, there := slices.BinarySearch(got, line); !there && shown < 10 {
			t.Errorf("%s: missing: %s", what, line)
			shown++
		}
	}
	if len(got) != len(want) || len(want) < 5 {
		t.Errorf("%s: %d and %d elements", what, len(got), len(want))
	}
}

// roundTrip exports the graph, loads that into an empty one, and exports again.
func roundTrip(t *testing.T, db *bolt.DB) (first map[string]string) {
	t.Helper()
	before := bolttest.Dump(t)
	dir, summary := exported(t, db)
	first = files(t, dir)
	db = bolttest.Open(t)
	for _, d := range summary.Datasets {
		load(t, db, os.DirFS(filepath.Join(dir, d.Name)))
	}
	same(t, "loaded from the export", bolttest.Dump(t), before)
	again, _ := exported(t, db)
	if second := files(t, again); !maps.Equal(first, second) {
		for name, text := range first {
			if second[name] != text {
				t.Errorf("%s is not the same when it is exported again", name)
			}
		}
		t.Errorf("%d files, then %d", len(first), len(second))
	}
	return first
}

func TestBundledDatasets(t *testing.T) {
	db := bolttest.Open(t)
	load(t, db, bundled(t)...)
	got := roundTrip(t, db)
	borders, err := fs.ReadFile(data.FS, "countries/relationships.csv")
	if err != nil || got["countries/relationships.csv"] != string(borders) {
		t.Errorf("the borders are not as they were written by an importer (%v)", err)
	}
	for _, name := range data.Names() {
		for _, file := range []string{"dataset.yaml", "sources.csv"} {
			want, err := fs.ReadFile(data.FS, name+"/"+file)
			if err != nil || got[name+"/"+file] != string(want) {
				t.Errorf("%s of %s is not as it was written by an importer (%v)", file, name, err)
			}
		}
	}
}

// hard is a dataset with every column and awkward texts.
func hard() fstest.MapFS {
	return folder(map[string]string{
		"dataset.yaml": "name: hard\ntitle: \"A: 'hard' # one \\u0085\\u007f\\t\\\\ \\\" end\"\nversion: 1.0\nlicence: " +
			"\"yes\"\nrank: -7\n" +
			"citation: |\n  Several\n  lines: with - all\n   sorts\nurl: https://example.org/?a=b#c\ndescription: ' - \"x\" '\n",
		"sources.csv": "id,title,publisher,url,published,accessed,licence,note\n" +
			"a.b_c-d,\"The \"\"first\"\", with\nlines\",P,https://example.org/x,2001-02-03,2024-12,CC0-1.0,\"one\n\ntwo\r\r\nthree\"\n" +
			"bare,No date,,,,,,\nunused,Nobody,,,1999,2000,,=1+1\n",
		"country.csv": "id,name,type,aliases,description,sources,since,until,latitude,longitude,capital,url,formerly,iso2,iso3,isonum,cow," +
			"cowabb,cowigo,gw,gec,wikidata,name_az,name_ka,name_zh-Hans,name_und-x-odd\n" +
			"country:aze,\"Land, of \"\"fire\"\"\",state,\"Z|a b|'quoted'|say \"\"it\"\"\",\"long\ntext | with a " +
			"bar\",bare|a.b_c-d," +
			"1991-10,2024-12-31,40.500000000000014,-0.000001,Bakı,https://example.org/aze,country:azerbaijan|country:aserbaidschan,AZ,AZE,031,373,AZE,x1,373,AJ,Q227," +
			"Azərbaycan,აზერბაიჯანი,阿塞拜疆,odd\n" +
			"country:geo,Georgia,,,,bare,,,0,-180,,,,,,,,,,,,,,,,\n",
		"organisation.csv": "id,name,sources\norganisation:guam,GUAM,bare\norganisation:co,A company,bare\n",
		"official.csv":     "id,name,sources\nofficial:x,X,bare\n",
		"event.csv":        "id,name,sources,since,until\nevent:e,E,bare,2024-06,2024-06\n",
		"project.csv":      "id,name,sources\nproject:p,P,bare\n",
		"relationships.csv": "type,from,to,role,title,spell,since,until,observed,status,share,source,locator,claim,confidence,said_by\n" +
			"MEMBER_OF,country:aze,organisation:guam,,,,1997,,,member,,a.b_c-d,\"p. 1, \"\"x\"\"\",Observed is the source's " +
			"own date.,documented,\n" +
			"MEMBER_OF,country:aze,organisation:guam,,,,1997-10-10,,1998,observer,,bare,,\"Two\nlines, \\ and 'quotes' | " +
			"bars\",inferred,official:x\n" +
			"MEMBER_OF,country:aze,organisation:guam,,,1990,1990,1991,,member,,bare,,Nobody knows when it was " +
			"seen.,reported,country:geo\n" +
			"BORDERS,country:geo,country:aze,,,,,,,,,bare,,The wrong way round.,reported,\n" +
			"ATTENDED,country:geo,event:e,host,,,2024-06-27,,,,,bare,,Of one day.,reported,\n" +
			"ATTENDED,official:x,event:e,,,,,,,,,bare,,Some day.,reported,\n" +
			"HOLDS_OFFICE,official:x,country:aze,acting,\"Minister, \"\"first\"\" class\",2,2020-02-29,2021,,,,bare,,Held " +
			"it.,reported,\n" +
			"TAKES_PART_IN,organisation:co,project:p,shareholder,,,,,,,33.33333333333333,bare,,A share.,reported,\n" +
			"TAKES_PART_IN,organisation:co,project:p,shareholder,,,,,,,.00000001,a.b_c-d,,A small share.,reported,\n" +
			"CONCERNS,event:e,project:p,\"a topic, = with; all\",,,,,2024,,,bare,,Is about.,inferred,\n",
	})
}

// rival is a dataset that claims some of the same, and has nothing of its own.
func rival() fstest.MapFS {
	return folder(map[string]string{
		"dataset.yaml": "name: rival-2\ntitle: Rival\nlicence: CC0-1.0\n", // of the rank that is left out
		"sources.csv":  "id,title,published\nbare,No date,2010\na.b_c-d,Another title,\n",
		"country.csv": "id,name,sources,aliases,name_az,name_de,iso3,formerly\ncountry:aze,Azerbaijan,bare,Land of " +
			"fire,Başqa,Aserbaidschan,AZE,country:azerbaijan|country:az\n",
		"organisation.csv": "id,name,sources\norganisation:guam,GUAM,a.b_c-d\norganisation:co,Co,bare\n",
		"relationships.csv": "type,from,to,status,since,source,claim,confidence,withdraws\n" +
			"MEMBER_OF,country:aze,organisation:guam,member,1998,bare,Joined in 1998.,documented,\n" +
			"MEMBER_OF,country:aze,organisation:guam,,,bare,It was never an observer.,documented,hard/bare\n" +
			// It is all that is said of this one, so that nothing of it stands in the graph.
			"MEMBER_OF,country:aze,organisation:co,,,a.b_c-d,It never was.,reported,hard\n",
	})
}

// lonely is a dataset without relationships.
func lonely() fstest.MapFS {
	return folder(map[string]string{
		"dataset.yaml": "name: lonely\ntitle: L\nlicence: x\nrank: 0\n",
		"sources.csv":  "id,title\ns,S\n", "area.csv": "id,name,sources\narea:a,A,s\n",
		"relationships.csv": "type,from,to,source,claim,confidence\n",
	})
}

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

func TestHardDatasets(t *testing.T) {
	db := bolttest.Open(t)
	load(t, db, hard(), rival(), lonely())
	whole := roundTrip(t, db)
	if !strings.Contains(whole["hard/relationships.csv"], ",0.00000001,") {
		t.Errorf("the small share is gone from\n%s", whole["hard/relationships.csv"])
	}
	if strings.Contains(whole["hard/relationships.csv"],
		"withdraws") || !strings.Contains(whole["rival-2/relationships.csv"], ",hard/bare\n") {
		t.Errorf("the correction is not where it was:\n%s", whole["rival-2/relationships.csv"])
	}
	if !strings.Contains(whole["lonely/dataset.yaml"], "rank: 0\n") || !strings.Contains(whole["rival-2/dataset.yaml"],
		"rank: 100\n") {
		t.Errorf("ranks are wrong in %s and %s", whole["lonely/dataset.yaml"], whole["rival-2/dataset.yaml"])
	}
	// After the round trip the graph is the same, so one of its datasets comes out as it did with the others.
	dir, s := exported(t, bolttest.Connect(t, bolttest.Config(neo4jtest.Server(t))), "rival-2")
	if len(s.Datasets) != 1 || s.Datasets[0].Name != "rival-2" || s.Datasets[0].Claims != 3 {
		t.Errorf("the summary is %+v", s)
	}
	for name, text := range files(t, dir) {
		if whole[name] != text || !strings.HasPrefix(name, "rival-2/") {
			t.Errorf("%s differs where it is exported alone:\n%s\nand\n%s", name, text, whole[name])
		}
	}
}

func TestDestination(t *testing.T) {
	db := bolttest.Open(t)
	if _, err := export.Write(t.Context(), db, filepath.Join(t.TempDir(), "x"),
		export.Options{}); graph.CodeOf(err) != graph.CodeNotFound {
		t.Errorf("an empty graph gives %v", err)
	}
	load(t, db, lonely())
	parent := t.TempDir()
	file, full, empty, deep := filepath.Join(parent, "file"), filepath.Join(parent, "full"), filepath.Join(parent,
		"empty"),
		filepath.Join(parent, "not", "yet")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Mkdir(empty, 0o755), os.Mkdir(full, 0o755),
		os.WriteFile(filepath.Join(full, ".hidden"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for dest, ok := range map[string]bool{file: false, full: false, empty: true, deep: true, filepath.Join(file,
		"x"): false} {
		_, err := export.Write(t.Context(), db, dest, export.Options{})
		if ok && err != nil || !ok && (graph.CodeOf(err) != graph.CodeInvalid || !strings.Contains(err.Error(), "DEST")) {
			t.Errorf("%s: %v", dest, err)
		}
	}
	for _, dir := range []string{empty, deep} {
		if got := files(t, dir); len(got) != 4 {
			t.Errorf("%s has %v", dir, slices.Sorted(maps.Keys(got)))
		}
	}
	if _, err := export.Write(t.Context(), db, filepath.Join(parent, "y"),
		export.Options{Datasets: []string{"nosuch"}}); graph.CodeOf(err) != graph.CodeNotFound ||
		!strings.Contains(err.Error(), "lonely") {
		t.Errorf("an unknown dataset gives %v", err)
	}
	left, err := os.ReadDir(parent)
	if err != nil || len(left) != 4 {
		t.Errorf("there is %v, %v", left, err)
	}
}

// disturbed calls back when a scan has come to its first relationship.
type disturbed struct {
	graph.Reader
	disturb func()
}

func (d disturbed) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	inner, first := v.Relationship, true
	v.Relationship = func(r graph.Relationship) error {
		if first {
			d.disturb()
			first = false
		}
		return inner(r)
	}
	return d.Reader.Scan(ctx, v)
}

func TestLoadMeanwhile(t *testing.T) {
	db := bolttest.Open(t)
	load(t, db, hard())
	want := func() map[string]string {
		dir, _ := exported(t, db)
		return files(t, dir)
	}()
	times := 0
	twice := disturbed{db, func() {
		if times++; times == 1 {
			load(t, db, lonely())
		}
	}}
	dir, s := exported(t, twice)
	if got := files(t, dir); times != 2 || s.Revision != 2 || len(got) != len(want)+4 {
		t.Errorf("read %d times, revision %d: %v", times, s.Revision, slices.Sorted(maps.Keys(got)))
	}
	parent := t.TempDir()
	always := disturbed{db, func() {
		times++
		other := lonely()
		other["area.csv"].Data = append(other["area.csv"].Data, []byte("area:n"+strings.Repeat("n", times)+",N,s\n")...)
		load(t, db, other)
	}}
	_, err := export.Write(t.Context(), always, filepath.Join(parent, "x"), export.Options{})
	if graph.CodeOf(err) != graph.CodeBusy {
		t.Errorf("a graph that changes all the time gives %v", err)
	}
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (m:CoopgraphMeta) SET m.unfinished = ['hard']", nil)
	_, err = export.Write(t.Context(), db, filepath.Join(parent, "x"), export.Options{})
	if graph.CodeOf(err) != graph.CodeBusy {
		t.Errorf("half a graph gives %v", err)
	}
	bolttest.Run(t, neo4jtest.Server(t), "MATCH (m:CoopgraphMeta) SET m.unfinished = []", nil)
	ctx, cancel := context.WithCancel(t.Context())
	_, err = export.Write(ctx, disturbed{db, cancel}, filepath.Join(parent, "x"), export.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("an export that was stopped gives %v", err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("there is left %v, %v", left, err)
	}
}

// What somebody did by hand may be such that no folder can hold it; that must not pass in silence.
func TestDamage(t *testing.T) {
	for what, c := range map[string]struct{ cypher, says string }{
		"a bar":       {`MATCH (n {id: 'area:a'}) SET n.records = replace(n.records, '"name":"A"', '"name":"A","aliases":["a|b"]')`, "a|b"},
		"a space":     {`MATCH (n {id: 'area:a'}) SET n.records = replace(n.records, '"name":"A"', '"name":"A "')`, `"A "`},
		"a dataset":   {`MATCH (n {id: 'area:a'}) SET n.records = replace(n.records, 'lonely', 'other')`, `"other"`},
		"a name":      {`MATCH (n:Dataset) SET n.info = replace(n.info, '"lonely"', '"../lonely"')`, "../lonely"},
		"less":        {`MATCH (n {id: 'area:a'}) DELETE n`, "0 entities"},
		"description": {`MATCH (n:Dataset) SET n.info = replace(n.info, '"title":"L"', '"title":" L"')`, "description"},
	} {
		db := bolttest.Open(t)
		load(t, db, lonely())
		bolttest.Run(t, neo4jtest.Server(t), c.cypher, nil)
		parent := t.TempDir()
		_, err := export.Write(t.Context(), db, filepath.Join(parent, "x"), export.Options{})
		if graph.CodeOf(err) != graph.CodeInternal || !strings.Contains(err.Error(),
			c.says) || !strings.Contains(err.Error(), "coopgraph check") {
			t.Errorf("%s: %v", what, err)
		}
		if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
			t.Errorf("%s: there is left %v, %v", what, left, err)
		}
	}
}
