package loader

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/graph/bolt/bolttest"
)

// large is a dataset with this many rows in relationships.csv, two claims a relationship.
func large(rows int) fstest.MapFS {
	const countries, organisations = 200, 500
	var country, organisation, relationships strings.Builder
	country.WriteString("id,name,sources,name_az\n")
	for i := range countries {
		fmt.Fprintf(&country, "country:c%d,Country %d,report,Ölkə %d\n", i, i, i)
	}
	organisation.WriteString("id,name,sources\n")
	for i := range organisations {
		fmt.Fprintf(&organisation, "organisation:o%d,Organisation %d,report\n", i, i)
	}
	relationships.WriteString(relHeader)
	for i := range rows {
		pair := i / 2
		fmt.Fprintf(&relationships, "MEMBER_OF,country:c%d,organisation:o%d,,,s%d,19%02d-03-04,,,member,,%s,row %d,Country %d belonged to organisation %d.,documented,\n",
			pair%countries, pair%organisations, pair, i%100, []string{"report", "page"}[i%2], i, pair%countries, pair%organisations)
	}
	return folder(with("country.csv", country.String(), "organisation.csv", organisation.String(), "event.csv", "",
		"relationships.csv", relationships.String()))
}

const benchRows = 100_000

// BenchmarkRead reads and checks; BenchmarkReadCSV is what encoding/csv alone takes for the same file.
func BenchmarkRead(b *testing.B) {
	fsys := large(benchRows)
	b.ReportAllocs()
	for b.Loop() {
		d, err := Open(fsys)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Check(b.Context()); err != nil || d.Info.Claims != benchRows {
			b.Fatal(d.Info.Claims, err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadCSV(b *testing.B) {
	fsys := large(benchRows)
	b.ReportAllocs()
	for b.Loop() {
		f, err := fsys.Open(relationshipsFile)
		if err != nil {
			b.Fatal(err)
		}
		r := csv.NewReader(f)
		r.ReuseRecord = true
		for err == nil {
			_, err = r.Read()
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkCompare compares with what is there, which costs a digest an element.
func BenchmarkCompare(b *testing.B) {
	d, err := Open(large(benchRows))
	if err != nil {
		b.Fatal(err)
	}
	f := newFake()
	if _, err := Load(b.Context(), f, d, Options{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if s, err := Load(b.Context(), f, d, Options{}); err != nil || s.Total().Written() > 0 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchRows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkLoad writes everything anew into Neo4j with batches of several sizes.
func BenchmarkLoad(b *testing.B) {
	const rows = 20_000
	fsys := large(rows)
	for _, size := range []int{500, 1000, 2000, 5000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				db := bolttest.Open(b)
				mustLoad(b, db, good(), Options{}) // makes the schema
				b.StartTimer()
				mustLoadFS(b, db, fsys, Options{BatchSize: size})
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
