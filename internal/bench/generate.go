package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// shape is a generated dataset: a tenth as many entities as relationships, of which some have many, as graphs of
// cooperation do; four types; every row dated, with a source, a locator and a claim.
type shape struct {
	relationships int
	seed          uint64
	// changed is the share of rows whose claim is worded differently.
	changed float64
}

func (s shape) name() string {
	return fmt.Sprintf("generated %s/%s", thousands(s.relationships/10), thousands(s.relationships))
}

func thousands(n int) string {
	if n >= 1_000_000 {
		return fmt.Sprintf("%dM", n/1_000_000)
	}
	return fmt.Sprintf("%dk", n/1000)
}

// write writes the dataset into a folder. The same shape gives the same bytes.
func (s shape) write(dir string) error {
	countries, bodies := 200, max(s.relationships/10-200, 200)
	const sources = 200
	files := map[string]func(*bufio.Writer){
		"dataset.yaml": func(w *bufio.Writer) {
			fmt.Fprint(w, "name: generated\ntitle: Generated for measuring\nlicence: CC0-1.0\n")
		},
		"sources.csv": func(w *bufio.Writer) {
			fmt.Fprintln(w, "id,title,publisher,url,published")
			for i := range sources {
				fmt.Fprintf(w, "s%d,Register %d,The publisher,https://example.org/%d,2020-01-%02d\n", i, i, i, 1+i%28)
			}
		},
		"country.csv": func(w *bufio.Writer) {
			fmt.Fprintln(w, "id,name,sources,aliases,name_az")
			for i := range countries {
				fmt.Fprintf(w, "country:c%d,Country %d,s%d,C %d|Land %d,Ölkə %d\n", i, i, i%sources, i, i, i)
			}
		},
		"organisation.csv": func(w *bufio.Writer) {
			fmt.Fprintln(w, "id,name,sources,type,aliases")
			for i := range bodies {
				fmt.Fprintf(w, "organisation:o%d,Organisation number %d,s%d,intergovernmental,O-%d\n", i, i, i%sources, i)
			}
		},
		"relationships.csv": func(w *bufio.Writer) { s.relationshipRows(w, countries, bodies, sources) },
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	for name, fill := range files {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		w := bufio.NewWriterSize(f, 1<<20)
		fill(w)
		if err := w.Flush(); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (s shape) relationshipRows(w *bufio.Writer, countries, bodies, sources int) {
	rng := rand.New(rand.NewPCG(s.seed, 1))    //nolint:gosec // nothing to keep secret
	edits := rand.New(rand.NewPCG(s.seed, 99)) //nolint:gosec // as above
	skewed := func(n int) int { return int(float64(n) * rng.Float64() * rng.Float64()) }
	fmt.Fprintln(w, "type,from,to,role,spell,since,until,status,source,locator,claim,confidence")
	for i := range s.relationships {
		since := fmt.Sprintf("%d-%02d-%02d", 1950+rng.IntN(60), 1+rng.IntN(12), 1+rng.IntN(28))
		until := ""
		if rng.IntN(4) == 0 {
			until = fmt.Sprint(2010 + rng.IntN(10))
		}
		word := "belonged"
		if edits.Float64() < s.changed {
			word = "has belonged"
		}
		c, o, other := skewed(countries), skewed(bodies), skewed(bodies)
		source := rng.IntN(sources)
		switch i % 4 {
		case 0, 1:
			fmt.Fprintf(w, "MEMBER_OF,country:c%d,organisation:o%d,,s%d,%s,%s,member,s%d,row %d,Country %d %s to organisation %d.,documented\n",
				c, o, i, since, until, source, i, c, word, o)
		case 2:
			fmt.Fprintf(w, "PART_OF,organisation:o%d,organisation:o%d,body,s%d,%s,%s,,s%d,row %d,Organisation %d %s to organisation %d.,reported\n",
				o, other, i, since, until, source, i, o, word, other)
		case 3:
			fmt.Fprintf(w, "OWNS,country:c%d,organisation:o%d,,s%d,%s,%s,,s%d,row %d,Organisation %d %s to country %d.,reported\n",
				c, o, i, since, until, source, i, o, word, c)
		}
	}
}
