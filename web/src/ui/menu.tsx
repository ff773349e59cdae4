// The menu of a node, of a tie, or of the canvas: by right click, long touch, or the menu key.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { strings } from "../strings";
import type { Props } from "./parts";

const t = strings.act;

interface Item { text: string; key?: string; go(): void }

export function Menu(p: Props) {
  const { s, store } = p;
  const box = useRef<HTMLDivElement>(null);
  const { menu } = s;
  useLayoutEffect(() => {
    const el = box.current;
    if (!el || !menu) return;
    el.style.left = Math.max(4, Math.min(menu.x, innerWidth - el.offsetWidth - 8)) + "px";
    el.style.top = Math.max(4, Math.min(menu.y, innerHeight - el.offsetHeight - 8)) + "px";
    const before = document.activeElement as HTMLElement | null;
    el.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    return () => { if (el.contains(document.activeElement) || document.activeElement === document.body) before?.focus(); };
  }, [menu]);
  useEffect(() => {
    if (!menu) return;
    const away = (e: Event) => !box.current?.contains(e.target as HTMLElement) && store.set({ menu: null });
    addEventListener("pointerdown", away, true);
    return () => removeEventListener("pointerdown", away, true);
  }, [menu]);
  if (!menu) return null;
  const items = itemsOf(p, menu.on);
  const onKey = (e: KeyboardEvent) => {
    const all = [...box.current!.querySelectorAll<HTMLElement>("[role=menuitem]")], at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      all[to % all.length]?.focus();
    } else if (e.key === "Escape" || e.key === "Tab") {
      e.preventDefault();
      e.stopPropagation();
      store.set({ menu: null });
    }
  };
  return (
    <div ref={box} class="menu" role="menu" aria-label={menu.on ? p.act.name(menu.on) : strings.title} onKeyDown={onKey}>
      {items.map((i) => <button key={i.text} type="button" role="menuitem" tabIndex={-1} onClick={() => {
        store.set({ menu: null });
        i.go();
      }}>{i.text}{i.key && <kbd>{i.key}</kbd>}</button>)}
    </div>
  );
}

function itemsOf({ s, act, store }: Props, on: string): Item[] {
  if (on.startsWith("more:")) return [{ text: t.more, go: () => act.more(Number(on.slice(5))) }];
  if (s.scene.nodes.has(on)) return nodeItems({ s, act, store }, on);
  const step = s.scene.steps.get(on);
  if (step) {
    const types = [...new Set(step.relationships.map((r) => r.type))];
    return [
      { text: t.explain, go: () => act.open(on) },
      ...types.map((x) => ({ text: t.hideType(strings.type(x)), go: () => act.filter({ notTypes: [...s.view.filter.notTypes, x] }) })),
    ];
  }
  const { hidden, selected } = s.view;
  return [
    { text: strings.bar.fit, key: "0", go: () => act.canvas?.sight.fit(true) },
    { text: strings.bar.again, go: () => act.canvas?.again() },
    { text: t.selectAll, go: () => act.select([...s.scene.nodes.keys()]) },
    { text: t.invert, go: () => act.invert() },
    ...(selected.length ? [{ text: t.clearSelection, go: () => act.select([]) }, { text: t.hideOthers, go: () => act.hideOthers(selected) }] : []),
    ...(hidden.length ? [{ text: t.showHidden(hidden.length), go: () => act.unhide() }] : []),
  ];
}

function nodeItems({ s, act }: Props, id: string): Item[] {
  const { selected, pinned } = s.view;
  const many = selected.includes(id) && selected.length > 1;
  return [
    { text: t.expand, key: "E", go: () => act.expand(id) },
    { text: t.expandBy, go: () => act.expanding(id) },
    { text: t.collapse, key: "C", go: () => act.collapse(id) },
    { text: t.from, key: "S", go: () => act.startHere(id) },
    { text: t.to, key: "T", go: () => act.endHere(id) },
    { text: t.hide, key: "H", go: () => act.hide(many ? selected : [id]) },
    { text: t.hideOthers, go: () => act.hideOthers(many ? selected : [id]) },
    { text: pinned.includes(id) ? t.unpin : t.pin, key: "P", go: () => act.pin(id) },
    { text: selected.includes(id) ? t.deselect : t.select, key: "Space", go: () => act.toggle(id) },
    { text: t.selectNeighbours, go: () => act.selectNeighbours(id) },
    ...(many ? [
      { text: t.common, go: () => act.together({ ask: "common", ids: selected.slice(0, 20), not: [], min: 0, types: [] }) },
      ...(selected.length >= 3 ? [{ text: t.connect, go: () => act.together({ ask: "connect", ids: selected.slice(0, 10) }) }] : []),
      { text: t.timeline, go: () => act.together({ ask: "timeline", ids: selected.slice(0, 20) }) },
    ] : []),
    { text: t.avoid, go: () => act.avoid(id) },
  ];
}
