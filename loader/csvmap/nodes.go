package csvmap

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/loader/dataset"
	"coopgraph/loader/identity"
	"coopgraph/loader/internal/fit"
)

// converter carries out a plan.
type converter struct {
	files         fs.FS
	plan          *plan
	states        *identity.StateTable
	organisations *identity.OrganisationTable
	organisation  map[string]string // "cowigo:650" -> id

	folder       *dataset.Folder
	sourceByName map[string]string   // what the files call a source, and its id -> its id
	onlySource   string              // id of the source where there is one
	keys         map[string]string   // what the files call a node -> its id
	lines        map[string]string   // id of a node -> where it stands
	byName       map[string][]string // folded name -> ids
	codes        map[string]string   // "iso3:AZE" -> id
	merged       map[dataset.Merge]bool
	said         map[saying]string // where each claim stands
	guesses      int
}

func newConverter(files fs.FS, p *plan) (*converter, error) {
	states, err := identity.States()
	if err != nil {
		return nil, err
	}
	organisations, err := identity.Organisations()
	if err != nil {
		return nil, err
	}
	c := &converter{files: files, plan: p, states: states, organisations: organisations, organisation: map[string]string{},
		folder: &dataset.Folder{Info: p.info, Entities: map[string]graph.Record{},
			Sources: map[string]graph.SourceRecord{}},
		sourceByName: map[string]string{}, keys: map[string]string{}, lines: map[string]string{},
		byName: map[string][]string{}, codes: map[string]string{}, merged: map[dataset.Merge]bool{},
		said: map[saying]string{}}
	for _, o := range organisations.All() {
		for scheme, code := range o.Codes {
			c.organisation[scheme+":"+code] = o.ID
		}
	}
	return c, nil
}

// nodes reads the files of nodes.
func (c *converter) nodes(ctx context.Context) (read, kept int, err error) {
	for i := range c.plan.nodes {
		p := &c.plan.nodes[i]
		n, err := c.each(ctx, &p.fileSpec, func(r *record, bad *fault) {
			if bad == nil {
				bad = c.node(p, r)
			}
			if bad != nil {
				c.leaveOut(unitNode, &p.fileSpec, r, bad)
				return
			}
			kept++
		})
		if err != nil {
			return 0, 0, err
		}
		read += n
	}
	return read, kept, nil
}

// node reads one node and keeps it.
func (c *converter) node(p *nodePlan, r *record) *fault {
	g := &getter{r: r, spec: &p.fileSpec}
	name := g.text(p.name, false)
	kind := c.kind(g, p)
	if g.fault != nil {
		return g.fault
	}
	id, rec := c.identify(g, p, kind, name)
	if g.fault != nil {
		return g.fault
	}
	c.describe(g, p, name, &rec)
	key := c.key(g, p)
	switch {
	case g.fault != nil:
	case rec.Name == "":
		g.fail(p.name, "", "the node has no name")
	case c.lines[id] != "":
		g.fail(firstOf(p.id, p.name, p.code), id, "the node is there already, from "+c.lines[id]+
			"; put what the rows say into one, or give each an id of its own")
	case key != "" && c.keys[key] != "":
		g.fail(firstOf(p.key, p.id, p.code, p.name), key, "the same text stands for "+c.keys[key]+" already")
	default:
		c.claimCodes(g, p, id, &rec)
	}
	if g.fault != nil {
		return g.fault
	}
	c.lines[id] = fmt.Sprintf("%s, line %d", p.fileSpec.name, r.line)
	if key != "" {
		c.keys[key] = id
	}
	c.folder.Entities[id] = rec
	for _, n := range slices.Concat([]string{name, rec.Name}, rec.Aliases, slices.Collect(maps.Values(rec.Names))) {
		if folded := names.Fold(n); folded != "" && !slices.Contains(c.byName[folded], id) {
			c.byName[folded] = append(c.byName[folded], id)
		}
	}
	return nil
}

// firstOf is the first text that the mapping gives.
func firstOf(texts ...*text) *text {
	for _, t := range texts {
		if t != nil {
			return t
		}
	}
	return nil
}

func (c *converter) kind(g *getter, p *nodePlan) graph.Kind {
	word := g.text(p.kind, false)
	if word == "" {
		return ""
	}
	kind, err := graph.ParseKind(word)
	if err != nil {
		g.fail(p.kind, word, unknownKind(word))
	}
	return kind
}

// key is what relationships call the node: what stands in key, else in id, code or name.
func (c *converter) key(g *getter, p *nodePlan) string {
	for _, t := range []*text{p.key, p.id, p.code, p.name} {
		if t == nil {
			continue
		}
		if s, _ := t.get(g.r); s != "" || t == p.key {
			return s
		}
	}
	return ""
}

// identify says which entity the row is, and what the tables know of it.
func (c *converter) identify(g *getter, p *nodePlan, kind graph.Kind, name string) (string, graph.Record) {
	if code := g.text(p.code, false); code != "" && g.fault == nil {
		day := g.date(p.day)
		id, what := c.byCode(p.scheme, code, day)
		if what == "" && kind != "" && !ofKind(id, kind) {
			what = fmt.Sprintf("stands for %s, which is no %s", id, kind.Prefix())
		}
		if what != "" {
			g.fail(p.code, code, what)
		}
		rec, _ := c.known(id)
		return id, rec
	}
	id := g.text(p.id, false)
	if kind == "" && !strings.Contains(id, ":") {
		g.fail(p.kind, "", "nothing says of what kind the node is")
		return "", graph.Record{}
	}
	if id != "" {
		return c.givenID(g, p, kind, id)
	}
	if name == "" {
		g.fail(firstOf(p.id, p.code, p.name), "", "nothing says which node it is")
		return "", graph.Record{}
	}
	return c.namedNode(g, p, kind, name)
}

