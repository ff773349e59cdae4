package api

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"coopgraph/api/internal/graphjson"
	"coopgraph/api/internal/jsontext"
	"coopgraph/graph"
	"coopgraph/queries"
)

// TestAnswersAreTheGeneratedTypes writes random answers both ways, which must not differ in a byte.
func TestAnswersAreTheGeneratedTypes(t *testing.T) {
	g := randomAnswers{rand.New(rand.NewPCG(6, 2026))}
	var all strings.Builder
	for range 1000 {
		for _, r := range []reply{g.paths(), g.neighbourhood(), g.search(), g.entities(), g.relationship(), g.result(),
			g.distances(), g.connect(), g.common(), g.timeline(), g.diff(), g.pathsDiff(),
			g.ties(), g.supports()} {
			want, err := json.Marshal(judged(r))
			if err != nil {
				t.Fatal(err)
			}
			var w jsontext.Buffer
			r.writeTo(&w)
			got, err := w.Bytes()
			if err != nil || string(got) != string(want) {
				t.Fatalf("%T: %v\ngot  %s\nwant %s", r, err, got, want)
			}
			all.Write(got)
		}
	}
	wantVaried(t, all.String())
}

// wantVaried fails unless every field that may be without a value was seen with and without one, and every sort of
// character and number was seen.
func wantVaried(t *testing.T, text string) {
	t.Helper()
	for _, field := range strings.Fields(`epoch cut none hops description latitude longitude since until observed type method before after change role share spell
		status title locator said_by withdraws next unopened from to graph`) {
		if null := `"` + field + `":null`; !strings.Contains(text, null) {
			t.Errorf("there was no %s", null)
		}
		if !regexp.MustCompile(`"` + field + `":[^n]`).MatchString(text) {
			t.Errorf("%s was always null", field)
		}
	}
	for _, list := range strings.Fields("codes datasets claims paths cost_parts nodes relationships steps sources text shared_period relax results entities rows columns starts missing ids hops groups " +
		"shared ties events undated changes") {
		if !regexp.MustCompile(`"`+list+`":[\[{][\]}]`).MatchString(text) || !regexp.MustCompile(`"`+list+`":[\[{][^\]}]`).MatchString(text) {
			t.Errorf("%s was not both empty and filled", list)
		}
	}
	for _, part := range []string{`"loading":true`, `"loading":false`, `"complete":false`, `"withdrawn":true`, `"withdrawn":false`, `"conflict":true`,
		`"more":true`, `"more":false`, `"distance":`, `"datasets":["`, `","`, `\"`, `\\`, `\n`, `\t`, `\b`, `\f`, `\r`, `\u0000`, `\u001f`, `\u003c`, `\u003e`,
		`\u0026`, `\u2028`, `\u2029`, `\ufffd`, "ə", "Грузия", "თბილისი", "Հայաստան", "ایران", "中国", "🌍", "e-", "e+", `"cost":0.000000`} {
		if !strings.Contains(text, part) {
			t.Errorf("there was no %s", part)
		}
	}
}

type randomAnswers struct{ *rand.Rand }

