package loader

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"coopgraph/graph"
)

var entitySchema = schema{
	required: []string{"id", "name", "sources"},
	optional: append([]string{"type", "aliases", "description", "since", "until", "latitude", "longitude", "capital",
		"url", "formerly"}, graph.SchemeNames()...),
	family: nameColumn,
	long:   []string{"aliases", "description", "sources", "url", "formerly"},
}

const namePrefix = "name_"

var tagShape = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// nameColumn accepts name_<BCP 47 tag>.
func nameColumn(name string) (bool, string) {
	text, found := strings.CutPrefix(name, namePrefix)
	if !found {
		return false, ""
	}
	tag, err := language.Raw.Parse(text)
	switch {
	case err != nil || !tagShape.MatchString(text):
		return false, "write name_ and a language tag of BCP 47, such as name_az, name_ka or name_zh-Hans"
	case tag.String() != text:
		return false, "write " + namePrefix + tag.String()
	}
	return true, ""
}

// keyed is a column with the key that its values go under.
type keyed struct {
	column
	key string
}

// entityColumns are the columns of an entity file.
type entityColumns struct {
	id, name, typ, aliases, description, sources, since, until column
	latitude, longitude, capital, url, formerly                column
	names, codes                                               []keyed
}

func findEntityColumns(t *table) entityColumns {
	at := entityColumns{id: t.column("id"), name: t.column("name"), typ: t.column("type"), aliases: t.column("aliases"),
		description: t.column("description"), sources: t.column("sources"), since: t.column("since"),
		until: t.column("until"), latitude: t.column("latitude"), longitude: t.column("longitude"),
		capital: t.column("capital"), url: t.column("url"), formerly: t.column("formerly")}
	for i, name := range t.header {
		if ok, _ := nameColumn(name); ok {
			at.names = append(at.names, keyed{column(i), strings.TrimPrefix(name, namePrefix)})
		} else if graph.IsScheme(name) {
			at.codes = append(at.codes, keyed{column(i), name})
		}
	}
	return at
}

// entityRows reads the file of one kind.
func (c *checker) entityRows(t *table, kind graph.Kind) func(row) {
	at := findEntityColumns(t)
	return func(r row) {
		id, ok := c.entityID(r, at.id, kind)
		if !ok {
			return
		}
		c.entityIDs[c.hash(id)] = struct{}{}
		rec := graph.Record{Dataset: c.d.Info.Name, Rank: c.d.rank, Type: r.get(at.typ),
			Description: r.get(at.description), Capital: r.get(at.capital), URL: r.url(at.url)}
		rec.Name, _ = r.needed(at.name, "give the preferred English name")
		rec.Aliases = c.aliases(r, at.aliases, rec.Name)
		rec.Sources = c.sourceList(r, at.sources)
		rec.Since, rec.Until = r.interval(at.since, at.until)
		rec.Latitude, rec.Longitude = r.coordinates(at.latitude, at.longitude)
		rec.Names = r.texts(at.names)
		rec.Codes = c.codesOf(r, at.codes, id)
		rec.Formerly = c.formerly(r, at.formerly, id, kind)
		c.textBuf = appendRecord(c.textBuf[:0], r.place(at.id), rec)
		c.put(c.entities, append(c.keyBuf[:0], id...), c.textBuf)
	}
}

// entityID reads the id of a row, and reports false where the row has none to be known by.
func (c *checker) entityID(r row, col column, kind graph.Kind) (string, bool) {
	id, ok := r.needed(col, idFix())
	if !ok {
		return "", false
	}
	switch of, sound := graph.KindOfID(id); {
	case !sound:
		r.problem(col, idFix(), "%s is not the id of an entity", quote(id))
		return "", false
	case of != kind:
		r.problem(col, "move the row to "+kindFile(of)+", or let its id begin with "+kind.Prefix()+":",
			"%s is of the kind %s, and this file is for %s", quote(id), of, kind)
		return "", false
	}
	return id, true
}

func (c *checker) aliases(r row, col column, name string) []string {
	aliases := list(r.get(col))
	for _, a := range aliases {
		if len(a) > maxName || strings.ContainsAny(a, "\n\r\t") {
			r.problem(col, "put a | between aliases, each on one line", "the alias %s is too long or has several lines", quote(a))
		}
	}
	slices.Sort(aliases)
	aliases = slices.DeleteFunc(slices.Compact(aliases), func(a string) bool { return a == name })
	if len(aliases) == 0 {
		return nil
	}
	return aliases
}

// sourceList reads the sources that a record stands on, one at least.
func (c *checker) sourceList(r row, col column) []string {
	ids := list(r.get(col))
	if len(ids) == 0 && col >= 0 {
		r.problem(col, "name one at least by its id in "+sourcesFile+", several with | between them",
			"the entity has no source")
	}
	for _, id := range ids {
		c.source(r, col, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// formerly reads the ids that an entity had before, and notes where they stand. That none of them is an entity's own is
// seen when every row is read.
func (c *checker) formerly(r row, col column, id string, kind graph.Kind) []string {
	ids := list(r.get(col))
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, old := range ids {
		switch of, sound := graph.KindOfID(old); {
		case !sound:
			r.problem(col, idFix(), "%s is not the id of an entity", quote(old))
		case of != kind:
			r.problem(col, "write an id that begins with "+kind.Prefix()+":, or leave it out",
				"%s is of the kind %s, and the entity of the kind %s", quote(old), of, kind)
		case old == id:
			r.problem(col, "leave it out", "%s is the id that the entity has", quote(old))
		default:
			// The order of the values is that of the lines, so that the first row keeps the id.
			c.keyBuf = append(c.keyBuf[:0], old...)
			c.textBuf = append(r.place(col).append(c.textBuf[:0]), id...)
			c.put(c.former, c.keyBuf, c.textBuf)
		}
	}
	return ids
}

// coordinates reads a latitude and longitude: both or neither.
func (r row) coordinates(latitude, longitude column) (*float64, *float64) {
	given := func(c column) bool { return r.get(c) != "" }
	if given(latitude) != given(longitude) {
		missing := latitude
		if given(latitude) {
			missing = longitude
		}
		r.problem(missing, "give latitude and longitude both, or neither", "one half of the place is missing")
	}
	return r.within(latitude, -90, 90, "a latitude"), r.within(longitude, -180, 180, "a longitude")
}

// texts reads the columns that have something.
func (r row) texts(columns []keyed) map[string]string {
	var m map[string]string
	for _, c := range columns {
		if s := r.get(c.column); s != "" {
			if m == nil {
				m = map[string]string{}
			}
			m[c.key] = s
		}
	}
	return m
}

// codesOf reads identifiers of other schemes, and notes where they stand.
func (c *checker) codesOf(r row, columns []keyed, id string) map[string]string {
	for _, col := range columns {
		code := r.get(col.column)
		if code == "" {
			continue
		}
		if !codePattern.MatchString(code) {
			r.problem(col.column, "write the bare code of up to 40 letters, digits, dots and hyphens", "%s is not a code", quote(code))
			continue
		}
		kind, _ := graph.KindOfID(id)
		c.keyBuf = append(append(append(c.keyBuf[:0], col.key...), ':'), code...)
		// The order of the values is that of the files and lines, so that the first row keeps the code.
		c.textBuf = append(c.textBuf[:0], byte(slices.Index(fileNames(), kindFile(kind))))
		c.textBuf = append(r.place(col.column).append(c.textBuf), id...)
		c.put(c.codes, c.keyBuf, c.textBuf)
	}
	return r.texts(columns)
}
