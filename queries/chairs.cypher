// name: chairs
// title: Who chaired an organisation or event when
// description: Countries and officials that held the chair, in the order of time; without a date all that are known.
// group: Officials
// parameters:
//   of:
//     type: entity
//     description: The organisation or event.
//   on:
//     type: date
//     optional: true
//     description: Only who held it on some day of this date.
// columns:
//   id: string, The id of who chaired.
//   name: string, Its name.
//   kind: string, Country or Official.
//   role: string, How, where a source says so.
//   since: string, When it began; empty where no source says.
//   until: string, When it ended; empty where no end is known.
//   sources: list, The ids of the sources that say so.
// tags: office, organisation, events
// example:
//   of: BSEC
MATCH (:Entity {id: $of})<-[r:CHAIRS]-(m:Entity)
WHERE $on IS NULL OR r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
RETURN m.id AS id, m.name AS name, m.kind AS kind, r.role AS role, r.since AS since, r.until AS until, r.sources AS sources
ORDER BY coalesce(r.first_day, r.last_day), name, id
