// name: organisations-of
// title: Organisations by how many of a set of countries belong to them
// description: For a set of countries or organisations, the organisations that any of them belonged to on a date,
//   those of most of them first, and of as many the more specific one. Shows who belongs and who does not.
// group: Membership
// parameters:
//   members:
//     type: entity-list
//     description: The countries or organisations, with commas between them.
//   status:
//     type: string-list
//     default: member
//     allowed: member, associate, observer, partner, suspended, former
//     description: Which statuses count as belonging.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
// columns:
//   id: string, The organisation's id.
//   name: string, Its name.
//   type: string, Its finer type.
//   count: integer, How many of the set belong to it.
//   belong: list, The names of those that do.
//   absent: list, The names of those that do not.
//   degree: integer, With how many actors it is tied in all.
// tags: membership, organisation, countries
// example:
//   members: Armenia, Azerbaijan, Georgia
//   on: 2014
MATCH (c:Entity)
WHERE c.id IN $members
WITH c ORDER BY c.name, c.id
WITH collect(c) AS asked
UNWIND asked AS c
MATCH (c)-[r:MEMBER_OF]->(o:Organisation)
WHERE coalesce(r.status, 'member') IN $status
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH asked, o, collect(DISTINCT c) AS belonging
RETURN o.id AS id, o.name AS name, o.type AS type, size(belonging) AS count,
       [c IN belonging | c.name] AS belong, [c IN asked WHERE NOT c IN belonging | c.name] AS absent, o.degree AS degree
ORDER BY count DESC, degree, id
