package queries

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"coopgraph/graph"
)

const (
	exampleRows = 5  // rows of an example's answer that are shown
	exampleCell = 60 // characters of a cell
)

// Answered is a query with the answer to its example.
type Answered struct {
	Query  Query
	Result Result
}

// Examples runs the examples of all queries that can be run, in the order of groups and then by name. One without an
// example, which needs arguments, is there with an empty answer. The first that fails ends it.
func (c *Catalogue) Examples(ctx context.Context) ([]Answered, error) {
	qs := c.List()
	Order(qs)
	var out []Answered
	for _, q := range qs {
		if q.Broken != "" {
			continue
		}
		a := Answered{Query: q}
		if len(q.Example) > 0 || !slices.ContainsFunc(q.Params, func(p Param) bool { return p.Required }) {
			var err error
			if a.Result, err = c.Run(ctx, q.Name, q.ExampleArguments()); graph.CodeOf(err) == graph.CodeDeadline {
				// A database that has just started may plan for longer than the query may take; then it knows the plan.
				a.Result, err = c.Run(ctx, q.Name, q.ExampleArguments())
			}
			if err != nil {
				return nil, fmt.Errorf("the example of %s: %w", q.Name, err)
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// WriteDocs writes the documentation of queries in Markdown: grouped, with parameters, columns, Cypher, and the first
// rows of the answers to their examples. They have to be in the order that [Catalogue.Examples] gives.
func WriteDocs(w io.Writer, all []Answered) error {
	var b bytes.Buffer
	b.WriteString(docsHead)
	newGroup := func(i int) bool { return i == 0 || all[i].Query.Group != all[i-1].Query.Group }
	for i, a := range all {
		if newGroup(i) {
			fmt.Fprintf(&b, "\n**%s**\n\n", groupTitle(a.Query.Group))
		}
		fmt.Fprintf(&b, "- [%s](#%[1]s): %s\n", a.Query.Name, a.Query.Title)
	}
	for i, a := range all {
		if newGroup(i) {
			fmt.Fprintf(&b, "\n## %s\n", groupTitle(a.Query.Group))
		}
		writeQuery(&b, a)
	}
	_, err := b.WriteTo(w)
	return err
}

const docsHead = `# Canned queries

<!-- Made by "make docs" out of queries/*.cypher and their answers. Change those, not this. -->

A canned query is one file of Cypher with a header. The built-in ones are below, each with its answer on the bundled data;
[own-queries.md](own-queries.md) tells how to add one. They are run from the command line, over HTTP
(` + "`/v1/queries/NAME/run?PARAMETER=VALUE`" + `), and, as they are, in Neo4j Browser. Entities are given by name, id
(` + "`country:aze`" + `) or code (` + "`iso3:AZE`" + `); dates as ` + "`2024`, `2024-06`, `2024-06-27` or `today`" + `.

What holds on a date: from the first day of its beginning, or, where no source gives that, from the day on which one first
saw it hold, to the last day of its end, or on where no end is known. Of a month or year any day counts.
`

func groupTitle(group string) string {
	if group == "" {
		return "Others"
	}
	return group
}

func writeQuery(b *bytes.Buffer, a Answered) {
	q := a.Query
	fmt.Fprintf(b, "\n### %s\n\n%s. %s\n", q.Name, q.Title, q.Description)
	if len(q.Params) > 0 {
		b.WriteString("\n| parameter | type | default | |\n| --- | --- | --- | --- |\n")
	}
	for _, p := range q.Params {
		writeRow(b, "`"+p.Name+"`", p.typeText(), p.defaultText(), p.Description)
	}
	b.WriteString("\n| column | type | |\n| --- | --- | --- |\n")
	for _, col := range q.Columns {
		writeRow(b, "`"+col.Name+"`", string(col.Type), col.Description)
	}
	if a.Result.Query != "" {
		writeExample(b, a)
	}
	fmt.Fprintf(b, "\n<details><summary>Cypher</summary>\n\n```cypher\n%s\n```\n\n</details>\n", q.Cypher)
}

func (p Param) typeText() string {
	text := string(p.Type)
	if p.EntityKind != "" {
		text += " (" + p.EntityKind + ")"
	}
	if r := p.rangeText(); r != "" {
		text += ", " + r
	}
	if len(p.Allowed) > 0 {
		text += ": " + strings.Join(p.Allowed, ", ")
	}
	return text
}

func (p Param) defaultText() string {
	switch {
	case p.Required:
		return "has to be given"
	case p.Default == "":
		return "none"
	}
	return p.Default
}

func writeExample(b *bytes.Buffer, a Answered) {
	result := a.Result
	fmt.Fprintf(b, "\n    $ %s\n\n", CommandLine(a.Query))
	writeRow(b, result.Columns...)
	writeRow(b, strings.Split(strings.Repeat("---,", len(result.Columns)-1)+"---", ",")...)
	for _, row := range result.Rows[:min(len(result.Rows), exampleRows)] {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = clip(CellText(v))
		}
		writeRow(b, cells...)
	}
	fmt.Fprintf(b, "\n%s.\n", answerText(result))
}

// answerText says how much the answer has beyond the rows that are shown.
func answerText(r Result) string {
	text := fmt.Sprintf("%d rows", len(r.Rows))
	if len(r.Rows) == 1 {
		text = "1 row"
	}
	if len(r.Rows) > exampleRows {
		text = fmt.Sprintf("The first %d of %d rows", exampleRows, len(r.Rows))
	}
	if !r.Complete {
		text += ", which is the limit; there are more"
	}
	if r.Graph != nil {
		text += fmt.Sprintf(", which make a graph of %d entities and %d relationships", len(r.Graph.Nodes), len(r.Graph.Relationships))
	}
	return text
}

func writeRow(b *bytes.Buffer, cells ...string) {
	b.WriteString("|")
	for _, cell := range cells {
		b.WriteString(" " + strings.NewReplacer("|", `\|`, "\n", " ").Replace(cell) + " |")
	}
	b.WriteString("\n")
}

func clip(s string) string {
	if r := []rune(s); len(r) > exampleCell {
		return strings.TrimSpace(string(r[:exampleCell-1])) + "…"
	}
	return s
}

// CellText is a value of a row as people read it: of an entity its name and id, of a relationship or source the id, and
// lists with commas.
func CellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case graph.Entity:
		return v.Name + " (" + v.ID + ")"
	case graph.Relationship:
		return v.ID()
	case graph.Source:
		return v.ID
	case []any:
		parts := make([]string, len(v))
		for i, item := range v {
			parts[i] = CellText(item)
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		text, _ := json.Marshal(v) // what a database gave can be written
		return string(text)
	}
	return strings.ReplaceAll(fmt.Sprint(v), "\n", " ")
}

// CommandLine is how the example is run from the command line.
func CommandLine(q Query) string {
	line := "coopgraph query " + q.Name
	for _, a := range q.Example {
		line += " --" + strings.ReplaceAll(a.Name, "_", "-") + " " + shellWord(a.Value)
	}
	return line
}

// shellWord quotes what a shell would take apart.
func shellWord(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf && !strings.ContainsRune(plainInShells, r) }) < 0 && s != "" {
		return s
	}
	if !strings.ContainsAny(s, "\"$`\\!") {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

const plainInShells = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:/+@%"
