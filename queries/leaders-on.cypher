// name: leaders-on
// title: Who led which country on a date
// description: Heads of state, heads of government and effective leaders in office on a date, by country; of territories
//   their governors. "Effective leader" is how the Archigos data code whoever really ruled; of one who still did at the end
//   of the data, in 2015, they say nothing later. Other titles are mostly of today.
// group: Officials
// parameters:
//   on:
//     type: date
//     description: The day, month or year; of a month or year any day counts.
//   countries:
//     type: entity-list
//     kind: Country
//     optional: true
//     description: Only these countries; all where it is not given.
// columns:
//   country: string, The country's id.
//   country_name: string, Its name.
//   id: string, The leader's id.
//   name: string, The leader's name.
//   titles: list, The offices, in the words of the sources.
//   since: string, When the first of these terms began; empty where no source says.
//   until: string, When the last of them ended; empty where no end is known.
//   sources: list, The ids of the sources that say so.
// rows: 5000
// tags: officials, office, countries
// example:
//   on: 1995-06-01
//   countries: Armenia, Azerbaijan, Georgia, Turkey, Russia
MATCH (c:Country)
WHERE $countries IS NULL OR c.id IN $countries
MATCH (c)<-[h:HOLDS_OFFICE]-(p:Official)
WHERE h.first_day <= $on_last AND coalesce(h.last_day >= $on_first, true)
  AND none(word IN ['deputy', 'vice', 'ambassador', 'chargé', 'consul', 'representat', 'officer', 'secretary', 'speaker']
    WHERE toLower(h.title) CONTAINS word)
  AND (h.title <> 'Effective leader' OR h.last_day IS NOT NULL OR date(h.observed) >= $on_first)
  AND (toLower(h.title) CONTAINS 'prime minister' OR NOT toLower(h.title) CONTAINS 'minister')
WITH c, p, h ORDER BY h.first_day, h.title
WITH c, p, collect(h) AS terms
UNWIND terms AS h
UNWIND h.sources AS source
WITH c, p, terms, source ORDER BY source
WITH c, p, terms, collect(DISTINCT source) AS sources
RETURN c.id AS country, c.name AS country_name, p.id AS id, p.name AS name,
       [h IN terms | h.title + coalesce(' (' + h.role + ')', '')] AS titles, terms[0].since AS since, terms[-1].until AS until, sources
ORDER BY country_name, terms[0].first_day, id
