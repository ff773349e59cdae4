package graph

import (
	"strings"
	"testing"
)

// The ids of relationships stand in data, links and citations: these values must never change.
func TestRelationshipIDsAreStable(t *testing.T) {
	for want, key := range map[string]RelationshipKey{
		"member-of:931jq3ncyb66cw10":    {Type: MemberOf, From: "country:aze", To: "organisation:guam"},
		"borders:6vfprqqsac85ddr9":      {Type: Borders, From: "country:aze", To: "country:geo"},
		"holds-office:mwgcgcngdm4qtres": {Type: HoldsOffice, From: "official:jeyhun-bayramov", To: "country:aze", Title: "Minister of Foreign Affairs"},
		"takes-part-in:5sa9mqnd55746f6k": {Type: TakesPartIn, From: "organisation:bp", To: "project:btc", Role: "shareholder",
			Spell: "2002"},
		"concerns:ecsqw7tgc44sqc0c": {Type: Concerns, From: "event:əx", To: "area:y", Role: "enerji və nəqliyyat"},
	} {
		if got := key.ID(); got != want {
			t.Errorf("%+v is %s, not %s", key, got, want)
		}
	}
}

func TestRelationshipIDsTellKeysApart(t *testing.T) {
	base := RelationshipKey{Type: MemberOf, From: "a", To: "b", Role: "r", Title: "t", Spell: "s"}
	seen := map[string]RelationshipKey{base.ID(): base}
	for _, k := range []RelationshipKey{
		{Type: PartOf, From: "a", To: "b", Role: "r", Title: "t", Spell: "s"},
		{Type: MemberOf, From: "b", To: "a", Role: "r", Title: "t", Spell: "s"},
		{Type: MemberOf, From: "a", To: "b", Role: "t", Title: "r", Spell: "s"},
		{Type: MemberOf, From: "a", To: "b", Role: "r", Title: "ts"},
		{Type: MemberOf, From: "a", To: "b", Role: "rt", Spell: "s"},
		{Type: MemberOf, From: "ab", To: "", Role: "r", Title: "t", Spell: "s"},
	} {
		if other, taken := seen[k.ID()]; taken {
			t.Errorf("%+v and %+v have the same id", k, other)
		}
		seen[k.ID()] = k
	}
}

func TestUndirectedTypesHaveOneOrder(t *testing.T) {
	for _, info := range Types() {
		a := RelationshipKey{Type: info.Type, From: "country:geo", To: "country:aze", Role: "r"}
		b := RelationshipKey{Type: info.Type, From: "country:aze", To: "country:geo", Role: "r"}
		if (a.ID() == b.ID()) != info.Undirected || info.Undirected && a.Canonical() != b || b.Canonical() != b {
			t.Errorf("%s: %s and %s", info.Type, a.ID(), b.ID())
		}
		if r := NewRelationship(a, nil); info.Undirected && r.From != "country:aze" || r.ID() != a.ID() {
			t.Errorf("%s: made %+v", info.Type, r.RelationshipKey)
		}
		if got, ok := TypeOfRelationshipID(a.ID()); !ok || got != info.Type {
			t.Errorf("%s: the type of %s is %s", info.Type, a.ID(), got)
		}
	}
	for _, id := range []string{"", "member-of", "member-of:", "knows:0123456789abcdef", "member-of:0123", "country:aze"} {
		if got, ok := TypeOfRelationshipID(id); ok {
			t.Errorf("%q is taken for an id of type %s", id, got)
		}
	}
}

