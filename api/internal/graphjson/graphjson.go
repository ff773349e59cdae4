// Package graphjson writes the domain's types as the JSON that openapi.yaml promises for them. The API's own answers
// and every format that carries them whole (NDJSON, cells of tables) write them through it, so that a relationship
// looks the same wherever it stands.
//
// Everything is appended to a [jsontext.Buffer] without reflection, since an engine in memory finds an answer in less
// time than reflection takes to write it. The tests of package api hold it against the types that are generated from
// the document.
package graphjson

import (
	"maps"
	"slices"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// Date writes a date as precise as known, or null.
func Date(w *jsontext.Buffer, before string, d graph.Date) {
	if d.IsZero() {
		w.Null(before)
		return
	}
	w.Raw(before)
	w.Appended(func(b []byte) []byte {
		b, _ = d.AppendText(append(b, '"')) // never fails
		return append(b, '"')
	})
}

// Node writes a node of an answer; distance and hidden only where it has them.
func Node(w *jsontext.Buffer, n *graph.Node) {
	entity(w, &n.Entity, func() {
		if n.Distance >= 0 {
			w.Int(`,"distance":`, int64(n.Distance))
			w.Int(`,"hidden":`, int64(n.Hidden))
		}
	})
}

// Entity writes an entity as a node.
func Entity(w *jsontext.Buffer, e *graph.Entity) { entity(w, e, func() {}) }

// entity writes an entity as a node, with more where its place in the order of fields is.
func entity(w *jsontext.Buffer, e *graph.Entity, more func()) {
	w.String(`{"id":`, e.ID)
	w.String(`,"kind":`, string(e.Kind))
	w.String(`,"name":`, e.Name)
	w.Dict(`,"codes":`, e.Codes)
	w.Strings(`,"datasets":`, e.Datasets())
	w.Int(`,"degree":`, int64(e.Degree))
	w.StringOrNull(`,"description":`, e.Description)
	more()
	w.FloatOrNull(`,"latitude":`, e.Latitude)
	w.FloatOrNull(`,"longitude":`, e.Longitude)
	Date(w, `,"since":`, e.Since)
	w.StringOrNull(`,"type":`, e.Type)
	Date(w, `,"until":`, e.Until)
	w.Raw(`}`)
}

// Relationship writes a relationship with this id, which is asked for since it costs a digest to make.
func Relationship(w *jsontext.Buffer, r *graph.Relationship, id string) {
	w.String(`{"id":`, id)
	w.String(`,"type":`, string(r.Type))
	w.String(`,"confidence":`, string(r.Confidence))
	w.Bool(`,"conflict":`, r.Conflict)
	w.String(`,"from":`, r.From)
	Date(w, `,"observed":`, r.Observed)
	w.StringOrNull(`,"role":`, r.Role)
	w.FloatOrNull(`,"share":`, r.Share)
	Date(w, `,"since":`, r.Since)
	w.StringOrNull(`,"spell":`, r.Spell)
	w.StringOrNull(`,"status":`, r.Status)
	w.StringOrNull(`,"title":`, r.Title)
	w.String(`,"to":`, r.To)
	Date(w, `,"until":`, r.Until)
	w.Raw(`,"claims":[`)
	for i := range r.Claims {
		w.Next(i)
		claim(w, &r.Claims[i], r.Claims)
	}
	w.Raw(`]}`)
}

// claim writes a claim that stands among these of its relationship.
func claim(w *jsontext.Buffer, c *graph.Claim, among []graph.Claim) {
	w.String(`{"claim":`, c.Text)
	w.String(`,"confidence":`, string(c.Confidence))
	w.String(`,"dataset":`, c.Dataset)
	w.StringOrNull(`,"locator":`, c.Locator)
	Date(w, `,"observed":`, c.Observed)
	w.StringOrNull(`,"said_by":`, c.SaidBy)
	w.FloatOrNull(`,"share":`, c.Share)
	Date(w, `,"since":`, c.Since)
	w.String(`,"source":`, c.Source)
	w.StringOrNull(`,"status":`, c.Status)
	Date(w, `,"until":`, c.Until)
	w.Bool(`,"withdrawn":`, c.WithdrawnAmong(among))
	w.StringOrNull(`,"withdraws":`, c.Withdraws)
	w.Raw(`}`)
}

// Source writes a source.
func Source(w *jsontext.Buffer, s *graph.Source) {
	w.String(`{"id":`, s.ID)
	Date(w, `,"accessed":`, s.Accessed)
	w.Strings(`,"datasets":`, s.Datasets())
	w.StringOrNull(`,"licence":`, s.Licence)
	w.StringOrNull(`,"note":`, s.Note)
	Date(w, `,"published":`, s.Published)
	w.StringOrNull(`,"publisher":`, s.Publisher)
	w.String(`,"title":`, s.Title)
	w.StringOrNull(`,"url":`, s.URL)
	w.Raw(`}`)
}

// Value writes a value of a row, as [graph.Statements] gives them: what is of the domain has the shape that it has
// everywhere else.
func Value(w *jsontext.Buffer, value any) {
	switch v := value.(type) {
	case []any:
		List(w, v)
	case map[string]any:
		w.Raw(`{`)
		for i, key := range slices.Sorted(maps.Keys(v)) {
			w.Next(i)
			w.String("", key)
			w.Raw(`:`)
			Value(w, v[key])
		}
		w.Raw(`}`)
	case graph.Date:
		Date(w, "", v)
	case graph.Entity:
		Entity(w, &v)
	case graph.Relationship:
		Relationship(w, &v, v.ID())
	case graph.Source:
		Source(w, &v)
	default:
		w.Value("", v)
	}
}

// List writes a row, or a list within one.
func List(w *jsontext.Buffer, list []any) {
	w.Raw(`[`)
	for i, item := range list {
		w.Next(i)
		Value(w, item)
	}
	w.Raw(`]`)
}

// Head begins an answer with the state that it was given from, and leaves its object open.
func Head(w *jsontext.Buffer, m graph.Marker) {
	w.Int(`{"revision":`, m.Revision)
	w.StringOrNull(`,"epoch":`, m.Epoch)
	w.Bool(`,"loading":`, m.Loading)
}
