// Pictures of the canvas: SVG, drawn of what the canvas shows; PNG, made of that; and what is shown as JSON.
import type { Canvas } from "./canvas";
import { font } from "./labels";
import { rings } from "./map";
import { nodeStyle, stepHidden, stepStyle } from "./style";
import { corners } from "../ui/parts";

const xml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const n = (x: number) => x.toFixed(1);

/** The canvas as it is seen now, as an SVG document with its address inside. */
export async function svg(canvas: Canvas, title: string, url: string): Promise<string> {
  const { focus: f, screen, placed, edges } = canvas.picture();
  const out: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${screen.width}" height="${screen.height}" viewBox="0 0 ${screen.width} ${screen.height}" font-family="${xml(font)}">`,
    `<title>${xml(title)}</title><desc>${xml(url)}</desc>`,
    `<rect width="100%" height="100%" fill="${f.theme.page}"/>`,
  ];
  if (f.view.layout === "map") out.push(await landscape(canvas, f.theme.land));
  for (const [key, from, to] of edges) {
    const style = stepStyle(f, key) as { hidden: boolean; color: string; size: number };
    if (style.hidden || stepHidden(f, key)) continue;
    const a = screen.at(from), b = screen.at(to);
    out.push(`<line x1="${n(a.x)}" y1="${n(a.y)}" x2="${n(b.x)}" y2="${n(b.y)}" stroke="${style.color}" stroke-width="${n(Math.max(1.2, screen.scale(style.size)))}"/>`);
  }
  for (const id of f.scene.order) {
    const s = nodeStyle(f, id) as { hidden: boolean; color: string; size: number; shape: number; ring: string };
    if (s.hidden) continue;
    const p = screen.at(id), r = screen.scale(s.size);
    const ring = s.ring ? ` stroke="${s.ring}" stroke-width="2"` : "";
    const place = `transform="translate(${n(p.x)} ${n(p.y)})" fill="${s.color}"${ring}`;
    out.push(s.shape === 0 ? `<circle r="${n(r)}" ${place}/>` : `<polygon points="${corners(s.shape, r)}" ${place}/>`);
  }
  for (const p of placed.pills) {
    const { x, y, w, h } = p.box;
    out.push(`<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${n(h / 2)}" fill="${p.colour}"/>`,
      `<text x="${n(x + w / 2)}" y="${n(y + h / 2 + 3.6)}" text-anchor="middle" font-size="${h > 15 ? 11.5 : 9.5}" fill="${p.ink}">${xml(p.text)}</text>`);
  }
  for (const t of placed.texts) {
    const anchor = t.align === "center" ? ` text-anchor="middle"` : "";
    const halo = t.halo ? ` stroke="${f.theme.page}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"` : "";
    out.push(`<text x="${n(t.x)}" y="${n(t.y)}" font-size="${n(t.size)}"${t.bold ? ` font-weight="600"` : ""} fill="${t.colour}"${anchor}${halo}>${xml(t.text)}</text>`);
  }
  out.push("</svg>");
  return out.join("\n");
}

async function landscape(canvas: Canvas, colour: string): Promise<string> {
  const at = (p: { x: number; y: number }) => canvas.renderer.graphToViewport(p);
  const d = (await rings()).map((ring) => ring.map((p, i) => {
    const v = at(p);
    return (i ? "L" : "M") + n(v.x) + " " + n(v.y);
  }).join("") + "Z").join("");
  return `<path d="${d}" fill="${colour}" fill-rule="evenodd"/>`;
}

/** The same as a PNG, twice as fine as the screen. */
export async function png(canvas: Canvas, title: string, url: string): Promise<Blob> {
  const text = await svg(canvas, title, url);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const sheet = document.createElement("canvas");
    sheet.width = 2 * picture.width;
    sheet.height = 2 * picture.height;
    sheet.getContext("2d")!.drawImage(picture, 0, 0, sheet.width, sheet.height);
    return await new Promise((done, failed) => sheet.toBlob((b) => (b ? done(b) : failed(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function save(content: Blob, name: string): void {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(content);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

