// Holds the view, what has been answered to it, and what is going on; tells everybody when one of them changes. Views
// are exchanged whole, each one an entry of the browser's history: undo and redo are its back and forward.
import * as client from "../api/client";
import type { Problem, Schema } from "../api/answers";
import { strings } from "../strings";
import { decode, encode, longest } from "./address";
import { decodePlacement, encodePlacement, type Eye, type Point } from "./placement";
import { answer, type Answer } from "./questions";
import { compose, emptyScene, histogram, type Scene } from "./scene";
import { emptyView, sameQuestion, type Layer, type View } from "./view";

/** Why a layer has no answer. */
export interface Trouble { problem: Problem | null; cancelled: boolean }

export interface Notice { text: string; kind: "info" | "trouble"; retry?: boolean }

/** What is going on beside the view: nothing here is in the address. */
export interface State {
  view: View;
  answers: (Answer | null)[];
  troubles: (Trouble | null)[];
  scene: Scene;
  schema: Schema | null;
  years: Map<number, { began: number; ended: number }>;
  busy: number; // since when requests are under way (performance.now), 0 where none are
  away: boolean;
  stale: string | null;
  loading: boolean; // whether a load was under way while the answers were given
  notice: Notice | null;
  revision: number;
  canUndo: boolean;
  canRedo: boolean;
  /** What the pointer or the keyboard is on: an id of a node, a step's key, or "path:N". */
  hover: string;
  /** What is shown in place of the real date while a slider is moved. */
  preview: View["time"] | null;
  menu: { x: number; y: number; on: string } | null;
  expanding: string;
  from: string; // the start that was picked for a path, before its end is
  to: string; // the end, before its start is
}

type Listener = (state: State, before: State) => void;

const top = "coopgraph.top";
let memory = 0;

/** Keeps how many entries the history has. Where a browser lets nobody store anything, it is known for as long as the page lives. */
function keep(entries: number): void {
  memory = entries;
  try {
    sessionStorage.setItem(top, String(entries));
  } catch {
    // this page alone, then
  }
}

function kept(): number {
  try {
    return Number(sessionStorage.getItem(top)) || 0;
  } catch {
    return memory;
  }
}

/** What of a view decides which nodes there are. */
const questions = ({ layers, time, filter, hidden }: View) => encode({ ...emptyView, layers, time, filter, hidden });

/** The view of the present entry of the history: of its address, or whole beside it, where that does not hold it all. */
const present = (): View => decode(typeof history.state?.whole === "string" ? history.state.whole : location.search);

export class Store {
  state: State;
  /** Where nodes lie: kept over everything, so that what comes back lies where it lay. */
  readonly places = new Map<string, Point>();
  /** Nodes whose place was found, by a layout, by hand or by the address: they stay where they are. */
  readonly settled = new Set<string>();
  eye: Eye | null = null;
  /** Moves the camera; the canvas puts itself here. */
  look: (eye: Eye) => void = () => {};
  private listeners = new Set<Listener>();
  private asked = 0;
  private saving = 0;
  private waiting = 0;
  private patience = 1000;

  constructor(readonly embedded: boolean) {
    this.state = {
      view: present(), answers: [], troubles: [], scene: emptyScene, schema: null, years: new Map(),
      busy: 0, away: false, stale: null, loading: false, notice: null, revision: 0, canUndo: false, canRedo: false, hover: "",
      preview: null, menu: null, expanding: "", from: "", to: "",
    };
  }

  /** Begins: reads the address, asks what it asks, and follows the browser's history. */
  start(): void {
    client.listeners.busy = (n) => this.set({ busy: n === 0 ? 0 : this.state.busy || performance.now() });
    client.listeners.changed = () => void this.load();
    client.listeners.stale = (age) => age !== this.state.stale && this.set({ stale: age });
    if (!Number.isInteger(history.state?.n)) {
      history.replaceState({ n: 0 }, "");
      keep(0);
    }
    addEventListener("popstate", () => {
      this.placement = location.hash;
      this.set({ view: present(), menu: null, expanding: "" });
      this.steps();
      void this.load();
    });
    this.placement = location.hash;
    this.steps();
    client.ask<Schema>("v1/schema").then((schema) => this.set({ schema }), (e) => this.fail(e));
    void this.load();
  }

