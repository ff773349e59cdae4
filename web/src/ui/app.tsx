// The page: the bar above, the canvas with what lies on it, the panel beside.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Actions } from "../actions";
import { Canvas } from "../draw/canvas";
import type { Theme } from "../draw/palette";
import * as words from "../say";
import { nextTheme, themes, useTheme } from "../theme";
import type { State, Store } from "../state/store";
import type { LayoutName, Tab } from "../state/view";
import { strings } from "../strings";
import { About } from "./about";
import { Combo } from "./combo";
import { everywhere, onCanvas } from "./keys";
import { Legend } from "./legend";
import { Menu } from "./menu";
import { Paths } from "./paths";
import { Queries } from "./queries";
import { Share } from "./share";
import { Table } from "./table";
import { TimeBar, TimePanel } from "./time";
import { Together } from "./together";
import type { Props } from "./parts";

const tabs: [Tab, (p: Props) => preact.JSX.Element][] = [
  ["about", About], ["paths", Paths], ["together", Together], ["time", TimePanel], ["queries", Queries], ["table", Table],
];

/** How long the page waits for an answer before it changes, in milliseconds: mostly it then changes once, not twice. */
const patience = 120;

/** Follows the store, frame by frame. */
function useStore(store: Store): State {
  const [s, set] = useState(store.state);
  useEffect(() => {
    let frame = 0, wait = 0;
    const draw = () => {
      clearTimeout(wait);
      frame = wait = 0;
      set(store.state);
    };
    set(store.state);
    return store.subscribe((next, before) => {
      if (next.view !== before.view) wait ||= setTimeout(draw, patience);
      else if (!frame && !(wait && next.answers === before.answers)) frame = requestAnimationFrame(draw);
    });
  }, [store]);
  return s;
}

/** Moves the focus. Following the link would be an entry of the history that is no view, and take the places from the address. */
function skip(e: Event, to: string): void {
  e.preventDefault();
  document.getElementById(to)?.focus();
}

