// name: borders
// title: A country's neighbours and what they share
// description: The countries that border on a country, with the organisations that both belonged to on a date, the most
//   specific first, and how many these are.
// parameters:
//   country:
//     type: entity
//     kind: Country
//     description: The country.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
// columns:
//   id: string, The neighbour's id.
//   name: string, Its name.
//   capital: string, Its capital.
//   shared: integer, How many organisations both belong to.
//   organisations: list, Their names, the most specific first.
// tags: countries, borders, membership
MATCH (c:Entity {id: $country})-[:BORDERS]-(n:Country)
WITH DISTINCT c, n
OPTIONAL MATCH (c)-[r:MEMBER_OF]->(o:Organisation)<-[q:MEMBER_OF]-(n)
WHERE all(m IN [r, q] WHERE coalesce(m.status, 'member') = 'member'
  AND m.first_day <= $on_last AND coalesce(m.last_day >= $on_first, true))
WITH DISTINCT n, o ORDER BY o.degree, o.id
RETURN n.id AS id, n.name AS name, n.capital AS capital, count(o) AS shared, collect(o.name) AS organisations
ORDER BY shared DESC, id
