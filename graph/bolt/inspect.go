package bolt

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"coopgraph/graph"
	"coopgraph/graph/audit"
)

var _ audit.Inspector = (*DB)(nil)

// Inspect implements audit.Inspector. It only reads.
func (db *DB) Inspect(ctx context.Context, v graph.Visitor, found func(audit.Finding)) (graph.Marker, error) {
	session := db.session(ctx, neo4j.AccessModeRead)
	defer func() { _ = session.Close(context.WithoutCancel(ctx)) }()
	missing, err := missingSchema(ctx, session)
	if err != nil {
		return graph.Marker{}, db.explain(ctx, err)
	}
	tx, err := session.BeginTransaction(ctx, timeout(ctx))
	if err != nil {
		return graph.Marker{}, db.explain(ctx, err)
	}
	defer func() { _ = tx.Close(context.WithoutCancel(ctx)) }() // a read has nothing to lose
	i := &inspection{ctx: ctx, tx: tx, visitor: v, found: found, missing: missing}
	before, err := i.readState()
	if err == nil && !before.live() {
		err = i.all()
	}
	if err != nil {
		return graph.Marker{}, db.explainScan(ctx, err)
	}
	after, err := i.readState()
	if err != nil {
		return graph.Marker{}, db.explain(ctx, err)
	}
	marker := after.Marker
	marker.Loading = before.live() || after.live() || before.Marker != after.Marker
	if marker.Loading {
		return marker, nil
	}
	for _, name := range after.unfinished {
		i.report(audit.Unfinished, []string{name}, "a load of dataset %s wrote a part of it and no more", name)
	}
	return marker, nil
}

// inspection is one look at everything. Whoever reads the graph sees a load that was cut short and one under way alike;
// here they are told apart.
type inspection struct {
	ctx     context.Context
	tx      neo4j.ManagedTransaction
	visitor graph.Visitor
	found   func(audit.Finding)
	missing []string // statements of the schema
}

func (i *inspection) report(code audit.Code, ids []string, format string, args ...any) {
	i.found(audit.Finding{Code: code, IDs: ids, Text: fmt.Sprintf(format, args...)})
}

// state is what the marker says.
type state struct {
	graph.Marker // Loading is false
	markers      int
	unfinished   []string
	leased       bool // somebody holds a lease that has not run out
}

// live reports whether a load has begun to write and goes on.
func (s state) live() bool { return s.leased && len(s.unfinished) > 0 }

func (i *inspection) readState() (state, error) {
	var s state
	err := each(i.ctx, i.tx, "MATCH (m:"+metaLabel+" {key: 'graph'}) RETURN m.epoch, m.revision, "+
		"coalesce(m.unfinished, []), "+
		"m.token IS NOT NULL AND coalesce(m.until, 0) > datetime.realtime().epochMillis", nil, func(v []any) error {
		s.markers++
		s.Epoch = asString(v[0])
		s.Revision, _ = v[1].(int64)
		s.unfinished = asStrings(v[2])
		s.leased, _ = v[3].(bool)
		return nil
	})
	return s, err
}

