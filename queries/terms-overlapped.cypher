// name: terms-overlapped
// title: Leaders whose terms overlapped
// description: For two countries, every pair of their officials who were in office at the same time, and for how long.
//   The title narrows them down; with "effective leader" it is whoever really ruled, as the Archigos data have it up to
//   2015. Terms whose beginning no source gives are left out.
// group: Officials
// parameters:
//   a:
//     type: entity
//     kind: Country
//     description: One country.
//   b:
//     type: entity
//     kind: Country
//     description: The other country.
//   title:
//     type: string
//     default: effective leader
//     description: Part of both offices' title in any case, such as minister of foreign.
//   from_date:
//     type: date
//     default: 1991
//     description: Only overlaps that reach to this date or later.
//   to_date:
//     type: date
//     default: today
//     description: Only overlaps that began on this date or earlier.
// columns:
//   official_a: string, The official of the first country.
//   id_a: string, Its id.
//   official_b: string, The official of the other country.
//   id_b: string, Its id.
//   from: date, The first day on which both were in office.
//   to: date, The last such day; empty where no end is known.
//   days: integer, How many days that were; empty where no end is known.
//   sources: list, The ids of the sources for both terms.
// tags: officials, office, countries, time
// example:
//   a: Azerbaijan
//   b: Georgia
//   from_date: 1995
//   to_date: 2014
MATCH (p:Official)-[h:HOLDS_OFFICE]->(:Entity {id: $a})
WHERE toLower(h.title) CONTAINS toLower($title) AND h.since IS NOT NULL
MATCH (q:Official)-[k:HOLDS_OFFICE]->(:Entity {id: $b})
WHERE toLower(k.title) CONTAINS toLower($title) AND k.since IS NOT NULL
  AND coalesce(k.last_day >= h.first_day, true) AND coalesce(h.last_day >= k.first_day, true)
WITH p, h, q, k, CASE WHEN h.first_day > k.first_day THEN h.first_day ELSE k.first_day END AS from,
     CASE WHEN coalesce(h.last_day > k.last_day, h.last_day IS NULL) THEN k.last_day ELSE h.last_day END AS to
WHERE from <= $to_date_last AND coalesce(to >= $from_date_first, true)
UNWIND h.sources + k.sources AS source
WITH p, q, from, to, source ORDER BY source
WITH p, q, from, to, collect(DISTINCT source) AS sources
RETURN p.name AS official_a, p.id AS id_a, q.name AS official_b, q.id AS id_b, from, to,
       duration.inDays(from, to).days + 1 AS days, sources
ORDER BY from, id_a, id_b
