// Paths: two ends, how to rank and what to leave aside; then each path hop by hop in words, or why there is none.
import { address } from "../api/client";
import type { Path } from "../api/answers";
import * as words from "../say";
import { requests, type Answer, type Ranked } from "../state/questions";
import { emptyFilter, type Layer, type Rank, type View } from "../state/view";
import { strings } from "../strings";
import { Chips, Combo } from "./combo";
import { Copy, EntityLink, NoLayer, Section, type Props } from "./parts";

const t = strings.paths;
type PathLayer = Layer & { ask: "paths" };

export function Paths(p: Props) {
  const { s, act, store } = p;
  const at = s.view.layers.findIndex((l) => l.ask === "paths");
  const layer = s.view.layers[at] as PathLayer | undefined;
  const { from, to } = act.ends;
  const missing = from && !to ? t.missing.from(act.name(from)) : to && !from ? t.missing.to(act.name(to)) : "";
  const change = (part: Partial<PathLayer>) => layer && act.findPaths({ ...layer, ...part });
  const answer = s.answers[at];
  return (
    <>
      <div class="ends">
        <Combo id="path-from" label={t.from} act={act} text={from && act.name(from)} onPick={(o) => act.end("from", o.id)} />
        <button type="button" class="icon swap" aria-label={strings.act.swap} title={strings.act.swap} disabled={!from && !to}
          onClick={() => (layer ? act.findPaths({ ...layer, from: layer.to, to: layer.from }) : store.set({ from: to, to: from }))}>⇅</button>
        <Combo id="path-to" label={t.to} act={act} text={to && act.name(to)} onPick={(o) => act.end("to", o.id)} />
      </div>
      {missing && <p>{missing}</p>}
      {!layer && !missing && <p class="faint">{t.intro}</p>}
      {layer && <Options layer={layer} change={change} />}
      <Filters {...p} />
      <NoLayer trouble={s.troubles[at]} store={store} />
      {layer && answer?.paths && <Found {...p} layer={layer} answer={answer} change={change} />}
    </>
  );
}

function Options({ layer, change }: { layer: PathLayer; change(part: Partial<PathLayer>): void }) {
  const rank = (r: Rank, text: string) => (
    <label><input type="radio" name="rank" checked={layer.rank === r} onChange={() => change({ rank: r })} /> {text}</label>
  );
  return (
    <Section title={t.options} open={false}>
      <fieldset class="row"><legend>{t.rank}</legend>{rank("specific", t.specific)}{rank("hops", t.hops)}</fieldset>
      <p class="row">
        <label>{t.k} <input type="number" min={1} max={50} value={layer.k} disabled={layer.all} onChange={(e) => change({ k: bound(e, 50) })} /></label>
        <label>{t.maxHops} <input type="number" min={1} max={12} value={layer.hops} onChange={(e) => change({ hops: bound(e, 12) })} /></label>
      </p>
      <p class="row"><label><input type="checkbox" checked={layer.all} onChange={() => change({ all: !layer.all })} /> {t.allShortest}</label>
        <label><input type="checkbox" checked={layer.concurrent} onChange={() => change({ concurrent: !layer.concurrent })} /> {t.concurrent}</label></p>
    </Section>
  );
}

const bound = (e: { currentTarget: HTMLInputElement }, most: number) =>
  Math.max(1, Math.min(most, Math.round(Number(e.currentTarget.value)) || 1));

/** What holds for every question: confidence, datasets, degree, and whom to avoid. Kinds and types are the legend's. */
export function Filters({ s, act }: Props) {
  const f = s.view.filter, set = strings.filter;
  const datasets = [...new Set([...s.scene.relationships.values()].flatMap((r) => r.claims.map((c) => c.dataset)).concat(f.datasets))].sort();
  const active = JSON.stringify(f) !== JSON.stringify(emptyFilter);
  return (
    <Section title={active ? t.filters + " •" : t.filters} open={active}>
      <p class="row">
        <label>{set.confidence} <select value={f.confidence} onChange={(e) => act.filter({ confidence: e.currentTarget.value })}>
          <option value="">{set.any}</option>
          {(s.schema?.confidences ?? []).map((c) => <option key={c} value={c}>{c}</option>)}
        </select></label>
        <label>{set.degree} <input type="number" min={0} placeholder={set.any} value={f.maxDegree || ""} onChange={(e) => act.filter({ maxDegree: Math.max(0, Math.round(Number(e.currentTarget.value)) || 0) })} /></label>
      </p>
      {datasets.length > 0 && <fieldset class="row"><legend>{set.datasets}</legend>{datasets.map((d) => (
        <label key={d}><input type="checkbox" checked={!f.datasets.length || f.datasets.includes(d)} onChange={() => {
          const on = f.datasets.length ? f.datasets : datasets;
          const next = on.includes(d) ? on.filter((x) => x !== d) : [...on, d];
          act.filter({ datasets: next.length === datasets.length ? [] : next });
        }} /> {d}</label>))}</fieldset>}
      <Chips id="avoid" label={set.avoid} ids={f.avoid} act={act} onChange={(avoid) => act.filter({ avoid })} />
      {active && <p class="row"><button type="button" onClick={() => act.clearFilter()}>{set.clear}</button></p>}
    </Section>
  );
}

