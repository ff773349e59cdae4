// name: projects-through
// title: Projects through a country, with their shareholders
// description: Pipelines, railways, cables and other projects that run through or reach a country or that it is a
//   transit country of, and who holds which share of them. A project has one row for each shareholder, and one without
//   where no shareholder is known.
// group: Projects and shares
// parameters:
//   country:
//     type: entity
//     kind: Country
//     description: The country.
//   on:
//     type: date
//     optional: true
//     description: Only shares held on some day of this date; all there ever were where it is not given.
// columns:
//   project: string, The project's id.
//   name: string, The project's name.
//   type: string, Pipeline, railway, ...
//   shareholder: string, The shareholder's name.
//   share: number, The share in percent.
//   since: string, Since when it is held.
//   until: string, Until when it was held.
//   disputed: boolean, Whether the sources disagree on it.
//   sources: list, The ids of the sources of the share.
// tags: project, shares
// example:
//   country: Georgia
MATCH (p:Project)-[r:LINKS|TAKES_PART_IN]-(:Entity {id: $country})
WHERE type(r) = 'LINKS' OR r.role = 'transit'
WITH DISTINCT p
OPTIONAL MATCH (h:Entity)-[s:TAKES_PART_IN {role: 'shareholder'}]->(p)
WHERE $on IS NULL OR s.first_day <= $on_last AND coalesce(s.last_day >= $on_first, true)
RETURN p.id AS project, p.name AS name, p.type AS type, h.name AS shareholder, s.share AS share, s.since AS since,
       s.until AS until, s.conflict AS disputed, s.sources AS sources
ORDER BY name, project, coalesce(share, 0) DESC, shareholder, since
