// What people do, in the terms of the view. Each action shows another view; none touches the drawing, the camera
// excepted.
import { ask, cancelAll } from "./api/client";
import type { EntityList, TiesAnswer } from "./api/answers";
import type { Canvas } from "./draw/canvas";
import { say } from "./ui/live";
import { strings } from "./strings";
import { notShown } from "./state/scene";
import type { Store } from "./state/store";
import {
  around, emptyFilter, emptyView, firstPage, joined, largeExpansion, nextPage, paths, subjects, toggled, withLayer, without,
  type Filter, type Layer, type LayoutName, type Tab, type Time, type View,
} from "./state/view";

/** How many entities may be asked for at a time. */
const mostIDs = 500;

export class Actions {
  canvas: Canvas | null = null;

  constructor(readonly store: Store) {}

  private get view(): View {
    return this.store.state.view;
  }

  name = (id: string): string => this.store.state.scene.nodes.get(id)?.name ?? this.names.get(id) ?? id;

  /** Draws the picture that is printed in place of the canvas. */
  redraw: () => Promise<void> = async () => {};
  /** Names of entities that were found but are not on the canvas. */
  private readonly names = new Map<string, string>();

  knows(id: string, name: string): void {
    this.names.set(id, name);
  }

  /** Asks for the names of what a view speaks of but does not show. */
  async learn(others: string[] = []): Promise<void> {
    if (this.store.state.busy) return; // what is under way may bring them
    const v = this.view, { nodes } = this.store.state.scene;
    const args = v.layers.flatMap((l) => (l.ask === "query" ? Object.values(l.args) : [])).concat(others);
    const unknown = [...args.flatMap((x) => x.split(",")).filter((x) => /^[a-z]+:[a-z0-9-]+$/.test(x)), ...v.layers.flatMap(subjects), ...v.layers.flatMap((l) => (l.ask === "common" ? l.not : [])),
      ...v.filter.avoid, this.store.state.from, this.store.state.to].filter((id) => id && !nodes.has(id) && !this.names.has(id));
    const spoken = [...new Set(unknown)].slice(0, mostIDs);
    if (!spoken.length) return;
    for (const id of spoken) this.names.set(id, id); // asked for once
    try {
      const a = await ask<EntityList>("v1/entities", new URLSearchParams({ ids: spoken.join(",") }));
      for (const n of a.entities) this.names.set(n.id, n.name);
      this.store.set({});
    } catch {
      // The questions themselves meet the same trouble, and say so. At once it would be met again.
      setTimeout(() => spoken.forEach((id) => this.names.delete(id)), 10_000);
    }
  }

  commit(v: View, how: "" | "replace" | "moved" = ""): void {
    this.store.commit(v, how);
  }

  /** Brings an entity onto the canvas and explains it; few neighbours come with it. */
  show(id: string, degree: number): void {
    const few = degree > 0 && degree <= largeExpansion;
    let v = few ? withLayer(this.view, around(id)) : this.withNodes([id]);
    v = { ...v, open: id, tab: "about", hidden: without(v.hidden, [id]), selected: [id] };
    this.commit(v);
    if (!few && degree > 0) this.store.set({ expanding: id });
  }

  /** Adds entities without their neighbours. */
  add(ids: string[]): void {
    this.commit({ ...this.withNodes(ids), hidden: without(this.view.hidden, ids) });
  }

  private withNodes(ids: string[]): View {
    const v = this.view, at = v.layers.findIndex((l) => l.ask === "nodes");
    const fresh = ids.filter((id) => !this.store.state.scene.nodes.has(id));
    if (!fresh.length) return v;
    if (at < 0) return { ...v, layers: [...v.layers, { ask: "nodes", ids: fresh }] };
    return { ...v, layers: v.layers.map((l, i) => (i === at && l.ask === "nodes" ? { ...l, ids: joined(l.ids, fresh) } : l)) };
  }

  open(id: string): void {
    this.commit({ ...this.view, open: id, tab: "about" });
  }

  close(): void {
    this.store.set({ expanding: "" });
    this.commit({ ...this.view, open: "" });
  }

  tab(tab: Tab): void {
    this.commit({ ...this.view, tab }, "replace");
  }

