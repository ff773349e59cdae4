package extsort

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// sorted gives what a sorter with this budget makes of records.
func sorted(t *testing.T, s *Sorter, records []string) []string {
	t.Helper()
	for _, r := range records {
		key, value, _ := strings.Cut(r, "=")
		if err := s.Add([]byte(key), []byte(value)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Seal(); err != nil {
		t.Fatal(err)
	}
	return read(t, s)
}

func read(t *testing.T, s *Sorter) []string {
	t.Helper()
	var out []string
	if err := s.Each(func(r Record) error {
		out = append(out, string(r.Key)+"="+string(r.Value))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSortedLikeInMemory(t *testing.T) {
	for _, budget := range []int{100, 1000, 10_000, 1 << 20} {
		for _, n := range []int{0, 1, 10, 3000} {
			var records []string
			for range n {
				// Keys of all lengths, often shared, so that values decide too.
				key := fmt.Sprint(rand.IntN(n + 1))
				records = append(records, strings.Repeat(key, 1+rand.IntN(3))+"="+fmt.Sprint(rand.IntN(1000)))
			}
			s := New(budget)
			got := sorted(t, s, records)
			want := slices.Clone(records)
			slices.SortFunc(want, func(a, b string) int {
				keyA, valueA, _ := strings.Cut(a, "=")
				keyB, valueB, _ := strings.Cut(b, "=")
				return slices.Compare([]string{keyA, valueA}, []string{keyB, valueB})
			})
			if !slices.Equal(got, want) || s.Len() != n {
				t.Fatalf("budget %d, %d records: not in order", budget, n)
			}
			if again := read(t, s); !slices.Equal(again, want) {
				t.Errorf("budget %d, %d records: a second reading differs", budget, n)
			}
			if spilled := s.spill != nil; spilled != (n == 3000 && budget < 1<<20) && n != 10 {
				t.Errorf("budget %d, %d records: spilled is %v", budget, n, spilled)
			}
			if len(s.runs) > mergeWidth {
				t.Errorf("%d runs are left to be read at once", len(s.runs))
			}
		}
	}
}

func TestSpoolKeepsTheOrder(t *testing.T) {
	for _, budget := range []int{0, 50, 1 << 20} {
		s := NewSpool(budget)
		var want, got []string
		for i := range 100 {
			want = append(want, fmt.Sprintf("%d=%d", 100-i, i))
			if err := s.Add(fmt.Append(nil, 100-i), fmt.Append(nil, i)); err != nil {
				t.Fatal(err)
			}
		}
		next, err := s.Reader()
		if err != nil {
			t.Fatal(err)
		}
		for {
			r, ok, err := next()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			got = append(got, string(r.Key)+"="+string(r.Value))
		}
		if !slices.Equal(got, want) || s.Len() != 100 {
			t.Errorf("budget %d: %v", budget, got)
		}
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := New(100)
	sorted(t, s, []string{"a=" + strings.Repeat("x", 80), "b=" + strings.Repeat("y", 80)})
	if s.spill == nil {
		t.Fatal("nothing was spilled")
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAMissingFolderIsTold(t *testing.T) {
	t.Setenv("TMPDIR", "/nonexistent")
	s := New(10)
	err := s.Add([]byte("a"), []byte("12345678"))
	if err == nil {
		err = s.Add([]byte("b"), []byte("12345678"))
	}
	if err == nil || !strings.Contains(err.Error(), "TMPDIR") {
		t.Errorf("got %v; want a word on what to do", err)
	}
}
