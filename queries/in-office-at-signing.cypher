// name: in-office-at-signing
// title: Who was in office when two countries signed
// description: For each agreement that both countries signed, the officials who held an office in either country, or in
//   a ministry or body of it, on the day on which that country signed (the first day, where only the month or year is
//   known).
// group: Agreements and alliances
// parameters:
//   a:
//     type: entity
//     kind: Country
//     description: One country.
//   b:
//     type: entity
//     kind: Country
//     description: The other country.
//   title:
//     type: string
//     default: minister
//     description: Part of the office's title in any case.
// columns:
//   agreement: string, The agreement's name.
//   id: string, The agreement's id.
//   signed: string, When the country signed.
//   country: string, The country's name.
//   official: string, The official's name.
//   title: string, The office.
//   sources: list, The ids of the sources for the office.
// tags: officials, agreement, countries
// example:
//   a: Azerbaijan
//   b: Georgia
MATCH (x:Entity {id: $a})-[ra:PARTY_TO {role: 'signed'}]->(g:Agreement)
MATCH (y:Entity {id: $b})-[rb:PARTY_TO {role: 'signed'}]->(g)
UNWIND [[x, ra], [y, rb]] AS signing
WITH DISTINCT g, signing[0] AS c, signing[1] AS s
MATCH (p:Official)-[h:HOLDS_OFFICE]->(w:Entity)-[:PART_OF*0..1]->(c)
WHERE toLower(h.title) CONTAINS toLower($title)
  AND h.first_day <= s.first_day AND coalesce(h.last_day >= s.first_day, true)
RETURN DISTINCT g.name AS agreement, g.id AS id, s.since AS signed, c.name AS country, p.name AS official,
       h.title AS title, h.sources AS sources
ORDER BY signed, id, country, title, official
