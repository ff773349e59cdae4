package graph

import "testing"

func TestSlab(t *testing.T) {
	var s Slab[string]
	if s.Take(0) == nil {
		t.Error("no items are nil")
	}
	s.Expect(4)
	a, b := s.Take(3), s.Take(3)
	for i := range 3 {
		a[i], b[i] = "a", "b"
	}
	if _ = append(a, "more"); b[0] != "b" {
		t.Error("what is appended to one list goes over the next")
	}
	if s.reset(); len(s.whole) != 0 {
		t.Errorf("a piece of %d is kept, and 6 were needed", len(s.whole))
	}
	c := s.Take(1)
	if len(s.whole) != 6 {
		t.Errorf("the next piece has %d, not as many as were needed", len(s.whole))
	}
	c[0] = "c"
	s.reset()
	if d := s.Take(6); d[0] != "" || &d[0] != &c[0] {
		t.Errorf("what is used again is %q, in the same memory: %v", d[0], &d[0] == &c[0])
	}
	s.Take(maxSlab)
	if s.reset(); s.whole != nil || s.expected != 0 {
		t.Errorf("%d are kept of a great answer, and %d expected", len(s.whole), s.expected)
	}
}

func TestMemoryGivesEmptyMaps(t *testing.T) {
	var m Memory
	one, two := m.Map(1), m.Map(1)
	one["a"], two["b"] = "1", "2"
	if len(one) != 1 || len(two) != 1 {
		t.Error("two maps are one")
	}
	m.Reset()
	if again := m.Map(1); len(again) != 0 || len(one) != 0 {
		t.Errorf("a map begins with %v", again)
	}
}
