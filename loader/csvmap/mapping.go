package csvmap

import (
	"slices"
	"strconv"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
)

// plan is a mapping that was read.
type plan struct {
	info          dataset.Info
	sources       []sourcePlan
	nodes         []nodePlan
	relationships []relationshipPlan
}

// fileSpec is what the mapping says of one CSV file.
type fileSpec struct {
	*section
	name      string
	delimiter rune
	dates     []layout
	missing   []string // what stands in a cell where nothing is known
	comma     bool     // decimal numbers have commas
}

// sourcePlan describes sources: one, where it has no file, or one for each row.
type sourcePlan struct {
	fileSpec
	id, title, publisher, url, published, accessed, licence, note *text
}

// nodePlan describes the nodes of a file.
type nodePlan struct {
	fileSpec
	key, id, name, code, day, kind    *text
	scheme                            string
	typ, description, capital, url    *text
	since, until, latitude, longitude *text
	aliases, source                   []*text
	names, codes                      map[string]*text
}

// relationshipPlan describes the relationships of a file.
type relationshipPlan struct {
	fileSpec
	typ, role, title, spell, status, share, since, until, observed *text
	claim, confidence, source, locator                             *text
	from, to, saidBy                                               *end
}

// end says how a relationship's end is named: by the key of a node, by a name, or by a code.
type end struct {
	key, name, code, day *text
	scheme               string
	kind                 graph.Kind // "" where any will do
}

var (
	fileKeys   = []string{"file", "delimiter", "dates", "missing", "decimal"}
	topKeys    = []string{"dataset", "sources", "nodes", "relationships", "dates", "missing", "decimal"}
	infoKeys   = []string{"name", "title", "version", "description", "licence", "citation", "url", "rank"}
	sourceKeys = slices.Concat(fileKeys, []string{"id", "title", "publisher", "url", "published", "accessed", "licence", "note"})
	nodeKeys   = slices.Concat(fileKeys, []string{"key", "id", "name", "code", "scheme", "day", "kind", "type", "aliases",
		"names", "codes", "description", "capital", "url", "since", "until", "latitude", "longitude", "source"})
	relationshipKeys = slices.Concat(fileKeys, []string{"type", "from", "to", "role", "title", "spell", "status", "share",
		"since", "until", "observed", "claim", "confidence", "source", "locator", "said_by"})
)

// read makes a plan of the mapping. What is wrong goes to the faults.
func read(root *node, f *faults) *plan {
	p := &plan{}
	top := f.section(root, "", topKeys...)
	defaults := f.fileOf(top, fileSpec{dates: defaultLayouts})
	if top.has("dataset") {
		p.info = f.info(f.section(top.nodes["dataset"], "dataset", infoKeys...))
	} else {
		f.add(root, "dataset", "it is missing; give name, title and licence")
	}
	for _, s := range f.sections(top.nodes["sources"], "sources", sourceKeys...) {
		p.sources = append(p.sources, f.source(f.fileOf(s, defaults)))
	}
	for _, s := range f.sections(top.nodes["nodes"], "nodes", nodeKeys...) {
		p.nodes = append(p.nodes, f.node(f.fileOf(s, defaults)))
	}
	for _, s := range f.sections(top.nodes["relationships"], "relationships", relationshipKeys...) {
		p.relationships = append(p.relationships, f.relationship(f.fileOf(s, defaults)))
	}
	if len(p.sources) == 0 {
		f.add(root, "sources", "it is missing; give at least id and title of the source that all of it comes from")
	}
	if len(p.relationships) == 0 {
		f.add(root, "relationships", "it is missing; a dataset needs at least one relationship")
	}
	return p
}

func (f *faults) info(s *section) dataset.Info {
	i := dataset.Info{Name: s.word("name"), Title: s.word("title"), Version: s.word("version"),
		Description: s.word("description"), Licence: s.word("licence"), Citation: s.word("citation"), URL: s.word("url"),
		Rank: defaultRank}
	for _, key := range []string{"name", "title", "licence"} {
		if s.word(key) == "" {
			f.add(s.at, s.under(key), "it is missing, and every dataset needs it")
		}
	}
	if i.Name != "" && (strings.ContainsAny(i.Name, "._") || graph.CheckSourceID(i.Name) != nil) {
		f.add(s.nodes["name"], s.under("name"), "%q cannot name a dataset; use lower-case letters and digits with single "+
			"hyphens between them", i.Name)
	}
	if what := fit.URL(i.URL); what != "" {
		f.add(s.nodes["url"], s.under("url"), "%q %s", i.URL, what)
	}
	if text := s.word("rank"); text != "" {
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			f.add(s.nodes["rank"], s.under("rank"), "%q is no whole number", text)
		}
		i.Rank = int(n)
	}
	return i
}

