// name: alliances-on
// title: Alliances in force on a date
// description: Who was allied with whom on a date, and to what they were obliged, as the ATOP data code it: defence,
//   offence, neutrality, non-aggression, consultation. Pacts without a promise to fight count as alliances too; the
//   obligation narrows them down.
// group: Agreements and alliances
// parameters:
//   on:
//     type: date
//     description: The day, month or year; of a month or year any day counts.
//   country:
//     type: entity
//     kind: Country
//     optional: true
//     description: Only alliances of this country; all where it is not given.
//   obligation:
//     type: string
//     optional: true
//     allowed: defence, offence, neutrality, non-aggression, consultation
//     description: Only alliances with this obligation.
// columns:
//   a: string, The name of one ally; the country asked for, where there is one.
//   b: string, The name of the other.
//   id: string, The id of the other.
//   obligations: string, What they were obliged to.
//   since: string, When it began.
//   until: string, When it ended; empty where it went on at the end of the data.
//   sources: list, The ids of the sources that say so.
// rows: 10000
// tags: alliance, countries
// example:
//   on: 1913
//   country: Russian Empire
MATCH (x:Country)-[r:ALLIED_WITH]-(y:Country)
WHERE CASE WHEN $country IS NULL THEN x.id < y.id ELSE x.id = $country END
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
  AND ($obligation IS NULL OR $obligation IN split(r.role, ', '))
RETURN x.name AS a, y.name AS b, y.id AS id, r.role AS obligations, r.since AS since, r.until AS until, r.sources AS sources
ORDER BY a, b, r.first_day, obligations
