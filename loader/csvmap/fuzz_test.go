package csvmap

import (
	"os"
	"strings"
	"testing"
)

// FuzzMapping holds the reader of mappings against any text: it ends, and what it accepts makes a dataset that the
// loader accepts.
func FuzzMapping(f *testing.F) {
	f.Add(head + body)
	f.Add(head + body + "  claim: \"{Who}[ is {Post}].\"\n  since: \"{From}\"\ndates: [\"2006\", 02.01.2006]\n")
	f.Add(head + strings.Replace(body, `"{Kind}"`, `{text: {Kind}, values: {official: person}, otherwise: area}`, 1))
	f.Add(head + strings.Replace(body, `to: "{Where}"`, `to: {code: {Where}, scheme: cow, day: "1999"}`, 1))
	text, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
		f.Add(m[3])
	}
	f.Fuzz(func(t *testing.T, mapping string) {
		if folder, err := ran(t, mapping); err == nil {
			inOrder(t, folder, t.TempDir())
		}
	})
}

// FuzzRows holds the conversion against any files: the numbers add up, and what is kept the loader accepts.
func FuzzRows(f *testing.F) {
	f.Add(nodesCSV, relsCSV)
	f.Add("ID,Kind,Name,Since\n\"a\nb\",official,|,2001-02-30\n", "Who,Where,Post,From,To,Share\na,country:geo,x,2001,2000,101\n")
	f.Add("\xef\xbb\xbfID,Kind,Name,Since\n,country,Georgia,\n,organisation,CE,\n", "Who,Where,Post,From,To,Share\n\",\n")
	mapping := head + body + "  since: {From}\n  until: {To}\n  spell: {Share}\n  said_by: {name: {Where}}\n"
	mapping = strings.Replace(mapping, "  kind:", "  since: {Since}\n  aliases: [{Since}, {ID}]\n  codes: {iso3: {Since}}\n  kind:", 1)
	f.Fuzz(func(t *testing.T, nodes, relationships string) {
		folder, err := ran(t, mapping, "n.csv", nodes, "r.csv", relationships)
		if err != nil {
			return
		}
		inOrder(t, folder, t.TempDir())
	})
}