var fragments = []string{"a", "country", " ", "Azərbaycan", "Грузия", "თბილისი", "Հայաստան", "ایران", "中国", "🌍", `"`, `\`, "\n", "\t", "\b", "\f", "\r",
	"\x00", "\x1f", "\x7f", "<img>", "&", "\u2028", "\u2029", "\ufffd", "\xff", "\xe2\x80", "é"}

func (g randomAnswers) text() string {
	var b strings.Builder
	for range g.IntN(5) {
		b.WriteString(fragments[g.IntN(len(fragments))])
	}
	return b.String()
}

func (g randomAnswers) yes() bool { return g.IntN(2) == 0 }

func (g randomAnswers) float() float64 {
	f := (g.Float64() - 0.5) * math.Pow(10, float64(g.IntN(60)-30))
	if g.yes() {
		f = math.Round(f)
	}
	return f
}

func (g randomAnswers) maybeFloat() *float64 {
	if g.yes() {
		return nil
	}
	f := g.float()
	return &f
}

func (g randomAnswers) date() graph.Date {
	d := graph.Date{Year: int16(1 + g.IntN(9999)), Month: int8(1 + g.IntN(12)), Day: int8(1 + g.IntN(28))}
	switch g.IntN(4) {
	case 0:
		return graph.Date{}
	case 1:
		d.Month, d.Day = 0, 0
	case 2:
		d.Day = 0
	}
	return d
}

// list makes up to three items; it is nil now and then.
func list[T any](g randomAnswers, item func() T) []T {
	var out []T
	for range g.IntN(4) {
		out = append(out, item())
	}
	return out
}

func (g randomAnswers) dict() map[string]string {
	if g.yes() {
		return nil
	}
	m := map[string]string{}
	for range g.IntN(12) {
		m[g.text()] = g.text()
	}
	return m
}

func (g randomAnswers) marker() graph.Marker {
	return graph.Marker{Epoch: g.text(), Revision: g.Int64() - g.Int64(), Loading: g.yes()}
}

func (g randomAnswers) entity() graph.Entity {
	return graph.Entity{ID: g.text(), Kind: graph.Kind(g.text()), Degree: g.IntN(1e6),
		Records: list(g, func() graph.Record { return graph.Record{Dataset: g.text()} }),
		Record: graph.Record{Name: g.text(), Type: g.text(), Codes: g.dict(), Description: g.text(), Since: g.date(), Until: g.date(),
			Latitude: g.maybeFloat(), Longitude: g.maybeFloat()}}
}

func (g randomAnswers) node() graph.Node {
	n := graph.Node{Entity: g.entity(), Distance: -1, Hidden: -1}
	if g.yes() {
		n.Distance, n.Hidden = g.IntN(5), g.IntN(1000)
	}
	return n
}

func (g randomAnswers) claim() graph.Claim {
	c := graph.Claim{Dataset: []string{"a", "b"}[g.IntN(2)], Source: []string{"s", "t", g.text()}[g.IntN(3)], Locator: g.text(), Text: g.text(), Since: g.date(),
		Until: g.date(), Observed: g.date(), Status: g.text(), Share: g.maybeFloat(), Confidence: graph.Confidence(g.text()), SaidBy: g.text()}
	if g.IntN(4) == 0 {
		c.Withdraws = []string{"a", "b/s"}[g.IntN(2)]
	}
	return c
}

func (g randomAnswers) relation() graph.Relationship {
	return graph.Relationship{
		RelationshipKey: graph.RelationshipKey{Type: graph.Type(g.text()), From: g.text(), To: g.text(), Role: g.text(), Title: g.text(), Spell: g.text()},
		Claims:          list(g, g.claim),
		Facts: graph.Facts{Since: g.date(), Until: g.date(), Observed: g.date(), Status: g.text(), Share: g.maybeFloat(),
			Confidence: graph.Confidence(g.text()), Conflict: g.yes()}}
}

func (g randomAnswers) subgraph() graph.Subgraph {
	s := graph.Subgraph{Nodes: list(g, g.node), Relationships: list(g, g.relation)}
	graph.SortRelationships(s.Relationships)
	return s
}

func (g randomAnswers) paths() *pathsReply {
	a := &pathsReply{question: graph.PathQuery{From: g.text(), To: g.text(), MaxHops: g.IntN(12), Budget: g.IntN(1e6)}}
	a.Marker, a.Complete, a.More, a.Examined, a.Graph = g.marker(), g.yes(), g.yes(), g.IntN(1e6), g.subgraph()
	a.Paths = list(g, func() graph.Path {
		p := graph.Path{Nodes: list(g, g.text), Cost: g.Int64N(1e9), Text: list(g, g.text),
			Parts: list(g, func() graph.CostPart {
				return graph.CostPart{ID: g.text(), Degree: g.IntN(100), Cost: g.Int64N(2) * g.Int64N(1e8)}
			}),
			SharedPeriod: list(g, func() graph.Interval {
				return graph.Interval{From: []graph.Day{graph.MinDay, g.date().First()}[g.IntN(2)], To: g.date().Last()}
			})}
		p.Steps = list(g, func() []string {
			step := idsOf(a.Graph.Relationships)
			step = step[g.IntN(len(step)+1):] // all of them now and then, as in every answer of an engine
			if g.IntN(8) == 0 {
				step = append(step, "more:1", "more:2", "more:3", "more:4") // than there are
			}
			return append([]string{}, step...)
		})
		return p
	})
	if g.yes() {
		reasons := []graph.Reason{graph.Unconnected, graph.BeyondMaxHops, graph.FilteredOut, graph.OverBudget, "else"}
		a.None = &graph.NoPath{Reason: reasons[g.IntN(len(reasons))], Hops: g.IntN(20),
			Relax: list(g, func() graph.Relaxation { return graph.Relaxation{Part: graph.Part(g.text()), Hops: g.IntN(9)} })}
	}
	return a
}

func (g randomAnswers) neighbourhood() *neighbourhoodReply {
	a := &neighbourhoodReply{starts: append([]string{}, list(g, g.text)...)}
	a.Marker, a.Complete, a.Examined, a.Graph = g.marker(), g.yes(), g.IntN(1e6), g.subgraph()
	a.Cut = graph.Cut{Nodes: g.IntN(100), Relationships: g.IntN(100), Unopened: g.IntN(3), Next: g.text(), Budget: g.yes()}
	return a
}

func (g randomAnswers) search() *searchReply {
	return &searchReply{g.marker(), list(g, func() graph.Hit {
		return graph.Hit{ID: g.text(), Kind: graph.Kind(g.text()), Name: g.text(), Matched: g.text(), Score: g.float(), Degree: g.IntN(100)}
	})}
}

func (g randomAnswers) entities() *entitiesReply {
	return &entitiesReply{g.marker(), list(g, g.entity), list(g, g.text), g.text()}
}

func (g randomAnswers) source() graph.Source {
	return graph.NewSource(g.text(), []graph.SourceRecord{{Dataset: g.text(), Title: g.text(), Publisher: g.text(), Published: g.date(), Note: g.text()}})
}

func (g randomAnswers) relationship() *relationshipReply {
	return &relationshipReply{g.marker(), g.relation(), list(g, g.entity), list(g, g.source)}
}

func (g randomAnswers) result() resultReply {
	r := queries.Result{Marker: g.marker(), Query: g.text(), Columns: list(g, g.text), Complete: g.yes(),
		Rows: list(g, func() []any { return slices.Clip(list(g, func() any { return g.value(2) })) })}
	if g.yes() {
		s := g.subgraph()
		r.Graph = &s
	}
	return resultReply{r}
}

// value is what a cell of a row may hold.
func (g randomAnswers) value(depth int) any {
	switch n := g.IntN(11); {
	case n == 0:
		return nil
	case n == 1:
		return g.yes()
	case n == 2:
		return g.Int64()
	case n == 3:
		return g.float()
	case n == 4:
		return g.date()
	case n == 5:
		return g.entity()
	case n == 6:
		return g.relation()
	case n == 7:
		return g.source()
	case n == 8 && depth > 0:
		return list(g, func() any { return g.value(depth - 1) })
	case n == 9 && depth > 0:
		m := map[string]any{}
		for range g.IntN(4) {
			m[g.text()] = g.value(depth - 1)
		}
		return m
	}
	return g.text()
}

// A number that JSON does not have is a defect of the data, and no answer.
func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1)} {
		for _, value := range []any{f, []any{f}, map[string]any{"a": f}, graph.Entity{Record: graph.Record{Latitude: &f}},
			graph.Relationship{Claims: []graph.Claim{{Share: &f}}}} {
			var w jsontext.Buffer
			graphjson.Value(&w, value)
			if text, err := w.Bytes(); err == nil {
				t.Errorf("%s is written as %s", fmt.Sprint(value), text)
			}
		}
	}
}
