package bolt

import (
	"encoding/json"
	"slices"

	"coopgraph/graph"
)

// known is a relationship as the graph has it before a batch.
type known struct {
	graph.RelationshipKey
	claims    []graph.Claim
	withdrawn bool // it is kept aside, as a node
}

// relationshipChanges collects what becomes of the relationships of one type.
type relationshipChanges struct {
	create, change, keepAside []any    // rows
	remove, forget            []string // ids of relationships, and of those kept aside
}

func (w *writer) relationships() error {
	byType := map[graph.Type][]graph.RelationshipWrite{}
	for _, r := range w.batch.Relationships {
		byType[r.Key.Type] = append(byType[r.Key.Type], r)
	}
	for _, t := range graph.TypeNames() {
		writes := byType[graph.Type(t)]
		if len(writes) == 0 {
			continue
		}
		ids := make([]string, len(writes))
		for i, r := range writes {
			ids[i] = r.Key.ID()
		}
		had, err := w.known(t, ids)
		if err != nil {
			return err
		}
		var c relationshipChanges
		for i, r := range writes {
			claims := slices.Clone(r.Claims)
			for j := range claims {
				claims[j].Dataset = w.batch.Dataset
			}
			before, there := had[ids[i]]
			if err := c.add(ids[i], before, there, graph.NewRelationship(r.Key, append(w.ofOthers(before), claims...))); err != nil {
				return err
			}
		}
		if err := w.apply(t, &c); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) removeRelationships() error {
	byType := map[graph.Type][]string{}
	for _, id := range w.batch.RemoveRelationships {
		t, ok := graph.TypeOfRelationshipID(id)
		if !ok {
			return graph.Invalid("batch", "%q is not a relationship's id", id)
		}
		byType[t] = append(byType[t], id)
	}
	for t, ids := range byType {
		had, err := w.known(string(t), ids)
		if err != nil {
			return err
		}
		var c relationshipChanges
		for _, id := range ids {
			before, there := had[id]
			if !there {
				continue
			}
			if err := c.add(id, before, there, graph.NewRelationship(before.RelationshipKey, w.ofOthers(before))); err != nil {
				return err
			}
		}
		if err := w.apply(string(t), &c); err != nil {
			return err
		}
	}
	return nil
}

// byID has the planner look up every id in the index over a type's ids. Of a graph that grew a moment ago it has old numbers,
// by which going through the whole index for each id costs nothing.
func byID(variable, t string) string { return " USING INDEX SEEK " + variable + ":" + t + "(id)" }

// known reads what the graph has of relationships of one type. Where there was none of the type when the load began, there
// is nothing to read: a load writes each once.
func (w *writer) known(t string, ids []string) (map[string]known, error) {
	had := map[string]known{}
	fresh, err := w.fresh(t)
	if err != nil || fresh {
		return had, err
	}
	read := func(cypher string, withdrawn bool) error {
		return each(w.ctx, w.tx, "UNWIND $ids AS id "+cypher, map[string]any{"ids": ids}, func(v []any) error {
			k := known{withdrawn: withdrawn, RelationshipKey: graph.RelationshipKey{Type: graph.Type(t), From: asString(v[1]),
				To: asString(v[2]), Role: asString(v[3]), Title: asString(v[4]), Spell: asString(v[5])}}
			if err := json.Unmarshal([]byte(asString(v[6])), &k.claims); err != nil {
				return damaged("the relationship", asString(v[0]), err)
			}
			had[asString(v[0])] = k
			return nil
		})
	}
	err = read("MATCH (a)-[x:"+t+" {id: id}]->(b)"+byID("x", t)+" RETURN x.id, a.id, b.id, x.role, x.title, x.spell, x.claims", false)
	if err != nil {
		return nil, err
	}
	if aside, err := w.counted(withdrawnLabel, "MATCH (n:"+withdrawnLabel+") RETURN count(n)"); err != nil || !aside {
		return had, err
	}
	return had, read("MATCH (x:"+withdrawnLabel+" {id: id}) RETURN x.id, x.from, x.to, x.role, x.title, x.spell, x.claims", true)
}

// fresh reports whether the graph had no relationship of the type when this load first came to it.
func (w *writer) fresh(t string) (bool, error) {
	some, err := w.counted(t, "MATCH ()-[r:"+t+"]->() RETURN count(r)")
	if err != nil || some {
		return false, err
	}
	aside, err := w.counted(withdrawnLabel, "MATCH (n:"+withdrawnLabel+") RETURN count(n)")
	return !aside, err
}

// counted reports whether a count was above 0 when this load first asked. The database keeps such counts ready.
func (w *writer) counted(what, cypher string) (bool, error) {
	if some, asked := w.had[what]; asked {
		return some, nil
	}
	some := false
	err := each(w.ctx, w.tx, cypher, nil, func(v []any) error {
		some = asInt(v[0]) > 0
		return nil
	})
	if err == nil {
		w.had[what] = some
	}
	return some, err
}

// ofOthers gives the claims of other datasets.
func (w *writer) ofOthers(k known) []graph.Claim {
	return slices.DeleteFunc(k.claims, func(c graph.Claim) bool { return c.Dataset == w.batch.Dataset })
}

// add settles what becomes of a relationship: it stands in the graph while a claim stands, is kept aside while all claims
// are withdrawn, and goes with the last claim.
func (c *relationshipChanges) add(id string, before known, there bool, now graph.Relationship) error {
	inGraph, aside := there && !before.withdrawn, there && before.withdrawn
	switch stands := len(now.Claims) > 0 && !now.Withdrawn(); {
	case stands && inGraph:
		p, err := encodeRelationship(now)
		c.change = append(c.change, map[string]any{"id": id, "props": map[string]any(p)})
		return err
	case stands:
		if aside {
			c.forget = append(c.forget, id)
		}
		p, err := encodeRelationship(now)
		c.create = append(c.create, map[string]any{"from": now.From, "to": now.To, "props": map[string]any(p)})
		return err
	case inGraph:
		c.remove = append(c.remove, id)
	}
	if len(now.Claims) == 0 {
		if aside {
			c.forget = append(c.forget, id)
		}
		return nil
	}
	p, err := encodeRelationship(now)
	if err != nil {
		return err
	}
	p["type"], p["from"], p["to"] = string(now.Type), now.From, now.To
	c.keepAside = append(c.keepAside, map[string]any(p))
	return nil
}

func (w *writer) apply(t string, c *relationshipChanges) error {
	for _, part := range []struct {
		cypher, param string
		rows          any
		none          bool
	}{
		{"UNWIND $ids AS id MATCH (n:" + withdrawnLabel + " {id: id}) DELETE n", "ids", c.forget, len(c.forget) == 0},
		{"UNWIND $ids AS id MATCH (a)-[r:" + t + " {id: id}]->(b)" + byID("r", t) + " DELETE r SET a:" + unsettledLabel + ", b:" + unsettledLabel,
			"ids", c.remove, len(c.remove) == 0},
		{"UNWIND $rows AS row MERGE (n:" + withdrawnLabel + " {id: row.id}) SET n = row", "rows", c.keepAside, len(c.keepAside) == 0},
		{"UNWIND $rows AS row MATCH ()-[r:" + t + " {id: row.id}]->()" + byID("r", t) + " SET r = row.props", "rows", c.change, len(c.change) == 0},
	} {
		if part.none {
			continue
		}
		if err := w.run(part.cypher, map[string]any{part.param: part.rows}); err != nil {
			return err
		}
	}
	if len(c.keepAside) > 0 {
		w.had[withdrawnLabel] = true
	}
	return w.create(t, c.create)
}

// create makes new relationships. An end that is not there would make the row vanish silently, so they are counted.
func (w *writer) create(t string, rows []any) error {
	if len(rows) == 0 {
		return nil
	}
	made := 0
	err := each(w.ctx, w.tx, "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "+
		"CREATE (a)-[r:"+t+"]->(b) SET r = row.props RETURN count(r)",
		map[string]any{"rows": rows}, func(v []any) error {
			made = asInt(v[0])
			return nil
		})
	if err == nil && made != len(rows) {
		return graph.Invalid("relationships", "%d of %d relationships of type %s have an end that is not in the graph; "+
			"give every end a row in the dataset", len(rows)-made, len(rows), t)
	}
	if err != nil {
		return err
	}
	return w.unsettle(rows)
}

// unsettle marks the ends of new relationships, whose degrees have to be counted again, unless this load did so before.
func (w *writer) unsettle(rows []any) error {
	var ids []string
	for _, row := range rows {
		r, _ := row.(map[string]any)
		for _, end := range []string{"from", "to"} {
			id, _ := r[end].(string)
			if !w.marked[id] && !w.marks[id] {
				w.marks[id] = true
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return w.run("UNWIND $ids AS id MATCH (n:Entity {id: id}) SET n:"+unsettledLabel, map[string]any{"ids": ids})
}
