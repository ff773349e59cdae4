// name: office-holders
// title: Who held an office when
// description: Officials of a country or organisation, with those of the ministries and bodies that are part of it, in
//   the order of time. The title narrows them down to offices that have it in their name.
// group: Officials
// parameters:
//   of:
//     type: entity
//     description: The country or organisation.
//   title:
//     type: string
//     optional: true
//     description: Part of the office's title in any case, such as foreign.
//   on:
//     type: date
//     optional: true
//     description: Only who held the office on some day of this date.
// columns:
//   id: string, The official's id.
//   name: string, The official's name.
//   title: string, The office.
//   office_in: string, The name of the country, ministry or organisation that the office is in.
//   since: string, When the term began; empty where no source says.
//   until: string, When it ended; empty where no end is known.
//   observed: string, The first day on which a source gives the title.
//   confidence: string, How well it is supported at best.
//   sources: list, The ids of the sources that say so.
// tags: officials, office
// example:
//   of: Georgia
//   title: foreign affairs
MATCH (w:Entity)-[:PART_OF*0..1]->(:Entity {id: $of})
WITH DISTINCT w
MATCH (p:Official)-[r:HOLDS_OFFICE]->(w)
WHERE ($title IS NULL OR toLower(r.title) CONTAINS toLower($title))
  AND ($on IS NULL OR r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true))
RETURN p.id AS id, p.name AS name, r.title AS title, w.name AS office_in, r.since AS since, r.until AS until,
       r.observed AS observed, r.confidence AS confidence, r.sources AS sources
ORDER BY r.first_day, name, title, id
