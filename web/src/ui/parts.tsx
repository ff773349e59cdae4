// Small pieces that several panels share.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, Cancelled, Refused } from "../api/client";
import type { Actions } from "../actions";
import { look, shapeNames } from "../draw/palette";
import type { State, Store, Trouble } from "../state/store";
import { strings } from "../strings";

/** What every component is given. */
export interface Props { s: State; store: Store; act: Actions }

/** The mark of a kind: its colour, its shape and its letter. */
export function Mark({ kind }: { kind: string }) {
  const l = look(kind);
  return (
    <svg class={"mark " + shapeNames[l.shape]} viewBox="-10 -10 20 20" aria-hidden="true">
      <Outline shape={l.shape} fill={l.colour} />
      <text x="0" y="4.2" text-anchor="middle" fill={l.ink} font-size="11.5" font-weight="600">{l.letter}</text>
    </svg>
  );
}

/** The outline of a shape with the radius 9. */
export function Outline({ shape, fill }: { shape: number; fill: string }) {
  if (shape === 0) return <circle r="9" fill={fill} />;
  return <polygon points={corners(shape, 9)} fill={fill} />;
}

/** The corners of a shape as an SVG attribute; y points down. */
export function corners(shape: number, r: number): string {
  const [sides, turn, reach] = shape === 1 ? [4, Math.PI / 4, 0.86] : shape === 2 ? [4, 0, 0.84] : shape === 3 ? [3, 0, 0.68]
    : shape === 4 ? [6, 0, 0.95] : [5, 0, 0.92];
  const out = (r * reach) / Math.cos(Math.PI / sides);
  return Array.from({ length: sides }, (_, i) => {
    const a = turn + (2 * Math.PI * i) / sides;
    return (out * Math.sin(a)).toFixed(2) + "," + (-out * Math.cos(a)).toFixed(2);
  }).join(" ");
}

/** Names an entity, and opens it. */
export function EntityLink({ id, act, kind }: { id: string; act: Actions; kind?: string | undefined }) {
  const node = act.store.state.scene.nodes.get(id);
  const of = kind ?? node?.kind;
  return (
    <button type="button" class="link" onClick={() => (node ? act.open(id) : act.show(id, 0))}
      onPointerEnter={() => node && act.store.set({ hover: id })} onPointerLeave={() => act.store.set({ hover: "" })}>
      {of && <Mark kind={of} />}<bdi>{act.name(id)}</bdi>
    </button>
  );
}

export interface Asked<T> { value: T | null; error: string; again(): void }

/** The answer to a question, once it is there. */
export function useAsk<T>(path: string, params?: Record<string, string>): Asked<T> {
  const [got, set] = useState<{ value: T | null; error: string; for: string }>({ value: null, error: "", for: "" });
  const [turn, next] = useState(0);
  const key = path + "?" + new URLSearchParams(params).toString();
  useEffect(() => {
    let here = true;
    if (!path) return;
    ask<T>(path, new URLSearchParams(params)).then(
      (value) => here && set({ value, error: "", for: key }),
      (e: unknown) => here && set({ value: null, error: e instanceof Refused ? e.message : e instanceof Cancelled ? strings.notice.cancelled : strings.notice.away, for: key }),
    );
    return () => { here = false; };
  }, [key, turn]);
  const again = () => {
    set({ value: null, error: "", for: "" });
    next(turn + 1);
  };
  return got.for === key ? { ...got, again } : { value: null, error: "", again };
}

/** Stands for an answer that is not there: why, with a way to ask again, or that it is under way. */
export function NoAnswer({ asked: { error, again } }: { asked: Asked<unknown> }) {
  if (!error) return <p class="faint">{strings.notice.working}</p>;
  return <p class="trouble">{error} <button type="button" class="link" onClick={again}>{strings.act.retry}</button></p>;
}

/** Why a question of the view has no answer, with a way to ask again. */
export function NoLayer({ trouble, store }: { trouble: Trouble | null | undefined; store: Store }) {
  if (!trouble) return null;
  return <NoAnswer asked={{ value: null, error: trouble.problem?.detail ?? strings.notice.cancelled, again: () => void store.retry() }} />;
}

/** A button that copies and says so. */
export function Copy({ text, label, plain }: { text: () => string; label: string; plain?: boolean }) {
  const [done, set] = useState(false);
  return (
    <button type="button" class={plain ? "link" : ""} onClick={async () => {
      await copy(text());
      set(true);
      setTimeout(() => set(false), 1500);
    }}>{done ? strings.act.copied : label}</button>
  );
}

/** Copies; where the browser forbids it, by way of a field that is selected. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

export function Section({ title, children, open = true }: { title: string; children: ComponentChildren; open?: boolean }) {
  return <details class="section" open={open}><summary>{title}</summary>{children}</details>;
}

/** Sources by id, as far as they are known. */
export const sourceLink = (id: string) => "v1/sources/" + encodeURIComponent(id);
