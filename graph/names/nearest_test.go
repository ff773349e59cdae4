package names_test

import (
	"slices"
	"testing"

	"coopgraph/graph/names"
)

func TestNearest(t *testing.T) {
	candidates := []string{"from", "to", "types", "not_types", "max_hops", "kinds"}
	for word, want := range map[string]string{"form": "from", "maxhops": "max_hops", "TYPES": "types", "tipes": "types",
		"t": "to", "direction": "", "": "", "knids": "kinds"} {
		if got := names.Nearest(word, slices.Values(candidates)); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}
