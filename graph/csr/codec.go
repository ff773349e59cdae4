package csr

import (
	"encoding/binary"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"coopgraph/graph"
)

// words is a table of texts that occur often: names of datasets, ids of sources, statuses, language tags. The first is
// the empty text.
type words struct {
	texts
	known map[string]uint32 // while the model is being built
	err   error
}

func newWords() words {
	w := words{texts: newTexts(0), known: map[string]uint32{}}
	w.number("")
	return w
}

func (w *words) number(s string) uint64 {
	if n, ok := w.known[s]; ok {
		return uint64(n)
	}
	n := uint32(w.len())
	if err := w.add(s); err != nil {
		w.err = err
		return 0
	}
	w.known[w.at(n)] = n
	return uint64(n)
}

// lookup gives the numbers of those of the texts that occur, sorted.
func (m *Model) lookup(list []string) []uint32 {
	var out []uint32
	for _, s := range list {
		at, ok := slices.BinarySearchFunc(m.wordOrder, s, func(n uint32, s string) int {
			return strings.Compare(m.words.at(n), s)
		})
		if ok {
			out = append(out, m.wordOrder[at])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// encoder writes records in the model's own form: numbers as varints, frequent texts by number, all others in full.
type encoder struct {
	b     []byte
	words *words
}

func (e *encoder) uint(v uint64) { e.b = binary.AppendUvarint(e.b, v) }

func (e *encoder) word(s string) { e.uint(e.words.number(s)) }

func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *encoder) date(d graph.Date) { e.uint(uint64(d.Bits())) }

func (e *encoder) float(f *float64) {
	if f == nil {
		e.b = append(e.b, 0)
		return
	}
	e.b = binary.LittleEndian.AppendUint64(append(e.b, 1), math.Float64bits(*f))
}

func (e *encoder) words2(list []string) {
	e.uint(uint64(len(list)))
	for _, s := range list {
		e.word(s)
	}
}

func (e *encoder) texts(list []string) {
	e.uint(uint64(len(list)))
	for _, s := range list {
		e.text(s)
	}
}

func (e *encoder) pairs(m map[string]string) {
	e.uint(uint64(len(m)))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		e.word(k)
		e.text(m[k])
	}
}

// entity writes the records and, where it is more than the one record, what they amount to.
func (e *encoder) entity(n *graph.Entity) {
	e.uint(uint64(len(n.Records)))
	for i := range n.Records {
		e.record(&n.Records[i])
	}
	if amountsTo(n) {
		e.b = append(e.b, 1)
		return
	}
	e.b = append(e.b, 0)
	e.record(&n.Record)
}

// amountsTo reports whether the entity is its only record.
func amountsTo(n *graph.Entity) bool {
	if len(n.Records) != 1 {
		return false
	}
	own := n.Records[0]
	own.Dataset, own.Rank = n.Dataset, n.Rank
	return reflect.DeepEqual(normal(own), normal(n.Record))
}

// normal makes empty and missing lists alike.
func normal(r graph.Record) graph.Record {
	if len(r.Aliases) == 0 {
		r.Aliases = nil
	}
	if len(r.Sources) == 0 {
		r.Sources = nil
	}
	if len(r.Formerly) == 0 {
		r.Formerly = nil
	}
	if len(r.Names) == 0 {
		r.Names = nil
	}
	if len(r.Codes) == 0 {
		r.Codes = nil
	}
	return r
}

func (e *encoder) record(r *graph.Record) {
	e.word(r.Dataset)
	e.words2(r.Sources)
	e.text(r.Name)
	e.word(r.Type)
	e.pairs(r.Names)
	e.texts(r.Aliases)
	e.text(r.Description)
	e.pairs(r.Codes)
	e.texts(r.Formerly)
	e.date(r.Since)
	e.date(r.Until)
	e.float(r.Latitude)
	e.float(r.Longitude)
	e.text(r.Capital)
	e.text(r.URL)
	e.uint(uint64(uint32(int32(r.Rank))))
}

// What a relationship's record has beside its claims.
const (
	hasRole = 1 << iota
	hasTitle
	hasSpell
	hasFacts // where they are more than the only claim says
)

func (e *encoder) relationship(r *graph.Relationship, digest graph.KeyDigest) {
	e.b = append(e.b, digest[:]...)
	var has byte
	for _, part := range []struct {
		bit byte
		set bool
	}{{hasRole, r.Role != ""}, {hasTitle, r.Title != ""}, {hasSpell, r.Spell != ""}, {hasFacts, !plainFacts(r)}} {
		if part.set {
			has |= part.bit
		}
	}
	e.b = append(e.b, has)
	if r.Role != "" {
		e.word(r.Role)
	}
	if r.Title != "" {
		e.text(r.Title)
	}
	if r.Spell != "" {
		e.text(r.Spell)
	}
	if has&hasFacts != 0 {
		e.facts(&r.Facts)
	}
	e.uint(uint64(len(r.Claims)))
	for i := range r.Claims {
		e.claim(&r.Claims[i])
	}
}

// plainFacts reports whether the facts are what the only claim says.
func plainFacts(r *graph.Relationship) bool {
	if len(r.Claims) != 1 {
		return false
	}
	f := factsOf(&r.Claims[0])
	share := f.Share == r.Share || f.Share != nil && r.Share != nil && *f.Share == *r.Share
	f.Share = r.Share
	return share && f == r.Facts
}

// factsOf is what one claim amounts to, see [graph.Derive].
func factsOf(c *graph.Claim) graph.Facts {
	return graph.Facts{Since: c.Since, Until: c.Until, Observed: c.Observed, Status: c.Status, Share: c.Share,
		Confidence: c.Confidence, Conflict: !c.Since.IsZero() && !c.Until.IsZero() && c.Until.Last() < c.Since.First()}
}

func (e *encoder) facts(f *graph.Facts) {
	e.date(f.Since)
	e.date(f.Until)
	e.date(f.Observed)
	e.word(f.Status)
	e.float(f.Share)
	e.word(string(f.Confidence))
	conflict := byte(0)
	if f.Conflict {
		conflict = 1
	}
	e.b = append(e.b, conflict)
}

func (e *encoder) claim(c *graph.Claim) {
	e.word(c.Dataset)
	e.word(c.Source)
	e.text(c.Locator)
	e.text(c.Text)
	e.date(c.Since)
	e.date(c.Until)
	e.date(c.Observed)
	e.word(c.Status)
	e.float(c.Share)
	e.word(string(c.Confidence))
	e.text(c.SaidBy)
	e.text(c.Withdraws)
}

// decoder reads what encoder wrote. Texts share the memory of the model. What it reads was written by the program
// itself or passed the checker, so it trusts lengths.
type decoder struct {
	b     []byte
	at    int // what was read of it
	words *texts
	room  *graph.Memory // where what is read lies; nil where each list has memory of its own
	lent  bool          // a question brought the room, and whoever asked only reads what lies there
}

// decoder makes ready to read so many entities and relationships of the usual kind into the memory that a question brought,
// or into a new one where it brought none. Whatever is read alone needs neither.
func (m *Model) decoder(lent *graph.Memory, entities, relationships int) decoder {
	if lent != nil {
		return decoder{words: &m.words, room: lent, lent: true}
	}
	own := new(graph.Memory)
	own.Records.Expect(entities)
	own.Strings.Expect(4 * entities)
	own.Claims.Expect(relationships + relationships/4)
	own.Numbers.Expect(relationships / 4)
	return decoder{words: &m.words, room: own}
}

func (d *decoder) records(n int) []graph.Record {
	if d.room == nil {
		return make([]graph.Record, n)
	}
	return d.room.Records.Take(n)
}

func (d *decoder) claims(n int) []graph.Claim {
	if d.room == nil {
		return make([]graph.Claim, n)
	}
	return d.room.Claims.Take(n)
}

func (d *decoder) strings(n int) []string {
	if d.room == nil {
		return make([]string, n)
	}
	return d.room.Strings.Take(n)
}

func (d *decoder) number() *float64 {
	if d.room == nil {
		return new(float64)
	}
	return &d.room.Numbers.Take(1)[0]
}

// read goes on with other bytes.
func (d *decoder) read(b []byte) { d.b, d.at = b, 0 }

func (d *decoder) byte() byte {
	c := d.b[d.at]
	d.at++
	return c
}

func (d *decoder) uint() uint64 {
	if c := d.b[d.at]; c < 0x80 {
		d.at++
		return uint64(c)
	}
	v, n := binary.Uvarint(d.b[d.at:])
	d.at += n
	return v
}

func (d *decoder) word() string { return d.words.at(uint32(d.uint())) }

func (d *decoder) text() string {
	n := int(d.uint())
	s := asText(d.b[d.at : d.at+n])
	d.at += n
	return s
}

func (d *decoder) date() graph.Date { return graph.DateOfBits(uint32(d.uint())) }

func (d *decoder) float() *float64 {
	if d.byte() == 0 {
		return nil
	}
	f := d.number()
	*f = math.Float64frombits(binary.LittleEndian.Uint64(d.b[d.at:]))
	d.at += 8
	return f
}

func (d *decoder) wordList() []string {
	n := d.uint()
	if n == 0 {
		return nil
	}
	out := d.strings(int(n))
	for i := range out {
		out[i] = d.word()
	}
	return out
}

func (d *decoder) textList() []string {
	n := d.uint()
	if n == 0 {
		return nil
	}
	out := d.strings(int(n))
	for i := range out {
		out[i] = d.text()
	}
	return out
}

// clone is a list with the same texts.
func (d *decoder) clone(list []string) []string {
	if list == nil {
		return nil
	}
	out := d.strings(len(list))
	copy(out, list)
	return out
}

func (d *decoder) pairs() map[string]string {
	n := d.uint()
	if n == 0 {
		return nil
	}
	var out map[string]string
	if d.lent {
		out = d.room.Map(int(n))
	} else {
		out = make(map[string]string, n)
	}
	for range n {
		k := d.word()
		out[k] = d.text()
	}
	return out
}

func (d *decoder) entity(n *graph.Entity) {
	n.Records = d.records(int(d.uint()))
	for i := range n.Records {
		d.record(&n.Records[i])
	}
	if d.byte() == 0 {
		d.record(&n.Record)
		return
	}
	n.Record = n.Records[0]
	n.Dataset, n.Rank = "", 0
	if d.lent {
		return
	}
	// The caller may change what it got, and one list or map for both would change twice.
	n.Sources, n.Aliases = d.clone(n.Sources), d.clone(n.Aliases)
	n.Names, n.Codes = maps.Clone(n.Names), maps.Clone(n.Codes)
	n.Formerly = d.clone(n.Formerly)
}

func (d *decoder) record(r *graph.Record) {
	r.Dataset = d.word()
	r.Sources = d.wordList()
	r.Name = d.text()
	r.Type = d.word()
	r.Names = d.pairs()
	r.Aliases = d.textList()
	r.Description = d.text()
	r.Codes = d.pairs()
	r.Formerly = d.textList()
	r.Since = d.date()
	r.Until = d.date()
	r.Latitude = d.float()
	r.Longitude = d.float()
	r.Capital = d.text()
	r.URL = d.text()
	r.Rank = int(int32(d.uint()))
}

// digest reads the digest that a relationship's record begins with.
func (d *decoder) digest() graph.KeyDigest {
	digest := graph.KeyDigest(d.b[d.at : d.at+len(graph.KeyDigest{})])
	d.at += len(digest)
	return digest
}

// key reads what of a relationship's key the caller does not know, and says what comes after it.
func (d *decoder) key(k *graph.RelationshipKey) (has byte) {
	has = d.byte()
	if has&hasRole != 0 {
		k.Role = d.word()
	}
	if has&hasTitle != 0 {
		k.Title = d.text()
	}
	if has&hasSpell != 0 {
		k.Spell = d.text()
	}
	return has
}

// relationship reads all but type and ends, which the caller knows, and gives the digest of its key.
func (d *decoder) relationship(r *graph.Relationship) graph.KeyDigest {
	digest := d.digest()
	has := d.key(&r.RelationshipKey)
	if has&hasFacts != 0 {
		d.facts(&r.Facts)
	}
	r.Claims = d.claims(int(d.uint()))
	for i := range r.Claims {
		d.claim(&r.Claims[i])
	}
	if has&hasFacts == 0 {
		r.Facts = factsOf(&r.Claims[0])
	}
	return digest
}

func (d *decoder) facts(f *graph.Facts) {
	f.Since, f.Until, f.Observed = d.date(), d.date(), d.date()
	f.Status = d.word()
	f.Share = d.float()
	f.Confidence = graph.Confidence(d.word())
	f.Conflict = d.byte() == 1
}

func (d *decoder) claim(c *graph.Claim) {
	c.Dataset = d.word()
	c.Source = d.word()
	c.Locator = d.text()
	c.Text = d.text()
	c.Since, c.Until, c.Observed = d.date(), d.date(), d.date()
	c.Status = d.word()
	c.Share = d.float()
	c.Confidence = graph.Confidence(d.word())
	c.SaidBy = d.text()
	c.Withdraws = d.text()
}
