package csr

import (
	"slices"

	"coopgraph/graph"
)

// partial is the beginning of a path, as the node at its end and the partial before it.
type partial struct {
	least  uint64 // order of the best path that begins so
	order  uint64 // of the beginning itself
	node   uint32
	before int32      // -1 for the first
	hops   int32      // steps of the whole path so far
	next   int32      // the one that reached the same node before; used by careful alone
	days   graph.Days // on which all steps hold; used where the question is concurrent
}

// beginnings is a queue of beginnings of paths: that which may become the best path first, then by the sequence of
// nodes, so that whole paths come out in the documented order.
type beginnings struct {
	parts []partial
	queue []int32 // a binary heap of places in parts
}

func (q *beginnings) reset() { q.parts, q.queue = q.parts[:0], q.queue[:0] }

// passes reports whether the beginning passes through the node.
func (q *beginnings) passes(at int32, n uint32) bool {
	for ; at >= 0; at = q.parts[at].before {
		if q.parts[at].node == n {
			return true
		}
	}
	return false
}

// nodesOf appends the sequence of nodes of a beginning.
func (q *beginnings) nodesOf(at int32, out []uint32) []uint32 {
	from := len(out)
	for ; at >= 0; at = q.parts[at].before {
		out = append(out, q.parts[at].node)
	}
	slices.Reverse(out[from:])
	return out
}

func (q *beginnings) add(p partial) {
	q.parts = append(q.parts, p)
	q.queue = append(q.queue, int32(len(q.parts)-1))
	for at := len(q.queue) - 1; at > 0; {
		up := (at - 1) / 2
		if !q.less(q.queue[at], q.queue[up]) {
			return
		}
		q.queue[at], q.queue[up] = q.queue[up], q.queue[at]
		at = up
	}
}

// take takes the first beginning out of the queue.
func (q *beginnings) take() int32 {
	h := q.queue
	first, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	q.queue = h
	for at := 0; ; {
		child := 2*at + 1
		if child >= last {
			return first
		}
		if child+1 < last && q.less(h[child+1], h[child]) {
			child++
		}
		if !q.less(h[child], h[at]) {
			return first
		}
		h[at], h[child] = h[child], h[at]
		at = child
	}
}

func (q *beginnings) less(x, y int32) bool {
	a, b := &q.parts[x], &q.parts[y]
	if a.least != b.least {
		return a.least < b.least
	}
	if a.before == b.before {
		return a.node < b.node
	}
	var room [2][32]uint32
	return slices.Compare(q.nodesOf(x, room[0][:0]), q.nodesOf(y, room[1][:0])) < 0
}
