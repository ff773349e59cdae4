package ftm

import (
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// special are the country codes of FollowTheMoney that ISO 3166 does not have, with their Wikidata items.
var special = map[string]string{"cshh": "Q33946", "csxx": "Q37024", "dd": "Q16957", "suhh": "Q15180", "xk": "Q1246",
	"yucs": "Q83286"}

// parts are codes of parts of a state that nobody disputes.
var parts = map[string]string{"gb-eng": "gb", "gb-nir": "gb", "gb-sct": "gb", "gb-wls": "gb"}

// disputed are codes of territories whose state is disputed. To write an office there as one in either state would
// take a side.
var disputed = []string{"az-nk", "cn-xz", "cy-trnc", "ge-ab", "iq-kr", "md-pmr", "pk-km", "so-som", "ua-cri", "ua-dpr",
	"ua-lpr", "x-so"}

// country gives the state, or the European Union, that a code stands for on a day, or why there is none.
func (c *converter) country(code string, day graph.Date) (id, why string) {
	code = strings.ToLower(code)
	switch {
	case code == "eu":
		if id := c.byWikidata["Q458"]; id != "" {
			return id, ""
		}
	case slices.Contains(disputed, code):
		return "", "the code is of a territory whose state is disputed"
	case special[code] != "":
		for _, s := range c.states.Spans("wikidata", special[code], always) {
			return s.State.ID, ""
		}
	case parts[code] != "":
		whole, why := c.country(parts[code], day)
		if whole != "" {
			m := dataset.Merge{Entity: whole, As: code, Reason: "the code is of a part of it"}
			if !c.merges[m] {
				c.merges[m] = true
				c.report.merged = append(c.report.merged, m)
			}
		}
		return whole, why
	case len(code) == 2:
		spans := c.states.Spans("iso2", strings.ToUpper(code), graph.Interval{From: day.First(), To: day.Last()})
		if len(spans) == 1 {
			return spans[0].State.ID, ""
		}
	}
	return "", fmt.Sprintf("the country code %q stands for no state of the tables", shown(code))
}

var always = graph.Interval{From: graph.MinDay, To: graph.MaxDay}
