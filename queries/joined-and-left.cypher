// name: joined-and-left
// title: Who joined and who left an organisation between two dates
// description: Memberships that began or ended in a period, in the order of time. One whose beginning no source gives is
//   not counted as joining: that a source saw it does not say when it began. A change of status is an end and a
//   beginning. Where only the year is known, joining counts from its first day and leaving on its last.
// group: Membership
// parameters:
//   organisation:
//     type: entity
//     kind: Organisation
//     description: The organisation.
//   from_date:
//     type: date
//     description: The first date of the period.
//   to_date:
//     type: date
//     default: today
//     description: The last date of the period.
// columns:
//   change: string, joined or left.
//   date: string, When, as precise as known.
//   id: string, The member's id.
//   name: string, Its name.
//   status: string, The status that began or ended.
//   conflict: boolean, Whether sources disagree on this membership.
//   sources: list, The ids of the sources that say so.
// tags: membership, organisation, change
// example:
//   organisation: GUAM
//   from_date: 1995
//   to_date: 2010
MATCH (:Entity {id: $organisation})<-[r:MEMBER_OF]-(m:Entity)
UNWIND [['joined', r.since, r.first_day], ['left', r.until, r.last_day]] AS edge
WITH m, r, edge[0] AS change, edge[1] AS date, edge[2] AS day
WHERE date IS NOT NULL AND day >= $from_date_first AND day <= $to_date_last
RETURN change, date, m.id AS id, m.name AS name, r.status AS status, r.conflict AS conflict, r.sources AS sources
ORDER BY day, change, name, id
