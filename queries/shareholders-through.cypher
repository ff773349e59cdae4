// name: shareholders-through
// title: Shareholders of everything that runs through a country
// description: Who holds shares of the pipelines, railways, cables and other projects that run through or reach a
//   country, those in most projects first, with each project and share. Shares are the ones that a source gives last;
//   where sources disagree on one, the holder is marked.
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
//   id: string, The shareholder's id.
//   name: string, The shareholder's name.
//   kind: string, Organisation or Country.
//   projects: integer, Of how many projects it holds shares.
//   shares: list, The projects' names with the share in percent, the largest share first.
//   disputed: boolean, Whether sources disagree on one of the shares.
//   sources: list, The ids of the sources of the shares.
// tags: project, shares, countries
// example:
//   country: Georgia
MATCH (p:Project)-[r:LINKS|TAKES_PART_IN]-(:Entity {id: $country})
WHERE type(r) = 'LINKS' OR r.role = 'transit'
WITH DISTINCT p
MATCH (h:Entity)-[s:TAKES_PART_IN {role: 'shareholder'}]->(p)
WHERE $on IS NULL OR s.first_day <= $on_last AND coalesce(s.last_day >= $on_first, true)
WITH h, p, s ORDER BY coalesce(s.share, 0) DESC, p.name
WITH h, collect(DISTINCT p) AS projects, collect(p.name + coalesce(replace(' ' + toString(s.share) + ' %', '.0 %', ' %'), '')) AS shares,
     collect(s) AS held
UNWIND held AS s
UNWIND s.sources AS source
WITH h, projects, shares, held, source ORDER BY source
WITH h, projects, shares, held, collect(DISTINCT source) AS sources
RETURN h.id AS id, h.name AS name, h.kind AS kind, size(projects) AS projects, shares,
       any(s IN held WHERE s.conflict) AS disputed, sources
ORDER BY projects DESC, name, id
