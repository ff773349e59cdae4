// Canned queries: a form made of each one's own description, and its answer as a table or on the canvas.
import { useEffect, useState } from "preact/hooks";
import { address } from "../api/client";
import type { Query, QueryParam } from "../api/answers";
import type { Answer } from "../state/questions";
import { strings } from "../strings";
import { Chips, Combo } from "./combo";
import { EntityLink, NoAnswer, NoLayer, Section, useAsk, type Props } from "./parts";

const t = strings.queries;

export function Queries(p: Props) {
  const { s } = p;
  const list = useAsk<{ queries: Query[] }>("v1/queries"), { value } = list;
  const at = s.view.layers.findIndex((l) => l.ask === "query");
  const layer = s.view.layers[at];
  const asked = layer?.ask === "query" ? layer : null;
  const [picked, pick] = useState<string | null>(null);
  useEffect(() => pick(null), [JSON.stringify(asked)]); // what is asked now, or again after an undo, goes before what was picked
  const name = picked ?? asked?.name ?? "";
  const query = value?.queries.find((q) => q.name === name);
  if (!value) return <NoAnswer asked={list} />;
  if (!query) {
    return (
      <>
        <p class="faint">{t.intro}</p>
        {[...new Set(value.queries.map((q) => q.group ?? ""))].map((group) => (
          <section key={group}>
            {group && <h2>{group}</h2>}
            <ul class="queries" aria-label={group || t.pick}>{value.queries.filter((q) => (q.group ?? "") === group).map((q) => (
              <li key={q.name}><button type="button" class="link" onClick={() => pick(q.name)}>{q.title}</button>
                <p class="faint">{q.broken ? `${t.broken} ${q.broken}` : q.description}</p></li>
            ))}</ul>
          </section>
        ))}
      </>
    );
  }
  const answer = s.answers[at];
  return (
    <>
      <p class="row back"><button type="button" onClick={() => pick("")}>← {t.again}</button></p>
      <h2>{query.title}</h2>
      <p class="faint">{query.description}</p>
      {query.broken && <p class="trouble">{t.broken} {query.broken}</p>}
      <Form key={query.name} {...p} query={query} args={asked?.name === name ? asked.args : {}} />
      {asked?.name === name && <NoLayer trouble={s.troubles[at]} store={p.store} />}
      {asked?.name === name && answer?.table && <Rows {...p} answer={answer} args={asked.args} />}
      <Section title={t.cypher} open={false}><pre>{query.cypher}</pre></Section>
    </>
  );
}

function Form({ act, query, args }: Props & { query: Query; args: Record<string, string> }) {
  const [values, set] = useState<Record<string, string>>(args);
  useEffect(() => set(args), [JSON.stringify(args)]);
  const missing = query.params.some((q) => q.required && !values[q.name]);
  return (
    <form class="params" onSubmit={(e) => {
      e.preventDefault();
      if (!missing) act.query(query.name, Object.fromEntries(Object.entries(values).filter(([, v]) => v !== "")));
    }}>
      {query.params.map((q) => <Param key={q.name} param={q} act={act} value={values[q.name] ?? ""} set={(v) => set({ ...values, [q.name]: v })} />)}
      <p class="row"><button type="submit" class="first" disabled={missing || query.broken !== null}>{strings.act.run}</button>
        {Object.keys(query.example).length > 0 && <button type="button" onClick={() => { set({ ...query.example }); void act.learn(Object.values(query.example)); }}>{t.example}</button>}</p>
    </form>
  );
}

function Param({ param: q, value, set, act }: { param: QueryParam; value: string; set(v: string): void; act: Props["act"] }) {
  const id = "param-" + q.name, label = q.name.replaceAll("_", " ") + (q.required ? "" : ` (${t.optional})`);
  const kinds = q.entity_kind ? [q.entity_kind] : undefined;
  if (q.type === "entity") {
    return <div class="param"><Combo id={id} label={label} act={act} kinds={kinds} text={value && act.name(value)} onPick={(o) => set(o.id)} /><small>{q.description}</small></div>;
  }
  if (q.type === "entity-list") {
    return <div class="param"><Chips id={id} label={label} act={act} ids={value ? value.split(",") : []} {...(kinds ? { kinds } : {})} onChange={(ids) => set(ids.join(","))} /><small>{q.description}</small></div>;
  }
  const usual = q.default ?? "";
  const choices = q.allowed.length ? q.allowed : q.type === "boolean" ? ["true", "false"] : [];
  return (
    <div class="param"><label for={id}>{label}</label>
      {choices.length
        ? <select id={id} value={value || usual} onChange={(e) => set(e.currentTarget.value)}>{!q.default && <option value="" />}{choices.map((c) => <option key={c} value={c}>{q.type === "boolean" ? t[c as "true" | "false"] : c}</option>)}</select>
        : <input id={id} type={q.type === "integer" || q.type === "number" ? "number" : "text"} value={value} placeholder={usual} min={q.minimum ?? undefined} max={q.maximum ?? undefined} onInput={(e) => set(e.currentTarget.value)} />}
      <small>{q.description}</small></div>
  );
}

function Rows({ s, act, answer, args }: Props & { answer: Answer; args: Record<string, string> }) {
  const a = answer.table!;
  const named = "v1/queries/" + encodeURIComponent(a.query) + "/run";
  const formats = (list: string[]) => <p class="row faint">{list.map((f) => <a key={f} href={address(named, new URLSearchParams({ ...args, format: f }))}>{f}</a>)}</p>;
  if (a.graph) return <><p>{strings.canvas.says(a.graph.nodes.length, a.graph.relationships.length)}</p>{formats(["json", "gexf", "graphml", "cytoscape"])}</>;
  const ids = [...new Set(a.rows.flat().filter((v): v is string => typeof v === "string" && /^(country|organisation|official|person|project|agreement|event|area):[a-z0-9-]+$/.test(v)))];
  return (
    <>
      <p class="row"><span>{strings.queries.rows(a.rows.length)}</span>
        {ids.length > 0 && <button type="button" onClick={() => act.add(ids.slice(0, 400))}>{t.graph}</button>}</p>
      {!a.complete && <p class="faint">{t.incomplete}</p>}
      {formats(["csv", "ndjson", "markdown", "parquet"])}
      {a.rows.length === 0 ? <p>{t.empty}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={a.query}>
        <table><thead><tr>{a.columns.map((c) => <th key={c} scope="col">{c}</th>)}</tr></thead>
          <tbody>{a.rows.slice(0, 500).map((row, i) => <tr key={i}>{row.map((v, j) => <td key={j}><Cell value={v} act={act} known={s.scene.nodes.size} /></td>)}</tr>)}</tbody></table>
      </div>}
    </>
  );
}

function Cell({ value, act }: { value: unknown; act: Props["act"]; known: number }) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return <>{value.map((v, i) => <>{i > 0 && ", "}<Cell key={i} value={v} act={act} known={0} /></>)}</>;
  if (typeof value === "object") {
    const e = value as { id?: string; name?: string; kind?: string; title?: string };
    if (e.id && e.kind) {
      act.knows(e.id, e.name ?? e.id);
      return <EntityLink id={e.id} act={act} kind={e.kind} />;
    }
    return <>{e.title ?? e.name ?? e.id ?? JSON.stringify(value)}</>;
  }
  const text = String(value);
  if (/^https?:\/\//.test(text)) return <a href={text} rel="noreferrer noopener" target="_blank">{text}</a>;
  if (/^(country|organisation|official|person|project|agreement|event|area):[a-z0-9-]+$/.test(text)) return <EntityLink id={text} act={act} />;
  return <bdi>{text}</bdi>;
}