func (i *inspection) all() error {
	for _, part := range []func() error{i.marker, i.sources, i.entities, i.relationships, i.withdrawn,
		i.datasets, i.degrees, i.strays} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// marker looks at the marker and the schema. A database that nothing was ever loaded into has neither.
func (i *inspection) marker() error {
	s, err := i.readState()
	if err != nil {
		return err
	}
	some := s.markers > 0
	if !some {
		err = each(i.ctx, i.tx, "MATCH (n) RETURN 1 LIMIT 1", nil, func([]any) error { some = true; return nil })
	}
	if err != nil || !some {
		return err
	}
	for _, statement := range i.missing {
		i.report(audit.Schema, nil, "%s", statement)
	}
	if s.markers != 1 {
		i.report(audit.Marker, nil, "there are %d nodes (:%s {key: 'graph'})", s.markers, metaLabel)
	}
	return nil
}

// labelled runs over the nodes of a label in the order of their ids, and tells of those without an id and of doubles.
func (i *inspection) labelled(label, key string,
	visit func(id string, labels []string, props map[string]any) error) error {
	last := ""
	err := each(i.ctx, i.tx, "MATCH (n:"+label+") WHERE n."+key+" > '' RETURN n."+key+", labels(n), properties(n) "+
		"ORDER BY n."+key,
		nil, func(v []any) error {
			id := asString(v[0])
			if id == last {
				i.report(audit.Duplicate, []string{id}, "two nodes (:%s) have the %s %q", label, key, id)
			}
			last = id
			props, _ := v[2].(map[string]any)
			return visit(id, asStrings(v[1]), props)
		})
	if err != nil {
		return err
	}
	return each(i.ctx, i.tx, "MATCH (n:"+label+") WHERE NOT coalesce(n."+key+" > '', false) RETURN elementId(n)", nil,
		func(v []any) error {
			i.report(audit.ID, nil, "the node %s (:%s) has no %s", asString(v[0]), label, key)
			return nil
		})
}

// readable tells of an element that could not be decoded. Its own form is the finding, so what is wrong with it is not.
func (i *inspection) readable(err error, id, format string) bool {
	if err != nil {
		i.report(audit.Unreadable, []string{id}, format, id)
	}
	return err == nil
}

// callback leaves an error of the caller's as it is.
func callback(err error) error {
	if err != nil {
		return callbackError{err}
	}
	return nil
}

func (i *inspection) sources() error {
	return i.labelled("Source", "id", func(id string, labels []string, props map[string]any) error {
		s, err := decodeSource([]any{id, props["records"]})
		if !i.readable(err, id, "the source %s: its records cannot be read") {
			return nil
		}
		if graph.CheckSourceID(id) != nil {
			i.report(audit.ID, []string{id}, "%q is not the id of a source", id)
		}
		i.labels(id, labels, "Source")
		want, err := encodeSource(s)
		if err == nil {
			i.compare(id, "the source "+id, props, want)
		}
		return callback(i.visitor.Source(s))
	})
}

func (i *inspection) entities() error {
	return i.labelled("Entity", "id", func(id string, labels []string, props map[string]any) error {
		e, err := decodeEntity([]any{id, props["records"], props["degree"]})
		if !i.readable(err, id, "%s: its records cannot be read") {
			return nil
		}
		kind, ok := graph.KindOfID(id)
		if !ok || !slices.Contains(labels, string(kind)) {
			i.report(audit.ID, []string{id}, "the node with the id %q has the labels %s", id, strings.Join(labels, ", "))
		}
		i.labels(id, labels, "Entity", string(kind), unsettledLabel, renamedLabel)
		switch labelled := slices.Contains(labels, renamedLabel); {
		case !labelled && len(e.Formerly) > 0:
			i.report(audit.Derived, []string{id}, "%s: it had other ids before, and the label %s is missing", id, renamedLabel)
		case labelled && len(e.Formerly) == 0:
			i.report(audit.Derived, []string{id}, "%s: it had no other id before, and has the label %s", id, renamedLabel)
		}
		if slices.Contains(labels, unsettledLabel) {
			i.report(audit.Unsettled, []string{id}, "%s", id)
		}
		want, err := encodeEntity(e)
		if err == nil {
			delete(want, "degree") // it is counted apart
			i.compare(id, id, props, want)
		}
		return callback(i.visitor.Entity(e))
	})
}

// labels tells of labels that no load gave.
func (i *inspection) labels(id string, labels []string, ours ...string) {
	for _, label := range labels {
		if !slices.Contains(ours, label) && !slices.Contains(graph.KindNames(), label) {
			i.report(audit.Extra, []string{id}, "%s has the label %s", id, label)
		}
	}
}

func (i *inspection) relationships() error {
	for _, t := range typesByID() {
		last := ""
		err := each(i.ctx, i.tx, "MATCH ()-[r:"+t+"]->() WHERE r.id > '' RETURN "+relationshipColumns+
			", r.id, properties(r) ORDER BY r.id", nil, func(v []any) error {
			id := asString(v[7])
			if id == last {
				i.report(audit.Duplicate, []string{id}, "two relationships have the id %s", id)
			}
			last = id
			props, _ := v[8].(map[string]any)
			return i.relationship(id, v[:7], props)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (i *inspection) relationship(id string, v []any, props map[string]any) error {
	r, err := decodeRelationship(v)
	if !i.readable(err, id, "%s: its claims cannot be read") {
		return nil
	}
	what := fmt.Sprintf("%s (%s %s %s)", id, r.From, r.Type, r.To)
	switch {
	case r.ID() != id:
		i.report(audit.ID, []string{id}, "%s: with these ends, role, title and spell its id would be %s", what, r.ID())
	case r.From != asString(v[1]):
		i.report(audit.ID, []string{id}, "%s: it is stored the wrong way round", what)
	}
	if r.Withdrawn() && len(r.Claims) > 0 {
		i.report(audit.Derived, []string{id}, "%s: all its claims are withdrawn, and it stands in the graph", what)
	}
	want, err := encodeRelationship(r)
	if err == nil {
		want["id"] = id
		i.compare(id, what, props, want)
	}
	return callback(i.visitor.Relationship(r))
}

// withdrawn looks at what corrections took out of the graph.
func (i *inspection) withdrawn() error {
	return i.labelled(withdrawnLabel, "id", func(id string, labels []string, props map[string]any) error {
		r, err := decodeRelationship([]any{props["type"], props["from"], props["to"], props["role"], props["title"],
			props["spell"], props["claims"]})
		if !i.readable(err, id, "%s, which is withdrawn: its claims cannot be read") {
			return nil
		}
		i.labels(id, labels, withdrawnLabel)
		if r.ID() != id {
			i.report(audit.ID, []string{id}, "%s, which is withdrawn: its id would be %s", id, r.ID())
		}
		if !r.Withdrawn() {
			i.report(audit.Derived, []string{id}, "%s: a claim of it stands, and it is kept aside as withdrawn", id)
		}
		want, err := encodeRelationship(r)
		if err == nil {
			want["id"], want["type"], want["from"], want["to"] = id, string(r.Type), r.From, r.To
			i.compare(id, id, props, want)
		}
		return callback(i.visitor.Withdrawn(r))
	})
}

func (i *inspection) datasets() error {
	return i.labelled("Dataset", "name", func(name string, _ []string, props map[string]any) error {
		var d graph.Dataset
		err := json.Unmarshal([]byte(asString(props["info"])), &d)
		if !i.readable(err, name, "the record of dataset %s cannot be read") {
			return nil
		}
		// The two versions of coopgraph may put the record differently into text, so that is not compared.
		i.compare(name, "the record of dataset "+name, props, properties{"name": d.Name,
			"title": d.Title, "version": d.Version, "licence": d.Licence, "loaded_at": d.LoadedAt,
			"claims": int64(d.Claims), "info": props["info"]})
		return nil
	})
}

// degrees lets the database count, and gives those that are wrong.
func (i *inspection) degrees() error {
	return each(i.ctx, i.tx, "MATCH (n:Entity) WHERE NOT n:"+unsettledLabel+
		" WITH n, COUNT { MATCH (n)--(o:Entity) WHERE o <> n RETURN DISTINCT o } AS neighbours "+
		"WHERE coalesce(n.degree, -1) <> neighbours RETURN n.id, n.degree, neighbours ORDER BY n.id", nil,
		func(v []any) error {
			i.report(audit.Degree, []string{asString(v[0])}, "%s has the degree %v and %v neighbours", asString(v[0]), v[1], v[2])
			return nil
		})
}

// strays finds what no load writes and no scan shows.
func (i *inspection) strays() error {
	labels := []any{"Entity", "Source", "Dataset", metaLabel, withdrawnLabel}
	err := each(i.ctx, i.tx, "MATCH (n) WHERE none(l IN labels(n) WHERE l IN $labels) "+
		"RETURN elementId(n), labels(n) ORDER BY elementId(n)", map[string]any{"labels": labels}, func(v []any) error {
		i.report(audit.Stray, nil, "the node %s with the labels [%s]", asString(v[0]), strings.Join(asStrings(v[1]), ", "))
		return nil
	})
	if err != nil {
		return err
	}
	return each(i.ctx, i.tx, "MATCH (a)-[r]->(b) WHERE NOT type(r) IN $types OR NOT a:Entity OR NOT b:Entity OR "+
		"NOT coalesce(r.id > '', false) RETURN elementId(r), type(r), coalesce(a.id, elementId(a)), "+
		"coalesce(b.id, elementId(b)) ORDER BY elementId(r)", map[string]any{"types": graph.TypeNames()}, func(v []any) error {
		i.report(audit.Stray, nil, "the relationship %s: %v %v %v", asString(v[0]), v[2], v[1], v[3])
		return nil
	})
}

// ours lists the properties that a load writes somewhere. Where one stands that the element should not have, somebody
// set it; what is not among them is somebody's own.
var ours = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range append(graph.SchemeNames(), "id", "kind", "degree", "records", "name", "type", "description",
		"capital", "url", "aliases", "names", "sources", "since", "until", "first_day", "last_day", "latitude", "longitude",
		"search", "former_ids",
		"datasets", "digests", "title", "publisher", "licence", "note", "published", "accessed", "claims", "conflict",
		"confidence", "observed", "status", "role", "spell", "share", "from", "to") {
		names[name] = true
	}
	return names
}()

// compare holds the properties of an element against what its records or claims amount to.
func (i *inspection) compare(id, what string, got map[string]any, want properties) {
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !equal(got[name], want[name]) {
			wrong = append(wrong, fmt.Sprintf("%s is %s and should be %s", name, short(got[name]), short(want[name])))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, there := want[name]; there || name == "degree" {
			continue
		}
		if ours[name] {
			wrong = append(wrong, fmt.Sprintf("%s is %s and should not be there", name, short(got[name])))
			continue
		}
		i.report(audit.Extra, []string{id}, "%s has the property %s", what, name)
	}
	if len(wrong) > 0 {
		i.report(audit.Derived, []string{id}, "%s: %s", what, strings.Join(wrong, "; "))
	}
}

// equal compares a property as the driver gives it with one as it is written.
func equal(got, want any) bool {
	switch want := want.(type) {
	case []string:
		list, ok := got.([]any)
		return ok && slices.Equal(asStrings(list), want)
	case neo4j.Date:
		date, ok := got.(neo4j.Date)
		return ok && date.Time().Equal(want.Time())
	case string:
		if want == "" && got == nil {
			return true
		}
	}
	return reflect.DeepEqual(got, want)
}

// short writes a value for people.
func short(v any) string {
	const most = 60
	text := "missing"
	switch v := v.(type) {
	case nil:
	case string:
		text = fmt.Sprintf("%q", v)
	default:
		text = fmt.Sprint(v)
	}
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "..."
	}
	return text
}
