// name: borders
// title: A country's neighbours and what they share
// description: The countries that border on a country by land on a date, with the organisations that both belonged to
//   then, the most specific first, and how many these are.
// group: States and borders
// parameters:
//   country:
//     type: entity
//     kind: Country
//     description: The country.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
//   undated:
//     type: string
//     default: keep
//     allowed: drop, keep
//     description: Whether a border of which no source gives the beginning counts before it was first seen.
// columns:
//   id: string, The neighbour's id.
//   name: string, Its name.
//   capital: string, Its capital.
//   shared: integer, How many organisations both belong to.
//   organisations: list, Their names, the most specific first.
// tags: countries, borders, membership
// example:
//   country: Azerbaijan
//   on: 2014
MATCH (c:Entity {id: $country})-[b:BORDERS]-(n:Country)
WHERE (b.first_day <= $on_last OR $undated = 'keep' AND b.since IS NULL) AND coalesce(b.last_day >= $on_first, true)
  AND coalesce(n.first_day <= $on_last, true) AND coalesce(n.last_day >= $on_first, true)
WITH DISTINCT c, n
OPTIONAL MATCH (c)-[r:MEMBER_OF]->(o:Organisation)<-[q:MEMBER_OF]-(n)
WHERE all(m IN [r, q] WHERE coalesce(m.status, 'member') = 'member'
  AND m.first_day <= $on_last AND coalesce(m.last_day >= $on_first, true))
WITH DISTINCT n, o ORDER BY o.degree, o.id
RETURN n.id AS id, n.name AS name, n.capital AS capital, count(o) AS shared, collect(o.name) AS organisations
ORDER BY shared DESC, id
