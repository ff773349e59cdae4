package queries

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"coopgraph/graph"
)

var paramKeys = []string{"type", "description", "default", "optional", "allowed", "kind", "minimum", "maximum"}

func (p *Param) read(e entry) *flaw {
	seen := map[string]bool{}
	for _, f := range e.children {
		if seen[f.key] || f.value == "" {
			return flawAt(f.line, "parameter %s: %s is empty or given twice", p.Name, f.key)
		}
		seen[f.key] = true
		if fault := p.readField(f); fault != nil {
			return fault
		}
	}
	return p.check(e, seen)
}

// readField reads one line of a parameter.
func (p *Param) readField(f entry) *flaw {
	switch f.key {
	case "type":
		if !slices.Contains(paramTypes, f.value) {
			return flawAt(f.line, "parameter %s: %q is not a type; allowed: %s", p.Name, f.value,
				strings.Join(paramTypes, ", "))
		}
		p.Type = Type(f.value)
	case "description":
		p.Description = f.value
	case "default":
		p.Default, p.Required = f.value, false
	case "optional":
		var optional bool
		if fault := parseBool(f, &optional); fault != nil {
			return fault
		}
		p.Required = p.Required && !optional
	case "allowed":
		p.Allowed = splitList(f.value)
	case "kind":
		kind, err := graph.ParseKind(f.value)
		if err != nil {
			return flawAt(f.line, "parameter %s: %v", p.Name, err)
		}
		p.EntityKind = string(kind)
	case "minimum":
		return p.readBound(f, &p.Minimum)
	case "maximum":
		return p.readBound(f, &p.Maximum)
	default:
		return flawAt(f.line, "%q is not a field of a parameter; allowed: %s", f.key, strings.Join(paramKeys, ", "))
	}
	return nil
}

func (p *Param) readBound(f entry, into **float64) *flaw {
	n, err := strconv.ParseFloat(f.value, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return flawAt(f.line, "parameter %s: the %s is %q; give a number", p.Name, f.key, f.value)
	}
	*into = &n
	return nil
}

func (p *Param) check(e entry, seen map[string]bool) *flaw {
	if !seen["type"] || !seen["description"] || e.value != "" {
		return flawAt(e.line, "parameter %s needs a type and a description, each on a line of its own", p.Name)
	}
	if reason := p.mismatch(); reason != "" {
		return flawAt(e.line, "parameter %s: %s", p.Name, reason)
	}
	for _, text := range append(slices.Clone(p.Allowed), p.Default) {
		if text == "" || p.IsEntity() {
			continue
		}
		if _, err := p.convert(text); err != nil {
			return flawAt(e.line, "parameter %s: %s", p.Name, err.Message)
		}
	}
	return nil
}

// mismatch says what was given that has no meaning for the parameter's type; "" where all has one.
func (p *Param) mismatch() string {
	bounded := p.Minimum != nil || p.Maximum != nil
	switch {
	case p.EntityKind != "" && !p.IsEntity():
		return "only entities have a kind"
	case bounded && p.Type != Integer && p.Type != Number:
		return "only numbers have a minimum and a maximum"
	case len(p.Allowed) > 0 && (p.IsEntity() || p.Type == Boolean || p.Type == Date):
		return "a list of allowed values makes no sense for the type " + string(p.Type)
	}
	return ""
}
