// name: shared-ties
// title: What two countries share
// description: Organisations that both belong to, projects that both take part in or that run through both, and
//   agreements that both are parties to. The most specific come first, which are those with the fewest ties to others.
// group: Connections
// parameters:
//   a:
//     type: entity
//     kind: Country
//     description: One country.
//   b:
//     type: entity
//     kind: Country
//     description: The other country.
//   on:
//     type: date
//     optional: true
//     description: Only what both had on some day of this date; all there ever was where it is not given.
// columns:
//   kind: string, Organisation, Project or Agreement.
//   id: string, Its id.
//   name: string, Its name.
//   type: string, Its finer type.
//   tie_a: list, How the first country is tied to it.
//   tie_b: list, How the other country is tied to it.
//   degree: integer, With how many actors it is tied in all.
//   sources: list, The ids of the sources of these ties.
// tags: countries, organisation, project, agreement
// example:
//   a: Azerbaijan
//   b: Georgia
//   on: 2024-06-27
MATCH (:Entity {id: $a})-[r:MEMBER_OF|TAKES_PART_IN|LINKS|PARTY_TO]-(s:Entity)
WHERE s.kind IN ['Organisation', 'Project', 'Agreement']
  AND ($on IS NULL OR r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true))
WITH s, collect(r) AS ra
MATCH (s)-[q:MEMBER_OF|TAKES_PART_IN|LINKS|PARTY_TO]-(:Entity {id: $b})
WHERE $on IS NULL OR q.first_day <= $on_last AND coalesce(q.last_day >= $on_first, true)
WITH s, ra, collect(q) AS rb
UNWIND ra + rb AS r
UNWIND r.sources AS source
WITH s, ra, rb, source ORDER BY source
WITH s, ra, rb, collect(DISTINCT source) AS sources
RETURN s.kind AS kind, s.id AS id, s.name AS name, s.type AS type,
       [r IN ra | coalesce(r.role, r.status, toLower(replace(type(r), '_', ' ')))] AS tie_a,
       [r IN rb | coalesce(r.role, r.status, toLower(replace(type(r), '_', ' ')))] AS tie_b,
       s.degree AS degree, sources
ORDER BY degree, id
