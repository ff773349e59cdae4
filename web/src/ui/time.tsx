// Time: the bar below the canvas, with beginnings and ends by year and a slider over them; and the list of what changed
// between two dates.
import { useEffect, useRef, useState } from "preact/hooks";
import * as words from "../say";
import { lastDay, firstDay } from "../state/holds";
import type { Answer } from "../state/questions";
import { subjects, type Time } from "../state/view";
import { strings } from "../strings";
import { Chips } from "./combo";
import { NoLayer, type Props } from "./parts";

const t = strings.time;
const day = /^\d{4}(-\d{2}(-\d{2})?)?$/;
/** Whether a text is a date that there is. */
function real(d: string): boolean {
  const first = firstDay(d), at = Date.parse(first);
  return day.test(d) && !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === first;
}
const thisYear = () => new Date().getUTCFullYear();

/** The years that the bar spans. */
function range(years: Map<number, unknown>, time: Time): [number, number] {
  const known = [...years.keys()].filter((y) => y > 1000);
  const dates = "from" in time ? [time.from, time.to] : "date" in time ? [time.date] : [];
  const all = [...known, ...dates.map((d) => Number(d.slice(0, 4)))];
  return [Math.min(thisYear() - 30, ...all), Math.max(thisYear(), ...all)];
}

export function TimeBar({ s, store, act }: Props) {
  const time = s.preview ?? s.view.time;
  const [first, last] = range(s.years, s.view.time);
  const [playing, play] = useState(false);
  const year = (d: string) => Number(d.slice(0, 4));
  const mode = (when: Time["when"]) => {
    const from = "from" in time ? time.from : String(Math.max(first, thisYear() - 30)), to = "to" in time ? time.to : String(thisYear());
    const apart = when !== "compare" || lastDay(from) < firstDay(to) ? from : String(year(to) - 1);
    act.time(when === "always" ? { when } : when === "on" ? { when, date: "date" in time ? time.date : String(thisYear()) } : { when, from: apart, to });
  };
  const slide = (value: Time, done: boolean) => (done ? act.time(value) : store.set({ preview: value }));

  useEffect(() => {
    if (playing && time.when !== "on") play(false);
    if (!playing || time.when !== "on" || s.busy) return; // a step before the last was answered would throw its answer away
    const tick = setTimeout(() => {
      const next = year(time.date) + 1;
      if (next > last) play(false);
      else act.time({ when: "on", date: String(next) }, "replace");
    }, 700);
    return () => clearTimeout(tick);
  }, [playing, s.view.time, s.answers, s.busy === 0]);

  // On an empty canvas it keeps its room: a canvas that changes its size has to be set up anew, which takes long.
  return (
    <section class={"timebar" + (s.view.layers.length ? "" : " nothing")} aria-label={t.heading}>
      <fieldset class="modes"><legend class="unseen">{t.heading}</legend>
        {(["always", "on", "within", "compare"] as const).map((m) => (
          <label key={m} class={time.when === m ? "on" : ""}><input type="radio" name="when" class="unseen" checked={time.when === m} onChange={() => mode(m)} />{t[m]}</label>
        ))}
      </fieldset>
      <div class="dates">
        {time.when === "on" && <>
          <DateField id="as-of" label={t.date} value={time.date} set={(date) => act.time({ when: "on", date })} />
          <button type="button" aria-pressed={playing} onClick={() => {
            if (!playing && year(time.date) >= last) act.time({ when: "on", date: String(first) });
            play(!playing);
          }}>{playing ? "⏸ " + t.pause : "▶ " + t.play}</button></>}
        {"from" in time && <>
          <DateField id="date-from" label={t.from} value={time.from} before={time.when === "compare" ? time.to : undefined} set={(from) => act.time({ ...time, from })} />
          <DateField id="date-to" label={t.to} value={time.to} after={time.when === "compare" ? time.from : undefined} set={(to) => act.time({ ...time, to })} /></>}
        {time.when === "compare" && <span class="key">{(["began", "ended", "lasted"] as const).map((c) => <span key={c} class={"change " + c}>{t[c]}</span>)}</span>}
        {time.when !== "always" && <label class="undated"><input type="checkbox" checked={s.view.filter.undated} onChange={() => act.filter({ undated: !s.view.filter.undated })} /> {t.undated}</label>}
      </div>
      <div class="slider">
        <Histogram years={s.years} first={first} last={last} time={time} />
        {time.when === "on" && <Slide label={t.date} first={first} last={last} value={year(time.date)} set={(y, done) => slide({ when: "on", date: String(y) }, done)} />}
        {"from" in time && <>
          <Slide label={t.from} first={first} last={last} value={year(time.from)} set={(y, done) => slide({ ...time, from: String(Math.min(y, year(time.to) - (time.when === "compare" ? 1 : 0))) }, done)} />
          <Slide label={t.to} first={first} last={last} value={year(time.to)} set={(y, done) => slide({ ...time, to: String(Math.max(y, year(time.from) + (time.when === "compare" ? 1 : 0))) }, done)} /></>}
      </div>
    </section>
  );
}

function Slide({ label, first, last, value, set }: { label: string; first: number; last: number; value: number; set(year: number, done: boolean): void }) {
  return <input type="range" aria-label={label} min={first} max={last} value={value}
    onInput={(e) => set(Number(e.currentTarget.value), false)} onChange={(e) => set(Number(e.currentTarget.value), true)} />;
}

