package api

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
	"coopgraph/graph/names"
	"coopgraph/queries"
)

// maxValueLength bounds one value of a parameter, in bytes.
const maxValueLength = 1000

// usualParams is more than any endpoint takes.
const usualParams = 24

// params are the parameters of one request, from its query string or its JSON body. Every endpoint reads its own once,
// by name, into a struct; the names read are the ones that exist, so that err can tell any other from them. The first
// thing wrong is kept, and reading goes on with zero values.
type params struct {
	given []given
	route gin.Params
	known []string
	wrong error
}

// given is what was given for a name. In a query string the name may come again.
type given struct {
	name   string
	values []string
	form   form // of a value in a JSON body; "" in a query string, where every value is a text
}

// texts are the values as an address would have them: one of a posted list that has a comma is in quotes.
func (g *given) texts() []string {
	if g.form != formList {
		return g.values
	}
	return each(g.values, func(v string) string { return queries.JoinList([]string{v}) })
}

// form is the way a value is written in JSON.
type form string

const (
	formText   form = "a text"
	formNumber form = "a number"
	formFlag   form = "true or false"
	formList   form = "a list of texts"
)

// readParams reads the parameters of a request; c's body is read where there is one.
func readParams(c *gin.Context) (*params, error) {
	p := &params{route: c.Params, known: make([]string, 0, usualParams)}
	if err := checkText("path", c.Request.URL.Path); err != nil {
		return nil, err
	}
	var err error
	if c.Request.Method == http.MethodPost {
		if c.Request.URL.RawQuery != "" {
			return nil, graph.Invalid("", "POST takes its parameters in the body, and none in the address")
		}
		p.given, err = readBody(c)
	} else {
		p.given, err = readQuery(c.Request.URL.RawQuery)
	}
	if err != nil {
		return nil, err
	}
	for _, g := range p.given {
		for _, value := range g.values {
			if err := checkText(g.name, value); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

// checkText refuses what no value of ours contains: control characters and broken UTF-8.
func checkText(name, value string) error {
	var wrong string
	switch {
	case !utf8.ValidString(value):
		wrong = "a value is not valid UTF-8"
	case hasControl(value):
		wrong = "a value contains control characters"
	default:
		return nil
	}
	return graph.Invalid(shownName(name), "%s", wrong)
}

// hasControl reports whether s has control characters of ASCII, none of which is a part of another character.
func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return true
		}
	}
	return false
}

// shownName is a name of somebody else's making as an answer may show it.
func shownName(name string) string { return fmt.Sprintf("%.100s", strings.ToValidUTF8(name, "?")) }

// err is the first thing wrong: an unknown parameter before anything else, since it may be what was meant.
func (p *params) err() error {
	var unknown []string
	for _, g := range p.given {
		if !slices.Contains(p.known, g.name) {
			unknown = append(unknown, g.name)
		}
	}
	if len(unknown) == 0 {
		return p.wrong
	}
	name := slices.Min(unknown)
	hint := "there is no such parameter here"
	if near := names.Nearest(name, slices.Values(p.known)); near != "" {
		hint += fmt.Sprintf("; did you mean %q?", near)
	}
	if len(p.known) == 0 {
		hint = "nothing takes parameters here"
	}
	return graph.Invalid(shownName(name), "%s", hint).
		WithAllowed(slices.Compact(slices.Sorted(slices.Values(p.known)))...)
}

// reject keeps err as being about the parameter, unless something else was wrong before.
func (p *params) reject(name string, err error) {
	if p.wrong == nil {
		p.wrong = about(name, err)
	}
}

// check keeps what is wrong with the parameters together; err names the parameter itself.
func (p *params) check(err error) {
	if p.wrong == nil {
		p.wrong = err
	}
}

// has reports whether the parameter is given at all.
func (p *params) has(name string) bool {
	p.known = append(p.known, name)
	return slices.ContainsFunc(p.given, func(g given) bool { return g.name == name })
}

// values gives what stands for the parameter, and false where it is not given or written in the wrong form.
func (p *params) values(name string, want form) ([]string, bool) {
	p.known = append(p.known, name)
	var values []string
	found := false
	for _, g := range p.given {
		switch {
		case g.name != name:
		case g.form != "" && g.form != want:
			p.reject(name, graph.Invalid(name, "it is %s; give %s", g.form, want))
			return nil, false
		case found:
			values = append(values, g.values...)
		default:
			values, found = slices.Clip(g.values), true // what is appended must not go over the next name's value
		}
	}
	return values, found
}

