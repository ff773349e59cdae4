package mcp

import (
	"encoding/json"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"
)

// schema is the JSON Schema of a tool's arguments.
func (a arguments) schema() *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{},
		AdditionalProperties: &jsonschema.Schema{Not: &jsonschema.Schema{}}}
	for _, arg := range a {
		s.Properties[arg.name] = arg.schema()
		s.PropertyOrder = append(s.PropertyOrder, arg.name)
		if arg.required {
			s.Required = append(s.Required, arg.name)
		}
	}
	return s
}

func (arg *argument) schema() *jsonschema.Schema {
	s := &jsonschema.Schema{Type: string(arg.shape), Description: arg.description}
	if arg.byDefault != nil {
		s.Default, _ = json.Marshal(arg.byDefault) // texts, numbers and flags, which always can be written
	}
	switch arg.shape {
	case textShape:
		arg.limitText(s, arg.most)
	case listShape:
		s.Items = &jsonschema.Schema{Type: "string"}
		arg.limitText(s.Items, maxTextLength)
		s.MinItems, s.MaxItems = &arg.least, &arg.most
	case wholeShape:
		if arg.most > arg.least {
			s.Minimum, s.Maximum = jsonschema.Ptr(float64(arg.least)), jsonschema.Ptr(float64(arg.most))
		}
	default:
	}
	return s
}

func (arg *argument) limitText(s *jsonschema.Schema, most int) {
	if len(arg.allowed) > 0 && !arg.untold {
		for _, value := range arg.allowed {
			s.Enum = append(s.Enum, value)
		}
		return
	}
	s.MinLength, s.MaxLength = jsonschema.Ptr(1), &most
	s.Pattern = arg.pattern
}

// outputSchema is the JSON Schema of an answer, from its struct. A list that may be left out is never null.
func outputSchema[Out any]() *jsonschema.Schema {
	s, err := jsonschema.For[Out](nil)
	if err != nil {
		panic("mcp: " + err.Error()) // of a type of ours, so that no test gets past it
	}
	withoutNull(s)
	return s
}

func withoutNull(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if slices.Equal(s.Types, []string{"null", "array"}) {
		s.Types, s.Type = nil, "array"
	}
	withoutNull(s.Items)
	withoutNull(s.AdditionalProperties)
	for _, p := range s.Properties {
		withoutNull(p)
	}
}
