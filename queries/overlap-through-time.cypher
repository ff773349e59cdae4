// name: overlap-through-time
// title: Overlap of two countries' organisations through time
// description: Year by year, to how many organisations both countries belonged as members, to how many only one of them,
//   and the shared ones with the fewest ties to others. A membership counts in every year of which it holds on some day.
// group: Membership
// parameters:
//   a:
//     type: entity
//     description: One country or organisation.
//   b:
//     type: entity
//     description: The other one.
//   from_date:
//     type: date
//     default: 1990
//     description: The first year.
//   to_date:
//     type: date
//     default: today
//     description: The last year.
//   step:
//     type: integer
//     default: 5
//     minimum: 1
//     maximum: 100
//     description: The number of years from one row to the next.
// columns:
//   year: integer, The year.
//   shared: integer, To how many organisations both belong.
//   only_a: integer, To how many only the first belongs.
//   only_b: integer, To how many only the other belongs.
//   most_specific: list, The five shared organisations with the fewest ties to others.
// time: 10s
// tags: membership, organisation, countries, time
// example:
//   a: Azerbaijan
//   b: Georgia
//   from_date: 1990
//   to_date: 2014
//   step: 4
UNWIND range($from_date_first.year, $to_date_last.year, $step) AS year
WITH year, date({year: year, month: 1, day: 1}) AS first, date({year: year, month: 12, day: 31}) AS last
OPTIONAL MATCH (c:Entity)-[r:MEMBER_OF]->(o:Organisation)
WHERE c.id IN [$a, $b] AND coalesce(r.status, 'member') = 'member'
  AND r.first_day <= last AND coalesce(r.last_day >= first, true)
WITH year, o, collect(DISTINCT c.id) AS who ORDER BY o.degree, o.id
WITH year, collect({name: o.name, who: who}) AS orgs
RETURN year, size([o IN orgs WHERE $a IN o.who AND $b IN o.who]) AS shared,
       size([o IN orgs WHERE $a IN o.who AND NOT $b IN o.who]) AS only_a,
       size([o IN orgs WHERE $b IN o.who AND NOT $a IN o.who]) AS only_b,
       [o IN orgs WHERE $a IN o.who AND $b IN o.who | o.name][..5] AS most_specific
ORDER BY year