// defaultRank lets every dataset with a rank of its own speak first, as in the loader.
const defaultRank = 100

// delimiters by the names that a mapping may give them.
var delimiters = map[string]rune{"": ',', "comma": ',', ",": ',', "semicolon": ';', ";": ';', "tab": '\t', `\t`: '\t'}

// fileOf reads the keys about a file itself; what is not given is as in the defaults.
func (f *faults) fileOf(s *section, defaults fileSpec) fileSpec {
	out := fileSpec{section: s, name: s.word("file"), dates: defaults.dates, missing: defaults.missing, comma: defaults.comma}
	if s.has("dates") {
		out.dates = f.layouts(s)
	}
	if s.has("missing") {
		out.missing = s.words("missing")
	}
	if s.has("decimal") {
		out.comma = s.oneOf("decimal", []string{"comma", "point", ",", "."}) == "comma" || s.word("decimal") == ","
	}
	raw := s.word("delimiter")
	if n := s.nodes["delimiter"]; n != nil && n.text == "\t" {
		raw = "tab"
	}
	d, ok := delimiters[raw]
	if !ok {
		f.add(s.nodes["delimiter"], s.under("delimiter"), "%q is not a delimiter; write comma, semicolon or tab", raw)
	}
	out.delimiter = d
	return out
}

// words reads one word or a list of them.
func (s *section) words(key string) []string {
	n := s.nodes[key]
	if n.form == scalar {
		return []string{strings.TrimSpace(n.text)}
	}
	var out []string
	for _, item := range n.items {
		if item.form != scalar {
			s.add(item, s.under(key), "it is no plain text")
			continue
		}
		out = append(out, strings.TrimSpace(item.text))
	}
	if n.form != list {
		s.add(n, s.under(key), "it is no list; write [one, another]")
	}
	return out
}

// needs tells which of the keys is missing.
func (f *faults) needs(s *section, keys ...string) {
	for _, key := range keys {
		if !s.has(key) {
			f.add(s.at, s.under(key), "it is missing")
		}
	}
}

func (f *faults) source(in fileSpec) sourcePlan {
	p := sourcePlan{fileSpec: in, id: in.text("id"), title: in.text("title"), publisher: in.text("publisher"),
		url: in.text("url"), published: in.text("published"), accessed: in.text("accessed"), licence: in.text("licence"),
		note: in.text("note")}
	f.needs(in.section, "id", "title")
	if in.name == "" {
		p.dates, p.missing = defaultLayouts, nil // it stands in the mapping, which is written as the documentation says
		for _, t := range in.texts {
			if _, fixed := t.template.constant(); !fixed {
				f.add(t.at, t.path, "it names a column, but the source has no file; give the file, or the text itself")
			}
		}
	}
	return p
}

func (f *faults) node(in fileSpec) nodePlan {
	p := nodePlan{fileSpec: in, key: in.text("key"), id: in.text("id"), name: in.text("name"), code: in.text("code"),
		day: in.text("day"), kind: in.text("kind"), scheme: in.oneOf("scheme", graph.SchemeNames()),
		typ: in.text("type"), description: in.text("description"), capital: in.text("capital"), url: in.text("url"),
		since: in.text("since"), until: in.text("until"), latitude: in.text("latitude"), longitude: in.text("longitude"),
		aliases: in.list("aliases"), source: in.list("source"), names: in.byKey("names", fit.Tag),
		codes: in.byKey("codes", unknownScheme)}
	f.needs(in.section, "file")
	if p.id == nil && p.name == nil && p.code == nil {
		f.add(in.at, in.path, "nothing says which node a row is; give id, name, or code with scheme")
	}
	if p.kind == nil && p.code == nil {
		f.add(in.at, in.under("kind"), "it is missing; write one of %s", kindWords())
	}
	if (p.code == nil) != !in.has("scheme") {
		f.add(in.at, in.under("scheme"), "code and scheme go together; the schemes are %s", strings.Join(graph.SchemeNames(), ", "))
	}
	f.check(p.kind, unknownKind)
	return p
}

func kindWords() string { return strings.ToLower(strings.Join(graph.KindNames(), ", ")) }

func unknownKind(word string) string {
	if _, err := graph.ParseKind(word); err == nil {
		return ""
	}
	return "is not a kind" + fit.Meant(strings.ToLower(word), strings.Split(kindWords(), ", ")) + "; the kinds are " + kindWords()
}

func unknownScheme(word string) string {
	if graph.IsScheme(word) {
		return ""
	}
	return "is not a scheme" + fit.Meant(word, graph.SchemeNames()) + "; the schemes are " + strings.Join(graph.SchemeNames(), ", ")
}
