// Writes names, letters, and numbers of what is not shown over the drawing: important names first, and none over
// another. What it places is also what an exported picture shows.
import type { Node } from "../api/answers";
import { notShown } from "../state/scene";
import { strings } from "../strings";
import { look } from "./palette";
import { nodeHidden, sizeOf, stepHidden, type Focus } from "./style";

export interface Box { x: number; y: number; w: number; h: number }
export interface Text {
  text: string; x: number; y: number; size: number; bold: boolean; colour: string; align: "left" | "center" | "right";
  halo: boolean;
}
export interface Pill { text: string; box: Box; colour: string; ink: string }
export interface Placed { texts: Text[]; pills: Pill[] }

export const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** Where things are on the screen, in CSS pixels. */
export interface Screen {
  width: number;
  height: number;
  at(id: string): { x: number; y: number };
  scale(size: number): number; // the radius drawn of a node of this size
  measure(text: string, size: number, bold: boolean): number;
  taken: Box[];
}

const most = 34;
const clip = (name: string) => (name.length > most ? name.slice(0, most - 1).trimEnd() + "…" : name);

/** Works out all that is written. */
export function placeLabels(f: Focus, s: Screen): Placed {
  const out: Placed = { texts: [], pills: [] };
  const seen = visible(f, s);
  const taken = new Grid(s.width, s.height);
  for (const b of s.taken) taken.add(b);
  const few = seen.length <= 300;
  if (few) for (const v of seen) taken.add({ x: v.x - v.r, y: v.y - v.r, w: 2 * v.r, h: 2 * v.r });
  for (const v of seen) {
    if (v.r >= 6.5 && v.letter && seen.length <= 900) {
      out.texts.push({ text: v.letter, x: v.x, y: v.y + v.r * 0.36, size: v.r * 1.05, bold: true, colour: v.ink,
        align: "center", halo: false });
    }
  }
  more(f, s, out, taken);
  if (f.view.labels) for (const v of seen.slice(0, 700)) label(f, s, v, out, taken, few);
  if (few) for (const v of seen) badge(f, s, v, out, taken);
  if (f.steps && f.steps.size <= 14) stepNames(f, s, out, taken);
  return out;
}

interface Seen { id: string; x: number; y: number; r: number; letter: string; ink: string; name: string; rank: number; forced: boolean }

/** How many nodes are looked at for one frame: of thousands on the screen, the rest would find no room. */
const lookedAt = 900;

/** The nodes on the screen, the most important first. */
function visible(f: Focus, s: Screen): Seen[] {
  const out: Seen[] = [];
  for (const o of ranked(f)) {
    const { x, y } = s.at(o.node.id);
    if (x < -60 || y < -20 || x > s.width + 20 || y > s.height + 20) continue;
    out.push({ id: o.node.id, x, y, r: s.scale(o.size), letter: o.letter, ink: o.ink, name: o.name, rank: o.rank, forced: o.forced });
    if (out.length > lookedAt) break;
  }
  return out;
}

interface Ranked { node: Node; size: number; letter: string; ink: string; name: string; rank: number; forced: boolean }

const rankings = new WeakMap<Focus, Ranked[]>();

/** The nodes shown by importance, worked out once for every focus: moving the view changes nothing in it. */
function ranked(f: Focus): Ranked[] {
  const known = rankings.get(f);
  if (known) return known;
  const out: Ranked[] = [];
  for (const n of f.scene.nodes.values()) {
    if (nodeHidden(f, n.id, n.kind)) continue;
    const picked = f.nodes?.has(n.id) ?? false;
    const forced = n.id === f.hover || n.id === f.cursor || n.id === f.open || f.selected.has(n.id);
    const size = sizeOf(f, n);
    if (f.nodes && !picked && !forced) {
      out.push({ node: n, size, letter: "", ink: "", name: "", rank: -1, forced: false });
      continue;
    }
    const { letter, ink } = look(n.kind);
    const rank = (forced ? 1e6 : 0) + (picked ? 1e5 : 0) + (f.subjects.has(n.id) ? 1e4 : 0) + n.degree;
    out.push({ node: n, size, letter, ink, name: clip(n.name), rank, forced });
  }
  out.sort((a, b) => b.rank - a.rank || (a.node.id < b.node.id ? -1 : 1));
  rankings.set(f, out);
  return out;
}

function label(f: Focus, s: Screen, v: Seen, out: Placed, taken: Grid, few: boolean): void {
  if (!v.name) return;
  const bold = f.subjects.has(v.id) || v.forced;
  const size = bold ? 13 : v.r > 9 ? 12.5 : 11.5;
  const w = s.measure(v.name, size, bold), h = size + 3;
  const spots: Box[] = [
    { x: v.x + v.r + 4, y: v.y - h / 2, w, h }, { x: v.x - v.r - 4 - w, y: v.y - h / 2, w, h },
    { x: v.x - w / 2, y: v.y + v.r + 2, w, h }, { x: v.x - w / 2, y: v.y - v.r - 2 - h, w, h },
  ];
  const own: Box | null = few ? { x: v.x - v.r, y: v.y - v.r, w: 2 * v.r, h: 2 * v.r } : null;
  const spot = spots.find((b) => taken.free(b, own)) ?? (v.forced ? spots[0] : undefined);
  if (!spot) return;
  taken.add(spot);
  out.texts.push({ text: v.name, x: spot.x, y: spot.y + size - 0.5, size, bold, colour: f.theme.text, align: "left", halo: true });
}

