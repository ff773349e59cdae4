// name: treaty-gaps
// title: Gaps in the participation in treaties
// description: Agreements that most of a set of countries are parties to and some are not, those with the fewest missing
//   first. A party is one for which it is in force, or which ratified, acceded to or adopted it; one that signed and did no more is
//   listed apart.
// group: Agreements and alliances
// parameters:
//   countries:
//     type: entity-list
//     kind: Country
//     description: The countries.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
// columns:
//   id: string, The agreement's id.
//   name: string, Its name.
//   parties: integer, How many of the countries are parties.
//   signed_only: list, The names of those that signed and are not known to have done more.
//   missing: list, The names of those that neither signed nor are parties.
//   degree: integer, With how many actors the agreement is tied in all.
// tags: agreement, countries
// example:
//   countries: Armenia, Azerbaijan, Georgia, Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan, Uzbekistan
//   on: 2026-02
MATCH (c:Entity)
WHERE c.id IN $countries
WITH c ORDER BY c.name, c.id
WITH collect(c) AS asked
UNWIND asked AS c
MATCH (c)-[r:PARTY_TO]->(g:Agreement)
WHERE coalesce(r.role, 'signed') IN ['in force', 'ratified', 'acceded', 'adopted', 'signed']
  AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH asked, g, collect(DISTINCT CASE WHEN coalesce(r.role, 'signed') <> 'signed' THEN c END) AS parties,
     collect(DISTINCT c) AS involved
WHERE size(parties) < size(asked) AND 2 * size(parties) > size(asked)
RETURN g.id AS id, g.name AS name, size(parties) AS parties,
       [c IN asked WHERE c IN involved AND NOT c IN parties | c.name] AS signed_only,
       [c IN asked WHERE NOT c IN involved | c.name] AS missing, g.degree AS degree
ORDER BY parties DESC, name, id
