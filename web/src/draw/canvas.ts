// The drawing: keeps sigma.js's graph like the scene, lets layouts place what is new, and tells the store what the
// pointer does. How things look is style.ts's affair, what is written labels.ts's.
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";
import type { Point } from "../state/placement";
import type { State, Store } from "../state/store";
import { subjects } from "../state/view";
import { Forces, layered, onMap, seed } from "./layout";
import { paint, placeLabels, type Placed, type Screen } from "./labels";
import { font } from "./labels";
import { outline, project } from "./map";
import type { Theme } from "./palette";
import { Pointer, type Gestures } from "./pointer";
import { ShapeProgram } from "./shapes";
import { Sight } from "./sight";
import { allPaths, crowd, focusOf, nodeStyle, radius, stepHidden, stepStyle, type Focus } from "./style";

/** The canvas's units that fill it at the camera's usual place. */
const half = 500;
const emptyGraph = () => new Graph({ type: "directed", allowSelfLoops: false });
/** Where there are more steps than this, none has an arrow: nobody could see it. */
const arrows = 1500;

export class Canvas {
  readonly renderer: Sigma;
  readonly sight: Sight;
  readonly pointer: Pointer;
  private graph = emptyGraph();
  private readonly forces = new Forces();
  /** What the forces under way leave where it is. */
  private fixed = new Set<string>();
  private readonly ink: CanvasRenderingContext2D;
  private readonly ground: CanvasRenderingContext2D;
  private land: Path2D | null = null;
  private theme: Theme;
  private focus: Focus;
  private cursorAt = "";
  private ready = false;
  private widths = new Map<string, number>();
  /** Whether the next frame goes without names: what is new is seen at once, and named a frame later. */
  private bare = false;
  /** Whether something has changed since the last frame. */
  private stale = false;
  private placed: Placed = { texts: [], pills: [] };

  constructor(readonly store: Store, readonly container: HTMLElement, theme: Theme, gestures: Gestures) {
    this.theme = theme;
    this.focus = focusOf(store.state, theme, "");
    this.renderer = new Sigma(this.graph, container, {
      allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, zIndex: true, defaultNodeType: "shape",
      defaultEdgeType: "line", nodeProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { line: EdgeRectangleProgram, arrow: EdgeArrowProgram, thin: EdgeLineProgram }, minCameraRatio: 0.02, maxCameraRatio: 12,
      doubleClickZoomingRatio: 1, stagePadding: 0, minEdgeThickness: 1.2, zoomToSizeRatioFunction: sizeRatio, nodeReducer: (id, data) => ({ ...data, ...nodeStyle(this.focus, id) }),
      edgeReducer: (key, data) => ({ ...data, ...stepStyle(this.focus, key) }), defaultDrawNodeHover: () => {}, zoomDuration: 160,
    });
    this.renderer.setCustomBBox({ x: [-half, half], y: [-half, half] });
    this.ground = this.layer("ground", "edges");
    this.ink = this.layer("ink", "mouse");
    this.renderer.on("beforeRender", () => this.drawGround());
    this.renderer.on("afterRender", () => this.write());
    this.sight = new Sight(this.renderer, store);
    this.pointer = new Pointer(this, gestures);
    new ResizeObserver(() => {
      this.renderer.resize();
      this.renderer.scheduleRender();
    }).observe(container);
    store.subscribe((s, before) => this.changed(s, before));
    this.sync(store.state);
  }

  /** A drawing surface of our own among sigma's. */
  private layer(id: string, before: string): CanvasRenderingContext2D {
    const canvas = this.renderer.createCanvas(id, { beforeLayer: before, style: { pointerEvents: "none" } });
    return canvas.getContext("2d")!;
  }

  private changed(s: State, before: State): void {
    const nothing = s.scene.nodes.size === 0 && this.graph.order === 0;
    const relaid = s.view.layout !== before.view.layout;
    if (s.scene !== before.scene || relaid || s.schema !== before.schema) {
      if (!nothing) this.sync(s, relaid);
    } else if (nothing) {
      this.focus = focusOf(s, this.theme, this.cursorAt);
    } else if (s.view !== before.view || s.hover !== before.hover || s.preview !== before.preview || s.answers !== before.answers) {
      this.restyle();
    }
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.restyle();
  }

