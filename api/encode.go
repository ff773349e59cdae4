package api

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/gin-gonic/gin"

	"coopgraph/api/internal/graphjson"
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

// memory is what an answer is made in; a reply that has one gives it back when it is written.
type memory struct{ *graph.Memory }

var memories = sync.Pool{New: func() any { return new(graph.Memory) }}

func takeMemory() memory { return memory{memories.Get().(*graph.Memory)} }

func (m memory) giveBack() {
	m.Reset()
	memories.Put(m.Memory)
}

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
	sendWhole(c, len(body))
	if _, err := c.Writer.Write(body); err != nil {
		_ = c.Error(err)
	}
}

// What is of the domain is written by graphjson, where the formats write it, too.
var (
	writeHead         = graphjson.Head
	writeDate         = graphjson.Date
	writeNode         = graphjson.Node
	writeEntity       = graphjson.Entity
	writeRelationship = graphjson.Relationship
	writeList         = graphjson.List
)

// writeGraph writes the field graph: nodes and relationships in their order.
func writeGraph(w *jsontext.Buffer, g *graph.Subgraph) {
	writeGraphWith(w, g, idsOf(g.Relationships))
}

// idsOf gives the ids of relationships. Each costs a digest, so they are made once an answer.
func idsOf(rels []graph.Relationship) []string {
	ids := make([]string, len(rels))
	for i := range rels {
		ids[i] = rels[i].ID()
	}
	return ids
}

// About how many bytes a node and a relationship take, the latter with a claim or two.
const (
	nodeLength         = 256
	relationshipLength = 640
)

// writeGraphWith is writeGraph where the ids of the relationships are known.
func writeGraphWith(w *jsontext.Buffer, g *graph.Subgraph, ids []string) {
	w.Grow(nodeLength*len(g.Nodes) + relationshipLength*len(ids))
	w.Raw(`,"graph":{"nodes":[`)
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
