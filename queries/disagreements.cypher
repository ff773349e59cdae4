// name: disagreements
// title: Where sources disagree
// description: Ties whose claims cannot all be true, in since, until, status or share. The values shown are those that
//   the documented order settles on; the claims are all there, with the tie's id.
// group: Sources
// parameters:
//   entity:
//     type: entity
//     optional: true
//     description: Only ties of this entity; all where it is not given.
// columns:
//   id: string, The tie's id, under which all its claims are found.
//   from: string, The name of the entity that it starts from.
//   what: string, The type of the tie in words.
//   to: string, The name of the entity that it leads to.
//   as: string, The role or title.
//   since: string, When it began, as settled.
//   until: string, When it ended, as settled.
//   status: string, Its status, as settled.
//   share: number, The share in percent, as settled.
//   sources: list, The ids of the sources that disagree.
// tags: sources, conflict
// example:
//   entity: BTC
CALL {
  MATCH (:Entity {id: $entity})-[r]-(:Entity)
  WHERE r.conflict
  RETURN r
  UNION
  WITH 1 AS all
  WHERE $entity IS NULL
  MATCH (:Entity)-[r]->(:Entity)
  WHERE r.conflict
  RETURN r
}
WITH r, startNode(r) AS a, endNode(r) AS b
RETURN r.id AS id, a.name AS from, toLower(replace(type(r), '_', ' ')) AS what, b.name AS to,
       coalesce(r.role, r.title) AS as, r.since AS since, r.until AS until, r.status AS status, r.share AS share,
       r.sources AS sources
ORDER BY what, from, to, id
