// Where the nodes lie and where the camera stands, as the fragment of an address: four characters a node, in the order
// of their ids. Browsers do not send fragments, so that this never meets a server's limit on addresses.

export interface Point { x: number; y: number }
export interface Eye { x: number; y: number; ratio: number }
export interface Placement { points: Map<string, Point>; eye: Eye | null }

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const steps = 4095;
/** Beyond this the fragment would be long; the layout, which is the same every time, has to do. */
const most = 2000;

export function encodePlacement(ids: string[], at: (id: string) => Point | undefined, eye: Eye | null): string {
  const parts: string[] = [];
  const sorted = [...ids].sort();
  const points = sorted.map(at);
  if (sorted.length > 0 && sorted.length <= most && points.every((p) => p !== undefined)) {
    const all = points as Point[];
    const [x0, x1] = extent(all.map((p) => p.x)), [y0, y1] = extent(all.map((p) => p.y));
    const text = all.map((p) => twelve((p.x - x0) / (x1 - x0 || 1)) + twelve((p.y - y0) / (y1 - y0 || 1))).join("");
    parts.push("p=" + [x0, x1, y0, y1].map((n) => Math.round(n)).join(",") + "," + sum(sorted) + "," + text);
  }
  if (eye) parts.push("c=" + [eye.x, eye.y, eye.ratio].map((n) => n.toFixed(3)).join(","));
  return parts.join("&");
}

/** The placement of a fragment, for the nodes with these ids: none where it was made for others. */
export function decodePlacement(fragment: string, ids: string[]): Placement {
  const out: Placement = { points: new Map(), eye: null };
  const parts = new Map(fragment.replace(/^#/, "").split("&").map((p): [string, string] => [p.slice(0, 1), p.slice(2)]));
  const [x, y, ratio] = (parts.get("c") ?? "").split(",").map(Number);
  if (x !== undefined && y !== undefined && ratio && [x, y, ratio].every(Number.isFinite)) out.eye = { x, y, ratio };
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = (parts.get("p") ?? "").split(",").slice(0, 4).map(Number);
  const [of = "", text = ""] = (parts.get("p") ?? "").split(",").slice(4);
  const sorted = [...ids].sort();
  if (text.length !== 4 * sorted.length || of !== sum(sorted)) return out;
  sorted.forEach((id, i) => {
    const at = (offset: number) => number(text.slice(4 * i + offset, 4 * i + offset + 2)) / steps;
    out.points.set(id, { x: x0 + at(0) * (x1 - x0), y: y0 + at(2) * (y1 - y0) });
  });
  return out;
}

export function extent(values: number[]): [number, number] {
  let least = Infinity, most = -Infinity;
  for (const v of values) {
    if (v < least) least = v;
    if (v > most) most = v;
  }
  return [least, most];
}

function twelve(share: number): string {
  const n = Math.round(share * steps);
  return digits.charAt(n >> 6) + digits.charAt(n & 63);
}

function number(two: string): number {
  return digits.indexOf(two.charAt(0)) * 64 + digits.indexOf(two.charAt(1));
}

/** A short sum of the ids (FNV-1a), which tells whether a placement was made for the same nodes. */
function sum(ids: string[]): string {
  let h = 0x811c9dc5;
  for (const c of ids.join("\n")) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193) >>> 0;
  return h.toString(36);
}
