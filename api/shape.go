package api

import (
	"mime"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"coopgraph/api/format"
)

// ownShape is our own JSON, which every answer can be written in and which is written unless another is asked for.
const ownShape = "json"

// shapes are the forms that an endpoint can write its answer in beside our own: by name for format=, by media type for
// Accept. Of several with one media type, Accept gets the first.
type shapes struct {
	names []string // our own first
	media []string // in the same order, without parameters
}

var (
	jsonOnly    = shapes{}.with(nil, nil)
	graphShapes = jsonOnly.with(format.GraphNames(), graphMedia)
	// citedShapes are those of graphs that an author can cite: they also come as sentences with their sources.
	citedShapes    = graphShapes.with(citationNames, citationMedia)
	citationShapes = jsonOnly.with(citationNames, citationMedia)
	tableShapes    = jsonOnly.with(format.TableNames(), tableMedia)

	citationNames = append(format.CitationNames(), "csl-json")
)

func graphMedia(name string) string    { f, _ := format.Graph(name); return f.MediaType }
func citationMedia(name string) string { f, _ := format.Citation(name); return f.MediaType }
func tableMedia(name string) string    { f, _ := format.Table(name); return f.MediaType }

// with is the shapes and more, whose media types the function knows. The first is always our own.
func (s shapes) with(names []string, mediaType func(name string) string) shapes {
	if len(s.names) == 0 {
		s = shapes{names: []string{ownShape}, media: []string{"application/json"}}
	}
	s.names = slices.Concat(s.names, names)
	for _, name := range names {
		media, _, _ := mime.ParseMediaType(mediaType(name))
		s.media = append(slices.Clip(s.media), media)
	}
	return s
}

// shape is the one of the shapes that a request asks for: by format=, else by Accept. Where Accept names nothing that there
// is, the answer is our own JSON, as RFC 9110 leaves a server free to do: a reader that cannot use it can say so by itself.
func (s *server) shape(c *gin.Context, p *params, in shapes) string {
	if len(in.names) == 1 {
		return ownShape
	}
	c.Writer.Header()["Vary"] = s.varies.byAccept
	if name := p.choice("format", in.names...); name != "" {
		return name
	}
	accept := c.Request.Header["Accept"]
	if len(accept) == 0 || len(accept) == 1 && (accept[0] == "*/*" || accept[0] == "application/json") {
		return ownShape
	}
	return in.accepted(accept)
}

// maxAccepted is how many media ranges of an Accept header are read.
const maxAccepted = 32

// accepted is the shape that Accept gives the greatest weight; among equals the first of the shapes.
func (s shapes) accepted(headers []string) string {
	weights := make([]float64, len(s.names))
	exact := make([]bool, len(s.names)) // a weight of */* or application/* gives way to one of the type itself
	ranges := strings.SplitN(strings.Join(headers, ","), ",", maxAccepted+1)
	for _, text := range ranges[:min(len(ranges), maxAccepted)] {
		media, weight, ok := mediaRange(text)
		if !ok {
			continue
		}
		for i, offered := range s.media {
			switch group, _, _ := strings.Cut(offered, "/"); {
			case media == offered:
				weights[i], exact[i] = weight, true
			case (media == "*/*" || media == group+"/*") && !exact[i] && i == 0:
				// Whoever takes anything gets our own: all else is asked for by name.
				weights[i] = max(weights[i], weight)
			}
		}
	}
	best := 0
	for i, weight := range weights {
		if weight > weights[best] {
			best = i
		}
	}
	return s.names[best]
}

// mediaRange reads one range of an Accept header with its weight; it is false for one that cannot be read.
func mediaRange(text string) (media string, weight float64, ok bool) {
	media, parameters, err := mime.ParseMediaType(text)
	if err != nil {
		return "", 0, false
	}
	weight = 1
	if q, given := parameters["q"]; given {
		weight, err = strconv.ParseFloat(q, 64)
	}
	return media, weight, err == nil && weight >= 0 && weight <= 1
}
