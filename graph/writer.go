package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Writer changes a graph, one load at a time.
type Writer interface {
	// Begin takes the lease of the graph in the name of holder ("name@host pid 12, dataset region"), and makes the
	// schema where it is missing. While somebody else holds a lease that has not run out it is CodeBusy, naming them.
	// A lease that ran out is taken over; [Load.TookOver] then names its holder.
	Begin(ctx context.Context, holder string) (Load, error)
}

// Load is the right to write. The lease is renewed in the background until Commit, Release or the end of the process.
// Once somebody else has taken it over, everything is CodeLost, nothing is written, and the load is over. A Load is not
// safe for concurrent use.
type Load interface {
	// TookOver names the holder of a load that died before this one; "" if there was none.
	TookOver() string
	// Unchanged reports whether the graph has the dataset just so: its last load was completed with the same record,
	// digest of the content included, and as many elements are still there.
	Unchanged(ctx context.Context, d *Dataset) (bool, error)
	// Present calls back with every element that has something of the dataset, and the digest of that, in no
	// particular order.
	Present(ctx context.Context, dataset string, fn func(Present) error) error
	// Apply writes a batch in one transaction: all of it or nothing. Where the database's answer to a commit is lost,
	// it finds out whether the batch was written, and writes it exactly once.
	Apply(ctx context.Context, b Batch) error
	// Commit finishes what Apply left open (degrees), records the dataset if it is not nil, raises the revision, and
	// ends the lease. Where nothing was applied, nothing was taken over and the dataset's record is the same, the
	// revision stays.
	Commit(ctx context.Context, d *Dataset) (Marker, error)
	// Release ends the lease and leaves what was written; for a load that found nothing to do or gave up.
	Release(ctx context.Context) error
}

// Element says what an id is of.
type Element string

// The elements of a graph.
const (
	EntityElement       Element = "entity"
	RelationshipElement Element = "relationship"
	SourceElement       Element = "source"
)

// Present is something of a dataset that is in the graph.
type Present struct {
	Element Element
	ID      string
	Digest  string // see [Digest]
}

// EntityWrite sets what one dataset says of an entity.
type EntityWrite struct {
	ID     string
	Record Record
}

// SourceWrite sets what one dataset says of a source.
type SourceWrite struct {
	ID     string
	Record SourceRecord
}

// RelationshipWrite sets what one dataset claims of a relationship: its claims replace those it had.
type RelationshipWrite struct {
	Key    RelationshipKey
	Claims []Claim
}

// Batch is what one transaction writes for one dataset. It is applied in the order of its fields: the ends of a
// relationship are there before it, and an entity goes after its relationships. Removing takes away what this dataset
// says; the element itself goes when no dataset says anything of it any more.
type Batch struct {
	Dataset             string
	Sources             []SourceWrite
	Entities            []EntityWrite
	Relationships       []RelationshipWrite
	RemoveRelationships []string
	RemoveEntities      []string
	RemoveSources       []string
}

// Size is the number of elements in the batch.
func (b *Batch) Size() int {
	return len(b.Sources) + len(b.Entities) + len(b.Relationships) +
		len(b.RemoveRelationships) + len(b.RemoveEntities) + len(b.RemoveSources)
}

// Digest stands for what a dataset says of one element: its Record, SourceRecord or claims, which must be in the order
// of [SortClaims]. Equal contents give equal digests on every machine; two different ones meet once in 2^64 at most.
func Digest(content any) string {
	text, err := json.Marshal(content)
	if err != nil {
		// Records and claims are plain data: only a share or coordinate that is no number can fail, and the loader
		// and every engine refuse those before.
		panic(fmt.Sprintf("graph: digest of %T: %v", content, err))
	}
	return DigestJSON(text)
}

// DigestJSON is [Digest] of contents that json.Marshal has written.
func DigestJSON(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
