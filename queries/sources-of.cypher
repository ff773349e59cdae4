// name: sources-of
// title: The sources behind an entity
// description: Every source that says something of an entity or of its ties, with the number of claims that it makes,
//   those with the most first.
// group: Sources
// parameters:
//   entity:
//     type: entity
//     description: The entity.
// columns:
//   id: string, The source's id.
//   title: string, Its title.
//   publisher: string, Who published it.
//   published: string, When it was published.
//   url: string, Where it is found.
//   claims: integer, How many claims on the entity's ties it makes.
//   ties: integer, How many ties it says something of.
//   describes: boolean, Whether what is said of the entity itself stands on it.
// tags: sources
// example:
//   entity: Southern Gas Corridor
MATCH (e:Entity {id: $entity})
OPTIONAL MATCH (e)-[r]-(:Entity)
WITH e, collect(DISTINCT r) AS ties
UNWIND coalesce(e.sources, []) + reduce(all = [], r IN ties | all + r.sources) AS source
WITH DISTINCT e, ties, source
MATCH (s:Source {id: source})
WITH e, s, [r IN ties WHERE source IN r.sources] AS named
RETURN s.id AS id, s.title AS title, s.publisher AS publisher, s.published AS published, s.url AS url,
       reduce(n = 0, r IN named | n + size(split(r.claims, '"source":"' + s.id + '"')) - 1) AS claims,
       size(named) AS ties, s.id IN coalesce(e.sources, []) AS describes
ORDER BY claims DESC, id