func TestEntityIDs(t *testing.T) {
	for id, kind := range map[string]Kind{"country:aze": Country, "official:jeyhun-bayramov": Official,
		"agreement:agri-2010": Agreement, "area:1": Area} {
		if got, ok := KindOfID(id); !ok || got != kind || CheckEntityID(id) != nil {
			t.Errorf("%s: %s, %v", id, got, CheckEntityID(id))
		}
	}
	for _, id := range []string{"", "aze", "country:", ":aze", "Country:aze", "country:AZE", "country:a--b", "country:-a",
		"country:a-", "country:ə", "country:a b", "planet:mars", "country:a:b", "source:x", "country:a\n",
		"country:" + strings.Repeat("a", MaxIDLength)} {
		if _, ok := KindOfID(id); ok || CodeOf(CheckEntityID(id)) != CodeInvalid {
			t.Errorf("%q is taken for an id", id)
		}
	}
	for id, right := range map[string]bool{"trend-2024-06-27": true, "cow_igo.v3": true, "1lurer": true, "": false, "a b": false,
		"A": false, "a..b": false, "-a": false, "a/b": false, strings.Repeat("a", MaxIDLength+1): false} {
		if (CheckSourceID(id) == nil) != right {
			t.Errorf("%q: %v", id, CheckSourceID(id))
		}
	}
}

func TestSchemes(t *testing.T) {
	for _, name := range SchemeNames() {
		if scheme, code, ok := SplitScheme(name + ":X:1"); !ok || scheme != name || code != "X:1" {
			t.Errorf("%s: %s, %s, %v", name, scheme, code, ok)
		}
		if _, isKind := KindOfID(name + ":x"); isKind {
			t.Errorf("%s is a kind, too", name)
		}
	}
	for _, ref := range []string{"country:aze", "iso3", "iso3:", "ISO3:AZE", ""} {
		if _, _, ok := SplitScheme(ref); ok {
			t.Errorf("%q is taken for a code", ref)
		}
	}
}

func TestKindsAndTypesAreDeclaredWhole(t *testing.T) {
	for _, k := range Kinds() {
		if got, err := ParseKind(strings.ToUpper(string(k.Kind))); err != nil || got != k.Kind || k.Description == "" {
			t.Errorf("%s: %s, %v", k.Kind, got, err)
		}
	}
	for _, info := range Types() {
		if got, err := ParseType(strings.ToLower(string(info.Type))); err != nil || got != info.Type {
			t.Errorf("%s: %s, %v", info.Type, got, err)
		}
		if info.Description == "" || info.Verb == "" || len(info.Ends) == 0 || info.EndsText() == "" {
			t.Errorf("%s is not declared whole: %+v", info.Type, info)
		}
		for _, e := range info.Ends {
			if !e.From.Valid() || !e.To.Valid() || !info.Joins(e.From, e.To) || info.Undirected && !info.Joins(e.To, e.From) {
				t.Errorf("%s: ends %+v", info.Type, e)
			}
		}
	}
	if MemberOf.Info().Joins(Organisation, Country) || Type("KNOWS").Valid() || Type("KNOWS").Info().Type != "" {
		t.Error("what is not declared is accepted")
	}
	for _, err := range []error{errOf(ParseKind("planet")), errOf(ParseType("knows"))} {
		if CodeOf(err) != CodeInvalid || !strings.Contains(err.Error(), "allowed: [") {
			t.Error(err)
		}
	}
}

func errOf[T any](_ T, err error) error { return err }

func TestCursor(t *testing.T) {
	for _, p := range []Place{{1, 0, "country:aze"}, {4, 123456, "event:a-b"}} {
		if got, err := ParseCursor(p.Cursor()); err != nil || got != p {
			t.Errorf("%+v: %+v, %v", p, got, err)
		}
	}
	if p, err := ParseCursor(""); err != nil || p != (Place{}) || p.Compare(Place{1, 0, ""}) >= 0 {
		t.Errorf("%+v, %v", p, err)
	}
	for _, text := range []string{"x", "!!", "MSAw", Place{0, 1, "country:aze"}.Cursor(), Place{1, -1, "country:aze"}.Cursor(),
		Place{1, 1, "not an id"}.Cursor(), Place{1, 1, "country:aze"}.Cursor() + "="} {
		if _, err := ParseCursor(text); CodeOf(err) != CodeInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}
