package bulk

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// writeSample makes the dataset "sample" in dir: organisations in twenty countries, and relationships between them,
// each with one claim that has a source, a locator, a date and a sentence. It is the same for the same numbers. A few
// organisations have many members, as in real networks.
func writeSample(dir string, entities, relationships int, seed uint64) error {
	if entities < 100 {
		return fmt.Errorf("%d entities are too few", entities)
	}
	const countries = 20
	bodies := entities - countries
	random := rand.New(rand.NewPCG(seed, 1))
	return errors.Join(
		file(dir, "dataset.yaml", func(w *bufio.Writer) {
			fmt.Fprint(w, "name: sample\ntitle: A sample for measurements\nlicence: CC0-1.0\n")
		}),
		file(dir, "sources.csv", func(w *bufio.Writer) {
			fmt.Fprint(w, "id,title,published,url\n")
			for i := range 50 {
				fmt.Fprintf(w, "report-%d,Yearbook number %d,20%02d-06-27,https://example.org/%d\n", i, i, i%24, i)
			}
		}),
		file(dir, "country.csv", func(w *bufio.Writer) {
			fmt.Fprint(w, "id,name,sources,iso3,name_az\n")
			for i := range countries {
				fmt.Fprintf(w, "country:c%d,Country %d,report-1,C%c%c,Ölkə %d\n", i, i, 'A'+i/26, 'A'+i%26, i)
			}
		}),
		file(dir, "organisation.csv", func(w *bufio.Writer) {
			fmt.Fprint(w, "id,name,type,aliases,since,sources\n")
			for i := range bodies {
				fmt.Fprintf(w, "organisation:o%d,Organisation %d of the region,company,ORG%d,%d-%02d,report-%d\n",
					i, i, i, 1900+i%120, 1+i%12, i%50)
			}
		}),
		file(dir, "relationships.csv", func(w *bufio.Writer) {
			fmt.Fprint(w, "type,from,to,role,share,status,spell,since,until,source,locator,claim,confidence\n")
			for i := range relationships {
				relationship(w, random, i, bodies, countries)
			}
		}))
}

func relationship(w *bufio.Writer, random *rand.Rand, i, bodies, countries int) {
	from := random.IntN(bodies)
	to := random.IntN(bodies)
	if i%3 == 0 {
		to = random.IntN(1 + bodies/100)
	}
	since := fmt.Sprintf("%d-%02d-%02d", 1950+random.IntN(70), 1+random.IntN(12), 1+random.IntN(28))
	source, confidence := random.IntN(50), []string{"documented", "reported", "inferred"}[random.IntN(3)]
	switch i % 10 {
	case 0, 1, 2, 3, 4:
		fmt.Fprintf(w, "MEMBER_OF,organisation:o%d,organisation:o%d,,,member,s%d,%s,,report-%d,row %d,"+
			"Organisation %d belonged to organisation %d.,%s\n",
			from, to, i, since, source, i, from, to, confidence)
	case 5, 6, 7:
		fmt.Fprintf(w, "OWNS,organisation:o%d,organisation:o%d,,%d,,s%d,%s,2021,report-%d,row %d,"+
			"Organisation %d owned a part of organisation %d.,%s\n",
			from, to, 1+random.IntN(99), i, since, source, i, from, to, confidence)
	default:
		fmt.Fprintf(w, "PART_OF,organisation:o%d,country:c%d,ministry,,,s%d,%s,,report-%d,\"row %d, column 2\","+
			"Organisation %d was a part of the government.,%s\n",
			from, random.IntN(countries), i, since[:4], source, i, from, confidence)
	}
}

func file(dir, name string, write func(*bufio.Writer)) error {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	write(w)
	return errors.Join(w.Flush(), f.Close())
}
