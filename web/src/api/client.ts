// Asks the API. Answers are kept, so that going back and forth asks nothing twice; what nobody waits for any more is
// broken off; a server that is away is told apart from one that says no.
import type { Problem } from "./answers";

/** Where the API is: beside this file's folder, whatever prefix a proxy puts before both. */
export const base = new URL("../", import.meta.url);

/** The server said no, and why. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
}

/** The server could not be reached. */
export class Away extends Error {}

/** Whoever asked broke it off. */
export class Cancelled extends Error {}

interface Kept { answer: Promise<unknown>; size: number }

const kept = new Map<string, Kept>();
const mostKept = 300;
const longestAddress = 6000;

export const listeners = {
  /** How many requests are under way. */
  busy: (_: number) => {},
  /** How old the server says its answers are, in seconds; null where they are not. */
  stale: (_: string | null) => {},
  /** The graph has changed since an earlier answer. */
  changed: () => {},
};

let under = 0;
let breaker = new AbortController();

/** Breaks off everything that is under way. */
export function cancelAll(): void {
  breaker.abort();
  breaker = new AbortController();
}

/** Forgets all answers, as after the graph has changed. */
export function forget(): void {
  kept.clear();
}

/** The address of a question, for people and programs. */
export function address(path: string, params?: URLSearchParams): string {
  const query = params?.toString() ?? "";
  return new URL(path + (query ? "?" + query.replaceAll("%2C", ",").replaceAll("%3A", ":") : ""), base).href;
}

/** Asks for the answer to a question. Long ones go as a body. */
export function ask<T>(path: string, params?: URLSearchParams): Promise<T> {
  const url = address(path, params);
  const known = kept.get(url);
  if (known) {
    kept.delete(url); // the latest used stays longest
    kept.set(url, known);
    return known.answer as Promise<T>;
  }
  const answer = url.length > longestAddress && params ? post(path, params) : request(url, {});
  kept.set(url, { answer, size: 0 });
  answer.catch(() => kept.delete(url));
  if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
  return answer as Promise<T>;
}

const lists = new Set(["ids", "types", "not_types", "kinds", "via_kinds", "source", "dataset", "avoid"]);
const numbers = new Set(["limit", "k", "max_hops", "depth", "min", "max_degree"]);

function post(path: string, params: URLSearchParams): Promise<unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of params) {
    body[name] = lists.has(name) ? value.split(",") : numbers.has(name) ? Number(value)
      : name === "concurrent" ? value === "true" : value;
  }
  return request(address(path), {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  });
}

async function request(url: string, init: RequestInit): Promise<unknown> {
  const signal = breaker.signal;
  listeners.busy(++under);
  try {
    const res = await fetch(url, { ...init, signal, credentials: "omit" });
    listeners.stale(res.headers.get("Coopgraph-Stale"));
    const text = await res.text();
    if (res.ok) return current(JSON.parse(text));
    const problem = problemOf(text, res.status);
    if (problem.code === foreign && res.status >= 502) throw new Away(problem.title); // a proxy speaks for a server that is away
    throw new Refused(problem);
  } catch (e) {
    if (e instanceof Refused) throw e;
    if (signal.aborted) throw new Cancelled("cancelled");
    throw new Away(String(e));
  } finally {
    listeners.busy(--under);
  }
}

let seen = "";

/** Notices when an answer is from another state of the graph than the one before: what is kept is out of date then. */
function current(answer: { epoch?: string | null; revision?: number }): unknown {
  const state = answer.revision === undefined ? "" : answer.epoch + " " + answer.revision;
  if (state && seen && state !== seen) {
    forget();
    queueMicrotask(() => listeners.changed());
  }
  seen = state || seen;
  return answer;
}

/** The code of an answer that is not in the API's own words. */
const foreign = "http";

function problemOf(text: string, status: number): Problem {
  try {
    const p = JSON.parse(text);
    if (typeof p.detail === "string" && typeof p.code === "string") return p;
  } catch {
    // not the API's own words: a proxy in between
  }
  return { type: "about:blank", title: "HTTP " + status, status, detail: "HTTP " + status, code: foreign };
}

/** Whether the server answers questions now. */
export async function ready(): Promise<boolean> {
  try {
    const res = await fetch(new URL("readyz", base), { cache: "no-store", signal: AbortSignal.timeout(5000) });
    return res.ok;
  } catch {
    return false;
  }
}
