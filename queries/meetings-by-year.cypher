// name: meetings-by-year
// title: Meetings between two countries by year
// description: Events that both countries attended, themselves or by an official who was in office in the country or
//   in a ministry or body of it, counted by year. Events without a known date are counted in a row without year.
// group: Events
// parameters:
//   a:
//     type: entity
//     kind: Country
//     description: One country.
//   b:
//     type: entity
//     kind: Country
//     description: The other country.
// columns:
//   year: integer, The year; empty where it is unknown.
//   meetings: integer, How many there were.
//   events: list, Their names, in the order of time.
//   ids: list, Their ids, in the same order.
// tags: countries, events
// example:
//   a: Azerbaijan
//   b: Georgia
UNWIND [$a, $b] AS country
MATCH (x:Entity)-[h:HOLDS_OFFICE|PART_OF*0..2]->(:Entity {id: country})
WHERE x.id = country OR x.kind = 'Official'
WITH country, x, h
MATCH (x)-[:ATTENDED]->(e:Event)
WHERE all(r IN h WHERE coalesce(r.last_day >= e.first_day, true) AND coalesce(date(r.since) <= e.last_day, true))
WITH e, count(DISTINCT country) AS present
WHERE present = 2 OR $a = $b
WITH DISTINCT e ORDER BY e.first_day, e.id
RETURN e.first_day.year AS year, count(e) AS meetings, collect(e.name) AS events, collect(e.id) AS ids
ORDER BY year
