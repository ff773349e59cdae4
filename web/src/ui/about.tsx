// What is explained beside the canvas: an entity, a tie, or, where nothing is picked, what the canvas shows and why.
import { useState } from "preact/hooks";
import { address } from "../api/client";
import type { Entity, TiesAnswer } from "../api/answers";
import * as words from "../say";
import { notShown } from "../state/scene";
import { addresses } from "../state/questions";
import { strings } from "../strings";
import { SourceLine, StepCard, TieCard } from "./claims";
import { Copy, Mark, NoAnswer, NoLayer, Section, useAsk, type Props } from "./parts";

const t = strings.about;

export function About(p: Props) {
  const { s, act } = p, { open } = s.view;
  return (
    <>
      {open && <p class="row back"><button type="button" onClick={() => act.close()}>← {t.heading}</button></p>}
      {s.expanding && s.scene.nodes.has(s.expanding) && <Expand key={s.expanding} {...p} id={s.expanding} />}
      {!open ? <Overview {...p} /> : open.includes("|") ? <StepCard {...p} pair={open} />
        : s.scene.relationships.has(open) || /^[a-z-]+:[0-9a-z]{16}$/.test(open) && !s.scene.nodes.has(open) ? <TieCard {...p} id={open} head />
          : <EntityCard {...p} id={open} />}
    </>
  );
}

/** The questions behind what is seen, each of which can be taken away. */
export function Overview({ s, act }: Props) {
  const { layers } = s.view;
  if (!layers.length) return <p class="faint">{t.nothing}</p>;
  return (
    <>
      <h2>{t.heading}</h2>
      <p>{strings.canvas.says(s.scene.nodes.size, s.scene.relationships.size)}</p>
      <ul class="layers">
        {layers.map((l, i) => {
          const trouble = s.troubles[i], a = s.answers[i];
          return (
            <li key={JSON.stringify(l)}>
              <span>{strings.layer(l, act.name)}</span>
              <button type="button" class="icon" aria-label={strings.act.remove + ": " + strings.layer(l, act.name)} onClick={() => act.removeLayer(i)}>×</button>
              <NoLayer trouble={trouble} store={act.store} />
              {trouble?.problem?.candidates?.length && <p>{strings.notice.perhaps}:{" "}
                {trouble.problem.candidates.map((c) => <button type="button" class="link" key={c.id} onClick={() => {
                  act.knows(c.id, c.name);
                  act.removeLayer(i);
                  act.show(c.id, 0);
                }}>{c.name}</button>)}</p>}
              {a && a.missing.length > 0 && <p class="trouble">{strings.notice.missing(a.missing.join(", "))}</p>}
              {a && !a.complete && <p class="faint">{strings.notice.incomplete}{a.more > 0 && <> <button type="button" class="link" onClick={() => act.more(i)}>{strings.more(a.more)}</button></>}</p>}
            </li>
          );
        })}
      </ul>
      <p class="row"><button type="button" onClick={() => act.clear()}>{strings.bar.clear}</button>
        {s.view.hidden.length > 0 && <button type="button" onClick={() => act.unhide()}>{strings.act.showHidden(s.view.hidden.length)}</button>}</p>
      <p class="faint">{t.click}</p>
      <Section title={t.asks} open={false}>
        <ul class="asked">{layers.flatMap((l) => addresses(l, s.view)).map((url) =>
          <li key={url}><a href={url}>{decodeURIComponent(url.slice(url.indexOf("/v1/")))}</a></li>)}</ul>
      </Section>
    </>
  );
}

function EntityCard({ s, act, store, id }: Props & { id: string }) {
  const asked = useAsk<Entity>("v1/entities/" + encodeURIComponent(id)), e = asked.value;
  if (!e) return <NoAnswer asked={asked} />;
  act.knows(e.id, e.name);
  const here = s.scene.nodes.has(e.id), hidden = notShown(s.scene, e.id);
  const ties = [...s.scene.relationships.values()].filter((r) => r.from === e.id || r.to === e.id);
  const days = words.when({ since: e.since, until: e.until, observed: null });
  return (
    <article>
      <h2 tabIndex={-1}><Mark kind={e.kind} /><bdi>{e.name}</bdi></h2>
      <p class="faint">{[strings.kind(e.kind), e.type !== e.kind && e.type, t.degree(e.degree), days].filter(Boolean).join(" · ")}</p>
      {e.description && <p dir="auto">{e.description}</p>}
      <p class="row acts">
        {!here && <button type="button" onClick={() => act.show(e.id, e.degree)}>{strings.act.show}</button>}
        {here && <button type="button" class="first" disabled={hidden === 0} onClick={() => act.expand(e.id)}>{strings.act.expand}{hidden > 0 && " +" + hidden}</button>}
        {here && <button type="button" onClick={() => act.expanding(e.id)}>{strings.act.expandBy}</button>}
        <button type="button" onClick={() => act.startHere(e.id)}>{strings.act.from}</button>
        <button type="button" onClick={() => act.endHere(e.id)}>{strings.act.to}</button>
        {here && <button type="button" onClick={() => act.collapse(e.id)}>{strings.act.collapse}</button>}
        {here && <button type="button" onClick={() => act.hide([e.id])}>{strings.act.hide}</button>}
        {here && <button type="button" aria-pressed={s.view.pinned.includes(e.id)} onClick={() => act.pin(e.id)}>{s.view.pinned.includes(e.id) ? strings.act.unpin : strings.act.pin}</button>}
        <button type="button" onClick={() => act.together({ ask: "timeline", ids: [e.id] })}>{strings.act.timeline}</button>
        <button type="button" onClick={() => act.compare([e.id], "1991", "2001")}>{strings.act.changes}</button>
      </p>
      {ties.length > 0 && <Section title={`${t.shown} (${ties.length})`}>
        <ul class="ties">{ties.slice(0, 80).map((r) => (
          <li key={r.id}><button type="button" class="link" onClick={() => act.open(r.id)}>{words.tie(r, act.name, s.schema)}</button>
            <small>{words.when(r)}</small>{r.conflict && <small class="conflict">{t.conflict}</small>}</li>
        ))}</ul>
        {ties.length > 80 && <p class="faint">{strings.more(ties.length - 80)}</p>}
      </Section>}
      <Facts e={e} />
      <Section title={`${t.sources} (${e.sources.length})`} open={false}>
        <ul class="sources">{e.sources.map((x) => <li key={x.id}><SourceLine source={x} id={x.id} /></li>)}</ul>
      </Section>
      <p class="row">
        <Copy label={strings.act.cite} text={() => `${e.name}${days ? ` (${days})` : ""}. ${e.description ?? ""}\n${e.sources.map((x) => "- " + words.source(x)).join("\n")}\n${t.retrieved(words.today(), e.revision)} ${store.url()}`} />
        <a href={address("v1/entities/" + encodeURIComponent(e.id))}>{strings.act.api}</a>
      </p>
    </article>
  );
}