// givenID takes "official:ilham-aliyev", or "ilham-aliyev" where the kind is known.
func (c *converter) givenID(g *getter, p *nodePlan, kind graph.Kind, given string) (string, graph.Record) {
	id := given
	if !strings.Contains(id, ":") {
		id = kind.Prefix() + ":" + id
	}
	switch of, ok := graph.KindOfID(id); {
	case !ok:
		g.fail(p.id, given, "it is not an id: write lower-case letters, digits and single hyphens, with or without the "+
			"kind and a colon before them; what only your own files use belongs under key")
	case kind != "" && of != kind:
		g.fail(p.id, given, fmt.Sprintf("it is the id of a %s, and the row is a %s", of.Prefix(), kind.Prefix()))
	}
	rec, _ := c.known(id)
	return id, rec
}

// namedNode finds a state or organisation by its name, or makes an id of the name.
func (c *converter) namedNode(g *getter, p *nodePlan, kind graph.Kind, name string) (string, graph.Record) {
	switch kind {
	case graph.Country:
		s, ok := c.states.ByName(name)
		if !ok {
			g.fail(p.name, name, "it is not the name of one state in the table of states; give its id or a code with its scheme")
			return "", graph.Record{}
		}
		c.merge(s.ID, name)
		return s.ID, s.Record()
	case graph.Organisation:
		if o, ok := c.organisations.ByName(name); ok {
			c.merge(o.ID, name)
			return o.ID, o.Record()
		}
	default: // there are no tables of the others
	}
	slug := fit.Slug(name)
	if slug == "" {
		g.fail(p.name, name, "it has no letter or digit to make an id of")
	}
	return kind.Prefix() + ":" + slug, graph.Record{}
}

// merge reports once that a name was taken for an entity of the tables.
func (c *converter) merge(id, as string) {
	m := dataset.Merge{Entity: id, As: as, Reason: "it has this name in the table of states and organisations"}
	if rec, ok := c.known(id); c.merged[m] || ok && rec.Name == as {
		return
	}
	c.merged[m] = true
	c.folder.Report.Merged = append(c.folder.Report.Merged, m)
}

// known is what the tables say of an entity.
func (c *converter) known(id string) (graph.Record, bool) {
	if s, ok := c.states.ByID(id); ok {
		return s.Record(), true
	}
	if o, ok := c.organisations.ByID(id); ok {
		return o.Record(), true
	}
	return graph.Record{}, false
}

func ofKind(id string, kind graph.Kind) bool {
	k, ok := graph.KindOfID(id)
	return ok && k == kind
}

// describe fills in what the file says. The tables' names stay the preferred ones, so that datasets agree.
func (c *converter) describe(g *getter, p *nodePlan, name string, rec *graph.Record) {
	aliases := g.list(p.aliases)
	if rec.Name == "" {
		rec.Name = name
	} else if name != "" {
		aliases = append(aliases, name)
	}
	for _, a := range aliases {
		if a != rec.Name && !slices.Contains(rec.Aliases, a) {
			rec.Aliases = append(rec.Aliases, a)
		}
	}
	set := func(into *string, t *text, long bool) {
		if s := g.text(t, long); s != "" {
			*into = s
		}
	}
	set(&rec.Type, p.typ, false)
	set(&rec.Description, p.description, true)
	set(&rec.Capital, p.capital, false)
	if u := g.url(p.url); u != "" {
		rec.URL = u
	}
	since, until := g.date(p.since), g.date(p.until)
	if p.since != nil || p.until != nil {
		rec.Since, rec.Until = since, until
	}
	if !rec.Since.IsZero() && !rec.Until.IsZero() && rec.Until.Last() < rec.Since.First() {
		g.fail(p.until, until.String(), "it ends before it begins, in "+since.String())
	}
	c.place(g, p, rec)
	for tag, t := range p.names {
		if s := g.text(t, false); s != "" {
			if rec.Names == nil {
				rec.Names = map[string]string{}
			}
			rec.Names[tag] = s
		}
	}
	rec.Sources = c.nodeSources(g, p)
}

func (c *converter) place(g *getter, p *nodePlan, rec *graph.Record) {
	rec.Latitude, rec.Longitude = g.number(p.latitude), g.number(p.longitude)
	switch {
	case rec.Latitude == nil && rec.Longitude == nil:
	case rec.Latitude == nil || rec.Longitude == nil:
		g.fail(firstOf(p.latitude, p.longitude), "", "one half of the place is missing")
	case *rec.Latitude < -90 || *rec.Latitude > 90 || *rec.Longitude < -180 || *rec.Longitude > 180:
		g.fail(firstOf(p.latitude, p.longitude), fmt.Sprint(*rec.Latitude, " ", *rec.Longitude),
			"it is not a latitude from -90 to 90 and a longitude from -180 to 180")
	}
}

// nodeSources gives the sources of a node: those that the mapping names, else the only one.
func (c *converter) nodeSources(g *getter, p *nodePlan) []string {
	var ids []string
	for _, s := range g.list(p.source) {
		id := c.sourceByName[s]
		if id == "" {
			g.fail(p.source[0], s, "it is not the id of a source")
			continue
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 && c.onlySource != "" {
		ids = []string{c.onlySource}
	}
	if len(ids) == 0 {
		g.fail(firstOf(p.source...), "", "the node has no source; give source in the mapping, since there are several")
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
