// name: outside-neighbours
// title: Neighbours of an organisation's members that do not belong to it
// description: Countries that border on members of an organisation on a date and are none themselves, those with most
//   such neighbours first: where it may grow, or ends. What other status they have is shown.
// group: States and borders
// parameters:
//   organisation:
//     type: entity
//     kind: Organisation
//     description: The organisation.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
// columns:
//   id: string, The country's id.
//   name: string, Its name.
//   count: integer, On how many members it borders.
//   members: list, Their names.
//   status: string, Its own status in the organisation, if any, such as observer.
// tags: countries, borders, membership
// example:
//   organisation: Shanghai Cooperation Organisation
//   on: 2026-05
MATCH (m:Country)-[r:MEMBER_OF]->(o:Entity {id: $organisation})
WHERE coalesce(r.status, 'member') = 'member'
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH o, collect(DISTINCT m) AS members
UNWIND members AS m
MATCH (m)-[b:BORDERS]-(n:Country)
WHERE NOT n IN members AND b.first_day <= $on_last AND coalesce(b.last_day >= $on_first, true)
WITH o, n, m ORDER BY m.name
WITH o, n, collect(DISTINCT m.name) AS members
OPTIONAL MATCH (n)-[r:MEMBER_OF]->(o)
WHERE r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH n, members, r ORDER BY r.first_day
RETURN n.id AS id, n.name AS name, size(members) AS count, members, collect(r.status)[-1] AS status
ORDER BY count DESC, name, id