// single gives the one value of the parameter, and false where there is none.
func (p *params) single(name string, want form) (string, bool) {
	values, given := p.values(name, want)
	switch {
	case !given:
		return "", false
	case len(values) != 1:
		p.reject(name, graph.Invalid(name, "it is given %d times; give it once", len(values)))
		return "", false
	case values[0] == "":
		p.reject(name, graph.Invalid(name, "it is empty; give a value, or leave it out where it is not required"))
		return "", false
	case len(values[0]) > maxValueLength:
		p.reject(name, tooLong(values[0]))
		return "", false
	}
	return values[0], true
}

func tooLong(value string) error {
	return graph.Invalid("", "a value is %d bytes long; %d are allowed", len(value), maxValueLength)
}

// text is a parameter that may be left out.
func (p *params) text(name string) string {
	value, _ := p.single(name, formText)
	return value
}

// required is a parameter that may not be left out.
func (p *params) required(name, example string) string {
	value, given := p.single(name, formText)
	if !given {
		p.reject(name, graph.Invalid(name, "it is missing; give one, such as %s", example))
	}
	return value
}

// id is the one in the address; "" where the route has none.
func (p *params) id() string { return p.route.ByName("id") }

// list is a parameter with values separated by commas, or repeated.
func (p *params) list(name string) []string {
	values, _ := p.values(name, formList)
	var out []string
	for _, value := range values {
		for item := range strings.SplitSeq(value, ",") {
			if item == "" {
				p.reject(name, graph.Invalid(name, "one of its values is empty"))
			}
			if len(item) > maxValueLength {
				p.reject(name, tooLong(item))
				item = ""
			}
			out = append(out, item)
		}
	}
	if len(out) > graph.MaxListLength {
		p.reject(name, graph.Invalid(name, "%d values; at most %d are allowed", len(out), graph.MaxListLength))
		return nil
	}
	return out
}

// number is a whole number from 1 to most.
func (p *params) number(name string, byDefault, most int) int {
	value, given := p.single(name, formNumber)
	if !given {
		return byDefault
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > most || value[0] == '+' {
		wrong := graph.Invalid(name, "%.50q is out of range; give a whole number from 1 to %d", value, most)
		if byDefault > 0 {
			wrong.Message += fmt.Sprintf(" (default %d)", byDefault)
		}
		p.reject(name, wrong)
		return byDefault
	}
	return n
}

// choice is one of a few values; "" where it is left out.
func (p *params) choice(name string, allowed ...string) string {
	value, given := p.single(name, formText)
	if given && !slices.Contains(allowed, value) {
		p.reject(name, graph.Invalid(name, "%.100q is not one of its values", value).WithAllowed(allowed...))
		return ""
	}
	return value
}

// flag is true or false.
func (p *params) flag(name string) bool {
	value, given := p.single(name, formFlag)
	if given && value != "true" && value != "false" {
		p.reject(name, graph.Invalid(name, "%.100q is not one of its values", value).WithAllowed("true", "false"))
	}
	return value == "true"
}

// date is a date as precise as known; the zero Date where it is left out.
func (p *params) date(name string) graph.Date {
	value, given := p.single(name, formText)
	if !given {
		return graph.Date{}
	}
	d, err := graph.ParseDate(value)
	if err != nil {
		p.reject(name, err)
	}
	return d
}

// kind is a kind of entity in any case; "" where it is left out.
func (p *params) kind(name string) graph.Kind {
	value, given := p.single(name, formText)
	if !given {
		return ""
	}
	return parsed(p, name, value, graph.ParseKind)
}

// kinds is a list of kinds of entity in any case.
func (p *params) kinds(name string) []graph.Kind { return parsedList(p, name, graph.ParseKind) }

// types is a list of relationship types in any case.
func (p *params) types(name string) []graph.Type { return parsedList(p, name, graph.ParseType) }

func parsedList[T any](p *params, name string, parse func(string) (T, error)) []T {
	var out []T
	for _, value := range p.list(name) {
		out = append(out, parsed(p, name, value, parse))
	}
	return out
}

func parsed[T any](p *params, name, value string, parse func(string) (T, error)) T {
	v, err := parse(value)
	if err != nil {
		p.reject(name, err)
	}
	return v
}