/** A date as precise as somebody writes it. */
function DateField({ id, label, value, before, after, set }: { id: string; label: string; value: string; before?: string | undefined; after?: string | undefined; set(date: string): void }) {
  const [typed, type] = useState<string | null>(null);
  const text = typed ?? value;
  const right = real(text) && !(before && lastDay(text) >= firstDay(before)) && !(after && firstDay(text) <= lastDay(after));
  const take = () => {
    if (typed !== null && right && typed !== value) set(typed);
    if (right) type(null);
  };
  return (
    <label class="date">{label} <input id={id} type="text" inputMode="numeric" size={10} value={text} aria-invalid={!right} title={t.bad}
      onInput={(e) => type(e.currentTarget.value.trim())} onBlur={take} onKeyDown={(e) => e.key === "Enter" && take()} /></label>
  );
}

const height = 34;

function Histogram({ years, first, last, time }: { years: Map<number, { began: number; ended: number }>; first: number; last: number; time: Time }) {
  const svg = useRef<SVGSVGElement>(null);
  const most = Math.max(1, ...[...years.values()].map((y) => Math.max(y.began, y.ended)));
  const w = 100 / (last - first + 1);
  const tall = (n: number) => (n ? Math.max(1, (Math.sqrt(n / most) * height) / 2) : 0);
  const inside = (y: number) => time.when === "always" || (time.when === "on" ? y === Number(time.date.slice(0, 4))
    : y >= Number(time.from.slice(0, 4)) && y <= Number(time.to.slice(0, 4)));
  const marks = [first, ...Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((y) => y % (last - first > 90 ? 50 : 10) === 0 && y - first > 4 && last - y > 4), last];
  return (
    <div class="histogram">
      <svg ref={svg} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" role="img" aria-label={t.histogram}>
        <line x1="0" x2="100" y1={height / 2} y2={height / 2} class="axis" />
        {[...years].filter(([y]) => y >= first).map(([y, { began, ended }]) => (
          <g key={y} class={inside(y) ? "" : "outside"}>
            <title>{t.year(y, began, ended)}</title>
            <rect class="began" x={(y - first) * w} width={w * 0.86} y={height / 2 - tall(began)} height={tall(began)} />
            <rect class="ended" x={(y - first) * w} width={w * 0.86} y={height / 2} height={tall(ended)} />
          </g>
        ))}
      </svg>
      <div class="years" aria-hidden="true">{marks.map((y) => <YearMark key={y} year={y} at={(y - first + 0.5) * w} />)}</div>
    </div>
  );
}

function YearMark({ year, at }: { year: number; at: number }) {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => mark.current?.style.setProperty("left", at + "%"), [at]);
  return <span ref={mark}>{year}</span>;
}

export function TimePanel(p: Props) {
  const { s, act } = p;
  const at = s.view.layers.findIndex((l) => l.ask === "changes");
  const layer = s.view.layers[at];
  const [own, setOwn] = useState<string[] | null>(null);
  const ids = own ?? (layer ? subjects(layer) : s.view.selected.length ? s.view.selected : s.view.open.includes("|") ? [] : [s.view.open].filter((id) => s.scene.nodes.has(id)));
  const compare = s.view.time.when === "compare" ? s.view.time : { from: "1991", to: String(thisYear()) };
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const a = from ?? compare.from, b = to ?? compare.to;
  const right = real(a) && real(b) && lastDay(a) < firstDay(b);
  const answer = s.answers[at];
  return (
    <>
      <p class="faint">{t.intro}</p>
      <form onSubmit={(e) => {
        e.preventDefault();
        if (!right || ids.length > 20) return;
        setOwn(null);
        setFrom(null);
        setTo(null);
        act.compare(ids, a, b);
      }}>
        <Chips id="changes-who" label={t.subject} ids={ids} act={act} onChange={setOwn} />
        <p class="row">
          <label>{t.from} <input id="changes-from" type="text" inputMode="numeric" size={10} value={a} aria-invalid={!right} onInput={(e) => setFrom(e.currentTarget.value.trim())} /></label>
          <label>{t.to} <input id="changes-to" type="text" inputMode="numeric" size={10} value={b} aria-invalid={!right} onInput={(e) => setTo(e.currentTarget.value.trim())} /></label>
          <button type="submit" class="first" disabled={!right || ids.length === 0}>{t.show}</button>
        </p>
        {!right && <p class="trouble">{t.bad}</p>}
      </form>
      <NoLayer trouble={s.troubles[at]} store={act.store} />
      {answer?.changes && <Changes {...p} answer={answer} />}
    </>
  );
}

function Changes({ s, act, answer }: Props & { answer: Answer }) {
  const d = answer.changes!;
  return (
    <section aria-label={strings.layer(answer.layer, act.name)}>
      <h2>{strings.layer(answer.layer, act.name)}, {words.date(d.from_date)} – {words.date(d.to_date)}</h2>
      <p>{t.counts(d.began, d.ended, d.unchanged, d.undated)}</p>
      {d.changes.length === 0 && <p>{t.none}</p>}
      <ol class="events">{d.changes.map((e, i) => {
        const r = s.scene.relationships.get(e.relationship) ?? d.graph.relationships.find((x) => x.id === e.relationship);
        return r && (
          <li key={i}><span class={"change " + e.kind}>{t[e.kind]}</span> <time dateTime={e.date}>{words.date(e.date)}</time>{" "}
            <button type="button" class="link plain" onClick={() => act.open(r.id)}>{words.tie(r, act.name, s.schema)}</button></li>
        );
      })}</ol>
      {d.cut && <p class="faint">{strings.together.cut(d.began + d.ended - d.changes.length)}</p>}
    </section>
  );
}