  /** Expands in place; where much would come, the panel asks first what and how many. */
  expand(id: string): void {
    const n = this.store.state.scene.nodes.get(id);
    if (!n) return;
    const known = this.view.layers.findIndex((l) => l.ask === "around" && l.id === id && !l.types.length);
    if (known >= 0) {
      this.more(known);
      return;
    }
    if (notShown(this.store.state.scene, id) > largeExpansion) {
      this.store.set({ expanding: id });
      this.commit({ ...this.view, open: id, tab: "about" });
      return;
    }
    this.commit({ ...withLayer(this.view, around(id)), open: id, tab: "about" });
  }

  expanding(id: string): void {
    this.store.set({ expanding: id, menu: null });
    if (id) this.commit({ ...this.view, open: id, tab: "about" });
  }

  /** Expands by the chosen rows of what there is; by all of them as one question. */
  expandBy(id: string, rows: TiesAnswer["ties"], all: boolean, limit: number): void {
    let v = this.view;
    if (all) v = withLayer(v, around(id, limit));
    else {
      for (const r of rows) {
        v = withLayer(v, { ...around(id, limit), types: [r.type], direction: r.direction, kinds: [r.kind] });
      }
    }
    this.store.set({ expanding: "" });
    this.commit({ ...v, open: id });
  }

  /** Pages further neighbours in. */
  more(layer: number): void {
    const l = this.view.layers[layer];
    if (l?.ask !== "around") return;
    this.commit({ ...this.view, layers: this.view.layers.map((x, i) => (i === layer ? { ...l, limit: Math.min(5000, l.limit + nextPage) } : x)) });
  }

  collapse(id: string): void {
    const layers = this.view.layers.filter((l) => !(l.ask === "around" && l.id === id));
    const stays = layers.some((l) => subjects(l).includes(id));
    this.commit({ ...this.view, layers: stays ? layers : [...layers, { ask: "nodes", ids: [id] }] });
  }

  removeLayer(i: number): void {
    this.commit({ ...this.view, layers: this.view.layers.filter((_, j) => j !== i), path: 0, only: false });
  }

  hide(ids: string[]): void {
    this.commit({ ...this.view, hidden: joined(this.view.hidden, ids), selected: without(this.view.selected, ids),
      open: ids.includes(this.view.open) ? "" : this.view.open });
  }

  hideOthers(ids: string[]): void {
    this.hide(without([...this.store.state.scene.nodes.keys()], ids));
  }

  unhide(): void {
    this.commit({ ...this.view, hidden: [] });
  }

  pin(id: string): void {
    this.commit({ ...this.view, pinned: toggled(this.view.pinned, id) });
  }

  moved(id: string): void {
    this.commit({ ...this.view, pinned: joined(this.view.pinned, [id]) }, "moved");
  }

  select(ids: string[], open = ""): void {
    const v = { ...this.view, selected: ids };
    this.commit(open ? { ...v, open, tab: v.tab === "together" ? v.tab : "about" } : v);
    say(strings.canvas.selected(ids.length));
  }

  toggle(id: string): void {
    this.select(toggled(this.view.selected, id));
  }

  selectNeighbours(id: string): void {
    this.select(joined([id], [...(this.store.state.scene.neighbours.get(id) ?? [])]));
  }

  invert(): void {
    this.select(without([...this.store.state.scene.nodes.keys()], this.view.selected));
  }

  avoid(id: string): void {
    this.filter({ avoid: joined(this.view.filter.avoid, [id]) });
  }

  startHere(id: string): void {
    this.end("from", id);
  }

  endHere(id: string): void {
    this.end("to", id);
  }

  /** The ends of paths, as far as they are known: what was picked since goes before what was asked. */
  get ends(): { from: string; to: string } {
    const { from, to } = this.store.state, asked = this.pathLayer() ?? { from: "", to: "" };
    return { from: from || (asked.from === to ? "" : asked.from), to: to || (asked.to === from ? "" : asked.to) };
  }

