// name: events-in
// title: Events in a country, or that it took part in
// description: Visits, meetings and summits in a period that took place in a country, or that the country or its
//   officials attended, in the order of time, with what they were about. An official counts for the country where the
//   office was held when the event took place.
// group: Events
// parameters:
//   country:
//     type: entity
//     kind: Country
//     description: The country.
//   from_date:
//     type: date
//     optional: true
//     description: Only events on this date or later.
//   to_date:
//     type: date
//     optional: true
//     description: Only events on this date or earlier.
// columns:
//   date: string, When it was.
//   id: string, The event's id.
//   name: string, Its name.
//   type: string, Its finer type.
//   place: string, The names of the countries where it took place.
//   present: list, The names of all who are known to have attended.
//   about: list, The names of what it was about.
//   sources: list, The ids of the sources of what is said of the event itself.
// tags: events, countries, timeline
// example:
//   country: Georgia
//   from_date: 2023
//   to_date: 2024
CALL {
  MATCH (:Entity {id: $country})-[:ATTENDED|TOOK_PLACE_IN]-(e:Event)
  RETURN e
  UNION
  MATCH (:Entity {id: $country})<-[:PART_OF*0..1]-(:Entity)<-[h:HOLDS_OFFICE]-(:Official)-[:ATTENDED]->(e:Event)
  WHERE coalesce(h.last_day >= e.first_day, true) AND h.first_day <= e.last_day
  RETURN e
}
WITH e
WHERE ($from_date IS NULL OR e.last_day >= $from_date_first) AND ($to_date IS NULL OR e.first_day <= $to_date_last)
RETURN e.since AS date, e.id AS id, e.name AS name, e.type AS type,
       reduce(text = '', c IN COLLECT { MATCH (e)-[:TOOK_PLACE_IN]->(p:Entity) RETURN DISTINCT p.name AS name ORDER BY name } |
         text + CASE WHEN text = '' THEN '' ELSE ', ' END + c) AS place,
       COLLECT { MATCH (e)<-[:ATTENDED]-(m:Entity) RETURN DISTINCT m.name AS name ORDER BY name } AS present,
       COLLECT { MATCH (e)-[:CONCERNS]->(m:Entity) RETURN DISTINCT m.name AS name ORDER BY name } AS about,
       e.sources AS sources
ORDER BY e.first_day, id
