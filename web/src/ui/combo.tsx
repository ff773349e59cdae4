// A field that suggests entities by name while one types, all by keyboard. "project: gas" looks among projects alone,
// and "project:" lists them all, so that whoever has only a mouse finds everything too.
import { useEffect, useRef, useState } from "preact/hooks";
import { ask } from "../api/client";
import type { Actions } from "../actions";
import type { Node } from "../api/answers";
import { kinds as allKinds } from "../draw/palette";
import { strings } from "../strings";
import { Mark } from "./parts";

interface Option { id: string; kind: string; name: string; matched: string; degree: number }

interface ComboProps {
  id: string;
  label: string;
  act: Actions;
  onPick(o: Option): void;
  kinds?: string[] | undefined;
  /** What is written in the field while nobody types. */
  text?: string;
  placeholder?: string;
  browse?: boolean;
  hideLabel?: boolean;
}

const pause = 90;

export function Combo(p: ComboProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [options, setOptions] = useState<Option[] | null>(null);
  const [at, setAt] = useState(0);
  const [next, setNext] = useState<string | null>(null);
  const [answered, setAnswered] = useState<string | null>(null); // the text that the options are for
  const eager = useRef(false); // Enter was pressed before they were there
  const field = useRef<HTMLInputElement>(null);
  const open = typed !== null;
  const { kind, rest } = prefix(typed ?? "");
  const kinds = kind ? [kind] : p.kinds;

  useEffect(() => {
    if (typed === null) return;
    let here = true;
    const wait = setTimeout(() => {
      find(rest, kinds).then(({ found, next: n }) => {
        if (!here) return;
        found.forEach((o) => p.act.knows(o.id, o.name));
        setOptions(found);
        setNext(n);
        setAt(0);
        setAnswered(typed);
        if (eager.current && found[0]) choose(found[0]);
        eager.current = false;
      }, (e) => here && p.act.store.fail(e));
    }, typed ? pause : 0);
    return () => { here = false; clearTimeout(wait); };
  }, [typed]);

  const browse = open && rest === "" && !kinds?.length && p.browse !== false;
  const shown: (Option | { browse: string } | { next: string })[] = browse ? allKinds.map((k) => ({ browse: k }))
    : [...(options ?? []), ...(next ? [{ next }] : [])];
  const choose = (o: Option) => {
    setTyped(null);
    setOptions(null);
    p.onPick(o);
    field.current?.focus(); // where it is taken away by what was picked, this does nothing
  };
  const pick = (i: number) => {
    const o = shown[i];
    if (!o) return;
    if ("browse" in o) {
      setOptions(null);
      setTyped(o.browse.toLowerCase() + ": ");
      field.current?.focus();
    } else if ("next" in o) {
      void find(rest, kinds, o.next).then(({ found, next: n }) => {
        found.forEach((x) => p.act.knows(x.id, x.name));
        setOptions([...(options ?? []), ...found]);
        setNext(n);
      }, (e) => p.act.store.fail(e));
    } else {
      choose(o);
    }
  };
  const onKey = (e: KeyboardEvent) => {
    if (e.isComposing) return; // Enter ends a word in another script, then
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!open) setTyped("");
      else setAt((at + (e.key === "ArrowDown" ? 1 : shown.length - 1)) % Math.max(1, shown.length));
    } else if (e.key === "Enter" && open) {
      e.preventDefault();
      if (browse || (options && answered === typed)) pick(at);
      else eager.current = true;
    } else if (e.key === "Escape" && open) {
      e.stopPropagation();
      setTyped(null);
    }
  };
  const list = p.id + "-list";
  return (
    <div class="combo" onFocusOut={(e) => !e.currentTarget.contains(e.relatedTarget as HTMLElement) && setTyped(null)}>
      <label for={p.id} class={p.hideLabel ? "unseen" : ""}>{p.label}</label>
      <input ref={field} id={p.id} type="text" role="combobox" autocomplete="off" spellcheck={false} dir="auto"
        aria-expanded={open} aria-controls={list} aria-autocomplete="list"
        aria-activedescendant={open && shown[at] ? p.id + "-" + at : undefined}
        placeholder={p.placeholder ?? ""} value={typed ?? p.text ?? ""}
        onInput={(e) => {
          eager.current = false;
          setTyped(e.currentTarget.value.slice(0, 100));
        }} onKeyDown={onKey}
        onFocus={(e) => e.currentTarget.select()} onClick={() => typed === null && setTyped("")} />
      <div class="suggestions" hidden={!open || (!browse && options === null)}>
        <ul id={list} role="listbox" aria-label={p.label}>
          {shown.map((o, i) => (
            <li key={"id" in o ? o.id : "browse" in o ? o.browse : "next"} id={p.id + "-" + i} role="option" aria-selected={i === at}
              onPointerDown={(e) => e.preventDefault()} onClick={() => pick(i)} onPointerMove={() => setAt(i)}>
              {"browse" in o ? <><Mark kind={o.browse} /><span>{strings.search.browseKind(o.browse)}</span></>
                : "next" in o ? <span>{strings.search.more}</span>
                  : <><Mark kind={o.kind} /><span><bdi>{o.name}</bdi>{o.matched !== o.name && <small> <bdi>{strings.search.also(o.matched)}</bdi></small>}</span>
                    <small class="aside">{strings.kind(o.kind)} · {o.degree}</small></>}
            </li>
          ))}
        </ul>
        {!browse && options?.length === 0 && <p class="faint">{strings.search.none}</p>}
      </div>
    </div>
  );
}

