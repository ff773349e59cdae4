package live

import (
	"time"

	"coopgraph/graph"
	"coopgraph/graph/csr"
)

// Status says what a reader answers from.
type Status struct {
	// InMemory says that a model answers; else the source does.
	InMemory bool
	// Marker is the revision of the model, Taken when it was taken in, and Snapshot whether it is from a file; Taken is
	// then when that was written.
	Marker   graph.Marker
	Taken    time.Time
	Snapshot bool
	// Confirmed is when the source last said that it has nothing newer.
	Confirmed time.Time
	// Answering says whether the source answered when it was last asked; Loading, that a load was under way then;
	// Building, that a new model is being made.
	Answering, Loading, Building bool
	// Refused says why no model may be made; nil where one may.
	Refused error
	// Err is what went wrong last; nil when all is well again.
	Err error
	// Memory is what the model takes, Built how long making it took.
	Memory csr.Memory
	Built  time.Duration
}

// Age is how old answers may be: the time since the source last said that it has nothing newer. It is 0 where the source
// answers itself.
func (s *Status) Age() time.Duration {
	if !s.InMemory {
		return 0
	}
	return max(time.Since(s.Confirmed), 0)
}

// Status says what answers are given from at this moment.
func (r *Reader) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

func (r *Reader) note(change func(s *Status)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.status)
}