/** Names in all languages, each in its own direction, and what else is known. */
function Facts({ e }: { e: Entity }) {
  const names = Object.entries(e.names), codes = Object.entries(e.codes);
  return (
    <>
      {(e.capital || e.url || codes.length > 0 || e.latitude !== null) && <dl>
        {e.capital && <><dt>{t.capital}</dt><dd>{e.capital}</dd></>}
        {e.latitude !== null && <><dt>{t.place}</dt><dd>{e.latitude?.toFixed(2)}, {e.longitude?.toFixed(2)}</dd></>}
        {e.url && /^https?:/.test(e.url) && <><dt>{t.url}</dt><dd><a href={e.url} rel="noreferrer noopener" target="_blank">{e.url}</a></dd></>}
        {codes.length > 0 && <><dt>{t.codes}</dt><dd>{codes.map(([k, v]) => k + ":" + v).join(", ")}</dd></>}
        <dt>{t.datasets}</dt><dd>{e.datasets.join(", ")}</dd>
      </dl>}
      {(e.aliases.length > 0 || names.length > 0) && <Section title={`${t.names} (${names.length + e.aliases.length})`} open={false}>
        {e.aliases.length > 0 && <p>{t.known}: {e.aliases.map((a, i) => <>{i > 0 && "; "}<bdi key={a}>{a}</bdi></>)}</p>}
        <ul class="names">{names.map(([tag, name]) => <li key={tag}><span class="faint">{tag}</span> <span lang={tag} dir="auto">{name}</span></li>)}</ul>
      </Section>}
    </>
  );
}

/** What an expansion would bring, to choose from before it does. */
function Expand({ s, act, store, id }: Props & { id: string }) {
  const asked = useAsk<TiesAnswer>("v1/entities/" + encodeURIComponent(id) + "/ties"), { value } = asked;
  const [chosen, choose] = useState<Set<number> | null>(null);
  const [limit, setLimit] = useState(act.firstPage);
  const rows = value?.ties ?? [];
  const all = rows.reduce((n, r) => n + r.neighbours, 0);
  const on = chosen ?? new Set(all <= act.firstPage ? rows.keys() : specific(rows, act.firstPage));
  const toggle = (i: number) => {
    const next = new Set(on);
    if (!next.delete(i)) next.add(i);
    choose(next);
  };
  return (
    <form class="expand" aria-label={strings.expand.heading(act.name(id))} onSubmit={(e) => {
      e.preventDefault();
      act.expandBy(id, rows.filter((_, i) => on.has(i)), on.size === rows.length, limit);
    }} onKeyDown={(e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation(); // it closes this, and lets nothing else go
      store.set({ expanding: "" });
    }}>
      <h2>{strings.expand.heading(act.name(id))}</h2>
      {!value && <NoAnswer asked={asked} />}
      {value && <>
        <p class="faint">{strings.expand.intro(value.degree - notShown(s.scene, id), value.degree)}</p>
        <p class="row"><button type="button" onClick={() => choose(new Set(rows.keys()))}>{strings.expand.all}</button>
          <button type="button" onClick={() => choose(new Set())}>{strings.expand.none}</button></p>
        <ul class="choose">{rows.map((r, i) => (
          <li key={i}><label><input type="checkbox" checked={on.has(i)} onChange={() => toggle(i)} autoFocus={i === 0} />
            <Mark kind={r.kind} /><span>{strings.expand.row(r.type, r.direction, r.kind)}</span><small class="aside">{r.neighbours}</small></label></li>
        ))}</ul>
        <p class="row"><label>{strings.expand.how} <input type="number" min={1} max={5000} value={limit} onInput={(e) => setLimit(Math.max(1, Math.min(5000, Number(e.currentTarget.value) || 1)))} /></label></p>
        <p class="row"><button type="submit" class="first" disabled={on.size === 0}>{strings.expand.go}</button>
          <button type="button" onClick={() => store.set({ expanding: "" })}>{strings.act.close}</button></p>
      </>}
    </form>
  );
}

/** The first rows, which are the most specific, as far as they fit a page. */
function specific(rows: TiesAnswer["ties"], page: number): number[] {
  let sum = 0;
  return [...rows.keys()].filter((i) => (sum += rows[i]!.neighbours) <= page || i === 0);
}
