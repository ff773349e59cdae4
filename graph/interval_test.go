package graph

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// span is the naive set's range of days; the ends of time stand for its first and last.
const span = 40

func inSpan(i Interval) (set [span]bool) {
	for d := range set {
		set[d] = i.From <= Day(d) && Day(d) <= i.To
	}
	return set
}

func union(sets ...[span]bool) (out [span]bool) {
	for _, s := range sets {
		for d := range out {
			out[d] = out[d] || s[d]
		}
	}
	return out
}

func (d Days) inSpan() (out [span]bool) {
	for _, i := range d {
		out = union(out, inSpan(i))
	}
	return out
}

func randomInterval(r *rand.Rand) Interval {
	i := Interval{Day(r.IntN(span)), Day(r.IntN(span))}
	switch r.IntN(8) {
	case 0:
		i.From = MinDay
	case 1:
		i.To = MaxDay
	case 2:
		i.To = i.From
	}
	return i
}

// checkInvariant: in order, none empty, none touching the next.
func (d Days) checkInvariant(t *testing.T) {
	t.Helper()
	for n, i := range d {
		if i.Empty() || n > 0 && i.From <= d[n-1].To+1 {
			t.Fatalf("%v is no set of days", d)
		}
	}
}

func TestDaysAgainstNaiveSets(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	lengths, meetings, empties := map[int]int{}, 0, 0
	for range 20000 {
		var all []Interval
		var naive [span]bool
		for range r.IntN(5) {
			i := randomInterval(r)
			if i.Empty() {
				empties++
			}
			all, naive = append(all, i), union(naive, inSpan(i))
		}
		days := Union(all...)
		days.checkInvariant(t)
		if days.inSpan() != naive {
			t.Fatalf("the union of %v is %v", all, days)
		}
		lengths[len(days)]++

		other := Union(randomInterval(r), randomInterval(r))
		both := days.Intersect(other)
		both.checkInvariant(t)
		b, ok := both.inSpan(), other.inSpan()
		for d := range b {
			if b[d] != (naive[d] && ok[d]) {
				t.Fatalf("%v and %v is %v", days, other, both)
			}
		}
		if len(both) > 1 {
			meetings++
		}
		if !reflect.DeepEqual(both, other.Intersect(days)) {
			t.Fatalf("%v and %v depends on the order", days, other)
		}
		clip := randomInterval(r)
		if !reflect.DeepEqual(days.Clip(clip), days.Intersect(Union(clip))) {
			t.Fatalf("%v clipped to %v is %v", days, clip, days.Clip(clip))
		}
	}
	if lengths[0] < 100 || lengths[1] < 100 || lengths[2] < 100 || lengths[3] < 100 || meetings < 100 || empties < 100 {
		t.Errorf("the input was not varied: %v, %d, %d", lengths, meetings, empties)
	}
}

func TestOverlapsIsAgreedOn(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	seen := map[bool]int{}
	for range 2000 {
		a, b := randomInterval(r), randomInterval(r)
		if a.Empty() || b.Empty() {
			continue
		}
		seen[a.Overlaps(b)]++
		if a.Overlaps(b) == a.Intersect(b).Empty() || a.Overlaps(b) != b.Overlaps(a) {
			t.Errorf("%v and %v", a, b)
		}
	}
	if seen[true] < 100 || seen[false] < 100 {
		t.Errorf("the input was not varied: %v", seen)
	}
}

func TestEndsOfTime(t *testing.T) {
	if Always.Empty() || !Never.Empty() || Never.Overlaps(Always) || !Always.Overlaps(Always) {
		t.Error("Always or Never is not what it says")
	}
	if got := Union(Interval{5, MaxDay}, Interval{MinDay, 3}, Always, Never); !reflect.DeepEqual(got, Days{Always}) {
		t.Errorf("%v", got)
	}
	if got := Union(Interval{1, 3}, Interval{4, 6}); !reflect.DeepEqual(got, Days{{1, 6}}) {
		t.Errorf("neighbouring days do not join: %v", got)
	}
	if got := Union(Interval{7, MaxDay}, Interval{9, MaxDay}); !reflect.DeepEqual(got, Days{{7, MaxDay}}) {
		t.Errorf("%v", got)
	}
}

func TestDaysInWords(t *testing.T) {
	day := func(year int16) Day { return Date{year, 1, 2}.First() }
	for _, test := range []struct {
		days Days
		want string
	}{
		{nil, "on no day"},
		{Days{Always}, "at all times"},
		{Days{{MinDay, day(1990)}, {day(1992), day(1992)}}, "until 2 January 1990; on 2 January 1992"},
		{Days{{day(1990), day(1991)}, {day(2000), MaxDay}}, "from 2 January 1990 to 2 January 1991; since 2 January 2000"},
	} {
		if got := test.days.Words(); got != test.want {
			t.Errorf("%v: %s, want %s", test.days, got, test.want)
		}
	}
}
