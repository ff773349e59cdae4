// Package ftm turns FollowTheMoney entities, as OpenSanctions and others publish them, into a dataset: one JSON
// object a line, with id, caption, schema, datasets, properties (lists of texts) and the days on which it was seen.
//
// What becomes of what:
//
//   - Person: an Official where an Occupancy or the topic role.pep says that a public position is or was held; else a
//     Person, and only where something public ties it to an organisation. Names are all that is kept of people.
//   - Organization, Company, PublicBody, LegalEntity: an Organisation.
//   - Occupancy with its Position: HOLDS_OFFICE in the organisation that the position names, else in its country, under
//     the position's name as the title.
//   - Membership: MEMBER_OF, where the member is an organisation. Directorship: DIRECTS, with the role as the title.
//     Ownership: OWNS, with the share. Succession: SUCCEEDS.
//
// Everything else is counted and left out: Family, Associate and UnknownLink because people appear in their public
// roles only, other schemas because the graph has nothing of the kind. Nothing is guessed: a position of two
// countries, an office that ended on a day that is not told, a date that is none are in the report.
//
// An id is the name and a suffix made of the Wikidata item or else of the FollowTheMoney id, so that namesakes stay
// apart, within the file and beyond it, and no namesake changes another's id. Organisations that the tables of package
// identity have by Wikidata item or whole name are those; officials whom a known dataset has are found by package
// people. The order of lines makes no difference to the dataset; the report names lines.
//
// Caveats: everything that is kept is held in memory, some 3 KB for each line that is kept (measured, writing
// included); a line may have 16 MiB, and longer ones are left out. The defaults of dataset.yaml are those of
// OpenSanctions (CC BY-NC 4.0); whoever imports other entities changes name, title and licence there.
package ftm
