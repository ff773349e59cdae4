// name: isolated-members
// title: Members with the fewest ties to the others
// description: The members of an organisation on a date by how many of the other members they are tied to in some way of
//   their own: directly (borders, alliances, cooperation, disputes), or through something that few share. Whoever has no such
//   tie comes first.
// group: Connections
// parameters:
//   organisation:
//     type: entity
//     kind: Organisation
//     description: The organisation.
//   shared_by:
//     type: integer
//     default: 25
//     minimum: 2
//     maximum: 500
//     description: What has more ties than this does not count as shared by few.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
// columns:
//   id: string, The member's id.
//   name: string, Its name.
//   tied_to: integer, To how many other members it is tied.
//   directly: list, The names of those to which it is tied directly.
//   through: list, The names of what few share and it shares with members, the most specific first.
// time: 15s
// tags: connections, membership
// example:
//   organisation: ECO
//   on: 2024
MATCH (m:Entity)-[r:MEMBER_OF]->(:Entity {id: $organisation})
WHERE coalesce(r.status, 'member') = 'member'
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH collect(DISTINCT m) AS members
UNWIND members AS m
OPTIONAL MATCH (m)-[d]-(o:Entity)
WHERE o IN members AND d.first_day <= $on_last AND coalesce(d.last_day >= $on_first, true)
WITH members, m, o ORDER BY o.name
WITH members, m, collect(DISTINCT o) AS direct
OPTIONAL MATCH (m)-[d]-(s:Entity)
WHERE s.degree <= $shared_by AND NOT s IN members AND s.id <> $organisation
  AND d.first_day <= $on_last AND coalesce(d.last_day >= $on_first, true)
WITH DISTINCT members, m, direct, s
OPTIONAL MATCH (s)-[e]-(o:Entity)
WHERE o IN members AND o <> m AND e.first_day <= $on_last AND coalesce(e.last_day >= $on_first, true)
WITH m, direct, s, collect(DISTINCT o) AS others ORDER BY s.degree, s.id
WITH m, direct, collect(CASE WHEN size(others) > 0 THEN s.name END) AS through, collect(others) AS lists
RETURN m.id AS id, m.name AS name,
       size(reduce(all = direct, l IN lists | all + [o IN l WHERE NOT o IN all])) AS tied_to,
       [o IN direct | o.name] AS directly, through
ORDER BY tied_to, name, id
