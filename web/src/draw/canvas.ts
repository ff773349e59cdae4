// The drawing: keeps sigma.js's graph like the scene, lets layouts place what is new, and tells the store what the
// pointer does. How things look is style.ts's affair, what is written labels.ts's.
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeRectangleProgram } from "sigma/rendering";
import type { MouseCoords } from "sigma/types";
import { extent, type Point } from "../state/placement";
import type { State, Store } from "../state/store";
import { subjects } from "../state/view";
import { Forces, layered, onMap, seed } from "./layout";
import { paint, placeLabels, type Placed, type Screen } from "./labels";
import { font } from "./labels";
import { outline, project } from "./map";
import type { Theme } from "./palette";
import { ShapeProgram } from "./shapes";
import { allPaths, focusOf, nodeStyle, radius, stepHidden, stepStyle, type Focus } from "./style";

/** What the pointer does, for whoever acts on it. */
export interface Gestures {
  node(id: string, event: MouseEvent | TouchEvent): void;
  open(id: string): void;
  step(key: string): void;
  nothing(): void;
  menu(on: string, x: number, y: number): void;
  moved(id: string): void;
  caught(ids: string[], more: boolean): void;
}

/** The canvas's units that fill it at the camera's usual place. */
const half = 500;
const emptyGraph = () => new Graph({ type: "directed", allowSelfLoops: false });
/** Where there are more steps than this, none has an arrow: nobody could see it. */
const arrows = 1500;

export class Canvas {
  readonly renderer: Sigma;
  private graph = emptyGraph();
  private readonly forces = new Forces();
  private readonly ink: CanvasRenderingContext2D;
  private readonly ground: CanvasRenderingContext2D;
  private land: Path2D | null = null;
  private theme: Theme;
  private focus: Focus;
  private cursorAt = "";
  private ready = false;
  private dragging = "";
  private dragged = false;
  private rope: Point[] | null = null;
  /** Whether dragging catches nodes instead of moving the view. */
  catching = false;
  private widths = new Map<string, number>();
  private placed: Placed = { texts: [], pills: [] };
  /** How often something was drawn, for measuring. */
  frames = 0;