  restyle(): void {
    this.stale = true;
    this.focus = focusOf(this.store.state, this.theme, this.cursorAt);
    this.renderer.refresh({ skipIndexation: true, schedule: true });
  }

  /** Makes the graph what the scene is: what stays keeps its place, unless everything is laid out in another way. */
  private sync(s: State, relaid = false): void {
    this.stale = true;
    this.ground.canvas.hidden = s.view.layout !== "map"; // a layer less for each frame
    const crowded = s.scene.steps.size > crowd;
    if (crowded !== this.renderer.getSetting("hideEdgesOnMove")) this.renderer.setSetting("hideEdgesOnMove", crowded);
    const { scene } = s;
    this.focus = focusOf(s, this.theme, this.cursorAt);
    const fresh = scene.order.filter((id) => !this.graph.hasNode(id));
    seed(scene, this.store.places);
    const stay = new Set([...scene.order, ...scene.more.map((m) => m.id)]);
    // Where much is new, a new graph is quicker than telling sigma.js of each piece.
    const anew = fresh.length > 30, drawn = this.graph;
    if (anew) {
      this.graph = emptyGraph();
      this.bare = true;
    }
    for (const id of this.graph.nodes()) if (!stay.has(id)) this.graph.dropNode(id);
    for (const key of this.graph.edges()) if (!scene.steps.has(key)) this.graph.dropEdge(key);
    for (const id of scene.order) {
      const p = this.store.places.get(id)!;
      if (!this.graph.hasNode(id)) this.graph.addNode(id, { ...p });
      else if (s.view.layout === "force" && this.graph.getNodeAttribute(id, "x") !== p.x) this.graph.mergeNodeAttributes(id, { ...p });
    }
    const type = scene.steps.size > arrows ? "line" : "arrow";
    const undirected = new Set(s.schema?.types.filter((t) => t.undirected).map((t) => t.name));
    for (const step of scene.steps.values()) {
      const r = step.relationships[0]!;
      const oneWay = step.relationships.every((x) => x.from === r.from);
      const as = oneWay && !undirected.has(r.type) ? type : "line";
      // What holds on another day may point the other way.
      if (this.graph.hasEdge(step.key) && (this.graph.source(step.key) !== r.from || this.graph.getEdgeAttribute(step.key, "type") !== as)) {
        this.graph.dropEdge(step.key);
      }
      if (!this.graph.hasEdge(step.key)) this.graph.addEdgeWithKey(step.key, r.from, r.to, { type: as });
    }
    this.addMore(s);
    if (drawn !== this.graph) this.renderer.setGraph(this.graph);
    else this.renderer.refresh();
    const first = !this.ready && scene.nodes.size > 0;
    this.ready ||= scene.nodes.size > 0;
    // Where the camera stood, another layout may have nothing; an address says itself where it stands.
    const lost = relaid && !this.store.awaitsEye;
    if (s.view.layout !== "force") {
      this.forces.stop();
      this.arrange(s);
      if (s.view.layout === "map") void outline().then((land) => ((this.land = land), this.renderer.scheduleRender()), (e) => this.store.fail(e));
      if (!this.store.eye || first) this.sight.fit(false);
      else if (lost) this.sight.fit(true);
      return;
    }
    // Those that another layout showed first have no place of their own yet.
    const due = scene.order.some((id) => !this.store.settled.has(id));
    if (due && (fresh.length || !this.forces.running)) {
      this.settle(new Set(scene.order.filter((id) => this.store.settled.has(id) || s.view.pinned.includes(id))), lost);
    } else if (first && !this.store.eye) {
      this.sight.fit(false);
    } else if (scene.nodes.size) {
      if (lost) this.sight.fit(true);
      this.store.placed();
    }
  }

  /** Puts the nodes that stand for others beside those that they are neighbours of. */
  addMore(s: State): void {
    for (const m of s.scene.more) {
      const of = this.store.places.get(m.of) ?? { x: 0, y: 0 };
      const p = { x: of.x + 46, y: of.y - 46 };
      if (this.graph.hasNode(m.id)) this.graph.mergeNodeAttributes(m.id, p);
      else this.graph.addNode(m.id, p);
      const key = m.id + "|" + m.of;
      if (!this.graph.hasEdge(key)) this.graph.addEdgeWithKey(key, m.of, m.id, { type: "line" });
    }
  }

