// What is to be seen, as plain data: the questions asked, in their order, and how their answers are looked at. A view
// fits into an address and comes back out of it (address.ts); it never holds an answer.
import { kinds } from "../draw/palette";

/** A question. The canvas shows the answers to all of them together. */
export type Layer =
  | { ask: "nodes"; ids: string[] }
  | { ask: "around"; id: string; limit: number; types: string[]; direction: Direction; kinds: string[] }
  | { ask: "paths"; from: string; to: string; rank: Rank; all: boolean; k: number; hops: number; concurrent: boolean }
  | { ask: "connect"; ids: string[] }
  | { ask: "common"; ids: string[]; not: string[]; min: number; types: string[] }
  | { ask: "timeline"; ids: string[] }
  | { ask: "changes"; ids: string[] }
  | { ask: "query"; name: string; args: Record<string, string> };

export type Direction = "any" | "out" | "in";
export type Rank = "specific" | "hops";
export type LayoutName = "force" | "map" | "layers";
export type Tab = "about" | "paths" | "together" | "time" | "queries" | "table";

/** When: of all time, on a date, in a window, or two dates held against each other. */
export type Time =
  | { when: "always" }
  | { when: "on"; date: string }
  | { when: "within"; from: string; to: string }
  | { when: "compare"; from: string; to: string };

/** What of the graph may be shown and walked, in every question. */
export interface Filter {
  notTypes: string[];
  notKinds: string[];
  confidence: string; // the least; "" for any
  datasets: string[]; // empty for all
  avoid: string[];
  maxDegree: number; // 0 for any
  undated: boolean; // whether ties without a known beginning count before they were first seen
}

export interface View {
  layers: Layer[];
  time: Time;
  filter: Filter;
  hidden: string[];
  pinned: string[];
  selected: string[];
  /** What is explained beside the canvas: id of an entity, of a relationship, or two ids with a bar between them. */
  open: string;
  tab: Tab;
  layout: LayoutName;
  /** Which paths of the first path question are picked out: a number from 1, 0 for all. */
  path: number;
  /** Whether nothing but the picked path is shown. */
  only: boolean;
  labels: boolean;
}

export const emptyFilter: Filter = {
  notTypes: [], notKinds: [], confidence: "", datasets: [], avoid: [], maxDegree: 0, undated: false,
};

export const emptyView: View = {
  layers: [], time: { when: "always" }, filter: emptyFilter, hidden: [], pinned: [], selected: [], open: "",
  tab: "about", layout: "force", path: 0, only: false, labels: true,
};

/** Whether a kind is the only one that is not crossed out. It stays so: the API has no word for none. */
export const lastKind = (notKinds: string[], kind: string) => kinds.every((k) => (k === kind) !== notKinds.includes(k));

/** How many neighbours an expansion shows at first, and how many more each further page. */
export const firstPage = 60;
export const nextPage = 60;
/** An expansion that would bring more than this asks first. */
export const largeExpansion = 40;
/** The API's greatest page. */
export const greatestPage = 5000;

export function around(id: string, limit = firstPage): Layer & { ask: "around" } {
  return { ask: "around", id, limit, types: [], direction: "any", kinds: [] };
}

export function paths(from: string, to: string): Layer & { ask: "paths" } {
  return { ask: "paths", from, to, rank: "specific", all: false, k: 3, hops: 6, concurrent: false };
}

/** Whether two layers are the same question, whatever the number of answers. */
export function sameQuestion(a: Layer, b: Layer): boolean {
  return key(a) === key(b);
}

function key(l: Layer): string {
  return JSON.stringify({ ...l, limit: 0, k: 0 });
}

/** The view with a further question; where it is asked already, its newer form takes the older one's place. */
export function withLayer(v: View, layer: Layer): View {
  const at = v.layers.findIndex((l) => sameQuestion(l, layer));
  const layers = at < 0 ? [...v.layers, layer] : v.layers.map((l, i) => (i === at ? layer : l));
  return { ...v, layers };
}

/** The ids that a question is about. */
export function subjects(l: Layer): string[] {
  switch (l.ask) {
    case "nodes": return l.ids;
    case "around": return [l.id];
    case "paths": return [l.from, l.to];
    case "query": return [];
    default: return l.ids;
  }
}

export const without = (list: string[], out: string[]) => list.filter((x) => !out.includes(x));
export const joined = (list: string[], more: string[]) => [...list, ...more.filter((x) => !list.includes(x))];
export const toggled = (list: string[], x: string) => (list.includes(x) ? without(list, [x]) : [...list, x]);
