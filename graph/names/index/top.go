package index

import "slices"

// found is a name that matches.
type found struct {
	score   float64
	owner   uint32
	ordinal uint16
}

// better is the order of answers. The owner with more neighbours, of equals the one with the lower node, is the lower.
func (f found) better(than found) bool {
	if f.score != than.score {
		return f.score > than.score
	}
	return f.owner < than.owner
}

// top keeps the best names of an answer, one for each owner, in their order. Adding costs O(limit).
type top struct {
	limit int
	kept  []found
}

func (t *top) full() bool { return len(t.kept) == t.limit }

// beyond reports whether nothing with that score or less can be in the answer.
func (t *top) beyond(score float64) bool { return t.full() && score < t.kept[t.limit-1].score }

// beyondOwner reports whether nothing with that score or less, and of this owner or a later one, can be in the answer.
func (t *top) beyondOwner(score float64, owner uint32) bool {
	return t.full() && t.kept[t.limit-1].better(found{score: score, owner: owner})
}

// add takes the name in where it belongs to the best. Of an owner's names the better one stays, of equals the first.
func (t *top) add(f found) {
	if f.score <= 0 || t.full() && t.kept[t.limit-1].better(f) {
		return
	}
	if i := slices.IndexFunc(t.kept, func(k found) bool { return k.owner == f.owner }); i >= 0 {
		k := t.kept[i]
		if k.score > f.score || k.score == f.score && k.ordinal <= f.ordinal {
			return
		}
		t.kept = slices.Delete(t.kept, i, i+1)
	} else if t.full() {
		t.kept = t.kept[:t.limit-1]
	}
	at, _ := slices.BinarySearchFunc(t.kept, f, func(k, f found) int {
		if k.better(f) {
			return -1
		}
		return 1
	})
	t.kept = slices.Insert(t.kept, at, f)
}