  /** Lets forces find places; what is fixed stays. Where nothing is, or where the camera has lost sight, it follows. */
  private settle(fixed: Set<string>, lost = false): void {
    const { scene } = this.store.state, count = scene.order.length;
    const follow = lost || fixed.size === 0;
    this.fixed = fixed;
    const edges = [...scene.steps.values()].map((x): [string, string] => [x.a, x.b]);
    const rounds = count > 2000 ? 120 : count > 500 ? 200 : 400;
    this.forces.run(scene.order, this.store.places, edges, (id) => radius(scene.nodes.get(id)?.degree ?? 1), fixed, rounds,
      (places, done) => {
        this.stale = true;
        for (const [id, p] of places) {
          if (fixed.has(id) || !this.graph.hasNode(id)) continue;
          this.store.places.set(id, p);
          if (done) this.store.settled.add(id);
        }
        this.graph.updateEachNodeAttributes((id, a) => {
          const p = fixed.has(id) ? undefined : this.store.places.get(id);
          return p ? { ...a, ...p } : a;
        });
        this.addMore(this.store.state);
        if (done) {
          if (follow || !this.sight.most()) this.sight.fit(true);
          this.store.placed();
        } else if (follow) {
          this.sight.fit(false);
        }
      });
  }

  /** Takes a node out of the hands of the forces under way: somebody moves it. */
  hold(id: string): void {
    this.fixed.add(id);
  }

  /** Lays everything out again, what is pinned excepted. */
  again(): void {
    const { view, scene } = this.store.state;
    if (view.layout !== "force") {
      this.arrange(this.store.state);
      this.sight.fit(true);
      return;
    }
    this.settle(new Set(view.pinned.filter((id) => scene.nodes.has(id))));
  }

  private arrange(s: State): void {
    const places = s.view.layout === "map" ? onMap(s.scene)
      : layered(s.scene, allPaths(s), s.view.layers.flatMap(subjects).slice(0, 1));
    this.graph.updateEachNodeAttributes((id, a) => ({ ...a, ...(places.get(id) ?? {}) }));
    for (const m of s.scene.more) {
      const p = places.get(m.of);
      if (p) this.graph.mergeNodeAttributes(m.id, { x: p.x + 20, y: p.y - 30 });
    }
  }

  /** Whether a layout or the camera is under way, or a frame is owed. */
  get moving(): boolean {
    return this.forces.running || this.stale || this.renderer.getCamera().isAnimated();
  }

  /** Where a node is on the canvas, in CSS pixels. */
  at(id: string): Point {
    const d = this.renderer.getNodeDisplayData(id);
    return d ? this.renderer.framedGraphToViewport(d) : { x: -1e4, y: -1e4 };
  }

  screen(): Screen {
    const { width, height } = this.renderer.getDimensions();
    return {
      width, height, at: (id) => this.at(id), scale: (size) => this.renderer.scaleSize(size),
      measure: (text, size, bold) => this.measure(text, size, bold), taken: this.furniture(),
    };
  }

  /** What lies over the canvas, where no name would be seen. */
  private furniture(): { x: number; y: number; w: number; h: number }[] {
    const here = this.container.getBoundingClientRect();
    return [...(this.container.closest(".stage")?.querySelectorAll(".legend, .tools") ?? [])].map((e) => {
      const b = e.getBoundingClientRect();
      return { x: b.left - here.left, y: b.top - here.top, w: b.width, h: b.height };
    });
  }

  private measure(text: string, size: number, bold: boolean): number {
    const key = size + (bold ? "b" : "") + text;
    let w = this.widths.get(key);
    if (w === undefined) {
      this.ink.font = (bold ? "600 " : "") + size + "px " + font;
      this.widths.set(key, (w = this.ink.measureText(text).width));
    }
    return w;
  }

