// The keyboard: what the canvas does by keys, and a few keys that work everywhere.
import type { Actions } from "../actions";
import type { Canvas } from "../draw/canvas";
import { notShown } from "../state/scene";
import type { Store } from "../state/store";
import type { Tab } from "../state/view";
import { strings } from "../strings";
import { say } from "./live";

const tabs: Tab[] = ["about", "paths", "together", "time", "queries", "table"];
const ways: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Keys that work wherever the focus is, fields excepted. */
export function everywhere(e: KeyboardEvent, store: Store, act: Actions): void {
  const typing = e.target instanceof HTMLElement && e.target.closest("input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, [role=menu]");
  if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.toLowerCase() === "z") {
    if (typing) return;
    e.preventDefault();
    if (e.shiftKey) store.redo();
    else store.undo();
    return;
  }
  if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "/") {
    e.preventDefault();
    document.getElementById("search")?.focus();
  } else if (/^[1-6]$/.test(e.key)) {
    const tab = tabs[Number(e.key) - 1]!;
    act.tab(tab);
    requestAnimationFrame(() => document.getElementById("tab-" + tab)?.focus());
  } else if (e.key === "Escape") {
    if (store.state.expanding) store.set({ expanding: "" });
    else if (store.state.view.selected.length || store.state.view.open) act.commit({ ...store.state.view, selected: [], open: "" });
  }
}

/** Keys on the canvas. */
export function onCanvas(e: KeyboardEvent, store: Store, act: Actions, canvas: Canvas): void {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  const way = ways[e.key], at = canvas.cursor, here = store.state.scene.nodes.has(at);
  if (way && e.shiftKey) pan(canvas, way);
  else if (way) move(store, canvas, way);
  else if (e.key === "+" || e.key === "=") canvas.sight.zoom(1 / 1.4);
  else if (e.key === "-") canvas.sight.zoom(1.4);
  else if (e.key === "0") canvas.sight.fit(true);
  else if (e.key === "ContextMenu" || (e.key === "F10" && e.shiftKey) || e.key.toLowerCase() === "m") {
    const box = canvas.container.getBoundingClientRect(), p = at ? canvas.at(at) : { x: box.width / 2, y: box.height / 2 };
    store.set({ menu: { on: at, x: box.left + p.x, y: box.top + p.y } });
  } else if (at.startsWith("more:") && (e.key === "Enter" || e.key.toLowerCase() === "e")) act.more(Number(at.slice(5)));
  else if (here && !onNode(e, act, at)) return;
  else if (!here) return;
  e.preventDefault();
  e.stopPropagation();
}

function onNode(e: KeyboardEvent, act: Actions, id: string): boolean {
  switch (e.key.toLowerCase()) {
    case "enter": act.select([id], id); return true;
    case " ": act.toggle(id); return true;
    case "e": act.expand(id); return true;
    case "c": act.collapse(id); return true;
    case "h": case "delete": act.hide([id]); return true;
    case "p": act.pin(id); return true;
    case "s": act.startHere(id); return true;
    case "t": act.endHere(id); return true;
  }
  return false;
}

function move(store: Store, canvas: Canvas, [dx, dy]: [number, number]): void {
  const id = canvas.towards(dx, dy), n = store.state.scene.nodes.get(id);
  canvas.setCursor(id);
  const more = store.state.scene.more.find((m) => m.id === id);
  if (n) say(strings.canvas.at(n.name, strings.kind(n.kind), store.state.scene.neighbours.get(id)?.size ?? 0, notShown(store.state.scene, id)));
  else if (more) say(strings.more(more.count));
}

function pan(canvas: Canvas, [dx, dy]: [number, number]): void {
  const camera = canvas.renderer.getCamera(), by = 0.1 * camera.ratio;
  camera.setState({ x: camera.x + dx * by, y: camera.y - dy * by });
}
