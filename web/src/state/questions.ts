// What a layer asks the API: one or two requests, and what is taken from their answers.
import { address, ask } from "../api/client";
import type {
  CommonAnswer, ConnectAnswer, DiffAnswer, EntityList, Graph, Node, Path, PathsAnswer, PathsDiffAnswer, QueryAnswer,
  Relationship, TimelineAnswer, NeighbourhoodAnswer,
} from "../api/answers";
import { kinds } from "../draw/palette";
import { change } from "./holds";
import { greatestPage, without, type Filter, type Layer, type Time, type View } from "./view";

/** The answer to a layer, in one shape for all. */
export interface Answer {
  layer: Layer;
  nodes: Node[];
  relationships: Relationship[];
  /** How many neighbours are left out and can be paged in; 0 where all are here. */
  more: number;
  complete: boolean;
  /** Ids asked for that name nothing. */
  missing: string[];
  paths?: Ranked[];
  none?: PathsAnswer["none"];
  connect?: ConnectAnswer;
  common?: CommonAnswer & { left: string[] };
  timeline?: TimelineAnswer;
  changes?: DiffAnswer;
  table?: QueryAnswer;
  revision: number;
  loading: boolean;
}

/** A path, and where two dates are compared, on which of them it is there. */
export interface Ranked extends Path { at: "" | "both" | "from_date" | "to_date" }

interface Request { path: string; params: URLSearchParams }

const neighbours = (ids: string[]) => (ids.length === 1
  ? "v1/entities/" + encodeURIComponent(ids[0] ?? "") + "/neighbourhood" : "v1/neighbourhood");

/** The requests of a layer, the one that it is about first. */
export function requests(l: Layer, v: View): Request[] {
  const one = (path: string, own: Record<string, string | number | boolean>, dated = true): Request[] =>
    [{ path, params: parameters(v.filter, dated ? v.time : { when: "always" }, own) }];
  switch (l.ask) {
    case "nodes":
      return [{ path: "v1/entities", params: new URLSearchParams({ ids: l.ids.join(",") }) }];
    case "around":
      // Where all is crossed out that it is about, only whom it is about is left.
      if (l.kinds.length && !without(l.kinds, v.filter.notKinds).length) return requests({ ask: "nodes", ids: [l.id] }, v);
      return one(neighbours([l.id]), {
        limit: l.limit, types: l.types.join(","), direction: l.direction === "any" ? "" : l.direction,
        kinds: l.kinds.join(","),
      });
    case "paths": {
      const own = {
        from: l.from, to: l.to, rank: l.rank === "specific" ? "" : l.rank, mode: l.all ? "all-shortest" : "",
        k: l.all ? "" : l.k, max_hops: l.hops, concurrent: l.concurrent ? "true" : "",
      };
      return v.time.when === "compare" ? one("v1/paths/diff", own) : one("v1/paths", own);
    }
    case "connect":
      return one("v1/connect", { ids: l.ids.join(",") });
    case "common": {
      const own = { limit: 1000, types: l.types.join(",") };
      const shared = one("v1/common", { ...own, ids: l.ids.join(","), min: l.min || "" });
      // What one of the others shares too is what it shares with all of the first.
      return shared.concat(l.not.flatMap((other) =>
        one("v1/common", { ...own, ids: [...l.ids, other].join(","), min: l.ids.length + 1 })));
    }
    case "timeline":
      return one("v1/timeline", { ids: l.ids.join(","), limit: 500 });
    case "changes": {
      if (v.time.when !== "compare") {
        return one(neighbours(l.ids), l.ids.length === 1 ? { limit: 200 } : { ids: l.ids.join(","), limit: 200 });
      }
      const after: Time = { when: "on", date: v.time.to };
      return [
        ...one("v1/diff", { ids: l.ids.join(","), limit: 300 }),
        ...(l.ids.length ? [{
          path: neighbours(l.ids),
          params: parameters(v.filter, after, l.ids.length === 1 ? { limit: 300 } : { ids: l.ids.join(","), limit: 300 }),
        }] : []),
      ];
    }
    case "query":
      return [{ path: "v1/queries/" + encodeURIComponent(l.name) + "/run", params: new URLSearchParams(l.args) }];
  }
}

/** The addresses that a layer asks, for people: what is behind any picture. */
export function addresses(l: Layer, v: View): string[] {
  return requests(l, v).map((r) => address(r.path, r.params));
}

