// name: officials-who-met
// title: Whom an official met
// description: Officials who attended the same events as a given one, most often met first, with the events. That both
//   were there is all that is known; at a large summit they need not have spoken. What is a part of a visit or summit
//   counts by itself.
// group: Officials
// parameters:
//   official:
//     type: entity
//     kind: Official
//     description: The official.
//   from_date:
//     type: date
//     optional: true
//     description: Only events on this date or later.
//   to_date:
//     type: date
//     optional: true
//     description: Only events on this date or earlier.
// columns:
//   id: string, The other official's id.
//   name: string, The other official's name.
//   meetings: integer, How many events both attended.
//   first: string, When the first of them was.
//   last: string, When the last of them was.
//   events: list, Their names, in the order of time.
//   sources: list, The ids of the sources that say so.
// tags: officials, events
// example:
//   official: Jeyhun Bayramov
MATCH (:Entity {id: $official})-[r:ATTENDED]->(e:Event)<-[s:ATTENDED]-(o:Official)
WHERE o.id <> $official AND ($from_date IS NULL OR coalesce(e.last_day, e.first_day) >= $from_date_first)
  AND ($to_date IS NULL OR e.first_day <= $to_date_last)
UNWIND r.sources + s.sources AS source
WITH o, e, source ORDER BY e.first_day, e.id, source
WITH o, collect(DISTINCT e) AS events, collect(DISTINCT source) AS sources
RETURN o.id AS id, o.name AS name, size(events) AS meetings, events[0].since AS first, events[-1].since AS last,
       [e IN events | e.name] AS events, sources
ORDER BY meetings DESC, last DESC, id
