// Where nodes lie. By forces: what lies already stays, and what is new finds its place around it. By position on the
// paths, and by coordinates on a map, places are worked out at once.
import { base } from "../api/client";
import type { Point } from "../state/placement";
import type { Ranked } from "../state/questions";
import type { Scene } from "../state/scene";
import type { Placed } from "./layout.worker";
import { project } from "./map";

declare const FILE_LAYOUT: string;

export type Places = Map<string, Point>;

/** Works in a worker; a newer job takes the place of one under way. */
export class Forces {
  private worker: Worker | null = null;
  private turn = 0;

  /** Moves the nodes that are not fixed; `step` gets places on the way and at the end. */
  run(ids: string[], places: Places, edges: [string, string][], sizes: (id: string) => number, fixed: Set<string>,
    rounds: number, step: (places: Places, done: boolean) => void): void {
    this.stop();
    const worker = new Worker(new URL("assets/" + FILE_LAYOUT, base));
    this.worker = worker;
    const turn = ++this.turn;
    const index = new Map(ids.map((id, i) => [id, i]));
    const nodes = new Float32Array(10 * ids.length);
    ids.forEach((id, i) => {
      const p = places.get(id) ?? { x: 0, y: 0 };
      nodes.set([p.x, p.y, 0, 0, 0, 0, 1, 1, sizes(id), fixed.has(id) ? 1 : 0], 10 * i);
    });
    const lines = new Float32Array(3 * edges.length);
    edges.forEach(([a, b], i) => {
      const from = 10 * index.get(a)!, to = 10 * index.get(b)!;
      nodes[from + 6]! += 1;
      nodes[to + 6]! += 1;
      lines.set([from, to, 1], 3 * i);
    });
    worker.onmessage = ({ data }: MessageEvent<Placed>) => {
      if (data.turn !== turn) return;
      const out: Places = new Map();
      ids.forEach((id, i) => out.set(id, { x: data.nodes[10 * i]!, y: data.nodes[10 * i + 1]! }));
      if (data.done) this.stop();
      step(out, data.done);
    };
    worker.postMessage({ turn, nodes, edges: lines, rounds }, [nodes.buffer, lines.buffer]);
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  get running(): boolean {
    return this.worker !== null;
  }
}

const golden = Math.PI * (3 - Math.sqrt(5));

/** First places for nodes that have none: around a neighbour that has one, else around the middle. */
export function seed(scene: Scene, places: Places): void {
  const placed = new Map<string, number>();
  let free = 0;
  for (const id of scene.order) {
    if (places.has(id)) continue;
    let anchor: Point | undefined, of = "";
    for (const n of scene.neighbours.get(id) ?? []) {
      if (places.has(n) && (!anchor || n < of)) {
        anchor = places.get(n);
        of = n;
      }
    }
    const i = anchor ? (placed.get(of) ?? 0) : free++;
    if (anchor) placed.set(of, i + 1);
    const middle = anchor ?? { x: 0, y: 0 };
    const r = anchor ? 70 + 14 * Math.sqrt(i) : 60 * Math.sqrt(i);
    const turn = i * golden + (anchor ? outward(anchor) : 0);
    places.set(id, { x: middle.x + r * Math.cos(turn), y: middle.y + r * Math.sin(turn) });
  }
}

/** The way from the middle, so that what an expansion brings grows into free space. */
const outward = (p: Point) => (Math.hypot(p.x, p.y) < 1 ? 0 : Math.atan2(p.y, p.x));

/** Nodes that stand above one another at most. */
const tallest = 16;

/** Paths from left to right: a column for each step from the start; what is on no path stands below. */
export function layered(scene: Scene, paths: Ranked[], starts: string[]): Places {
  const column = columns(scene, paths, starts);
  const byColumn = new Map<number, string[]>();
  for (const id of scene.order) {
    const c = column.get(id) ?? -1;
    byColumn.set(c, [...(byColumn.get(c) ?? []), id]);
  }
  const out: Places = new Map();
  const rank = new Map<string, number>(scene.order.map((id, i) => [id, i]));
  const last = Math.max(0, ...column.values());
  let x = -230;
  for (let c = 0; c <= last; c++) {
    const ids = byColumn.get(c) ?? [];
    const height = (id: string) => {
      const ys = [...(scene.neighbours.get(id) ?? [])].filter((n) => column.get(n) === c - 1).map((n) => out.get(n)?.y ?? 0);
      return ys.length ? ys.reduce((a, b) => a + b, 0) / ys.length : 0;
    };
    const sorted = ids.map((id) => ({ id, h: height(id) })).sort((a, b) => b.h - a.h || rank.get(a.id)! - rank.get(b.id)!);
    // A long column stands in several lanes, one after another, so that names find room.
    const lanes = Math.ceil(sorted.length / tallest), rows = Math.ceil(sorted.length / lanes);
    const gap = Math.min(95, Math.max(44, 900 / Math.max(1, rows)));
    x += 230;
    sorted.forEach(({ id }, i) => out.set(id, { x: x + 170 * (i % lanes), y: gap * ((rows - 1) / 2 - Math.floor(i / lanes)) }));
    x += 170 * (lanes - 1);
  }
  const floor = Math.min(0, ...[...out.values()].map((p) => p.y)) - 140;
  const width = Math.max(6, Math.ceil(x / 90));
  (byColumn.get(-1) ?? []).forEach((id, i) => out.set(id, { x: 90 * (i % width), y: floor - 60 * Math.floor(i / width) }));
  return out;
}

function columns(scene: Scene, paths: Ranked[], starts: string[]): Map<string, number> {
  const column = new Map<string, number>();
  for (const p of paths) {
    p.nodes.forEach((id, i) => scene.nodes.has(id) && column.set(id, Math.max(i, column.get(id) ?? 0)));
  }
  const end = paths[0]?.nodes.at(-1);
  if (end && column.has(end)) column.set(end, Math.max(...column.values()));
  if (column.size) return column;
  // Without paths: steps from what was asked about.
  let front = starts.filter((id) => scene.nodes.has(id));
  if (!front.length) front = scene.order.slice(0, 1);
  for (let c = 0; front.length; c++) {
    for (const id of front) column.set(id, c);
    front = [...new Set(front.flatMap((id) => [...(scene.neighbours.get(id) ?? [])]))].filter((id) => !column.has(id));
  }
  return column;
}

/** By coordinates; what has none lies beside those that it is tied to. */
export function onMap(scene: Scene): Places {
  const out: Places = new Map();
  for (const n of scene.nodes.values()) {
    if (n.latitude !== null && n.longitude !== null) out.set(n.id, project(n.longitude, n.latitude));
  }
  const fixed = new Set(out.keys());
  let floating = 0;
  const taken = new Map<string, number>();
  for (const id of scene.order) {
    if (fixed.has(id)) continue;
    const near = [...(scene.neighbours.get(id) ?? [])].filter((n) => fixed.has(n)).sort();
    if (!near.length) {
      const i = floating++;
      out.set(id, { x: -480 + 42 * (i % 24), y: -330 - 42 * Math.floor(i / 24) });
      continue;
    }
    const ps = near.map((n) => out.get(n)!);
    const spot = near.slice(0, 3).join();
    const i = taken.get(spot) ?? 0;
    taken.set(spot, i + 1);
    const r = (near.length > 1 ? 3 : 7) + 3.4 * Math.sqrt(i);
    out.set(id, {
      x: ps.reduce((a, p) => a + p.x, 0) / ps.length + r * Math.cos(i * golden),
      y: ps.reduce((a, p) => a + p.y, 0) / ps.length + r * Math.sin(i * golden),
    });
  }
  return out;
}