  /** The fragment whose placement is yet to be used. */
  private placement = "";

  /** Whether the address says where the camera stands, and the answers that it looks at are yet to come. */
  get awaitsEye(): boolean {
    return decodePlacement(this.placement, []).eye !== null;
  }

  subscribe(l: Listener): () => void {
    this.listeners.add(l);
    return () => this.listeners.delete(l);
  }

  set(part: Partial<State>): void {
    const before = this.state;
    this.state = { ...before, ...part };
    for (const l of this.listeners) l(this.state, before);
  }

  /**
   * Shows another view, as a further entry of the history: also where only nodes were moved, with `moved`; in place of
   * the present entry, with `replace`.
   */
  commit(view: View, how: "" | "replace" | "moved" = ""): void {
    const whole = encode(view), query = encode(view, longest);
    if (how !== "moved" && whole === encode(this.state.view)) {
      this.set({ view });
      return;
    }
    this.savePlaces();
    // Places that wait for the first answer go on waiting, as long as it is the same that is asked.
    if (questions(view) !== questions(this.state.view)) this.placement = "";
    this.set({ view, menu: null, preview: null });
    void this.load(); // which asks before the browser is kept busy with its history
    const eye = encodePlacement([], () => undefined, this.eye); // the nodes' places come once they have found them
    const url = location.pathname + "?" + query + (this.placement || (eye && "#" + eye));
    const replace = how === "replace" || this.embedded, n: number = (history.state?.n ?? 0) + (replace ? 0 : 1);
    const entry = query === whole ? { n } : { n, whole };
    if (replace) {
      history.replaceState(entry, "", url);
    } else {
      history.pushState(entry, "", url);
      keep(n);
    }
    this.steps();
    if (query !== whole && !this.long) this.set({ notice: { text: strings.notice.long, kind: "info" } });
    this.long = query !== whole;
  }

  /** Whether the address holds less than is shown, which has been said then. */
  private long = false;

  /** The address of what is seen, with where its nodes lie now. */
  url(): string {
    const query = encode(this.state.view, longest), fragment = this.fragment();
    return new URL("./" + (query && "?" + query) + (fragment && "#" + fragment), client.base).href;
  }

  undo(): void {
    if (this.state.canUndo) history.back();
  }

  redo(): void {
    if (this.state.canRedo) history.forward();
  }

