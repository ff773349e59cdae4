package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// writeGrace is the time that a client has to take an answer after the deadline for making it.
const writeGrace = 30 * time.Second

// read makes a handler of the two parts in which endpoints differ: parse reads the parameters into the endpoint's own
// struct, ask answers it and says from which state of the graph. The answer is written in the shape that is asked for.
func read[Q any](s *server, in shapes, parse func(*params) Q,
	ask func(context.Context, Q) (reply, graph.Marker, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		p, err := readParams(c)
		if err != nil {
			s.fail(c, err)
			return
		}
		shape := s.shape(c, p, in)
		var link linked
		if len(in.names) > 1 {
			link = linkedState(p)
		}
		question := parse(p)
		if err := p.err(); err != nil {
			s.fail(c, err)
			return
		}
		ctx := limit(c, s.Deadline)
		defer ctx.cancel()
		if s.unchanged(ctx, c, shape) {
			return
		}
		answer, marker, err := ask(ctx, question)
		if err != nil {
			s.fail(c, err)
			return
		}
		s.tag(c, marker, shape)
		s.write(ctx, c, p, link, shape, answer)
		if lent, ok := answer.(interface{ giveBack() }); ok {
			lent.giveBack()
		}
	}
}

// parseNothing is for endpoints without parameters.
func parseNothing(*params) struct{} { return struct{}{} }

// parseID is for endpoints with an id in their address and nothing else.
func parseID(p *params) string { return p.id() }

// limit bounds the making of an answer by a deadline, or by less where the request prefers so, and the sending of it by
// one a little later, whatever the server's own timeout for writing.
func limit(c *gin.Context, after time.Duration) *deadline {
	if wait, ok := preferredWait(c.Request.Header.Values("Prefer")); ok && wait < after {
		after = wait
		c.Writer.Header()["Preference-Applied"] = []string{"wait=" + strconv.Itoa(int(wait/time.Second))}
	}
	at := time.Now().Add(after)
	// A recorder in a test knows no deadlines.
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(at.Add(writeGrace))
	return withDeadline(c.Request.Context(), at)
}

// preferredWait is what `Prefer: wait=N` asks for (RFC 7240): an answer within N seconds or none. What cannot be read is
// ignored, as the RFC has it for all preferences.
func preferredWait(headers []string) (time.Duration, bool) {
	for _, header := range headers {
		for preference := range strings.SplitSeq(header, ",") {
			name, value, _ := strings.Cut(preference, "=")
			if !strings.EqualFold(strings.TrimSpace(name), "wait") {
				continue
			}
			value, _, _ = strings.Cut(value, ";")
			seconds, err := strconv.ParseUint(strings.Trim(strings.TrimSpace(value), `"`), 10, 16)
			return time.Duration(seconds) * time.Second, err == nil
		}
	}
	return 0, false
}

// bracket runs reads that do not say themselves from which state they are answered. It compares the markers before and
// after; where they differ or a load is under way it tries once more, and then says that half a load may have been seen.
func (s *server) bracket(ctx context.Context, reads func() error) (graph.Marker, error) {
	for last := false; ; last = true {
		before, err := s.Reader.Marker(ctx)
		if err != nil {
			return graph.Marker{}, err
		}
		if err := reads(); err != nil {
			return graph.Marker{}, err
		}
		after, err := s.Reader.Marker(ctx)
		if err != nil {
			return graph.Marker{}, err
		}
		if after == before && !after.Loading {
			return after, nil
		}
		if last {
			after.Loading = true
			return after, nil
		}
	}
}
