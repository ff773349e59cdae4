// name: successor-memberships
// title: What became of a state's memberships
// description: The organisations that a state which is gone had belonged to, and which of the states that succeeded it
//   belonged to each on a later date. Organisations that none of them belongs to come last.
// group: Membership
// parameters:
//   state:
//     type: entity
//     kind: Country
//     description: The state that is gone.
//   on:
//     type: date
//     default: today
//     description: The later date; of a month or year any day counts.
// columns:
//   id: string, The organisation's id.
//   name: string, Its name.
//   since: string, Since when the state had belonged to it; empty where no source says.
//   until: string, Until when.
//   count: integer, How many of its successors belong to it.
//   belong: list, Their names.
//   absent: list, The names of the other successors.
//   ended: string, When the organisation itself ended; empty where it did not.
// tags: membership, organisation, countries, succession
// example:
//   state: Soviet Union
//   on: 2014
MATCH (old:Entity {id: $state})
OPTIONAL MATCH (old)<-[:SUCCEEDS]-(n:Country)
WITH DISTINCT old, n ORDER BY n.name, n.id
WITH old, collect(n) AS heirs
MATCH (old)-[r:MEMBER_OF]->(o:Organisation)
WHERE coalesce(r.status, 'member') = 'member'
WITH heirs, o, r ORDER BY r.first_day
WITH heirs, o, collect(r.since)[0] AS since, collect(r)[-1].until AS until
OPTIONAL MATCH (n:Country)-[q:MEMBER_OF]->(o)
WHERE n IN heirs AND coalesce(q.status, 'member') = 'member'
  AND q.first_day <= $on_last AND coalesce(q.last_day >= $on_first, true)
WITH heirs, o, since, until, collect(DISTINCT n) AS belonging
RETURN o.id AS id, o.name AS name, since, until, size(belonging) AS count,
       [n IN heirs WHERE n IN belonging | n.name] AS belong, [n IN heirs WHERE NOT n IN belonging | n.name] AS absent,
       o.until AS ended
ORDER BY count DESC, name, id
