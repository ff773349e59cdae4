// name: coverage
// title: What is known of an entity, and by which datasets
// description: The ties of an entity by type and dataset: how many there are, how many have a known beginning, and the
//   span of days that they cover. Shows at a glance what an answer on the entity can rest on, and where it cannot.
// group: Sources
// parameters:
//   entity:
//     type: entity
//     description: The entity.
// columns:
//   what: string, The type of tie in words.
//   dataset: string, The dataset.
//   ties: integer, How many it says something of.
//   alone: integer, How many of them no other dataset speaks of.
//   dated: integer, How many have a known beginning.
//   conflicts: integer, On how many sources disagree.
//   first: date, The first day of the earliest.
//   last: date, The latest day on which one is known to have begun or ended.
// tags: sources, overview
// example:
//   entity: Azerbaijan
MATCH (:Entity {id: $entity})-[r]-(:Entity)
WITH DISTINCT r
UNWIND r.datasets AS dataset
RETURN toLower(replace(type(r), '_', ' ')) AS what, dataset, count(r) AS ties,
       sum(CASE WHEN size(r.datasets) = 1 THEN 1 ELSE 0 END) AS alone,
       sum(CASE WHEN r.since IS NULL THEN 0 ELSE 1 END) AS dated, sum(CASE WHEN r.conflict THEN 1 ELSE 0 END) AS conflicts,
       min(r.first_day) AS first, max(coalesce(r.last_day, r.first_day)) AS last
ORDER BY what, ties DESC, dataset
