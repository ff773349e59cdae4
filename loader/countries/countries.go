// Package countries turns countries.json of the mledoze/countries project into a dataset folder: every country and
// territory with its names, codes, capital and coordinates, and the land borders between them. It never touches the
// database.
package countries

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

const (
	sourceID = "mledoze-countries"
	commit   = "5e9f370050f83ad2ba4cb885f75d66114badf72c"
	// snapshot is the day of that commit, so the day on which the list is known to have said so.
	snapshot = "2026-04-27"
	licence  = "ODbL-1.0"
	fileName = "countries.json"
	homepage = "https://github.com/mledoze/countries"
)

// country is what is read of one element of the file.
type country struct {
	Name struct {
		named
		Native map[string]named `json:"native"`
	} `json:"name"`
	CCA2         string           `json:"cca2"`
	CCA3         string           `json:"cca3"`
	CCN3         string           `json:"ccn3"`
	Independent  *bool            `json:"independent"`
	Status       string           `json:"status"`
	UNMember     bool             `json:"unMember"`
	Capital      []string         `json:"capital"`
	AltSpellings []string         `json:"altSpellings"`
	Region       string           `json:"region"`
	Subregion    string           `json:"subregion"`
	Translations map[string]named `json:"translations"`
	LatLng       []float64        `json:"latlng"`
	Landlocked   bool             `json:"landlocked"`
	Borders      []string         `json:"borders"`
}

type named struct {
	Common   string `json:"common"`
	Official string `json:"official"`
}

// Import turns countries.json into a dataset. Borders that only one side lists are in its report.
func Import(_ context.Context, in *dataset.Input) (*dataset.Folder, error) {
	file, name, err := in.Open(fileName)
	if err != nil {
		return nil, fmt.Errorf("the list of countries of %s: %w", homepage, err)
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	var list []country
	if err := json.NewDecoder(file).Decode(&list); err != nil {
		return nil, fmt.Errorf("%s is not the JSON list that is expected: %w", name, err)
	}
	folder, err := convert(list)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return folder, nil
}

func convert(list []country) (*dataset.Folder, error) {
	folder := &dataset.Folder{
		Info:     info(),
		Entities: make(map[string]graph.Record, len(list)),
		Sources: map[string]graph.SourceRecord{sourceID: {
			Title:     "World countries in JSON, commit " + commit[:8],
			Publisher: "Mohammed Le Doze and contributors (mledoze/countries)",
			URL:       homepage + "/tree/" + commit, Published: graph.MustDate(snapshot), Licence: licence,
		}},
	}
	for _, c := range list {
		id := "country:" + strings.ToLower(c.CCA3)
		if err := graph.CheckEntityID(id); err != nil {
			return nil, fmt.Errorf("country %q: its field cca3 makes no id: %w", c.Name.Common, err)
		}
		if _, twice := folder.Entities[id]; twice {
			return nil, fmt.Errorf("country %q: code %s stands twice; remove one of the two", c.Name.Common, c.CCA3)
		}
		folder.Entities[id] = c.record()
	}
	borders(folder, list)
	return folder, nil
}

func info() dataset.Info {
	return dataset.Info{
		Name: "countries", Title: "Countries of the world", Version: snapshot, Rank: 10, Licence: licence, URL: homepage,
		Description: "Every country and territory of ISO 3166 and Kosovo: names by language, codes, capital, " +
			"coordinates, and land borders.",
		Citation: "Mohammed Le Doze and contributors, World countries in JSON, CSV, XML and YAML, commit " + commit[:8] +
			" of " + snapshot + ", " + homepage + ", ODbL 1.0.",
	}
}

func (c *country) record() graph.Record {
	name := c.Name.Common
	if iso, ok := isoNames[c.CCA3]; ok {
		name = iso
	}
	r := graph.Record{
		Sources: []string{sourceID}, Name: name, Type: c.kindOfCountry(), Description: c.describe(),
		Capital: strings.Join(c.Capital, ", "), Names: c.names(),
		Codes: map[string]string{"iso2": c.CCA2, "iso3": c.CCA3, "isonum": c.CCN3},
	}
	if len(c.LatLng) == 2 {
		r.Latitude, r.Longitude = &c.LatLng[0], &c.LatLng[1]
	}
	r.Aliases = c.aliases(&r)
	return r
}

// kindOfCountry follows the list; where the list leaves it open, so does the record.
func (c *country) kindOfCountry() string {
	switch {
	case c.Independent == nil:
		return ""
	case *c.Independent:
		return "state"
	}
	return "country or territory"
}

func (c *country) describe() string {
	text := "In " + c.Subregion
	if c.Subregion == "" {
		text = "In the region " + c.Region
	}
	if c.Landlocked {
		text += ", landlocked"
	}
	if c.UNMember && c.CCA3 != "VAT" { // the list says so of the Holy See, which is an observer
		text += "; member of the United Nations"
	}
	if c.Status != "officially-assigned" {
		text += "; its codes are not assigned by ISO 3166 but in use"
	}
	return text + "."
}

// borders makes one relationship of each pair of countries that list each other. A border that only one side lists is
// left out and reported.
func borders(folder *dataset.Folder, list []country) {
	lists := map[string][]string{}
	for _, c := range list {
		lists[c.CCA3] = c.Borders
	}
	const unit = "border as listed by one side"
	read := 0
	for _, c := range list {
		read += len(c.Borders)
		for _, other := range c.Borders {
			switch {
			case !slices.Contains(lists[other], c.CCA3):
				folder.Report.LeftOut = append(folder.Report.LeftOut, dataset.Omission{Unit: unit, File: fileName,
					Place: c.CCA3 + ".borders", Value: other, Reason: "the other side does not list it"})
			case c.CCA3 < other:
				folder.Rows = append(folder.Rows, border(c.CCA3, other))
			}
		}
	}
	folder.Report.Tally(unit, read, 2*len(folder.Rows))
	folder.Report.Tally("country", len(list), len(folder.Entities))
}

func border(a, b string) dataset.Row {
	return dataset.Row{
		RelationshipKey: graph.RelationshipKey{Type: graph.Borders,
			From: "country:" + strings.ToLower(a), To: "country:" + strings.ToLower(b)},
		Claim: graph.Claim{Source: sourceID, Locator: a + ".borders, " + b + ".borders",
			Text:     "Each country stands among the other's land borders.",
			Observed: graph.MustDate(snapshot), Confidence: graph.Documented},
	}
}
