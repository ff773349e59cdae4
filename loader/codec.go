package loader

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"coopgraph/graph"
)

// typeOrder lists the types in the order of their relationships' ids.
var typeOrder = func() []graph.Type {
	var types []graph.Type
	for _, t := range graph.TypeNames() {
		types = append(types, graph.Type(t))
	}
	slices.SortFunc(types, func(a, b graph.Type) int { return strings.Compare(idPrefix(a), idPrefix(b)) })
	return types
}()

var typeOrdinals = func() map[graph.Type]byte {
	ordinals := map[graph.Type]byte{}
	for i, t := range typeOrder {
		ordinals[t] = byte(i)
	}
	return ordinals
}()

func idPrefix(t graph.Type) string {
	return strings.ToLower(strings.ReplaceAll(string(t), "_", "-")) + ":"
}

// relationKey is a relationship's id in the form by which records are sorted: ordered like the ids, and told apart by
// the first bytes.
func relationKey(buf []byte, t graph.Type, id string) []byte {
	return append(append(buf, typeOrdinals[t]), id[len(id)-16:]...)
}

// relationID is the id that a key stands for.
func relationID(key []byte) string { return idPrefix(typeOrder[key[0]]) + string(key[1:]) }

// place is where something stands in its file.
type place struct{ line, column int }

const placeSize = 8

func (p place) append(buf []byte) []byte {
	buf = binary.BigEndian.AppendUint32(buf, uint32(min(p.line, math.MaxUint32)))
	return binary.BigEndian.AppendUint32(buf, uint32(min(p.column, math.MaxInt32)))
}

func readPlace(b []byte) place {
	return place{int(binary.BigEndian.Uint32(b)), int(binary.BigEndian.Uint32(b[4:]))}
}

// appendRecord writes a record of an entity or source after its place. JSON is also what its digest is made of.
func appendRecord(buf []byte, at place, record any) []byte {
	text, err := json.Marshal(record)
	if err != nil {
		panic(fmt.Sprintf("loader: %T: %v", record, err)) // plain data whose numbers were checked
	}
	return append(at.append(buf), text...)
}

func readRecord[T any](value []byte) (T, error) {
	var record T
	err := json.Unmarshal(value[placeSize:], &record)
	return record, err
}

// recordDigest is [graph.Digest] of the record, which JSON was made of.
func recordDigest(_ []byte, values [][]byte) string { return graph.DigestJSON(values[0][placeSize:]) }

func titleOf(value []byte) string {
	r, _ := readRecord[graph.SourceRecord](value) // appendRecord wrote it
	return r.Title
}

func nameOf(value []byte) string {
	r, _ := readRecord[graph.Record](value)
	return r.Name
}

// appendClaim writes a claim: first what makes the relationship the one it is, so that two keys with one id are seen,
// then what is claimed, and last the place, so that rows that say the same stand side by side.
func appendClaim(buf []byte, k graph.RelationshipKey, c *graph.Claim, at place) []byte {
	for _, text := range [...]string{k.From, k.To, k.Role, k.Title, k.Spell,
		c.Source, c.Locator, c.Text, c.Status, string(c.Confidence), c.SaidBy, c.Withdraws} {
		buf = binary.AppendUvarint(buf, uint64(len(text)))
		buf = append(buf, text...)
	}
	for _, d := range [...]graph.Date{c.Since, c.Until, c.Observed} {
		buf = binary.LittleEndian.AppendUint32(buf, d.Bits())
	}
	if c.Share == nil {
		buf = append(buf, 0)
	} else {
		buf = binary.LittleEndian.AppendUint64(append(buf, 1), math.Float64bits(*c.Share))
	}
	return at.append(buf)
}

// claimReader reads what appendClaim wrote.
type claimReader struct{ rest []byte }

func (r *claimReader) text() string {
	n, size := binary.Uvarint(r.rest)
	end := size + int(n)
	text := string(r.rest[size:end])
	r.rest = r.rest[end:]
	return text
}

func (r *claimReader) date() graph.Date {
	d := graph.DateOfBits(binary.LittleEndian.Uint32(r.rest))
	r.rest = r.rest[4:]
	return d
}

// readClaim decodes a claim of a dataset.
func readClaim(key, value []byte, dataset string) (graph.RelationshipKey, graph.Claim) {
	r := claimReader{value}
	k := graph.RelationshipKey{Type: typeOrder[key[0]], From: r.text(), To: r.text(), Role: r.text(), Title: r.text(),
		Spell: r.text()}
	c := graph.Claim{Dataset: dataset, Source: r.text(), Locator: r.text(), Text: r.text(), Status: r.text(),
		Confidence: graph.Confidence(r.text()), SaidBy: r.text(), Withdraws: r.text()}
	c.Since, c.Until, c.Observed = r.date(), r.date(), r.date()
	if r.rest[0] == 1 {
		share := math.Float64frombits(binary.LittleEndian.Uint64(r.rest[1:]))
		c.Share = &share
	}
	return k, c
}

// readRelation puts the claims of one relationship together, in the documented order.
func readRelation(key []byte, values [][]byte, dataset string) graph.RelationshipWrite {
	var w graph.RelationshipWrite
	w.Claims = make([]graph.Claim, len(values))
	for i, value := range values {
		w.Key, w.Claims[i] = readClaim(key, value, dataset)
	}
	graph.SortClaims(w.Claims)
	return w
}

// keyPart is the part of a claim's record that its relationship's key takes up.
func keyPart(value []byte) []byte {
	at := 0
	for range 5 {
		n, size := binary.Uvarint(value[at:])
		at += size + int(n)
	}
	return value[:at]
}
