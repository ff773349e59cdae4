package api

import "coopgraph/graph"

// maxMaxDegree is the greatest bound on a degree that makes sense.
const maxMaxDegree = 1_000_000_000

var (
	directions  = graph.Directions()
	undated     = []string{"drop", "keep"}
	confidences = graph.ConfidenceNames()
)

// parseFilter reads the filter, which is the same for every read. Ids in it are not resolved yet.
func parseFilter(p *params) graph.Filter {
	return graph.Filter{
		Types:         p.types("types"),
		NotTypes:      p.types("not_types"),
		Kinds:         p.kinds("kinds"),
		ViaKinds:      p.kinds("via_kinds"),
		Direction:     graph.Direction(p.choice("direction", directions...)),
		AsOf:          p.date("as_of"),
		FromDate:      p.date("from_date"),
		ToDate:        p.date("to_date"),
		KeepUndated:   p.choice("undated", undated...) == "keep",
		MinConfidence: graph.Confidence(p.choice("min_confidence", confidences...)),
		Sources:       p.list("source"),
		Datasets:      p.list("dataset"),
		Avoid:         p.list("avoid"),
		MaxDegree:     p.number("max_degree", 0, maxMaxDegree),
	}
}
