// The outline of the world's land, under the nodes. Coasts alone: no border is drawn. From Natural Earth, which is in
// the public domain; fetched once somebody wants the map.
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { base } from "../api/client";
import type { Point } from "../state/placement";

declare const FILE_LAND: string;

/** Degrees to the canvas's units: plate carrée, true to scale at 40 degrees, where the region lies. */
const perDegree = 3.6;
const squeeze = Math.cos((40 * Math.PI) / 180);

export const project = (longitude: number, latitude: number): Point =>
  ({ x: longitude * perDegree * squeeze, y: latitude * perDegree });

type Place = [longitude: number, latitude: number];

/** A ring that crosses the date line is followed beyond it, and drawn at both ends of the map; one around a pole is closed there. */
function unrolled(ring: Place[]): Place[][] {
  let turn = 0;
  const out = ring.map(([x, y], i): Place => {
    const before = ring[i - 1]?.[0] ?? x;
    if (x - before > 180) turn -= 360;
    if (x - before < -180) turn += 360;
    return [x + turn, y];
  });
  const first = out[0]!, last = out.at(-1)!;
  if (Math.abs(turn) === 360) out.push([last[0], -90], [first[0], -90]);
  const xs = out.map(([x]) => x), shift = Math.min(...xs) < -181 ? 360 : Math.max(...xs) > 181 ? -360 : 0;
  return shift ? [out, out.map(([x, y]): Place => [x + shift, y])] : [out];
}

let land: Promise<Path2D> | null = null;

/** The land as one outline in the canvas's units, y downwards as canvases have it. */
export function outline(): Promise<Path2D> {
  land ??= rings().then((all) => {
    const path = new Path2D();
    for (const ring of all) {
      ring.forEach((p, i) => (i ? path.lineTo(p.x, -p.y) : path.moveTo(p.x, -p.y)));
      path.closePath();
    }
    return path;
  });
  land.catch(() => (land = null));
  return land;
}

let known: Promise<Point[][]> | null = null;

/** The rings of the land in the canvas's units. */
export function rings(): Promise<Point[][]> {
  known ??= fetch(new URL("assets/" + FILE_LAND, base)).then(async (res) => {
    const topology = (await res.json()) as Topology<{ land: GeometryCollection }>;
    const out: Point[][] = [];
    for (const f of feature(topology, topology.objects.land).features) {
      const polygons = f.geometry.type === "Polygon" ? [f.geometry.coordinates]
        : f.geometry.type === "MultiPolygon" ? f.geometry.coordinates : [];
      for (const polygon of polygons) {
        for (const ring of polygon) {
          for (const part of unrolled(ring.map(([x = 0, y = 0]): Place => [x, y]))) out.push(part.map(([x, y]) => project(x, y)));
        }
      }
    }
    return out;
  });
  known.catch(() => (known = null));
  return known;
}
