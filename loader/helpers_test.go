package loader

import (
	"strings"
	"testing"
	"testing/fstest"

	"coopgraph/graph"
)

// good is a small dataset without problems.
func good() map[string]string {
	return map[string]string{
		"dataset.yaml": "name: test\ntitle: A test\nlicence: CC0-1.0\n",
		"sources.csv":  "id,title,published\nreport,The report,2024-06-27\npage,A page,\n",
		"country.csv": "id,name,sources,iso3,aliases,latitude,longitude,name_az\n" +
			"country:aze,Azerbaijan,report,AZE,Azerbaijan Republic|AZ,40.5,47.5,Azərbaycan\n" +
			"country:geo,Georgia,report|page,GEO,,,,\n",
		"organisation.csv": "id,name,type,sources\norganisation:guam,GUAM,intergovernmental,report\n",
		"event.csv":        "id,name,sources,since\nevent:visit,A visit,report,2024-06-27\n",
		"relationships.csv": "type,from,to,role,status,since,until,observed,source,locator,claim,confidence,said_by\n" +
			"MEMBER_OF,country:aze,organisation:guam,,member,1997-10-10,,,report,p 3,Is a member.,reported,\n" +
			"MEMBER_OF,country:aze,organisation:guam,,member,1997,,,page,,Is a member since 1997.,documented,\n" +
			"BORDERS,country:geo,country:aze,,,,,,report,,They share a border.,reported,country:geo\n" +
			"TOOK_PLACE_IN,event:visit,country:geo,Tbilisi,,2024-06-27,,,report,,It was in Tbilisi.,reported,\n",
	}
}

// with is the good dataset with a file replaced, or removed where text is "".
func with(files ...string) map[string]string {
	m := good()
	for i := 0; i < len(files); i += 2 {
		if m[files[i]] = files[i+1]; files[i+1] == "" {
			delete(m, files[i])
		}
	}
	return m
}

// plus is the good dataset with text at the end of a file.
func plus(file, text string) map[string]string { return with(file, good()[file]+text) }

// swap is the good dataset with one text replaced by another in a file.
func swap(file, from, to string) map[string]string {
	if !strings.Contains(good()[file], from) {
		panic("no " + from + " in " + file)
	}
	return with(file, strings.Replace(good()[file], from, to, 1))
}

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

// opened is the dataset of these files, checked and without problems.
func opened(tb testing.TB, files map[string]string) *Dataset {
	tb.Helper()
	d, err := Open(folder(files))
	if err != nil {
		tb.Fatal(err)
	}
	if err := d.Check(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return d
}

// all gives the entities and relationships of a checked dataset.
func all(tb testing.TB, d *Dataset) (entities []graph.EntityWrite, relations []graph.RelationshipWrite) {
	tb.Helper()
	if err := d.content.eachEntity(func(w graph.EntityWrite) error {
		entities = append(entities, w)
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
	if err := d.content.eachRelation(d.Info.Name, func(w graph.RelationshipWrite) error {
		relations = append(relations, w)
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
	return entities, relations
}

func date(s string) graph.Date { return graph.MustDate(s) }
