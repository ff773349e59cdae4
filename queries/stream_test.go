package queries

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"coopgraph/graph"
	"coopgraph/graph/names"
)

func TestStream(t *testing.T) {
	st := newFake()
	for i := range 5 {
		st.rows = append(st.rows, []any{int64(i)})
	}
	three := strings.Replace(head("three"), "// title", "// rows: 3\n// title", 1) + right
	c := open(t, st, folder(t, map[string]string{"all": head("all") + right, "three": three}))
	var log []any
	begin := func(columns []string) error {
		log = append(log, columns)
		return nil
	}
	take := func(n int) func([]any) bool {
		return func(row []any) bool {
			log = append(log, row[0])
			n--
			return n > 0
		}
	}
	head := []string{"x"}
	for _, tc := range []struct {
		name  string
		take  int
		log   []any
		whole bool
	}{
		{"all", 9, []any{head, int64(0), int64(1), int64(2), int64(3), int64(4)}, true},
		{"all", 2, []any{head, int64(0), int64(1)}, false},
		{"three", 9, []any{head, int64(0), int64(1), int64(2)}, false},
	} {
		log = nil
		s, err := c.Stream(t.Context(), tc.name, nil, begin, take(tc.take))
		if err != nil || !reflect.DeepEqual(log, tc.log) || s.Rows != len(tc.log)-1 || s.Complete != tc.whole || s.Marker.Revision != 7 {
			t.Errorf("%s: %v, %+v, %v; want %v", tc.name, log, s, err, tc.log)
		}
	}
	log, st.rows = nil, nil
	if s, err := c.Stream(t.Context(), "all", nil, begin, take(9)); err != nil || !reflect.DeepEqual(log, []any{head}) || !s.Complete {
		t.Errorf("without rows: %v, %+v, %v", log, s, err)
	}
}

func TestStreamBeginsLate(t *testing.T) {
	st := newFake()
	c := open(t, st, folder(t, map[string]string{"one": strings.Replace(head("one"), "// title", "// time: 10ms\n// title", 1) + right}))
	begun := 0
	begin := func([]string) error { begun++; return nil }
	never := func([]any) bool { t.Error("a row"); return false }
	for name, code := range map[string]graph.Code{"nosuch": graph.CodeNotFound, "members": graph.CodeInvalid} {
		if _, err := c.Stream(t.Context(), name, nil, begin, never); graph.CodeOf(err) != code {
			t.Errorf("%s: %v", name, err)
		}
	}
	st.wait = true
	if _, err := c.Stream(t.Context(), "one", nil, begin, never); graph.CodeOf(err) != graph.CodeDeadline {
		t.Error(err)
	}
	if begun > 0 {
		t.Errorf("it began %d times before an error that was the whole answer", begun)
	}
	st.wait, st.rows = false, [][]any{{int64(1)}}
	full := errors.New("disk full")
	if _, err := c.Stream(t.Context(), "one", nil, func([]string) error { return full }, never); !errors.Is(err, full) {
		t.Errorf("an error of begin comes back as %v", err)
	}
}

// On a real database the stream has the rows of Run, begins before all of them are there, and ends with its taker.
func TestStreamOnNeo4j(t *testing.T) {
	db := openBundled(t)
	many := strings.NewReplacer("// title", "// rows: 10000\n// time: 1m\n// title").Replace(head("many")) +
		"UNWIND range(1, 200000) AS x RETURN x"
	slow := strings.Replace(head("slow"), "// title", "// time: 1s\n// title", 1) +
		"UNWIND range(1, 1000) AS x RETURN x"
	c, err := Open(t.Context(), db, names.Finding(db), Options{PutOff: true, Folders: []string{folder(t, map[string]string{
		"many": many, "slow": slow})}})
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]any
	s, err := c.Stream(t.Context(), "members", map[string]string{"organisation": "GUAM", "on": "2004"},
		func([]string) error { return nil }, func(row []any) bool { rows = append(rows, row); return true })
	r, runErr := c.Run(t.Context(), "members", map[string]string{"organisation": "organisation:guam", "on": "2004"})
	if err != nil || runErr != nil || !reflect.DeepEqual(rows, r.Rows) || !s.Complete || s.Marker != r.Marker || len(rows) < 4 {
		t.Errorf("%v (%v, %v), and run %v (%v)", rows, s, err, r.Rows, runErr)
	}
	n := 0
	s, err = c.Stream(t.Context(), "many", nil, func([]string) error { return nil }, func([]any) bool { n++; return true })
	if err != nil || n != MaxRows || s.Complete || s.Rows != MaxRows {
		t.Errorf("%d rows, %+v, %v", n, s, err)
	}
	began := time.Now()
	_, err = c.Stream(t.Context(), "slow", nil, func([]string) error { return nil }, func([]any) bool {
		time.Sleep(20 * time.Millisecond)
		return true
	})
	if took := time.Since(began); graph.CodeOf(err) != graph.CodeDeadline || took > 10*time.Second {
		t.Errorf("a taker that needs 20 s for what has to be done within one ends with %v after %s", err, took)
	}
	if !slices.ContainsFunc(c.List(), func(q Query) bool { return q.Name == "many" && q.Checked() }) {
		t.Error("what was run counts as not checked")
	}
}
