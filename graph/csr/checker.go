package csr

import (
	"encoding/binary"

	"coopgraph/graph"
)

// checker walks over a record as decoder does, makes nothing of it, and notes where the record does not fit into its
// bytes. Whatever it lets pass, decoder can read.
type checker struct {
	b     []byte
	at    int    // how far it has come in it
	words uint64 // how many there are
	bad   bool
}

// read goes on with other bytes.
func (c *checker) read(b []byte) { c.b, c.at = b, 0 }

// fail gives up: there is nothing more to read.
func (c *checker) fail() { c.bad, c.at = true, len(c.b) }

func (c *checker) skip(n uint64) {
	if n > uint64(len(c.b)-c.at) {
		c.fail()
		return
	}
	c.at += int(n)
}

func (c *checker) byte() byte {
	if c.at == len(c.b) {
		c.bad = true
		return 0
	}
	v := c.b[c.at]
	c.at++
	return v
}

func (c *checker) uint() uint64 {
	b := c.b[c.at:]
	if len(b) > 2 { // nearly all are of up to three bytes
		switch {
		case b[0] < 0x80:
			c.at++
			return uint64(b[0])
		case b[1] < 0x80:
			c.at += 2
			return uint64(b[0]&0x7f) | uint64(b[1])<<7
		case b[2] < 0x80:
			c.at += 3
			return uint64(b[0]&0x7f) | uint64(b[1]&0x7f)<<7 | uint64(b[2])<<14
		}
	}
	v, n := binary.Uvarint(b)
	if n <= 0 {
		c.fail()
		return 0
	}
	c.at += n
	return v
}

func (c *checker) word() {
	if c.uint() >= c.words {
		c.bad = true
	}
}

func (c *checker) text() { c.skip(c.uint()) }

func (c *checker) date() {
	const lastYear, lastMonth = 9999, 12
	if v := c.uint(); v>>9 > lastYear || v>>5&15 > lastMonth {
		c.bad = true
	}
}

func (c *checker) float() {
	const size = 8
	if c.byte() != 0 {
		c.skip(size)
	}
}

// each walks over a list. As no element is shorter than a byte, a count that is too great ends it soon.
func (c *checker) each(item func(*checker)) (count uint64) {
	if count = c.uint(); count > uint64(len(c.b)-c.at) {
		c.bad = true
	}
	for i := uint64(0); i < count && !c.bad; i++ {
		item(c)
	}
	return count
}

func (c *checker) pair() {
	c.word()
	c.text()
}

func (c *checker) entity() {
	records := c.each((*checker).record)
	if c.byte() == 0 {
		c.record()
	} else if records == 0 {
		c.bad = true
	}
}

func (c *checker) record() {
	c.word()
	c.each((*checker).word)
	c.text()
	c.word()
	c.each((*checker).pair)
	c.each((*checker).text)
	c.text()
	c.each((*checker).pair)
	c.each((*checker).text)
	c.date()
	c.date()
	c.float()
	c.float()
	c.text()
	c.text()
	c.uint()
}

func (c *checker) relationship() {
	c.skip(uint64(len(graph.KeyDigest{})))
	has := c.byte()
	if has&hasRole != 0 {
		c.word()
	}
	if has&hasTitle != 0 {
		c.text()
	}
	if has&hasSpell != 0 {
		c.text()
	}
	if has&hasFacts != 0 {
		c.facts()
	}
	if claims := c.each((*checker).claim); claims == 0 && has&hasFacts == 0 {
		c.bad = true
	}
}

func (c *checker) facts() {
	for range 3 {
		c.date()
	}
	c.word()
	c.float()
	c.word()
	c.byte()
}

func (c *checker) claim() {
	c.word()
	c.word()
	c.text()
	c.text()
	for range 3 {
		c.date()
	}
	c.word()
	c.float()
	c.word()
	c.text()
	c.text()
}
