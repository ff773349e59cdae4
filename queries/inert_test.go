package queries

import "testing"

func TestInert(t *testing.T) {
	for cell, want := range map[string]string{"": "", "Baku": "Baku", "=1+1": "'=1+1", "+7": "'+7", "-5": "'-5", "@SUM(A1)": "'@SUM(A1)",
		"\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "a=1": "a=1"} {
		if got := Inert(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}
