// name: ownership-graph
// title: Who owns and directs what around an actor
// description: The graph of owners, directors, shareholders, operators and financiers up to three steps from a company,
//   project or person: who stands behind it, and what else they hold.
// group: Graphs
// parameters:
//   entity:
//     type: entity
//     description: The company, project, country or person.
//   steps:
//     type: integer
//     default: 2
//     allowed: 1, 2, 3
//     description: How many steps to go.
// columns:
//   a: entity, One end of a tie.
//   tie: relationship, The tie.
//   b: entity, Its other end.
// graph: true
// rows: 5000
// tags: graph, shares, project
// example:
//   entity: TANAP
MATCH (:Entity {id: $entity})-[path:OWNS|DIRECTS|TAKES_PART_IN|PART_OF*0..2]-(a:Entity)
WHERE size(path) < $steps AND all(r IN path WHERE type(r) <> 'TAKES_PART_IN'
  OR coalesce(r.role, '') IN ['shareholder', 'operator', 'financier'])
WITH DISTINCT a
MATCH (a)-[tie:OWNS|DIRECTS|TAKES_PART_IN|PART_OF]-(b:Entity)
WHERE type(tie) <> 'TAKES_PART_IN' OR tie.role IN ['shareholder', 'operator', 'financier']
WITH DISTINCT tie
RETURN startNode(tie) AS a, tie, endNode(tie) AS b
ORDER BY tie.id
