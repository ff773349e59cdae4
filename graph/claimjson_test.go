package graph

import (
	"encoding/json"
	"math"
	"testing"
)

func FuzzClaimJSON(f *testing.F) {
	f.Add("region", "page", "p 3", "Is a \"member\" of <GUAM> & more.\n\\", "Azərbaycan \u2028", "test/page",
		1997, 10, 10, 12.5)
	f.Add("", "", "", "", "", "", 0, 0, 0, math.NaN())
	f.Add("a\x7f", "\xff", "\x00", "ქართული 漢字 🙂", "\r\t", "\ufffd", 2024, 0, 0, 1e-7)
	f.Fuzz(func(t *testing.T, dataset, source, locator, text, saidBy, withdraws string,
		year, month, day int, share float64) {
		d, err := ParseDate(Date{int16(year), int8(month), int8(day)}.String())
		if err != nil {
			d = Date{}
		}
		for _, c := range []Claim{
			{Dataset: dataset, Source: source, Locator: locator, Text: text, Since: d, Status: locator, Confidence: Reported},
			{Dataset: dataset, Source: source, Text: text, Until: d, Observed: d, Share: &share, SaidBy: saidBy,
				Withdraws: withdraws},
		} {
			want, wantErr := json.Marshal(c)
			got, err := c.AppendJSON([]byte("before"))
			if (err == nil) != (wantErr == nil) || err == nil && string(got) != "before"+string(want) {
				t.Errorf("got  %s, %v\nwant %s, %v", got, err, want, wantErr)
			}
		}
	})
}

// A field that is added to Claim has to be added to AppendJSON.
func TestClaimJSONHasEveryField(t *testing.T) {
	share := 1.5
	c := Claim{"a", "b", "c", "d", MustDate("2001"), MustDate("2002-03"), MustDate("2003-04-05"), "e", &share,
		Reported, "f", "g"}
	want, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.AppendJSON(nil); err != nil || string(got) != string(want) {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}
