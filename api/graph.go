package api

import (
	"bufio"
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

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
	filter := parseFilter(p)
	p.check(filter.Check())
	if err := p.err(); err != nil {
		s.fail(c, err)
		return
	}
	ctx, cancel := limit(c, max(s.Deadline, graph.MaxDeadline))
	defer cancel()
	if s.unchanged(ctx, c) {
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
	s.tag(c, marker)
	c.Header("Content-Type", "application/json; charset=utf-8")
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return
	}
	out := &graphWriter{w: bufio.NewWriterSize(c.Writer, streamBuffer), filter: &filter}
	if err := out.stream(ctx, s.Reader); err != nil {
		s.breakOff(c, err)
	}
}

// breakOff ends an answer that cannot be completed: as a problem while nothing was sent, else by cutting the
// connection, since a status cannot be taken back.
func (s *server) breakOff(c *gin.Context, err error) {
	if !c.Writer.Written() {
		s.fail(c, err)
		return
	}
	_ = c.Error(err)
	panic(http.ErrAbortHandler)
}

// graphWriter writes {"graph": {"nodes": [...], "relationships": [...]}, "revision": ...} piece by piece. Memory does
// not grow with the graph.
type graphWriter struct {
	w       *bufio.Writer
	filter  *graph.Filter
	text    jsontext.Buffer // the item that is being written
	written int             // in the list that is being written
	inRels  bool
}

func (g *graphWriter) stream(ctx context.Context, reader graph.Reader) error {
	_, _ = g.w.WriteString(`{"graph":{"nodes":[`) // errors are kept until Flush
	marker, err := reader.Scan(ctx, graph.Visitor{
		Entity: func(e graph.Entity) error {
			if !g.filter.PassShown(e.ID, e.Kind) {
				return nil
			}
			return g.item(func(w *jsontext.Buffer) { writeEntity(w, &e) })
		},
		Relationship: func(r graph.Relationship) error {
			g.startRelationships()
			shown, ok := g.filter.Pass(r)
			if !ok || !g.shows(r.From) || !g.shows(r.To) {
				return nil
			}
			return g.item(func(w *jsontext.Buffer) { writeRelationship(w, &shown, shown.ID()) })
		},
	})
	if err != nil {
		return err
	}
	g.startRelationships()
	_, _ = g.w.WriteString("]},")
	g.text.Reset()
	g.text.StringOrNull(`"epoch":`, marker.Epoch)
	g.text.Bool(`,"loading":`, marker.Loading)
	g.text.Int(`,"revision":`, marker.Revision)
	g.text.Raw("}\n")
	end, _ := g.text.Bytes() // nothing in it can fail
	_, _ = g.w.Write(end)
	return g.w.Flush()
}

// shows reports whether the entity was written; its id tells its kind.
func (g *graphWriter) shows(id string) bool {
	kind, _ := graph.KindOfID(id)
	return g.filter.PassShown(id, kind)
}

func (g *graphWriter) startRelationships() {
	if !g.inRels {
		_, _ = g.w.WriteString(`],"relationships":[`)
		g.inRels, g.written = true, 0
	}
}

func (g *graphWriter) item(write func(*jsontext.Buffer)) error {
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
