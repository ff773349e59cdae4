package format

import (
	"encoding/json"
	"io"

	"coopgraph/graph"
)

// cslItem is an item of CSL-JSON, which citation programs import.
type cslItem struct {
	ID      string    `json:"id"`
	Type    string    `json:"type"`
	Title   string    `json:"title"`
	Author  []cslName `json:"author,omitempty"`
	Issued  *cslDate  `json:"issued,omitempty"`
	URL     string    `json:"URL,omitempty"`
	Access  *cslDate  `json:"accessed,omitempty"`
	Version string    `json:"version,omitempty"`
	Note    string    `json:"note,omitempty"`
}

// cslName is the name of a body.
type cslName struct {
	Literal string `json:"literal"`
}

// cslDate is a date as precise as known.
type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

func cslDateOf(d graph.Date) *cslDate {
	if d.IsZero() {
		return nil
	}
	parts := []int{int(d.Year)}
	if d.Month != 0 {
		parts = append(parts, int(d.Month))
	}
	if d.Day != 0 {
		parts = append(parts, int(d.Day))
	}
	return &cslDate{[][]int{parts}}
}

// writeCSL writes a list of items, of which BibTeX has the same.
func writeCSL(w io.Writer, c *Cited) error {
	items := []cslItem{}
	for _, e := range c.entries() {
		item := cslItem{ID: e.key, Type: "document", Title: e.title, Issued: cslDateOf(e.published), Access: cslDateOf(e.accessed),
			Version: e.version, Note: e.note}
		switch {
		case e.dataset:
			item.Type = "dataset"
		case e.url != "":
			item.Type = "webpage"
		}
		if e.author != "" {
			item.Author = []cslName{{e.author}}
		}
		if e.url != "" {
			item.URL = escapeURL(e.url, `<>"\^`+"`{|}")
		}
		items = append(items, item)
	}
	return json.NewEncoder(w).Encode(items)
}