/** Takes a kind off the front: "project: gas". */
function prefix(text: string): { kind: string; rest: string } {
  const colon = text.indexOf(":");
  const kind = colon > 0 ? allKinds.find((k) => k.toLowerCase() === text.slice(0, colon).trim().toLowerCase()) : undefined;
  return kind ? { kind, rest: text.slice(colon + 1).trim() } : { kind: "", rest: text.trim() };
}

async function find(text: string, kinds: string[] | undefined, cursor?: string): Promise<{ found: Option[]; next: string | null }> {
  if (text === "") {
    if (!kinds?.length) return { found: [], next: null };
    const params = new URLSearchParams({ kind: kinds[0]!, limit: "50", ...(cursor ? { cursor } : {}) });
    const a = await ask<{ entities: Node[]; next: string | null }>("v1/entities", params);
    return { found: a.entities.map((n) => ({ ...n, matched: n.name })), next: a.next };
  }
  const params = new URLSearchParams({ q: text, limit: "14" });
  if (kinds?.length) params.set("kinds", kinds.join(","));
  const a = await ask<{ results: Option[] }>("v1/search", params);
  return { found: byKind(a.results), next: null };
}

/** Those of one kind together, the kind with the best suggestion first. */
function byKind(found: Option[]): Option[] {
  const order = [...new Set(found.map((o) => o.kind))];
  return order.flatMap((k) => found.filter((o) => o.kind === k));
}

/** Several entities: those chosen as chips, and a field for the next. */
export function Chips(p: { id: string; label: string; ids: string[]; act: Actions; kinds?: string[]; onChange(ids: string[]): void }) {
  return (
    <div class="chips">
      <span class="label" aria-hidden="true">{p.label}</span>
      {p.ids.length > 0 && <ul aria-label={p.label}>
        {p.ids.map((id) => (
          <li key={id}><bdi>{p.act.name(id)}</bdi>
            <button type="button" aria-label={strings.act.remove + " " + p.act.name(id)} onClick={() => p.onChange(p.ids.filter((x) => x !== id))}>×</button>
          </li>
        ))}
      </ul>}
      <Combo id={p.id} label={p.label} hideLabel act={p.act} kinds={p.kinds} text="" placeholder={strings.together.add} onPick={(o) => {
        if (!p.ids.includes(o.id)) p.onChange([...p.ids, o.id]);
      }} />
    </div>
  );
}
