package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/api/format"
	"coopgraph/graph"
)

// shaped is a reply that can be written in other shapes than our own.
type shaped interface {
	reply
	// describe fills in what there is to cite, but for sources and datasets, and in Cut what the answer leaves out.
	describe(c *format.Cited)
}

// maxRevision is beyond every revision that there will be.
const maxRevision = 1 << 53

// linked is the state that a permalink was made from, by its parameters.
type linked struct {
	revision int64
	epoch    string
}

// linkedState reads the parameters that a permalink has beside those of its question.
func linkedState(p *params) linked {
	return linked{int64(p.number("revision", 0, maxRevision)), p.text("epoch")}
}

// write sends an answer in its shape, to a request by a link.
func (s *server) write(ctx context.Context, c *gin.Context, p *params, link linked, shape string, answer reply) {
	document, ok := answer.(shaped)
	if shape == ownShape || !ok {
		s.writeJSON(c, answer)
		return
	}
	cited := &format.Cited{Head: s.head(c, p), Day: graph.DayOf(time.Now()).Date()}
	cited.LinkedRevision, cited.LinkedEpoch = link.revision, link.epoch
	document.describe(cited)
	cited.Permalink = s.permalink(c, p, cited.Marker)
	if cited.Cut != "" {
		c.Header("X-Complete", "false")
	}
	if f, isGraph := format.Graph(shape); isGraph {
		s.writeGraphIn(c, f, cited)
		return
	}
	f, _ := format.Citation(shape)
	if err := s.cite(ctx, cited); err != nil {
		s.fail(c, err)
		return
	}
	var text bytes.Buffer
	if err := f.Write(&text, cited); err != nil {
		s.fail(c, err)
		return
	}
	s.fileHeaders(c, f.MediaType, f.Extension)
	c.Status(http.StatusOK)
	_, _ = c.Writer.Write(text.Bytes()) // whoever is not there any more needs no answer
}

// writeGraphIn sends the graph of an answer in a format.
func (s *server) writeGraphIn(c *gin.Context, f format.GraphFormat, cited *format.Cited) {
	s.fileHeaders(c, f.MediaType, f.Extension)
	c.Status(http.StatusOK)
	out := bufio.NewWriterSize(c.Writer, streamBuffer)
	err := format.WriteGraph(f.New(out), cited.Head, &cited.Graph)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		s.breakOff(c, err)
	}
}

// head is what a document says of itself, but for what its answer adds.
func (s *server) head(c *gin.Context, p *params) format.Head {
	return format.Head{Question: c.Request.URL.Path + "?" + p.query().Encode(), Generator: "coopgraph " + s.Version}
}

// query is what was asked, as a query string would say it, whichever way it came. What belongs to the link and not to
// the question is left out.
func (p *params) query() url.Values {
	values := url.Values{}
	for _, g := range p.given {
		if g.name != "revision" && g.name != "epoch" {
			values[g.name] = append(values[g.name], g.texts()...)
		}
	}
	return values
}

// permalink is an address that asks the same again and says which state answered this time.
func (s *server) permalink(c *gin.Context, p *params, m graph.Marker) string {
	base := s.PublicURL
	if base == "" {
		scheme := "http"
		if c.Request.TLS != nil {
			scheme = "https"
		}
		base = scheme + "://" + c.Request.Host
	}
	values := p.query()
	values.Set("revision", strconv.FormatInt(m.Revision, 10))
	if m.Epoch != "" {
		values.Set("epoch", m.Epoch)
	}
	return base + c.Request.URL.EscapedPath() + "?" + values.Encode()
}

// fileHeaders name a document's type and the file that a browser would save it as.
func (s *server) fileHeaders(c *gin.Context, mediaType, extension string) {
	c.Header("Content-Type", mediaType)
	c.Header("Content-Disposition", `inline; filename="coopgraph`+extension+`"`)
}

// cite reads the sources and datasets that an answer stands on, and the names of those who say something according to
// them. What is gone is left out: only a load under way can have taken it.
func (s *server) cite(ctx context.Context, cited *format.Cited) error {
	if cited.Sources == nil {
		var err error
		if cited.Sources, err = s.sources(ctx, format.SourceIDs(&cited.Graph)); err != nil {
			return err
		}
	}
	cited.Names = map[string]string{}
	for _, id := range format.SaidBy(&cited.Graph) {
		e, err := s.Reader.Entity(ctx, id)
		switch {
		case err == nil:
			cited.Names[id] = e.Name
		case graph.CodeOf(err) != graph.CodeNotFound:
			return err
		}
	}
	datasets, err := s.Reader.Datasets(ctx)
	if err != nil {
		return err
	}
	named := format.DatasetNames(&cited.Graph)
	for _, source := range cited.Sources {
		named = append(named, source.Datasets()...)
	}
	cited.Datasets = slices.DeleteFunc(datasets, func(d graph.Dataset) bool { return !slices.Contains(named, d.Name) })
	return nil
}

// breakOff ends an answer that cannot be completed: as a problem while nothing was sent, else by cutting the
// connection, since a status cannot be taken back.
func (s *server) breakOff(c *gin.Context, err error) {
	if !c.Writer.Written() {
		c.Writer.Header().Del("Content-Disposition")
		s.fail(c, err)
		return
	}
	_ = c.Error(err)
	panic(http.ErrAbortHandler)
}

// breakWithin is breakOff for a format that can say in the document itself that it broke off. The connection then ends
// as it should, with the problem as its last line.
func (s *server) breakWithin(c *gin.Context, out *bufio.Writer, w any, err error) {
	b, can := w.(format.Breaker)
	if !can || !c.Writer.Written() || c.Request.Context().Err() != nil {
		s.breakOff(c, err)
		return
	}
	_ = c.Error(err)
	if errors.Join(b.Break(s.problem(c, err)), out.Flush()) != nil {
		panic(http.ErrAbortHandler)
	}
}