/** How many neighbours are not here, at the node's shoulder. */
function badge(f: Focus, s: Screen, v: Seen, out: Placed, taken: Grid): void {
  if (v.rank < 0) return;
  const count = notShown(f.scene, v.id);
  if (count === 0 || v.r < 5) return;
  const text = "+" + count;
  const w = s.measure(text, 9.5, false) + 6;
  const box = { x: v.x + v.r * 0.55, y: v.y - v.r - 9, w, h: 12 };
  if (!taken.free(box, { x: v.x - v.r, y: v.y - v.r, w: 2 * v.r, h: 2 * v.r })) return;
  taken.add(box);
  out.pills.push({ text, box, colour: f.theme.dark ? "#343b47" : "#eceae4", ink: f.theme.faint });
}

/** The nodes that stand for those that were cut. */
function more(f: Focus, s: Screen, out: Placed, taken: Grid): void {
  if (f.only) return;
  for (const m of f.scene.more) {
    const text = strings.more(m.count);
    const p = s.at(m.id), w = s.measure(text, 11.5, true) + 14;
    const box = { x: p.x - w / 2, y: p.y - 10, w, h: 20 };
    taken.add(box);
    out.pills.push({ text, box, colour: f.theme.dark ? "#3d4655" : "#dfe3ea", ink: f.theme.text });
  }
}

/** What joins the nodes that are picked out, on the lines. */
function stepNames(f: Focus, s: Screen, out: Placed, taken: Grid): void {
  for (const key of f.steps ?? []) {
    const step = f.scene.steps.get(key);
    if (!step || stepHidden(f, key)) continue;
    const a = s.at(step.a), b = s.at(step.b);
    const names = [...new Set(step.relationships.map((r) => strings.type(r.type)))];
    const text = names.length > 2 ? strings.ties(step.relationships.length) : names.join(", ");
    const w = s.measure(text, 10.5, false);
    const spot = [0.5, 0.38, 0.62].map((t): Box => ({
      x: a.x + t * (b.x - a.x) - w / 2, y: a.y + t * (b.y - a.y) - 7, w, h: 14,
    })).find((box) => taken.free(box, null));
    if (!spot || Math.hypot(a.x - b.x, a.y - b.y) < w * 0.8) continue;
    taken.add(spot);
    out.texts.push({ text, x: spot.x, y: spot.y + 10.5, size: 10.5, bold: false, colour: f.theme.faint, align: "left", halo: true });
  }
}

export function paint(ctx: CanvasRenderingContext2D, placed: Placed, f: Focus): void {
  ctx.lineJoin = "round";
  ctx.direction = "ltr"; // where a text stands; within itself it runs as its own script does
  for (const p of placed.pills) {
    ctx.beginPath();
    ctx.roundRect(p.box.x, p.box.y, p.box.w, p.box.h, p.box.h / 2);
    ctx.fillStyle = p.colour;
    ctx.fill();
    ctx.fillStyle = p.ink;
    ctx.font = (p.box.h > 15 ? "600 11.5px " : "9.5px ") + font;
    ctx.textAlign = "center";
    ctx.fillText(p.text, p.box.x + p.box.w / 2, p.box.y + p.box.h / 2 + (p.box.h > 15 ? 4 : 3.4));
  }
  for (const t of placed.texts) {
    ctx.font = (t.bold ? "600 " : "") + t.size + "px " + font;
    ctx.textAlign = t.align;
    if (t.halo) {
      ctx.strokeStyle = f.theme.page;
      ctx.lineWidth = 3.5;
      ctx.strokeText(t.text, t.x, t.y);
    }
    ctx.fillStyle = t.colour;
    ctx.fillText(t.text, t.x, t.y);
  }
}

/** The places that are taken, in a coarse grid so that looking costs little. */
class Grid {
  private cells = new Map<number, Box[]>();
  private readonly size = 64;

  constructor(readonly width: number, readonly height: number) {}

  add(b: Box): void {
    this.each(b, (key) => {
      const list = this.cells.get(key);
      if (list) list.push(b);
      else this.cells.set(key, [b]);
      return true;
    });
  }

  /** Whether nothing is in the way, boxes that equal `own` aside. */
  free(b: Box, own: Box | null): boolean {
    if (b.x < 2 || b.y < 2 || b.x + b.w > this.width - 2 || b.y + b.h > this.height - 2) return false;
    return this.each(b, (key) => !(this.cells.get(key) ?? []).some((o) =>
      o.x < b.x + b.w && b.x < o.x + o.w && o.y < b.y + b.h && b.y < o.y + o.h
      && !(own && o.x === own.x && o.y === own.y && o.w === own.w)));
  }

  private each(b: Box, what: (key: number) => boolean): boolean {
    for (let x = Math.floor(b.x / this.size); x <= (b.x + b.w) / this.size; x++) {
      for (let y = Math.floor(b.y / this.size); y <= (b.y + b.h) / this.size; y++) {
        if (!what(x * 4096 + y)) return false;
      }
    }
    return true;
  }
}
