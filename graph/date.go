package graph

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Date is a calendar date as precise as its source: a year, a month of a year, or a day. The zero Date means that no
// date is known. Dates are comparable with ==.
type Date struct {
	Year  int16 // 1 to 9999; 0 where no date is known
	Month int8  // 1 to 12; 0 where only the year is known
	Day   int8  // 1 to 31; 0 where only the month is known
}

// Day counts days from 1 January 1970, which is 0, in the proleptic Gregorian calendar.
type Day int32

// The ends of time: a span without a known beginning starts at MinDay, one without a known end ends at MaxDay.
const (
	MinDay Day = math.MinInt32
	MaxDay Day = math.MaxInt32
)

// ParseDate reads "2024", "2024-06" or "2024-06-27". The empty string is the zero Date. Anything else, and a day that
// the calendar does not have, is an error that says what is wrong.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	bad := func(why string) (Date, error) {
		return Date{}, Invalid("date", "%q is not a date: %s; write 2024, 2024-06 or 2024-06-27", s, why)
	}
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return bad("its length fits none of the forms")
	}
	d := Date{Year: int16(digits(s[:4]))}
	if d.Year < 1 {
		return bad("the year is not four digits from 0001 on")
	}
	if len(s) >= 7 {
		if d.Month = int8(digits(s[5:7])); s[4] != '-' || d.Month < 1 || d.Month > 12 {
			return bad("the month is not 01 to 12")
		}
	}
	if len(s) == 10 {
		d.Day = int8(digits(s[8:]))
		if last := daysIn(d.Year, d.Month); s[7] != '-' || d.Day < 1 || d.Day > last {
			return bad(fmt.Sprintf("the day is not 01 to %02d, the last of that month", last))
		}
	}
	return d, nil
}

// Year is the date of which only the year is known, 1 to 9999; the zero Date for any other.
func Year(year int) Date {
	if year < 1 || year > 9999 {
		return Date{}
	}
	return Date{Year: int16(year)}
}

// digits reads a number that is all digits; -1 for anything else.
func digits(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// MustDate is ParseDate for texts that are known to be right; it panics on others. For tables and tests.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func daysIn(year int16, month int8) int8 {
	return int8(time.Date(int(year), time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day())
}

// IsZero reports whether no date is known.
func (d Date) IsZero() bool { return d == Date{} }

// String writes the date as precisely as it is known, "" for the zero Date.
func (d Date) String() string {
	var buf [len("2024-06-27")]byte // nothing is allocated for what is only appended elsewhere
	return string(d.append(buf[:0]))
}

// AppendText implements encoding.TextAppender.
func (d Date) AppendText(b []byte) ([]byte, error) { return d.append(b), nil }

// append is asked for several dates of every claim, so it does without fmt.
func (d Date) append(b []byte) []byte {
	if d.IsZero() {
		return b
	}
	if d.Year < 0 || d.Year > 9999 {
		return fmt.Appendf(b, "%04d-%02d-%02d", d.Year, d.Month, d.Day) // no date, but shown as what it is
	}
	year, month, day := int(d.Year), int(d.Month), int(d.Day)
	text := [...]byte{digit(year / 1000), digit(year / 100), digit(year / 10), digit(year),
		'-', digit(month / 10), digit(month), '-', digit(day / 10), digit(day)}
	switch {
	case d.Month == 0:
		return append(b, text[:4]...)
	case d.Day == 0:
		return append(b, text[:7]...)
	}
	return append(b, text[:]...)
}

// digit is the last digit of n.
func digit(n int) byte { return byte('0' + n%10) }

// First is the first day that the date may mean; MinDay for the zero Date.
func (d Date) First() Day {
	if d.IsZero() {
		return MinDay
	}
	return dayOf(d.Year, max(d.Month, 1), max(d.Day, 1))
}

// Last is the last day that the date may mean; MaxDay for the zero Date.
func (d Date) Last() Day {
	switch {
	case d.IsZero():
		return MaxDay
	case d.Month == 0:
		return dayOf(d.Year, 12, 31)
	case d.Day == 0:
		return dayOf(d.Year, d.Month, daysIn(d.Year, d.Month))
	}
	return dayOf(d.Year, d.Month, d.Day)
}

// Contains reports whether every day of other is a day of d. A zero date contains only itself.
func (d Date) Contains(other Date) bool {
	if d.IsZero() || other.IsZero() {
		return d == other
	}
	return d.First() <= other.First() && other.Last() <= d.Last()
}

// Words writes the date for a sentence: "27 June 2024", "June 2024", "2024".
func (d Date) Words() string { return string(d.appendWords(nil)) }

func (d Date) appendWords(b []byte) []byte {
	if d.Day != 0 {
		b = append(strconv.AppendInt(b, int64(d.Day), 10), ' ')
	}
	if d.Month != 0 {
		b = append(append(b, time.Month(d.Month).String()...), ' ')
	}
	return strconv.AppendInt(b, int64(d.Year), 10)
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Bits packs the date into 23 bits whose order is that of the dates, the less precise first; 0 for the zero Date.
func (d Date) Bits() uint32 { return uint32(d.Year)<<9 | uint32(d.Month)<<5 | uint32(d.Day) }

// DateOfBits is the date that [Date.Bits] packed.
func DateOfBits(n uint32) Date {
	return Date{Year: int16(n >> 9), Month: int8(n >> 5 & 15), Day: int8(n & 31)}
}

const secondsPerDay = 24 * 60 * 60

func dayOf(year int16, month, day int8) Day {
	return DayOf(time.Date(int(year), time.Month(month), int(day), 0, 0, 0, 0, time.UTC))
}

// DayOf is the day, in UTC, in which the moment lies.
func DayOf(t time.Time) Day {
	seconds := t.Unix()
	day := seconds / secondsPerDay
	if seconds%secondsPerDay < 0 {
		day--
	}
	return Day(day)
}

// Time is the beginning of the day in UTC.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// Date is the calendar date of the day; the zero Date for MinDay and MaxDay.
func (d Day) Date() Date {
	if d == MinDay || d == MaxDay {
		return Date{}
	}
	t := d.Time()
	return Date{int16(t.Year()), int8(t.Month()), int8(t.Day())}
}
