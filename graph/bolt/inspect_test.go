package bolt

import "testing"

// A statement that is not understood would be called missing, whatever there is.
func TestSchemaStatementsAreUnderstood(t *testing.T) {
	seen := map[schemaItem]string{}
	for _, statement := range schemaStatements() {
		item, ok := parseSchema(statement)
		if other, twice := seen[item]; !ok || twice {
			t.Errorf("%s is read as %+v, %v (%s)", statement, item, ok, other)
		}
		seen[item] = statement
	}
	for _, want := range []schemaItem{{"CONSTRAINT", "Entity", "id"}, {"CONSTRAINT", "MEMBER_OF", "id"}, {"INDEX",
		"Entity", "iso3"},
		{"FULLTEXT INDEX " + namesIndex, "Entity", "search"}} {
		if seen[want] == "" {
			t.Errorf("no statement makes %+v", want)
		}
	}
}
