package api

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"coopgraph/graph"
)

// schema answers what can be in the graph and asked of it. It is the same for the life of a program.
func (s *server) schema() gin.HandlerFunc {
	answer := SchemaAnswer{
		Kinds: each(graph.Kinds(), func(k graph.KindInfo) KindInfo {
			return KindInfo{Name: string(k.Kind), Prefix: k.Kind.Prefix(), Description: k.Description}
		}),
		Types: each(graph.Types(), encodeTypeInfo),
		Schemes: each(graph.Schemes(), func(sc graph.Scheme) Scheme {
			return Scheme{Name: sc.Name, Description: sc.Description}
		}),
		Confidences: confidences,
		Modes:       modes,
		Ranks:       ranks,
		Directions:  directions,
		Limits: map[string]Limit{
			"k":             {orNull(graph.DefaultK), graph.MaxK},
			"max_hops":      {orNull(graph.DefaultMaxHops), graph.MaxMaxHops},
			"depth":         {orNull(graph.DefaultDepth), graph.MaxDepth},
			"limit":         {orNull(graph.DefaultLimit), graph.MaxLimit},
			"search_limit":  {orNull(graph.DefaultSearchLimit), graph.MaxSearch},
			"ids":           {nil, graph.MaxStarts},
			"list":          {nil, graph.MaxListLength},
			"q_bytes":       {nil, graph.MaxQueryLength},
			"max_degree":    {nil, maxMaxDegree},
			"relationships": {nil, graph.MaxRelationships},
			"all_shortest":  {nil, graph.MaxAllShortest},
			"examined":      {orNull(graph.DefaultBudget), graph.DefaultBudget},
			"body_bytes":    {nil, maxBodyBytes},
			"deadline_ms":   {orNull(int(s.Deadline.Milliseconds())), int(max(s.Deadline, graph.MaxDeadline).Milliseconds())},
		},
	}
	return func(c *gin.Context) {
		if s.withoutParams(c) {
			s.fixedJSON(c, answer)
		}
	}
}

func encodeTypeInfo(t graph.TypeInfo) TypeInfo {
	return TypeInfo{
		Name: string(t.Type), Description: t.Description, Undirected: t.Undirected, Momentary: t.Momentary,
		Ends: each(t.Ends, func(e graph.Ends) Ends { return Ends{From: string(e.From), To: string(e.To)} }),
		Role: orNull(t.Role), Roles: notNil(t.Roles), Titled: t.Titled, Statuses: notNil(t.Statuses),
		Shared: t.Shared, Verb: t.Verb,
	}
}

// withoutParams refuses parameters where there are none, and reports whether the request may go on.
func (s *server) withoutParams(c *gin.Context) bool {
	p, err := readParams(c)
	if err == nil {
		err = p.err()
	}
	if err != nil {
		s.fail(c, err)
	}
	return err == nil
}

// fixedJSON sends an answer that does not come out of the graph.
func (s *server) fixedJSON(c *gin.Context, answer any) {
	body, err := json.Marshal(answer)
	if err != nil {
		s.fail(c, err)
		return
	}
	s.fixed(c, "application/json; charset=utf-8", append(body, '\n'))
}

// plainJSON sends an answer that must not be kept.
func (s *server) plainJSON(c *gin.Context, answer any) {
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, answer)
}
