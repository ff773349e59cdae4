// name: ambassadors
// title: A country's ambassadors and heads of mission
// description: Who heads or headed a mission in a country's name, with the post in the words of the source. The bundled
//   data have the missions of the United States and those at them.
// group: Officials
// parameters:
//   country:
//     type: entity
//     kind: Country
//     description: The country that sends them.
//   on:
//     type: date
//     optional: true
//     description: Only who held the post on some day of this date.
// columns:
//   id: string, The official's id.
//   name: string, The official's name.
//   post: string, The post.
//   since: string, When it began; empty where no source says.
//   until: string, When it ended; empty where no end is known.
//   observed: string, The first day on which a source saw it.
//   sources: list, The ids of the sources that say so.
// tags: officials, office, diplomacy
// example:
//   country: United States
//   on: 2025-06
MATCH (:Entity {id: $country})<-[h:HOLDS_OFFICE]-(p:Official)
WHERE any(word IN ['ambassador', 'chargé', 'consul', 'head of representation', 'envoy', 'permanent representative']
    WHERE toLower(h.title) CONTAINS word)
  AND ($on IS NULL OR h.first_day <= $on_last AND coalesce(h.last_day >= $on_first, true))
RETURN p.id AS id, p.name AS name, h.title AS post, h.since AS since, h.until AS until, h.observed AS observed,
       h.sources AS sources
ORDER BY h.first_day, name, id