/** The API's parameters of a filter and a time, with a question's own before them; empty ones are left out. */
export function parameters(f: Filter, t: Time, own: Record<string, string | number | boolean> = {}): URLSearchParams {
  const p = new URLSearchParams();
  const put = (name: string, value: string | number | boolean) => {
    if (value !== "" && value !== 0 && value !== false) p.set(name, String(value));
  };
  for (const [name, value] of Object.entries(own)) put(name, value);
  if (t.when === "on") put("as_of", t.date);
  if (t.when === "within" || t.when === "compare") {
    put("from_date", t.from);
    put("to_date", t.to);
  }
  put("undated", f.undated ? "keep" : "");
  put("not_types", f.notTypes.join(","));
  if (f.notKinds.length) {
    const shown: string[] = kinds.filter((k) => !f.notKinds.includes(k));
    const asked = p.get("kinds")?.split(",");
    p.set("kinds", (asked ? asked.filter((k) => shown.includes(k)) : shown).join(","));
  }
  put("min_confidence", f.confidence);
  put("dataset", f.datasets.join(","));
  put("avoid", f.avoid.join(","));
  put("max_degree", f.maxDegree);
  return p;
}

/** Asks what a layer asks, and gives its answer. */
export async function answer(l: Layer, v: View): Promise<Answer> {
  const all = await Promise.all(requests(l, v).map((r) => ask<Record<string, unknown>>(r.path, r.params)));
  const first = all[0] as unknown;
  const a = shape(l, first, all.slice(1), v);
  return a;
}

function shape(l: Layer, first: unknown, others: unknown[], v: View): Answer {
  const { graph, complete, revision, loading } = first as { graph: Graph | null; complete?: boolean; revision: number; loading: boolean };
  const out: Answer = {
    layer: l, nodes: graph?.nodes ?? [], relationships: graph?.relationships ?? [], more: 0,
    complete: complete ?? true, missing: [], revision, loading,
  };
  if ("entities" in (first as object)) {
    out.nodes = (first as EntityList).entities;
    out.missing = (first as EntityList).missing;
    return out;
  }
  switch (l.ask) {
    case "around": {
      const cut = (first as NeighbourhoodAnswer).cut;
      out.more = l.limit < greatestPage ? cut.nodes : 0;
      break;
    }
    case "paths":
      if (v.time.when === "compare") {
        const d = first as PathsDiffAnswer;
        out.paths = d.paths.flatMap((p) => {
          const path = p.after ?? p.before;
          return path ? [{ ...path, at: p.at }] : [];
        });
        out.none = d.paths.length ? null : d.after.none ?? d.before.none;
      } else {
        const p = first as PathsAnswer;
        out.paths = p.paths.map((path) => ({ ...path, at: "" as const }));
        out.none = p.none;
      }
      break;
    case "connect":
      out.connect = first as ConnectAnswer;
      break;
    case "common":
      less(out, first as CommonAnswer, others as CommonAnswer[]);
      break;
    case "timeline":
      out.timeline = first as TimelineAnswer;
      break;
    case "changes":
      if (v.time.when === "compare") compared(out, first as DiffAnswer, others[0] as NeighbourhoodAnswer | undefined, v);
      break;
    case "query":
      out.table = first as QueryAnswer;
      break;
  }
  return out;
}

/** Takes away from what is shared what the others share too. */
function less(out: Answer, all: CommonAnswer, others: CommonAnswer[]): void {
  const gone = new Set(others.flatMap((o) => o.shared.map((s) => s.id)));
  const shared = all.shared.filter((s) => !gone.has(s.id));
  const shown = new Set([...all.ids, ...shared.map((s) => s.id)]);
  out.nodes = all.graph.nodes.filter((n) => shown.has(n.id));
  out.relationships = all.graph.relationships.filter((r) => shown.has(r.from) && shown.has(r.to));
  out.complete = all.complete && others.every((o) => o.complete);
  out.common = { ...all, shared, left: [...gone] };
}

/** Adds what has lasted to what has changed. */
function compared(out: Answer, d: DiffAnswer, after: NeighbourhoodAnswer | undefined, v: View): void {
  out.changes = d;
  if (!after || v.time.when !== "compare") return;
  const { from, to } = v.time;
  const about = (r: Relationship) => (d.ids.length === 1 ? r.from === d.ids[0] || r.to === d.ids[0]
    : d.ids.includes(r.from) && d.ids.includes(r.to));
  const lasted = after.graph.relationships.filter((r) => about(r) && change(r, from, to, v.filter.undated) === "lasted");
  const ends = new Set(lasted.flatMap((r) => [r.from, r.to]));
  out.nodes = [...out.nodes, ...after.graph.nodes.filter((n) => ends.has(n.id))];
  out.relationships = [...out.relationships, ...lasted];
}
