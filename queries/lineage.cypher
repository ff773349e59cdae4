// name: lineage
// title: What came before and after a state or organisation
// description: The states or organisations that a given one succeeded, and those that succeeded it, step by step, in whole
//   or in part. There may be several ways from one to another; each step is listed once.
// group: States and borders
// parameters:
//   of:
//     type: entity
//     description: The country or organisation.
// columns:
//   direction: string, before or after.
//   steps: integer, How many steps away the farther end of this one is.
//   earlier: string, The name of what was succeeded.
//   earlier_id: string, Its id.
//   later: string, The name of what succeeded it.
//   later_id: string, Its id.
//   in: string, Whether in whole or in part.
//   since: string, When.
//   sources: list, The ids of the sources that say so.
// tags: countries, organisation, succession
// example:
//   of: Serbia
CALL {
  MATCH p = (:Entity {id: $of})-[:SUCCEEDS*1..8]->(:Entity)
  RETURN 'before' AS direction, length(p) AS steps, relationships(p)[-1] AS r
  UNION ALL
  MATCH p = (:Entity {id: $of})<-[:SUCCEEDS*1..8]-(:Entity)
  RETURN 'after' AS direction, length(p) AS steps, relationships(p)[-1] AS r
}
WITH direction, r, min(steps) AS steps
RETURN direction, steps, endNode(r).name AS earlier, endNode(r).id AS earlier_id, startNode(r).name AS later,
       startNode(r).id AS later_id, r.role AS in, r.since AS since, r.sources AS sources
ORDER BY direction DESC, steps, r.first_day, earlier, later
