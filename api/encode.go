package api

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/gin-gonic/gin"

	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// reply is the answer to a question. The graph-shaped ones write themselves straight from the domain's types, since an
// engine in memory finds them in less time than reflection takes; a test holds them against the types that are
// generated from openapi.yaml.
type reply interface {
	writeTo(w *jsontext.Buffer)
}

// generated is a reply in one of the generated types, for what is not asked often.
type generated struct{ value any }

func (g generated) writeTo(w *jsontext.Buffer) { w.Value("", g.value) }

// maxKeptBuffer is the size above which a buffer is not kept for the next answer, so that one great answer does not
// hold its memory for good.
const maxKeptBuffer = 256 << 10

var buffers = sync.Pool{New: func() any { return new(jsontext.Buffer) }}

func freeBuffer(w *jsontext.Buffer) {
	if w.Cap() <= maxKeptBuffer {
		w.Reset()
		buffers.Put(w)
	}
}

// writeJSON sends the answer with status 200. It is encoded as a whole first, so that a value that cannot be is a 500.
func (s *server) writeJSON(c *gin.Context, answer reply) {
	w := buffers.Get().(*jsontext.Buffer)
	defer freeBuffer(w)
	answer.writeTo(w)
	w.Raw("\n")
	body, err := w.Bytes()
	if err != nil {
		s.fail(c, err)
		return
	}
	header := c.Writer.Header()
	header["Content-Type"] = jsonType
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	c.Status(http.StatusOK)
	if _, err := c.Writer.Write(body); err != nil {
		_ = c.Error(err)
	}
}

// writeHead begins an answer with the state that it was given from.
func writeHead(w *jsontext.Buffer, m graph.Marker) {
	w.Int(`{"revision":`, m.Revision)
	w.StringOrNull(`,"epoch":`, m.Epoch)
	w.Bool(`,"loading":`, m.Loading)
}

// writeDate writes a date as precise as known, or null.
func writeDate(w *jsontext.Buffer, before string, d graph.Date) {
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

// writeGraph writes nodes and relationships in their order.
func writeGraph(w *jsontext.Buffer, before string, g *graph.Subgraph) {
	writeGraphWith(w, before, g, idsOf(g.Relationships))
}

// idsOf gives the ids of relationships. Each costs a digest, so they are made once an answer.
func idsOf(rels []graph.Relationship) []string {
	ids := make([]string, len(rels))
	for i := range rels {
		ids[i] = rels[i].ID()
	}
	return ids
}

// writeGraphWith is writeGraph where the ids of the relationships are known.
func writeGraphWith(w *jsontext.Buffer, before string, g *graph.Subgraph, ids []string) {
	w.Raw(before)
	w.Raw(`{"nodes":[`)
	for i := range g.Nodes {
		w.Next(i)
		writeNode(w, &g.Nodes[i])
	}
	w.Raw(`],"relationships":[`)
	for i := range g.Relationships {
		w.Next(i)
		writeRelationship(w, &g.Relationships[i], ids[i])
	}
	w.Raw(`]}`)
}

// writeNode writes a node of an answer; distance and hidden only where it has them.
func writeNode(w *jsontext.Buffer, n *graph.Node) {
	writeNodeParts(w, &n.Entity, func() {
		if n.Distance >= 0 {
			w.Int(`,"distance":`, int64(n.Distance))
			w.Int(`,"hidden":`, int64(n.Hidden))
		}
	})
}

// writeEntity writes an entity as a node.
func writeEntity(w *jsontext.Buffer, e *graph.Entity) { writeNodeParts(w, e, func() {}) }

// writeNodeParts writes an entity as a node, with more where its place in the order of fields is.
func writeNodeParts(w *jsontext.Buffer, e *graph.Entity, more func()) {
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
	writeDate(w, `,"since":`, e.Since)
	w.StringOrNull(`,"type":`, e.Type)
	writeDate(w, `,"until":`, e.Until)
	w.Raw(`}`)
}

// writeRelationship writes a relationship with this id.
func writeRelationship(w *jsontext.Buffer, r *graph.Relationship, id string) {
	w.String(`{"id":`, id)
	w.String(`,"type":`, string(r.Type))
	w.String(`,"confidence":`, string(r.Confidence))
	w.Bool(`,"conflict":`, r.Conflict)
	w.String(`,"from":`, r.From)
	writeDate(w, `,"observed":`, r.Observed)
	w.StringOrNull(`,"role":`, r.Role)
	w.FloatOrNull(`,"share":`, r.Share)
	writeDate(w, `,"since":`, r.Since)
	w.StringOrNull(`,"spell":`, r.Spell)
	w.StringOrNull(`,"status":`, r.Status)
	w.StringOrNull(`,"title":`, r.Title)
	w.String(`,"to":`, r.To)
	writeDate(w, `,"until":`, r.Until)
	w.Raw(`,"claims":[`)
	for i := range r.Claims {
		w.Next(i)
		writeClaim(w, &r.Claims[i], r.Claims)
	}
	w.Raw(`]}`)
}

// writeClaim writes a claim that stands among these of its relationship.
func writeClaim(w *jsontext.Buffer, c *graph.Claim, among []graph.Claim) {
	w.String(`{"claim":`, c.Text)
	w.String(`,"confidence":`, string(c.Confidence))
	w.String(`,"dataset":`, c.Dataset)
	w.StringOrNull(`,"locator":`, c.Locator)
	writeDate(w, `,"observed":`, c.Observed)
	w.StringOrNull(`,"said_by":`, c.SaidBy)
	w.FloatOrNull(`,"share":`, c.Share)
	writeDate(w, `,"since":`, c.Since)
	w.String(`,"source":`, c.Source)
	w.StringOrNull(`,"status":`, c.Status)
	writeDate(w, `,"until":`, c.Until)
	w.Bool(`,"withdrawn":`, c.WithdrawnAmong(among))
	w.StringOrNull(`,"withdraws":`, c.Withdraws)
	w.Raw(`}`)
}
