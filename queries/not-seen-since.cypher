// name: not-seen-since
// title: What no source has seen since a date
// description: Ties of an entity that are held to go on, and that no source has seen on or after a date: what may have
//   ended unnoticed. What is of an event is left out, and ties of which no source says when it saw them come first.
// group: Sources
// parameters:
//   entity:
//     type: entity
//     description: The entity.
//   since:
//     type: date
//     description: The date.
// columns:
//   id: string, The tie's id, under which its claims are found.
//   from: string, The name of the entity that it starts from.
//   what: string, The type of the tie in words.
//   to: string, The name of the entity that it leads to.
//   as: string, The role, title or status.
//   began: string, When it began; empty where no source says.
//   seen: string, The last date on which a source saw it; empty where none says.
//   sources: list, The ids of the sources that say so.
// rows: 5000
// tags: sources, freshness
// example:
//   entity: Azerbaijan
//   since: 2015
MATCH (:Entity {id: $entity})-[r]-(:Entity)
WHERE r.last_day IS NULL AND NOT type(r) IN ['ATTENDED', 'TOOK_PLACE_IN', 'PART_OF_EVENT', 'CONCERNS']
WITH DISTINCT r, [part IN split(r.claims, '"observed":"')[1..] | split(part, '"')[0]] AS dates
WITH r, reduce(last = null, d IN dates | CASE WHEN last IS NULL OR d > last THEN d ELSE last END) AS seen
WHERE coalesce(seen < toString($since_first), true) AND coalesce(r.since < toString($since_first), true)
RETURN r.id AS id, startNode(r).name AS from, toLower(replace(type(r), '_', ' ')) AS what, endNode(r).name AS to,
       coalesce(r.role, r.title, r.status) AS as, r.since AS began, seen, r.sources AS sources
ORDER BY coalesce(seen, ''), what, from, to, id
