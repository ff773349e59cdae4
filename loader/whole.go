package loader

import (
	"bytes"

	"coopgraph/graph"
)

// whole finds what only the sorted dataset shows, counts its relationships and digests it.
func (c *checker) whole() error {
	digest := newDigest(c.d.rank)
	err := groups(c.sources, func(id []byte, values [][]byte) error {
		digest.add(id, values[0][placeSize:])
		for _, value := range values[1:] {
			c.at(sourcesFile, readPlace(value), "id", "remove one of the rows or give it another id",
				"%s has a row already, on line %d", quote(string(id)), readPlace(values[0]).line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = groups(c.entities, func(id []byte, values [][]byte) error {
		kind, _ := graph.KindOfID(string(id))
		c.kinds[kind]++
		digest.add(id, values[0][placeSize:])
		for _, value := range values[1:] {
			c.at(fileOf(string(id)), readPlace(value), "id", "put what the two rows say into one",
				"%s has a row already, on line %d", quote(string(id)), readPlace(values[0]).line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := groups(c.codes, c.wholeCode); err != nil {
		return err
	}
	if err := groups(c.former, c.wholeFormer); err != nil {
		return err
	}
	err = groups(c.claims, func(key []byte, values [][]byte) error {
		c.relations++
		c.types[typeOrder[key[0]]]++
		for _, value := range values {
			digest.add(key, value[:len(value)-placeSize])
		}
		c.wholeRelation(key, values)
		return nil
	})
	c.content = digest.String()
	return err
}

// wholeCode finds a code that stands for several entities: asking by it would be a guess.
func (c *checker) wholeCode(ref []byte, values [][]byte) error {
	first, owner := codePlace(values[0])
	scheme, _, _ := bytes.Cut(ref, []byte(":"))
	for _, value := range values[1:] {
		if at, id := codePlace(value); id != owner {
			c.at(fileOf(id), at, string(scheme), "leave the code to one of the two",
				"the code belongs to %s already, on line %d of %s", owner, first.line, fileOf(owner))
		}
	}
	return nil
}

// wholeFormer finds a former id that is an entity's own, and one that several entities had.
func (c *checker) wholeFormer(old []byte, values [][]byte) error {
	_, taken := c.entityIDs[c.hash(string(old))]
	first := readPlace(values[0])
	for i, value := range values {
		at, id := readPlace(value), string(value[placeSize:])
		switch {
		case taken:
			c.at(fileOf(id), at, "formerly", "leave it out, or put what the two rows say into one",
				"%s has a row of its own, so it is not a former id", quote(string(old)))
		case i > 0:
			c.at(fileOf(id), at, "formerly", "leave the former id to one of the two",
				"%s was the id of %s already, on line %d", quote(string(old)), values[0][placeSize:], first.line)
		}
	}
	return nil
}

// codePlace reads where an entity was given a code.
func codePlace(value []byte) (place, string) {
	return readPlace(value[1:]), string(value[1+placeSize:])
}

// wholeRelation finds rows that say the same, and two keys that have one id.
func (c *checker) wholeRelation(key []byte, values [][]byte) {
	at := func(value []byte) place { return readPlace(value[len(value)-placeSize:]) }
	first := values[0]
	for _, value := range values[1:] {
		if at(value).line < at(first).line {
			first = value
		}
	}
	for i, value := range values {
		switch {
		case !bytes.Equal(keyPart(value), keyPart(first)):
			c.at(relationshipsFile, at(value), "type", "change the role, title or spell of one of them a little",
				"the relationship gets the id %s, which that of line %d has", relationID(key), at(first).line)
		case i > 0 && bytes.Equal(value[:len(value)-placeSize], values[i-1][:len(values[i-1])-placeSize]):
			c.at(relationshipsFile, at(value), "type", "remove one of the two", "the row says the same as that of line %d",
				at(values[i-1]).line)
		}
	}
}

// at adds a problem of a place that was read before.
func (c *checker) at(file string, at place, field, fix, format string, args ...any) {
	c.addAt(Problem{File: file, Line: at.line, Column: at.column, Field: field, Fix: fix}, format, args...)
}

// fileOf is the file in which an entity has its row.
func fileOf(id string) string {
	kind, _ := graph.KindOfID(id)
	return kindFile(kind)
}
