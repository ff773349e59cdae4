// Command import turns data of an outside format into a dataset folder, which coopgraph then loads:
//
//	go run ./loader/cmd/import countries COUNTRIES.JSON data/countries
//	go run ./loader/cmd/import regional FOLDER data/region
package main

import (
	"fmt"
	"io"
	"os"

	"coopgraph/loader/countries"
	"coopgraph/loader/regional"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "import:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	if len(args) != 3 {
		return fmt.Errorf("%d arguments; write: import countries|regional SOURCE DATASET-FOLDER", len(args))
	}
	importers := map[string]func(src, dest string) ([]string, error){
		"countries": countries.Import,
		"regional":  regional.Import,
	}
	importer, ok := importers[args[0]]
	if !ok {
		return fmt.Errorf("%q is not a format; write countries or regional", args[0])
	}
	notes, err := importer(args[1], args[2])
	for _, note := range notes {
		fmt.Fprintln(stdout, note)
	}
	return err
}
