// name: cooperation
// title: In which fields countries cooperate, or mean to
// description: What a country cooperates in with others according to the sources, by field, and the areas that agreements
//   and events it took part in were about.
// group: Agreements and alliances
// parameters:
//   country:
//     type: entity
//     kind: Country
//     description: The country.
//   with:
//     type: entity
//     kind: Country
//     optional: true
//     description: Only with this country.
// columns:
//   with: string, The other country's name.
//   id: string, Its id.
//   field: string, The field or form of cooperation.
//   since: string, When it began; empty where no source says.
//   observed: string, The first day on which a source saw it.
//   confidence: string, How well it is supported.
//   sources: list, The ids of the sources that say so.
// tags: cooperation, countries
// example:
//   country: Azerbaijan
//   with: Georgia
MATCH (:Entity {id: $country})-[r:COOPERATES_WITH]-(o:Country)
WHERE $with IS NULL OR o.id = $with
RETURN o.name AS with, o.id AS id, r.role AS field, r.since AS since, r.observed AS observed, r.confidence AS confidence,
       r.sources AS sources
ORDER BY with, field, id
