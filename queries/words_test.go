package queries

import (
	"strings"
	"testing"
)

// tricks are statements that reach beyond the graph, with the reason for which the first lock refuses them. Those
// without a reason pass it, and the plan has to give them away.
var tricks = []struct{ name, statement, reason string }{
	{"create", "CREATE (n:Entity) RETURN 1 AS x", `begins with "CREATE"`},
	{"match and create", "MATCH (n) CREATE (m:Entity) RETURN 1 AS x", ""},
	{"merge", "MATCH (n) MERGE (n)-[:X]->(m) RETURN 1 AS x", ""},
	{"set", "MATCH (n) SET n.name = 'x' RETURN 1 AS x", ""},
	{"remove", "MATCH (n) REMOVE n.name RETURN 1 AS x", ""},
	{"delete", "MATCH (n) DETACH DELETE n RETURN 1 AS x", ""},
	{"foreach", "MATCH (n) FOREACH (i IN [1] | SET n.name = i) RETURN 1 AS x", ""},
	{"load csv", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN 1 AS x", `begins with "LOAD"`},
	{"later load csv", "MATCH (n)\nLOAD CSV FROM 'file:///etc/passwd' AS l RETURN 1 AS x", "LOAD CSV is not allowed"},
	{"load, comment, csv", "MATCH (n) load/**/csv FROM 'file:///etc/passwd' AS l RETURN 1 AS x", "LOAD CSV is not allowed"},
	{"escaped load", `L\u004fAD/**/CSV FROM 'file:///etc/passwd' AS l RETURN 1 AS x`, `\u escapes`},
	{"escape with many u", `MATCH (n) L\uuu004fAD CSV FROM 'f' AS l RETURN 1 AS x`, `\u escapes`},
	{"load in a comprehension", "RETURN [i IN [1] | COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l }] AS x",
		"LOAD CSV is not allowed"},
	{"load in a subquery", "CALL { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } RETURN 1 AS x", "LOAD CSV is not"},
	{"load after a comment with a quote", "RETURN 1 AS y // it's\nLOAD CSV FROM 'f' AS l RETURN 1 AS x", "LOAD CSV is not"},
	{"load after an escaped quote", `WITH 'a\'' AS y LOAD CSV FROM 'f' AS l RETURN 'b' AS x`, "LOAD CSV is not allowed"},
	{"load after two backticks", "WITH 1 AS `a``` LOAD CSV FROM 'f' AS l RETURN 1 AS `x`", "LOAD CSV is not allowed"},
	{"procedure", "CALL dbms.listConfig() YIELD name RETURN 1 AS x", "CALL of a procedure"},
	{"procedure with blanks", "CALL\n/* ( */ dbms . listConfig() YIELD name RETURN 1 AS x", "CALL of a procedure"},
	{"quoted procedure", "CALL `dbms`.`listConfig`() YIELD name RETURN 1 AS x", "CALL of a procedure"},
	{"procedure in a comprehension", "RETURN any(i IN [1] WHERE EXISTS { CALL db.clearQueryCaches() YIELD value RETURN 1 }) AS x",
		"CALL of a procedure"},
	{"procedure in a case", "RETURN CASE WHEN true THEN COUNT { CALL db.labels() YIELD label RETURN label } END AS x",
		"CALL of a procedure"},
	{"show users", "SHOW USERS", `begins with "SHOW"`},
	{"show transactions", "SHOW TRANSACTIONS YIELD username RETURN 1 AS x", `begins with "SHOW"`},
	{"terminate", "TERMINATE TRANSACTIONS 'neo4j-transaction-1'", `begins with "TERMINATE"`},
	{"password", "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'bbbbbbbbb'", `begins with "ALTER"`},
	{"use", "USE system MATCH (n) RETURN 1 AS x", `begins with "USE"`},
	{"use in a subquery", "CALL { USE system MATCH (n) RETURN n } RETURN 1 AS x", "USE is not allowed"},
	{"batches", "MATCH (n) CALL (n) { RETURN 1 AS y } IN TRANSACTIONS RETURN 1 AS x", ""},
	{"explain", "EXPLAIN RETURN 1 AS x", `begins with "EXPLAIN"`},
	{"profile", "PROFILE MATCH (n) RETURN 1 AS x", `begins with "PROFILE"`},
	{"options", "CYPHER 25 RETURN 1 AS x", `begins with "CYPHER"`},
	{"semicolon", "RETURN 1 AS x;", "there is a ;"},
	{"second statement", "RETURN 1 AS x;\nMATCH (n) DETACH DELETE n", "there is a ;"},
	{"plugin function", "RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV ...', {}) AS x", "apoc.cypher.runFirstColumnSingle"},
	{"quoted plugin function", "RETURN `apoc` . `load`(1) AS x", "apoc.load"},
	{"function in one pair of backticks", "RETURN `apoc.util.sleep`(1) AS x", "apoc.util.sleep"},
	{"other graph", "RETURN graph.byName('system') AS x", "graph.byName"},
	{"open string", "RETURN 'a AS x", "a string has no end"},
	{"open comment", "RETURN 1 AS x /* ", "has no end"},
	{"open backticks", "RETURN 1 AS `x", "has no end"},
	{"odd blank", "MATCH (n) LOAD\u2003CSV FROM 'f' AS l RETURN 1 AS x", "only allowed in strings"},
	{"joiner", "RETURN 1 AS\u200bx", "only allowed in strings"},
	{"arrow", "MATCH (a)-[r]-〉(b) RETURN 1 AS x", "only allowed in strings"},
}

func TestTricks(t *testing.T) {
	for _, tc := range tricks {
		t.Run(tc.name, func(t *testing.T) {
			if tc.reason != "" {
				wantFlaw(t, head("n")+tc.statement, 7+lineOf(tc.statement, tc.reason), tc.reason)
			} else if _, fault := parse(head("n") + tc.statement); fault != nil {
				t.Errorf("the first lock refuses it, and the test of the others needs it: %v", fault)
			}
		})
	}
}

// lineOf is the line of the statement in which the fault is expected, from 0.
func lineOf(statement, reason string) int {
	at := -1
	if strings.HasPrefix(reason, "LOAD") {
		at = strings.Index(strings.ToUpper(statement), "LOAD")
	}
	if at < 0 {
		return 0
	}
	return strings.Count(statement[:at], "\n")
}

func TestWordsThatAreRight(t *testing.T) {
	for _, statement := range []string{
		"MATCH (n) WHERE n.name = 'LOAD CSV; CALL x()' RETURN 1 AS x",
		`RETURN "it's // no comment; $nor a 'parameter'" AS x`,
		"RETURN n.`load` AS x // LOAD CSV; CALL db.x()",
		"/* CALL db.labels(); $x */ RETURN 1 AS x",
		"CALL { MATCH (n) RETURN n } RETURN 1 AS x",
		"MATCH (n) CALL (n) { RETURN 1 AS y } RETURN 1 AS x",
		"MATCH (n) OPTIONAL CALL (*) { RETURN 1 AS y } RETURN 1 AS x",
		"RETURN date.truncate('month', date()) AS x, duration . inDays(a, b)",
		"MATCH (a)-[*1..4]->(b) WHERE a.x IN (b.y) RETURN round(1.5, 2) AS x",
		"MATCH p = ((a)-->(b)){1,3} RETURN 1 AS x",
		"MATCH (ə) RETURN ə.название AS x",
		"MATCH (n)\r\nRETURN 'a\\\\' AS x",
	} {
		if _, fault := parse(head("n") + statement); fault != nil {
			t.Errorf("%s: %v", statement, fault)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(full)
	for _, tc := range tricks {
		f.Add(head("n") + tc.statement)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault := checkText(text)
		q, parsed := parse(text)
		if parsed != nil && (parsed.line < 1 || parsed.line > strings.Count(text, "\n")+2 || parsed.reason == "") {
			t.Errorf("flaw %+v", parsed)
		}
		if fault != nil || parsed != nil {
			return
		}
		// What passes has no dangerous word outside of strings, comments and backticks, however it is cut.
		tokens, _ := tokenize(q.text)
		for i, tok := range tokens {
			if tok.kind == word && strings.EqualFold(tok.text, "load") || tok.kind == symbol && tok.text == ";" {
				t.Errorf("passed with %q", tok.text)
			}
			if tok.kind == word && strings.EqualFold(tok.text, "call") && !opens(tokens[i+1:]) {
				t.Error("passed with a procedure")
			}
		}
		if q.Name == "" || len(q.Columns) == 0 || q.RowLimit < 1 || q.TimeLimit <= 0 {
			t.Errorf("passed as %+v", q)
		}
	})
}
