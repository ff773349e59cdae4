// name: similar-members
// title: Who belongs to much the same organisations
// description: The countries whose memberships on a date are most like a country's own: what both belong to, as a part of
//   all that either belongs to. Organisations of all the world hardly tell countries apart; leave them out by the
//   number of members that an organisation may have.
// group: Membership
// parameters:
//   country:
//     type: entity
//     description: The country, or another member.
//   on:
//     type: date
//     default: today
//     description: The day, month or year; of a month or year any day counts.
//   most_members:
//     type: integer
//     default: 60
//     minimum: 2
//     description: Organisations with more members than this on the date do not count.
//   top:
//     type: integer
//     default: 20
//     minimum: 1
//     maximum: 300
//     description: How many to list.
// columns:
//   id: string, The other's id.
//   name: string, Its name.
//   alike: number, 0 where they share nothing, 1 where they belong to the same.
//   shared: integer, How many organisations they share.
//   organisations: list, Their names, those with the fewest members first.
// time: 20s
// tags: membership, countries, overview
// example:
//   country: Azerbaijan
//   on: 2014
//   top: 5
MATCH (o:Organisation)<-[r:MEMBER_OF]-(m:Entity)
WHERE coalesce(r.status, 'member') = 'member' AND r.first_day <= $on_last AND coalesce(r.last_day >= $on_first, true)
WITH o, collect(DISTINCT m) AS members
WHERE size(members) <= $most_members
WITH o, members ORDER BY size(members), o.name, o.id
UNWIND members AS m
WITH m, collect(o) AS orgs
WITH collect({id: m.id, name: m.name, orgs: orgs}) AS all
UNWIND [x IN all WHERE x.id = $country] AS own
UNWIND [x IN all WHERE x.id <> $country] AS other
WITH own, other, [o IN own.orgs WHERE o IN other.orgs] AS common
WHERE size(common) > 0
RETURN other.id AS id, other.name AS name,
       round(1.0 * size(common) / (size(own.orgs) + size(other.orgs) - size(common)), 3) AS alike,
       size(common) AS shared, [o IN common | o.name] AS organisations
ORDER BY alike DESC, shared DESC, id
LIMIT $top
