// name: members-by-year
// title: How an organisation grew
// description: Year by year, how many members an organisation had, and who joined and left since the row before. Counted
//   are full members, in every year of which the membership holds on some day. Where no source gives a beginning it
//   counts from the first day on which one saw it, so that early years may be too low; such members are in no list of
//   those who joined.
// group: Membership
// parameters:
//   organisation:
//     type: entity
//     kind: Organisation
//     description: The organisation.
//   from_date:
//     type: date
//     default: 1945
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
//   members: integer, How many members it had.
//   joined: list, The names of those that joined since the row before, or in as many years, the first ones first.
//   left: list, The names of those that left in that time.
// tags: membership, organisation, time
// example:
//   organisation: Council of Europe
//   from_date: 1950
//   to_date: 2010
//   step: 10
UNWIND range($from_date_first.year, $to_date_last.year, $step) AS year
WITH year, date({year: year - $step, month: 12, day: 31}) AS before, date({year: year, month: 1, day: 1}) AS first,
     date({year: year, month: 12, day: 31}) AS last
OPTIONAL MATCH (:Entity {id: $organisation})<-[r:MEMBER_OF]-(m:Entity)
WHERE coalesce(r.status, 'member') = 'member' AND r.first_day <= last
WITH year, before, first, last, r, m ORDER BY r.first_day, m.name
WITH year, collect(DISTINCT CASE WHEN coalesce(r.last_day >= first, true) THEN m END) AS members,
     collect(DISTINCT CASE WHEN r.since IS NOT NULL AND r.first_day > before THEN m.name END) AS joined,
     collect(DISTINCT CASE WHEN r.last_day > before AND r.last_day <= last THEN m.name END) AS left
RETURN year, size(members) AS members, joined, left
ORDER BY year
