// Begins: the store reads the address, the page is drawn.
import { render } from "preact";
import { Actions } from "./actions";
import { svg } from "./draw/export";
import { decode } from "./state/address";
import { Store } from "./state/store";
import { App } from "./ui/app";
import { keepFocus } from "./ui/focus";
import { title } from "./ui/share";

const embedded = /\/embed$/.test(location.pathname);
const store = new Store(embedded);
const act = new Actions(store);
const root = document.getElementById("app")!;
root.replaceChildren();
keepFocus(root);
render(<App store={store} act={act} />, root);
store.start();

// On paper the drawing is a picture: what WebGL has drawn is gone by the time that a page is printed.
const sheet = document.createElement("img");
sheet.className = "printed";
sheet.alt = "";
document.body.append(sheet);
let drawn = "";
async function redraw(): Promise<void> {
  if (!act.canvas || !store.state.view.layers.length) return;
  URL.revokeObjectURL(drawn);
  drawn = URL.createObjectURL(new Blob([await svg(act.canvas, title(store.state, act), store.url())], { type: "image/svg+xml" }));
  sheet.src = drawn;
  await sheet.decode().catch(() => {}); // a picture that cannot be shown prints as nothing
}
act.redraw = redraw;
addEventListener("beforeprint", () => void redraw());

/** For tests and for pages that measure: where things are, and whether all is done. */
declare global { interface Window { coopgraphView?: unknown } }
window.coopgraphView = {
  at: (id: string) => {
    const box = act.canvas?.container.getBoundingClientRect(), p = act.canvas?.at(id);
    return box && p ? { x: box.left + p.x, y: box.top + p.y } : null;
  },
  state: () => store.state,
  places: () => Object.fromEntries(store.places),
  idle: () => store.state.busy === 0 && !(act.canvas?.moving ?? false),
  canvas: () => act.canvas,
  go: (query: string) => store.commit(decode(query)),
};
