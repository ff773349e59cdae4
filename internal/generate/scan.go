package generate

import (
	"context"
	"fmt"

	"coopgraph/graph"
)

// What everything is said to be from.
const (
	datasetName = "generated"
	sourceCount = 200
)

// Salts tell the random numbers of one relationship apart.
const (
	saltType = iota + 1
	saltDirection
	saltSince
	saltUntil
	saltSource
	saltForm
)

// hash is a random number that depends on the relationship and the seed alone (the finaliser of splitmix64).
func (g *Graph) hash(r rel, salt uint64) uint64 {
	x := uint64(r) ^ g.seed*0x9e3779b97f4a7c15 ^ salt<<56
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// ID is the id of a node. Numbers have as many digits as the greatest, so that ids sort as numbers do.
func (g *Graph) ID(node int) string {
	if g.country(uint32(node)) {
		return fmt.Sprintf("country:c%07d", node)
	}
	return fmt.Sprintf("organisation:o%07d", node)
}

// appendID is ID without fmt, since a scan asks for two ids a relationship.
func (g *Graph) appendID(b []byte, node uint32) []byte {
	if g.country(node) {
		b = append(b, "country:c"...)
	} else {
		b = append(b, "organisation:o"...)
	}
	return appendDigits(b, node)
}

func appendDigits(b []byte, n uint32) []byte {
	const digits = 7
	b = append(b, "0000000"...)
	for i := len(b) - 1; i >= len(b)-digits && n > 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return b
}

// key says which relationship r is. Between a country and an organisation the type settles the direction; between two
// organisations chance does.
func (g *Graph) key(r rel) graph.RelationshipKey {
	from, to := r.ends()
	t := types[r&(1<<typeBits-1)].of
	switch {
	case g.country(from) && g.country(to):
	case g.country(from):
		if t == graph.PartOf || t == graph.Concerns {
			from, to = to, from
		}
	case g.hash(r, saltDirection)%2 == 0:
		from, to = to, from
	}
	k := graph.RelationshipKey{Type: t, From: string(g.appendID(nil, from)), To: string(g.appendID(nil, to))}
	switch t {
	case graph.PartOf:
		k.Role = "body"
	case graph.CooperatesWith:
		k.Role = "trade"
	default:
	}
	return k
}

// The years in which relationships begin, and the last in which one ends.
const (
	firstYear, lastBegin, lastEnd = 1950, 2019, 2024
)

func (g *Graph) relationship(r rel) graph.Relationship {
	k := g.key(r)
	first := graph.Claim{Dataset: datasetName, Source: sourceID(g.hash(r, saltSource) % sourceCount),
		Locator: locator(r), Text: claimText(&k), Confidence: graph.Documented}
	begin, form := g.hash(r, saltSince), g.hash(r, saltForm)
	first.Since = someDate(firstYear+int(begin%(lastBegin-firstYear+1)), begin>>16)
	if form%20 == 0 {
		first.Since, first.Observed = graph.Date{}, first.Since // only seen, and nobody knows since when
	} else if end := g.hash(r, saltUntil); end%4 == 0 {
		begun := int(first.Since.Year)
		year := begun + 1 + int(end>>16)%(lastEnd-begun)
		first.Until = someDate(year, end>>32)
	}
	switch form / 20 % 10 {
	case 0:
		first.Confidence = graph.Inferred
	case 1, 2, 3:
		first.Confidence = graph.Reported
	}
	switch k.Type {
	case graph.MemberOf:
		first.Status = "member"
	case graph.Owns:
		if form>>16%2 == 0 {
			share := float64(form >> 20 % 101)
			first.Share = &share
		}
	default:
	}
	claims := []graph.Claim{first}
	if g.claimedTwice(r) {
		second := first
		second.Source, second.Locator = sourceID((g.hash(r, saltSource)+1)%sourceCount), "table"
		second.Since, second.Confidence = graph.Date{Year: first.Since.Year}, graph.Reported
		claims = append(claims, second)
	}
	return graph.NewRelationship(k, claims)
}

// claimedTwice reports whether a second source says so, too.
func (g *Graph) claimedTwice(r rel) bool { return g.hash(r, saltForm)>>8%10 == 0 }

// someDate is a day in seven cases of ten, a month in one, a year in two.
func someDate(year int, random uint64) graph.Date {
	d := graph.Date{Year: int16(year), Month: 1 + int8(random>>8%12), Day: 1 + int8(random>>16%28)}
	switch random % 10 {
	case 0:
		d.Day = 0
	case 1, 2:
		d.Month, d.Day = 0, 0
	}
	return d
}

func sourceID(n uint64) string { return "register-" + string(appendDigits(nil, uint32(n))) }

func locator(r rel) string {
	a, b := r.ends()
	return string(appendDigits(append(appendDigits([]byte("row "), a), '/'), b))
}

func claimText(k *graph.RelationshipKey) string {
	text := make([]byte, 0, 96)
	text = append(text, "Listed in its register: "...)
	text = append(append(text, k.From...), " and "...)
	return string(append(append(text, k.To...), '.'))
}

func (g *Graph) entity(node int) graph.Entity {
	record := graph.Record{Dataset: datasetName, Sources: []string{sourceID(uint64(node) % sourceCount)}}
	if g.country(uint32(node)) {
		record.Name = fmt.Sprintf("Country number %d", node)
		record.Names = map[string]string{"az": fmt.Sprintf("Ölkə %d", node)}
	} else {
		record.Name = fmt.Sprintf("Organisation number %d", node)
		record.Type = "intergovernmental"
		if node%3 == 0 {
			record.Aliases = []string{fmt.Sprintf("O-%d", node)}
		}
	}
	e := graph.NewEntity(g.ID(node), []graph.Record{record})
	e.Degree = g.Degree(node)
	return e
}

func source(n int) graph.Source {
	return graph.NewSource(sourceID(uint64(n)), []graph.SourceRecord{{Dataset: datasetName,
		Title: fmt.Sprintf("Register number %d", n), Publisher: "The publisher", Published: graph.Date{Year: 2020},
		URL: fmt.Sprintf("https://example.org/%d", n)}})
}

// marker is that of a graph which was loaded once.
func (g *Graph) marker() graph.Marker {
	return graph.Marker{Epoch: fmt.Sprintf("generated-%d", g.seed), Revision: 1}
}

// Scan calls back with everything, as [graph.Reader] says. What the callback is given is made anew each time.
func (g *Graph) Scan(ctx context.Context, v graph.Visitor) (graph.Marker, error) {
	if v.Source != nil {
		for n := range sourceCount {
			if err := v.Source(source(n)); err != nil {
				return graph.Marker{}, err
			}
		}
	}
	if v.Entity != nil {
		for node := range g.degrees {
			if err := proceed(ctx, node); err != nil {
				return graph.Marker{}, err
			}
			if err := v.Entity(g.entity(node)); err != nil {
				return graph.Marker{}, err
			}
		}
	}
	if v.Relationship != nil {
		for i, r := range g.rels {
			if err := proceed(ctx, i); err != nil {
				return graph.Marker{}, err
			}
			if err := v.Relationship(g.relationship(r)); err != nil {
				return graph.Marker{}, err
			}
		}
	}
	return g.marker(), nil
}

// proceed looks at the context now and then.
func proceed(ctx context.Context, i int) error {
	if i%1024 == 0 {
		return ctx.Err()
	}
	return nil
}

// Datasets lists the one dataset.
func (g *Graph) Datasets(context.Context) ([]graph.Dataset, error) {
	claims := len(g.rels)
	for _, r := range g.rels {
		if g.claimedTwice(r) {
			claims++
		}
	}
	return []graph.Dataset{{Name: datasetName, Title: "Generated for measuring", Licence: "CC0-1.0",
		Entities: len(g.degrees), Relationships: len(g.rels), Claims: claims, Sources: sourceCount}}, nil
}

// Stats counts what is there.
func (g *Graph) Stats(ctx context.Context) (graph.Stats, error) {
	datasets, err := g.Datasets(ctx)
	if err != nil {
		return graph.Stats{}, err
	}
	s := graph.Stats{Marker: g.marker(), Sources: sourceCount, Claims: datasets[0].Claims, Datasets: 1,
		Entities:      map[graph.Kind]int{graph.Country: g.countries, graph.Organisation: len(g.degrees) - g.countries},
		Relationships: map[graph.Type]int{}}
	for _, r := range g.rels {
		s.Relationships[types[r&(1<<typeBits-1)].of]++
	}
	return s, nil
}
