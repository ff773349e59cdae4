package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// readQuery reads a query string. What cannot be decoded is an error here, where net/url would drop it.
func readQuery(raw string) (map[string][]string, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, graph.Invalid("", "the query string cannot be decoded; write %% and ; in it as %%25 and %%3B")
	}
	return values, nil
}

// readBody reads a JSON object whose fields are the parameters: texts, numbers, flags and lists of texts. Nothing in it
// may be nested deeper, and no name may stand twice.
func readBody(c *gin.Context) (map[string][]string, map[string]form, error) {
	media, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || media != "application/json" {
		return nil, nil, &graph.Error{Code: codeContentType,
			Message: fmt.Sprintf("the content type is %.100q; send application/json", c.GetHeader("Content-Type"))}
	}
	if coding := c.GetHeader("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, nil, &graph.Error{Code: codeContentType,
			Message: fmt.Sprintf("the body is coded as %.100q; send it as it is", coding)}
	}
	if c.Request.ContentLength > maxBodyBytes {
		drain(c)
		return nil, nil, tooLarge()
	}
	b := bodyReader{json.NewDecoder(http.MaxBytesReader(c.Writer, c.Request.Body, maxBodyBytes)),
		map[string][]string{}, map[string]form{}}
	b.UseNumber()
	if err := b.object(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			drain(c)
		}
		return nil, nil, bodyError(err)
	}
	return b.given, b.forms, nil
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
	given map[string][]string
	forms map[string]form
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
		if _, twice := b.given[name]; twice {
			return graph.Invalid(fmt.Sprintf("%.100s", name), "it is given twice; give it once")
		}
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
		b.forms[name], b.given[name] = formText, []string{v}
	case json.Number:
		b.forms[name], b.given[name] = formNumber, []string{v.String()}
	case bool:
		b.forms[name], b.given[name] = formFlag, []string{fmt.Sprint(v)}
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

func (b *bodyReader) list(name string) error {
	b.forms[name], b.given[name] = formList, []string{}
	for b.More() {
		t, err := b.Token()
		if err != nil {
			return err
		}
		item, ok := t.(string)
		if !ok {
			return graph.Invalid(fmt.Sprintf("%.100s", name), "one of its values is not a text")
		}
		b.given[name] = append(b.given[name], item)
	}
	_, err := b.Token()
	return err
}
