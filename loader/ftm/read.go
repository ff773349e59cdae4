package ftm

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxLine is the greatest length of a line in bytes.
const maxLine = 16 << 20

// entity is what is kept of one FollowTheMoney entity. It may stand on several lines, fragments of it.
type entity struct {
	id, caption, schema string
	sort                sort
	datasets            []string
	lastSeen            string
	props               map[string][]string
	line, lines         int    // the first line, and how many there are
	fault               string // why it cannot be taken over
	ours                string // its id in the dataset, "" until it has one
}

func (e *entity) first(prop string) string {
	if len(e.props[prop]) == 0 {
		return ""
	}
	return e.props[prop][0]
}

// raw is a line as it stands.
type raw struct {
	ID         string                     `json:"id"`
	Caption    string                     `json:"caption"`
	Schema     string                     `json:"schema"`
	Datasets   []string                   `json:"datasets"`
	LastSeen   string                     `json:"last_seen"`
	Properties map[string]json.RawMessage `json:"properties"`
}

// input is the file as far as it is kept.
type input struct {
	report   *report
	entities map[string]*entity
	things   map[string]string // ids of what is left out but may be owned or led to -> schema
	passed   map[string]int    // lines of what is left out, by schema
	damaged  int
}

// readAll reads all lines. What is wrong with a line is reported, and the line is left out.
func readAll(ctx context.Context, r io.Reader, rep *report) (*input, error) {
	in := &input{report: rep, entities: map[string]*entity{}, things: map[string]string{}, passed: map[string]int{}}
	buffered := bufio.NewReaderSize(r, 64<<10)
	for n, end := 1, false; !end; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		text, long, err := readLine(buffered)
		if end = errors.Is(err, io.EOF); err != nil && !end {
			return nil, fmt.Errorf("%s, line %d: %w", rep.file, n, err)
		}
		switch text = bytes.TrimSpace(text); {
		case long:
			in.damage(n, fmt.Sprintf("the line is longer than %d bytes", maxLine))
		case len(text) > 0:
			if what := in.take(n, text); what != "" {
				in.damage(n, what)
			}
		}
	}
	return in, nil
}

// readLine reads a line, and no more of it than may be kept.
func readLine(r *bufio.Reader) (text []byte, long bool, err error) {
	for {
		piece, err := r.ReadSlice('\n')
		if len(text)+len(piece) > maxLine {
			long, text = true, nil
		}
		if !long {
			text = append(text, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, long, err
		}
	}
}

const unitDamaged = "damaged line"

func (in *input) damage(line int, what string) {
	in.damaged++
	in.report.leaveOut(unitDamaged, fmt.Sprintf("line %d", line), "", what, 1)
}

// take reads one line, and gives what is wrong with it.
func (in *input) take(line int, text []byte) string {
	var r raw
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), &r); err != nil {
		return "it is not a FollowTheMoney entity in JSON: " + shown(err.Error())
	}
	if r.ID == "" || r.Schema == "" {
		return "it has no id or no schema"
	}
	e := &entity{id: r.ID, caption: strings.TrimSpace(r.Caption), schema: r.Schema, sort: sorts[r.Schema], line: line, lines: 1,
		datasets: distinct(r.Datasets), lastSeen: r.LastSeen}
	if e.sort == other {
		in.pass(e)
		return ""
	}
	props, what := properties(r.Properties, wanted[e.sort])
	if what != "" {
		return what
	}
	e.props = props
	if before := in.entities[r.ID]; before != nil {
		before.join(e)
		return ""
	}
	in.entities[r.ID] = e
	return ""
}

// properties reads the wanted ones.
func properties(all map[string]json.RawMessage, wanted []string) (map[string][]string, string) {
	out := map[string][]string{}
	for _, name := range wanted {
		text, ok := all[name]
		if !ok {
			continue
		}
		var values []string
		if err := json.Unmarshal(text, &values); err != nil {
			return nil, "its property " + name + " is no list of texts; the nested form is not read, give the entities one a line"
		}
		for i := range values {
			values[i] = strings.TrimSpace(values[i])
		}
		if values = distinct(values); len(values) > 0 {
			out[name] = values
		}
	}
	return out, ""
}

// distinct sorts texts, each once, without empty ones.
func distinct(values []string) []string {
	values = slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == "" })
	slices.Sort(values)
	return slices.Compact(values)
}

// pass counts an entity that is left out for its schema.
func (in *input) pass(e *entity) {
	schema := e.schema
	if _, ok := known[schema]; !ok && !private[schema] {
		schema = "unknown schema"
		in.report.leaveOut(schema, fmt.Sprintf("line %d", e.line), e.schema, whyNot(e.schema), 1)
	} else {
		in.report.count(schema, e.line, whyNot(e.schema))
	}
	in.passed[schema]++
	if known[e.schema] {
		in.things[e.id] = e.schema
	}
}

// join adds a further fragment of the same entity, whichever comes first.
func (e *entity) join(o *entity) {
	switch {
	case e.schema == o.schema, slices.Contains(ancestors[e.schema], o.schema):
	case slices.Contains(ancestors[o.schema], e.schema):
		e.schema, e.sort = o.schema, o.sort
	default:
		e.schema, e.fault = "several schemas", "its lines are of schemas that do not go together"
	}
	if e.caption == "" || o.caption != "" && o.caption < e.caption {
		e.caption = o.caption
	}
	e.datasets = distinct(append(e.datasets, o.datasets...))
	e.lastSeen = max(e.lastSeen, o.lastSeen)
	e.line = min(e.line, o.line)
	e.lines += o.lines
	for name, values := range o.props {
		e.props[name] = distinct(append(e.props[name], values...))
	}
}
