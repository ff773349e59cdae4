// Where the camera stands: it is moved to show all, and told to the store, whose address keeps it.
import type Sigma from "sigma";
import { extent } from "../state/placement";
import type { Store } from "../state/store";

export class Sight {
  constructor(private readonly renderer: Sigma, private readonly store: Store) {
    renderer.getCamera().on("updated", () => this.looked());
    store.look = (eye) => renderer.getCamera().setState(eye);
    if (store.eye) store.look(store.eye);
  }

  /** Moves the camera so that everything shown is in sight. */
  fit(animate: boolean): void {
    const xs: number[] = [], ys: number[] = [];
    this.renderer.getGraph().forEachNode((id) => {
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

  zoom(by: number): void {
    const camera = this.renderer.getCamera();
    void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio * by) }, { duration: 120 });
  }

  /** Whether most nodes can be seen where the camera stands. */
  most(): boolean {
    const { width, height } = this.renderer.getDimensions();
    let inside = 0, all = 0;
    this.renderer.getGraph().forEachNode((id) => {
      const d = this.renderer.getNodeDisplayData(id);
      if (!d) return;
      const p = this.renderer.framedGraphToViewport(d);
      all++;
      if (p.x > 0 && p.y > 0 && p.x < width && p.y < height) inside++;
    });
    return inside >= 0.9 * all;
  }

  private looked(): void {
    const { x, y, ratio } = this.renderer.getCamera();
    this.store.eye = { x, y, ratio };
    this.store.placed();
  }
}
