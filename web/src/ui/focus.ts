// Keeps the focus where somebody works. What was just used is often gone a moment later, such as the row of what was
// hidden; the browser then gives the focus to the page, and the way back from there is long.

const focusable = "a[href], button, input, select, summary";

/** An element, and which child of its parent it is. */
interface Step { element: HTMLElement; index: number }

/** Gives the focus to a neighbour of what had it, whenever that is taken away or cannot be used any more. */
export function keepFocus(root: HTMLElement): void {
  let trail: Step[] = []; // from what has the focus up to the root
  root.addEventListener("focusin", (e) => (trail = way(e.target as HTMLElement, root)));
  root.addEventListener("focusout", (e) => {
    // Somebody may let go of it by clicking beside it. What is taken away has been seen to before this runs.
    setTimeout(() => {
      if (trail[0]?.element === e.target && document.activeElement !== e.target) trail = [];
    });
  });
  new MutationObserver(() => {
    const last = trail[0]?.element, at = document.activeElement;
    if (last && (at === document.body || at === last) && !usable(last)) neighbour(trail).focus({ preventScroll: true });
  }).observe(root, { subtree: true, childList: true, attributeFilter: ["disabled"] });
}

const usable = (e: HTMLElement) => e.isConnected && !e.matches(":disabled");

function way(from: HTMLElement, root: HTMLElement): Step[] {
  const out: Step[] = [];
  for (let e: HTMLElement | null = from; e && e !== root; e = e.parentElement) {
    out.push({ element: e, index: e.parentElement ? [...e.parentElement.children].indexOf(e) : 0 });
  }
  return out;
}

/** In a list, the same control of the item that has moved up; else the field of the list, the panel's heading, or the canvas. */
function neighbour(trail: Step[]): HTMLElement {
  const kept = trail.findIndex(({ element }) => usable(element)), home = trail[kept]?.element, gone = trail[kept - 1];
  if (home && gone?.element.matches("li, tr")) {
    const item = home.children[Math.min(gone.index, home.children.length - 1)];
    const same = [...gone.element.querySelectorAll(focusable)].indexOf(trail[0]!.element);
    const there = item?.querySelectorAll<HTMLElement>(focusable)[same];
    if (there && usable(there)) return there;
  }
  const field = home?.closest(".chips")?.querySelector("input");
  if (field) return field;
  return (home?.closest("#panel") && heading()) || document.getElementById("canvas")!;
}

function heading(): HTMLElement | null {
  const panel = document.getElementById("tab-panel"), h = panel?.querySelector("h2");
  if (h) h.tabIndex = -1;
  return h ?? panel;
}