  private write(): void {
    const ctx = this.prepare(this.ink);
    this.stale = this.bare;
    if (!ctx) return;
    if (this.bare) {
      this.bare = false;
      this.renderer.scheduleRender();
      return;
    }
    this.placed = placeLabels(this.focus, this.screen());
    paint(ctx, this.placed, this.focus);
    if (this.pointer.rope) {
      ctx.beginPath();
      this.pointer.rope.forEach((p, i) => (i ? ctx.lineTo(p.x, p.y) : ctx.moveTo(p.x, p.y)));
      ctx.closePath();
      ctx.strokeStyle = this.theme.strong;
      ctx.lineWidth = 1.5;
      ctx.setLineDash([5, 4]);
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }

  private drawGround(): void {
    const ctx = this.prepare(this.ground);
    if (!ctx || !this.land || this.store.state.view.layout !== "map") return;
    const west = this.renderer.graphToViewport(project(-180, 90)), east = this.renderer.graphToViewport(project(180, -90));
    ctx.beginPath();
    ctx.rect(west.x, west.y, east.x - west.x, east.y - west.y);
    ctx.save();
    ctx.clip();
    const o = this.renderer.graphToViewport({ x: 0, y: 0 }), u = this.renderer.graphToViewport({ x: 100, y: 0 });
    const scale = (u.x - o.x) / 100;
    ctx.transform(scale, 0, 0, scale, o.x, o.y);
    ctx.fillStyle = this.theme.land;
    ctx.fill(this.land, "evenodd");
    ctx.restore();
  }

  private prepare(ctx: CanvasRenderingContext2D): CanvasRenderingContext2D | null {
    const { width, height } = this.renderer.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    const { canvas } = ctx;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = width + "px";
      canvas.style.height = height + "px";
    }
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    return width && height ? ctx : null;
  }

  /** What a picture needs to look like the canvas. */
  picture(): { focus: Focus; screen: Screen; placed: Placed; edges: [string, string, string][] } {
    return {
      focus: this.focus, screen: this.screen(), placed: this.placed,
      edges: this.graph.mapEdges((key, _, from, to): [string, string, string] => [key, from, to]),
    };
  }

  /** The keyboard's place on the canvas. */
  get cursor(): string {
    return this.cursorAt;
  }

  setCursor(id: string): void {
    this.cursorAt = id;
    const p = this.at(id), { width, height } = this.renderer.getDimensions();
    const d = this.renderer.getNodeDisplayData(id);
    if (d && (p.x < 30 || p.y < 30 || p.x > width - 30 || p.y > height - 30)) {
      void this.renderer.getCamera().animate({ x: d.x, y: d.y }, { duration: 120 });
    }
    this.restyle();
  }

  /** The nearest node from the cursor in a direction, for arrow keys. */
  towards(dx: number, dy: number): string {
    const from = this.cursorAt && this.graph.hasNode(this.cursorAt) ? this.at(this.cursorAt) : null;
    let best = "", least = Infinity;
    this.graph.forEachNode((id) => {
      if (id === this.cursorAt || this.renderer.getNodeDisplayData(id)?.hidden) return;
      const p = this.at(id);
      const { width, height } = this.renderer.getDimensions();
      const o = from ?? { x: width / 2, y: height / 2 };
      const ahead = (p.x - o.x) * dx + (p.y - o.y) * dy, aside = Math.abs((p.x - o.x) * dy - (p.y - o.y) * dx);
      const cost = from ? (ahead <= 0 ? Infinity : ahead + 2 * aside) : Math.hypot(p.x - o.x, p.y - o.y);
      if (cost < least) [best, least] = [id, cost];
    });
    return best || this.cursorAt;
  }

  /** The step under a point of the canvas; "" for none. Looked for here, since drawing 20,000 lines twice for it would halve the frames. */
  stepAt(p: Point): string {
    let best = "", least = 7;
    this.graph.forEachEdge((key, _, from, to) => {
      if (stepHidden(this.focus, key)) return;
      const d = distance(p, this.at(from), this.at(to));
      if (d < least) [best, least] = [key, d];
    });
    return this.store.state.scene.steps.has(best) ? best : "";
  }

}

/** Zooming in brings nodes apart more than it makes them larger. */
const sizeRatio = (ratio: number) => Math.max(0.8, Math.sqrt(ratio));

function distance(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x, dy = b.y - a.y;
  const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
