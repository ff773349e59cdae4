// name: agreements-between
// title: Agreements in force between two parties on a date
// description: Agreements that two countries or organisations were both parties to on a date, with the stages that
//   each had reached by then (signed, ratified, in force, ...). Where no end is known an agreement goes on.
// group: Agreements and alliances
// parameters:
//   a:
//     type: entity
//     description: One country or organisation.
//   b:
//     type: entity
//     description: The other one.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
//   stages:
//     type: string-list
//     default: signed, ratified, in force, adopted, acceded
//     allowed: signed, ratified, in force, adopted, acceded, initialled, announced, witness
//     description: Which stages make a party; with in force alone, only what a source says to be so.
// columns:
//   id: string, The agreement's id.
//   name: string, Its name.
//   type: string, Its finer type.
//   stages_a: list, The stages that the first party had reached.
//   stages_b: list, The stages that the other party had reached.
//   since: date, The day from which both were parties, as far as known.
//   sources: list, The ids of the sources that say so.
// tags: agreement, countries
// example:
//   a: Azerbaijan
//   b: Georgia
//   on: 2006-05
MATCH (:Entity {id: $a})-[r:PARTY_TO]->(g:Agreement)
WHERE coalesce(r.role, 'signed') IN $stages AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
  AND coalesce(g.last_day >= $on_first, true)
WITH g, r ORDER BY r.first_day, r.role
WITH g, collect(r) AS ra, min(r.first_day) AS from_a
MATCH (:Entity {id: $b})-[q:PARTY_TO]->(g)
WHERE coalesce(q.role, 'signed') IN $stages AND q.first_day <= $on_last AND coalesce(q.last_day >= $on_first, true)
WITH g, ra, from_a, q ORDER BY q.first_day, q.role
WITH g, ra, from_a, collect(q) AS rb, min(q.first_day) AS from_b
UNWIND ra + rb AS party
UNWIND party.sources AS source
WITH g, ra, rb, from_a, from_b, source ORDER BY source
WITH g, ra, rb, from_a, from_b, collect(DISTINCT source) AS sources
RETURN g.id AS id, g.name AS name, g.type AS type,
       [r IN ra | coalesce(r.role, 'signed')] AS stages_a, [r IN rb | coalesce(r.role, 'signed')] AS stages_b,
       CASE WHEN from_a > from_b THEN from_a ELSE from_b END AS since, sources
ORDER BY since, id
