package loader

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"coopgraph/graph/bolt/bolttest"
	"coopgraph/neo4jlocal/neo4jtest"
)

// limit lets this many more bytes of answers through every connection, and then closes it, for a short while.
func limit(t *testing.T, link *neo4jtest.Link, bytes int) {
	toxic := fmt.Sprintf(`{"name": "cut", "type": "limit_data", "attributes": {"bytes": %d}}`, bytes)
	if _, err := link.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		t.Error(err)
	}
	time.AfterFunc(300*time.Millisecond, func() {
		if err := link.Toxics.RemoveToxic(context.Background(), "cut"); err != nil {
			t.Error(err)
		}
	})
}

// TestAnswersAreCut breaks the connection in the middle of a batch or of the commit after any number of bytes of
// answers, so that some cuts fall between a commit and its answer.
func TestAnswersAreCut(t *testing.T) {
	db := bolttest.Open(t)
	a, _ := versions(300)
	mustLoadFS(t, db, a, Options{BatchSize: 200})
	want := dump(t)
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			bolttest.Wipe(t, neo4jtest.Server(t))
			link := neo4jtest.Proxy(t, neo4jtest.Server(t))
			far := bolttest.Connect(t, bolttest.Config(link.Server))
			step, bytes := []int{0, 3}[i%2], rand.IntN(1200)
			w := &hooked{far, func(n int) {
				if n == step {
					step = -1
					limit(t, link, bytes)
				}
			}}
			s := mustLoadFS(t, w, a, Options{BatchSize: 200})
			if step != -1 {
				t.Error("nothing was cut")
			}
			t.Logf("cut after %d bytes, took %s", bytes, s.Took)
			same(t, "with an answer cut", dump(t), want)
		})
	}
}