export function App({ store, act }: { store: Store; act: Actions }) {
  const s = useStore(store), p = { s, store, act };
  const [choice, theme] = useTheme();
  useEffect(() => {
    const keys = (e: KeyboardEvent) => everywhere(e, store, act);
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, []);
  useEffect(() => void act.learn(), [s.scene, s.troubles, s.from, s.to, s.busy === 0]);
  useEffect(() => { document.title = s.view.layers.length ? s.view.layers.map((l) => strings.layer(l, act.name)).join("; ").slice(0, 90) + " – coopgraph" : strings.title; }, [s.view, s.scene]);
  if (store.embedded) return <Embedded {...p} theme={theme} />;
  return (
    <>
      <a class="skip" href="#canvas" onClick={(e) => skip(e, "canvas")}>{strings.bar.skip}</a>
      <a class="skip" href="#panel" onClick={(e) => skip(e, "panel")}>{strings.bar.skipPanel}</a>
      <Bar {...p} choice={choice} />
      <main>
        <div class="stage">
          <Drawing {...p} theme={theme} />
          {s.view.layers.length === 0 && <Start {...p} />}
          <Legend {...p} />
          <Tools {...p} />
          <Progress {...p} />
        </div>
        <TimeBar {...p} />
        <Panel {...p} />
      </main>
      <Notices {...p} />
      <Menu {...p} />
    </>
  );
}

function Bar(p: Props & { choice: string }) {
  const { s, store, act, choice } = p;
  const [sharing, share] = useState(false);
  return (
    <header>
      <a class="logo" href="./" aria-label={strings.title + ": " + strings.bar.clear} onClick={(e) => { e.preventDefault(); act.clear(); }}><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 17 12 6l7 11" fill="none" stroke="currentColor" stroke-width="1.6" /><circle cx="12" cy="6" r="3.4" class="a" /><circle cx="5" cy="17" r="3.4" class="b" /><circle cx="19" cy="17" r="3.4" class="c" /></svg><span>{strings.title}</span></a>
      <div class="search"><Combo id="search" label={strings.search.label} hideLabel act={act} placeholder={strings.search.placeholder} onPick={(o) => act.show(o.id, o.degree)} /></div>
      <nav aria-label={strings.title}>
        <button type="button" class="icon" disabled={!s.canUndo} onClick={() => store.undo()} aria-label={strings.bar.undo} title={strings.bar.undo}>↶</button>
        <button type="button" class="icon" disabled={!s.canRedo} onClick={() => store.redo()} aria-label={strings.bar.redo} title={strings.bar.redo}>↷</button>
        <button type="button" id="share-button" aria-expanded={sharing} onClick={() => share(!sharing)}>{strings.bar.share}</button>
        <button type="button" class="icon" onClick={nextTheme} aria-label={`${strings.bar.theme}: ${themes[choice]}`} title={`${strings.bar.theme}: ${themes[choice]}`}>{choice === "light" ? "☀" : choice === "dark" ? "☾" : "◐"}</button>
      </nav>
      {sharing && <Share {...p} close={() => { share(false); document.getElementById("share-button")?.focus(); }} />}
    </header>
  );
}

function Drawing({ s, store, act, theme }: Props & { theme: Theme }) {
  const box = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    try {
      act.canvas = new Canvas(store, box.current!, theme, {
        node: (id, e) => {
          if (id.startsWith("more:")) act.more(Number(id.slice(5)));
          else if (!store.embedded && "shiftKey" in e && (e.shiftKey || e.ctrlKey || e.metaKey)) act.toggle(id);
          else act.select([id], id);
        },
        open: (id) => !store.embedded && !id.startsWith("more:") && act.expand(id),
        step: (key) => act.open(key),
        nothing: () => (store.state.view.selected.length || store.state.view.open) && act.commit({ ...store.state.view, selected: [], open: "" }),
        menu: (on, x, y) => !store.embedded && store.set({ menu: { on, x, y } }),
        moved: (id) => act.moved(id),
        caught: (ids) => act.select(ids),
      });
    } catch (e) {
      console.warn(e);
      setBroken(true);
    }
  }, []);
  useEffect(() => act.canvas?.setTheme(theme), [theme]);
  const shown = strings.canvas.says(s.scene.nodes.size, s.scene.relationships.size);
  return (
    <div id="canvas" tabIndex={0} role="application" aria-label={strings.canvas.label} aria-describedby="shown" onKeyDown={(e) => act.canvas && onCanvas(e, store, act, act.canvas)}>
      <div class="sigma" ref={box} />
      <p id="shown" class="unseen">{s.view.layers.length ? shown : strings.canvas.empty}</p>
      {broken && <p class="trouble">{strings.notice.noWebGL}</p>}
    </div>
  );
}

function Start({ act }: Props) {
  return (
    <section class="start" aria-labelledby="start">
      <h1 id="start">{strings.tagline}</h1>
      <p>{strings.start.intro}</p>
      <ul>{strings.start.questions.map((q, i) => <li key={q}><button type="button" onClick={() => act.begin(i, words.today())}>{q}</button></li>)}</ul>
    </section>
  );
}

function Tools({ s, act }: Props) {
  const [catching, set] = useState(false);
  const layouts: [LayoutName, string][] = [["force", strings.bar.forces], ["layers", strings.bar.layers], ["map", strings.bar.map]];
  const icon = (text: string, label: string, go: () => void, pressed?: boolean) =>
    <button type="button" class="icon" aria-label={label} title={label} aria-pressed={pressed} onClick={go}>{text}</button>;
  if (!s.view.layers.length) return null;
  return (
    <div class="tools" role="toolbar" aria-label={strings.bar.layout}>
      <span class="group">{layouts.map(([l, text]) => <button key={l} type="button" aria-pressed={s.view.layout === l} onClick={() => act.layout(l)}>{text}</button>)}</span>
      <span class="group">
        {icon("↻", strings.bar.again, () => act.canvas?.again())}
        {icon("Aa", strings.bar.labels, () => act.labels(), s.view.labels)}
        {icon("◌", strings.bar.lasso, () => { if (act.canvas) act.canvas.pointer.catching = !catching; set(!catching); }, catching)}
      </span>
      <span class="group">
        {icon("+", strings.bar.zoomIn, () => act.canvas?.sight.zoom(1 / 1.5))}
        {icon("−", strings.bar.zoomOut, () => act.canvas?.sight.zoom(1.5))}
        {icon("⤢", strings.bar.fit, () => act.canvas?.sight.fit(true))}
      </span>
    </div>
  );
}

