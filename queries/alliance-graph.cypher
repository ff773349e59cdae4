// name: alliance-graph
// title: The alliances among an organisation's members on a date
// description: The graph of who among the members of an organisation was allied with whom on a date. A member without an
//   ally among them stands alone.
// group: Graphs
// parameters:
//   organisation:
//     type: entity
//     kind: Organisation
//     description: The organisation.
//   on:
//     type: date
//     description: The day, month or year; of a month or year any day counts.
//   obligation:
//     type: string
//     optional: true
//     allowed: defence, offence, neutrality, non-aggression, consultation
//     description: Only alliances with this obligation.
// columns:
//   a: entity, A member.
//   alliance: relationship, An alliance; empty for a member that has none.
//   b: entity, The other member.
// graph: true
// rows: 10000
// tags: graph, alliance, membership
// example:
//   organisation: CSTO
//   on: 2010
MATCH (m:Country)-[r:MEMBER_OF]->(:Entity {id: $organisation})
WHERE coalesce(r.status, 'member') = 'member'
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH collect(DISTINCT m) AS members
UNWIND members AS a
OPTIONAL MATCH (a)-[alliance:ALLIED_WITH]->(b:Country)
WHERE b IN members AND alliance.first_day <= $on_last AND coalesce(alliance.last_day >= $on_first, true)
  AND ($obligation IS NULL OR $obligation IN split(alliance.role, ', '))
RETURN a, alliance, b
ORDER BY a.id, alliance.id
