// Package people says whether an official of one dataset is an official of another. Importers read the officials that
// other dataset folders have with [Read], and ask [Known.Find] for each of theirs.
//
// A name alone never makes two people one: they must hold an office in the same country as well, and the less of a
// name there is (a surname, an initial), the closer the days of the offices have to agree. What agrees in part is a
// candidate, for a person to judge: sources spell names in their own ways, and countries have been led by brothers.
package people

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"coopgraph/graph"
	"coopgraph/loader/dataset"
)

// Office is one stay in an office.
type Office struct {
	In                     string // id of the country or organisation
	Title                  string
	Since, Until, Observed graph.Date
	// Covered is the last day that the source covers, where the office goes on there and may have ended since.
	Covered graph.Date
}

// Person is an official with everything that is known of the names and offices.
type Person struct {
	ID      string
	Names   []string // the preferred one first
	Offices []Office
}

// Known are the officials of other datasets. It is not changed once it is read.
type Known struct {
	people map[string]*Person
	at     map[string][]string // ids by where they hold office, sorted
}

// Read reads the officials of dataset folders and their offices. A folder without officials adds none.
func Read(folders []fs.FS) (*Known, error) {
	k := &Known{people: map[string]*Person{}, at: map[string][]string{}}
	for _, folder := range folders {
		err := errors.Join(each(folder, "official.csv", []string{"id", "name"}, k.addName),
			each(folder, "relationships.csv", []string{"type", "from", "to"}, k.addOffice))
		if err != nil {
			return nil, fmt.Errorf("a known dataset: %w", err)
		}
	}
	for _, p := range k.people {
		for _, o := range p.Offices {
			if !slices.Contains(k.at[o.In], p.ID) {
				k.at[o.In] = append(k.at[o.In], p.ID)
			}
		}
	}
	for _, ids := range k.at {
		slices.Sort(ids)
	}
	return k, nil
}

// each gives the rows of a file to add. A file that is not there has none.
func each(folder fs.FS, name string, columns []string, add func(dataset.CSVRow) error) error {
	f, err := folder.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	for r, err := range dataset.ReadCSV(f, columns...) {
		if err == nil {
			err = add(r)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (k *Known) person(id string) *Person {
	if k.people[id] == nil {
		k.people[id] = &Person{ID: id}
	}
	return k.people[id]
}

func (k *Known) addName(r dataset.CSVRow) error {
	p := k.person(r.Get("id"))
	for name := range strings.SplitSeq(r.Get("name")+"|"+r.Get("aliases"), "|") {
		if name != "" && !slices.Contains(p.Names, name) {
			p.Names = append(p.Names, name)
		}
	}
	return nil
}

func (k *Known) addOffice(r dataset.CSVRow) error {
	if graph.Type(r.Get("type")) != graph.HoldsOffice {
		return nil
	}
	since, errSince := graph.ParseDate(r.Get("since"))
	until, errUntil := graph.ParseDate(r.Get("until"))
	observed, errObserved := graph.ParseDate(r.Get("observed"))
	if err := errors.Join(errSince, errUntil, errObserved); err != nil {
		return fmt.Errorf("line %d: %w", r.Line, err)
	}
	p := k.person(r.Get("from"))
	p.Offices = append(p.Offices, Office{In: r.Get("to"), Title: r.Get("title"), Since: since, Until: until,
		Observed: observed})
	return nil
}

// Has reports whether an id is taken.
func (k *Known) Has(id string) bool { return k.people[id] != nil }
