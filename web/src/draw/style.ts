// How each node and each step looks now: what is picked out, what stands back, what is not shown. Nothing here touches
// the graph; sigma.js asks for every element while it draws.
import type { Node } from "../api/answers";
import type { State } from "../state/store";
import type { Ranked } from "../state/questions";
import { passes, stepChange, type Scene, type Step } from "../state/scene";
import { subjects, type View } from "../state/view";
import { look, type Theme } from "./palette";

/** What is decided once for all elements, whenever something changes. */
export interface Focus {
  view: View;
  scene: Scene;
  theme: Theme;
  subjects: Set<string>;
  selected: Set<string>;
  /** What is picked out; null where nothing is, and all look alike. */
  nodes: Set<string> | null;
  steps: Set<string> | null;
  /** What alone is shown; null for everything. */
  only: { nodes: Set<string>; steps: Set<string> } | null;
  shownSteps: Map<string, boolean>;
  shownNodes: Set<string>;
  hover: string;
  open: string;
  cursor: string;
}

export const allPaths = (s: State): Ranked[] => s.answers.flatMap((a) => a?.paths ?? []);

export function focusOf(s: State, theme: Theme, cursor: string): Focus {
  const view = s.preview ? { ...s.view, time: s.preview } : s.view;
  const f: Focus = {
    view, scene: s.scene, theme, subjects: new Set(view.layers.flatMap(subjects)), selected: new Set(view.selected),
    nodes: null, steps: null, only: null, shownSteps: new Map(), shownNodes: new Set(), hover: s.hover, open: view.open,
    cursor,
  };
  for (const step of s.scene.steps.values()) {
    const shown = step.relationships.some((r) => passes(r, view))
      && ![step.a, step.b].some((id) => view.filter.notKinds.includes(s.scene.nodes.get(id)?.kind ?? ""));
    f.shownSteps.set(step.key, shown);
    if (shown) f.shownNodes.add(step.a).add(step.b);
  }
  const paths = allPaths(s);
  const hovered = s.hover.startsWith("path:") ? paths[Number(s.hover.slice(5)) - 1] : undefined;
  const picked = paths[view.path - 1];
  if (picked && view.only) f.only = onPath(s.scene, picked);
  const path = hovered ?? picked;
  if (path) {
    const { nodes, steps } = onPath(s.scene, path);
    [f.nodes, f.steps] = [nodes, steps];
  } else if (s.scene.nodes.has(s.hover)) {
    f.nodes = new Set([s.hover, ...(s.scene.neighbours.get(s.hover) ?? [])]);
    f.steps = new Set([...s.scene.steps.values()].filter((x) => x.a === s.hover || x.b === s.hover).map((x) => x.key));
  } else if (s.scene.steps.has(s.hover)) {
    const step = s.scene.steps.get(s.hover)!;
    f.nodes = new Set([step.a, step.b]);
    f.steps = new Set([step.key]);
  }
  return f;
}

function onPath(scene: Scene, p: Ranked): { nodes: Set<string>; steps: Set<string> } {
  const steps = new Set(p.steps.flat().map((id) => scene.relationships.get(id)).filter((r) => r !== undefined)
    .map((r) => (r.from < r.to ? r.from + "|" + r.to : r.to + "|" + r.from)));
  return { nodes: new Set(p.nodes), steps };
}

/** Where there are more steps than this, they are drawn as thin as can be, and not at all while the view is dragged. */
export const crowd = 3000;

/** Radius of a node by its whole degree, so that who is important is seen before anything is expanded. */
export const radius = (degree: number) => Math.min(17, 5 + 1.5 * Math.log2(1 + degree));

/** On a map nodes lie close, above all those that lie beside others for want of coordinates. */
export function sizeOf(f: Focus, n: Node): number {
  const share = f.view.layout !== "map" ? 1 : n.latitude === null ? 0.42 : 0.6;
  return Math.max(3, share * radius(n.degree));
}

export function nodeStyle(f: Focus, id: string): Record<string, unknown> {
  const n = f.scene.nodes.get(id);
  if (!n) return { hidden: f.only !== null, color: f.theme.dark ? "#5b6270" : "#c3c7cf", shape: 0, size: 5, zIndex: 1 };
  const { colour, shape } = look(n.kind);
  const hidden = nodeHidden(f, id, n.kind);
  const back = f.nodes !== null && !f.nodes.has(id);
  const marked = f.selected.has(id) || f.open === id || f.cursor === id;
  return {
    hidden, color: back ? f.theme.dim : colour, shape, size: sizeOf(f, n) + (f.selected.has(id) ? 1.5 : 0),
    ring: marked ? f.theme.strong : f.subjects.has(id) && !back ? f.theme.text : "",
    zIndex: marked ? 3 : back ? 0 : 2,
  };
}

export function nodeHidden(f: Focus, id: string, kind: string): boolean {
  if (f.only) return !f.only.nodes.has(id);
  if (f.subjects.has(id) || f.selected.has(id)) return false;
  return f.view.filter.notKinds.includes(kind) || (f.scene.neighbours.has(id) && !f.shownNodes.has(id));
}

export function stepHidden(f: Focus, key: string): boolean {
  return f.shownSteps.get(key) === false || (f.only !== null && !f.only.steps.has(key));
}

export function stepStyle(f: Focus, key: string): Record<string, unknown> {
  const step = f.scene.steps.get(key);
  if (!step) return { hidden: f.only !== null, color: f.theme.line, size: 1 };
  if (stepHidden(f, key)) return { hidden: true };
  const picked = f.steps?.has(key) ?? false;
  const back = f.steps !== null && !picked;
  const open = f.open === key || step.relationships.some((r) => r.id === f.open);
  return {
    hidden: false, size: width(step) + (picked || open ? 1.6 : 0), zIndex: picked || open ? 2 : back ? 0 : 1,
    color: open ? f.theme.strong : back ? f.theme.dim : colourOf(f, step, picked),
    ...(f.scene.steps.size > crowd && !picked && !open ? { type: "thin" } : {}),
  };
}

/** The colour of a step: by what two dates make of it, else plain. */
export function colourOf(f: Focus, step: Step, picked: boolean): string {
  switch (stepChange(step, f.view)) {
    case "began": return f.theme.began;
    case "ended": return f.theme.ended;
    case "mixed": return f.theme.mixed;
    case "unknown": return f.theme.unknown;
    case "lasted": return f.theme.lasted;
    default: return picked ? f.theme.faint : f.subjects.has(step.a) || f.subjects.has(step.b) || f.scene.steps.size < 150
      ? f.theme.line : f.theme.quiet;
  }
}

export const width = (step: Step) => Math.min(4, 1.1 + 0.5 * (step.relationships.length - 1));
