// What the canvas shows, put together out of the answers: nodes, the steps between them, and the nodes that stand for
// those left out. Plain data; drawing reads it.
import type { Node, Relationship } from "../api/answers";
import { change, holds, overlap, span, type Change } from "./holds";
import type { Answer } from "./questions";
import type { View } from "./view";

/** All relationships between two nodes, drawn as one line. */
export interface Step { key: string; a: string; b: string; relationships: Relationship[] }

/** Stands for neighbours that were cut; pages them in. */
export interface More { id: string; of: string; count: number; layer: number }

export interface Scene {
  nodes: Map<string, Node>;
  relationships: Map<string, Relationship>;
  steps: Map<string, Step>;
  more: More[];
  neighbours: Map<string, Set<string>>;
  /** Ids in the order in which the answers brought them: what layouts begin from. */
  order: string[];
}

export const emptyScene: Scene = {
  nodes: new Map(), relationships: new Map(), steps: new Map(), more: [], neighbours: new Map(), order: [],
};

export const stepKey = (a: string, b: string) => (a < b ? a + "|" + b : b + "|" + a);

export function compose(answers: (Answer | null)[], v: View): Scene {
  const s: Scene = {
    nodes: new Map(), relationships: new Map(), steps: new Map(), more: [], neighbours: new Map(), order: [],
  };
  const hidden = new Set(v.hidden);
  for (const a of answers) {
    for (const n of a?.nodes ?? []) {
      if (hidden.has(n.id) || s.nodes.has(n.id)) continue;
      s.nodes.set(n.id, n);
      s.order.push(n.id);
    }
  }
  for (const a of answers) {
    for (const r of a?.relationships ?? []) {
      if (!s.nodes.has(r.from) || !s.nodes.has(r.to) || s.relationships.has(r.id)) continue;
      s.relationships.set(r.id, r);
      tie(s, r);
    }
  }
  answers.forEach((a, i) => {
    if (a && a.more > 0 && a.layer.ask === "around" && s.nodes.has(a.layer.id)) {
      s.more.push({ id: "more:" + i, of: a.layer.id, count: a.more, layer: i });
    }
  });
  return s;
}

function tie(s: Scene, r: Relationship): void {
  if (r.from === r.to) return;
  const key = stepKey(r.from, r.to);
  const step = s.steps.get(key);
  if (step) step.relationships.push(r);
  else s.steps.set(key, { key, a: key.slice(0, key.indexOf("|")), b: key.slice(key.indexOf("|") + 1), relationships: [r] });
  for (const [x, y] of [[r.from, r.to], [r.to, r.from]] as const) {
    const list = s.neighbours.get(x);
    if (list) list.add(y);
    else s.neighbours.set(x, new Set([y]));
  }
}

/** How many of a node's neighbours are not on the canvas. */
export function notShown(s: Scene, id: string): number {
  const n = s.nodes.get(id);
  return n ? Math.max(0, n.degree - (s.neighbours.get(id)?.size ?? 0)) : 0;
}

/** Whether a relationship passes the view's filter and time, as far as the canvas can tell by itself. */
export function passes(r: Relationship, v: View): boolean {
  if (v.filter.notTypes.includes(r.type)) return false;
  switch (v.time.when) {
    case "always": return true;
    case "on": return overlap(holds(r, v.filter.undated), span(v.time.date));
    case "within":
      return overlap(holds(r, v.filter.undated), { first: span(v.time.from).first, last: span(v.time.to).last });
    case "compare": return change(r, v.time.from, v.time.to, v.filter.undated) !== "never";
  }
}

/** What two compared dates make of a step: of several changes, "mixed". */
export function stepChange(step: Step, v: View): Change | "mixed" | null {
  if (v.time.when !== "compare") return null;
  const all = new Set<Change>();
  for (const r of step.relationships) {
    const c = change(r, v.time.from, v.time.to, v.filter.undated);
    if (c !== "never" && !v.filter.notTypes.includes(r.type)) all.add(c);
  }
  if (all.has("began") && all.has("ended")) return "mixed";
  return (["began", "ended", "lasted", "unknown", "never"] as const).find((c) => all.has(c)) ?? "never";
}

/** Beginnings and ends by year, of what is on the canvas. */
export function histogram(s: Scene): Map<number, { began: number; ended: number }> {
  const years = new Map<number, { began: number; ended: number }>();
  const at = (date: string | null) => {
    const year = Number(date?.slice(0, 4));
    if (!date || !year) return null;
    let y = years.get(year);
    if (!y) years.set(year, (y = { began: 0, ended: 0 }));
    return y;
  };
  for (const r of s.relationships.values()) {
    const b = at(r.since), e = at(r.until);
    if (b) b.began++;
    if (e && r.until !== r.since) e.ended++;
  }
  return years;
}
