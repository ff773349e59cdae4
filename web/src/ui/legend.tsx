// The legend, which is also the filter: what is crossed out is neither shown nor walked.
import { useEffect, useState } from "preact/hooks";
import { kinds } from "../draw/palette";
import { lastKind, toggled } from "../state/view";
import { strings } from "../strings";
import { Mark, type Props } from "./parts";

const t = strings.filter;

export function Legend({ s, act }: Props) {
  const { notKinds, notTypes } = s.view.filter;
  const byKind = count([...s.scene.nodes.values()].map((n) => n.kind));
  const byType = count([...s.scene.relationships.values()].map((r) => r.type));
  const shownKinds = kinds.filter((k) => byKind.has(k) || notKinds.includes(k));
  const types = [...new Set([...byType.keys(), ...notTypes])].sort((a, b) => (byType.get(b) ?? 0) - (byType.get(a) ?? 0) || (a < b ? -1 : 1));
  const [open, setOpen] = useState(() => matchMedia("(min-width: 720px)").matches);
  useEffect(() => {
    const wide = matchMedia("(min-width: 720px)");
    const change = () => setOpen(wide.matches);
    wide.addEventListener("change", change);
    return () => wide.removeEventListener("change", change);
  }, []);
  if (!shownKinds.length) return null;
  return (
    <details class="legend" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t.legend}</summary>
      <ul aria-label={t.kinds}>{shownKinds.map((k) => (
        <li key={k}><button type="button" aria-pressed={!notKinds.includes(k)} disabled={lastKind(notKinds, k)} title={lastKind(notKinds, k) ? t.lastKind : t.toggle(strings.kinds(k), !notKinds.includes(k))} onClick={() => act.filter({ notKinds: toggled(notKinds, k) })}>
          <Mark kind={k} />{strings.kinds(k)}<small>{byKind.get(k) ?? 0}</small></button></li>
      ))}</ul>
      {types.length > 0 && <details class="types" open={notTypes.length > 0}><summary>{t.types}</summary>
        <ul aria-label={t.types}>{types.map((x) => (
          <li key={x}><button type="button" aria-pressed={!notTypes.includes(x)} title={t.toggle(strings.type(x), !notTypes.includes(x))} onClick={() => act.filter({ notTypes: toggled(notTypes, x) })}>
            {strings.type(x)}<small>{byType.get(x) ?? 0}</small></button></li>
        ))}</ul></details>}
    </details>
  );
}

function count(values: string[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const v of values) out.set(v, (out.get(v) ?? 0) + 1);
  return out;
}
