// name: official-timeline
// title: An official's timeline
// description: What is known of an official in the order of time: offices, events attended, chairs, directorships and
//   shares. What has no known date comes last.
// group: Officials
// parameters:
//   official:
//     type: entity
//     kind: Official
//     description: The official.
// columns:
//   since: string, When it began, or the day of an event; empty where no source says.
//   until: string, When it ended; empty where no end is known.
//   observed: string, The first day on which a source saw it.
//   what: string, The type of the tie in words.
//   as: string, The title or role.
//   with: string, The name of the country, organisation or event.
//   id: string, Its id.
//   confidence: string, How well it is supported at best.
//   sources: list, The ids of the sources that say so.
// tags: officials, timeline
// example:
//   official: Jeyhun Bayramov
MATCH (:Entity {id: $official})-[r]->(x:Entity)
RETURN r.since AS since, r.until AS until, r.observed AS observed, toLower(replace(type(r), '_', ' ')) AS what,
       coalesce(r.title, r.role) AS as, x.name AS with, x.id AS id, r.confidence AS confidence, r.sources AS sources
ORDER BY r.first_day, what, id, as
