package api

import (
	"bufio"
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"coopgraph/api/format"
	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
)

// streamBuffer is how much of a stream is held back. An error before it is full is still an honest problem.
const streamBuffer = 32 << 10

// graph streams the whole graph, or what of it passes the filter. It may take as long as any question may, since a
// reader may be slow.
func (s *server) graph(c *gin.Context) {
	p, err := readParams(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	shape := s.shape(c, p, graphShapes)
	linkedState(p)
	filter := parseFilter(p)
	p.check(filter.Check())
	if err := p.err(); err != nil {
		s.fail(c, err)
		return
	}
	ctx := limit(c, max(s.Deadline, graph.MaxDeadline))
	defer ctx.cancel()
	if s.unchanged(ctx, c, shape) {
		return
	}
	marker, err := s.Reader.Marker(ctx)
	if err == nil {
		err = s.resolveFilter(ctx, &filter)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	s.tag(c, marker, shape)
	out := bufio.NewWriterSize(c.Writer, streamBuffer)
	var w format.GraphWriter
	if f, other := format.Graph(shape); other {
		s.fileHeaders(c, f.MediaType, f.Extension)
		w = f.New(out)
	} else {
		c.Writer.Header()["Content-Type"] = jsonType
		w = &ownGraph{w: out}
	}
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return
	}
	head := s.head(c, p)
	head.Title, head.Marker, head.Permalink = "The graph", marker, s.permalink(c, p, marker)
	if err = stream(ctx, s.Reader, &filter, head, w); err == nil {
		err = out.Flush()
	}
	if err != nil {
		s.breakWithin(c, out, w, err)
	}
}

// stream writes what passes the filter piece by piece. Memory does not grow with the graph.
func stream(ctx context.Context, reader graph.Reader, filter *graph.Filter, head format.Head, w format.GraphWriter) error {
	if err := w.Begin(head); err != nil {
		return err
	}
	// The id of an entity tells its kind.
	shows := func(id string) bool {
		kind, _ := graph.KindOfID(id)
		return filter.PassShown(id, kind)
	}
	marker, err := reader.Scan(ctx, graph.Visitor{
		Entity: func(e graph.Entity) error {
			if !filter.PassShown(e.ID, e.Kind) {
				return nil
			}
			return w.Node(&graph.Node{Entity: e, Distance: -1, Hidden: -1})
		},
		Relationship: func(r graph.Relationship) error {
			shown, ok := filter.Pass(r)
			if !ok || !shows(r.From) || !shows(r.To) {
				return nil
			}
			return w.Relationship(shown.ID(), &shown)
		},
	})
	if err != nil {
		return err
	}
	return w.End(marker)
}

// ownGraph writes {"graph": {"nodes": [...], "relationships": [...]}, "revision": ...}. The revision stands at the end,
// since only then is it certain.
type ownGraph struct {
	w       *bufio.Writer
	text    jsontext.Buffer // the item that is being written
	written int             // in the list that is being written
	inRels  bool
}

// Begin implements format.GraphWriter.
func (g *ownGraph) Begin(format.Head) error {
	_, err := g.w.WriteString(`{"graph":{"nodes":[`)
	return err
}

// Node implements format.GraphWriter.
func (g *ownGraph) Node(n *graph.Node) error {
	return g.item(func(w *jsontext.Buffer) { writeNode(w, n) })
}

// Relationship implements format.GraphWriter.
func (g *ownGraph) Relationship(id string, r *graph.Relationship) error {
	g.startRelationships()
	return g.item(func(w *jsontext.Buffer) { writeRelationship(w, r, id) })
}

func (g *ownGraph) startRelationships() {
	if !g.inRels {
		_, _ = g.w.WriteString(`],"relationships":[`) // an error is kept until the next write
		g.inRels, g.written = true, 0
	}
}

// End implements format.GraphWriter.
func (g *ownGraph) End(m graph.Marker) error {
	g.startRelationships()
	g.text.Reset()
	g.text.StringOrNull(`]},"epoch":`, m.Epoch)
	g.text.Bool(`,"loading":`, m.Loading)
	g.text.Int(`,"revision":`, m.Revision)
	g.text.Raw("}\n")
	end, err := g.text.Bytes()
	if err != nil {
		return err
	}
	_, err = g.w.Write(end)
	return err
}

func (g *ownGraph) item(write func(*jsontext.Buffer)) error {
	g.text.Reset()
	g.text.Next(g.written)
	g.written++
	write(&g.text)
	text, err := g.text.Bytes()
	if err != nil {
		return err
	}
	_, err = g.w.Write(text)
	return err
}
