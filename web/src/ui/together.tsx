// Several entities together: what connects them, what they share, and what happened among them in time.
import { useState } from "preact/hooks";
import * as words from "../say";
import type { Answer } from "../state/questions";
import { subjects } from "../state/view";
import { strings } from "../strings";
import { Chips } from "./combo";
import { EntityLink, NoLayer, type Props } from "./parts";

const t = strings.together;

export function Together(p: Props) {
  const { s, act } = p;
  const at = s.view.layers.findIndex((l) => l.ask === "connect" || l.ask === "common" || l.ask === "timeline");
  const layer = s.view.layers[at];
  const asked = layer ? subjects(layer) : [];
  const not = layer?.ask === "common" ? layer.not : [];
  const [own, setOwn] = useState<string[] | null>(null);
  const [less, setLess] = useState<string[] | null>(null);
  const chosen = own ?? (s.view.selected.length > 1 ? s.view.selected : asked.length ? asked : s.view.selected);
  const excluded = less ?? not;
  const types = layer?.ask === "common" ? layer.types : [];
  const [members, setMembers] = useState<boolean | null>(null);
  const only = members ?? types.includes("MEMBER_OF");
  const n = chosen.length;
  const go = (what: "connect" | "common" | "timeline" | "changes") => {
    setOwn(null);
    setLess(null);
    setMembers(null);
    if (what === "common") act.together({ ask: "common", ids: chosen, not: excluded, min: 0, types: only ? ["MEMBER_OF"] : [] });
    else if (what === "changes") act.compare(chosen, "1991", words.today().slice(0, 4));
    else act.together({ ask: what, ids: chosen });
  };
  return (
    <>
      <p class="faint">{t.intro}</p>
      <Chips id="who" label={t.who} ids={chosen} act={act} onChange={setOwn} />
      <Chips id="but" label={t.not} ids={excluded} act={act} onChange={setLess} />
      <p><label><input type="checkbox" checked={only} onChange={() => setMembers(!only)} /> {t.members}</label></p>
      <p class="row acts">
        <button type="button" disabled={n < 2 || n > 20} onClick={() => go("common")}>{strings.act.common}</button>
        <button type="button" disabled={n < 3 || n > 10} onClick={() => go("connect")}>{strings.act.connect}</button>
        <button type="button" disabled={n < 1 || n > 20} onClick={() => go("timeline")}>{strings.act.timeline}</button>
        <button type="button" disabled={n < 1 || n > 20} onClick={() => go("changes")}>{strings.act.changes}</button>
      </p>
      <NoLayer trouble={s.troubles[at]} store={act.store} />
      {layer && s.answers[at] && <Answered {...p} answer={s.answers[at]!} />}
    </>
  );
}

function Answered(p: Props & { answer: Answer }) {
  const { answer: a } = p;
  return (
    <section aria-label={strings.layer(a.layer, p.act.name)}>
      <h2>{strings.layer(a.layer, p.act.name)}</h2>
      {a.common && <Shared {...p} />}
      {a.connect && <Connected {...p} />}
      {a.timeline && <Events {...p} />}
    </section>
  );
}

function Shared({ s, act, answer }: Props & { answer: Answer }) {
  const c = answer.common!, shown = c.shared;
  return (
    <>
      <p>{shown.length ? t.shared(shown.length) : t.none}{c.left.length > 0 && " " + t.less(c.left.length)}</p>
      <ul class="shared">{shown.map((x) => (
        <li key={x.id}><EntityLink id={x.id} act={act} />
          <small>{x.ties.map((tie) => {
            const r = s.scene.relationships.get(tie.relationships[0] ?? "");
            const status = r?.status && r.status !== "member" ? ` (${r.status})` : "";
            return act.name(tie.id) + status + (r?.since ? " " + r.since.slice(0, 4) : "");
          }).join(" · ")}</small></li>
      ))}</ul>
      {!answer.complete && <p class="faint">{strings.notice.incomplete}</p>}
    </>
  );
}

function Connected({ act, answer }: Props & { answer: Answer }) {
  const c = answer.connect!;
  if (!c.joined) {
    return <><p>{t.apart}</p><ul>{c.groups.map((g) => <li key={g.join()}>{strings.list(g.map(act.name))}</li>)}</ul></>;
  }
  return (
    <>
      <p>{t.joined(c.hops, c.method === "exact")}</p>
      <ol class="hops">{c.steps.map((x) => (
        <li key={x.from + x.to}><button type="button" class="link plain" onClick={() => act.open(x.from < x.to ? x.from + "|" + x.to : x.to + "|" + x.from)}>{x.text}</button></li>
      ))}</ol>
    </>
  );
}

function Events({ s, act, answer }: Props & { answer: Answer }) {
  const a = answer.timeline!;
  return (
    <>
      <p>{t.events(a.count)}{a.undated_count > 0 && ", " + strings.time.undatedTies(a.undated_count)}</p>
      <ol class="events">{a.events.map((e, i) => {
        const r = s.scene.relationships.get(e.relationship);
        return r && (
          <li key={i}><time dateTime={e.date}>{words.date(e.date)}</time> <span class={"tag " + e.kind}>{strings.time[e.kind]}</span>{" "}
            <button type="button" class="link plain" onClick={() => act.open(r.id)}>{words.tie(r, act.name, s.schema)}</button></li>
        );
      })}</ol>
      {a.count > a.events.length && <p class="faint">{t.cut(a.count - a.events.length)}</p>}
    </>
  );
}
