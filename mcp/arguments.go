package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// shape is the way an argument is written.
type shape string

const (
	textShape   shape = "string"
	wholeShape  shape = "integer"
	numberShape shape = "number"
	flagShape   shape = "boolean"
	listShape   shape = "array" // of texts
)

// argument is one argument of a tool. What is in its schema is what read checks.
type argument struct {
	name, description string
	shape             shape
	required          bool
	byDefault         any      // told in the schema; nil for none. To leave it out means the same
	allowed           []string // the only texts, in any case; empty for all
	untold            bool     // the schema does not list them once more: another argument's does, and models pay by the word
	pattern           string   // of a text that has a form; told in the schema alone
	// least and most bound a number, or how many values a list has. Of a text most is the greatest length in bytes.
	least, most int
}

// maxTextLength bounds a text and every value of a list, in bytes.
const maxTextLength = 1000

// arguments are those of one tool, in the order in which a model is told of them.
type arguments []argument

// read checks the arguments of a call and writes them into a struct with fields of their names. What is wrong is an
// error that says what would be right; the first by name, but one that does not exist before all.
func (a arguments) read(raw json.RawMessage, into any) error {
	checked, err := a.checked(raw)
	if err != nil {
		return err
	}
	text, err := json.Marshal(checked)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// checked gives the arguments of a call by name, each as its shape wants it. Null is as if it were left out.
func (a arguments) checked(raw json.RawMessage) (map[string]any, error) {
	given := map[string]any{}
	if len(bytes.TrimSpace(raw)) > 0 {
		if err := json.Unmarshal(raw, &given); err != nil {
			return nil, graph.Invalid("", "the arguments are not a JSON object; give one, such as {%s}", a.example())
		}
	}
	maps.DeleteFunc(given, func(_ string, value any) bool { return value == nil })
	sorted := slices.Sorted(maps.Keys(given))
	for _, name := range sorted {
		if a.find(name) == nil {
			return nil, a.unknown(name)
		}
	}
	for _, name := range sorted {
		value, err := a.find(name).check(given[name])
		if err != nil {
			return nil, err
		}
		given[name] = value
	}
	for _, arg := range a {
		if _, there := given[arg.name]; arg.required && !there {
			return nil, graph.Invalid(arg.name, "it is missing; %s", arg.description)
		}
	}
	return given, nil
}

// match panics where an argument has no field to go to. It is a defect that no test gets past.
func (a arguments) match(into reflect.Type) {
	for _, arg := range a {
		if !slices.ContainsFunc(reflect.VisibleFields(into), func(f reflect.StructField) bool { return f.Tag.Get("json") == arg.name }) {
			panic(fmt.Sprintf("mcp: %v has no field for the argument %s", into, arg.name))
		}
	}
}

func (a arguments) find(name string) *argument {
	for i := range a {
		if a[i].name == name {
			return &a[i]
		}
	}
	return nil
}

// example is the arguments that have to be given.
func (a arguments) example() string {
	var parts []string
	for _, arg := range a {
		if arg.required {
			parts = append(parts, fmt.Sprintf("%q: …", arg.name))
		}
	}
	return strings.Join(parts, ", ")
}

func (a arguments) unknown(name string) error {
	var known []string
	for _, arg := range a {
		known = append(known, arg.name)
	}
	if len(known) == 0 {
		return graph.Invalid(shown(name), "this tool takes no arguments; give {}")
	}
	hint := "there is no such argument"
	if near := names.Nearest(name, slices.Values(known)); near != "" && len(name) <= maxTextLength {
		hint += fmt.Sprintf("; did you mean %q?", near)
	}
	return graph.Invalid(shown(name), "%s", hint).WithAllowed(known...)
}

// shown is somebody else's text as an error quotes it.
func shown(text string) string { return cutText(strings.ToValidUTF8(text, "?"), 100) }

// check gives the value as its shape wants it.
func (arg *argument) check(value any) (any, error) {
	switch v := value.(type) {
	case string:
		switch arg.shape {
		case listShape: // as many models write a list of one
			return arg.checkList([]any{v})
		case textShape:
			return arg.checkText(v, arg.most)
		default:
		}
	case bool:
		if arg.shape == flagShape {
			return v, nil
		}
	case float64:
		if arg.shape == wholeShape || arg.shape == numberShape {
			return arg.checkNumber(v)
		}
	case []any:
		if arg.shape == listShape {
			return arg.checkList(v)
		}
	}
	return nil, graph.Invalid(arg.name, "it has to be of the type %s; %s", arg.shape, arg.description)
}

func (arg *argument) checkNumber(v float64) (any, error) {
	if arg.shape == numberShape {
		return v, nil
	}
	bounded := arg.most > arg.least
	if v != math.Trunc(v) || math.Abs(v) > 1<<53 || bounded && (v < float64(arg.least) || v > float64(arg.most)) {
		if !bounded {
			return nil, graph.Invalid(arg.name, "%v is not a whole number", v)
		}
		return nil, graph.Invalid(arg.name, "%v is out of range; give a whole number from %d to %d", v, arg.least, arg.most)
	}
	return int64(v), nil
}

func (arg *argument) checkText(v string, most int) (any, error) {
	switch {
	case strings.TrimSpace(v) == "":
		return nil, graph.Invalid(arg.name, "it is empty; %s", arg.description)
	case len(v) > most:
		return nil, graph.Invalid(arg.name, "a value is %d bytes long; %d are allowed", len(v), most)
	case strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return nil, graph.Invalid(arg.name, "a value contains control characters")
	case len(arg.allowed) == 0:
		return v, nil
	}
	i := slices.IndexFunc(arg.allowed, func(a string) bool { return strings.EqualFold(a, v) })
	if i < 0 {
		return nil, graph.Invalid(arg.name, "%q is not one of its values", shown(v)).WithAllowed(arg.allowed...)
	}
	return arg.allowed[i], nil
}

func (arg *argument) checkList(values []any) (any, error) {
	if len(values) < arg.least || len(values) > arg.most {
		return nil, graph.Invalid(arg.name, "%d values; give %d to %d", len(values), arg.least, arg.most)
	}
	out := make([]any, len(values))
	for i, v := range values {
		text, isText := v.(string)
		if !isText {
			return nil, graph.Invalid(arg.name, "value %d of it is not a text; %s", i+1, arg.description)
		}
		checked, err := arg.checkText(text, maxTextLength)
		if err != nil {
			return nil, err
		}
		out[i] = checked
	}
	return out, nil
}
