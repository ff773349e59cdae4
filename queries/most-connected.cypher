// name: most-connected
// title: The most connected actors of a kind
// description: Entities of one kind by how many others they are tied to, whatever the tie, and how many ties there are.
// group: Connections
// parameters:
//   kind:
//     type: string
//     default: Organisation
//     allowed: Country, Organisation, Official, Person, Project, Agreement, Event, Area
//     description: The kind of entity.
//   top:
//     type: integer
//     default: 25
//     minimum: 1
//     maximum: 1000
//     description: How many to list.
// columns:
//   id: string, The entity's id.
//   name: string, Its name.
//   type: string, Its finer type.
//   degree: integer, To how many others it is tied.
//   ties: integer, How many ties it has.
// tags: overview
// example:
//   kind: Project
//   top: 5
MATCH (e:Entity {kind: $kind})
WITH e ORDER BY e.degree DESC, e.id LIMIT $top
OPTIONAL MATCH (e)-[r]-(:Entity)
RETURN e.id AS id, e.name AS name, e.type AS type, e.degree AS degree, count(DISTINCT r) AS ties
ORDER BY degree DESC, id
