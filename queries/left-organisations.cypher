// name: left-organisations
// title: States that left organisations
// description: Memberships of countries that ended in a period while both the country and the organisation went on. One
//   that was followed at once by another spell, such as a change of status, was not left; where the country came back
//   later, the row says when. Most ends are known by the year.
// group: Membership
// parameters:
//   from_date:
//     type: date
//     description: The first date of the period.
//   to_date:
//     type: date
//     default: today
//     description: The last date of the period.
//   country:
//     type: entity
//     kind: Country
//     optional: true
//     description: Only this country; all where it is not given.
//   organisation:
//     type: entity
//     kind: Organisation
//     optional: true
//     description: Only this organisation; all where it is not given.
// columns:
//   country: string, The country's id.
//   name: string, Its name.
//   organisation: string, The organisation's id.
//   organisation_name: string, Its name.
//   status: string, The status that ended.
//   since: string, When it had begun; empty where no source says.
//   until: string, When it ended.
//   back: string, When the country came back; empty where it did not.
//   conflict: boolean, Whether sources disagree on this membership.
//   sources: list, The ids of the sources that say so.
// rows: 5000
// tags: membership, organisation, countries, change
// example:
//   from_date: 1990
//   to_date: 2014
//   country: Georgia
MATCH (c:Country)
WHERE $country IS NULL OR c.id = $country
MATCH (c)-[r:MEMBER_OF]->(o:Organisation)
WHERE ($organisation IS NULL OR o.id = $organisation)
  AND r.last_day >= $from_date_first AND r.last_day <= $to_date_last AND coalesce(r.status, 'member') <> 'former'
  AND coalesce(c.last_day > r.last_day + duration({years: 1}), true)
  AND coalesce(o.last_day > r.last_day + duration({years: 1}), true)
OPTIONAL MATCH (c)-[again:MEMBER_OF]->(o)
WHERE again.id <> r.id AND coalesce(again.last_day > r.last_day, true)
WITH c, r, o, collect(again) AS later
WHERE none(l IN later WHERE coalesce(l.first_day <= r.last_day + duration({days: 1}), true))
RETURN c.id AS country, c.name AS name, o.id AS organisation, o.name AS organisation_name, r.status AS status,
       r.since AS since, r.until AS until, reduce(first = null, l IN later |
         CASE WHEN first IS NULL OR l.since < first THEN l.since ELSE first END) AS back, r.conflict AS conflict, r.sources AS sources
ORDER BY r.last_day, name, country, organisation
