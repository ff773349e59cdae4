// name: co-membership
// title: Matrix of co-membership among a set of countries
// description: For every two of a set of countries or organisations, how many organisations both belonged to on a date,
//   how many only one of them did, how alike that makes them, and what they share that the fewest others do.
// group: Membership
// parameters:
//   members:
//     type: entity-list
//     description: The countries or organisations.
//   status:
//     type: string-list
//     default: member
//     allowed: member, associate, observer, partner, suspended, former
//     description: Which statuses count as belonging.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
// columns:
//   a: string, The name of one.
//   b: string, The name of the other.
//   shared: integer, To how many organisations both belong.
//   only_a: integer, To how many only the first belongs.
//   only_b: integer, To how many only the other belongs.
//   alike: number, The shared ones as a part of all that either belongs to: 0 is none, 1 the same.
//   most_specific: list, The five shared organisations with the fewest ties to others.
// rows: 10000
// time: 20s
// tags: membership, organisation, countries, matrix
// example:
//   members: Armenia, Azerbaijan, Georgia, Turkey
//   on: 2014
MATCH (c:Entity)
WHERE c.id IN $members
OPTIONAL MATCH (c)-[r:MEMBER_OF]->(o:Organisation)
WHERE coalesce(r.status, 'member') IN $status
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH c, o ORDER BY o.degree, o.id
WITH c, collect(DISTINCT o) AS orgs ORDER BY c.name, c.id
WITH collect({name: c.name, orgs: orgs}) AS rows
UNWIND range(0, size(rows) - 1) AS i
UNWIND range(i + 1, size(rows) - 1) AS j
WITH i, j, rows[i] AS x, rows[j] AS y
WITH i, j, x, y, [o IN x.orgs WHERE o IN y.orgs] AS common
WITH i, j, x, y, common, size(x.orgs) + size(y.orgs) - size(common) AS either
RETURN x.name AS a, y.name AS b, size(common) AS shared, size(x.orgs) - size(common) AS only_a,
       size(y.orgs) - size(common) AS only_b,
       CASE WHEN either = 0 THEN 0.0 ELSE round(1.0 * size(common) / either, 3) END AS alike,
       [o IN common[..5] | o.name] AS most_specific
ORDER BY i, j
