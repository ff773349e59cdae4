// name: brokers
// title: Brokers between two blocs
// description: Who stands between two organisations: actors that belong to neither themselves and are tied to members of
//   both that the blocs do not have in common. Those come first that reach large parts of both and little else; whoever
//   is tied to everybody, as the United Nations are, comes late. Looked at are all ties that held on the date.
// group: Connections
// parameters:
//   a:
//     type: entity
//     kind: Organisation
//     description: One bloc.
//   b:
//     type: entity
//     kind: Organisation
//     description: The other bloc.
//   kind:
//     type: string
//     default: Organisation
//     allowed: Country, Organisation, Official, Project, Agreement, Event
//     description: The kind of actor looked for.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
//   top:
//     type: integer
//     default: 25
//     minimum: 1
//     maximum: 500
//     description: How many to list.
// columns:
//   id: string, The broker's id.
//   name: string, Its name.
//   type: string, Its finer type.
//   reaches_a: list, The names of the members of the first bloc alone that it is tied to.
//   reaches_b: list, The same of the other bloc.
//   degree: integer, To how many actors it is tied in all.
//   score: number, The lesser part of a bloc that it reaches, times the part of its own ties that lead to the blocs.
// time: 15s
// tags: connections, organisation, blocs
// example:
//   a: European Union
//   b: Eurasian Economic Union
//   on: 2024
//   top: 5
MATCH (m:Country)-[r:MEMBER_OF]->(bloc:Entity)
WHERE bloc.id IN [$a, $b] AND coalesce(r.status, 'member') = 'member'
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH m, collect(DISTINCT bloc.id) AS blocs
WHERE size(blocs) = 1
WITH collect({member: m, bloc: blocs[0]}) AS all
WITH all, size([x IN all WHERE x.bloc = $a]) AS size_a, size([x IN all WHERE x.bloc = $b]) AS size_b
UNWIND all AS x
WITH x.member AS m, x.bloc AS bloc, size_a, size_b, [y IN all | y.member] AS members
MATCH (m)-[r]-(broker:Entity {kind: $kind})
WHERE NOT broker IN members AND NOT broker.id IN [$a, $b]
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH broker, size_a, size_b, bloc, m ORDER BY m.name
WITH broker, size_a, size_b, collect(DISTINCT CASE WHEN bloc = $a THEN m.name END) AS reaches_a,
     collect(DISTINCT CASE WHEN bloc = $b THEN m.name END) AS reaches_b
WHERE size(reaches_a) > 0 AND size(reaches_b) > 0
WITH broker, reaches_a, reaches_b, 1.0 * size(reaches_a) / size_a AS part_a, 1.0 * size(reaches_b) / size_b AS part_b
RETURN broker.id AS id, broker.name AS name, broker.type AS type, reaches_a, reaches_b, broker.degree AS degree,
       round(CASE WHEN part_a < part_b THEN part_a ELSE part_b END
         * (size(reaches_a) + size(reaches_b)) / broker.degree, 3) AS score
ORDER BY score DESC, degree, id
LIMIT $top
