// name: ties-among
// title: The ties among a set of actors
// description: The graph of all ties among the given entities themselves, on a date or of all time.
// group: Graphs
// parameters:
//   entities:
//     type: entity-list
//     description: The entities, with commas between them.
//   on:
//     type: date
//     optional: true
//     description: Only ties that held on some day of this date; all there ever were where it is not given.
// columns:
//   a: entity, One end.
//   tie: relationship, The tie; empty for an entity that has none.
//   b: entity, The other end.
// graph: true
// rows: 5000
// tags: graph
// example:
//   entities: Azerbaijan, Georgia, organisation:guam
//   on: 2024
MATCH (a:Entity)
WHERE a.id IN $entities
OPTIONAL MATCH (a)-[tie]->(b:Entity)
WHERE b.id IN $entities AND ($on IS NULL OR tie.first_day <= $on_last AND coalesce(tie.last_day >= $on_first, true))
RETURN a, tie, b
ORDER BY a.id, tie.id
