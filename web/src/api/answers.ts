// Short names for the shapes of the API's answers. The shapes themselves are made of openapi.yaml.
import type { components } from "./types.gen";

type S = components["schemas"];

export type Node = S["Node"];
export type Relationship = S["Relationship"];
export type Claim = S["Claim"];
export type Graph = S["Graph"];
export type Entity = S["EntityAnswer"];
export type Source = S["Source"];
export type Hit = S["Hit"];
export type Path = S["Path"];
export type PathsAnswer = S["PathsAnswer"];
export type NeighbourhoodAnswer = S["NeighbourhoodAnswer"];
export type RelationshipAnswer = S["RelationshipAnswer"];
export type Query = S["Query"];
export type QueryParam = S["QueryParam"];
export type QueryAnswer = S["QueryAnswer"];
export type Schema = S["SchemaAnswer"];
export type Problem = S["Problem"];

export type EntityList = S["EntityList"];
export type TiesAnswer = S["TiesAnswer"];
export type ConnectAnswer = S["ConnectAnswer"];
export type CommonAnswer = S["CommonAnswer"];
export type TimelineAnswer = S["TimelineAnswer"];
export type TimelineEvent = S["TimelineEvent"];
export type DiffAnswer = S["DiffAnswer"];
export type PathsDiffAnswer = S["PathsDiffAnswer"];
