package loader

import "coopgraph/graph"

var sourceSchema = schema{
	required: []string{"id", "title"},
	optional: []string{"publisher", "url", "published", "accessed", "licence", "note"},
	long:     []string{"title", "url", "note"},
}

// sourceRows reads sources.csv.
func (c *checker) sourceRows(t *table) func(row) {
	id, title, publisher, url := t.column("id"), t.column("title"), t.column("publisher"), t.column("url")
	published, accessed := t.column("published"), t.column("accessed")
	licence, note := t.column("licence"), t.column("note")
	return func(r row) {
		key, ok := r.needed(id, "give the source an id, such as trend-2024-06-27")
		if !ok {
			return
		}
		if err := graph.CheckSourceID(key); err != nil {
			r.problem(id, "write lower-case letters and digits with single hyphens, dots or underscores between them, "+
				"200 bytes at most", "%s is not the id of a source", quote(key))
		}
		rec := graph.SourceRecord{Dataset: c.d.Info.Name, Publisher: r.get(publisher), URL: r.url(url),
			Published: r.date(published), Accessed: r.date(accessed), Licence: r.get(licence), Note: r.get(note)}
		rec.Title, _ = r.needed(title, "say what the source is called")
		if _, twice := c.published[c.hash(key)]; !twice {
			c.published[c.hash(key)] = rec.Published.Bits()
		}
		c.textBuf = appendRecord(c.textBuf[:0], r.place(id), rec)
		c.put(c.sources, append(c.keyBuf[:0], key...), c.textBuf)
	}
}
