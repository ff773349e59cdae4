package queries

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

const full = `// name: full-example
// title: A title: with a colon
// description: A first sentence, that goes
//   on: in a second line
//     and a third.
//
// group: Things
// # A remark, which is no field
// parameters:
//   # and another
//   organisation:
//     type: entity
//     kind: organisation
//     description: The organisation
//       meant.
//   on:
//     type: date
//     default: 2024-06
//     description: The day.
//   how_many:
//     type: integer
//     optional: true
//     allowed: 1, 2, 3
//     description: How many.
// columns:
//   id: string, The id, as it is.
//   tie: relationship, The tie.
// graph: true
// rows: 50
// time: 1500ms
// tags: one, two ,,
// example:
//   organisation: GUAM: that one
//   how_many: 2
// A later comment would be a field, so there is none.

MATCH (o:Entity {id: $organisation}) // $not_a_parameter
WHERE o.x = '$nor_this' AND o.first_day <= $on_last AND o.n = $how_many
RETURN o.id AS id, o AS tie
`

func TestParse(t *testing.T) {
	text := strings.Replace(full, "// A later comment would be a field, so there is none.\n", "", 1)
	for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n")} {
		q, fault := parse(text)
		if fault != nil {
			t.Fatal(fault)
		}
		want := Query{
			Name: "full-example", Title: "A title: with a colon", Group: "Things",
			Example:     []Argument{{"organisation", "GUAM: that one"}, {"how_many", "2"}},
			Description: "A first sentence, that goes on: in a second line and a third.",
			Params: []Param{
				{Name: "organisation", Type: Entity, Description: "The organisation meant.", Required: true,
					EntityKind: "Organisation"},
				{Name: "on", Type: Date, Description: "The day.", Default: "2024-06"},
				{Name: "how_many", Type: Integer, Description: "How many.", Allowed: []string{"1", "2", "3"}},
			},
			Columns: []Column{{"id", String, "The id, as it is."}, {"tie", Relationship, "The tie."}},
			Graph:   true, RowLimit: 50, TimeLimit: 1500 * time.Millisecond, Tags: []string{"one", "two"},
		}
		want.Cypher, want.text = q.Cypher, q.text
		if !reflect.DeepEqual(*q, want) {
			t.Errorf("got  %+v\nwant %+v", *q, want)
		}
		if !strings.HasPrefix(q.Cypher, "MATCH (o:Entity") || !strings.HasSuffix(q.Cypher, "AS tie") {
			t.Errorf("statement %q", q.Cypher)
		}
		line := strings.Count(strings.SplitN(text, "MATCH", 2)[0], "\n")
		if strings.Index(q.text, "M") != line || q.firstLine() != line+1 {
			t.Errorf("the statement begins in line %d, not %d", q.firstLine(), line+1)
		}
	}
}

