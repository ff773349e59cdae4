// name: members
// title: Members of an organisation on a date
// description: Which countries and organisations belonged to an organisation on a date, with what status, since when
//   and on whose word. One whose beginning is unknown counts from the day on which a source first saw it.
// group: Membership
// parameters:
//   organisation:
//     type: entity
//     kind: Organisation
//     description: The organisation.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
// columns:
//   id: string, The member's id.
//   name: string, The member's name.
//   status: string, The status: member, observer, associate, partner, suspended or former.
//   since: string, When the membership began; empty where no source says.
//   until: string, When it ended; empty where no end is known.
//   observed: string, The first day on which a source saw it.
//   confidence: string, How well it is supported at best.
//   sources: list, The ids of the sources that say so.
// tags: membership, organisation
// example:
//   organisation: GUAM
//   on: 2004
MATCH (m:Entity)-[r:MEMBER_OF]->(:Entity {id: $organisation})
WHERE r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
RETURN m.id AS id, m.name AS name, r.status AS status, r.since AS since, r.until AS until, r.observed AS observed,
       r.confidence AS confidence, r.sources AS sources
ORDER BY name, id, status
