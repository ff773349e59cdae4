package queries

import (
	"slices"
	"testing"
)

func TestLists(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                  nil,
		" , ,":                              nil,
		"a, b,,c ":                          {"a", "b", "c"},
		`"Korea, Republic of", Georgia`:     {"Korea, Republic of", "Georgia"},
		`Georgia ,"Korea, Republic of" , b`: {"Georgia", "Korea, Republic of", "b"},
		`"a ""b"", c"`:                      {`a "b", c`},
		`Charter "A", B`:                    {`Charter "A"`, "B"},
		`"open, end`:                        {`"open`, "end"},
		`"closed" early, b`:                 {`"closed" early`, "b"},
		`"",a`:                              {"a"},
		`"`:                                 {`"`},
	} {
		if got := splitList(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func FuzzLists(f *testing.F) {
	f.Add("a", "b, c", `d "e"`)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		var want []string
		for _, v := range []string{a, b, c} {
			want = append(want, splitList(JoinList([]string{v}))...)
		}
		if got := splitList(JoinList([]string{a, b, c})); !slices.Equal(got, want) {
			t.Errorf("%q, %q, %q come back as %q, one by one as %q", a, b, c, got, want)
		}
		for _, v := range want {
			if got := splitList(JoinList([]string{v})); !slices.Equal(got, []string{v}) {
				t.Errorf("%q comes back as %q", v, got)
			}
		}
	})
}
