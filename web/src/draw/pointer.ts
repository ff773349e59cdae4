// What the pointer does on the canvas: picks, drags, catches with a lasso, and asks for menus. Touch comes as sigma.js
// tells it, in the same events.
import type { MouseCoords } from "sigma/types";
import type { Point } from "../state/placement";
import type { Canvas } from "./canvas";
import { crowd } from "./style";

/** What the pointer does, for whoever acts on it. */
export interface Gestures {
  node(id: string, event: MouseEvent | TouchEvent): void;
  open(id: string): void;
  step(key: string): void;
  nothing(): void;
  menu(on: string, x: number, y: number): void;
  moved(id: string): void;
  caught(ids: string[]): void;
}

export class Pointer {
  private dragging = "";
  private dragged = false;
  /** The lasso, while it is thrown. */
  rope: Point[] | null = null;
  /** Whether dragging catches nodes instead of moving the view. */
  catching = false;

  constructor(private readonly canvas: Canvas, private readonly gestures: Gestures) {
    this.listen();
  }

  private listen(): void {
    const r = this.canvas.renderer, mouse = r.getMouseCaptor();
    const point = (e: MouseCoords): Point => ({ x: e.x, y: e.y });
    const client = (e: MouseCoords): [number, number] => {
      const box = this.canvas.container.getBoundingClientRect();
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
      this.gestures.menu(this.canvas.stepAt(point(event)), ...client(event));
    });
    r.on("clickStage", ({ event }) => {
      if (this.dragged) return;
      const key = this.canvas.stepAt(point(event));
      if (key) this.gestures.step(key);
      else this.gestures.nothing();
    });
    r.on("enterNode", ({ node }) => {
      this.canvas.container.style.cursor = "pointer";
      if (!this.dragging) this.canvas.store.set({ hover: node });
    });
    r.on("leaveNode", () => {
      this.canvas.container.style.cursor = "";
      if (!this.dragging) this.canvas.store.set({ hover: "" });
    });
    r.on("downNode", ({ node, event }) => {
      this.dragged = false;
      // What stands for others stays beside the node whose neighbours they are.
      if (left(event) && !this.catching && !shifted(event) && this.canvas.store.state.scene.nodes.has(node)) this.dragging = node;
    });
    r.on("downStage", ({ event }) => {
      this.dragged = false;
      if (left(event) && (this.catching || shifted(event))) this.rope = [point(event)];
    });
    r.on("moveBody", ({ event }) => this.pulled(event));
    const release = () => this.released();
    mouse.on("mouseup", release);
    r.getTouchCaptor().on("touchup", release);
    this.canvas.container.addEventListener("contextmenu", (e) => e.preventDefault());
    let last = 0;
    this.canvas.container.addEventListener("mousemove", (e) => {
      const { hover, scene } = this.canvas.store.state;
      if (this.dragging || this.rope || scene.nodes.has(hover) || scene.steps.size > crowd || e.timeStamp - last < 40) return;
      last = e.timeStamp;
      const box = this.canvas.container.getBoundingClientRect();
      const key = this.canvas.stepAt({ x: e.clientX - box.left, y: e.clientY - box.top });
      if (key !== hover && (key || scene.steps.has(hover))) this.canvas.store.set({ hover: key });
      this.canvas.container.style.cursor = key ? "pointer" : "";
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
      this.canvas.renderer.scheduleRender();
    } else if (this.dragging) {
      const from = this.canvas.at(this.dragging);
      if (!this.dragged && Math.hypot(from.x - event.x, from.y - event.y) < 4) return;
      const p = this.canvas.renderer.viewportToGraph(event);
      if (!this.dragged) this.canvas.hold(this.dragging);
      this.dragged = true;
      this.canvas.renderer.getGraph().mergeNodeAttributes(this.dragging, p);
      hold();
    }
  }

  private released(): void {
    const { dragging, rope } = this;
    this.dragging = "";
    this.rope = null;
    if (dragging && this.dragged) {
      if (this.canvas.store.state.view.layout === "force") {
        // The earlier place stays in the entry before, so that undoing brings it back.
        const { x, y } = this.canvas.renderer.getGraph().getNodeAttributes(dragging) as Point;
        this.gestures.moved(dragging);
        this.canvas.store.places.set(dragging, { x, y });
        this.canvas.store.settled.add(dragging);
        this.canvas.addMore(this.canvas.store.state);
        this.canvas.store.placed();
      }
      setTimeout(() => (this.dragged = false), 0);
    }
    if (rope) {
      this.canvas.renderer.scheduleRender();
      this.dragged = rope.length > 2;
      if (rope.length > 2) this.gestures.caught(this.canvas.store.state.scene.order.filter((id) => inside(this.canvas.at(id), rope)));
    }
  }
}

/** Whether a press is one that drags: sigma.js tells of those of other buttons too, and not when they end. */
const left = (e: MouseCoords) => !("button" in e.original) || e.original.button === 0;
const shifted = (e: MouseCoords) => "shiftKey" in e.original && e.original.shiftKey;

function inside(p: Point, rope: Point[]): boolean {
  let odd = false;
  for (let i = 0, j = rope.length - 1; i < rope.length; j = i++) {
    const a = rope[i]!, b = rope[j]!;
    if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
  }
  return odd;
}
