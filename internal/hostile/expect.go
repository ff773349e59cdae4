package hostile

import "coopgraph/graph"

// Item is what a reader should find of a node or relationship: values by the names that the API's JSON has, without those
// that are not there. It is made by none of the code that writes answers.
type Item map[string]any

// Expected gives the items of a graph in order. Relationships have their ends as from and to.
func Expected(g *graph.Subgraph) (nodes, relationships []Item) {
	for i := range g.Nodes {
		nodes = append(nodes, expectedNode(&g.Nodes[i]))
	}
	for i := range g.Relationships {
		relationships = append(relationships, expectedRelationship(&g.Relationships[i]))
	}
	return nodes, relationships
}

func (it Item) put(name string, value any, there bool) {
	if there {
		it[name] = value
	}
}

func (it Item) text(name, s string) { it.put(name, s, s != "") }

func (it Item) number(name string, f *float64) {
	if f != nil {
		it[name] = *f
	}
}

func expectedNode(n *graph.Node) Item {
	it := Item{"id": n.ID, "name": n.Name, "kind": string(n.Kind), "degree": n.Degree}
	it.text("type", n.Type)
	it.text("description", n.Description)
	it.put("distance", n.Distance, n.Distance >= 0)
	it.put("hidden", n.Hidden, n.Hidden >= 0)
	it.text("since", n.Since.String())
	it.text("until", n.Until.String())
	it.number("latitude", n.Latitude)
	it.number("longitude", n.Longitude)
	it.put("datasets", n.Datasets(), len(n.Datasets()) > 0)
	it.put("codes", n.Codes, len(n.Codes) > 0)
	return it
}

func expectedRelationship(r *graph.Relationship) Item {
	it := Item{"id": r.ID(), "type": string(r.Type), "from": r.From, "to": r.To, "confidence": string(r.Confidence), "conflict": r.Conflict}
	it.text("since", r.Since.String())
	it.text("until", r.Until.String())
	it.text("observed", r.Observed.String())
	it.text("status", r.Status)
	it.text("role", r.Role)
	it.text("title", r.Title)
	it.text("spell", r.Spell)
	it.number("share", r.Share)
	it.put("sources", r.Sources(), len(r.Sources()) > 0)
	it.put("datasets", r.Datasets(), len(r.Datasets()) > 0)
	return it
}
