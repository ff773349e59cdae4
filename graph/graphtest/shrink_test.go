package graphtest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"coopgraph/graph"
)

// TestShrink keeps what a failure needs and nothing else.
func TestShrink(t *testing.T) {
	d := RandomNetwork(rand.New(rand.NewPCG(9, 1)), "n", 40, 80)
	kept := []string{d.Entities[0].ID}
	culprit := d.Relationships[17].RelationshipKey
	small := Shrink(d, kept, func(d Data) bool {
		return slices.ContainsFunc(d.Relationships, func(r graph.Relationship) bool { return r.RelationshipKey == culprit })
	})
	if len(small.Relationships) != 1 || small.Relationships[0].RelationshipKey != culprit || len(small.Relationships[0].Claims) != 1 {
		t.Errorf("left is %+v", small.Relationships)
	}
	for _, e := range small.Entities {
		if e.ID != kept[0] && e.ID != culprit.From && e.ID != culprit.To {
			t.Errorf("the entity %s is left", e.ID)
		}
	}
	if len(d.Relationships) < 60 {
		t.Errorf("the graph itself was changed: %d relationships", len(d.Relationships))
	}
}
