// What the canvas shows, in words: for those who do not see it, for looking something up in it, and for print.
import { useMemo, useState } from "preact/hooks";
import * as words from "../say";
import { focusOf, nodeHidden, stepHidden } from "../draw/style";
import { light } from "../draw/palette";
import { strings } from "../strings";
import { EntityLink, type Props } from "./parts";

const t = strings.table;
const page = 200;

export function Table({ s, act }: Props) {
  const [find, setFind] = useState("");
  const [rows, setRows] = useState(page);
  const { nodes, ties } = useMemo(() => {
    const f = focusOf({ ...s, hover: "" }, light, "");
    const shown = [...s.scene.nodes.values()].filter((n) => !nodeHidden(f, n.id, n.kind));
    const steps = [...s.scene.steps.values()].filter((x) => !stepHidden(f, x.key));
    return { nodes: shown.sort((a, b) => a.name.localeCompare(b.name)), ties: steps.flatMap((x) => x.relationships) };
  }, [s.scene, s.view, s.preview, s.answers]);
  const has = (text: string) => text.toLocaleLowerCase().includes(find.toLocaleLowerCase());
  const found = find ? nodes.filter((n) => has(n.name) || has(n.kind)) : nodes;
  const foundTies = find ? ties.filter((r) => has(act.name(r.from)) || has(act.name(r.to)) || has(strings.type(r.type))) : ties;
  return (
    <>
      <p role="status">{strings.canvas.says(nodes.length, ties.length)}</p>
      <p><label for="find-shown">{t.find}</label> <input id="find-shown" type="search" value={find} onInput={(e) => setFind(e.currentTarget.value)} /></p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.nodes}>
        <table><caption>{t.nodes} ({found.length})</caption>
          <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.kind}</th><th scope="col">{t.degree}</th><th scope="col">{t.shown}</th><th scope="col">{t.actions}</th></tr></thead>
          <tbody>{found.slice(0, rows).map((n) => (
            <tr key={n.id} aria-selected={s.view.selected.includes(n.id)}>
              <th scope="row"><EntityLink id={n.id} act={act} /></th><td>{strings.kind(n.kind)}</td><td>{n.degree}</td><td>{s.scene.neighbours.get(n.id)?.size ?? 0}</td>
              <td class="row"><button type="button" class="link" onClick={() => act.expand(n.id)} aria-label={strings.act.expand + " " + n.name}>{strings.act.expand}</button>
                <button type="button" class="link" aria-pressed={s.view.selected.includes(n.id)} onClick={() => act.toggle(n.id)} aria-label={strings.act.select + " " + n.name}>{strings.act.select}</button>
                <button type="button" class="link" onClick={() => act.hide([n.id])} aria-label={strings.act.hide + " " + n.name}>{strings.act.hide}</button></td>
            </tr>
          ))}</tbody></table>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.ties}>
        <table><caption>{t.ties} ({foundTies.length})</caption>
          <thead><tr><th scope="col">{t.from}</th><th scope="col">{t.type}</th><th scope="col">{t.to}</th><th scope="col">{t.since}</th><th scope="col">{t.until}</th><th scope="col">{t.who}</th></tr></thead>
          <tbody>{foundTies.slice(0, rows).map((r) => (
            <tr key={r.id}><td><bdi>{act.name(r.from)}</bdi></td><td><button type="button" class="link" onClick={() => act.open(r.id)}>{strings.type(r.type)}{r.role && `: ${r.role}`}{r.status && ` (${r.status})`}</button></td>
              <td><bdi>{act.name(r.to)}</bdi></td><td>{words.date(r.since)}</td><td>{words.date(r.until)}</td><td>{[...new Set(r.claims.map((c) => c.source))].join(", ")}</td></tr>
          ))}</tbody></table>
      </div>
      {(found.length > rows || foundTies.length > rows) && <button type="button" onClick={() => setRows(rows + 5 * page)}>{strings.search.more}</button>}
    </>
  );
}
