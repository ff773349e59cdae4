// name: one-source
// title: What one source alone claims
// description: Ties of an entity that stand on a single source, and on which; with a source, only on that one. What
//   nobody else says is where checking begins.
// group: Sources
// parameters:
//   entity:
//     type: entity
//     description: The entity.
//   source:
//     type: string
//     optional: true
//     description: The id of a source; any where it is not given.
// columns:
//   source: string, The id of the source.
//   title: string, Its title.
//   id: string, The tie's id, under which its claims are found.
//   from: string, The name of the entity that it starts from.
//   what: string, The type of the tie in words.
//   to: string, The name of the entity that it leads to.
//   as: string, The role, title or status.
//   since: string, When it began; empty where the source does not say.
//   until: string, When it ended; empty where no end is known.
//   confidence: string, How well it is supported.
// rows: 5000
// tags: sources
// example:
//   entity: Trans-Caspian Gas Pipeline
MATCH (:Entity {id: $entity})-[r]-(:Entity)
WHERE size(r.sources) = 1 AND ($source IS NULL OR r.sources[0] = $source)
WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b
OPTIONAL MATCH (s:Source {id: r.sources[0]})
RETURN s.id AS source, s.title AS title, r.id AS id, a.name AS from, toLower(replace(type(r), '_', ' ')) AS what,
       b.name AS to, coalesce(r.role, r.title, r.status) AS as, r.since AS since, r.until AS until,
       r.confidence AS confidence
ORDER BY source, what, from, to, id
