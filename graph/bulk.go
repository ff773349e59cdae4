package graph

// BulkWriter fills an empty graph in one go, many times as fast as a [Load], and changes none that has something.
// What it is given must be whole: every element once, with what all datasets say of it, degrees counted, and every
// end of a relationship among the entities. Nothing is in the graph before the engine says so; how it comes there is
// the engine's own affair.
type BulkWriter interface {
	// Encode brings elements into the writer's own form, which costs the most. Several goroutines may call it at once.
	Encode(p *BulkPart) (BulkForm, error)
	// Append adds what Encode made; what is appended first lies first. Only one goroutine may call it at a time.
	Append(f BulkForm) error
}

// BulkForm is what a BulkWriter makes of a part, for its own Append alone.
type BulkForm any

// BulkPart is some of the elements of a graph, in the order in which they are to lie. Relationships of which every
// claim is withdrawn belong to it.
type BulkPart struct {
	Sources       []Source
	Entities      []Entity
	Relationships []BulkRelationship
}

// BulkRelationship is a relationship with its id, which costs a checksum to make.
type BulkRelationship struct {
	ID string
	Relationship
}
