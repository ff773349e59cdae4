// name: disputes
// title: Disputes between countries, and what still ties them
// description: Pairs of countries with a dispute, its subject, whether they have a land border, and to how many
//   organisations both belong. A dispute is a claim of its source and says nothing of who is right.
// group: States and borders
// parameters:
//   country:
//     type: entity
//     kind: Country
//     optional: true
//     description: Only disputes of this country; all where it is not given.
//   on:
//     type: date
//     optional: true
//     description: Only disputes on some day of this date; all that are known where it is not given.
// columns:
//   a: string, The name of one country.
//   b: string, The name of the other.
//   subject: string, What it is about.
//   since: string, When it began; empty where no source says.
//   until: string, When it ended; empty where no end is known.
//   border: boolean, Whether they have a land border.
//   organisations: integer, To how many organisations both belong as members today.
//   sources: list, The ids of the sources that say so.
// tags: countries, disputes, borders
// example:
//   country: Armenia
MATCH (x:Country)-[r:DISPUTES_WITH]->(y:Country)
WHERE ($country IS NULL OR $country IN [x.id, y.id])
  AND ($on IS NULL OR r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true))
WITH x, y, r, COLLECT {
  MATCH (x)-[p:MEMBER_OF]->(o:Organisation)<-[q:MEMBER_OF]-(y)
  WHERE all(m IN [p, q] WHERE coalesce(m.status, 'member') = 'member' AND coalesce(m.last_day >= date(), true))
  RETURN DISTINCT o
} AS shared
RETURN x.name AS a, y.name AS b, r.role AS subject, r.since AS since, r.until AS until,
       EXISTS { MATCH (x)-[s:BORDERS]-(y) WHERE coalesce(s.last_day >= date(), true) } AS border,
       size(shared) AS organisations, r.sources AS sources
ORDER BY coalesce(r.first_day, r.last_day), a, b, subject
