// name: financiers
// title: Projects by financier
// description: Who finances projects, those that finance most of them first, with the projects and the countries that
//   these run through.
// group: Projects and shares
// parameters:
//   country:
//     type: entity
//     kind: Country
//     optional: true
//     description: Only projects that run through or reach this country; all where it is not given.
// columns:
//   id: string, The financier's id.
//   name: string, The financier's name.
//   projects: integer, How many projects it finances.
//   names: list, Their names.
//   countries: list, The names of the countries that they run through.
//   since: string, The earliest date from which it is known to.
//   sources: list, The ids of the sources that say so.
// tags: project, finance
// example:
//   country: Azerbaijan
MATCH (p:Project)
WHERE $country IS NULL OR EXISTS { (p)-[:LINKS]->(:Entity {id: $country}) }
MATCH (f:Entity)-[r:TAKES_PART_IN {role: 'financier'}]->(p)
OPTIONAL MATCH (p)-[:LINKS]->(c:Country)
WITH f, r, p, c ORDER BY p.name, c.name, r.first_day
WITH f, collect(DISTINCT p.name) AS names, collect(DISTINCT c.name) AS countries, collect(DISTINCT r) AS ties
UNWIND ties AS r
UNWIND r.sources AS source
WITH f, names, countries, ties, source ORDER BY source
WITH f, names, countries, ties, collect(DISTINCT source) AS sources
RETURN f.id AS id, f.name AS name, size(names) AS projects, names, countries,
       reduce(first = null, r IN ties | CASE WHEN first IS NULL OR coalesce(r.since, r.observed) < first
         THEN coalesce(r.since, r.observed) ELSE first END) AS since, sources
ORDER BY projects DESC, name, id
