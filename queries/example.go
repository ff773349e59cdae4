package queries

import "slices"

// setExample reads the arguments of the example. Whether they fit the parameters is seen once the whole header is read.
func (q *Query) setExample(e entry) *flaw {
	for _, c := range e.children {
		if len(c.children) > 0 || c.value == "" {
			return flawAt(c.line, "example: %s has no value, or more than one; write parameter: value", c.key)
		}
		if slices.ContainsFunc(q.Example, func(a Argument) bool { return a.Name == c.key }) {
			return flawAt(c.line, "example: %s is given twice", c.key)
		}
		q.Example = append(q.Example, Argument{c.key, c.value})
	}
	if len(q.Example) == 0 || e.value != "" {
		return flawAt(e.line, "example has to list each argument on a line of its own, two spaces further in")
	}
	return nil
}

// checkExample holds the arguments of the example against the parameters. Whether its entities exist, only a graph says.
func (q *Query) checkExample(line int) *flaw {
	for _, a := range q.Example {
		i := slices.IndexFunc(q.Params, func(p Param) bool { return p.Name == a.Name })
		if i < 0 {
			return flawAt(line, "the example has an argument %s, which is no parameter", a.Name)
		}
		if _, err := q.Params[i].convert(a.Value); err != nil {
			return flawAt(line, "the example's %s: %s", a.Name, err.Message)
		}
	}
	for _, p := range q.Params {
		if p.Required && !slices.ContainsFunc(q.Example, func(a Argument) bool { return a.Name == p.Name }) {
			return flawAt(line, "the example has no %s, which is required", p.Name)
		}
	}
	return nil
}
