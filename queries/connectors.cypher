// name: connectors
// title: Actors that connect several named ones
// description: Who or what is tied directly to most of a set of entities, and among as many to the fewest others besides.
//   Give three officials and see where they met, or three companies and see what they own together.
// group: Connections
// parameters:
//   entities:
//     type: entity-list
//     description: The entities, two or more.
//   at_least:
//     type: integer
//     default: 2
//     minimum: 2
//     maximum: 500
//     description: To how many of them it has to be tied.
//   on:
//     type: date
//     optional: true
//     description: Only ties that held on some day of this date; all there ever were where it is not given.
//   top:
//     type: integer
//     default: 25
//     minimum: 1
//     maximum: 500
//     description: How many to list.
// columns:
//   id: string, The connector's id.
//   name: string, Its name.
//   kind: string, Its kind.
//   count: integer, To how many of the set it is tied.
//   ties: list, To which, and how.
//   degree: integer, To how many actors it is tied in all.
//   sources: list, The ids of the sources of these ties.
// tags: connections
// example:
//   entities: SOCAR, BP, TPAO
//   top: 8
MATCH (x:Entity)
WHERE x.id IN $entities
MATCH (x)-[r]-(c:Entity)
WHERE NOT c.id IN $entities AND ($on IS NULL OR r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true))
WITH c, x, r ORDER BY x.name, x.id, r.id
WITH c, collect(DISTINCT x) AS tied, collect({to: x.name, tie: r}) AS ties
WHERE size(tied) >= $at_least
WITH c, tied, ties ORDER BY size(tied) DESC, c.degree, c.id LIMIT $top
UNWIND ties AS t
UNWIND t.tie.sources AS source
WITH c, tied, ties, source ORDER BY source
WITH c, tied, ties, collect(DISTINCT source) AS sources
RETURN c.id AS id, c.name AS name, c.kind AS kind, size(tied) AS count,
       [t IN ties | t.to + ': ' + coalesce(t.tie.role, t.tie.title, toLower(replace(type(t.tie), '_', ' ')))] AS ties,
       c.degree AS degree, sources
ORDER BY count DESC, degree, id
