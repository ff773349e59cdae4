package graph

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]Date{
		"":           {},
		"2024":       {2024, 0, 0},
		"0001":       {1, 0, 0},
		"9999-12-31": {9999, 12, 31},
		"2024-06":    {2024, 6, 0},
		"2024-06-27": {2024, 6, 27},
		"2024-02-29": {2024, 2, 29},
		"2000-02-29": {2000, 2, 29},
		"1582-10-10": {1582, 10, 10}, // the calendar is carried back
	} {
		got, err := ParseDate(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q: %v (%s), %v", text, got, got, err)
		}
	}
}

func TestParseDateRefusesTheImpossible(t *testing.T) {
	for _, text := range []string{
		"2024-13", "2024-00", "2024-02-30", "2023-02-29", "1900-02-29", "2100-02-29", "2024-04-31", "2024-06-00",
		"2024-06-32", "0000", "0000-01-01", "24", "2024-6", "2024-6-2", "2024/06/27", "2024-06/27", "2024-06-27T00",
		"2024-06-27 ", " 2024", "27.06.2024", "2024-0a", "-024", "+024", "２０２４", "20245", "2024-", "yyyy", "\x00\x00\x00\x00",
	} {
		if d, err := ParseDate(text); CodeOf(err) != CodeInvalid || !d.IsZero() {
			t.Errorf("%q: %v, %v", text, d, err)
		}
	}
}

// Every day that a year, month and day can be written as is either refused or a day of the calendar.
func TestParseDateAgainstTheCalendar(t *testing.T) {
	for _, year := range []int{1900, 1999, 2000, 2023, 2024} {
		for month := range 15 {
			for day := range 34 {
				text := Date{int16(year), int8(month), int8(day)}.textOf()
				_, err := time.Parse(time.DateOnly, text)
				d, ours := ParseDate(text)
				if (err == nil) != (ours == nil) {
					t.Errorf("%s: %v, the calendar says %v", text, ours, err)
				}
				if ours == nil && (d.First() != d.Last() || d.First().Date() != d) {
					t.Errorf("%s: first %d, last %d", text, d.First(), d.Last())
				}
			}
		}
	}
}

// textOf writes all three fields, whatever they are.
func (d Date) textOf() string {
	digits := func(n, width int) string {
		s := ""
		for range width {
			s = string(rune('0'+n%10)) + s
			n /= 10
		}
		return s
	}
	return digits(int(d.Year), 4) + "-" + digits(int(d.Month), 2) + "-" + digits(int(d.Day), 2)
}

func TestSpans(t *testing.T) {
	for text, want := range map[string][2]string{
		"2024":       {"2024-01-01", "2024-12-31"},
		"2024-02":    {"2024-02-01", "2024-02-29"},
		"2023-02":    {"2023-02-01", "2023-02-28"},
		"1900-02":    {"1900-02-01", "1900-02-28"},
		"2024-12":    {"2024-12-01", "2024-12-31"},
		"1969-12-31": {"1969-12-31", "1969-12-31"},
	} {
		d := MustDate(text)
		if d.First().Date().String() != want[0] || d.Last().Date().String() != want[1] {
			t.Errorf("%s spans %s to %s", text, d.First().Date(), d.Last().Date())
		}
	}
	if MustDate("1970-01-01").First() != 0 || MustDate("1969-12-31").First() != -1 {
		t.Error("days are not counted from 1 January 1970")
	}
	var none Date
	if none.First() != MinDay || none.Last() != MaxDay || !MinDay.Date().IsZero() || !MaxDay.Date().IsZero() {
		t.Error("no date does not span all days")
	}
}

func TestContains(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"2024", "2024-06", true}, {"2024", "2024-06-27", true}, {"2024-06", "2024-06-27", true}, {"2024", "2024", true},
		{"2024-06", "2024", false}, {"2024", "2023-12-31", false}, {"2024-06", "2024-07-01", false},
		{"", "", true}, {"", "2024", false}, {"2024", "", false},
	} {
		if got := MustDate(tc.a).Contains(MustDate(tc.b)); got != tc.want {
			t.Errorf("%q contains %q: %v", tc.a, tc.b, got)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{"2024": "2024", "2024-06": "June 2024", "2024-06-07": "7 June 2024", "0988": "988"} {
		if got := MustDate(text).Words(); got != want {
			t.Errorf("%s in words is %q", text, got)
		}
	}
}

func TestDateAsJSON(t *testing.T) {
	type dated struct {
		Since Date `json:"since,omitzero"`
	}
	for text, want := range map[string]string{"2024-06": `{"since":"2024-06"}`, "": `{}`} {
		got, err := json.Marshal(dated{MustDate(text)})
		if err != nil || string(got) != want {
			t.Errorf("%q: %s, %v", text, got, err)
		}
		var back dated
		if err := json.Unmarshal(got, &back); err != nil || back.Since.String() != text {
			t.Errorf("%s: %v, %v", got, back, err)
		}
	}
	if err := json.Unmarshal([]byte(`{"since":"2024-02-30"}`), new(dated)); CodeOf(err) != CodeInvalid {
		t.Error(err)
	}
}

func TestMustDatePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it did not")
		}
	}()
	MustDate("2024-13")
}

// randomDate gives a date of some precision from a few years, or none.
func randomDate(r *rand.Rand) Date {
	d := Year(2000 + r.IntN(4))
	switch r.IntN(4) {
	case 0:
		return Date{}
	case 1:
		d.Month = int8(1 + r.IntN(12))
	case 2:
		d.Month = int8(1 + r.IntN(12))
		d.Day = int8(1 + r.IntN(int(daysIn(d.Year, d.Month))))
	}
	return d
}
