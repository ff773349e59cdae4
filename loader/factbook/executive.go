package factbook

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

// office is an office with its holder, before it is settled who the holder is.
type office struct {
	place
	unit   string
	in     string // id of the country or organisation
	title  string
	role   string
	holder holder
	claim  graph.Claim
}

// executive reads the chief of state and the head of government of a page.
func (b *builder) executive(p place) {
	const branch = "Government / Executive branch / "
	chiefs := map[string]graph.Date{} // who is chief of state, in which office, since when
	for _, post := range []struct{ field, title string }{
		{"chief of state", "Chief of state"}, {"head of government", "Head of government"},
	} {
		holders, left := readHolders(p.text("Government", "Executive branch", post.field))
		b.unread(p, unitHolder, branch+post.field, left)
		before := post.title
		for _, h := range holders {
			o := office{place: p, unit: unitHolder, in: p.entity, title: h.title, holder: h}
			o.claim = graph.Claim{Locator: branch + post.field, Since: h.since, Until: h.until,
				Text: "Named as " + post.field}
			if h.represents {
				o.claim.Text = "Named as representing the chief of state"
			}
			if o.title == "" {
				o.title = post.title
				if h.represents {
					o.title = "Representative of the " + before
				}
				o.claim.Text += ", without a title"
			}
			if h.acting {
				o.role = "acting"
			}
			if !h.represents {
				before = o.title
			}
			key := names.Fold(h.person.Name) + "|" + o.title
			if first, also := chiefs[key]; also && first != h.since && !h.since.IsZero() {
				// One office, of which being head of government is a part that began on another day.
				o.claim.Text += ", as which since " + h.since.Words()
				o.claim.Since = graph.Date{}
			} else if !also {
				chiefs[key] = h.since
			}
			o.claim.Text += "."
			b.hold(o)
			if h.further != "" {
				o.title, o.claim.Since, o.claim.Until = h.further, h.furtherSince, graph.Date{}
				o.claim.Text = "Named as " + post.field + ", and with this office beside."
				b.hold(o)
			}
		}
	}
}

// hold notes an office, or leaves it out where its country has no entity.
func (b *builder) hold(o office) {
	if o.in == "" {
		b.drop(o.unit, o.place, o.claim.Locator, o.holder.value, noEntity)
		return
	}
	b.offices = append(b.offices, o)
}

func (b *builder) unread(p place, unit, locator string, left []unread) {
	for _, u := range left {
		if u.remark {
			b.drop(unitRemark, p, locator, u.value, u.reason)
		} else {
			b.drop(unit, p, locator, u.value, u.reason)
		}
	}
}

const theUnitedStates = "country:usa"

var (
	alsoAccredited = regexp.MustCompile(`^note - also accredited to (?:the )?(.+?)(?:, based in .*)?$`)
	alsoPosted     = regexp.MustCompile(`^note - (also Permanent Representative to (?:the )?UN)$`)
)

// missions reads the chiefs of mission in and from the United States.
func (b *builder) missions(p place) {
	for _, m := range []struct {
		field string
		from  bool // sent by the United States
	}{{"Diplomatic representation in the US", false}, {"Diplomatic representation from the US", true}} {
		locator := "Government / " + m.field + " / chief of mission"
		holders, left := readHolders(p.text("Government", m.field, "chief of mission"))
		accredited, told := "", ""
		var rest []unread
		for _, u := range left {
			if match := alsoAccredited.FindStringSubmatch(u.value); match != nil && m.from && len(holders) > 0 {
				accredited = " (also accredited to " + match[1] + ")"
			} else if match := alsoPosted.FindStringSubmatch(u.value); match != nil && len(holders) > 0 {
				told = "; " + match[1]
			} else {
				rest = append(rest, u)
				continue
			}
			b.count(unitRemark, true)
		}
		b.unread(p, unitAmbassador, locator, rest)
		for _, h := range holders {
			o := office{place: p, unit: unitAmbassador, in: p.entity, holder: h, claim: graph.Claim{Locator: locator,
				Since: h.since, Until: h.until, Text: "Named as chief of mission" + told + "."}}
			title := cmp.Or(h.title, "Chief of mission")
			if m.from && p.entity != "" {
				o.in, o.claim.Confidence = theUnitedStates, graph.Documented // its own people, by its own word
				o.title = posted(title, b.name(p.entity)) + accredited
			} else {
				o.title = posted(title, "United States")
			}
			if h.acting {
				o.role = "acting"
			}
			b.hold(o)
		}
	}
}

// posted is the title of an envoy with the country: "Ambassador to the United States", "Consul General in Aruba".
func posted(title, country string) string {
	preposition := "in"
	if strings.HasPrefix(title, "Ambassador") || strings.HasSuffix(title, "Nuncio") {
		preposition = "to"
	}
	return fmt.Sprintf("%s %s %s", title, preposition, withArticle(country))
}

// articled are the beginnings and ends of names of countries that have the article.
var articled = regexp.MustCompile(`^(?:United |Central African|Dominican Rep|Holy See|Netherlands|Philippines|` +
	`Bahamas|Gambia|Maldives|Comoros|Vatican|Democratic Rep|Republic of|DR Congo|European Union|Congo)|` +
	`(?:Islands|Republic|Territory)$`)

func withArticle(country string) string {
	if articled.MatchString(country) {
		return "the " + country
	}
	return country
}

// name is the name of an entity in the identity tables.
func (b *builder) name(id string) string {
	if s, ok := b.states.ByID(id); ok {
		return s.Name
	}
	if o, ok := b.organisations.ByID(id); ok {
		return o.Name
	}
	return id
}
