package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// maxPairs is how many values a query string may have, as for [url.ParseQuery].
const maxPairs = 10_000

// readQuery reads a query string, which is decoded as [url.ParseQuery] does it, but without a map: there are few
// parameters, and each is looked for once. What cannot be decoded is an error here, where net/url would drop it.
func readQuery(raw string) ([]given, error) {
	if raw == "" {
		return nil, nil
	}
	pairs := strings.Count(raw, "&") + 1
	if pairs > maxPairs {
		return nil, graph.Invalid("", "the query string has %d values; at most %d are allowed", pairs, maxPairs)
	}
	out := make([]given, 0, pairs)
	values := make([]string, 0, pairs)
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, badName := url.QueryUnescape(name)
		value, badValue := url.QueryUnescape(value)
		if badName != nil || badValue != nil || strings.Contains(pair, ";") {
			return nil, graph.Invalid("", "the query string cannot be decoded; write %% and ; in it as %%25 and %%3B")
		}
		values = append(values, value)
		out = append(out, given{name: name, values: values[len(values)-1:]})
	}
	return out, nil
}

// readBody reads a JSON object whose fields are the parameters: texts, numbers, flags and lists of texts. Nothing in it
// may be nested deeper, and no name may stand twice.
func readBody(c *gin.Context) ([]given, error) {
	media, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || media != "application/json" {
		return nil, &graph.Error{Code: codeContentType,
			Message: fmt.Sprintf("the content type is %.100q; send application/json", c.GetHeader("Content-Type"))}
	}
	if coding := c.GetHeader("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, &graph.Error{Code: codeContentType,
			Message: fmt.Sprintf("the body is coded as %.100q; send it as it is", coding)}
	}
	if c.Request.ContentLength > maxBodyBytes {
		drain(c)
		return nil, tooLarge()
	}
	b := bodyReader{Decoder: json.NewDecoder(http.MaxBytesReader(c.Writer, c.Request.Body, maxBodyBytes)),
		names: map[string]bool{}}
	b.UseNumber()
	if err := b.object(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			drain(c)
		}
		return nil, bodyError(err)
	}
	return b.given, nil
}

// drain takes in more of a body that is refused, up to a bound: whoever is still sending would otherwise meet a reset
// connection and never read why.
func drain(c *gin.Context) {
	_, _ = io.CopyN(io.Discard, c.Request.Body, 4*maxBodyBytes)
}

func tooLarge() error {
	return &graph.Error{Code: codeTooLarge, Message: fmt.Sprintf("a body may have %d bytes", maxBodyBytes)}
}

func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge()
	}
	if e, ok := errors.AsType[*graph.Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return graph.Invalid("", "the body is not JSON: %s at byte %d", e.Error(), e.Offset)
	}
	return graph.Invalid("", "the body is not a whole JSON object")
}

type bodyReader struct {
	*json.Decoder
	given []given
	names map[string]bool // of what was given
}

// object reads the whole body token by token, so that memory does not grow with nesting.
func (b *bodyReader) object() error {
	if t, err := b.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, graph.Invalid("", "the body is not a JSON object"))
	}
	for b.More() {
		t, err := b.Token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		if b.names[name] {
			return graph.Invalid(fmt.Sprintf("%.100s", name), "it is given twice; give it once")
		}
		b.names[name] = true
		if err := b.value(name); err != nil {
			return err
		}
	}
	if _, err := b.Token(); err != nil {
		return err
	}
	if _, err := b.Token(); !errors.Is(err, io.EOF) {
		return errors.Join(err, graph.Invalid("", "something follows the JSON object in the body"))
	}
	return nil
}

func (b *bodyReader) value(name string) error {
	t, err := b.Token()
	if err != nil {
		return err
	}
	switch v := t.(type) {
	case string:
		b.add(name, formText, v)
	case json.Number:
		b.add(name, formNumber, v.String())
	case bool:
		b.add(name, formFlag, strconv.FormatBool(v))
	case json.Delim:
		if v != '[' {
			return graph.Invalid(fmt.Sprintf("%.100s", name),
				"it is an object; give a text, a number, true, false or a list of texts")
		}
		return b.list(name)
	default:
		return graph.Invalid(fmt.Sprintf("%.100s", name), "it is null; leave it out instead")
	}
	return nil
}

func (b *bodyReader) add(name string, form form, values ...string) {
	b.given = append(b.given, given{name, values, form})
}

func (b *bodyReader) list(name string) error {
	var items []string
	for b.More() {
		t, err := b.Token()
		if err != nil {
			return err
		}
		item, ok := t.(string)
		if !ok {
			return graph.Invalid(fmt.Sprintf("%.100s", name), "one of its values is not a text")
		}
		items = append(items, item)
	}
	b.add(name, formList, items...)
	_, err := b.Token()
	return err
}
