package live

import (
	"log/slog"
	"sync"

	"coopgraph/graph/csr"
)

// saver writes the newest model to its file, one after the other, leaving out those that were overtaken meanwhile.
type saver struct {
	path string
	log  *slog.Logger

	mu      sync.Mutex
	next    *csr.Model
	running bool
	done    sync.WaitGroup
}

// save has the model written in the background.
func (s *saver) save(m *csr.Model) {
	if s.path == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = m
	if !s.running {
		s.running = true
		s.done.Go(s.run)
	}
}

func (s *saver) run() {
	for {
		s.mu.Lock()
		m := s.next
		s.next = nil
		s.running = m != nil
		s.mu.Unlock()
		if m == nil {
			return
		}
		if err := m.WriteSnapshot(s.path); err != nil {
			s.log.Warn("the graph could not be saved; the next start will read it from Neo4j", "reason", err)
		}
	}
}

// wait waits until all that was to be saved is.
func (s *saver) wait() { s.done.Wait() }