  /** Picks one end. Paths are asked for once there is another one; until then the panel says what is missing. */
  end(which: "from" | "to", id: string): void {
    const ends = { ...this.ends, [which]: id };
    if (ends.from && ends.to && ends.from !== ends.to) {
      this.findPaths({ ...(this.pathLayer() ?? paths(ends.from, ends.to)), ...ends });
      return;
    }
    this.store.set({ from: "", to: "", [which]: id, menu: null });
    this.tab("paths");
    say(strings.paths.missing[which](this.name(id)));
  }

  pathLayer(): (Layer & { ask: "paths" }) | undefined {
    return this.view.layers.find((l) => l.ask === "paths");
  }

  /** Asks for paths in place of those asked for before. */
  findPaths(l: Layer & { ask: "paths" }): void {
    this.store.set({ from: "", to: "", menu: null });
    const layers = this.view.layers.filter((x) => x.ask !== "paths");
    this.commit({ ...this.view, layers: [...layers, l], path: 0, only: false, tab: "paths", open: "" });
  }

  pick(path: number): void {
    this.commit({ ...this.view, path: this.view.path === path && !this.view.only ? 0 : path });
  }

  only(path: number, only: boolean): void {
    this.commit({ ...this.view, path, only });
  }

  time(time: Time, how: "" | "replace" = ""): void {
    this.commit({ ...this.view, time }, how);
  }

  filter(part: Partial<Filter>): void {
    this.commit({ ...this.view, filter: { ...this.view.filter, ...part } });
  }

  clearFilter(): void {
    this.commit({ ...this.view, filter: emptyFilter });
  }

  layout(layout: LayoutName): void {
    this.commit({ ...this.view, layout });
  }

  labels(): void {
    this.commit({ ...this.view, labels: !this.view.labels });
  }

  /** The layers without these sorts. Of what was added by hand only those go that the question itself brings. */
  private but(asks: Layer["ask"][], brought: string[]): Layer[] {
    return this.view.layers.filter((x) => !asks.includes(x.ask)).flatMap((x): Layer[] => {
      if (x.ask !== "nodes") return [x];
      const ids = x.ids.filter((id) => !brought.includes(id));
      return ids.length ? [{ ...x, ids }] : [];
    });
  }

  /** Asks a question about several entities together; one of the same sort before it goes. */
  together(l: Layer): void {
    const layers = this.but(["connect", "common", "timeline"], subjects(l));
    this.commit({ ...this.view, layers: [...layers, l], tab: l.ask === "changes" ? "time" : "together" });
  }

  compare(ids: string[], from: string, to: string): void {
    const layers = this.but(["changes"], ids);
    const asked: Layer[] = [...layers, { ask: "changes", ids }];
    this.commit({ ...this.view, layers: asked, time: { when: "compare", from, to }, tab: "time", open: "" });
  }

  query(name: string, args: Record<string, string>): void {
    const layers = this.view.layers.filter((x) => x.ask !== "query");
    this.commit({ ...this.view, layers: [...layers, { ask: "query", name, args }], tab: "queries" });
  }

  /** One of the three questions that an empty canvas offers. */
  begin(question: number, today: string): void {
    const v = emptyView;
    if (question === 0) {
      this.commit({ ...v, layers: [paths("official:jeyhun-bayramov", "project:southern-gas-corridor")], tab: "paths" });
    } else if (question === 1) {
      this.commit({ ...v, layers: [{ ask: "changes", ids: ["country:geo"] }], time: { when: "compare", from: "1991", to: "2001" }, tab: "time" });
    } else {
      this.commit({
        ...v, tab: "together", time: { when: "on", date: today },
        layers: [{ ask: "common", ids: ["country:aze", "country:arm", "country:geo"], not: ["country:tur"], min: 0, types: ["MEMBER_OF"] }],
      });
    }
  }

  clear(): void {
    this.store.set({ expanding: "", from: "", to: "" });
    this.commit(emptyView);
  }

  cancel(): void {
    cancelAll();
    say(strings.notice.cancelled);
  }

  /** What an entity is tied to, for choosing. */
  ties(id: string): Promise<TiesAnswer> {
    return ask<TiesAnswer>("v1/entities/" + encodeURIComponent(id) + "/ties");
  }

  readonly firstPage = firstPage;
}
