package queries

import (
	"strconv"

	"coopgraph/graph"
)

// Schema is a JSON Schema (draft 2020-12) of as many words as a query needs. OpenAPI 3.1 takes it as it is, and so does
// a tool of the Model Context Protocol.
type Schema struct {
	Type        string `json:"type"`
	Format      string `json:"format,omitempty"`
	Description string `json:"description,omitempty"`
	Enum        []any  `json:"enum,omitempty"`
	Default     any    `json:"default,omitempty"`
	Examples    []any  `json:"examples,omitempty"`
	Pattern     string `json:"pattern,omitempty"`
	MinLength   int    `json:"minLength,omitempty"`
	// MaxLength is in characters, while the query counts bytes: a text may be within the one and beyond the other.
	MaxLength            int                `json:"maxLength,omitempty"`
	Minimum              *float64           `json:"minimum,omitempty"`
	Maximum              *float64           `json:"maximum,omitempty"`
	Items                *Schema            `json:"items,omitempty"`
	MinItems             int                `json:"minItems,omitempty"`
	MaxItems             int                `json:"maxItems,omitempty"`
	Properties           map[string]*Schema `json:"properties,omitempty"`
	Required             []string           `json:"required,omitempty"`
	AdditionalProperties *bool              `json:"additionalProperties,omitempty"`
	// EntityKind is the one kind of entity that a reference may name. It is ours, for forms that suggest entities.
	EntityKind string `json:"x-entity-kind,omitempty"`
}

// datePattern is a date of the calendar or today. That a month has 31 days is found out later.
const datePattern = `^(today|[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)$`

// Schema is what the parameter may be given, with its description.
func (p Param) Schema() *Schema {
	s := p.itemSchema()
	if p.IsList() {
		s = &Schema{Type: "array", Items: s, MinItems: 1, MaxItems: graph.MaxListLength}
	}
	s.Description = p.explained()
	if p.Default != "" {
		s.Default = p.Value(p.Default)
	}
	return s
}

// itemSchema is that of one value.
func (p Param) itemSchema() *Schema {
	s := &Schema{Type: "string", MaxLength: maxTextLength}
	if p.Required || p.IsList() {
		s.MinLength = 1 // an empty value counts as none
	}
	switch p.Type {
	case Integer:
		s = &Schema{Type: "integer", Format: "int64", Minimum: p.Minimum, Maximum: p.Maximum}
	case Number:
		s = &Schema{Type: "number", Format: "double", Minimum: p.Minimum, Maximum: p.Maximum}
	case Boolean:
		s = &Schema{Type: "boolean"}
	case Date:
		s = &Schema{Type: "string", Pattern: datePattern, Examples: []any{"2024-06-27", "2024-06", "2024", today}}
	case Entity, EntityList:
		s.MaxLength, s.EntityKind = graph.MaxIDLength, p.EntityKind
	default:
	}
	single := Param{Type: p.Type}
	if p.Type == StringList {
		single.Type = String
	}
	for _, v := range p.Allowed {
		s.Enum = append(s.Enum, single.Value(v))
	}
	return s
}

// explained is the description, with what the type alone does not say.
func (p Param) explained() string {
	switch p.Type {
	case Date:
		return p.Description + " Write 2024, 2024-06, 2024-06-27 or today."
	case Entity:
		return p.Description + " A name, an id (country:aze) or a code (iso3:AZE)."
	case EntityList:
		return p.Description + " Names, ids (country:aze) or codes (iso3:AZE)."
	default:
		return p.Description
	}
}

// Value is a value of the header, such as the default, as JSON has it: int64, float64, bool, string or a list of texts. The
// header was checked, so that it is of its type.
func (p Param) Value(text string) any {
	switch p.Type {
	case Integer:
		n, _ := strconv.ParseInt(text, 10, 64) // the header was checked; JSON has neither +5 nor 007
		return n
	case Number:
		f, _ := strconv.ParseFloat(text, 64)
		return f
	case Boolean:
		return text == "true"
	case EntityList, StringList:
		list := []any{}
		for _, v := range splitList(text) {
			list = append(list, v)
		}
		return list
	default:
		return text
	}
}

// InputSchema is the object of all of the query's parameters by name; no other field may be in it.
func (q Query) InputSchema() *Schema {
	no := false
	s := &Schema{Type: "object", Properties: map[string]*Schema{}, AdditionalProperties: &no}
	for _, p := range q.Params {
		s.Properties[p.Name] = p.Schema()
		if p.Required {
			s.Required = append(s.Required, p.Name)
		}
	}
	return s
}