function Found({ s, act, store, layer, answer, change }: Props & { layer: PathLayer; answer: Answer; change(part: Partial<PathLayer>): void }) {
  const found = answer.paths ?? [];
  if (answer.none) return <None {...{ s, act, store, layer, answer, change }} />;
  const [request] = requests(layer, s.view);
  return (
    <>
      <h2>{t.found(found.length)}{!answer.complete && <small class="faint"> {strings.notice.incomplete}</small>}</h2>
      <ol class="paths">
        {found.map((path, i) => <PathItem key={path.nodes.join()} {...{ s, act, store, path }} at={i + 1} />)}
      </ol>
      {s.view.time.when !== "compare" && request && <p class="row faint">{t.download}: {["markdown", "bibtex", "csl"].map((f) => {
        const params = new URLSearchParams(request.params);
        params.set("format", f);
        return <a key={f} href={address(request.path, params)}>{f}</a>;
      })}</p>}
    </>
  );
}

function PathItem({ s, act, store, path, at }: Props & { path: Ranked; at: number }) {
  const picked = s.view.path === at, compared = s.view.time;
  const there = path.at === "both" ? t.atBoth : path.at && compared.when === "compare"
    ? t.atFrom(path.at === "from_date" ? compared.from : compared.to) : "";
  return (
    <li class={picked ? "picked" : ""} onPointerEnter={() => store.set({ hover: "path:" + at })} onPointerLeave={() => store.set({ hover: "" })}
      onFocusIn={() => store.set({ hover: "path:" + at })} onFocusOut={() => store.set({ hover: "" })}>
      <button type="button" class="head" aria-pressed={picked} onClick={() => act.pick(at)}>
        <b>{t.pick(at)}</b> <span class="faint">{strings.steps(path.hops)} · {t.cost(path.cost)} · {period(path)}{there && " · " + there}</span>
      </button>
      <p class="chain">{path.nodes.map((id, i) => <span key={id}>{i > 0 && <span class="faint"> — </span>}<EntityLink id={id} act={act} /></span>)}</p>
      <ol class="hops">{path.text.map((sentence, i) => (
        <li key={i}>
          <button type="button" class="link plain" onClick={() => act.open(stepOf(path, i))}>{sentence}</button>
        </li>
      ))}</ol>
      {path.cost_parts.length > 0 && <Section title={t.parts} open={false}>
        <ul>{path.cost_parts.map((c) => <li key={c.id}>{act.name(c.id)}: ln {c.degree} = {Number(c.cost).toFixed(2)}</li>)}</ul></Section>}
      <p class="row">
        <button type="button" aria-pressed={picked && s.view.only} onClick={() => act.only(at, !(picked && s.view.only))}>{picked && s.view.only ? t.everything : t.only}</button>
        <Copy label={strings.act.cite} text={() => [...path.text, strings.about.retrieved(words.today(), s.revision) + " " + store.url()].join("\n")} />
      </p>
    </li>
  );
}

function stepOf(path: Path, i: number): string {
  const a = path.nodes[i]!, b = path.nodes[i + 1]!;
  return a < b ? a + "|" + b : b + "|" + a;
}

function period(p: Path): string {
  const first = p.shared_period[0];
  if (!first) return t.noPeriod;
  const span = first.from === first.to ? words.date(first.from) : first.from && first.to ? `${words.date(first.from)} – ${words.date(first.to)}`
    : first.from ? `${strings.about.since} ${words.date(first.from)}` : first.to ? `${strings.about.until} ${words.date(first.to)}` : strings.time.always.toLowerCase();
  return t.period(span) + (p.shared_period.length > 1 ? " …" : "");
}

/** Why there is no path, and what would give one. */
function None({ s, act, layer, answer, change }: Props & { layer: PathLayer; answer: Answer; change(part: Partial<PathLayer>): void }) {
  const none = answer.none!;
  const relaxed = (parameter: string): (() => void) => {
    const v = s.view, filter = (part: Partial<View["filter"]>) => () => act.filter(part);
    switch (parameter) {
      case "types": case "not_types": return filter({ notTypes: [] });
      case "kinds": case "via_kinds": return filter({ notKinds: [] });
      case "dates": return () => act.time({ when: "always" });
      case "undated": return filter({ undated: true });
      case "min_confidence": return filter({ confidence: "" });
      case "dataset": return filter({ datasets: [] });
      case "avoid": return filter({ avoid: [] });
      case "max_degree": return filter({ maxDegree: 0 });
      case "concurrent": return () => change({ concurrent: false });
      default: return () => act.commit({ ...v, filter: emptyFilter });
    }
  };
  return (
    <div class="none" role="status">
      <h2>{t.none}</h2>
      <p>{none.text}</p>
      <p class="row">
        {none.reason === "max_hops" && none.hops !== null && none.hops <= 12 && <button type="button" class="first" onClick={() => change({ hops: none.hops ?? 12 })}>{t.further(none.hops)}</button>}
        {none.relax.map((r) => <button type="button" class="first" key={r.parameter} onClick={relaxed(r.parameter)}>{t.relax(t.relaxations[r.parameter] ?? r.parameter, r.hops)}</button>)}
        {layer.hops < 12 && none.reason === "budget" && <button type="button" onClick={() => act.filter({ maxDegree: 0 })}>{strings.act.retry}</button>}
      </p>
    </div>
  );
}