/** Shown once something takes longer than a moment, with a way to break it off. */
function Progress({ s, act }: Props) {
  const [late, set] = useState(false);
  useEffect(() => {
    if (!s.busy) return set(false);
    const wait = setTimeout(() => set(true), 350);
    return () => clearTimeout(wait);
  }, [s.busy]);
  if (!late) return null;
  return <div class="progress" role="status"><span class="spin" aria-hidden="true" />{strings.notice.working} <button type="button" onClick={() => act.cancel()}>{strings.act.cancel}</button></div>;
}

function Panel(p: Props) {
  const { s, act } = p;
  const shown = tabs.find(([name]) => name === s.view.tab) ?? tabs[0]!;
  const Shown = shown[1];
  const onKey = (e: KeyboardEvent) => {
    const at = tabs.findIndex(([name]) => name === s.view.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at + tabs.length - 1, Home: 0, End: tabs.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    const name = tabs[to % tabs.length]![0];
    act.tab(name);
    document.getElementById("tab-" + name)?.focus();
  };
  return (
    <aside id="panel" tabIndex={-1} aria-label={strings.bar.panel}>
      <div role="tablist" aria-label={strings.bar.panel} onKeyDown={onKey}>
        {tabs.map(([name]) => (
          <button key={name} id={"tab-" + name} type="button" role="tab" aria-selected={s.view.tab === name} aria-controls="tab-panel" tabIndex={s.view.tab === name ? 0 : -1} onClick={() => act.tab(name)}>{strings.tabs[name]}</button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={"tab-" + s.view.tab} tabIndex={0}>
        <Shown {...p} />
        {s.view.tab === "about" && !s.view.open && <Help />}
      </div>
    </aside>
  );
}

function Help() {
  return (
    <details class="section help"><summary>{strings.help.heading}</summary>
      <dl>{strings.help.keys.map(([key, what]) => <><dt key={key}><kbd>{key}</kbd></dt><dd>{what}</dd></>)}</dl>
      <p class="faint">{strings.help.pointer}</p></details>
  );
}

function Notices({ s, store }: Props) {
  const { notice, stale } = s;
  return (
    <div class="notices">
      {notice && <div class={"notice " + notice.kind} role="alert">{notice.text}{" "}
        {notice.retry ? <button type="button" onClick={() => void store.retry()}>{strings.act.retry}</button>
          : <button type="button" class="icon" aria-label={strings.act.close} onClick={() => store.set({ notice: null })}>×</button>}</div>}
      {s.loading && <div class="notice info" role="status">{strings.notice.loading}</div>}
      {stale && <div class="notice info" role="status">{strings.notice.stale(stale)}</div>}
    </div>
  );
}

/** The view alone, to look at in another page: a line that says what it is, and the way to the whole. */
function Embedded(p: Props & { theme: Theme }) {
  const { s, store, act } = p;
  return (
    <>
      <main class="embedded">
        <div class="stage"><Drawing {...p} /><Legend {...p} /><Progress {...p} /></div>
        <footer><span>{s.view.layers.map((l) => strings.layer(l, act.name)).join("; ")}</span>
          <a href={store.url()} target="_blank" rel="noopener">{strings.embed.open}</a></footer>
      </main>
      <Notices {...p} />
    </>
  );
}