func TestParseFlaws(t *testing.T) {
	param := func(fields string) string {
		return "// name: n\n// title: T\n// description: D\n// parameters:\n//   p:\n" + fields +
			"// columns:\n//   x: integer, N.\nRETURN $p AS x"
	}
	const described = "//     type: string\n//     description: D\n"
	for _, tc := range []struct {
		name, text string
		line       int
		reason     string
	}{
		{"no header", "RETURN 1", 1, "no header"},
		{"empty", "", 1, "no header"},
		{"only a header", head("n"), 6, "no statement"},
		{"comment for a statement", head("n") + "/* nothing */", 7, "no statement"},
		{"no field", "// name: n\n// just words\n" + right, 2, "is not a field"},
		{"unknown field", "// label: n\n" + right, 1, `"label" is not a field of a header; allowed: name`},
		{"twice", "// name: n\n// name: n\n" + right, 2, "given twice"},
		{"no name", "// title: T\n// description: D\n// columns:\n//   x: integer, N.\n" + right, 1, "no name"},
		{"no columns", "// name: n\n// title: T\n// description: D\n" + right, 1, "no columns"},
		{"empty title", "// name: n\n// title:\n" + right, 2, "title is empty"},
		{"bad name", "// name: ../n\n" + right, 1, `"../n" is not a name`},
		{"capital name", "// name: Name\n" + right, 1, "is not a name"},
		{"tab", "// name: n\n//\ttitle: T\n" + right, 2, "spaces, not tabs"},
		{"odd indent", "// columns:\n//    x: integer, N.\n" + right, 2, "indent of 3 spaces"},
		{"too deep", "// columns:\n//       x: integer, N.\n" + right, 2, "indent of 6 spaces"},
		{"column without sentence", "// columns:\n//   x: integer\n" + right, 2, "a comma and a sentence"},
		{"column of no type", "// columns:\n//   x: int, N.\n" + right, 2, `"int" is not a type; allowed: string`},
		{"column of no name", "// columns:\n//   X: integer, N.\n" + right, 2, `"X" is not a name for a column`},
		{"column twice", "// columns:\n//   x: integer, N.\n//   x: integer, N.\n" + right, 3, "given twice"},
		{"columns in one line", "// columns: x, y\n" + right, 1, "a line of its own"},
		{"graph", "// graph: yes\n" + right, 1, "give true or false"},
		{"no rows", "// rows: 0\n" + right, 1, "from 1 to 10000"},
		{"too many rows", "// rows: 10001\n" + right, 1, "from 1 to 10000"},
		{"time", "// time: 5\n" + right, 1, "a duration such as 5s"},
		{"too much time", "// time: 2m\n" + right, 1, "at most 1m0s"},
		{"no parameters", "// parameters:\n// name: n\n" + right, 1, "a line of its own"},
		{"parameter of no type", param("//     description: D\n"), 5, "needs a type and a description"},
		{"parameter not described", param("//     type: string\n"), 5, "needs a type and a description"},
		{"unknown type", param("//     type: text\n"), 6, `"text" is not a type; allowed: string, integer`},
		{"unknown field of a parameter", param(described + "//     values: a\n"), 8, `"values" is not a field of a`},
		{"field twice", param(described + "//     type: date\n"), 8, "given twice"},
		{"kind of a string", param(described + "//     kind: Country\n"), 5, "only entities have a kind"},
		{"unknown kind", param("//     type: entity\n//     kind: Planet\n"), 7, "allowed: [Country"},
		{"default not allowed", param(described + "//     allowed: a, b\n//     default: c\n"), 5, `"c" is not one of`},
		{"default of another type", param("//     type: integer\n//     description: D\n//     default: few\n"), 5,
			"not a whole number"},
		{"impossible default", param("//     type: date\n//     description: D\n//     default: 2024-02-30\n"), 5,
			"no date that the calendar has"},
		{"optional", param(described + "//     optional: maybe\n"), 8, "give true or false"},
		{"allowed dates", param("//     type: date\n//     description: D\n//     allowed: 2024\n"), 5, "makes no sense"},
		{"capital parameter", strings.Replace(param(described), "//   p:", "//   P:", 1), 5, `"P" is not a name for a param`},
		{"parameter not used", strings.Replace(param(described), "$p", "1", 1), 1, "declared and not used"},
		{"parameter not declared", head("n") + "MATCH (a)\nWHERE a.id = $id\nRETURN 1 AS x", 8, "$id is used and not decl"},
		{"days of a string", strings.Replace(param(described), "$p", "$p + $p_first", 1), 10, "$p_first is used and not"},
		{"a date and its day", param("//     type: date\n//     description: D\n//   p_last:\n" + described), 4,
			"brings p_last along"},
		{"name of a command", "// name: check\n" + right, 1, `"check" is the name of a command`},
		{"taken parameter", strings.Replace(param(described), "//   p:", "//   format:", 1), 5, `the name "format" is taken`},
		{"minimum of a string", param(described + "//     minimum: 1\n"), 5, "only numbers have a minimum"},
		{"minimum that is none", param("//     type: integer\n//     minimum: few\n"), 7, `the minimum is "few"; give a number`},
		{"default out of range", param("//     type: integer\n//     description: D\n//     maximum: 5\n//     default: 6\n"), 5,
			"6 is out of range; give at most 5"},
		{"example of nothing", strings.Replace(param(described), "// columns", "// example: p\n// columns", 1), 8, "a line of its own"},
		{"example of a stranger", strings.Replace(param(described), "// columns", "// example:\n//   q: x\n// columns", 1), 8,
			"an argument q, which is no parameter"},
		{"example without what is required", strings.Replace(param(described+"//   o:\n"+described), "// columns",
			"// example:\n//   p: x\n// columns", 1), 11, "no o, which is required"},
		{"example of another type", strings.Replace(param("//     type: integer\n//     description: D\n"), "// columns",
			"// example:\n//   p: x\n// columns", 1), 8, "the example's p: \"x\" is not a whole number"},
		{"example twice", strings.Replace(param(described), "// columns", "// example:\n//   p: x\n//   p: y\n// columns", 1), 10, "given twice"},
		{"example without a value", strings.Replace(param(described), "// columns", "// example:\n//   p:\n// columns", 1), 9, "has no value"},
		{"quoted parameter", head("n") + "RETURN $`id` AS x", 7, `"id" is not a name for a parameter`},
		{"capital use", head("n") + "RETURN $Id AS x", 7, `"Id" is not a name`},
		{"numbered parameter", head("n") + "RETURN $0 AS x", 7, `"0" is not a name`},
		{"dynamic label", head("n") + "MATCH (a:$(x)) RETURN 1 AS x", 7, `"(" is not a name`},
		{"dollar at the end", head("n") + "RETURN 1 AS x $", 7, "is not a name"},
	} {
		t.Run(tc.name, func(t *testing.T) { wantFlaw(t, tc.text, tc.line, tc.reason) })
	}
}

func wantFlaw(t *testing.T, text string, line int, reason string) {
	t.Helper()
	fault := checkText(text)
	if fault == nil {
		_, fault = parse(text)
	}
	if fault == nil {
		t.Fatalf("accepted:\n%s", text)
	}
	if fault.line != line || !strings.Contains(fault.reason, reason) {
		t.Errorf("refused with %q in line %d; want %q in line %d", fault.reason, fault.line, reason, line)
	}
}