  constructor(readonly store: Store, readonly container: HTMLElement, theme: Theme, private readonly gestures: Gestures) {
    this.theme = theme;
    this.focus = focusOf(store.state, theme, "");
    this.renderer = new Sigma(this.graph, container, {
      allowInvalidContainer: true, renderLabels: false, renderEdgeLabels: false, zIndex: true, defaultNodeType: "shape",
      defaultEdgeType: "line", nodeProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { line: EdgeRectangleProgram, arrow: EdgeArrowProgram }, minCameraRatio: 0.02, maxCameraRatio: 12,
      doubleClickZoomingRatio: 1, stagePadding: 0, minEdgeThickness: 1.2, zoomToSizeRatioFunction: sizeRatio, nodeReducer: (id, data) => ({ ...data, ...nodeStyle(this.focus, id) }),
      edgeReducer: (key, data) => ({ ...data, ...stepStyle(this.focus, key) }), defaultDrawNodeHover: () => {}, zoomDuration: 160,
    });
    this.renderer.setCustomBBox({ x: [-half, half], y: [-half, half] });
    this.ground = this.layer("ground", "edges");
    this.ink = this.layer("ink", "mouse");
    this.renderer.on("beforeRender", () => this.drawGround());
    this.renderer.on("afterRender", () => this.write());
    this.renderer.getCamera().on("updated", () => this.looked());
    store.look = (eye) => this.renderer.getCamera().setState(eye);
    if (store.eye) store.look(store.eye);
    this.listen();
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
    if (s.scene !== before.scene || s.view.layout !== before.view.layout) {
      if (!nothing) this.sync(s);
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
    this.focus = focusOf(this.store.state, this.theme, this.cursorAt);
    this.renderer.refresh({ skipIndexation: true, schedule: true });
  }

  /** Makes the graph what the scene is: what stays keeps its place. */
  private sync(s: State): void {
    const { scene } = s;
    this.focus = focusOf(s, this.theme, this.cursorAt);
    const fresh = scene.order.filter((id) => !this.graph.hasNode(id));
    seed(scene, this.store.places);
    const stay = new Set([...scene.order, ...scene.more.map((m) => m.id)]);
    // Where much is new, a new graph is quicker than telling sigma.js of each piece.
    const anew = fresh.length > 30, drawn = this.graph;
    if (anew) this.graph = emptyGraph();
    for (const id of this.graph.nodes()) if (!stay.has(id)) this.graph.dropNode(id);
    for (const key of this.graph.edges()) if (!scene.steps.has(key)) this.graph.dropEdge(key);
    for (const id of scene.order) {
      const p = this.store.places.get(id)!;
      if (!this.graph.hasNode(id)) this.graph.addNode(id, { ...p });
      else if (s.view.layout === "force" && this.graph.getNodeAttribute(id, "x") !== p.x) this.graph.mergeNodeAttributes(id, { ...p });
    }
    const type = scene.steps.size > arrows ? "line" : "arrow";
    for (const step of scene.steps.values()) {
      const r = step.relationships[0]!;
      if (!this.graph.hasEdge(step.key)) {
        const oneWay = step.relationships.every((x) => x.from === r.from);
        const undirected = this.store.state.schema?.types.find((t) => t.name === r.type)?.undirected ?? false;
        this.graph.addEdgeWithKey(step.key, r.from, r.to, { type: oneWay && !undirected ? type : "line" });
      }
    }
    this.addMore(s);
    if (drawn !== this.graph) this.renderer.setGraph(this.graph);
    else this.renderer.refresh();
    const first = !this.ready && scene.nodes.size > 0;
    this.ready ||= scene.nodes.size > 0;
    if (s.view.layout !== "force") {
      this.forces.stop();
      this.arrange(s);
      if (s.view.layout === "map") void outline().then((land) => ((this.land = land), this.renderer.scheduleRender()), (e) => this.store.fail(e));
      if (!this.store.eye || first) this.fit(false);
      return;
    }
    if (fresh.length && scene.order.some((id) => !this.store.settled.has(id))) {
      this.settle(new Set(scene.order.filter((id) => this.store.settled.has(id) || s.view.pinned.includes(id))));
    } else if (first && !this.store.eye) {
      this.fit(false);
    } else if (scene.nodes.size) {
      this.store.placed();
    }
  }

  private addMore(s: State): void {
    for (const m of s.scene.more) {
      const of = this.store.places.get(m.of) ?? { x: 0, y: 0 };
      const p = { x: of.x + 46, y: of.y - 46 };
      if (this.graph.hasNode(m.id)) this.graph.mergeNodeAttributes(m.id, p);
      else this.graph.addNode(m.id, p);
      const key = m.id + "|" + m.of;
      if (!this.graph.hasEdge(key)) this.graph.addEdgeWithKey(key, m.of, m.id, { type: "line" });
    }
  }

  /** Lets forces find places; what is fixed stays. */
  private settle(fixed: Set<string>): void {
    const { scene } = this.store.state, count = scene.order.length;
    const whole = fixed.size === 0;
    const edges = [...scene.steps.values()].map((x): [string, string] => [x.a, x.b]);
    const rounds = count > 2000 ? 120 : count > 500 ? 200 : 400;
    this.forces.run(scene.order, this.store.places, edges, (id) => radius(scene.nodes.get(id)?.degree ?? 1), fixed, rounds,
      (places, done) => {
        for (const [id, p] of places) {
          if (fixed.has(id) || !this.graph.hasNode(id)) continue;
          this.store.places.set(id, p);
          if (done) this.store.settled.add(id);
        }
        this.graph.updateEachNodeAttributes((id, a) => {
          const p = this.store.places.get(id);
          return p ? { ...a, ...p } : a;
        });
        this.addMore(this.store.state);
        if (done) {
          if (whole || !this.inSight()) this.fit(true);
          this.store.placed();
        } else if (whole) {
          this.fit(false);
        }
      });
  }

  /** Lays everything out again, what is pinned excepted. */
  again(): void {
    const { view, scene } = this.store.state;
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

  /** Moves the camera so that everything shown is in sight. */
  fit(animate: boolean): void {
    const xs: number[] = [], ys: number[] = [];
    this.graph.forEachNode((id) => {
      const d = this.renderer.getNodeDisplayData(id);
      if (!d || d.hidden) return;
      xs.push(d.x);
      ys.push(d.y);
    });
    const camera = this.renderer.getCamera();
    if (!xs.length) return;
    const { width, height } = this.renderer.getDimensions();
    const [x0, x1] = extent(xs), [y0, y1] = extent(ys);
    const state = { x: (x0 + x1) / 2, y: (y0 + y1) / 2, ratio: 1, angle: 0 };
    const a = this.renderer.framedGraphToViewport({ x: x0, y: y0 }, { cameraState: state });
    const b = this.renderer.framedGraphToViewport({ x: x1, y: y1 }, { cameraState: state });
    // Names stand to the right, the legend on the left, the tools above.
    const wide = width > 600, room = { left: wide ? 190 : 40, right: wide ? 170 : 90, top: 70, bottom: 40 };
    const ratio = Math.min(10, Math.max(this.store.state.view.layout === "map" ? 0.06 : 0.32, Math.abs(a.x - b.x) / Math.max(80, width - room.left - room.right),
      Math.abs(a.y - b.y) / Math.max(80, height - room.top - room.bottom)));
    const from = this.renderer.viewportToFramedGraph({ x: 0, y: 0 }, { cameraState: { ...state, ratio } });
    const to = this.renderer.viewportToFramedGraph({ x: (room.right - room.left) / 2, y: (room.bottom - room.top) / 2 },
      { cameraState: { ...state, ratio } });
    const target = { x: state.x + to.x - from.x, y: state.y + to.y - from.y, ratio, angle: 0 };
    if (animate && !matchMedia("(prefers-reduced-motion: reduce)").matches) void camera.animate(target, { duration: 220 });
    else camera.setState(target);
  }

  /** Whether a layout or the camera is under way. */
  get moving(): boolean {
    return this.forces.running || this.renderer.getCamera().isAnimated();
  }

  zoom(by: number): void {
    const camera = this.renderer.getCamera();
    void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio * by) }, { duration: 120 });
  }

  /** Whether most nodes can be seen where the camera stands. */
  private inSight(): boolean {
    const { width, height } = this.renderer.getDimensions();
    let inside = 0, all = 0;
    this.graph.forEachNode((id) => {
      const p = this.at(id);
      all++;
      if (p.x > 0 && p.y > 0 && p.x < width && p.y < height) inside++;
    });
    return inside >= 0.9 * all;
  }

  /** Where a node is on the canvas, in CSS pixels. */
  at(id: string): Point {
    const d = this.renderer.getNodeDisplayData(id);
    return d ? this.renderer.framedGraphToViewport(d) : { x: -1e4, y: -1e4 };
  }

  private looked(): void {
    const { x, y, ratio } = this.renderer.getCamera();
    this.store.eye = { x, y, ratio };
    this.store.placed();
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
    this.frames++;
    const ctx = this.prepare(this.ink);
    if (!ctx) return;
    this.placed = placeLabels(this.focus, this.screen());
    paint(ctx, this.placed, this.focus);
    if (this.rope) {
      ctx.beginPath();
      this.rope.forEach((p, i) => (i ? ctx.lineTo(p.x, p.y) : ctx.moveTo(p.x, p.y)));
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

  private listen(): void {
    const r = this.renderer, mouse = r.getMouseCaptor();
    const point = (e: MouseCoords): Point => ({ x: e.x, y: e.y });
    const client = (e: MouseCoords): [number, number] => {
      const box = this.container.getBoundingClientRect();
      return [box.left + e.x, box.top + e.y];
    };
    r.on("clickNode", ({ node, event }) => !this.dragged && this.gestures.node(node, event.original));
    r.on("doubleClickNode", (e) => {
      e.preventSigmaDefault();
      this.gestures.open(e.node);
    });
    r.on("doubleClickStage", (e) => e.preventSigmaDefault());
    r.on("rightClickNode", ({ node, event }) => {
      event.original.preventDefault();
      this.gestures.menu(node, ...client(event));
    });
    r.on("rightClickStage", ({ event }) => {
      event.original.preventDefault();
      this.gestures.menu(this.stepAt(point(event)), ...client(event));
    });
    r.on("clickStage", ({ event }) => {
      if (this.dragged) return;
      const key = this.stepAt(point(event));
      if (key) this.gestures.step(key);
      else this.gestures.nothing();
    });
    r.on("enterNode", ({ node }) => {
      this.container.style.cursor = "pointer";
      if (!this.dragging) this.store.set({ hover: node });
    });
    r.on("leaveNode", () => {
      this.container.style.cursor = "";
      if (!this.dragging) this.store.set({ hover: "" });
    });
    r.on("downNode", ({ node, event }) => {
      this.dragged = false;
      if (left(event) && !this.catching && !shifted(event)) this.dragging = node;
    });
    r.on("downStage", ({ event }) => {
      this.dragged = false;
      if (left(event) && (this.catching || shifted(event))) this.rope = [point(event)];
    });
    r.on("moveBody", ({ event }) => this.pulled(event));
    const release = () => this.released();
    mouse.on("mouseup", release);
    r.getTouchCaptor().on("touchup", release);
    this.container.addEventListener("contextmenu", (e) => e.preventDefault());
    let last = 0;
    this.container.addEventListener("mousemove", (e) => {
      const { hover, scene } = this.store.state;
      if (this.dragging || this.rope || scene.nodes.has(hover) || scene.steps.size > 3000 || e.timeStamp - last < 40) return;
      last = e.timeStamp;
      const box = this.container.getBoundingClientRect();
      const key = this.stepAt({ x: e.clientX - box.left, y: e.clientY - box.top });
      if (key !== hover && (key || scene.steps.has(hover))) this.store.set({ hover: key });
      this.container.style.cursor = key ? "pointer" : "";
    });
  }

  private pulled(event: MouseCoords): void {
    const hold = () => {
      event.preventSigmaDefault();
      event.original.preventDefault();
      event.original.stopPropagation();
    };
    if (this.rope) {
      this.rope.push({ x: event.x, y: event.y });
      hold();
      this.renderer.scheduleRender();
    } else if (this.dragging) {
      const from = this.at(this.dragging);
      if (!this.dragged && Math.hypot(from.x - event.x, from.y - event.y) < 4) return;
      const p = this.renderer.viewportToGraph(event);
      this.dragged = true;
      this.graph.mergeNodeAttributes(this.dragging, p);
      hold();
    }
  }

  private released(): void {
    const { dragging, rope } = this;
    this.dragging = "";
    this.rope = null;
    if (dragging && this.dragged) {
      if (this.store.state.view.layout === "force") {
        // The earlier place stays in the entry before, so that undoing brings it back.
        const { x, y } = this.graph.getNodeAttributes(dragging) as Point;
        this.gestures.moved(dragging);
        this.store.places.set(dragging, { x, y });
        this.store.settled.add(dragging);
        this.addMore(this.store.state);
        this.store.placed();
      }
      setTimeout(() => (this.dragged = false), 0);
    }
    if (rope) {
      this.renderer.scheduleRender();
      this.dragged = rope.length > 2;
      if (rope.length > 2) this.gestures.caught(this.store.state.scene.order.filter((id) => inside(this.at(id), rope)), false);
    }
  }
}

/** Zooming in brings nodes apart more than it makes them larger. */
const sizeRatio = (ratio: number) => Math.max(0.8, Math.sqrt(ratio));

/** Whether a press is one that drags: sigma.js tells of those of other buttons too, and not when they end. */
const left = (e: MouseCoords) => !("button" in e.original) || e.original.button === 0;
const shifted = (e: MouseCoords) => "shiftKey" in e.original && e.original.shiftKey;

function distance(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x, dy = b.y - a.y;
  const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

function inside(p: Point, rope: Point[]): boolean {
  let odd = false;
  for (let i = 0, j = rope.length - 1; i < rope.length; j = i++) {
    const a = rope[i]!, b = rope[j]!;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
  }
  return odd;
}
