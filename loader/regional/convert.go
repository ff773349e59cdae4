package regional

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// sources converts the sources. The pack's notes are left out: they are for those who collected it.
func sources(t *table) (map[string]graph.SourceRecord, error) {
	records := make(map[string]graph.SourceRecord, len(t.rows))
	for _, r := range t.rows {
		published, err := graph.ParseDate(r.fields["published"])
		if err != nil {
			return nil, r.wrong(t, "published", err)
		}
		id := r.fields["id"]
		if _, twice := records[id]; twice {
			return nil, r.wrong(t, "id", fmt.Errorf("%q stands twice; remove one of the two", id))
		}
		records[id] = graph.SourceRecord{Title: r.fields["title"], Publisher: r.fields["publisher"], URL: r.fields["url"],
			Published: published}
	}
	return records, nil
}

func (r row) wrong(t *table, column string, err error) error {
	return fmt.Errorf("%s, line %d, %s: %w", t.name, r.line, column, err)
}

// rows converts the relationships. An event or agreement is about something from its first day on, where the pack gives
// none.
func rows(t *table, sources map[string]graph.SourceRecord) ([]dataset.Row, error) {
	out := make([]dataset.Row, 0, len(t.rows))
	for _, r := range t.rows {
		converted, err := r.relationship(t)
		if err != nil {
			return nil, err
		}
		if _, known := sources[converted.Source]; !known {
			return nil, r.wrong(t, "source", fmt.Errorf("%q is not in sources.csv; add it or drop the row", converted.Source))
		}
		out = append(out, owned(converted))
	}
	days := firstDays(out)
	for i := range out {
		if out[i].Type == graph.Concerns && out[i].Since.IsZero() {
			out[i].Since = days[out[i].From]
		}
		settleDates(&out[i], sources[out[i].Source].Published)
	}
	return out, nil
}

func (r row) relationship(t *table) (dataset.Row, error) {
	f := r.fields
	out := dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: graph.Type(f["type"]), From: f["from"], To: f["to"],
			Role: f["role"], Title: f["title"], Spell: f["spell"]}.Canonical(),
		Claim: graph.Claim{Source: f["source"], Locator: f["locator"], Text: f["claim"], Status: f["status"],
			Confidence: graph.Confidence(f["confidence"]), SaidBy: f["said_by"]},
	}
	for column, into := range map[string]*graph.Date{"since": &out.Since, "until": &out.Until, "observed": &out.Observed} {
		date, err := graph.ParseDate(f[column])
		if err != nil {
			return out, r.wrong(t, column, err)
		}
		*into = date
	}
	if f["share"] != "" {
		share, err := strconv.ParseFloat(f["share"], 64)
		if err != nil {
			return out, r.wrong(t, "share", fmt.Errorf("%q is not a number", f["share"]))
		}
		out.Share = &share
	}
	return out, nil
}

// settleDates fills in what the pack leaves open. What is of one occasion ends on the day it begins. Elsewhere the
// source saw it hold on its own date, unless that lies outside of what it claims; and a source that knows only an end
// at least says that it held until then.
func settleDates(r *dataset.Row, published graph.Date) {
	if r.Type.Info().Momentary {
		r.Until = r.Since
		return
	}
	if !r.Observed.IsZero() {
		return
	}
	claimed := graph.Interval{From: r.Since.First(), To: r.Until.Last()}
	if !published.IsZero() && claimed.Overlaps(graph.Interval{From: published.First(), To: published.Last()}) {
		r.Observed = published
	} else if r.Since.IsZero() {
		r.Observed = r.Until
	}
}

// owned turns "is part of, with a share" round into what it means: the other owns that share of it.
func owned(r dataset.Row) dataset.Row {
	if r.Type == graph.PartOf && r.Share != nil {
		r.Type, r.From, r.To = graph.Owns, r.To, r.From
	}
	return r
}

func entities(t *table, rows []dataset.Row) (map[string]graph.Record, error) {
	days := firstDays(rows)
	records := make(map[string]graph.Record, len(t.rows))
	for _, r := range t.rows {
		f := r.fields
		if err := graph.CheckEntityID(f["id"]); err != nil {
			return nil, r.wrong(t, "id", err)
		}
		if _, twice := records[f["id"]]; twice {
			return nil, r.wrong(t, "id", fmt.Errorf("%q stands twice; remove one of the two", f["id"]))
		}
		record := graph.Record{Name: f["name"], Type: f["type"], Description: f["description"],
			Sources: strings.Split(f["source"], "|"), Since: days[f["id"]]}
		if kind, _ := graph.KindOfID(f["id"]); kind == graph.Event {
			record.Until = record.Since
		}
		if f["aliases"] != "" {
			record.Aliases = strings.Split(f["aliases"], "|")
		}
		since, errSince := graph.ParseDate(f["since"])
		until, errUntil := graph.ParseDate(f["until"])
		if err := cmp.Or(errSince, errUntil); err != nil {
			return nil, r.wrong(t, "since, until", err)
		}
		if !since.IsZero() {
			record.Since, record.Until = since, until
		}
		records[f["id"]] = record
	}
	return records, nil
}
