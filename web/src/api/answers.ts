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

/** What every answer out of the graph begins with. */
export interface Marked {
  revision: number;
  epoch: string | null;
  loading: boolean;
}

export interface TimelineEvent {
  kind: "began" | "happened" | "ended";
  date: string;
  relationship: string;
}

export interface TimelineAnswer extends Marked {
  ids: string[];
  count: number;
  events: TimelineEvent[];
  undated: string[];
  undated_count: number;
  graph: Graph;
  complete: boolean;
  cut: { events: number; undated: number; next: string | null } | null;
}

export interface DiffAnswer extends Marked {
  ids: string[];
  from_date: string;
  to_date: string;
  began: number;
  ended: number;
  unchanged: number;
  undated: number;
  changes: TimelineEvent[];
  graph: Graph;
  complete: boolean;
  cut: { changes: number; next: string | null } | null;
}

export interface PathDiffAnswer extends Marked {
  from: string;
  to: string;
  from_date: string;
  to_date: string;
  paths: { at: "both" | "from_date" | "to_date"; path: Path }[];
  changes: { relationship: string; at: string }[];
  graph: Graph;
  complete: boolean;
  before: { none: PathsAnswer["none"]; complete: boolean };
  after: { none: PathsAnswer["none"]; complete: boolean };
}

export interface ConnectStep {
  from: string;
  to: string;
  relationships: string[];
  text: string;
}

export interface ConnectAnswer extends Marked {
  ids: string[];
  joined: boolean;
  method: string;
  bound: number;
  hops: number;
  cost: number;
  steps: ConnectStep[];
  groups: string[][];
  graph: Graph;
  complete: boolean;
}

export interface CommonAnswer extends Marked {
  ids: string[];
  count: number;
  shared: { id: string; degree: number; ties: { id: string; relationships: string[] }[] }[];
  graph: Graph;
  complete: boolean;
  cut: { nodes: number; next: string | null } | null;
}

export interface TiesAnswer extends Marked {
  id: string;
  degree: number;
  ties: { type: string; direction: "out" | "in" | "any"; kind: string; neighbours: number; relationships: number }[];
}

export interface BatchAnswer extends Marked {
  entities: Node[];
  missing: string[];
}
