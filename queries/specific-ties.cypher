// name: specific-ties
// title: The most specific ties of a pair
// description: How two entities are tied: first directly, then through one other, those with the fewest ties to anybody
//   else first, since a joint venture says more than a seat in the United Nations.
// group: Connections
// parameters:
//   a:
//     type: entity
//     description: One entity.
//   b:
//     type: entity
//     description: The other entity.
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
//   via: string, The id of what stands between them; empty for a direct tie.
//   name: string, Its name.
//   kind: string, Its kind.
//   tie_a: list, How the first is tied to it, or directly to the other.
//   tie_b: list, How the other is tied to it, or directly to the first.
//   degree: integer, To how many actors it is tied in all; 2 for a direct tie.
//   sources: list, The ids of the sources of these ties.
// tags: connections, pair
// example:
//   a: SOCAR
//   b: BP
//   top: 8
CALL {
  MATCH (x:Entity {id: $a})-[r]-(:Entity {id: $b})
  WHERE $on IS NULL OR r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
  WITH x, r ORDER BY r.first_day, r.id
  WITH collect(r) AS ties, collect(CASE WHEN startNode(r) = x THEN r END) AS out,
       collect(CASE WHEN startNode(r) <> x THEN r END) AS back
  WHERE size(ties) > 0
  RETURN null AS via, out AS ra, back AS rb, 2 AS degree
  UNION ALL
  MATCH (:Entity {id: $a})-[r]-(via:Entity)
  WHERE via.id <> $b AND ($on IS NULL OR r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true))
  WITH via, collect(r) AS ra
  MATCH (via)-[q]-(:Entity {id: $b})
  WHERE $on IS NULL OR q.first_day <= $on_last AND coalesce(q.last_day >= $on_first, true)
  RETURN via, ra, collect(q) AS rb, via.degree AS degree
}
WITH via, ra, rb, degree ORDER BY degree, via.id LIMIT $top
UNWIND ra + rb AS r
UNWIND r.sources AS source
WITH via, ra, rb, degree, source ORDER BY source
WITH via, ra, rb, degree, collect(DISTINCT source) AS sources
RETURN via.id AS via, via.name AS name, via.kind AS kind,
       [r IN ra | toLower(replace(type(r), '_', ' ')) + coalesce(': ' + coalesce(r.role, r.title, r.status), '')] AS tie_a,
       [r IN rb | toLower(replace(type(r), '_', ' ')) + coalesce(': ' + coalesce(r.role, r.title, r.status), '')] AS tie_b,
       degree, sources
ORDER BY degree, via
