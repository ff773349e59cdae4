package graphtest

import (
	"fmt"
	"math/rand/v2"

	"coopgraph/graph"
)

// RandomNetwork makes a graph that is too large for [Reference] to find paths in, of the same parts as [RandomData]. Some
// nodes have many neighbours: half of the ends are those of relationships before.
func RandomNetwork(rng *rand.Rand, prefix string, nodes, relationships int) Data {
	var d Data
	for i := range nodes {
		kind := pick(rng, randomKinds)
		id := fmt.Sprintf("%s:%s-%d", kind.Prefix(), prefix, i)
		d.Entities = append(d.Entities, graph.NewEntity(id, []graph.Record{{Dataset: randomSets[0],
			Name: fmt.Sprintf("%s %d", prefix, i)}}))
	}
	made := map[string]bool{}
	var ends []string
	end := func() string {
		if len(ends) > 0 && rng.IntN(2) == 0 {
			return pick(rng, ends)
		}
		return pick(rng, d.Entities).ID
	}
	for range relationships {
		rel := randomRelationship(rng, prefix, end(), end())
		if made[rel.ID()] {
			continue
		}
		made[rel.ID()] = true
		ends = append(ends, rel.From, rel.To)
		d.Relationships = append(d.Relationships, rel)
	}
	for _, id := range randomSources(prefix) {
		d.Sources = append(d.Sources, graph.NewSource(id, []graph.SourceRecord{{Dataset: randomSets[0], Title: id}}))
	}
	return d
}
