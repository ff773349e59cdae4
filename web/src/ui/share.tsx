// Sharing: the address of the view, a frame for other pages, pictures, and the answers in every format of the API.
import { useEffect, useRef, useState } from "preact/hooks";
import { address, base } from "../api/client";
import { png, save, svg } from "../draw/export";
import { requests } from "../state/questions";
import { strings } from "../strings";
import { Copy, type Props } from "./parts";

const t = strings.share;
const graphs = ["json", "graphology", "cytoscape", "d3", "jgf", "gexf", "graphml", "csv", "dot", "mermaid", "cypher", "jsonld", "ndjson"];
const tables = ["json", "csv", "ndjson", "markdown", "parquet"];
const cited = ["markdown", "bibtex", "csl"];

export function Share({ s, store, act, close }: Props & { close(): void }) {
  const box = useRef<HTMLElement>(null);
  const [layer, setLayer] = useState(0);
  const [format, setFormat] = useState("json");
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("input")?.focus();
    const away = (e: Event) => {
      const on = e.target as HTMLElement;
      if (!box.current?.contains(on) && !on.closest("#share-button")) close();
    };
    addEventListener("pointerdown", away, true);
    return () => removeEventListener("pointerdown", away, true);
  }, []);
  const link = store.url(), frame = embedded(link);
  const asked = s.view.layers[layer];
  const formats = asked?.ask === "nodes" ? ["json"] : asked?.ask !== "query" ? [...graphs, ...cited]
    : s.answers[layer]?.table?.graph ? graphs : tables;
  const get = () => {
    const [r] = asked ? requests(asked, s.view) : [];
    if (!r) return "";
    const params = new URLSearchParams(r.params);
    if (format !== "json" && formats.includes(format)) params.set("format", format);
    return address(r.path, params);
  };
  const picture = (make: (c: NonNullable<typeof act.canvas>) => Promise<Blob>, name: string) => {
    if (act.canvas) make(act.canvas).then((b) => save(b, name), (e) => store.fail(e));
  };
  return (
    <section ref={box} class="share" aria-label={strings.bar.share} onKeyDown={(e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation(); // it closes this, and lets nothing else go
      close();
    }}>
      <label for="share-link">{t.link}</label>
      <p class="row"><input id="share-link" readOnly value={link} onFocus={(e) => e.currentTarget.select()} /><Copy label={strings.act.copy} text={() => store.url()} /></p>
      <label for="share-frame">{t.embed}</label>
      <p class="row"><input id="share-frame" readOnly value={iframe(frame)} onFocus={(e) => e.currentTarget.select()} />
        <Copy label={strings.act.copy} text={() => iframe(frame)} /></p>
      <label for="share-script">{t.script}</label>
      <p class="row"><input id="share-script" readOnly value={script(frame)} onFocus={(e) => e.currentTarget.select()} /><Copy label={strings.act.copy} text={() => script(frame)} /></p>
      <p class="row">
        <button type="button" onClick={() => picture((c) => png(c, title(s, act), link), "coopgraph.png")}>{t.png}</button>
        <button type="button" onClick={() => picture(async (c) => new Blob([await svg(c, title(s, act), link)], { type: "image/svg+xml" }), "coopgraph.svg")}>{t.svg}</button>
        <button type="button" onClick={() => save(new Blob([JSON.stringify({
          revision: s.revision, url: link, graph: { nodes: [...s.scene.nodes.values()], relationships: [...s.scene.relationships.values()] },
        }, null, 1)], { type: "application/json" }), "coopgraph.json")}>{t.json}</button>
        <button type="button" onClick={() => { close(); void act.redraw().then(() => print()); }}>{t.print}</button>
      </p>
      {s.view.layers.length > 0 && <fieldset><legend>{t.formats}</legend>
        <p class="row"><label>{t.layer} <select value={layer} onChange={(e) => setLayer(Number(e.currentTarget.value))}>{s.view.layers.map((l, i) => <option key={i} value={i}>{strings.layer(l, act.name)}</option>)}</select></label>
          <label>{t.format} <select value={formats.includes(format) ? format : "json"} onChange={(e) => setFormat(e.currentTarget.value)}>{formats.map((f) => <option key={f}>{f}</option>)}</select></label>
          <a class="button" href={get()} download>{t.get}</a></p></fieldset>}
    </section>
  );
}

export const title = (s: Props["s"], act: Props["act"]) => s.view.layers.map((l) => strings.layer(l, act.name)).join("; ") || strings.title;

/** The address of the same view without anything around it. */
function embedded(link: string): string {
  const u = new URL(link);
  return new URL("embed" + u.search + u.hash, base).href;
}

/** As HTML writes it: without `&amp;`, "&not_types" would be read as "¬_types". */
const iframe = (frame: string) => `<iframe src="${frame.replaceAll("&", "&amp;")}" width="800" height="520" title="coopgraph"></iframe>`;

const script = (frame: string) => `<div id="graph"></div><script src="${new URL("embed.js", base).href}"></script><script>coopgraph.mount("#graph", { view: "${frame}" })</script>`;
