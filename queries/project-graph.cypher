// name: project-graph
// title: A project and all that belongs to it
// description: The graph of a project with the projects that it is a part of and its own parts, and of everyone who
//   takes part in them, the countries that they link and the agreements and events that are about them.
// group: Graphs
// parameters:
//   project:
//     type: entity
//     kind: Project
//     description: The project.
// columns:
//   project: entity, The project, a part of it or what it is a part of.
//   tie: relationship, A tie of it.
//   actor: entity, Who or what it is tied to.
// graph: true
// rows: 5000
// tags: graph, project
// example:
//   project: Southern Gas Corridor
MATCH (p:Entity {id: $project})-[:PART_OF_PROJECT*0..2]-(project:Project)
WITH DISTINCT project
MATCH (project)-[tie:TAKES_PART_IN|LINKS|PART_OF_PROJECT|CONCERNS]-(actor:Entity)
RETURN project, tie, actor
ORDER BY project.id, tie.id
