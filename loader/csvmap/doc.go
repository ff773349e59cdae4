// Package csvmap turns anybody's CSV files into a dataset by a small mapping in YAML that stands beside them:
//
//	dataset:
//	  name: caspian-posts
//	  title: Posts around the Caspian
//	  licence: CC-BY-4.0
//	sources:
//	  id: handbook
//	  title: Handbook of Posts, 2024
//	nodes:
//	  file: actors.csv
//	  delimiter: semicolon
//	  id: "{ID}"
//	  kind: {text: "{Kind}", values: {P: official, S: country}}
//	  name: "{Name}"
//	relationships:
//	  file: posts.csv
//	  type: HOLDS_OFFICE
//	  from: "{Person}"
//	  to: {code: "{State}", scheme: iso3}
//	  title: "{Post}"
//	  since: "{From}"
//	  claim: "{Person} is {Post} of {State}[ since {From}]."
//
// One rule runs through all of it: what stands in braces is a column of the file, everything else stands for itself.
// docs/import.md tells the whole of it, with examples that a test runs.
//
// [Import] reads the mapping first and lists everything that is wrong with it, each with its line and what is allowed.
// Then it goes through the files: a row is imported whole, or it is left out with its file, line, column, value and the
// reason. States and organisations that are named by a code or by name are looked up in the tables of package identity,
// so that the dataset meets others on them; each that was found by name is in the report.
//
// Caveats: all nodes and claims are held in memory, some 2.5 KB each (measured, writing included). The mapping may
// have 256 KiB and no anchors, aliases or tags. Files are UTF-8 and lie in the folder of the mapping or below it;
// symbolic links are not followed.
package csvmap
