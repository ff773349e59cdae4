package bulk

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/data"
	"coopgraph/loader"
)

// awkward texts: what a file has to quote, every line break, all sorts of scripts, what looks like something else.
var awkward = []string{
	`He said "no"; then "",'', and \" or \\n; a,b	c`, "two\nlines", "three\r\nlines\rand \"a quote\"\n\n", `\`, `"`, `""`,
	"Azərbaycan Грузия თბილისი Հայաստան أذربيجان 中华人民共和国 🇬🇪 𝔘𝔫𝔦 é e\u0301", "null", "true", "007",
	"1e5", "=1+1", "-",
	"ends with a backslash \\", "a;b;c", "a|b", "{\"json\": [1]}", "<b>&amp;</b>", "U+001F", "#", "--",
	strings.Repeat("long ", 30_000),
	"\ttab first", "'", "`", "$1 %s {0}", "no\u00a0break",
}

func csvText(tb testing.TB, rows [][]string) string {
	tb.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func short(s string) string {
	s = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ", "|", "/").Replace(s)
	return strings.TrimSpace(s[:min(len(s), 300)])
}

// hard is a dataset with every column and every awkward text in each that may have it.
func hard(tb testing.TB) map[string]string {
	sources := [][]string{{"id", "title", "publisher", "url", "published", "accessed", "licence", "note"}}
	organisations := [][]string{{"id", "name", "type", "aliases", "description", "since", "until", "latitude", "longitude",
		"capital", "url", "formerly", "sources", "iso2", "iso3", "isonum", "cow", "cowabb", "cowigo", "gw", "gec", "wikidata", "name_az",
		"name_zh-Hans"}}
	relations := [][]string{{"type", "from", "to", "role", "title", "spell", "since", "until", "observed",
		"status", "share",
		"source", "locator", "claim", "confidence", "said_by"}}
	dates := []string{"", "2001", "0001-01-01", "1999-02", "9999-12-31", "2024-02-29"}
	for i, text := range awkward {
		n := string(rune('a'+i%26)) + strings.Repeat("x", i/26)
		row := func(k int) string { return dates[(i+k)%len(dates)] }
		sources = append(sources, []string{"s-" + n, text, short(text), "https://example.org/?q=%22;a,b&c=" + n,
			row(0), row(1), short(text), text})
		o := []string{"organisation:" + n, short(text), short(text), "alias " + n + "|" + short(text) + " two",
			text, "", "", "", "", "", "", "",
			"s-" + n + "|s-a", "", "", "", "", "", "", "", "", "", "", short(text) + "!"}
		if i%3 == 0 {
			copy(o[5:], []string{"0987-03", "2019-12-31", "-0.0000001", "179.123456789012345", short(text),
				"https://example.org/" + n, "organisation:old-" + n + "|organisation:older-" + n})
			copy(o[13:], []string{"A-" + n, "B-" + n, "C" + n, "D" + n, "E" + n, "F" + n,
				"G" + n, "H" + n, "Q" + n, short(text) + "?"})
		}
		organisations = append(organisations, o)
		relations = append(relations,
			[]string{"OWNS", "organisation:" + n, "organisation:a", "", "", short(text), row(2), "", row(3),
				"", "33.333333333333336",
				"s-" + n, text, text, "reported", "organisation:b"},
			[]string{"OWNS", "organisation:" + n, "organisation:a", "", "", short(text), "", "", "", "", "100", "s-a",
				"", text + ".",
				"documented", ""},
			[]string{"PART_OF", "organisation:" + n, "organisation:b", short(text), "", n, "", "", "", "",
				"", "s-" + n, "", text, "inferred", ""})
	}
	return map[string]string{
		"dataset.yaml": "name: hard\ntitle: \"Hard; \\\"to\\\" \\\\ read\\tდა\"\nlicence: CC0-1.0\nversion: \"1\"\nrank: 7\n",
		"sources.csv":  csvText(tb, sources), "organisation.csv": csvText(tb, organisations),
		"relationships.csv": csvText(tb, relations),
		"official.csv":      "id,name,sources\nofficial:x,Somebody,s-a\n"}
}

// also says something else of the same entities, relationships and sources, first by its rank.
func also() map[string]string {
	return map[string]string{"dataset.yaml": "name: also\ntitle: Also\nlicence: CC0-1.0\nrank: -1\n",
		"sources.csv": "id,title,note\ns-a,Another title,\"a note\nin two lines\"\nz,Z,\n",
		"organisation.csv": "id,name,sources,description,name_de\n" +
			"organisation:a,Preferred,z,\"of\nlines\",Bevorzugt\norganisation:b,B,z,,\norganisation:c,C,z,,\n",
		"relationships.csv": "type,from,to,role,spell,since,share,source,claim,confidence\n" +
			"OWNS,organisation:b,organisation:a,," + csvField(short(awkward[1])) + ",2001-02-03,12.5,z,Owned.,documented\n" +
			"PART_OF,organisation:c,organisation:b,new,,2001,,z,A part.,reported\n" +
			"PART_OF,organisation:b,organisation:b,itself,,2001,,z,A loop.,reported\n"}
}

func csvField(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// mending takes a relationship out of the graph, and one claim of another; and withdraws what is nowhere.
func mending() map[string]string {
	return map[string]string{"dataset.yaml": "name: mending\ntitle: Mending\nlicence: CC0-1.0\n",
		"sources.csv": "id,title\nregister,The register\n",
		"organisation.csv": "id,name,sources\n" +
			"organisation:a,A,register\norganisation:b,B,register\norganisation:c,C,register\norganisation:d,D,register\n",
		"relationships.csv": "type,from,to,role,spell,source,claim,confidence,withdraws\n" +
			"PART_OF,organisation:c,organisation:b,new,,register,\"No, \"\"never\"\".\",documented,also\n" +
			"OWNS,organisation:b,organisation:a,," + csvField(short(awkward[1])) +
			",register,The page was wrong.,documented,hard/s-b\n" +
			"OWNS,organisation:d,organisation:c,,,register,There is none.,documented,nosuch\n"}
}

// large are bundled datasets that would take a test too long through transactions. They have nothing that others
// lack.
var large = []string{"factbook", "cow-igo", "atop", "archigos"}

// everything opens the bundled datasets but the large ones, and the hard ones.
func everything(tb testing.TB) []*loader.Dataset {
	tb.Helper()
	var out []*loader.Dataset
	add := func(fsys fs.FS) {
		d, err := loader.Open(fsys)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, d)
	}
	for _, name := range data.Names() {
		if slices.Contains(large, name) {
			continue
		}
		sub, err := fs.Sub(data.FS, name)
		if err != nil {
			tb.Fatal(err)
		}
		add(sub)
	}
	for _, files := range []map[string]string{hard(tb), also(), mending()} {
		add(folder(files))
	}
	return out
}

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}