  /** Writes where the nodes lie into the present address, soon. */
  placed(): void {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.savePlaces(), 250);
  }

  /** Asks all that the view asks, and shows the answers once all are there. */
  async load(): Promise<void> {
    const turn = ++this.asked, { view } = this.state;
    const settled = await Promise.allSettled(view.layers.map((l) => answer(l, view)));
    if (turn !== this.asked) return; // something else has been asked since
    const reasons = settled.map((s) => (s.status === "rejected" ? (s.reason as unknown) : null));
    const away = reasons.find((r) => r instanceof client.Away);
    if (away) {
      this.fail(away);
      return;
    }
    const broken = reasons.find((r) => r !== null && !(r instanceof client.Refused || r instanceof client.Cancelled));
    if (broken) console.error(broken);
    // What was cancelled, or will be asked again soon, keeps the answer before: what is on the canvas is not lost.
    const passing = (r: unknown) => r instanceof client.Cancelled || (r instanceof client.Refused && !!r.problem.retry_after);
    // The answer before may be a shorter one: a further page is the same question.
    const before = (l: Layer) => this.state.answers.find((a) => a && sameQuestion(a.layer, l)) ?? null;
    const answers = settled.map((s, i) => (s.status === "fulfilled" ? s.value : passing(s.reason) ? before(view.layers[i]!) : null));
    const troubles = reasons.map((r) => (r === null ? null
      : { problem: r instanceof client.Refused ? r.problem : null, cancelled: r instanceof client.Cancelled }));
    const scene = compose(answers, view);
    this.place(scene);
    this.retryLater(troubles);
    this.set({
      answers, troubles, scene, away: false, preview: null, loading: answers.some((a) => a?.loading),
      revision: Math.max(0, ...answers.map((a) => a?.revision ?? 0)) || this.state.revision,
      notice: this.state.notice?.retry ? null : this.state.notice,
    });
    this.patience = 1000;
    await this.loadYears(view, turn, scene);
  }

  /** Beginnings and ends of all time, also where a date is set. */
  private async loadYears(view: View, turn: number, scene: Scene): Promise<void> {
    let years = histogram(scene);
    if (view.time.when !== "always") {
      const ever: View = { ...view, time: { when: "always" } };
      const settled = await Promise.allSettled(view.layers.map((l) => answer(l, ever)));
      if (turn !== this.asked) return;
      years = histogram(compose(settled.map((s) => (s.status === "fulfilled" ? s.value : null)), ever));
    }
    this.set({ years });
  }

  /** Says what went wrong; a server that is away is asked again by and by. */
  fail(e: unknown): void {
    if (e instanceof client.Refused) {
      this.set({ notice: { text: e.problem.detail, kind: "trouble" } });
    } else if (e instanceof client.Away) {
      this.set({ away: true, notice: { text: strings.notice.away, kind: "trouble", retry: true } });
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => void this.retry(), this.patience);
      this.patience = Math.min(2 * this.patience, 15_000);
    } else if (!(e instanceof client.Cancelled)) {
      console.error(e);
    }
  }

  /** Asks again what was not answered. */
  async retry(): Promise<void> {
    clearTimeout(this.waiting);
    if (this.state.away && !(await client.ready())) {
      this.fail(new client.Away());
      return;
    }
    this.set({ away: false, notice: null });
    if (!this.state.schema) client.ask<Schema>("v1/schema").then((schema) => this.set({ schema }), (e) => this.fail(e));
    await this.load();
  }

  /** Where the database is busy, the server says when to ask again. */
  private retryLater(troubles: (Trouble | null)[]): void {
    const after = troubles.map((t) => t?.problem?.retry_after ?? 0).filter((s) => s > 0);
    clearTimeout(this.waiting);
    if (after.length) this.waiting = setTimeout(() => void this.load(), 1000 * Math.min(60, Math.max(...after)));
  }

  /** Puts nodes where the address says that they lie. */
  private place(scene: Scene): void {
    if (!this.placement) return;
    const { points, eye } = decodePlacement(this.placement, [...scene.nodes.keys()]);
    for (const [id, p] of points) {
      this.places.set(id, p);
      this.settled.add(id);
    }
    if (eye) {
      this.eye = eye;
      this.look(eye);
    }
    this.placement = "";
  }

  private fragment(): string {
    const ids = this.state.view.layout === "force" ? [...this.state.scene.nodes.keys()] : [];
    return encodePlacement(ids, (id) => this.places.get(id), this.eye);
  }

  private savePlaces(): void {
    clearTimeout(this.saving);
    if (this.placement || (this.state.view.layers.length > 0 && this.state.scene.nodes.size === 0)) return;
    const fragment = this.fragment();
    if (fragment === location.hash.slice(1)) return;
    history.replaceState(history.state, "", location.pathname + location.search + (fragment && "#" + fragment));
  }

  private steps(): void {
    const n: number = history.state?.n ?? 0;
    const last = Math.max(n, kept());
    this.set({ canUndo: n > 0, canRedo: n < last });
  }
}
