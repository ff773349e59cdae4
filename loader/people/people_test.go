package people

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"coopgraph/graph"
)

func TestHowFarNamesAgree(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Likeness
	}{
		{"Ilham Aliyev", "İlham Əliyev", Equal},
		{"Kim Jong Un", "Jong-un Kim", Equal},
		{"Donald J. Trump", "Donald Trump", Part},
		{"Vladimir Vladimirovich Putin", "Vladimir Putin", Part},
		{"H. Aliyev", "Heydar Aliyev", Surname},
		{"Shevardnadze", "Eduard Shevardnadze", Surname},
		{"Stalin", "Stalin", Surname},
		{"Ilhma Aliyev", "Ilham Aliyev", Misspelt},
		{"Lukashenko", "Alyaksandr Lukashenka", Misspelt},
		{"H. Aliyev", "Ilham Aliyev", Unlike},
		{"Lee", "Leo", Unlike},
		{"John Smith", "Jane Smith", Unlike},
		{"Dos Santos", "Agostinho de Carvalho dos Santos Van-Dúnem", Surname},
		{"", "Jane Smith", Unlike},
	} {
		if got := Like(c.a, c.b); got != c.want {
			t.Errorf("Like(%q, %q) is %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Like(c.b, c.a); got != c.want {
			t.Errorf("Like(%q, %q) is %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func office(in, title, since, until, observed string) Office {
	return Office{In: in, Title: title, Since: graph.MustDate(since), Until: graph.MustDate(until),
		Observed: graph.MustDate(observed)}
}

func TestWhoIsTheSame(t *testing.T) {
	ilham := Person{"official:ilham-aliyev", []string{"Ilham Aliyev"}, []Office{
		office("country:aze", "President", "2003-10-31", "", ""), office("country:aze", "President", "", "", "2020")}}
	for _, c := range []struct {
		what string
		name string
		at   Office
		want Verdict
	}{
		{"the same name and title", "İlham Əliyev", office("country:aze", "President", "", "", "2019"), Same},
		{"the same name in office on the same days", "Ilham Aliyev", office("country:aze", "Leader", "2005", "", ""), Same},
		{"a letter apart, in office on the same days", "Ilhma Aliyev",
			office("country:aze", "Leader", "2003-08", "", ""), Same},
		{"a surname that begins in the same month", "Aliyev", office("country:aze", "Leader", "2003-11-02", "", ""), Same},
		{"a surname that begins at another time", "Aliyev", office("country:aze", "Leader", "2009", "", ""), Perhaps},
		{"a surname that leads on the same days", "Aliyev", office("country:aze", "Prime Minister", "2009", "", ""), Same},
		{"a surname that advises on the same days", "Aliyev",
			office("country:aze", "Adviser to the President", "2009", "", ""), Perhaps},
		{"a surname that led some years before", "Aliyev",
			office("country:aze", "President", "1993", "2003-08", ""), Perhaps},
		{"a surname that led long before", "Aliyev", office("country:aze", "President", "1918", "1920", ""), Different},
		{"the name, with another office at another time", "Ilham Aliyev",
			office("country:aze", "Minister", "1990", "1991", ""), Perhaps},
		{"a surname at another time", "Aliyev", office("country:aze", "Leader", "1993", "2003-08-04", ""), Different},
		{"another initial", "H. Aliyev", office("country:aze", "Leader", "2003-10-31", "", ""), Different},
		{"another country", "Ilham Aliyev", office("country:kaz", "President", "2003-10-31", "", ""), Different},
	} {
		if got, why := Compare(Person{Names: []string{c.name}, Offices: []Office{c.at}}, ilham); got != c.want {
			t.Errorf("%s: %d (%s), want %d", c.what, got, why, c.want)
		}
	}
}

func TestKnownOfficialsAreFoundByNameAndOffice(t *testing.T) {
	one := fstest.MapFS{
		"official.csv": {Data: []byte("id,name,aliases,sources\nofficial:a,Anna Berg,Anna Bergova,s\n" +
			"official:b,Anna Berg,,s\n")},
		"relationships.csv": {Data: []byte("type,from,to,title,since,until,observed\n" +
			"HOLDS_OFFICE,official:a,country:aze,President,2001,2005,\nHOLDS_OFFICE,official:b,country:aze,President,2010,,\n" +
			"CHAIRS,official:b,event:e,,,,\n")},
	}
	known, err := Read([]fs.FS{one, fstest.MapFS{}})
	if err != nil {
		t.Fatal(err)
	}
	if !known.Has("official:a") || known.Has("official:c") {
		t.Error("ids that are taken and not are told wrong")
	}
	found := known.Find(Person{Names: []string{"Anna Bergova"}, Offices: []Office{
		office("country:aze", "President", "2001-02-03", "", "")}})
	if len(found) != 1 || found[0].Person.ID != "official:a" || found[0].Verdict != Same {
		t.Errorf("found %+v; want official:a alone", found)
	}
	found = known.Find(Person{Names: []string{"Anna Berg"}, Offices: []Office{
		office("country:aze", "President", "", "", "")}})
	if len(found) != 2 || found[0].Verdict != Perhaps || found[1].Verdict != Perhaps {
		t.Errorf("found %+v; want two candidates, since both are as like", found)
	}
	bad := fstest.MapFS{"relationships.csv": {Data: []byte("type,from,to,since\n" +
		"HOLDS_OFFICE,official:a,country:b,soon\n")}}
	if _, err := Read([]fs.FS{bad}); err == nil {
		t.Error("a dataset with a broken date was read")
	}
}

func TestSlugs(t *testing.T) {
	for name, want := range map[string]string{"Seán O'Neill": "sean-oneill", "C. de la Cruz": "c-de-la-cruz", "…": "",
		"Əli Əsədov": "ali-asadov"} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) is %q, want %q", name, got, want)
		}
	}
}

func FuzzLike(f *testing.F) {
	f.Add("H. Aliyev", "Heydar Aliyev")
	f.Add("Kim Jong Un", "Jong-un Kim")
	f.Add("…", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		if Like(a, b) != Like(b, a) {
			t.Errorf("%q and %q agree one way and not the other", a, b)
		}
		if id := "official:" + Slug(a); Slug(a) != "" && graph.CheckEntityID(id) != nil {
			t.Errorf("%q is no id", id)
		}
	})
}
