package format

import (
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// jsonld writes RDF as JSON-LD 1.1, with its context inside so that nothing has to be fetched.
//
// An entity urn:coopgraph:country:aze is of its kind (cg:Country) and of the nearest class of schema.org. A relationship
// is a triple between two entities, whose predicate is its type (cg:MEMBER_OF); what is known of it stands at an
// rdf:Statement on that triple, which has the relationship's id: dates as xsd:gYear, xsd:gYearMonth or xsd:date by what
// is known, status, role, and its claims. A claim says in PROV's words where it is from: prov:hadPrimarySource is the
// source, prov:wasDerivedFrom the dataset, prov:wasAttributedTo who says so according to the source. Names of our own
// (cg:) are urn:coopgraph:term: with the name that the API's JSON has. Ids are the same on every server, so that graphs
// of several meet.
type jsonld struct {
	w     io.Writer
	text  jsontext.Buffer
	head  Head
	count int
}

func newJSONLD(w io.Writer) GraphWriter { return &jsonld{w: w} }

const urn = "urn:coopgraph:"

func (l *jsonld) Begin(h Head) error {
	l.head = h
	l.text.Raw(`{"@context":{"@version":1.1,"cg":"` + urn + `term:",` +
		`"rdf":"http://www.w3.org/1999/02/22-rdf-syntax-ns#","rdfs":"http://www.w3.org/2000/01/rdf-schema#",` +
		`"xsd":"http://www.w3.org/2001/XMLSchema#","prov":"http://www.w3.org/ns/prov#","schema":"https://schema.org/",` +
		`"owl":"http://www.w3.org/2002/07/owl#"},` + "\n" + `"@graph":[`)
	return flush(l.w, &l.text)
}

// next begins an item.
func (l *jsonld) next() {
	l.text.Next(l.count)
	l.text.Raw("\n")
	l.count++
}

var schemaClasses = map[graph.Kind]string{
	graph.Country: "schema:Country", graph.Organisation: "schema:Organization", graph.Official: "schema:Person",
	graph.Person: "schema:Person", graph.Project: "schema:Project", graph.Agreement: "schema:CreativeWork",
	graph.Event: "schema:Event", graph.Area: "schema:DefinedTerm",
}

func (l *jsonld) Node(n *graph.Node) error {
	l.next()
	w := &l.text
	ldRef(w, `{"@id":`, n.ID)
	w.String(`,"@type":["cg:`+string(n.Kind)+`",`, schemaClasses[n.Kind])
	w.String(`],"rdfs:label":`, n.Name)
	l.known("cg:type", n.Type)
	l.known("schema:description", n.Description)
	w.Int(`,"cg:degree":`, int64(n.Degree))
	if n.Distance >= 0 {
		w.Int(`,"cg:distance":`, int64(n.Distance))
		w.Int(`,"cg:hidden":`, int64(n.Hidden))
	}
	l.date("schema:startDate", n.Since)
	l.date("schema:endDate", n.Until)
	if n.Latitude != nil && n.Longitude != nil {
		w.Raw(`,"schema:geo":{"@type":"schema:GeoCoordinates"`)
		l.decimal("schema:latitude", n.Latitude)
		l.decimal("schema:longitude", n.Longitude)
		w.Raw(`}`)
	}
	l.codes(n.Codes)
	l.refs("prov:wasDerivedFrom", "dataset:", n.Datasets())
	w.Raw("}")
	return flush(l.w, w)
}

// codes writes what others call an entity.
func (l *jsonld) codes(codes map[string]string) {
	if len(codes) == 0 {
		return
	}
	if q := codes["wikidata"]; isWikidata(q) {
		l.text.Raw(`,"owl:sameAs":{"@id":"http://www.wikidata.org/entity/` + q + `"}`)
	}
	l.text.Raw(`,"schema:identifier":[`)
	for i, scheme := range slices.Sorted(maps.Keys(codes)) {
		l.text.Next(i)
		l.text.String(`{"@type":"schema:PropertyValue","schema:propertyID":`, scheme)
		l.text.String(`,"schema:value":`, codes[scheme])
		l.text.Raw(`}`)
	}
	l.text.Raw(`]`)
}

func isWikidata(q string) bool {
	digits, ok := strings.CutPrefix(q, "Q")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

func (l *jsonld) Relationship(id string, r *graph.Relationship) error {
	l.next()
	w := &l.text
	predicate := "cg:" + string(r.Type)
	ldRef(w, `{"@id":`, r.From)
	w.String(`,`, predicate)
	ldRef(w, `:{"@id":`, r.To)
	w.Raw(`}}`)
	l.next()
	ldRef(w, `{"@id":`, id)
	w.Raw(`,"@type":["rdf:Statement","cg:Relationship"]`)
	ldRef(w, `,"rdf:subject":{"@id":`, r.From)
	w.String(`},"rdf:predicate":{"@id":`, predicate)
	ldRef(w, `},"rdf:object":{"@id":`, r.To)
	w.Raw(`}`)
	l.spell(r.Since, r.Until, r.Observed, r.Status, r.Share, r.Confidence)
	l.known("cg:role", r.Role)
	l.known("cg:title", r.Title)
	l.known("cg:spell", r.Spell)
	w.Bool(`,"cg:conflict":`, r.Conflict)
	l.refs("prov:hadPrimarySource", "source:", r.Sources())
	l.refs("prov:wasDerivedFrom", "dataset:", r.Datasets())
	w.Raw(`,"cg:claim":[`)
	for i := range r.Claims {
		w.Next(i)
		l.claim(&r.Claims[i], r.Claims)
	}
	w.Raw("]}")
	return flush(l.w, w)
}

// spell writes what relationships and claims have in common.
func (l *jsonld) spell(since, until, observed graph.Date, status string, share *float64, c graph.Confidence) {
	l.date("schema:startDate", since)
	l.date("schema:endDate", until)
	l.date("cg:observed", observed)
	l.known("cg:status", status)
	l.decimal("cg:share", share)
	l.known("cg:confidence", string(c))
}

func (l *jsonld) claim(c *graph.Claim, among []graph.Claim) {
	l.text.Raw(`{"@type":["schema:Claim","prov:Entity"]`)
	l.known("schema:text", c.Text)
	l.spell(c.Since, c.Until, c.Observed, c.Status, c.Share, c.Confidence)
	l.known("cg:locator", c.Locator)
	if c.Source != "" {
		l.refs("prov:hadPrimarySource", "source:", []string{c.Source})
	}
	l.refs("prov:wasDerivedFrom", "dataset:", []string{c.Dataset})
	if c.SaidBy != "" {
		l.refs("prov:wasAttributedTo", "", []string{c.SaidBy})
	}
	l.known("cg:withdraws", c.Withdraws)
	l.text.Bool(`,"cg:withdrawn":`, c.WithdrawnAmong(among))
	l.text.Raw(`}`)
}

// End describes the document as a last item.
func (l *jsonld) End(m graph.Marker) error {
	l.head.Marker = m
	l.next()
	w := &l.text
	w.Raw(`{"@type":["schema:Dataset","prov:Entity"]`)
	if l.head.Permalink != "" {
		w.String(`,"@id":`, l.head.Permalink)
	}
	for _, f := range l.head.facts() {
		w.Raw(`,`)
		jsonValue(w, "cg:"+f.name, &f.value)
	}
	w.Raw("}]}\n")
	return flush(l.w, w)
}

// known writes a text that is not empty.
func (l *jsonld) known(name, s string) {
	if s != "" {
		l.text.String(`,"`+name+`":`, s)
	}
}

// date writes a date by the type that is as precise.
func (l *jsonld) date(name string, d graph.Date) {
	if d.IsZero() {
		return
	}
	kind := "date"
	switch {
	case d.Month == 0:
		kind = "gYear"
	case d.Day == 0:
		kind = "gYearMonth"
	}
	l.typed(name, d.String(), kind)
}

// decimal writes a number so that a whole one is no integer.
func (l *jsonld) decimal(name string, f *float64) {
	if f != nil {
		l.typed(name, strconv.FormatFloat(*f, 'f', -1, 64), "decimal")
	}
}

func (l *jsonld) typed(name, s, kind string) {
	l.text.Raw(`,"` + name + `":{"@value":"` + s + `","@type":"xsd:` + kind + `"}`)
}

// refs writes references to things of one sort.
func (l *jsonld) refs(name, prefix string, ids []string) {
	if len(ids) == 0 {
		return
	}
	l.text.Raw(`,"` + name + `":[`)
	for i, id := range ids {
		l.text.Next(i)
		ldRef(&l.text, `{"@id":`, prefix+id)
		l.text.Raw(`}`)
	}
	l.text.Raw(`]`)
}

// ldRef writes an id as a URN. What ids do not have, and a URN may not, is escaped.
func ldRef(w *jsontext.Buffer, before, id string) {
	w.Raw(before)
	w.Appended(func(b []byte) []byte {
		b = append(append(b, '"'), urn...)
		for _, c := range []byte(id) {
			switch {
			case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(":-._", c) >= 0:
				b = append(b, c)
			default:
				b = append(b, '%', upperHex[c>>4], upperHex[c&0xf])
			}
		}
		return append(b, '"')
	})
}
