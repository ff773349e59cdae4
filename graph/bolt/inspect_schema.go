package bolt

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// schemaShape takes a statement of schemaStatements apart: what it makes, its name, label or type, and property.
var schemaShape = regexp.MustCompile(`^CREATE (CONSTRAINT|FULLTEXT INDEX|INDEX) (\w+) IF NOT EXISTS FOR ` +
	`.*[(\[]\w:(\w+)[)\]].*\b\w\.(\w+)`)

// schemaItem is a constraint or index. Those of another name serve as well, but for the full-text one, which is asked
// by
// its name.
type schemaItem struct{ sort, on, property string }

func parseSchema(statement string) (schemaItem, bool) {
	m := schemaShape.FindStringSubmatch(statement)
	if m == nil {
		return schemaItem{}, false
	}
	if m[1] == "FULLTEXT INDEX" {
		return schemaItem{m[1] + " " + m[2], m[3], m[4]}, true
	}
	return schemaItem{m[1], m[3], m[4]}, true
}

// missingSchema lists the statements whose constraint or index is not there and online.
func missingSchema(ctx context.Context, session neo4j.SessionWithContext) ([]string, error) {
	have := map[schemaItem]bool{}
	note := func(cypher string, sortOf func(v []any) string) error {
		result, err := session.Run(ctx, cypher, nil, timeout(ctx))
		if err != nil {
			return err
		}
		for result.Next(ctx) {
			v := result.Record().Values
			on, properties := asStrings(v[2]), asStrings(v[3])
			if sort := sortOf(v); sort != "" && len(on) == 1 && len(properties) == 1 {
				have[schemaItem{sort, on[0], properties[0]}] = true
			}
		}
		return result.Err()
	}
	err := note("SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties", func(v []any) string {
		if strings.HasSuffix(asString(v[1]), "UNIQUENESS") || strings.HasSuffix(asString(v[1]), "_KEY") {
			return "CONSTRAINT"
		}
		return ""
	})
	if err == nil {
		err = note("SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state WHERE state = 'ONLINE'",
			func(v []any) string {
				if asString(v[1]) == "FULLTEXT" {
					return "FULLTEXT INDEX " + asString(v[0])
				}
				return "INDEX"
			})
	}
	return slices.DeleteFunc(schemaStatements(), func(statement string) bool {
		item, ok := parseSchema(statement)
		return ok && have[item]
	}), err
}
