package csvmap

import (
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/internal/fit"
)

func (f *faults) relationship(in fileSpec) relationshipPlan {
	p := relationshipPlan{fileSpec: in, typ: in.text("type"), role: in.text("role"), title: in.text("title"),
		spell: in.text("spell"), status: in.text("status"), share: in.text("share"), since: in.text("since"),
		until: in.text("until"), observed: in.text("observed"), claim: in.text("claim"), confidence: in.text("confidence"),
		source: in.text("source"), locator: in.text("locator"), from: in.end("from"), to: in.end("to"),
		saidBy: in.end("said_by")}
	f.needs(in.section, "file", "type", "from", "to")
	f.check(p.typ, func(word string) string {
		if _, err := graph.ParseType(word); err == nil {
			return ""
		}
		return "is not a relationship type" + fit.Meant(strings.ToUpper(word), graph.TypeNames()) + "; the types are " +
			strings.Join(graph.TypeNames(), ", ")
	})
	f.check(p.confidence, among(graph.ConfidenceNames()))
	if outcomes := p.typ.outcomes(); len(outcomes) == 1 {
		if t, err := graph.ParseType(outcomes[0]); err == nil {
			f.carries(&p, t.Info())
		}
	}
	return p
}

// carries holds the keys against what the one type carries, so that a word that fits no row is told once and not for
// each row.
func (f *faults) carries(p *relationshipPlan, info graph.TypeInfo) {
	for _, k := range []struct {
		key     string
		text    *text
		carried bool
		allowed []string
	}{
		{"role", p.role, info.Role != "", info.Roles},
		{"title", p.title, info.Titled, nil},
		{"status", p.status, len(info.Statuses) > 0, info.Statuses},
		{"share", p.share, info.Shared, nil},
	} {
		switch {
		case k.text == nil:
		case !k.carried:
			f.add(k.text.at, k.text.path, "%s has no %s; leave it out, or say it in the claim", info.Type, k.key)
		case len(k.allowed) > 0:
			f.check(k.text, among(k.allowed))
		}
	}
}

// among is the rule that a word is one of a few.
func among(allowed []string) func(string) string {
	return func(word string) string {
		if slices.Contains(allowed, word) {
			return ""
		}
		return "is not allowed" + fit.Meant(word, allowed) + "; write one of " + strings.Join(allowed, ", ")
	}
}

var endKeys = []string{"key", "name", "code", "scheme", "day", "kind"}

// end reads how an end is named: a text is the key of a node.
func (s *section) end(key string) *end {
	if !s.has(key) {
		return nil
	}
	n := s.nodes[key]
	_, short := n.braced()
	long := func(e entry) bool { return slices.Contains(endKeys, e.key.text) }
	if n.form != mapping || short || !slices.ContainsFunc(n.entries, long) {
		return &end{key: s.textOf(n, s.under(key))}
	}
	in := s.section(n, s.under(key), endKeys...)
	e := &end{key: in.text("key"), name: in.text("name"), code: in.text("code"), day: in.text("day"),
		scheme: in.oneOf("scheme", graph.SchemeNames())}
	s.texts = append(s.texts, in.texts...)
	if given := len(slices.DeleteFunc([]*text{e.key, e.name, e.code}, func(t *text) bool { return t == nil })); given != 1 {
		s.add(n, in.path, "give one of key, name, or code with scheme")
	}
	if (e.code == nil) != !in.has("scheme") {
		s.add(n, in.path, "code and scheme go together; the schemes are %s", strings.Join(graph.SchemeNames(), ", "))
	}
	if word := in.word("kind"); word != "" {
		kind, err := graph.ParseKind(word)
		if err != nil {
			s.add(in.nodes["kind"], in.under("kind"), "%q %s", word, unknownKind(word))
		}
		e.kind = kind
	}
	return e
}
