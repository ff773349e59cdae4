package ftm

import (
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
	"coopgraph/loader/internal/fit"
)

const licence = "CC-BY-NC-4.0"

// info is what dataset.yaml says: OpenSanctions, unless no line names a dataset.
func info(version string, datasets bool) dataset.Info {
	i := dataset.Info{
		Name: "opensanctions", Title: "OpenSanctions: offices, directorships, ownership", Version: version, Rank: rank,
		Licence: licence, URL: "https://www.opensanctions.org/",
		Description: "People in public positions and organisations of OpenSanctions, with who holds which office, directs or " +
			"owns what, and belongs to what. Name, title and licence are those of OpenSanctions; where the entities come " +
			"from elsewhere, change them here.",
		Citation: "OpenSanctions, https://www.opensanctions.org/, CC BY-NC 4.0.",
	}
	if !datasets {
		i.Name, i.Title, i.URL, i.Citation = "ftm", "FollowTheMoney entities", "", ""
		i.Licence = "not told; ask where the entities come from"
		i.Description = "FollowTheMoney entities that name no dataset. Write here what they are, and their licence."
	}
	return i
}

// rank lets every dataset with a rank of its own speak first, as in the loader.
const rank = 100

// source gives the id of the source that a dataset of the file is, and makes it.
func (c *converter) source(name string) string {
	if name == "" {
		const id = "followthemoney"
		c.folder.Sources[id] = graph.SourceRecord{Title: "FollowTheMoney entities"}
		return id
	}
	id := "opensanctions-" + name
	if graph.CheckSourceID(id) != nil {
		id = "opensanctions-" + fit.Slug(name)
		if graph.CheckSourceID(id) != nil {
			id = "opensanctions-" + suffix(name)
		}
	}
	if _, there := c.folder.Sources[id]; !there {
		s := graph.SourceRecord{Title: "OpenSanctions: " + printable(name), Publisher: "OpenSanctions", Licence: licence}
		if strings.HasSuffix(id, name) {
			s.URL = "https://www.opensanctions.org/datasets/" + name + "/"
		}
		c.folder.Sources[id] = s
	}
	return id
}

// printable is a text without what the loader refuses.
func printable(s string) string {
	if fit.Text(s, false) == "" {
		return s
	}
	return suffix(s)
}

// sources gives those of an entity.
func (c *converter) sources(e *entity) []string {
	if len(e.datasets) == 0 {
		return []string{c.source("")}
	}
	var ids []string
	for _, name := range e.datasets {
		ids = append(ids, c.source(name))
	}
	return distinct(ids)
}
